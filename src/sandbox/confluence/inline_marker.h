/* Inline comments hang on marks in the body that they are about: ac:inline-comment-marker. */
#ifndef SANDBOX_INLINE_MARKER_H
#define SANDBOX_INLINE_MARKER_H

#include "atlcli/memory.h"

/*
 * How often a text stands in a body in storage format: across inline elements and with entities
 * resolved, but not across paragraphs, and not in code.
 */
size_t inline_marker_count(const char *storage, const char *text);

/*
 * The body with marks around occurrence number `index` (from 0 on), in the arena; NULL when there
 * is no such occurrence. Of a text across elements each part is marked.
 */
const char *inline_marker_place(struct atl_arena *arena, const char *storage, const char *text,
                                size_t index, const char *marker);

#endif
