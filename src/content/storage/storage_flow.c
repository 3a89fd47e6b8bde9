#include "content/storage/storage_flow.h"

#include <stdlib.h>
#include <string.h>

/* ---- keys ---- */

/* A run is what a paragraph of it would be. */
static const char *key_of(struct atl_arena *arena, const struct storage_source *source,
                          const struct storage_chunk *chunk)
{
    int length = (int)(chunk->end - chunk->start);
    const char *text = source->text + chunk->start;
    return chunk->element != NULL ? atl_arena_strndup(arena, text, (size_t)length)
                                  : atl_arena_printf(arena, "<p>%.*s</p>", length, text);
}

static int in_order(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The place of a key among those wanted; -1: it isn't. */
static int32_t find_key(const struct storage_flow *flow, const char *key)
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
    return low < flow->chunks.count && strcmp(flow->keys[low], key) == 0 ? (int32_t)low : -1;
}

static void read_written(struct storage_flow *flow)
{
    struct atl_arena *arena = &flow->arena;
    const struct storage_source *written = &flow->reuse->written;
    storage_chunks_cut(arena, written, flow->written, &flow->chunks);
    size_t count = flow->chunks.count;
    flow->keys = atl_arena_alloc(arena, (count + 1) * sizeof *flow->keys);
    flow->wanted = atl_arena_alloc(arena, (count + 1) * sizeof *flow->wanted);
    flow->fates = atl_arena_alloc(arena, (count + 1) * sizeof *flow->fates);
    const char **unsorted = atl_arena_alloc(arena, (count + 1) * sizeof *unsorted);
    for (size_t i = 0; i < count; i++) {
        unsorted[i] = key_of(arena, written, &flow->chunks.items[i]);
        flow->keys[i] = unsorted[i];
    }
    qsort(flow->keys, count, sizeof *flow->keys, in_order);
    for (size_t i = 0; i < count; i++) {
        flow->wanted[i] = find_key(flow, unsorted[i]);
        flow->fates[i].origin = STORAGE_NO_ORIGIN;
    }
}

/* ---- the original ---- */

static void offer(struct storage_flow *flow, int32_t key)
{
    if (flow->offered_count == flow->offered_capacity) {
        flow->offered_capacity = flow->offered_capacity == 0 ? 16 : flow->offered_capacity * 2;
        flow->offered = atl_realloc(flow->offered, flow->offered_capacity, sizeof *flow->offered);
        flow->owners = atl_realloc(flow->owners, flow->offered_capacity, sizeof *flow->owners);
    }
    flow->offered[flow->offered_count] = key;
    flow->owners[flow->offered_count++] = (int32_t)flow->origin_count;
}

/*
 * Offers the keys of what one of its blocks would be, written anew; for one that is written just
 * like that, its own. None: it shows nothing. False: that can't be told. What it would be isn't
 * kept: of a long page that is many times the page.
 */
static bool offer_keys(struct storage_flow *flow, const struct storage_chunk *chunk)
{
    struct storage_reuse *reuse = flow->reuse;
    struct atl_arena arena = {0};
    struct storage_source image;
    int32_t own = find_key(flow, key_of(&arena, &reuse->original, chunk));
    bool known = true;
    if (own >= 0) {
        offer(flow, own);
    } else {
        known = storage_reuse_image(reuse, &arena, reuse->original.text + chunk->start,
                                    chunk->end - chunk->start, &image);
    }
    if (own < 0 && known) {
        struct storage_chunks blocks;
        storage_chunks_cut(&arena, &image, image.root, &blocks);
        for (size_t i = 0; i < blocks.count; i++) {
            offer(flow, find_key(flow, key_of(&arena, &image, &blocks.items[i])));
        }
    }
    atl_arena_free(&arena);
    return known;
}

static void read_original(struct storage_flow *flow)
{
    struct storage_chunks chunks;
    storage_chunks_cut(&flow->arena, &flow->reuse->original, flow->original, &chunks);
    flow->origins = atl_arena_alloc(&flow->arena, (chunks.count + 1) * sizeof *flow->origins);
    for (size_t i = 0; i < chunks.count; i++) {
        struct storage_origin *origin = &flow->origins[flow->origin_count];
        origin->chunk = chunks.items[i];
        origin->first_key = flow->offered_count;
        bool known = offer_keys(flow, &chunks.items[i]);
        origin->key_count = flow->offered_count - origin->first_key;
        flow->origin_count += !known || origin->key_count > 0;
    }
    for (size_t i = 0; i < flow->origin_count; i++) {
        flow->origins[i].gap_end = i + 1 < flow->origin_count ? flow->origins[i + 1].chunk.start
                                                              : flow->original->content_end;
    }
}

void storage_flow_read(struct storage_flow *flow)
{
    read_written(flow);
    read_original(flow);
}

void storage_flow_free(struct storage_flow *flow)
{
    free(flow->offered);
    free(flow->owners);
    atl_arena_free(&flow->arena);
}
