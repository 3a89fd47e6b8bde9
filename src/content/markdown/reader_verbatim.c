/* Text of code and HTML blocks. */
#include "content/markdown/reader.h"

#include <string.h>

static size_t next_column(size_t column, char byte)
{
    return byte == '\t' ? column + 4 - column % 4 : column + 1;
}

/*
 * md4c makes spaces of a line's indentation. In the source tabs may make those columns: where
 * they begin; NULL when that is within a tab, of which the rest is for what the code stands in.
 */
static const char *indent_start(const struct markdown_reader *reader, const char *text,
                                size_t columns)
{
    const char *blanks = text;
    while (blanks > reader->text && (blanks[-1] == ' ' || blanks[-1] == '\t')) {
        blanks--;
    }
    const char *line = blanks;
    while (line > reader->text && line[-1] != '\n' && line[-1] != '\r') {
        line--;
    }
    size_t end = 0;
    for (const char *at = line; at < text; at++) {
        end = next_column(end, *at);
    }
    size_t column = 0;
    for (const char *at = line; at < text; at++) {
        if (at >= blanks && column + columns == end) {
            return at;
        }
        column = next_column(column, *at);
    }
    return NULL;
}

/* The indentation of what is at `text` in the source, if it is to be had from there. */
static void flush_source_indent(struct markdown_reader *reader, const char *text)
{
    const char *start =
        reader->code_indent > 0 ? indent_start(reader, text, reader->code_indent) : NULL;
    if (start != NULL) {
        markdown_run_add(reader, &reader->run, start, (size_t)(text - start));
        reader->code_indent = 0;
    }
}

void markdown_flush_indent(struct markdown_reader *reader)
{
    for (; reader->code_indent > 0; reader->code_indent--) {
        markdown_run_add(reader, &reader->run, " ", 1);
    }
}

static const char *line_end(const struct markdown_reader *reader, const char *text)
{
    while (text < reader->end && *text != '\n' && *text != '\r') {
        text++;
    }
    return text;
}

/* Of an empty line md4c gives no text: it is the one after the line that was read last. */
static void end_line(struct markdown_reader *reader)
{
    if (reader->code_at == NULL) {
        return;
    }
    const char *end = line_end(reader, reader->code_at);
    flush_source_indent(reader, end);
    if (end == reader->end) {
        reader->code_at = NULL;
        return;
    }
    reader->code_at = end + (end[0] == '\r' && end + 1 < reader->end && end[1] == '\n' ? 2 : 1);
}

void markdown_verbatim_text(struct markdown_reader *reader, MD_TEXTTYPE type, const char *text,
                            size_t length)
{
    bool in_source = markdown_in_source(reader, text);
    if (type == MD_TEXT_CODE && !in_source && length > 0 && text[0] == ' ') {
        reader->code_indent += length;
        return;
    }
    if (in_source) {
        flush_source_indent(reader, text);
        reader->code_at = text + length;
    } else if (length == 1 && text[0] == '\n') {
        end_line(reader);
    } else {
        reader->code_at = NULL;
    }
    markdown_flush_indent(reader);
    markdown_run_add(reader, &reader->run, text, length);
}
