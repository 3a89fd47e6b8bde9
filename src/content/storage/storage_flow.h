/* What an element holds, block by block: in the original, and as it is written. */
#ifndef CONTENT_STORAGE_FLOW_H
#define CONTENT_STORAGE_FLOW_H

#include "content/storage/storage_reuse.h"

enum {
    STORAGE_NO_ORIGIN = -1,
};

/* A block of the original. Those that show nothing are part of the gap behind the one before. */
struct storage_origin {
    struct storage_chunk chunk;
    uint32_t gap_end;
    size_t first_key;
    size_t key_count;  /* the blocks it would be, written anew */
    int32_t next_same; /* with the same key, not used yet */
    bool used;
    bool stays; /* used where it was */
};

/* How a block that is written comes out. */
struct storage_fate {
    int32_t origin; /* that it goes with; STORAGE_NO_ORIGIN */
    enum {
        IS_NEW,
        IS_SAME,    /* the original's bytes, and the gap behind them */
        IS_MOVED,   /* the original's bytes, and the gap if the same stands behind it */
        IS_CHANGED, /* of the same kind, in the same place */
        IS_PART,    /* of what stands before it, which is one block in the original */
    } how;
};

struct storage_flow {
    struct storage_reuse *reuse;
    struct atl_arena arena; /* for as long as its blocks are put together */
    const struct storage_element *original;
    const struct storage_element *written;
    unsigned level;
    struct storage_origin *origins;
    size_t origin_count;
    struct storage_chunks chunks; /* written */
    struct storage_fate *fates;   /* of these */
    const char **keys;            /* sorted texts of these */
    int32_t *wanted;              /* the keys of these, as places in `keys` */
    int32_t *offered;             /* the keys of all blocks of all origins, -1: not wanted … */
    int32_t *owners;              /* … and whose they are */
    size_t offered_count;
    size_t offered_capacity;
};

/* Reads both sides; the flow's reuse and elements are set. */
void storage_flow_read(struct storage_flow *flow);
void storage_flow_free(struct storage_flow *flow);

/* Says what becomes of each block (storage_fates.c). */
void storage_flow_decide(struct storage_flow *flow);

#endif
