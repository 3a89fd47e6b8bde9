/* The tree to ADF: tables and layouts. */
#include "content/adf/adf_writer.h"
#include "content/layout_types.h"

#include <stdlib.h>
#include <string.h>

/* ---- widths of columns ---- */

enum {
    COLUMNS = 1000, /* whose widths are kept */
};

/* Which columns a cell is in: rows above may reach down into its row. */
struct grid {
    double widths[COLUMNS];
    unsigned covered[COLUMNS]; /* by cells from above, for so many rows more */
    size_t columns;            /* 0: no widths are known */
    size_t at;
};

static void read_widths(struct adf_writer *writer, struct grid *grid, const struct atl_node *table)
{
    const char *widths = atl_node_attribute(table, "widths");
    if (widths != NULL && strchr(widths, '%') != NULL) {
        adf_lost(writer, table, "widths of columns in percent: ADF has pixels");
        return;
    }
    while (widths != NULL && *widths != '\0' && grid->columns < COLUMNS) {
        double width;
        if (!adf_parse_number(widths, &width)) {
            grid->columns = 0;
            return;
        }
        grid->widths[grid->columns++] = width;
        const char *comma = strchr(widths, ',');
        widths = comma == NULL ? NULL : comma + 1;
    }
}

static unsigned span_of(const struct atl_node *cell, const char *name)
{
    double span;
    if (!adf_parse_number(atl_node_attribute(cell, name), &span) || span < 1) {
        return 1;
    }
    return span > COLUMNS ? COLUMNS : (unsigned)span;
}

static void begin_row(struct grid *grid)
{
    grid->at = 0;
}

static void skip_covered(struct grid *grid)
{
    while (grid->at < grid->columns && grid->covered[grid->at] > 0) {
        grid->covered[grid->at++]--;
    }
}

static void put_widths(struct adf_writer *writer, struct grid *grid, unsigned colspan,
                       unsigned rowspan)
{
    skip_covered(grid);
    for (unsigned i = 0; i < colspan && grid->at < grid->columns; i++) {
        atl_buffer_printf(writer->buffer, "%s%.10g",
                          i > 0 ? ","
                          : writer->buffer->data[writer->buffer->length - 1] == '{'
                              ? "\"colwidth\":["
                              : ",\"colwidth\":[",
                          grid->widths[grid->at]);
        grid->covered[grid->at++] = rowspan - 1;
        if (i + 1 == colspan || grid->at == grid->columns) {
            atl_buffer_add_char(writer->buffer, ']');
        }
    }
}

static void end_row(struct grid *grid)
{
    for (; grid->at < grid->columns; grid->at++) {
        grid->covered[grid->at] -= grid->covered[grid->at] > 0;
    }
}

/* ---- tables ---- */

static void write_cell(struct adf_writer *writer, struct adf_frame *row, struct grid *grid,
                       const struct atl_node *cell)
{
    bool header = (cell->flags & ATL_NODE_HEADER) != 0;
    struct adf_frame inner = {.type = header ? ADF_TABLE_HEADER : ADF_TABLE_CELL,
                              .align = atl_node_attribute(cell, "align")};
    unsigned colspan = span_of(cell, "colspan");
    unsigned rowspan = span_of(cell, "rowspan");
    adf_begin(writer, row, inner.type);
    adf_begin_attributes(writer);
    if (colspan > 1) {
        adf_put_number(writer, "colspan", colspan);
    }
    if (rowspan > 1) {
        adf_put_number(writer, "rowspan", rowspan);
    }
    put_widths(writer, grid, colspan, rowspan);
    adf_put_member(writer, "background", atl_node_attribute(cell, "background"));
    adf_end_attributes(writer);
    adf_begin_content(writer);
    if (cell->kind == ATL_NODE_TABLE_CELL) {
        adf_write_blocks(writer, &inner, cell);
    } else {
        adf_write_block(writer, &inner, cell);
    }
    if (inner.count == 0 && inner.align != NULL) {
        adf_write_paragraph(writer, &inner, cell, NULL, NULL, false);
    }
    adf_end_content(writer, &inner);
}

static void put_table_attributes(struct adf_writer *writer, const struct atl_node *table)
{
    static const char *const layouts[] = {"wide",      "full-width",  "center",
                                          "align-end", "align-start", "default"};
    double width;
    const char *layout = atl_node_attribute(table, "layout");
    adf_begin_attributes(writer);
    if (atl_text_equal(atl_node_attribute(table, "numbered"), "true")) {
        atl_buffer_add(writer->buffer, "\"isNumberColumnEnabled\":true");
    }
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        if (atl_text_equal(layout, layouts[i])) {
            adf_put_member(writer, "layout", layout);
        }
    }
    if (adf_parse_number(atl_node_attribute(table, "width"), &width)) {
        adf_put_number(writer, "width", width);
    }
    if (atl_text_equal(atl_node_attribute(table, "display"), "fixed")) {
        adf_put_member(writer, "displayMode", "fixed");
    }
    adf_end_attributes(writer);
}

