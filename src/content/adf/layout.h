/* Sections of a layout, by the widths of their columns: Confluence names them, ADF doesn't. */
#ifndef ADF_LAYOUT_H
#define ADF_LAYOUT_H

#include <stddef.h>

enum {
    ADF_LAYOUT_COLUMNS = 5, /* at most */
};

struct adf_layout_type {
    const char *name;
    size_t columns;
    double widths[ADF_LAYOUT_COLUMNS]; /* percent */
};

/* NULL for a name that isn't one, and for NULL. */
const struct adf_layout_type *adf_layout_type_named(const char *name);
/* The type with these widths, or nearly; NULL when there is none. */
const struct adf_layout_type *adf_layout_type_of(const double *widths, size_t columns);

#endif
