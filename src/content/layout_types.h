/* Sections of a layout, by the widths of their columns: Confluence names them, ADF doesn't. */
#ifndef CONTENT_LAYOUT_TYPES_H
#define CONTENT_LAYOUT_TYPES_H

#include <stddef.h>

enum {
    CONTENT_LAYOUT_COLUMNS = 5, /* at most */
    CONTENT_LAYOUT_TYPES = 10,
};

struct content_layout_type {
    const char *name;
    size_t columns;
    double widths[CONTENT_LAYOUT_COLUMNS]; /* percent */
};

extern const struct content_layout_type content_layout_types[CONTENT_LAYOUT_TYPES];

/* NULL for a name that isn't one, and for NULL. */
const struct content_layout_type *content_layout_type_named(const char *name);
/* The type with these widths, or nearly; NULL when there is none. */
const struct content_layout_type *content_layout_type_of(const double *widths, size_t columns);

#endif
