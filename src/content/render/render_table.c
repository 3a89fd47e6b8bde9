/*
 * Tables. Each cell is rendered for itself, into lines that are then put side by side: a first time
 * to see how wide it wants to be, and once more at the width it gets. Where columns have no room
 * beside each other, the cells of a row stand one below the other.
 */
#include "content/render/render.h"
#include "content/render/render_grid.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_NESTED = 3,  /* tables in tables that are laid out as such: each level doubles the work */
    LEAST_COLUMN = 4, /* what is narrower can't be read */
    LABEL_INDENT = 2,
};

struct table {
    struct render *render;
    const struct atl_node *node;
    struct render_grid grid;
    unsigned *widths;
    unsigned gap;
    bool multiline;      /* some cell takes several lines: rows need something between them */
    struct render cells; /* where those of the row at hand are rendered */
    struct atl_buffer text;
};

/* ---- cells ---- */

static void forget_cells(struct table *table)
{
    atl_buffer_truncate(&table->text, 0);
    table->cells.line_count = 0;
}

static void render_cell(struct table *table, struct render_slot *slot, unsigned width)
{
    struct render *cells = &table->cells;
    cells->columns = width;
    cells->base = (struct render_style){0};
    cells->blank_due = false;
    cells->base.attributes = (slot->cell->flags & ATL_NODE_HEADER) != 0 ? RENDER_BOLD : 0;
    slot->first_line = cells->line_count;
    render_blocks(cells, slot->cell);
    slot->line_count = cells->line_count - slot->first_line;
}

