/* Tables: in GitHub's form when that can hold them, else as HTML. */
#include "content/markdown/spellings.h"
#include "content/markdown/writer.h"
#include "content/storage/storage_fragment.h"

#include <stdlib.h>
#include <string.h>

enum {
    WIDEST_PADDED = 100, /* columns of text; wider tables aren't padded */
    NARROWEST_COLUMN = 3,
};

/* ---- what GitHub's form can hold ---- */

static bool has_attributes(const struct atl_node *node, const char *but)
{
    for (const struct atl_attribute *next = node->attributes; next != NULL; next = next->next) {
        if (next->name[0] != CONTENT_PRIVATE_ATTRIBUTE && !atl_text_equal(next->name, but)) {
            return true;
        }
    }
    return false;
}

/* In a row a pipe is escaped, and then a backslash before it can't be told from that. */
static bool is_plain_code(const struct atl_node *leaf)
{
    bool end = leaf->length > 0 && leaf->text[leaf->length - 1] == '\\';
    return !end && memmem(leaf->text == NULL ? "" : leaf->text, leaf->length, "\\|", 2) == NULL;
}

static bool is_spelled_macro(const struct atl_node *macro)
{
    return markdown_is_formula(macro) || markdown_shown_formula(macro) != NULL ||
           atl_node_text_is(macro, MARKDOWN_JIRA) || atl_node_text_is(macro, MARKDOWN_ANCHOR);
}

static bool is_plain_inline(const struct atl_node *node)
{
    switch (node->kind) {
    case ATL_NODE_CODE:
    case ATL_NODE_RAW:
        return is_plain_code(node);
    case ATL_NODE_MACRO:
        return is_spelled_macro(node);
    default:
        return true;
    }
}

static bool is_plain_content(const struct atl_node *cell)
{
    const struct atl_node *block = markdown_next_written(cell->first);
    if (block == NULL) {
        return true;
    }
    bool image = block->kind == ATL_NODE_IMAGE && block->first == NULL;
    bool paragraph = block->kind == ATL_NODE_PARAGRAPH && !has_attributes(block, NULL);
    if ((!image && !paragraph) || markdown_next_written(block->next) != NULL) {
        return false;
    }
    const struct atl_node *node = block;
    while ((node = atl_node_following(node, block)) != NULL) {
        if (!is_plain_inline(node)) {
            return false;
        }
    }
    return true;
}

/* A row with cells of this kind, aligned as those of the first row. */
static bool is_plain_row(const struct atl_node *row, const struct atl_node *first_row)
{
    bool header = row == first_row;
    const struct atl_node *above = first_row->first;
    for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
        if (above == NULL || ((cell->flags & ATL_NODE_HEADER) != 0) != header ||
            cell->kind != ATL_NODE_TABLE_CELL || has_attributes(cell, "align") ||
            !atl_text_equal(atl_node_attribute(cell, "align"),
                            atl_node_attribute(above, "align")) ||
            !is_plain_content(cell)) {
            return false;
        }
        above = above->next;
    }
    return above == NULL && row->first != NULL && row->kind == ATL_NODE_TABLE_ROW &&
           !has_attributes(row, NULL);
}

static bool is_plain_table(const struct atl_node *table)
{
    const struct atl_node *row = table->first;
    while (row != NULL && is_plain_row(row, table->first)) {
        row = row->next;
    }
    return row == NULL && table->first != NULL && !has_attributes(table, NULL);
}

/* ---- the cells, written one after the other ---- */

struct column {
    const char *align; /* NULL for none */
    size_t width;
};

struct grid {
    struct atl_buffer text; /* of all cells */
    size_t *ends;           /* of each cell in `text` */
    size_t cells;
    struct column *columns;
    size_t column_count;
};

static void write_cell(struct markdown_writer *writer, const struct atl_node *cell)
{
    const struct atl_node *block = markdown_next_written(cell->first);
    if (block == NULL) {
        return;
    }
    if (block->kind == ATL_NODE_IMAGE) {
        writer->block_start = writer->out->length;
        markdown_write_image(writer, block);
    } else {
        markdown_write_inlines(writer, block);
    }
}

