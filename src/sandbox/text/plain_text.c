#include "sandbox/text/plain_text.h"

#include <stdlib.h>
#include <string.h>

static void end_line(struct atl_buffer *text)
{
    if (text->length > 0 && text->data[text->length - 1] != '\n') {
        atl_buffer_add_char(text, '\n');
    }
}

/* ---- ADF ---- */

static void append_inline(struct atl_buffer *text, const cJSON *node)
{
    const char *type = atl_json_text(node, "type", "");
    if (strcmp(type, "hardBreak") == 0) {
        atl_buffer_add_char(text, '\n');
        return;
    }
    /* Mentions and statuses carry their text as an attribute, cards their address. */
    atl_buffer_add(text, atl_json_text(node, "text", NULL));
    atl_buffer_add(text, atl_json_text(node, "attrs.text", NULL));
    atl_buffer_add(text, atl_json_text(node, "attrs.url", NULL));
}

/* The parser has bounded how deep documents nest. */
// NOLINTNEXTLINE(misc-no-recursion)
static void append_node(struct atl_buffer *text, const cJSON *node)
{
    const cJSON *content = atl_json_member(node, "content");
    const cJSON *child;
    append_inline(text, node);
    bool is_block = false;
    cJSON_ArrayForEach(child, content)
    {
        append_node(text, child);
        is_block = true;
    }
    if (is_block) {
        end_line(text);
    }
}

void plain_text_append_adf(struct atl_buffer *text, const cJSON *document)
{
    append_node(text, document);
}

/* ---- storage format ---- */

static bool is_inline_tag(const char *name, size_t length)
{
    static const char *const names[] = {"a",    "b",      "code", "em",  "i", "s",
                                        "span", "strong", "sub",  "sup", "u"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Returns what follows the tag, comment or CDATA section that starts here. */
static const char *skip_tag(struct atl_buffer *text, const char *at)
{
    static const char cdata[] = "<![CDATA[";
    if (strncmp(at, cdata, strlen(cdata)) == 0) {
        at += strlen(cdata);
        const char *end = strstr(at, "]]>");
        size_t length = end == NULL ? strlen(at) : (size_t)(end - at);
        atl_buffer_append(text, at, length);
        return at + length + (end == NULL ? 0 : strlen("]]>"));
    }
    const char *name = at + 1 + (at[1] == '/');
    if (!is_inline_tag(name, strcspn(name, " />"))) {
        end_line(text);
    }
    const char *end = strchr(at, '>');
    return end == NULL ? at + strlen(at) : end + 1;
}

/* Returns what follows the entity that starts here, or the "&" that starts none. */
static const char *append_entity(struct atl_buffer *text, const char *at)
{
    static const struct {
        const char *name;
        uint32_t code_point;
    } entities[] = {{"&amp;", '&'},      {"&lt;", '<'},       {"&gt;", '>'},
                    {"&quot;", '"'},     {"&apos;", '\''},    {"&nbsp;", ' '},
                    {"&ndash;", 0x2013}, {"&mdash;", 0x2014}, {"&hellip;", 0x2026},
                    {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018}, {"&ldquo;", 0x201C},
                    {"&rdquo;", 0x201D}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (atl_text_starts_with(at, entities[i].name)) {
            atl_utf8_append(text, entities[i].code_point);
            return at + strlen(entities[i].name);
        }
    }
    if (at[1] == '#') {
        bool hexadecimal = at[2] == 'x' || at[2] == 'X';
        char *end;
        unsigned long code_point = strtoul(at + (hexadecimal ? 3 : 2), &end, hexadecimal ? 16 : 10);
        if (*end == ';') {
            atl_utf8_append(text, code_point > 0x10FFFF ? 0xFFFD : (uint32_t)code_point);
            return end + 1;
        }
    }
    atl_buffer_add_char(text, '&');
    return at + 1;
}

void plain_text_append_storage(struct atl_buffer *text, const char *storage)
{
    while (*storage != '\0') {
        if (*storage == '<') {
            storage = skip_tag(text, storage);
        } else if (*storage == '&') {
            storage = append_entity(text, storage);
        } else {
            size_t length = strcspn(storage, "<&");
            atl_buffer_append(text, storage, length);
            storage += length;
        }
    }
}

/* ---- wiki markup ---- */

void plain_text_append_wiki(struct atl_buffer *text, const char *wiki)
{
    static const char marks[] = "*_{}[]|#^~";
    while (*wiki != '\0') {
        size_t length = strcspn(wiki, marks);
        atl_buffer_append(text, wiki, length);
        wiki += length;
        wiki += strspn(wiki, marks);
    }
}
