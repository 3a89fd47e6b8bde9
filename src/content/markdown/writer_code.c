/* Fenced blocks: code, and what is carried in another format. */
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"
#include "content/storage/storage_fragment.h"

#include <string.h>

enum {
    SHORTEST_FENCE = 3,
};

/* ---- fences ---- */

/* The longest row of the sign that stands alone on a line and would end the block. */
static size_t longest_closing(const char *text, size_t length, char sign)
{
    size_t longest = 0;
    const char *end = text + length;
    const char *at = text;
    while (at < end && (at = memchr(at, sign, (size_t)(end - at))) != NULL) {
        const char *start = at;
        while (start > text && start[-1] == ' ') {
            start--;
        }
        bool line_start = start == text || start[-1] == '\n';
        const char *row = at;
        while (at < end && *at == sign) {
            at++;
        }
        size_t count = (size_t)(at - row);
        longest = line_start && count > longest ? count : longest;
    }
    return longest;
}

static void fence_line(struct markdown_writer *writer, char sign, size_t count, const char *info)
{
    markdown_begin_line(writer);
    for (size_t i = 0; i < count; i++) {
        atl_buffer_add_char(writer->out, sign);
    }
    atl_buffer_add(writer->out, info);
    markdown_end_line(writer);
}

void markdown_write_fence(struct markdown_writer *writer, const char *info, const char *text,
                          size_t length)
{
    char sign = strchr(info, '`') == NULL ? '`' : '~';
    size_t closing = longest_closing(text, length, sign);
    size_t count = closing < SHORTEST_FENCE ? SHORTEST_FENCE : closing + 1;
    fence_line(writer, sign, count, info);
    markdown_lines(writer, text, length);
    fence_line(writer, sign, count, "");
}

void markdown_write_exact_fence(struct markdown_writer *writer, const char *info, const char *text,
                                size_t length)
{
    bool newline = length > 0 && text[length - 1] == '\n';
    if (!newline) {
        markdown_write_fence(writer, info, text, length);
        return;
    }
    struct atl_buffer lines = {0};
    atl_buffer_append(&lines, text, length);
    atl_buffer_add_char(&lines, '\n');
    markdown_write_fence(writer, info, lines.data, lines.length);
    atl_buffer_free(&lines);
}

void markdown_write_as_storage(struct markdown_writer *writer, const struct atl_node *node)
{
    struct atl_buffer storage = {0};
    storage_write_node(node, writer->options, &storage);
    markdown_write_exact_fence(writer, markdown_raw_word(ATL_CONTENT_STORAGE),
                               atl_buffer_text(&storage), storage.length);
    atl_buffer_free(&storage);
}

/* ---- code ---- */

/* In an info string, backslashes and references mean what they mean in text. */
static void add_info(struct atl_buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool special = text[i] == '\\' || markdown_begins_reference(text + i, length - i);
        if (special) {
            atl_buffer_add_char(out, '\\');
        }
        atl_buffer_add_char(out, text[i] == '\n' ? ' ' : text[i]);
    }
}

/* A language that stands alone: one word, and none that has a meaning of its own in this place. */
static bool is_language_word(const char *language)
{
    enum atl_content_format format;
    return *language != '\0' && strpbrk(language, " \t\n\"=`{}") == NULL &&
           !markdown_raw_of_word(language, strlen(language), &format);
}

static bool is_flag(const struct atl_attribute *attribute)
{
    return strcmp(attribute->value, "true") == 0 &&
           (strcmp(attribute->name, "numbers") == 0 || strcmp(attribute->name, "collapse") == 0);
}

static void add_keys(struct atl_buffer *keys, const struct atl_node *code)
{
    const char *language = atl_node_attribute(code, "language");
    if (language != NULL && is_language_word(language)) {
        atl_buffer_add(keys, language);
    } else if (language != NULL) {
        markdown_add_key(keys, "language", language);
    }
    for (const struct atl_attribute *next = code->attributes; next != NULL; next = next->next) {
        if (next->name[0] == CONTENT_PRIVATE_ATTRIBUTE || strcmp(next->name, "language") == 0) {
            continue;
        }
        if (is_flag(next) && keys->length > 0) { /* a lone word that comes first is a language */
            atl_buffer_add_char(keys, ' ');
            atl_buffer_add(keys, next->name);
        } else {
            markdown_add_key(keys, next->name, next->value);
        }
    }
}

void markdown_write_code_block(struct markdown_writer *writer, const struct atl_node *code)
{
    struct atl_buffer keys = {0};
    struct atl_buffer info = {0};
    const char *whole = atl_node_attribute(code, "info");
    if (whole != NULL) {
        atl_buffer_add(&keys, whole);
    } else {
        add_keys(&keys, code);
    }
    add_info(&info, atl_buffer_text(&keys), keys.length);
    markdown_write_fence(writer, atl_buffer_text(&info), code->text, code->length);
    atl_buffer_free(&keys);
    atl_buffer_free(&info);
}
