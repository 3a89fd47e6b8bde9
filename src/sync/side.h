/* Whose version of a file stands, decided by three: as last synced, as it is here, and there. */
#ifndef SYNC_SIDE_H
#define SYNC_SIDE_H

#include "sync/hash.h"
#include "sync/text_merge.h"

enum sync_side {
    SYNC_NEITHER, /* both have the same */
    SYNC_HERE,    /* changed, made or deleted here alone, or this side is favoured */
    SYNC_THERE,   /* on the server, likewise */
    SYNC_BOTH,    /* a conflict */
};

/*
 * NULL: never synced, or not there. A hash that isn't known is that of bytes that are like no
 * others.
 */
enum sync_side sync_side_of(const struct sync_hash *synced, const struct sync_hash *here,
                            const struct sync_hash *there, enum sync_favour favour);

#endif
