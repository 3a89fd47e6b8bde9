#include "sync/names.h"

#include "atlcli/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

enum {
    REPLACEMENT = 0xFFFD,
    MOST_ENDING = 20,
};

/* ---- characters ---- */

static bool is_harmful(uint32_t code_point)
{
    return code_point == REPLACEMENT || code_point == 0xFEFF || code_point == 0x200B ||
           (code_point < 0x80 && strchr("/\\:*?\"<>|", (int)code_point) != NULL);
}

/* Without controls and what drives a terminal; white space becomes one space, harm one "-". */
static void append_harmless(struct atl_buffer *name, const char *text)
{
    struct atl_buffer safe = {0};
    atl_text_append_safe(&safe, text, strlen(text), false);
    const char *at = atl_buffer_text(&safe);
    for (size_t left = safe.length; left > 0;) {
        uint32_t code_point;
        size_t length = atl_utf8_decode(at, left, &code_point);
        char last = name->length == 0 ? ' ' : name->data[name->length - 1];
        if (code_point == ' ' || code_point == 0xA0) {
            atl_buffer_add(name, last == ' ' ? "" : " ");
        } else if (is_harmful(code_point)) {
            atl_buffer_add(name, last == '-' ? "" : "-");
        } else {
            atl_buffer_append(name, at, length);
        }
        at += length;
        left -= length;
    }
    atl_buffer_free(&safe);
}

/* At the end of what a reader sees as a character. */
static size_t cut_before(const char *text, size_t length, size_t most)
{
    size_t kept = 0;
    while (kept < length) {
        size_t character = atl_text_character(text + kept, length - kept);
        if (kept + character > most) {
            break;
        }
        kept += character;
    }
    return kept;
}

static void trim_end(struct atl_buffer *name)
{
    size_t length = name->length;
    while (length > 0 && (name->data[length - 1] == ' ' || name->data[length - 1] == '.')) {
        length--;
    }
    atl_buffer_truncate(name, length);
}

/* ---- names that mean something ---- */

static bool is_device(const char *name)
{
    static const char *const devices[] = {"CON", "PRN", "AUX", "NUL"};
    size_t length = strcspn(name, ".");
    while (length > 0 && name[length - 1] == ' ') {
        length--;
    }
    for (size_t i = 0; length == 3 && i < sizeof devices / sizeof *devices; i++) {
        if (strncasecmp(name, devices[i], 3) == 0) {
            return true;
        }
    }
    return length == 4 && (strncasecmp(name, "COM", 3) == 0 || strncasecmp(name, "LPT", 3) == 0) &&
           name[3] >= '1' && name[3] <= '9';
}

static bool ends_ignoring_case(const struct atl_buffer *name, const char *ending)
{
    size_t length = strlen(ending);
    return name->length > length && strcasecmp(name->data + name->length - length, ending) == 0;
}

/* "X.md" and "X.attachments" belong to the page X: as a page's own name the dot gives way. */
static void avoid_endings(struct atl_buffer *name)
{
    static const char *const endings[] = {".md", ".attachments"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (ends_ignoring_case(name, endings[i])) {
            name->data[name->length - strlen(endings[i])] = '-';
        }
    }
}

static char *finish(struct atl_arena *arena, struct atl_buffer *name, const char *ending)
{
    trim_end(name);
    if (name->length == 0) {
        atl_buffer_add_char(name, '_');
    }
    if (name->data[0] == '.' || name->data[0] == '~') {
        name->data[0] = '_'; /* hidden, or a home directory */
    }
    size_t stem = strcspn(name->data, "."); /* by which Windows goes */
    char *result = atl_arena_printf(arena, "%.*s%s%s%s", (int)stem, name->data,
                                    is_device(name->data) ? "_" : "", name->data + stem, ending);
    atl_buffer_free(name);
    return result;
}

char *sync_name_of_title(struct atl_arena *arena, const char *title)
{
    struct atl_buffer name = {0};
    append_harmless(&name, title);
    if (name.length > 0) {
        size_t most = SYNC_NAME_BYTES - (is_device(name.data) ? 1U : 0U); /* `finish` adds one */
        atl_buffer_truncate(&name, cut_before(name.data, name.length, most));
        trim_end(&name);
        avoid_endings(&name);
    }
    return finish(arena, &name, "");
}

char *sync_name_of_attachment(struct atl_arena *arena, const char *file)
{
    struct atl_buffer name = {0};
    const char *ending = "";
    append_harmless(&name, file);
    trim_end(&name);
    const char *dot = name.length == 0 ? NULL : strrchr(name.data, '.');
    if (dot != NULL && dot != name.data && strlen(dot) <= MOST_ENDING) {
        ending = atl_arena_strdup(arena, dot);
        atl_buffer_truncate(&name, (size_t)(dot - name.data));
    }
    if (name.length > 0) {
        atl_buffer_truncate(&name, cut_before(name.data, name.length, SYNC_NAME_BYTES));
    }
    return finish(arena, &name, ending);
}

const char *sync_name_of_id(struct atl_arena *arena, const char *id)
{
    bool is_number =
        id[0] != '\0' && id[strspn(id, "0123456789")] == '\0' && strlen(id) <= SYNC_NAME_BYTES;
    return is_number ? id : sync_name_of_title(arena, id);
}

/* ---- sameness ---- */

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

char *sync_name_fold(struct atl_arena *arena, const char *name)
{
    if (is_ascii(name)) {
        char *folded = atl_arena_strdup(arena, name);
        for (char *at = folded; *at != '\0'; at++) {
            *at = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
        }
        return folded;
    }
    const uint8_t *bytes = (const uint8_t *)name;
    size_t length = strlen(name);
    /* What is no UTF-8 is one with itself alone. */
    uint8_t *folded = u8_check(bytes, length) != NULL
                          ? NULL
                          : u8_casefold(bytes, length, NULL, UNINORM_NFC, NULL, &length);
    char *result = folded == NULL ? atl_arena_strdup(arena, name)
                                  : atl_arena_strndup(arena, (const char *)folded, length);
    free(folded);
    return result;
}

bool sync_name_is_same(const char *left, const char *right)
{
    struct atl_arena arena = {0};
    bool same = strcmp(left, right) == 0 ||
                strcmp(sync_name_fold(&arena, left), sync_name_fold(&arena, right)) == 0;
    atl_arena_free(&arena);
    return same;
}
