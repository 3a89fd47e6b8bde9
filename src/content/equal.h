/* What the comparison of trees ignores, for those who rely on it. */
#ifndef CONTENT_EQUAL_H
#define CONTENT_EQUAL_H

#include "content/marks.h"

enum {
    /* Attributes whose name starts so belong to the reader that set them: not compared, not shown.
     */
    CONTENT_PRIVATE_ATTRIBUTE = '\x01',
};

/*
 * A paragraph that shows nothing: no inlines, or only spaces and breaks. Trees with and without it
 * are equal, so formats that can't write it leave it out.
 */
bool content_is_empty_paragraph(const struct atl_node *node);

#endif
