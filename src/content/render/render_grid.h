/* Which cell of a table stands in which column. */
#ifndef CONTENT_RENDER_GRID_H
#define CONTENT_RENDER_GRID_H

#include "atlcli/content.h"

enum {
    RENDER_MOST_COLUMNS = 1024,
    RENDER_MOST_SPAN = 1000, /* as in HTML */
};

struct render_slot {
    const struct atl_node *cell; /* that begins here; NULL: none does */
    unsigned span;               /* columns it takes */
    unsigned rows_left;          /* below this one, that what is here reaches into */
    size_t first_line;           /* for the table's use */
    size_t line_count;
};

/* Start with a zeroed struct. */
struct render_grid {
    struct render_slot *slots;
    size_t count; /* columns of all rows so far */
    size_t capacity;
    size_t used;   /* by the row at hand */
    size_t reach;  /* columns that cells above reach into */
    bool too_wide; /* more than RENDER_MOST_COLUMNS: no grid */
};

/* Deals the cells of the next row out to the columns that no cell above reaches into. */
void render_grid_place(struct render_grid *grid, const struct atl_node *row);
/* Back to the first row. The columns stay. */
void render_grid_rewind(struct render_grid *grid);
void render_grid_free(struct render_grid *grid);

#endif
