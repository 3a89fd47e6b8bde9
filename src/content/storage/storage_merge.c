/*
 * What a page says now, put together from its original and what would be written without that:
 * block by block, and within blocks whose frame is the same, part by part.
 */
#include "content/storage/storage_align.h"
#include "content/storage/storage_frame.h"
#include "content/storage/storage_reuse.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_LEVELS = 8, /* of blocks within blocks that are gone into */
    MOST_AHEAD = 16, /* blocks that are looked at for one that was changed */
    NONE = -1,
};

/* A block of the original. Those that show nothing are part of the gap behind the one before. */
struct origin {
    struct storage_chunk chunk;
    uint32_t gap_end;
    struct storage_source image;
    struct storage_chunks blocks; /* of its image; without one, itself, when that is written */
    size_t first_key;
    int32_t next_same; /* with the same key, not used yet */
    bool used;
    bool stays; /* used where it was */
};

/* How a block that is written comes out. */
struct fate {
    int32_t origin; /* that it goes with; NONE */
    enum {
        IS_NEW,
        IS_SAME,    /* the original's bytes, and the gap behind them */
        IS_MOVED,   /* the original's bytes alone */
        IS_CHANGED, /* of the same kind, in the same place */
        IS_PART,    /* of what stands before it, which is one block in the original */
    } how;
};

/* The blocks that one element holds, in the original and as they are written. */
struct flow {
    struct storage_reuse *reuse;
    const struct storage_element *original;
    const struct storage_element *written;
    unsigned level;
    struct origin *origins;
    size_t origin_count;
    struct storage_chunks chunks; /* written */
    struct fate *fates;           /* of these */
    const char **keys;            /* sorted texts of these, in the arena */
    int32_t *wanted;              /* the keys of these, as places in `keys` */
    int32_t *offered;             /* the keys of all blocks of all images … */
    int32_t *owners;              /* … and whose they are */
    size_t offered_count;
};

/* ---- pieces ---- */

void storage_piece_add(struct storage_reuse *reuse, bool original, size_t start, size_t end)
{
    struct storage_piece *last = reuse->count == 0 ? NULL : &reuse->pieces[reuse->count - 1];
    if (start == end) {
        return;
    }
    if (last != NULL && last->original == original && last->end == start) {
        last->end = (uint32_t)end;
        return;
    }
    if (reuse->count == reuse->capacity) {
        reuse->capacity = reuse->capacity == 0 ? 16 : reuse->capacity * 2;
        reuse->pieces = atl_realloc(reuse->pieces, reuse->capacity, sizeof *reuse->pieces);
    }
    reuse->pieces[reuse->count++] = (struct storage_piece){
        .original = original, .start = (uint32_t)start, .end = (uint32_t)end};
}

/* ---- keys ---- */

/* A run is what a paragraph of it would be. */
static const char *key_of(struct storage_reuse *reuse, const struct storage_source *source,
                          const struct storage_chunk *chunk)
{
    int length = (int)(chunk->end - chunk->start);
    const char *text = source->text + chunk->start;
    return chunk->element != NULL ? atl_arena_strndup(&reuse->arena, text, (size_t)length)
                                  : atl_arena_printf(&reuse->arena, "<p>%.*s</p>", length, text);
}

