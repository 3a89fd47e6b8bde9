/*
 * Blocks as a frame and parts in it: a table and its cells, a list and its items, a macro and its
 * body, a paragraph's tags and its text.
 */
#ifndef CONTENT_STORAGE_FRAME_H
#define CONTENT_STORAGE_FRAME_H

#include "content/storage/storage_chunks.h"

/* The parts of a block that aren't in one another, in order; it may be one itself. NULL: no more.
 */
const struct storage_element *storage_part_first(const struct storage_element *block);
const struct storage_element *storage_part_next(const struct storage_element *part,
                                                const struct storage_element *block);

/* Rather than text. */
bool storage_part_holds_blocks(const struct storage_element *part);

/* Whether two parts hold the same, byte for byte. */
bool storage_is_same_within(const struct storage_source *left,
                            const struct storage_element *of_left,
                            const struct storage_source *right,
                            const struct storage_element *of_right);

/*
 * Whether all that was changed of a block is in its parts: its `image`, which is what it would be
 * if it were written anew, has the same frame as what is written `now`.
 */
bool storage_has_same_frame(const struct storage_element *block,
                            const struct storage_source *source,
                            const struct storage_element *image,
                            const struct storage_source *written,
                            const struct storage_element *now);

#endif
