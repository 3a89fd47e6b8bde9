/*
 * What a page says now, put together from its original and what would be written without that:
 * block by block, and within blocks whose frame is the same, part by part.
 */
#include "content/storage/storage_flow.h"
#include "content/storage/storage_frame.h"
#include "content/storage/storage_kept_macros.h"
#include "content/storage/storage_reader.h"

#include <string.h>

enum {
    MOST_LEVELS = 8, /* of blocks within blocks that are gone into */
};

/* ---- pieces ---- */

void storage_piece_add(struct storage_reuse *reuse, bool original, size_t start, size_t end)
{
    struct storage_piece *last = reuse->count == 0 ? NULL : &reuse->pieces[reuse->count - 1];
    if (start == end) {
        return;
    }
    if (reuse->count > reuse->seam && last->original == original && last->end == start) {
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

/* ---- within a block ---- */

static void merge_flow(struct storage_reuse *reuse, const struct storage_element *original,
                       const struct storage_element *written, unsigned level);

/* A changed block: in the original, what it would be if that were written anew, and as it is now.
 */
struct change {
    const struct storage_chunk *was;
    struct storage_source source;
    const struct storage_element *image; /* NULL: it would be none, or more than one */
    const struct storage_chunk *now;
};

static struct storage_stretch stretch_of_chunk(const struct storage_source *source,
                                               const struct storage_element *flow,
                                               const struct storage_chunk *chunk)
{
    return (struct storage_stretch){.source = source,
                                    .around = chunk->element != NULL ? chunk->element : flow,
                                    .start = chunk->start,
                                    .end = chunk->end};
}

static struct storage_stretch stretch_within(const struct storage_source *source,
                                             const struct storage_element *element)
{
    return (struct storage_stretch){.source = source,
                                    .around = element,
                                    .start = element->content,
                                    .end = element->content_end};
}

/* Adds the whole of what is written. */
static void put_anew(struct storage_flow *flow, const struct change *change)
{
    struct storage_reuse *reuse = flow->reuse;
    const struct storage_element *root =
        change->image != NULL ? change->image : change->source.root;
    const struct storage_stretch was =
        stretch_of_chunk(&reuse->original, flow->original, change->was);
    const struct storage_stretch image = stretch_within(&change->source, root);
    const struct storage_stretch now =
        stretch_of_chunk(&reuse->written, flow->written, change->now);
    storage_put_keeping_macros(reuse, &was, &image, &now);
}

static void merge_part(struct storage_flow *flow, const struct change *change,
                       const struct storage_element *part, const struct storage_element *before,
                       const struct storage_element *after)
{
    struct storage_reuse *reuse = flow->reuse;
    if (storage_part_holds_blocks(part)) {
        merge_flow(reuse, part, after, flow->level + 1);
    } else {
        const struct storage_stretch was = stretch_within(&reuse->original, part);
        const struct storage_stretch image = stretch_within(&change->source, before);
        const struct storage_stretch now = stretch_within(&reuse->written, after);
        storage_put_keeping_macros(reuse, &was, &image, &now);
    }
}

static void merge_parts(struct storage_flow *flow, const struct change *change)
{
    struct storage_reuse *reuse = flow->reuse;
    const struct storage_element *block = change->was->element;
    const struct storage_element *now = change->now->element;
    const struct storage_element *before = storage_part_first(change->image);
    const struct storage_element *after = storage_part_first(now);
    size_t at = block->start;
    for (const struct storage_element *part = storage_part_first(block); part != NULL;
         part = storage_part_next(part, block)) {
        if (!storage_is_same_within(&change->source, before, &reuse->written, after)) {
            storage_piece_add(reuse, true, at, part->content);
            merge_part(flow, change, part, before, after);
            at = part->content_end;
        }
        before = storage_part_next(before, change->image);
        after = storage_part_next(after, now);
    }
    storage_piece_add(reuse, true, at, block->end);
}

/* A paragraph whose text would be written without one. */
static bool is_bare(const struct change *change)
{
    const struct storage_element *block = change->was->element;
    const struct storage_element *image = change->image;
    return change->now->element == NULL && block->word == STORAGE_P &&
           block->content < block->end && image->word == STORAGE_P &&
           image->content - image->start == strlen("<p>");
}

static bool read_image(struct storage_flow *flow, struct atl_arena *arena, struct change *change)
{
    struct storage_chunks blocks;
    const struct storage_chunk *was = change->was;
    if (!storage_reuse_image(flow->reuse, arena, flow->reuse->original.text + was->start,
                             was->end - was->start, &change->source)) {
        return false;
    }
    storage_chunks_cut(arena, &change->source, change->source.root, &blocks);
    change->image = blocks.count == 1 ? blocks.items[0].element : NULL;
    return true;
}

static void merge_changed(struct storage_flow *flow, const struct storage_origin *origin,
                          const struct storage_chunk *now)
{
    struct storage_reuse *reuse = flow->reuse;
    struct atl_arena arena = {0};
    struct change change = {.was = &origin->chunk, .now = now};
    const struct storage_element *block = origin->chunk.element;
    bool known = read_image(flow, &arena, &change);
    bool is_block = known && block != NULL && change.image != NULL;
    if (is_block && is_bare(&change)) {
        storage_piece_add(reuse, true, block->start, block->content);
        put_anew(flow, &change);
        storage_piece_add(reuse, true, block->content_end, block->end);
    } else if (is_block && now->element != NULL && flow->level < MOST_LEVELS &&
               storage_has_same_frame(block, &change.source, change.image, &reuse->written,
                                      now->element)) {
        merge_parts(flow, &change);
    } else if (known) {
        put_anew(flow, &change);
    } else {
        storage_piece_add(reuse, false, now->start, now->end);
    }
    atl_arena_free(&arena);
}

/* ---- texts that meet ---- */

/* A run, or what is a block only because it stands alone: it would go on with another such. */
static bool is_loose(const struct storage_chunk *chunk)
{
    return chunk->element == NULL || !storage_stands_as_block(chunk->element, false);
}

static bool comes_out_loose(const struct storage_flow *flow, size_t i)
{
    const struct storage_fate *fate = &flow->fates[i];
    bool is_kept = fate->how == IS_SAME || fate->how == IS_MOVED;
    return is_loose(is_kept ? &flow->origins[fate->origin].chunk : &flow->chunks.items[i]);
}

/* Has one that the original has as a run written as the paragraph that it is now. */
static bool write_anew(struct storage_flow *flow, size_t i)
{
    struct storage_fate *fate = &flow->fates[i];
    bool is_kept = fate->how == IS_SAME || fate->how == IS_MOVED;
    if (!is_kept || flow->origins[fate->origin].key_count > 1 || is_loose(&flow->chunks.items[i])) {
        return false;
    }
    fate->how = fate->how == IS_SAME ? IS_CHANGED : IS_NEW;
    return true;
}

static void keep_apart(struct storage_flow *flow)
{
    for (size_t i = 1; i < flow->chunks.count; i++) {
        bool stood_so = flow->fates[i - 1].how == IS_SAME && flow->fates[i].how == IS_SAME &&
                        flow->fates[i].origin == flow->fates[i - 1].origin + 1;
        if (!stood_so && flow->fates[i].how != IS_PART && flow->fates[i - 1].how != IS_PART &&
            comes_out_loose(flow, i - 1) && comes_out_loose(flow, i) && !write_anew(flow, i)) {
            write_anew(flow, i - 1);
        }
    }
}

/* ---- all blocks ---- */

/* Of the page: what is put from here on is of another of its blocks. */
static void begin_unit(struct storage_flow *flow, size_t start, size_t end)
{
    struct storage_reuse *reuse = flow->reuse;
    if (flow->level == 0) {
        reuse->seam = reuse->count;
        reuse->units[reuse->unit_count++] = (struct storage_unit){
            .first_piece = reuse->count, .start = (uint32_t)start, .end = (uint32_t)end};
    }
}

/* Whether what stands behind a block is what stood there: then the gap between is, too. */
static bool goes_on(const struct storage_flow *flow, size_t i)
{
    size_t next = i + 1;
    return next < flow->chunks.count && flow->fates[next].origin == flow->fates[i].origin + 1 &&
           flow->fates[next].how != IS_PART;
}

static void put_blocks(struct storage_flow *flow)
{
    struct storage_reuse *reuse = flow->reuse;
    begin_unit(flow, flow->written->content, flow->written->content);
    storage_piece_add(reuse, true, flow->original->content,
                      flow->origin_count > 0   ? flow->origins[0].chunk.start
                      : flow->chunks.count > 0 ? flow->original->content
                                               : flow->original->content_end);
    for (size_t i = 0; i < flow->chunks.count; i++) {
        const struct storage_chunk *now = &flow->chunks.items[i];
        const struct storage_fate *fate = &flow->fates[i];
        const struct storage_origin *origin =
            fate->how == IS_NEW ? NULL : &flow->origins[fate->origin];
        begin_unit(flow, now->start, now->end);
        switch (fate->how) {
        case IS_NEW:
            storage_piece_add(reuse, false, now->start, now->end);
            break;
        case IS_SAME:
            storage_piece_add(reuse, true, origin->chunk.start, origin->gap_end);
            break;
        case IS_MOVED:
            storage_piece_add(reuse, true, origin->chunk.start,
                              goes_on(flow, i) ? origin->gap_end : origin->chunk.end);
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
    struct storage_flow flow = {
        .reuse = reuse, .original = original, .written = written, .level = level};
    storage_flow_read(&flow);
    storage_flow_decide(&flow);
    keep_apart(&flow);
    if (level == 0) {
        reuse->units =
            atl_arena_alloc(&reuse->arena, (flow.chunks.count + 1) * sizeof *reuse->units);
    }
    put_blocks(&flow);
    storage_flow_free(&flow);
}

void storage_merge(struct storage_reuse *reuse)
{
    merge_flow(reuse, reuse->original.root, reuse->written.root, 0);
}
