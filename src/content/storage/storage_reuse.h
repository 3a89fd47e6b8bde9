/* The parts of writing storage format over what a page has. */
#ifndef CONTENT_STORAGE_REUSE_H
#define CONTENT_STORAGE_REUSE_H

#include "content/storage/storage_chunks.h"
#include "content/storage/storage_task_ids.h"

#include "atlcli/content_reuse.h"

/* A piece of what is written: bytes of the original, or of what would be written without it. */
struct storage_piece {
    bool original;
    uint32_t start;
    uint32_t end;
};

/* A block of the page, as it is put together, and as it is written. */
struct storage_unit {
    size_t first_piece; /* up to that of the next one */
    uint32_t start;
    uint32_t end;
};

struct storage_reuse {
    struct atl_arena arena;
    const struct atl_content_original *given;
    struct storage_source original;
    struct storage_source written;
    struct storage_task_places places; /* in `written`, whose tasks have no ids yet */
    const char *image;                 /* of `written`, in the arena; NULL: not made yet */
    struct storage_piece *pieces;
    size_t count;
    size_t capacity;
    size_t seam; /* the pieces before it are done */
    struct storage_unit *units;
    size_t unit_count;
};

/*
 * What a part of the original would be, written anew after a round through a file, without its
 * tasks' ids. False: it can't be read, or the writing can't.
 */
bool storage_reuse_image(struct storage_reuse *reuse, struct atl_arena *arena, const char *text,
                         size_t length, struct storage_source *image);

/* Finds the pieces, and of which blocks they are (storage_merge.c). */
void storage_merge(struct storage_reuse *reuse);
void storage_piece_add(struct storage_reuse *reuse, bool original, size_t start, size_t end);

/*
 * Has blocks written anew that together with what stands around them don't say what is to be said
 * (storage_settle.c). `holds`: whether the pieces say that.
 */
void storage_settle(struct storage_reuse *reuse, bool (*holds)(struct storage_reuse *reuse));

/* Appends the pieces, with ids for the tasks in those that are new (storage_reuse_tasks.c). */
void storage_reuse_put(struct storage_reuse *reuse, struct atl_buffer *buffer);

#endif
