/*
 * Marks around inlines, seen from the leaves. Formats differ in how they nest them, some don't nest
 * them at all: what counts is which marks are around which leaf.
 */
#ifndef CONTENT_MARKS_H
#define CONTENT_MARKS_H

#include "content/builder.h"

/*
 * Called for each inline below a block that is no mark, in order, with the marks around it,
 * outermost first. A mark around nothing isn't seen. The array is used during the call only.
 */
typedef void content_run_visitor(void *context, const struct atl_node *leaf,
                                 const struct atl_node *const *marks, size_t count);
void content_visit_runs(const struct atl_node *block, content_run_visitor *visit, void *context);

#endif
