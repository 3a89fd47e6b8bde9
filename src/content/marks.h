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

/* An inline that is no mark, with the marks that are to be around it: only their kind, text and
 * attributes count. */
struct content_run {
    const struct atl_node *leaf;
    const struct atl_node *const *marks; /* outermost first, where that matters: two of one kind */
    size_t count;
};

/*
 * The way back: appends the leaves to `parent` in as few marks as an editor would need. The mark
 * that goes on over the most leaves is outermost; among equals link, annotation, colour,
 * background, underline, sub- and superscript, strike, emphasis, strong. Texts that come to stand
 * side by side become one. Leaves of no tree are moved, others copied (with the children they have,
 * which still know their old parent). Linear in the number of leaves and marks.
 */
void content_nest_runs(struct atl_arena *arena, struct atl_node *parent,
                       const struct content_run *runs, size_t count);

/* HTML's element for a mark that is no more than an element; NULL for all other nodes. */
const char *content_mark_tag(const struct atl_node *node);

#endif
