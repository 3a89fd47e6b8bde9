/* What becomes of each block: whether it is one of the original's, and which. */
#include "content/storage/storage_align.h"
#include "content/storage/storage_flow.h"

enum {
    MOST_AHEAD = 16, /* blocks that are looked at for one that was changed */
};

/* Whether all blocks of an origin are there, from `at` on. */
static bool are_all_there(const struct storage_flow *flow, const struct storage_origin *origin,
                          const int32_t *partners, size_t at)
{
    for (size_t i = 0; i < origin->key_count; i++) {
        if (at + i >= flow->chunks.count || partners[at + i] != (int32_t)(origin->first_key + i)) {
            return false;
        }
    }
    return true;
}

static void find_same(struct storage_flow *flow)
{
    int32_t *partners = atl_arena_alloc(&flow->arena, (flow->chunks.count + 1) * sizeof *partners);
    storage_align(flow->offered, flow->offered_count, flow->wanted, flow->chunks.count, partners);
    for (size_t i = 0; i < flow->chunks.count; i++) {
        struct storage_origin *origin =
            partners[i] < 0 ? NULL : &flow->origins[flow->owners[partners[i]]];
        if (origin == NULL || !are_all_there(flow, origin, partners, i)) {
            continue;
        }
        origin->used = true;
        origin->stays = true;
        for (size_t j = 0; j < origin->key_count; j++) {
            flow->fates[i + j] = (struct storage_fate){.origin = (int32_t)(origin - flow->origins),
                                                       .how = j == 0 ? IS_SAME : IS_PART};
        }
        i += origin->key_count - 1;
    }
}

/* Blocks that are elsewhere now; each is taken once, for a copy is a thing of its own. */
static void find_moved(struct storage_flow *flow)
{
    int32_t *unused = atl_arena_alloc(&flow->arena, (flow->chunks.count + 1) * sizeof *unused);
    for (size_t i = 0; i < flow->chunks.count; i++) {
        unused[i] = STORAGE_NO_ORIGIN;
    }
    for (size_t i = flow->origin_count; i-- > 0;) {
        struct storage_origin *origin = &flow->origins[i];
        int32_t key = origin->key_count == 1 ? flow->offered[origin->first_key] : -1;
        if (!origin->used && key >= 0) {
            origin->next_same = unused[key];
            unused[key] = (int32_t)i;
        }
    }
    for (size_t i = 0; i < flow->chunks.count; i++) {
        int32_t found = flow->fates[i].how == IS_NEW ? unused[flow->wanted[i]] : STORAGE_NO_ORIGIN;
        if (found != STORAGE_NO_ORIGIN) {
            unused[flow->wanted[i]] = flow->origins[found].next_same;
            flow->origins[found].used = true;
            flow->fates[i] = (struct storage_fate){.origin = found, .how = IS_MOVED};
        }
    }
}

static enum storage_word word_of(const struct storage_chunk *chunk)
{
    return chunk->element == NULL ? STORAGE_P : chunk->element->word;
}

/* Between blocks that are the same, the next of a kind is the one that was changed. */
static void find_changed(struct storage_flow *flow)
{
    size_t at = 0;
    for (size_t i = 0; i < flow->chunks.count; i++) {
        struct storage_fate *fate = &flow->fates[i];
        if (fate->how == IS_SAME) {
            at = (size_t)fate->origin + 1;
        }
        for (size_t j = at; fate->how == IS_NEW && j < flow->origin_count && j < at + MOST_AHEAD &&
                            !flow->origins[j].stays;
             j++) {
            struct storage_origin *origin = &flow->origins[j];
            if (!origin->used && word_of(&origin->chunk) == word_of(&flow->chunks.items[i])) {
                *fate = (struct storage_fate){.origin = (int32_t)j, .how = IS_CHANGED};
                origin->used = true;
                at = j + 1;
            }
        }
    }
}

void storage_flow_decide(struct storage_flow *flow)
{
    find_same(flow);
    find_moved(flow);
    find_changed(flow);
}
