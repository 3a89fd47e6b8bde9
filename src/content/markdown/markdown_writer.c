/* The Markdown writer's way in, and its lines. */
#include "content/markdown/writer.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines ---- */

void markdown_begin_line(struct markdown_writer *writer)
{
    if (!writer->line_open) {
        atl_buffer_append(writer->out, atl_buffer_text(&writer->prefix), writer->prefix.length);
        writer->line_open = true;
    }
}

void markdown_end_line(struct markdown_writer *writer)
{
    atl_buffer_add_char(writer->out, '\n');
    writer->line_open = false;
}

void markdown_empty_line(struct markdown_writer *writer)
{
    markdown_begin_line(writer);
    while (writer->out->length > 0 && writer->out->data[writer->out->length - 1] == ' ') {
        atl_buffer_truncate(writer->out, writer->out->length - 1);
    }
    markdown_end_line(writer);
}

size_t markdown_push_prefix(struct markdown_writer *writer, const char *prefix, size_t length)
{
    size_t before = writer->prefix.length;
    atl_buffer_append(&writer->prefix, prefix, length);
    return before;
}

void markdown_pop_prefix(struct markdown_writer *writer, size_t length)
{
    atl_buffer_truncate(&writer->prefix, length);
}

void markdown_line(struct markdown_writer *writer, const char *text)
{
    markdown_begin_line(writer);
    atl_buffer_add(writer->out, text);
    markdown_end_line(writer);
}

void markdown_lines(struct markdown_writer *writer, const char *text, size_t length)
{
    while (length > 0) {
        const char *newline = memchr(text, '\n', length);
        size_t line = newline == NULL ? length : (size_t)(newline - text);
        if (line == 0) {
            markdown_empty_line(writer);
        } else {
            markdown_begin_line(writer);
            atl_buffer_append(writer->out, text, line);
            markdown_end_line(writer);
        }
        line += newline == NULL ? 0 : 1;
        text += line;
        length -= line;
    }
}

/* ---- the document ---- */

static bool has_footnotes(const struct atl_node *document)
{
    for (const struct atl_node *block = document->first; block != NULL; block = block->next) {
        if (block->kind == ATL_NODE_FOOTNOTE) {
            return true;
        }
    }
    return false;
}

static void write_frontmatter(struct markdown_writer *writer, const struct atl_node *document)
{
    atl_buffer_add(writer->out, "---\n");
    atl_buffer_append(writer->out, document->text, document->length);
    if (document->length > 0 && document->text[document->length - 1] != '\n') {
        atl_buffer_add_char(writer->out, '\n');
    }
    atl_buffer_add(writer->out, "---\n");
}

enum atl_status markdown_write(const struct atl_content_tree *tree,
                               const struct atl_content_options *options, struct atl_buffer *buffer,
                               struct atl_error *error)
{
    (void)error; /* there is nothing that Markdown can't carry */
    const struct atl_node *document = tree->document;
    struct markdown_writer writer = {
        .out = buffer,
        .options = options,
        .footnotes = has_footnotes(document),
    };
    struct markdown_place place = {.document_top = document->text == NULL};
    if (document->text != NULL) {
        write_frontmatter(&writer, document);
        if (markdown_next_written(document->first) != NULL) {
            markdown_empty_line(&writer);
        }
    }
    markdown_write_blocks(&writer, document, place);
    atl_buffer_free(&writer.prefix);
    free(writer.pieces.items);
    free(writer.waits.items);
    return ATL_OK;
}
