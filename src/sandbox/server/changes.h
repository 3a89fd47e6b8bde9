/* Which changes have been applied, and which of them more than once. */
#ifndef SANDBOX_CHANGES_H
#define SANDBOX_CHANGES_H

#include "atlcli/text.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    CHANGES_MOST_NAMED = 20, /* changes applied again that are kept by name */
};

struct changes {
    uint64_t applied;
    uint64_t repeated; /* applied again, once for each time */
    uint64_t *seen;    /* fingerprints, in a table with open addressing; 0: free */
    size_t seen_count;
    size_t capacity;
    char *named[CHANGES_MOST_NAMED];
    size_t named_count;
};

/*
 * Counts a change. The same `name` and `content` make the same change; the name is what is shown
 * of one that is applied again.
 */
void changes_apply(struct changes *changes, const char *name, const char *content,
                   size_t content_length);

void changes_free(struct changes *changes);

#endif
