#include "content/layout_types.h"

#include "atlcli/text.h"

#include <math.h>

const struct content_layout_type content_layout_types[CONTENT_LAYOUT_TYPES] = {
    {"single", 1, {100}},
    {"two_equal", 2, {50, 50}},
    {"two_left_sidebar", 2, {33.33, 66.66}},
    {"two_right_sidebar", 2, {66.66, 33.33}},
    {"three_equal", 3, {33.33, 33.33, 33.33}},
    {"three_with_sidebars", 3, {25, 50, 25}},
    {"three_left_sidebars", 3, {25, 25, 50}},
    {"three_right_sidebars", 3, {50, 25, 25}},
    {"four_equal", 4, {25, 25, 25, 25}},
    {"five_equal", 5, {20, 20, 20, 20, 20}},
};

const struct content_layout_type *content_layout_type_named(const char *name)
{
    for (size_t i = 0; i < CONTENT_LAYOUT_TYPES; i++) {
        if (atl_text_equal(content_layout_types[i].name, name)) {
            return &content_layout_types[i];
        }
    }
    return NULL;
}

const struct content_layout_type *content_layout_type_of(const double *widths, size_t columns)
{
    const double tolerance = 0.5; /* a third is written in several ways */
    for (size_t i = 0; i < CONTENT_LAYOUT_TYPES; i++) {
        size_t fitting = 0;
        while (content_layout_types[i].columns == columns && fitting < columns &&
               fabs(widths[fitting] - content_layout_types[i].widths[fitting]) < tolerance) {
            fitting++;
        }
        if (columns > 0 && fitting == columns) {
            return &content_layout_types[i];
        }
    }
    return NULL;
}
