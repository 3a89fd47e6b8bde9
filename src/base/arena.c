#include "atlcli/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    FIRST_BLOCK_BYTES = 1024,
    HUGE_PAGE_BYTES = 2 * 1024 * 1024,
    LARGEST_BLOCK_BYTES = HUGE_PAGE_BYTES, /* with its header */
};

struct deferred {
    void (*release)(void *object);
    void *object;
    struct deferred *next;
};

/*
 * Blocks double in size up to a bound, so that a small arena stays small and a large one needs few
 * calls of malloc. Deferred releases hang on the block in which they were allocated; blocks are
 * freed newest first, which keeps the releases in reverse order too.
 */
struct atl_arena_block {
    struct atl_arena_block *older;
    struct deferred *deferred;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

/*
 * In an arena of many megabytes, page faults cost more than all that is done with the memory; the
 * largest blocks are one huge page each, where the system has them. Bytes are zeroed when they are
 * handed out, while they are in the cache anyway.
 */
static struct atl_arena_block *allocate_block(size_t bytes)
{
#ifdef MADV_HUGEPAGE
    if (bytes == LARGEST_BLOCK_BYTES) {
        void *block = aligned_alloc(HUGE_PAGE_BYTES, bytes);
        if (block != NULL) {
            madvise(block, bytes, MADV_HUGEPAGE);
            return block;
        }
    }
#endif
    return atl_realloc(NULL, bytes, 1);
}

static struct atl_arena_block *add_block(struct atl_arena *arena, size_t wanted)
{
    size_t capacity = FIRST_BLOCK_BYTES;
    if (arena->blocks != NULL) {
        capacity = arena->blocks->capacity * 2;
        if (capacity > LARGEST_BLOCK_BYTES - sizeof(struct atl_arena_block)) {
            capacity = LARGEST_BLOCK_BYTES - sizeof(struct atl_arena_block);
        }
    }
    if (capacity < wanted) {
        capacity = wanted;
    }
    struct atl_arena_block *block = allocate_block(sizeof *block + capacity);
    *block = (struct atl_arena_block){.capacity = capacity, .older = arena->blocks};
    arena->blocks = block;
    return block;
}

/* Not zeroed. */
static void *take(struct atl_arena *arena, size_t size, size_t alignment)
{
    if (size > SIZE_MAX / 2) {
        return atl_alloc(size); /* can't be had: ends with the usual message */
    }
    struct atl_arena_block *block = arena->blocks;
    size_t start = block == NULL ? 0 : (block->used + alignment - 1) / alignment * alignment;
    if (block == NULL || start > block->capacity || block->capacity - start < size) {
        block = add_block(arena, size);
        start = 0;
    }
    block->used = start + size;
    return block->bytes + start;
}

void *atl_arena_alloc(struct atl_arena *arena, size_t size)
{
    return memset(take(arena, size, alignof(max_align_t)), 0, size);
}

char *atl_arena_strdup(struct atl_arena *arena, const char *text)
{
    return text == NULL ? NULL : atl_arena_strndup(arena, text, strlen(text));
}

char *atl_arena_strndup(struct atl_arena *arena, const char *text, size_t length)
{
    if (text == NULL) {
        return NULL;
    }
    char *copy = take(arena, length + 1, 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

/* Most texts fit into what is left of the block, so that they are formatted once. */
char *atl_arena_vprintf(struct atl_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    struct atl_arena_block *block = arena->blocks;
    size_t room = block == NULL ? 0 : block->capacity - block->used;
    char *text = room == 0 ? NULL : (char *)block->bytes + block->used;
    int length = vsnprintf(text, room, format, arguments);
    if (length < 0) {
        text = atl_arena_strdup(arena, "");
    } else if ((size_t)length < room) {
        block->used += (size_t)length + 1;
    } else {
        text = take(arena, (size_t)length + 1, 1);
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

char *atl_arena_printf(struct atl_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = atl_arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

void atl_arena_defer(struct atl_arena *arena, void (*release)(void *object), void *object)
{
    struct deferred *deferred = atl_arena_alloc(arena, sizeof *deferred);
    deferred->release = release;
    deferred->object = object;
    deferred->next = arena->blocks->deferred;
    arena->blocks->deferred = deferred;
}

void atl_arena_free(struct atl_arena *arena)
{
    /* All releases come before any memory goes: an object may refer to text in an older block. */
    for (struct atl_arena_block *block = arena->blocks; block != NULL; block = block->older) {
        for (struct deferred *next = block->deferred; next != NULL; next = next->next) {
            next->release(next->object);
        }
    }
    while (arena->blocks != NULL) {
        struct atl_arena_block *block = arena->blocks;
        arena->blocks = block->older;
        free(block);
    }
}
