/* References: "page://SPACE/Title#anchor" taken apart and put together. */
#include "atlcli/content.h"

#include "content/percent.h"

#include <string.h>

static const struct scheme {
    const char *name;
    enum atl_reference_kind kind;
} schemes[] = {
    {"page:", ATL_REFERENCE_PAGE},
    {"blog:", ATL_REFERENCE_BLOG},
    {"attachment:", ATL_REFERENCE_ATTACHMENT},
    {"media:", ATL_REFERENCE_MEDIA},
    {"space:", ATL_REFERENCE_SPACE},
    {"user:", ATL_REFERENCE_USER},
    {"content:", ATL_REFERENCE_CONTENT},
    {"shortcut:", ATL_REFERENCE_SHORTCUT},
};

/* ---- taking apart ---- */

/* The part before the next `separator`, or all; *text moves past it. NULL when it is empty. */
static const char *next_part(struct atl_arena *arena, const char **text, const char *end,
                             char separator)
{
    const char *stop = memchr(*text, separator, (size_t)(end - *text));
    const char *from = *text;
    *text = stop == NULL ? end : stop + 1;
    stop = stop == NULL ? end : stop;
    return stop == from ? NULL : content_percent_decode(arena, from, (size_t)(stop - from));
}

/* A "#anchor" at the end; *end moves before it. */
static const char *take_anchor(struct atl_arena *arena, const char *text, const char **end)
{
    const char *hash = memchr(text, '#', (size_t)(*end - text));
    if (hash == NULL) {
        return NULL;
    }
    const char *anchor = hash + 1 == *end
                             ? NULL
                             : content_percent_decode(arena, hash + 1, (size_t)(*end - hash - 1));
    *end = hash;
    return anchor;
}

static bool takes_slashes(const char **text, const char *end)
{
    if (end - *text < 2 || memcmp(*text, "//", 2) != 0) {
        return false;
    }
    *text += 2;
    return true;
}

static const char *last_slash(const char *text, const char *end)
{
    while (end > text && end[-1] != '/') {
        end--;
    }
    return end > text ? end - 1 : NULL;
}

static void parse_place(struct atl_arena *arena, const char *text, const char *end,
                        struct atl_reference *reference)
{
    if (reference->kind != ATL_REFERENCE_ATTACHMENT) {
        reference->anchor = take_anchor(arena, text, &end);
    }
    bool absolute = takes_slashes(&text, end);
    if (absolute) {
        reference->space = next_part(arena, &text, end, '/');
    }
    if (reference->kind == ATL_REFERENCE_ATTACHMENT) {
        const char *slash = absolute ? last_slash(text, end) : NULL;
        if (slash != NULL) {
            reference->title = next_part(arena, &text, slash, '\0');
            text = slash + 1;
        }
        reference->file = next_part(arena, &text, end, '\0');
        return;
    }
    const char *slash = reference->kind == ATL_REFERENCE_BLOG ? last_slash(text, end) : NULL;
    if (slash != NULL) {
        reference->date = next_part(arena, &text, slash, '\0');
        text = slash + 1;
    }
    reference->title = next_part(arena, &text, end, '\0');
}

static void parse_id(struct atl_arena *arena, const char *text, const char *end,
                     struct atl_reference *reference)
{
    static const char collection[] = "?collection=";
    const char *query = NULL;
    switch (reference->kind) {
    case ATL_REFERENCE_SPACE:
        reference->space = next_part(arena, &text, end, '\0');
        return;
    case ATL_REFERENCE_MEDIA:
        query = memchr(text, '?', (size_t)(end - text));
        if (query != NULL && (size_t)(end - query) >= strlen(collection) &&
            memcmp(query, collection, strlen(collection)) == 0) {
            reference->argument = content_percent_decode(
                arena, query + strlen(collection), (size_t)(end - query) - strlen(collection));
            end = query;
        }
        reference->id = next_part(arena, &text, end, '\0');
        return;
    case ATL_REFERENCE_SHORTCUT:
        reference->id = next_part(arena, &text, end, '/');
        reference->argument = next_part(arena, &text, end, '\0');
        return;
    default:
        reference->id = next_part(arena, &text, end, '\0');
    }
}

