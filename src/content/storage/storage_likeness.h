/* How much two texts have in common, by their words. */
#ifndef CONTENT_STORAGE_LIKENESS_H
#define CONTENT_STORAGE_LIKENESS_H

#include "atlcli/memory.h"

#include <stdint.h>

enum {
    STORAGE_ALIKE_ALL = 1000, /* the same words */
};

/* The first words of some storage format, as numbers, in their order. */
struct storage_vocabulary {
    uint32_t *words;
    size_t count;
};

/* Those between tags; without any, such as of a picture, those in tags. In the arena. */
void storage_vocabulary_read(struct atl_arena *arena, const char *text, size_t length,
                             struct storage_vocabulary *vocabulary);

/* The part of both that is common to them, of STORAGE_ALIKE_ALL. */
int storage_alike(const struct storage_vocabulary *left, const struct storage_vocabulary *right);

/*
 * Pairs what was changed with what it may have been, both in their order, so that the sum of all
 * scores is as high as it can be; of many on both sides, some at a time. partners[i] becomes the
 * place of the old one, -1 for none. `score`: below 0 for two that can't be a pair.
 */
void storage_pair(size_t old_count, size_t new_count,
                  int (*score)(const void *context, size_t old, size_t new), const void *context,
                  int32_t *partners);

#endif
