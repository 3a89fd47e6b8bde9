#include "sync/side.h"

#include <stddef.h>

static bool same(const struct sync_hash *left, const struct sync_hash *right)
{
    return left == NULL || right == NULL ? left == right : sync_hash_equal(left, right);
}

enum sync_side sync_side_of(const struct sync_hash *synced, const struct sync_hash *here,
                            const struct sync_hash *there, enum sync_favour favour)
{
    if (same(here, there)) {
        return SYNC_NEITHER;
    }
    if (same(synced, there)) {
        return SYNC_HERE;
    }
    if (same(synced, here)) {
        return SYNC_THERE;
    }
    switch (favour) {
    case SYNC_FAVOUR_OURS:
        return SYNC_HERE;
    case SYNC_FAVOUR_THEIRS:
        return SYNC_THERE;
    case SYNC_FAVOUR_NONE:
        break;
    }
    return SYNC_BOTH;
}