static void count_grid(struct grid *grid, const struct atl_node *table)
{
    size_t rows = 0;
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        rows++;
    }
    const struct atl_node *cell = table->first->first;
    for (; cell != NULL; cell = cell->next) {
        grid->column_count++;
    }
    grid->columns = atl_alloc(grid->column_count * sizeof *grid->columns);
    grid->ends = atl_alloc(rows * grid->column_count * sizeof *grid->ends);
    size_t column = 0;
    for (cell = table->first->first; cell != NULL; cell = cell->next) {
        grid->columns[column].align = atl_node_attribute(cell, "align");
        grid->columns[column++].width = NARROWEST_COLUMN;
    }
}

static size_t width_of(const char *text, size_t length)
{
    return atl_text_width_of(text, length);
}

static void fill_grid(struct markdown_writer *writer, struct grid *grid,
                      const struct atl_node *table)
{
    struct atl_buffer *out = writer->out;
    writer->out = &grid->text;
    writer->one_line = true;
    writer->in_table = true;
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        struct column *column = grid->columns;
        for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
            size_t start = grid->text.length;
            write_cell(writer, cell);
            size_t width =
                width_of(atl_buffer_text(&grid->text) + start, grid->text.length - start);
            column->width = width > column->width ? width : column->width;
            column++;
            grid->ends[grid->cells++] = grid->text.length;
        }
    }
    writer->out = out;
    writer->one_line = false;
    writer->in_table = false;
}

/* ---- rows ---- */

static void add_repeated(struct atl_buffer *out, char character, size_t count)
{
    while (count-- > 0) {
        atl_buffer_add_char(out, character);
    }
}

static void write_row(struct markdown_writer *writer, const struct grid *grid, size_t first,
                      bool padded)
{
    struct atl_buffer *out = writer->out;
    markdown_begin_line(writer);
    for (size_t i = 0; i < grid->column_count; i++) {
        size_t start = first + i == 0 ? 0 : grid->ends[first + i - 1];
        const char *text = atl_buffer_text(&grid->text) + start;
        size_t length = grid->ends[first + i] - start;
        atl_buffer_add(out, "| ");
        atl_buffer_append(out, text, length);
        if (padded) {
            size_t width = width_of(text, length);
            add_repeated(out, ' ', grid->columns[i].width - width);
        }
        atl_buffer_add(out, " ");
    }
    atl_buffer_add_char(out, '|');
    markdown_end_line(writer);
}

static void write_delimiters(struct markdown_writer *writer, const struct grid *grid, bool padded)
{
    struct atl_buffer *out = writer->out;
    markdown_begin_line(writer);
    for (size_t i = 0; i < grid->column_count; i++) {
        const char *align = grid->columns[i].align;
        bool left = atl_text_equal(align, "left") || atl_text_equal(align, "center");
        bool right = atl_text_equal(align, "right") || atl_text_equal(align, "center");
        size_t width = padded ? grid->columns[i].width : NARROWEST_COLUMN;
        atl_buffer_add(out, left ? "| :" : "| ");
        add_repeated(out, '-', width - left - right);
        atl_buffer_add(out, right ? ": " : " ");
    }
    atl_buffer_add_char(out, '|');
    markdown_end_line(writer);
}

static void write_plain_table(struct markdown_writer *writer, const struct atl_node *table)
{
    struct grid grid = {0};
    count_grid(&grid, table);
    fill_grid(writer, &grid, table);
    size_t total = 0;
    for (size_t i = 0; i < grid.column_count; i++) {
        total += grid.columns[i].width;
    }
    bool padded = total <= WIDEST_PADDED;
    for (size_t cell = 0; cell < grid.cells; cell += grid.column_count) {
        write_row(writer, &grid, cell, padded);
        if (cell == 0) {
            write_delimiters(writer, &grid, padded);
        }
    }
    atl_buffer_free(&grid.text);
    free(grid.columns);
    free(grid.ends);
}

/* ---- all others ---- */

void markdown_write_table(struct markdown_writer *writer, const struct atl_node *table)
{
    if (is_plain_table(table)) {
        write_plain_table(writer, table);
        return;
    }
    struct atl_buffer storage = {0};
    storage_write_node(table, writer->options, &storage);
    const char *text = atl_buffer_text(&storage);
    /* Empty lines would end it, and lines of code could begin something else. */
    if (atl_text_starts_with(text, "<table") && strchr(text, '\n') == NULL) {
        markdown_lines(writer, text, storage.length);
    } else {
        markdown_write_exact_fence(writer, markdown_raw_word(ATL_CONTENT_STORAGE), text,
                                   storage.length);
    }
    atl_buffer_free(&storage);
}
