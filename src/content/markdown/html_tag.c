#include "content/markdown/html_tag.h"

#include "content/entity.h"

#include "atlcli/text.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_name(char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == ':' ||
           byte == '_' || byte == '.';
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static const char *skip_space(const char *text, const char *end)
{
    while (text < end && is_space(*text)) {
        text++;
    }
    return text;
}

/* Behind the tag's ">", which doesn't count within quotes; NULL when it never comes. */
static const char *find_end(const char *text, const char *end)
{
    while (text < end && *text != '>') {
        if (*text == '"' || *text == '\'') {
            const char *quote = memchr(text + 1, *text, (size_t)(end - text) - 1);
            if (quote == NULL) {
                return NULL;
            }
            text = quote;
        }
        text++;
    }
    return text < end ? text + 1 : NULL;
}

bool markdown_tag_read(const char *text, size_t length, struct markdown_tag *tag)
{
    const char *end = text + length;
    if (length < 3 || text[0] != '<') {
        return false;
    }
    tag->closing = text[1] == '/';
    tag->name = text + 1 + tag->closing;
    if (!is_letter(*tag->name)) {
        return false;
    }
    const char *at = tag->name;
    while (at < end && is_name(*at)) {
        at++;
    }
    tag->name_length = (size_t)(at - tag->name);
    tag->attributes = at;
    tag->end = find_end(at, end);
    if (tag->end == NULL || (!is_space(*at) && *at != '>' && *at != '/')) {
        return false;
    }
    tag->empty = tag->end[-2] == '/';
    return true;
}

bool markdown_tag_is(const struct markdown_tag *tag, const char *name)
{
    return strlen(name) == tag->name_length && strncasecmp(tag->name, name, tag->name_length) == 0;
}

bool markdown_tag_is_plain(const struct markdown_tag *tag)
{
    const char *at = skip_space(tag->attributes, tag->end);
    return *at == '>' || *at == '/';
}

/* ---- blocks that end in a sign of their own ---- */

const char *markdown_html_end(const char *text, const char *end)
{
    static const char *const starts[] = {"<!--",    "<?",     "<!",       "<pre",
                                         "<script", "<style", "<textarea"};
    static const char *const ends[] = {"-->",       "?>",       ">",          "</pre>",
                                       "</script>", "</style>", "</textarea>"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t length = strlen(starts[i]);
        if ((size_t)(end - text) >= length && strncasecmp(text, starts[i], length) == 0) {
            return ends[i];
        }
    }
    return NULL;
}

bool markdown_html_has_end(const char *own_end, const char *text, const char *end)
{
    static const char *const verbatim[] = {"</pre>", "</script>", "</style>", "</textarea>"};
    if (own_end[0] != '<') {
        return memmem(text, (size_t)(end - text), own_end, strlen(own_end)) != NULL;
    }
    while ((text = memmem(text, (size_t)(end - text), "</", 2)) != NULL) {
        for (size_t i = 0; i < sizeof verbatim / sizeof *verbatim; i++) {
            size_t length = strlen(verbatim[i]);
            if ((size_t)(end - text) >= length && strncasecmp(text, verbatim[i], length) == 0) {
                return true;
            }
        }
        text += 2;
    }
    return false;
}

bool markdown_html_begins_block(const char *text, size_t length)
{
    static const char names[] =
        " address article aside base basefont blockquote body caption center col colgroup "
        "dd details dialog dir div dl dt fieldset figcaption figure footer form frame "
        "frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu "
        "menuitem nav noframes ol optgroup option p param search section summary table "
        "tbody td tfoot th thead title tr track ul ";
    if (markdown_html_end(text, text + length) != NULL) {
        return true;
    }
    size_t start = length > 1 && text[1] == '/' ? 2 : 1;
    size_t end = start;
    while (end < length && is_name(text[end])) {
        end++;
    }
    char name[16] = " ";
    if (end == start || end - start > sizeof name - 3) {
        return false;
    }
    memcpy(name + 1, text + start, end - start);
    memcpy(name + 1 + end - start, " ", 2);
    return strcasestr(names, name) != NULL;
}

/* ---- attributes ---- */

struct attribute {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
};

/* Reads the attribute at `at` and returns where the next may be; NULL at the end. */
static const char *next_attribute(const char *at, const char *end, struct attribute *attribute)
{
    at = skip_space(at, end);
    attribute->name = at;
    while (at < end && !is_space(*at) && *at != '=' && *at != '>' && *at != '/') {
        at++;
    }
    attribute->name_length = (size_t)(at - attribute->name);
    attribute->value = at;
    attribute->value_length = 0;
    if (attribute->name_length == 0) {
        return at < end && (*at == '/' || *at == '=') ? at + 1 : NULL;
    }
    const char *equals = skip_space(at, end);
    if (equals == end || *equals != '=') {
        return at;
    }
    at = skip_space(equals + 1, end);
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *quote = memchr(at + 1, *at, (size_t)(end - at) - 1);
        quote = quote == NULL ? end : quote; /* not in a tag that was read */
        attribute->value = at + 1;
        attribute->value_length = (size_t)(quote - at) - 1;
        return quote == end ? end : quote + 1;
    }
    attribute->value = at;
    while (at < end && !is_space(*at) && *at != '>') {
        at++;
    }
    attribute->value_length = (size_t)(at - attribute->value);
    return at;
}

const char *markdown_tag_attribute(struct atl_arena *arena, const struct markdown_tag *tag,
                                   const char *name)
{
    struct attribute attribute;
    size_t length = strlen(name);
    const char *at = tag->attributes;
    while ((at = next_attribute(at, tag->end, &attribute)) != NULL) {
        if (attribute.name_length == length && strncasecmp(attribute.name, name, length) == 0) {
            return markdown_decode(arena, attribute.value, attribute.value_length);
        }
    }
    return NULL;
}

char *markdown_decode(struct atl_arena *arena, const char *text, size_t length)
{
    const char *end = text + length;
    struct atl_buffer buffer = {0};
    atl_buffer_reserve(&buffer, length + 1);
    while (text < end) {
        const char *reference = memchr(text, '&', (size_t)(end - text));
        const char *stop = reference == NULL ? end : reference;
        atl_buffer_append(&buffer, text, (size_t)(stop - text));
        text = stop;
        if (reference != NULL) {
            char bytes[CONTENT_ENTITY_BYTES];
            size_t size;
            size_t taken = content_entity_decode(text, (size_t)(end - text), bytes, &size);
            atl_buffer_append(&buffer, taken == 0 ? "&" : bytes, taken == 0 ? 1 : size);
            text += taken == 0 ? 1 : taken;
        }
    }
    char *decoded = atl_arena_strndup(arena, atl_buffer_text(&buffer), buffer.length);
    atl_buffer_free(&buffer);
    return decoded;
}