static unsigned widest_line(const struct table *table, const struct render_slot *slot)
{
    unsigned widest = 0;
    for (size_t i = 0; i < slot->line_count; i++) {
        unsigned width = table->cells.lines[slot->first_line + i].width;
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* ---- widths ---- */

static void want_width(struct table *table, size_t column, const struct render_slot *slot)
{
    unsigned width = widest_line(table, slot);
    unsigned gaps = (slot->span - 1) * table->gap;
    unsigned each = width > gaps ? (width - gaps + slot->span - 1) / slot->span : 0;
    for (size_t i = column; i < column + slot->span; i++) {
        table->widths[i] = each > table->widths[i] ? each : table->widths[i];
    }
}

static void measure(struct table *table)
{
    table->widths = atl_alloc((table->grid.count + 1) * sizeof *table->widths);
    for (const struct atl_node *row = table->node->first; row != NULL; row = row->next) {
        render_grid_place(&table->grid, row);
        for (size_t i = 0; i < table->grid.used; i++) {
            struct render_slot *slot = &table->grid.slots[i];
            if (slot->cell != NULL) {
                render_cell(table, slot, 0);
                want_width(table, i, slot);
                table->multiline = table->multiline || slot->line_count > 1;
                forget_cells(table);
            }
        }
    }
    render_grid_rewind(&table->grid);
}

/* False when the columns don't fit beside each other. */
static bool fit(struct table *table)
{
    unsigned room = render_room(table->render);
    unsigned gaps = (unsigned)(table->grid.count - 1) * table->gap;
    unsigned wanted = gaps;
    for (size_t i = 0; i < table->grid.count; i++) {
        /* A page of 4 GB has no line that overflows this together with RENDER_MOST_COLUMNS. */
        unsigned more = table->widths[i];
        wanted = wanted + more < wanted ? UINT32_MAX : wanted + more;
    }
    if (room == 0 || wanted <= room) {
        return true;
    }
    if (room < gaps + table->grid.count * LEAST_COLUMN) {
        return false;
    }
    render_fit_columns(table->widths, table->grid.count, room - gaps);
    table->multiline = true;
    return true;
}

/* ---- rows, side by side ---- */

static unsigned width_of_slot(const struct table *table, size_t column)
{
    unsigned width = 0;
    for (size_t i = column; i < column + table->grid.slots[column].span; i++) {
        width += table->widths[i] + (i > column ? table->gap : 0);
    }
    return width;
}

static void put_cell_line(struct table *table, const struct render_slot *slot, size_t index,
                          unsigned width)
{
    if (index >= slot->line_count) {
        render_put_blanks(table->render, width);
        return;
    }
    const struct render_line *line = &table->cells.lines[slot->first_line + index];
    const char *align = atl_node_attribute(slot->cell, "align");
    unsigned rest = width > line->width ? width - line->width : 0;
    unsigned left = atl_text_equal(align, "right")    ? rest
                    : atl_text_equal(align, "center") ? rest / 2
                                                      : 0;
    render_put_blanks(table->render, left);
    render_put(table->render, table->text.data + line->start, line->end - line->start, line->width,
               (struct render_style){0});
    render_put_blanks(table->render, rest - left);
}

static void put_gap(struct table *table)
{
    const char *gap = table->render->theme->table_gap;
    if (*gap == ' ' && gap[strspn(gap, " ")] == '\0') {
        render_put_blanks(table->render, table->gap);
    } else {
        render_put(table->render, gap, strlen(gap), table->gap,
                   (struct render_style){.attributes = RENDER_DIM});
    }
}

static void put_row_line(struct table *table, size_t index)
{
    const struct render_grid *grid = &table->grid;
    render_line_start(table->render);
    for (size_t i = 0; i < grid->used;) {
        const struct render_slot *slot = &grid->slots[i];
        if (i > 0) {
            put_gap(table);
        }
        if (slot->cell != NULL) {
            put_cell_line(table, slot, index, width_of_slot(table, i));
            i += slot->span;
        } else {
            render_put_blanks(table->render, table->widths[i]);
            i++;
        }
    }
    render_line_end(table->render);
}

static void put_row(struct table *table, const struct atl_node *row)
{
    size_t height = 1;
    render_grid_place(&table->grid, row);
    for (size_t i = 0; i < table->grid.used; i++) {
        struct render_slot *slot = &table->grid.slots[i];
        if (slot->cell != NULL) {
            render_cell(table, slot, width_of_slot(table, i));
            height = slot->line_count > height ? slot->line_count : height;
        }
    }
    for (size_t i = 0; i < height; i++) {
        put_row_line(table, i);
    }
    forget_cells(table);
}

static void put_rule(struct table *table)
{
    const struct render_theme *theme = table->render->theme;
    const struct render_style style = {.attributes = RENDER_DIM};
    unsigned step = atl_text_width(theme->table_rule);
    render_line_start(table->render);
    for (size_t i = 0; i < table->grid.count; i++) {
        if (i > 0) {
            render_put(table->render, theme->table_crossing, strlen(theme->table_crossing),
                       table->gap, style);
        }
        for (unsigned width = 0; width < table->widths[i]; width += step) {
            render_put(table->render, theme->table_rule, strlen(theme->table_rule), step, style);
        }
    }
    render_line_end(table->render);
}

static bool is_heading(const struct atl_node *row)
{
    const struct atl_node *cell = row->first;
    while (cell != NULL && (cell->flags & ATL_NODE_HEADER) != 0) {
        cell = cell->next;
    }
    return row->first != NULL && cell == NULL;
}

static void put_rows(struct table *table)
{
    for (const struct atl_node *row = table->node->first; row != NULL; row = row->next) {
        put_row(table, row);
        if (row->next != NULL && is_heading(row) && !is_heading(row->next)) {
            put_rule(table);
        } else if (row->next != NULL && table->multiline) {
            if (table->render->theme->rules_rows) {
                put_rule(table);
            } else {
                render_blank(table->render);
            }
        }
    }
}

/* ---- rows, one cell below the other ---- */

/* The headings' texts, on one line each: an array of table->grid.count, NULL for none. */
static char **read_labels(struct table *table)
{
    char **labels = atl_alloc((table->grid.count + 1) * sizeof *labels);
    render_grid_place(&table->grid, table->node->first);
    for (size_t i = 0; i < table->grid.used; i++) {
        struct render_slot *slot = &table->grid.slots[i];
        if (slot->cell != NULL) {
            struct atl_buffer label = {0};
            render_cell(table, slot, 0);
            for (size_t j = 0; j < slot->line_count; j++) {
                const struct render_line *line = &table->cells.lines[slot->first_line + j];
                atl_buffer_add(&label, j > 0 ? " " : "");
                atl_buffer_append(&label, table->text.data + line->start, line->end - line->start);
            }
            labels[i] = atl_buffer_take(&label);
            forget_cells(table);
        }
    }
    return labels;
}

static void put_labelled(struct render *render, const char *label, const struct atl_node *cell)
{
    struct render_prefix prefix = {.first = {"", LABEL_INDENT, {0}},
                                   .rest = {"", LABEL_INDENT, {0}}};
    if (cell->first == NULL) {
        return;
    }
    if (label == NULL || *label == '\0') {
        render_blocks(render, cell);
        return;
    }
    render_line_start(render);
    render_put(render, label, strlen(label), 0, (struct render_style){0});
    render_line_end(render);
    render_push(render, &prefix);
    render_blocks(render, cell);
    render_pop(render);
}

static void put_records(struct table *table)
{
    const struct atl_node *row = table->node->first;
    bool labelled = row != NULL && row->next != NULL && is_heading(row) && !table->grid.too_wide;
    size_t count = table->grid.count;
    char **labels = labelled ? read_labels(table) : NULL;
    size_t before = table->render->line_total;
    for (row = labelled ? row->next : row; row != NULL; row = row->next) {
        size_t column = 0;
        if (table->render->line_total > before) {
            render_blank(table->render);
        }
        for (const struct atl_node *cell = row->first; cell != NULL; cell = cell->next) {
            put_labelled(table->render, labelled && column < count ? labels[column] : NULL, cell);
            column++;
        }
    }
    for (size_t i = 0; labelled && i < count; i++) {
        free(labels[i]);
    }
    free(labels);
}

/* ---- all of it ---- */

void render_table(struct render *render, const struct atl_node *node)
{
    struct table table = {
        .render = render,
        .node = node,
        .gap = atl_text_width(render->theme->table_gap),
    };
    render_start(&table.cells, render->theme, &table.text);
    table.cells.colour = render->colour;
    table.cells.hyperlinks = render->hyperlinks;
    table.cells.in_cell = true;
    table.cells.tables = render->tables + 1;
    for (const struct atl_node *row = node->first; row != NULL; row = row->next) {
        render_grid_place(&table.grid, row);
    }
    render_grid_rewind(&table.grid);
    bool has_grid = !table.grid.too_wide && table.grid.count > 0 && render->tables < MOST_NESTED;
    if (has_grid) {
        measure(&table);
    }
    if (has_grid && fit(&table)) {
        put_rows(&table);
    } else {
        put_records(&table);
    }
    free(table.widths);
    render_grid_free(&table.grid);
    atl_buffer_free(&table.text);
    render_free(&table.cells);
}
