/*
 * Storage format cut into pieces that stand side by side: the blocks of a page, or of what else
 * holds blocks, each with its source.
 */
#ifndef CONTENT_STORAGE_CHUNKS_H
#define CONTENT_STORAGE_CHUNKS_H

#include "content/storage/storage_element.h"

/* A text with its elements; both live in an arena. */
struct storage_source {
    const char *text;
    size_t length;
    const struct storage_element *root;
};

/* A block, or a run of text and inlines between blocks, without the spaces around it. */
struct storage_chunk {
    uint32_t start;
    uint32_t end;
    const struct storage_element *element; /* NULL: a run */
};

struct storage_chunks {
    struct storage_chunk *items; /* in the arena */
    size_t count;
};

/* Parses a text, which must outlive it. False: it isn't well-formed. */
bool storage_source_read(struct atl_arena *arena, const char *text, size_t length,
                         struct storage_source *source);

/* What is in an element that holds blocks. */
void storage_chunks_cut(struct atl_arena *arena, const struct storage_source *source,
                        const struct storage_element *flow, struct storage_chunks *chunks);

/* The next element in document order below `root`; NULL at the end. */
const struct storage_element *storage_element_following(const struct storage_element *element,
                                                        const struct storage_element *root);
/* The same, without what is in `element`. */
const struct storage_element *storage_element_behind(const struct storage_element *element,
                                                     const struct storage_element *root);

#endif
