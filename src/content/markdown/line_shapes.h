/* What a line of Markdown looks like by itself, and what it stands in. */
#ifndef CONTENT_MARKDOWN_LINE_SHAPES_H
#define CONTENT_MARKDOWN_LINE_SHAPES_H

#include <stdbool.h>
#include <stddef.h>

/* What a block of several lines stands in, as far as its first line says. */
struct markdown_line_place {
    size_t quotes;
    size_t indent; /* of the text of the list item within those; 0: none */
};

bool markdown_is_blank(char byte);
size_t markdown_count_run(const char *text, const char *end, char byte);
size_t markdown_count_blanks(const char *text, const char *end);

/* Where the line's own text starts, behind indentation and marks of quotes and lists. */
const char *markdown_skip_prefix(const char *line, const char *end);
/* Where a block is that starts behind this prefix. */
struct markdown_line_place markdown_place_behind(const char *prefix, const char *end);
/* Whether the line is outside of the quote or item that a block stands in. */
bool markdown_is_outside(const struct markdown_line_place *place, const char *line,
                         const char *end);

/* The end of "[^label]:", or NULL. */
const char *markdown_definition_end(const char *text, const char *end);
/* Cells of a table's row: what its pipes, but escaped ones, make of it. */
size_t markdown_count_cells(const char *text, const char *end);
bool markdown_is_delimiter_row(const char *text, const char *end);
/* A tag, but of an element that goes on behind empty lines. */
bool markdown_starts_html(const char *text, const char *end);

#endif
