/* Items that hold two sequences together: those there is one of on both sides, in order. */
#ifndef CONTENT_STORAGE_ANCHORS_H
#define CONTENT_STORAGE_ANCHORS_H

#include "atlcli/memory.h"

#include <stdint.h>

struct storage_anchor {
    size_t old;
    size_t new;
};

/*
 * As many as there are without one that stands before another in the old sequence and behind it in
 * the new one; in order, to be freed. Negative items are like none.
 */
struct storage_anchor *storage_anchors_find(const int32_t *old, size_t old_count,
                                            const int32_t *new, size_t new_count, size_t *count);

#endif
