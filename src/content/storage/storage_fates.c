/* What becomes of each block: whether it is one of the original's, and which. */
#include "content/storage/storage_align.h"
#include "content/storage/storage_flow.h"
#include "content/storage/storage_likeness.h"

/* ---- what is the same ---- */

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

/* ---- what was changed ---- */

/* A block that may be what another one was, or what became of it. */
struct candidate {
    size_t place;
    enum storage_word word;
    struct storage_vocabulary vocabulary;
};

/* Those between two blocks that are the same. */
struct candidates {
    struct candidate *old;
    struct candidate *new;
    size_t old_count;
    size_t new_count;
};

static void add_candidate(struct storage_flow *flow, struct candidate *list, size_t *count,
                          const struct storage_source *source, const struct storage_chunk *chunk,
                          size_t place)
{
    struct candidate *candidate = &list[(*count)++];
    candidate->place = place;
    candidate->word = chunk->element == NULL ? STORAGE_P : chunk->element->word;
    storage_vocabulary_read(&flow->arena, source->text + chunk->start, chunk->end - chunk->start,
                            &candidate->vocabulary);
}

/* Of one kind any two may be one block; which are is told by what they have in common. */
static int score_of(const void *context, size_t old, size_t new)
{
    const struct candidates *candidates = context;
    const struct candidate *left = &candidates->old[old];
    const struct candidate *right = &candidates->new[new];
    return left->word != right->word ? -1
                                     : 1 + storage_alike(&left->vocabulary, &right->vocabulary);
}

static void pair_candidates(struct storage_flow *flow, struct candidates *candidates,
                            int32_t *partners)
{
    storage_pair(candidates->old_count, candidates->new_count, score_of, candidates, partners);
    for (size_t i = 0; i < candidates->new_count; i++) {
        if (partners[i] >= 0) {
            size_t origin = candidates->old[partners[i]].place;
            flow->fates[candidates->new[i].place] =
                (struct storage_fate){.origin = (int32_t)origin, .how = IS_CHANGED};
            flow->origins[origin].used = true;
        }
    }
}

/* Between blocks that are the same, those of a kind are the ones that were changed. */
static void find_changed(struct storage_flow *flow)
{
    size_t count = flow->chunks.count;
    size_t at = 0;
    struct candidates candidates = {
        .old = atl_arena_alloc(&flow->arena, (flow->origin_count + 1) * sizeof *candidates.old),
        .new = atl_arena_alloc(&flow->arena, (count + 1) * sizeof *candidates.new),
    };
    int32_t *partners = atl_arena_alloc(&flow->arena, (count + 1) * sizeof *partners);
    for (size_t i = 0; i < count;) {
        candidates.old_count = 0;
        candidates.new_count = 0;
        for (; i < count && flow->fates[i].how != IS_SAME; i++) {
            if (flow->fates[i].how == IS_NEW) {
                add_candidate(flow, candidates.new, &candidates.new_count, &flow->reuse->written,
                              &flow->chunks.items[i], i);
            }
        }
        for (; at < flow->origin_count && !flow->origins[at].stays; at++) {
            if (!flow->origins[at].used && candidates.new_count > 0) {
                add_candidate(flow, candidates.old, &candidates.old_count, &flow->reuse->original,
                              &flow->origins[at].chunk, at);
            }
        }
        pair_candidates(flow, &candidates, partners);
        for (; i < count && flow->fates[i].how == IS_SAME; i++) {
            at = (size_t)flow->fates[i].origin + 1;
        }
    }
}

void storage_flow_decide(struct storage_flow *flow)
{
    find_same(flow);
    find_moved(flow);
    find_changed(flow);
}