void atl_reference_parse(struct atl_arena *arena, const char *text, size_t length,
                         struct atl_reference *reference)
{
    *reference = (struct atl_reference){.kind = ATL_REFERENCE_URL};
    const char *end = text + length;
    if (length > 1 && text[0] == '#') {
        reference->kind = ATL_REFERENCE_PAGE;
        reference->anchor = content_percent_decode(arena, text + 1, length - 1);
        return;
    }
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t prefix = strlen(schemes[i].name);
        if (length > prefix && memcmp(text, schemes[i].name, prefix) == 0) {
            reference->kind = schemes[i].kind;
            text += prefix;
            break;
        }
    }
    switch (reference->kind) {
    case ATL_REFERENCE_URL:
        return;
    case ATL_REFERENCE_PAGE:
    case ATL_REFERENCE_BLOG:
    case ATL_REFERENCE_ATTACHMENT:
        parse_place(arena, text, end, reference);
        return;
    default:
        parse_id(arena, text, end, reference);
    }
}

/* ---- putting together ---- */

/* Unreserved characters and UTF-8 stay, so that titles can be read; `also` may stay as well. */
static void add_encoded(struct atl_buffer *buffer, const char *text, const char *also)
{
    for (; text != NULL && *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= 'a' && byte <= 'z') || strchr("-._~", byte) != NULL ||
                     strchr(also, byte) != NULL;
        if (plain) {
            atl_buffer_add_char(buffer, *text);
        } else {
            atl_buffer_printf(buffer, "%%%02X", byte);
        }
    }
}

static void add_anchor(struct atl_buffer *buffer, const char *anchor)
{
    if (anchor != NULL) {
        atl_buffer_add_char(buffer, '#');
        add_encoded(buffer, anchor, "");
    }
}

static void format_place(struct atl_buffer *buffer, const struct atl_reference *reference)
{
    bool blog = reference->kind == ATL_REFERENCE_BLOG;
    bool on_page = reference->kind == ATL_REFERENCE_ATTACHMENT && reference->title != NULL;
    if (reference->space != NULL || blog || on_page) {
        atl_buffer_add(buffer, "//");
        add_encoded(buffer, reference->space, "");
        atl_buffer_add_char(buffer, '/');
    }
    if (blog && reference->date != NULL) {
        add_encoded(buffer, reference->date, "/");
        atl_buffer_add_char(buffer, '/');
    }
    add_encoded(buffer, reference->title, "");
    if (reference->kind == ATL_REFERENCE_ATTACHMENT) {
        if (on_page) {
            atl_buffer_add_char(buffer, '/');
        }
        add_encoded(buffer, reference->file, "");
    }
    add_anchor(buffer, reference->anchor);
}

static void format_id(struct atl_buffer *buffer, const struct atl_reference *reference)
{
    if (reference->kind == ATL_REFERENCE_SPACE) {
        add_encoded(buffer, reference->space, "");
        return;
    }
    /* Account ids and "key:…" have colons of their own. */
    add_encoded(buffer, reference->id, ":");
    if (reference->argument != NULL) {
        atl_buffer_add(buffer, reference->kind == ATL_REFERENCE_MEDIA ? "?collection=" : "/");
        add_encoded(buffer, reference->argument, "");
    }
}

char *atl_reference_format(struct atl_arena *arena, const struct atl_reference *reference)
{
    struct atl_buffer buffer = {0};
    bool here = reference->kind == ATL_REFERENCE_PAGE && reference->space == NULL &&
                reference->title == NULL;
    for (size_t i = 0; !here && i < sizeof schemes / sizeof schemes[0]; i++) {
        if (schemes[i].kind == reference->kind) {
            atl_buffer_add(&buffer, schemes[i].name);
        }
    }
    if (here) {
        add_anchor(&buffer, reference->anchor);
    } else if (reference->kind == ATL_REFERENCE_PAGE || reference->kind == ATL_REFERENCE_BLOG ||
               reference->kind == ATL_REFERENCE_ATTACHMENT) {
        format_place(&buffer, reference);
    } else {
        format_id(&buffer, reference);
    }
    char *text = atl_arena_strndup(arena, atl_buffer_text(&buffer), buffer.length);
    atl_buffer_free(&buffer);
    return text;
}
