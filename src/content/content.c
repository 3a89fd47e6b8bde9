#include "content/formats.h"

#include <string.h>

struct format {
    const char *name;
    content_reader *read;
    content_writer *write;
};

static const struct format formats[] = {
    [ATL_CONTENT_MARKDOWN] = {"markdown", markdown_read, markdown_write},
    [ATL_CONTENT_STORAGE] = {"storage", storage_read, storage_write},
    [ATL_CONTENT_ADF] = {"adf", adf_read, adf_write},
    [ATL_CONTENT_WIKI] = {"wiki", wiki_read, wiki_write},
    [ATL_CONTENT_JIRA_WIKI] = {"jira-wiki", wiki_read, jira_wiki_write},
    [ATL_CONTENT_HTML] = {"html", NULL, html_write},
    [ATL_CONTENT_TEXT] = {"text", NULL, text_write},
    [ATL_CONTENT_TERMINAL] = {"terminal", NULL, terminal_write},
};

static const struct atl_content_options no_options;

static const char bom[] = {'\xEF', '\xBB', '\xBF'};

const char *atl_content_format_name(enum atl_content_format format)
{
    return formats[format].name;
}

/* ---- what all readers may rely on ---- */

static enum atl_status fail_malformed(const char *text, size_t at, const char *source,
                                      struct atl_error *error)
{
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            column++;
        }
    }
    enum atl_status status =
        atl_fail(error, ATL_FAILED, "%s: line %zu, column %zu: byte 0x%02x is not UTF-8", source,
                 line, column, (unsigned)(unsigned char)text[at]);
    atl_hint(error, "convert the text to UTF-8 first, for example with iconv");
    return status;
}

/* A copy in the arena in which each NUL is U+FFFD, as CommonMark and HTML have it. */
static const char *replace_nuls(struct atl_arena *arena, const char *text, size_t *length)
{
    struct atl_buffer buffer = {0};
    size_t at = 0;
    while (at < *length) {
        const char *nul = memchr(text + at, '\0', *length - at);
        size_t end = nul == NULL ? *length : (size_t)(nul - text);
        atl_buffer_append(&buffer, text + at, end - at);
        if (nul != NULL) {
            atl_utf8_append(&buffer, 0xFFFD);
        }
        at = end + 1;
    }
    const char *copy = atl_arena_strndup(arena, buffer.data, buffer.length);
    *length = buffer.length;
    atl_buffer_free(&buffer);
    return copy;
}

enum atl_status atl_content_read(struct atl_arena *arena, enum atl_content_format format,
                                 const char *text, size_t length,
                                 const struct atl_content_options *options,
                                 struct atl_content_tree **tree, struct atl_error *error)
{
    *tree = NULL;
    options = options == NULL ? &no_options : options;
    const char *source = options->source == NULL ? formats[format].name : options->source;
    if (formats[format].read == NULL) {
        return atl_fail(error, ATL_USAGE, "%s can be written, not read", formats[format].name);
    }
    if (length > UINT32_MAX) {
        return atl_fail(error, ATL_FAILED, "%s: longer than 4 GB", source);
    }
    text = length == 0 ? "" : text; /* an empty buffer has none */
    const char *malformed = atl_utf8_malformed(text, length);
    if (malformed != NULL) {
        return fail_malformed(text, (size_t)(malformed - text), source, error);
    }
    if (length >= sizeof bom && memcmp(text, bom, sizeof bom) == 0) {
        text += sizeof bom;
        length -= sizeof bom;
    }
    if (length > 0 && memchr(text, '\0', length) != NULL) {
        text = replace_nuls(arena, text, &length);
    }
    struct content_builder builder;
    content_builder_start(&builder, arena);
    formats[format].read(&builder, text, length, options);
    enum atl_status status = content_builder_finish(&builder, tree, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", source);
    }
    return status;
}

static bool begins_with_bom(const struct atl_buffer *buffer, size_t start)
{
    return buffer->length - start >= sizeof bom &&
           memcmp(buffer->data + start, bom, sizeof bom) == 0;
}

/* A text that itself begins with U+FEFF needs one more before it, which reading takes away. */
static void repeat_bom(struct atl_buffer *buffer, size_t start)
{
    atl_buffer_append(buffer, bom, sizeof bom);
    memmove(buffer->data + start + sizeof bom, buffer->data + start,
            buffer->length - sizeof bom - start);
    memcpy(buffer->data + start, bom, sizeof bom);
}

enum atl_status atl_content_write(const struct atl_content_tree *tree,
                                  enum atl_content_format format,
                                  const struct atl_content_options *options,
                                  struct atl_buffer *buffer, struct atl_error *error)
{
    size_t start = buffer->length;
    options = options == NULL ? &no_options : options;
    if (tree->document->text != NULL && formats[format].read != NULL &&
        format != ATL_CONTENT_MARKDOWN) {
        atl_content_report_add(options->report, ATL_REPORT_LOST, tree->document->line,
                               "the frontmatter is left out");
    }
    enum atl_status status = formats[format].write(tree, options, buffer, error);
    if (status == ATL_OK && formats[format].read != NULL && begins_with_bom(buffer, start)) {
        repeat_bom(buffer, start);
    }
    return status;
}
