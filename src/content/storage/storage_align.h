/* What two sequences have in common, in order. */
#ifndef CONTENT_STORAGE_ALIGN_H
#define CONTENT_STORAGE_ALIGN_H

#include "atlcli/memory.h"

#include <stdint.h>

/*
 * partners[i] becomes the place of the old item that the new one goes with, -1 for none: those of a
 * longest common subsequence, or, where that would take long, of one that holds on to what there is
 * one of on both sides. Items are equal as numbers; negative ones are like none.
 */
void storage_align(const int32_t *old, size_t old_count, const int32_t *new, size_t new_count,
                   int32_t *partners);

#endif
