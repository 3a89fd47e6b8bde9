#include "content/render/render_grid.h"

#include <stdlib.h>

static unsigned span_of(const struct atl_node *cell, const char *name)
{
    int64_t span;
    const char *given = atl_node_attribute(cell, name);
    return given != NULL && atl_text_to_integer(given, 1, RENDER_MOST_SPAN, &span) ? (unsigned)span
                                                                                   : 1;
}

/* The slot of a column; NULL when there are too many. */
static struct render_slot *slot_at(struct render_grid *grid, size_t column)
{
    if (column >= RENDER_MOST_COLUMNS) {
        grid->too_wide = true;
        return NULL;
    }
    if (column >= grid->capacity) {
        grid->capacity = grid->capacity * 2 + 8;
        grid->slots = atl_realloc(grid->slots, grid->capacity, sizeof *grid->slots);
    }
    for (; grid->count <= column; grid->count++) {
        grid->slots[grid->count] = (struct render_slot){0};
    }
    return &grid->slots[column];
}

/* Places a cell at the column or as many as it spans and are free. Returns the column after it. */
static size_t place_cell(struct render_grid *grid, const struct atl_node *cell, size_t column,
                         size_t *reach)
{
    unsigned rows = span_of(cell, "rowspan");
    unsigned columns = span_of(cell, "colspan");
    size_t first = column;
    for (; column - first < columns; column++) {
        struct render_slot *slot = slot_at(grid, column);
        if (slot == NULL || (column > first && slot->rows_left > 0)) {
            break;
        }
        slot->cell = column == first ? cell : NULL;
        slot->rows_left = rows - 1;
        *reach = rows > 1 ? column + 1 : *reach;
    }
    if (first < grid->count) {
        grid->slots[first].span = (unsigned)(column - first);
    }
    return column;
}

void render_grid_place(struct render_grid *grid, const struct atl_node *row)
{
    const struct atl_node *cell = row->first;
    size_t column = 0;
    size_t reach = 0;
    while ((cell != NULL || column < grid->reach) && !grid->too_wide) {
        struct render_slot *slot = slot_at(grid, column);
        if (slot == NULL) {
            break;
        }
        if (slot->rows_left > 0) {
            slot->cell = NULL;
            slot->rows_left--;
            column++;
            reach = slot->rows_left > 0 ? column : reach;
        } else if (cell == NULL) {
            slot->cell = NULL;
            column++;
        } else {
            column = place_cell(grid, cell, column, &reach);
            cell = cell->next;
        }
    }
    grid->used = column;
    grid->reach = reach;
}

void render_grid_rewind(struct render_grid *grid)
{
    for (size_t i = 0; i < grid->count; i++) {
        grid->slots[i] = (struct render_slot){0};
    }
    grid->reach = 0;
}

void render_grid_free(struct render_grid *grid)
{
    free(grid->slots);
}
