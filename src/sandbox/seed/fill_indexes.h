/* Indexes that are made after many rows went in: sorting once is faster than many insertions. */
#ifndef SANDBOX_FILL_INDEXES_H
#define SANDBOX_FILL_INDEXES_H

#include "sandbox/store/store.h"

/* Statements that make them. Zeroed to start. */
struct kept_indexes {
    struct atl_list statements;
    struct atl_arena arena;
};

/* Drops the indexes that no constraint needs. */
void fill_drop_indexes(struct store *store, struct kept_indexes *indexes);
/* Makes them again and frees the list. */
void fill_make_indexes(struct store *store, struct kept_indexes *indexes);

#endif
