/* Blocks that say something else where they stand now than by themselves are written anew. */
#include "content/storage/storage_reuse.h"

#include <string.h>

enum {
    MOST_SPOILT = 8, /* blocks: each takes some rounds of the whole page to be found */
};

struct settling {
    struct storage_reuse *reuse;
    bool (*holds)(struct storage_reuse *reuse);
    struct storage_piece *pieces; /* all that were found */
    size_t count;
    bool *spoilt; /* units that are to be written anew */
};

static size_t behind_pieces(const struct settling *settling, size_t unit)
{
    return unit + 1 < settling->reuse->unit_count ? settling->reuse->units[unit + 1].first_piece
                                                  : settling->count;
}

/* Whether it holds with so many units put together, and what comes behind them written anew. */
static bool holds_with(struct settling *settling, size_t kept)
{
    struct storage_reuse *reuse = settling->reuse;
    reuse->count = 0;
    reuse->seam = 0;
    for (size_t i = 0; i < reuse->unit_count; i++) {
        const struct storage_unit *unit = &reuse->units[i];
        if (i >= kept || settling->spoilt[i]) {
            storage_piece_add(reuse, false, unit->start, unit->end);
            continue;
        }
        for (size_t j = unit->first_piece; j < behind_pieces(settling, i); j++) {
            const struct storage_piece *piece = &settling->pieces[j];
            storage_piece_add(reuse, piece->original, piece->start, piece->end);
        }
    }
    return settling->holds(reuse);
}

/* The first unit from `kept` on that can't stay; with those before it holds. */
static size_t find_spoilt(struct settling *settling, size_t kept)
{
    size_t good = kept;
    size_t bad = settling->reuse->unit_count;
    while (bad - good > 1) {
        size_t middle = good + (bad - good) / 2;
        if (holds_with(settling, middle)) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    return good;
}

static bool settle(struct settling *settling)
{
    size_t kept = 0;
    size_t all = settling->reuse->unit_count;
    for (unsigned i = 0; i < MOST_SPOILT && kept < all; i++) {
        kept = find_spoilt(settling, kept);
        settling->spoilt[kept++] = true;
        if (holds_with(settling, all)) {
            return true;
        }
    }
    return holds_with(settling, kept);
}

void storage_settle(struct storage_reuse *reuse, bool (*holds)(struct storage_reuse *reuse))
{
    struct settling settling = {.reuse = reuse, .holds = holds, .count = reuse->count};
    if (holds(reuse)) {
        return;
    }
    settling.pieces = atl_arena_alloc(&reuse->arena, (reuse->count + 1) * sizeof *settling.pieces);
    settling.spoilt = atl_arena_alloc(&reuse->arena, reuse->unit_count * sizeof *settling.spoilt);
    if (reuse->count > 0) {
        memcpy(settling.pieces, reuse->pieces, reuse->count * sizeof *settling.pieces);
    }
    if (!settle(&settling)) {
        reuse->count = 0;
        storage_piece_add(reuse, false, 0, reuse->written.length);
    }
}