static void put_table(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *table)
{
    struct adf_frame inner = {.type = ADF_TABLE};
    struct grid *grid = atl_alloc(sizeof *grid);
    read_widths(writer, grid, table);
    adf_begin(writer, frame, ADF_TABLE);
    put_table_attributes(writer, table);
    adf_begin_content(writer);
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        struct adf_frame at_row = {.type = ADF_TABLE_ROW};
        adf_begin(writer, &inner, ADF_TABLE_ROW);
        adf_begin_content(writer);
        begin_row(grid);
        if (row->kind != ATL_NODE_TABLE_ROW) {
            write_cell(writer, &at_row, grid, row);
        }
        for (const struct atl_node *cell = row->kind == ATL_NODE_TABLE_ROW ? row->first : NULL;
             cell != NULL; cell = cell->next) {
            write_cell(writer, &at_row, grid, cell);
        }
        end_row(grid);
        adf_end_content(writer, &at_row);
    }
    adf_end_content(writer, &inner);
    free(grid);
}

/* Where no table may be, its cells follow one another. */
static void put_cells(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *table)
{
    adf_lost(writer, table, "table in a %s: its cells follow one another", adf_name(frame->type));
    for (const struct atl_node *row = table->first; row != NULL; row = row->next) {
        for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
            if (cell->kind == ATL_NODE_TABLE_CELL) {
                adf_write_blocks(writer, frame, cell);
            } else {
                adf_write_block(writer, frame, cell);
            }
        }
    }
}

void adf_write_table(struct adf_writer *writer, struct adf_frame *frame,
                     const struct atl_node *node)
{
    if (node->first == NULL) {
        return; /* it says nothing, and ADF has no empty tables */
    }
    if (adf_make_room(writer, frame, ADF_TABLE)) {
        put_table(writer, frame, node);
    } else {
        put_cells(writer, frame, node);
    }
}

/* ---- layouts ---- */

static size_t count_cells(const struct atl_node *section)
{
    size_t count = 0;
    for (const struct atl_node *cell = section->first; cell != NULL; cell = cell->next) {
        count++;
    }
    return count;
}

static double cell_width(const struct atl_node *section, const struct atl_node *cell, size_t index,
                         size_t columns)
{
    double width;
    const struct content_layout_type *type =
        content_layout_type_named(atl_node_attribute(section, "type"));
    if (adf_parse_number(atl_node_attribute(cell, "width"), &width)) {
        return width > 100 ? 100 : width;
    }
    if (type != NULL && type->columns == columns) {
        return type->widths[index];
    }
    return columns == 3 ? 33.33 : 100.0 / (double)columns;
}

/* As many cells as one section may have; more than that are several sections. */
static const struct atl_node *put_section(struct adf_writer *writer, struct adf_frame *frame,
                                          const struct atl_node *section,
                                          const struct atl_node *cell, size_t columns)
{
    struct adf_frame inner = {.type = ADF_LAYOUT_SECTION};
    adf_begin(writer, frame, ADF_LAYOUT_SECTION);
    adf_put_breakout(writer, frame, section, ADF_LAYOUT_SECTION);
    adf_begin_content(writer);
    for (size_t i = 0; i < columns; i++, cell = cell->next) {
        struct adf_frame column = {.type = ADF_LAYOUT_COLUMN};
        adf_begin(writer, &inner, ADF_LAYOUT_COLUMN);
        adf_begin_attributes(writer);
        adf_put_number(writer, "width", cell_width(section, cell, i, columns));
        adf_end_attributes(writer);
        adf_begin_content(writer);
        if (cell->kind == ATL_NODE_LAYOUT_CELL) {
            adf_write_blocks(writer, &column, cell);
        } else {
            adf_write_block(writer, &column, cell);
        }
        adf_end_content(writer, &column);
    }
    adf_end_content(writer, &inner);
    return cell;
}

/* A section of one cell is no section in ADF. */
static void unwrap_cells(struct adf_writer *writer, struct adf_frame *frame,
                         const struct atl_node *section)
{
    for (const struct atl_node *cell = section->first; cell != NULL; cell = cell->next) {
        if (cell->kind == ATL_NODE_LAYOUT_CELL) {
            adf_write_blocks(writer, frame, cell);
        } else {
            adf_write_block(writer, frame, cell);
        }
    }
}

static void write_section(struct adf_writer *writer, struct adf_frame *frame,
                          const struct atl_node *section)
{
    size_t left = count_cells(section);
    if (section->kind != ATL_NODE_LAYOUT_SECTION) {
        adf_write_block(writer, frame, section);
        return;
    }
    if (left < 2 || !adf_make_room(writer, frame, ADF_LAYOUT_SECTION)) {
        if (left == 1) {
            adf_lost(writer, section, "a section of one column: its content stands alone");
        } else if (left >= 2) {
            adf_lost(writer, section, "columns in a %s: they follow one another",
                     adf_name(frame->type));
        }
        unwrap_cells(writer, frame, section);
        return;
    }
    if (left > adf_content_maximum(ADF_LAYOUT_SECTION)) {
        adf_lost(writer, section, "more than three columns: sections of two or three");
    }
    const struct atl_node *cell = section->first;
    while (left > 0) {
        size_t columns = left == 4 || left == 2 ? 2 : 3;
        cell = put_section(writer, frame, section, cell, columns);
        left -= columns;
    }
}

void adf_write_layout(struct adf_writer *writer, struct adf_frame *frame,
                      const struct atl_node *node)
{
    for (const struct atl_node *section = node->first; section != NULL; section = section->next) {
        write_section(writer, frame, section);
    }
}
