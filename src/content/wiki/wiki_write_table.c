/* Tables. Cells that are merged are apart, with nothing in those that they covered. */
#include "content/wiki/wiki_writer.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 1000, /* as far as cells are followed that span rows; HTML's limit for spans */
};

struct grid {
    uint32_t covered[COLUMNS]; /* how many more rows a cell from above covers … */
    bool by_header[COLUMNS];   /* … and whether that is a header */
    size_t fillers;            /* cells that may still be put in: keeps hostile spans bounded */
    bool header;               /* the cell that is open is one */
};

static uint32_t span_of(const struct atl_node *cell, const char *name)
{
    const char *text = atl_node_attribute(cell, name);
    int64_t value = 1;
    return text != NULL && atl_text_to_integer(text, 1, COLUMNS, &value) ? (uint32_t)value : 1;
}

static void begin_cell(struct wiki_writer *writer, struct grid *grid, bool header)
{
    grid->header = header;
    atl_buffer_add(writer->buffer, header ? "||" : "|");
}

/* In the place of a merged cell's rest; a header's rest is one, too. */
static void add_filler(struct wiki_writer *writer, struct grid *grid, bool header)
{
    if (grid->fillers > 0) {
        grid->fillers--;
        begin_cell(writer, grid, header);
        atl_buffer_add_char(writer->buffer, ' ');
    }
}

/* Cells above that reach into this row, from `column` on. Returns the next free column. */
static size_t skip_covered(struct wiki_writer *writer, struct grid *grid, size_t column)
{
    while (column < COLUMNS && grid->covered[column] > 0) {
        grid->covered[column]--;
        add_filler(writer, grid, grid->by_header[column]);
        column++;
    }
    return column;
}

static void report_cell(struct wiki_writer *writer, const struct atl_node *cell)
{
    if (span_of(cell, "colspan") > 1 || span_of(cell, "rowspan") > 1) {
        wiki_report_lost(writer, cell, "merged table cells: they are written as single ones");
    }
    if (atl_node_attribute(cell, "background") != NULL) {
        wiki_report_lost(writer, cell, "colours of table cells are left out");
    }
    if (atl_node_attribute(cell, "align") != NULL) {
        wiki_report_lost(writer, cell, "alignment of table cells is left out");
    }
}

static void write_cell(struct wiki_writer *writer, struct grid *grid, const struct atl_node *cell)
{
    report_cell(writer, cell);
    begin_cell(writer, grid, (cell->flags & ATL_NODE_HEADER) != 0);
    size_t start = writer->buffer->length;
    atl_buffer_add_char(writer->buffer, ' ');
    wiki_write_blocks(writer, cell);
    if (writer->buffer->length > start + 1) {
        atl_buffer_add_char(writer->buffer, ' ');
    }
}

static void write_row(struct wiki_writer *writer, const struct atl_node *row, struct grid *grid)
{
    size_t column = 0;
    grid->header = false;
    for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
        bool header = (cell->flags & ATL_NODE_HEADER) != 0;
        column = skip_covered(writer, grid, column);
        write_cell(writer, grid, cell);
        uint32_t width = span_of(cell, "colspan");
        uint32_t height = span_of(cell, "rowspan");
        for (uint32_t i = 0; i < width; i++) {
            if (column < COLUMNS) {
                grid->by_header[column] = header;
                grid->covered[column++] = height - 1;
            }
            if (i > 0) {
                add_filler(writer, grid, header);
            }
        }
    }
    skip_covered(writer, grid, column);
    atl_buffer_add(writer->buffer, grid->header ? "||" : "|");
}

/* Where no table can stand: its rows as lines. */
static void write_as_lines(struct wiki_writer *writer, const struct atl_node *table)
{
    wiki_report_lost(writer, table, "tables in lists and cells: their rows become lines");
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
            wiki_write_flat(writer, cell);
            atl_buffer_add(writer->buffer, cell->next == NULL ? "" : "; ");
        }
        atl_buffer_add(writer->buffer, row->next == NULL ? "" : "\n");
    }
}

/* The blocks' texts in one line. */
void wiki_write_flat(struct wiki_writer *writer, const struct atl_node *block)
{
    const char *separator = "";
    for (const struct atl_node *node = block; node != NULL;
         node = atl_node_following(node, block)) {
        bool text = atl_node_holds_inlines(node) && !atl_node_is_mark(node) &&
                    node->kind != ATL_NODE_IMAGE && wiki_has_inlines(node);
        if (!text && node->kind != ATL_NODE_CODE_BLOCK && node->kind != ATL_NODE_PLAIN_BODY) {
            continue;
        }
        atl_buffer_add(writer->buffer, separator);
        separator = " ";
        if (text) {
            wiki_write_inlines(writer, node, WIKI_ON_SINGLE);
        } else {
            struct wiki_surroundings around = {.cell = writer->in_table};
            wiki_escape(writer->buffer, node->text, node->length, &around);
        }
    }
}

void wiki_write_table(struct wiki_writer *writer, const struct atl_node *table)
{
    if (writer->context != WIKI_IN_BODY) {
        write_as_lines(writer, table);
        return;
    }
    static const char *const ignored[] = {"layout", "width", "widths", "display", "numbered"};
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++) {
        if (atl_node_attribute(table, ignored[i]) != NULL) {
            wiki_report_lost(writer, table,
                             "widths, layout and row numbers of tables are left out");
            break;
        }
    }
    struct grid *grid = atl_arena_alloc(&writer->arena, sizeof *grid);
    grid->fillers = 10 * (size_t)COLUMNS;
    writer->context = WIKI_IN_CELL;
    writer->in_table = true;
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        write_row(writer, row, grid);
        atl_buffer_add(writer->buffer, row->next == NULL ? "" : "\n");
    }
    writer->context = WIKI_IN_BODY;
    writer->in_table = false;
}
