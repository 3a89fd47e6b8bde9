#include "sandbox/confluence/inline_marker.h"

#include "sandbox/text/plain_text.h"

#include "atlcli/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What a body says as plain text, and where each byte of that stands in it. */
struct said {
    struct atl_buffer text;
    struct place {
        size_t start;
        size_t end;
    } * places;
    size_t capacity;
};

static void add_bytes(struct said *said, const char *bytes, size_t length, size_t start, size_t end)
{
    if (said->text.length + length > said->capacity) {
        said->capacity = (said->text.length + length) * 2;
        said->places = atl_realloc(said->places, said->capacity, sizeof *said->places);
    }
    for (size_t i = 0; i < length; i++) {
        said->places[said->text.length + i] = (struct place){start, end};
    }
    atl_buffer_append(&said->text, bytes, length);
}

/* A character of its own, or an entity. */
static size_t add_character(struct said *said, const char *storage, size_t at)
{
    const char *end = storage[at] == '&' ? strchr(storage + at, ';') : NULL;
    if (end == NULL) {
        add_bytes(said, storage + at, 1, at, at + 1);
        return at + 1;
    }
    size_t length = (size_t)(end - storage) + 1 - at;
    char *entity = atl_strndup(storage + at, length);
    struct atl_buffer plain = {0};
    plain_text_append_storage(&plain, entity);
    add_bytes(said, atl_buffer_text(&plain), plain.length, at, at + length);
    atl_buffer_free(&plain);
    free(entity);
    return at + length;
}

static bool is_inline(const char *name)
{
    static const char *const names[] = {"a",      "b",   "code", "em",
                                        "i",      "s",   "u",    "span",
                                        "strong", "sub", "sup",  "ac:inline-comment-marker"};
    size_t length = strcspn(name, " \t\r\n/>");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && strncmp(name, names[i], length) == 0) {
            return true;
        }
    }
    return false;
}

/* What ends a tag, a comment or a CDATA section that starts here. */
static const char *end_of(const char *markup)
{
    if (atl_text_starts_with(markup, "<![CDATA[")) {
        return "]]>";
    }
    return atl_text_starts_with(markup, "<!--") ? "-->" : ">";
}

static struct said read_said(const char *storage)
{
    struct said said = {0};
    for (size_t at = 0; storage[at] != '\0';) {
        if (storage[at] != '<') {
            at = add_character(&said, storage, at);
            continue;
        }
        const char *markup = storage + at;
        const char *end = end_of(markup);
        const char *found = strstr(markup, end);
        if (!is_inline(markup + 1 + (markup[1] == '/'))) {
            add_bytes(&said, "\n", 1, at, at); /* nothing goes on across it */
        }
        at = found == NULL ? at + strlen(markup) : (size_t)(found - storage) + strlen(end);
    }
    return said;
}

static void free_said(struct said *said)
{
    atl_buffer_free(&said->text);
    free(said->places);
}

/* Where occurrence number `index` starts, or SIZE_MAX; *count: how many there are up to there. */
static size_t find(const struct said *said, const char *text, size_t index, size_t *count)
{
    const char *start = atl_buffer_text(&said->text);
    *count = 0;
    for (const char *at = start; *text != '\0' && (at = strstr(at, text)) != NULL;
         at += strlen(text)) {
        if ((*count)++ == index) {
            return (size_t)(at - start);
        }
    }
    return SIZE_MAX;
}

size_t inline_marker_count(const char *storage, const char *text)
{
    struct said said = read_said(storage);
    size_t count;
    find(&said, text, SIZE_MAX, &count);
    free_said(&said);
    return count;
}

const char *inline_marker_place(struct atl_arena *arena, const char *storage, const char *text,
                                size_t index, const char *marker)
{
    struct said said = read_said(storage);
    struct atl_buffer marked = {0};
    size_t count;
    size_t first = find(&said, text, index, &count);
    size_t length = strlen(text);
    size_t copied = 0;
    const char *result = NULL;
    for (size_t i = first; first != SIZE_MAX && i < first + length;) {
        size_t start = said.places[i].start;
        size_t end = said.places[i].end;
        for (i++; i < first + length && said.places[i].start <= end; i++) {
            end = said.places[i].end;
        }
        atl_buffer_append(&marked, storage + copied, start - copied);
        atl_buffer_printf(&marked, "<ac:inline-comment-marker ac:ref=\"%s\">", marker);
        atl_buffer_append(&marked, storage + start, end - start);
        atl_buffer_add(&marked, "</ac:inline-comment-marker>");
        copied = end;
    }
    if (first != SIZE_MAX) {
        atl_buffer_add(&marked, storage + copied);
        result = atl_arena_strdup(arena, marked.data);
    }
    atl_buffer_free(&marked);
    free_said(&said);
    return result;
}
