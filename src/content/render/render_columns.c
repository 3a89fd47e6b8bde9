/* How wide the columns of a table are. */
#include "content/render/render.h"

#include <stdlib.h>

static int compare_widths(const void *left, const void *right)
{
    unsigned a = *(const unsigned *)left;
    unsigned b = *(const unsigned *)right;
    return (a > b) - (a < b);
}

/*
 * The width that no column may exceed: the columns from narrow to wide take what they want while
 * that is less than an equal share of what is left; the others share the rest.
 */
static unsigned find_limit(const unsigned *widths, size_t count, unsigned room)
{
    unsigned *sorted = atl_realloc(NULL, count, sizeof *sorted);
    unsigned limit = 0;
    for (size_t i = 0; i < count; i++) {
        sorted[i] = widths[i];
    }
    qsort(sorted, count, sizeof *sorted, compare_widths);
    for (size_t i = 0; i < count; i++) {
        limit = room / (unsigned)(count - i);
        if (sorted[i] > limit) {
            break;
        }
        room -= sorted[i];
        limit = sorted[i];
    }
    free(sorted);
    return limit > 0 ? limit : 1;
}

void render_fit_columns(unsigned *widths, size_t count, unsigned room)
{
    unsigned limit = find_limit(widths, count, room);
    for (size_t i = 0; i < count; i++) {
        widths[i] = widths[i] > limit ? limit : widths[i];
    }
}
