/*
 * A set of issue ids, to hand over each issue once. Ids are numbers that lie close together, so the
 * set keeps 64 neighbours as the bits of one word: 100,000 issues of one project take about 40 KB.
 */
#ifndef ATLASSIAN_ID_SET_H
#define ATLASSIAN_ID_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id_set_entry {
    uint64_t neighbourhood; /* id / 64, plus 1; 0 marks a free entry */
    uint64_t bits;
};

/* Start with a zeroed struct. */
struct id_set {
    struct id_set_entry *entries; /* open addressing, a power of two of them */
    size_t capacity;
    size_t used;
};

/* Adds an id: true when it wasn't there before, and for a text that is no number. */
bool id_set_add(struct id_set *set, const char *id);
bool id_set_has(const struct id_set *set, const char *id);
void id_set_free(struct id_set *set);

#endif