static int in_order(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The place of a key among those wanted; NONE: it isn't. */
static int32_t find_key(const struct flow *flow, const char *key)
{
    size_t low = 0;
    size_t high = flow->chunks.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(flow->keys[middle], key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < flow->chunks.count && strcmp(flow->keys[low], key) == 0 ? (int32_t)low : NONE;
}

static void read_written(struct flow *flow)
{
    struct storage_reuse *reuse = flow->reuse;
    storage_chunks_cut(&reuse->arena, &reuse->written, flow->written, &flow->chunks);
    size_t count = flow->chunks.count;
    flow->keys = atl_arena_alloc(&reuse->arena, (count + 1) * sizeof *flow->keys);
    flow->wanted = atl_arena_alloc(&reuse->arena, (count + 1) * sizeof *flow->wanted);
    flow->fates = atl_arena_alloc(&reuse->arena, (count + 1) * sizeof *flow->fates);
    const char **unsorted = atl_arena_alloc(&reuse->arena, (count + 1) * sizeof *unsorted);
    for (size_t i = 0; i < count; i++) {
        unsorted[i] = key_of(reuse, &reuse->written, &flow->chunks.items[i]);
        flow->keys[i] = unsorted[i];
    }
    qsort(flow->keys, count, sizeof *flow->keys, in_order);
    for (size_t i = 0; i < count; i++) {
        flow->wanted[i] = find_key(flow, unsorted[i]);
        flow->fates[i].origin = NONE;
    }
}

/* ---- the original ---- */

/*
 * What one of its blocks would be, written anew; for one that is written just like that, itself.
 * Without any blocks: it shows nothing. False: that can't be told.
 */
static bool read_image(struct flow *flow, struct origin *origin)
{
    struct storage_reuse *reuse = flow->reuse;
    const struct storage_chunk *chunk = &origin->chunk;
    if (find_key(flow, key_of(reuse, &reuse->original, chunk)) != NONE) {
        origin->image = reuse->original;
        origin->blocks = (struct storage_chunks){.items = &origin->chunk, .count = 1};
        return true;
    }
    if (!storage_reuse_image(reuse, reuse->original.text + chunk->start, chunk->end - chunk->start,
                             &origin->image)) {
        return false;
    }
    storage_chunks_cut(&reuse->arena, &origin->image, origin->image.root, &origin->blocks);
    return true;
}

static void read_original(struct flow *flow)
{
    struct storage_reuse *reuse = flow->reuse;
    struct storage_chunks chunks;
    storage_chunks_cut(&reuse->arena, &reuse->original, flow->original, &chunks);
    flow->origins = atl_arena_alloc(&reuse->arena, (chunks.count + 1) * sizeof *flow->origins);
    for (size_t i = 0; i < chunks.count; i++) {
        struct origin *origin = &flow->origins[flow->origin_count];
        origin->chunk = chunks.items[i];
        bool known = read_image(flow, origin);
        if (!known || origin->blocks.count > 0) {
            origin->first_key = flow->offered_count;
            flow->offered_count += origin->blocks.count;
            flow->origin_count++;
        }
    }
    for (size_t i = 0; i < flow->origin_count; i++) {
        flow->origins[i].gap_end = i + 1 < flow->origin_count ? flow->origins[i + 1].chunk.start
                                                              : flow->original->content_end;
    }
}

static void offer_keys(struct flow *flow)
{
    struct storage_reuse *reuse = flow->reuse;
    size_t size = flow->offered_count + 1;
    flow->offered = atl_arena_alloc(&reuse->arena, size * sizeof *flow->offered);
    flow->owners = atl_arena_alloc(&reuse->arena, size * sizeof *flow->owners);
    for (size_t i = 0; i < flow->origin_count; i++) {
        const struct origin *origin = &flow->origins[i];
        for (size_t j = 0; j < origin->blocks.count; j++) {
            const char *key = key_of(reuse, &origin->image, &origin->blocks.items[j]);
            flow->offered[origin->first_key + j] = find_key(flow, key);
            flow->owners[origin->first_key + j] = (int32_t)i;
        }
    }
}

/* ---- fates ---- */

/* Whether all blocks of an origin are there, from `at` on. */
static bool are_all_there(const struct flow *flow, const struct origin *origin,
                          const int32_t *partners, size_t at)
{
    for (size_t i = 0; i < origin->blocks.count; i++) {
        if (at + i >= flow->chunks.count || partners[at + i] != (int32_t)(origin->first_key + i)) {
            return false;
        }
    }
    return true;
}

static void find_same(struct flow *flow)
{
    int32_t *partners =
        atl_arena_alloc(&flow->reuse->arena, (flow->chunks.count + 1) * sizeof *partners);
    storage_align(flow->offered, flow->offered_count, flow->wanted, flow->chunks.count, partners);
    for (size_t i = 0; i < flow->chunks.count; i++) {
        struct origin *origin = partners[i] < 0 ? NULL : &flow->origins[flow->owners[partners[i]]];
        if (origin == NULL || !are_all_there(flow, origin, partners, i)) {
            continue;
        }
        origin->used = true;
        origin->stays = true;
        for (size_t j = 0; j < origin->blocks.count; j++) {
            flow->fates[i + j] = (struct fate){.origin = (int32_t)(origin - flow->origins),
                                               .how = j == 0 ? IS_SAME : IS_PART};
        }
        i += origin->blocks.count - 1;
    }
}

/* Blocks that are elsewhere now; each is taken once, for a copy is a thing of its own. */
static void find_moved(struct flow *flow)
{
    int32_t *unused =
        atl_arena_alloc(&flow->reuse->arena, (flow->chunks.count + 1) * sizeof *unused);
    for (size_t i = 0; i < flow->chunks.count; i++) {
        unused[i] = NONE;
    }
    for (size_t i = flow->origin_count; i-- > 0;) {
        struct origin *origin = &flow->origins[i];
        int32_t key = origin->blocks.count == 1 ? flow->offered[origin->first_key] : NONE;
        if (!origin->used && key != NONE) {
            origin->next_same = unused[key];
            unused[key] = (int32_t)i;
        }
    }
    for (size_t i = 0; i < flow->chunks.count; i++) {
        int32_t found = flow->fates[i].how == IS_NEW ? unused[flow->wanted[i]] : NONE;
        if (found != NONE) {
            unused[flow->wanted[i]] = flow->origins[found].next_same;
            flow->origins[found].used = true;
            flow->fates[i] = (struct fate){.origin = found, .how = IS_MOVED};
        }
    }
}

static enum storage_word word_of(const struct storage_chunk *chunk)
{
    return chunk->element == NULL ? STORAGE_P : chunk->element->word;
}

/* Between blocks that are the same, the next of a kind is the one that was changed. */
static void find_changed(struct flow *flow)
{
    size_t at = 0;
    for (size_t i = 0; i < flow->chunks.count; i++) {
        struct fate *fate = &flow->fates[i];
        if (fate->how == IS_SAME) {
            at = (size_t)fate->origin + 1;
        }
        for (size_t j = at; fate->how == IS_NEW && j < flow->origin_count && j < at + MOST_AHEAD &&
                            !flow->origins[j].stays;
             j++) {
            struct origin *origin = &flow->origins[j];
            if (!origin->used && word_of(&origin->chunk) == word_of(&flow->chunks.items[i])) {
                *fate = (struct fate){.origin = (int32_t)j, .how = IS_CHANGED};
                origin->used = true;
                at = j + 1;
            }
        }
    }
}

/* ---- within a block ---- */

static void merge_flow(struct storage_reuse *reuse, const struct storage_element *original,
                       const struct storage_element *written, unsigned level);

static void merge_parts(struct flow *flow, const struct origin *origin,
                        const struct storage_element *now)
{
    struct storage_reuse *reuse = flow->reuse;
    const struct storage_element *block = origin->chunk.element;
    const struct storage_element *image = origin->blocks.items[0].element;
    const struct storage_element *before = storage_part_first(image);
    const struct storage_element *after = storage_part_first(now);
    size_t at = block->start;
    for (const struct storage_element *part = storage_part_first(block); part != NULL;
         part = storage_part_next(part, block)) {
        if (!storage_is_same_within(&origin->image, before, &reuse->written, after)) {
            storage_piece_add(reuse, true, at, part->content);
            if (part->word > STORAGE_H6) {
                merge_flow(reuse, part, after, flow->level + 1);
            } else {
                storage_piece_add(reuse, false, after->content, after->content_end);
            }
            at = part->content_end;
        }
        before = storage_part_next(before, image);
        after = storage_part_next(after, now);
    }
    storage_piece_add(reuse, true, at, block->end);
}

/* A paragraph whose text would be written without one. */
static bool is_bare(const struct origin *origin, const struct storage_element *image,
                    const struct storage_chunk *now)
{
    const struct storage_element *block = origin->chunk.element;
    return now->element == NULL && block->word == STORAGE_P && block->content < block->end &&
           image->word == STORAGE_P && image->content - image->start == strlen("<p>");
}

static void merge_changed(struct flow *flow, const struct origin *origin,
                          const struct storage_chunk *now)
{
    struct storage_reuse *reuse = flow->reuse;
    const struct storage_element *block = origin->chunk.element;
    const struct storage_element *image =
        block != NULL && origin->blocks.count == 1 ? origin->blocks.items[0].element : NULL;
    if (image != NULL && is_bare(origin, image, now)) {
        storage_piece_add(reuse, true, block->start, block->content);
        storage_piece_add(reuse, false, now->start, now->end);
        storage_piece_add(reuse, true, block->content_end, block->end);
    } else if (image != NULL && now->element != NULL && flow->level < MOST_LEVELS &&
               storage_has_same_frame(block, &origin->image, image, &reuse->written,
                                      now->element)) {
        merge_parts(flow, origin, now->element);
    } else {
        storage_piece_add(reuse, false, now->start, now->end);
    }
}

/* ---- all blocks ---- */

static void put_blocks(struct flow *flow)
{
    struct storage_reuse *reuse = flow->reuse;
    storage_piece_add(reuse, true, flow->original->content,
                      flow->origin_count > 0   ? flow->origins[0].chunk.start
                      : flow->chunks.count > 0 ? flow->original->content
                                               : flow->original->content_end);
    for (size_t i = 0; i < flow->chunks.count; i++) {
        const struct storage_chunk *now = &flow->chunks.items[i];
        const struct fate *fate = &flow->fates[i];
        const struct origin *origin = fate->how == IS_NEW ? NULL : &flow->origins[fate->origin];
        switch (fate->how) {
        case IS_NEW:
            storage_piece_add(reuse, false, now->start, now->end);
            break;
        case IS_SAME:
            storage_piece_add(reuse, true, origin->chunk.start, origin->gap_end);
            break;
        case IS_MOVED:
            storage_piece_add(reuse, true, origin->chunk.start, origin->chunk.end);
            break;
        case IS_CHANGED:
            merge_changed(flow, origin, now);
            storage_piece_add(reuse, true, origin->chunk.end, origin->gap_end);
            break;
        case IS_PART:
            break;
        }
    }
}

static void merge_flow(struct storage_reuse *reuse, const struct storage_element *original,
                       const struct storage_element *written, unsigned level)
{
    struct flow flow = {.reuse = reuse, .original = original, .written = written, .level = level};
    read_written(&flow);
    read_original(&flow);
    offer_keys(&flow);
    find_same(&flow);
    find_moved(&flow);
    find_changed(&flow);
    put_blocks(&flow);
}

void storage_merge(struct storage_reuse *reuse)
{
    merge_flow(reuse, reuse->original.root, reuse->written.root, 0);
}
