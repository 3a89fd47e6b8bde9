/* Names of files that come from elsewhere. */
#include "atlcli/file.h"

#include <string.h>

enum {
    MOST_BYTES = 200, /* file systems take 255; a number or an ending may be added */
    MOST_ENDING = 20,
    REPLACEMENT = 0xFFFD,
};

static const char *last_part(const char *text)
{
    const char *part = text;
    for (; *text != '\0'; text++) {
        if ((*text == '/' || *text == '\\') && text[1] != '\0') {
            part = text + 1;
        }
    }
    return part;
}

/* What atl_text_append_safe takes for harmful is replaced, and so is a slash at the end. */
static void append_harmless(struct atl_buffer *name, const char *part)
{
    struct atl_buffer safe = {0};
    atl_text_append_safe(&safe, part, strlen(part), false);
    const char *at = atl_buffer_text(&safe);
    size_t left = safe.length;
    while (left > 0) {
        uint32_t code_point;
        size_t length = atl_utf8_decode(at, left, &code_point);
        if (code_point == REPLACEMENT || code_point == '/' || code_point == '\\') {
            atl_buffer_add_char(name, '_');
        } else {
            atl_buffer_append(name, at, length);
        }
        at += length;
        left -= length;
    }
    atl_buffer_free(&safe);
}

/* Shortens it in the middle, at a character: the ending says what it is. */
static void shorten(struct atl_buffer *name)
{
    if (name->length <= MOST_BYTES) {
        return;
    }
    const char *dot = strrchr(name->data, '.');
    size_t ending = dot == NULL ? 0 : name->length - (size_t)(dot - name->data);
    ending = ending > MOST_ENDING ? 0 : ending;
    size_t cut = MOST_BYTES - ending;
    while (cut > 0 && ((unsigned char)name->data[cut] & 0xC0) == 0x80) {
        cut--;
    }
    memmove(name->data + cut, name->data + name->length - ending, ending);
    atl_buffer_truncate(name, cut + ending);
}

char *atl_file_name_safe(struct atl_arena *arena, const char *text)
{
    struct atl_buffer name = {0};
    char *trimmed = atl_text_trim(arena, last_part(text));
    append_harmless(&name, trimmed);
    if (name.length == 0) {
        atl_buffer_add_char(&name, '_');
    }
    if (name.data[0] == '.' || name.data[0] == '-') {
        name.data[0] = '_';
    }
    shorten(&name);
    char *result = atl_arena_strdup(arena, name.data);
    atl_buffer_free(&name);
    return result;
}
