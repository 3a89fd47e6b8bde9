/*
 * Memory: allocation that can't return NULL, and arenas.
 *
 * A command line that has run out of memory can do nothing useful but say so, so these functions
 * print one line and abort instead of returning NULL. Sizes that come from outside are bounded by
 * their callers (see the response cap in http.h) before they get here.
 */
#ifndef ATLCLI_MEMORY_H
#define ATLCLI_MEMORY_H

#include "atlcli/error.h"

#include <stddef.h>

/*
 * Has freed memory of up to 8 MB kept for what is allocated next: where answers are read one after
 * the other, giving it back and getting it anew is an eighth of all that is computed. To be called
 * before anything is allocated; does nothing where malloc isn't glibc's.
 */
void atl_memory_keep(void);

/* malloc, zeroed. `size` in bytes; free() releases it. */
void *atl_alloc(size_t size);

/* realloc for `count` items of `size` bytes; an overflow of the product counts as out of memory. */
void *atl_realloc(void *block, size_t count, size_t size);

/*
 * Says that most of a large block from atl_realloc is going to be used, so that the system may hand
 * it out in huge pages. Only advice; nothing for blocks of less than 2 MB.
 */
void atl_expect_to_fill(void *block, size_t size);

/* strdup and strndup on the heap. A NULL text gives NULL. */
char *atl_strdup(const char *text);
char *atl_strndup(const char *text, size_t length);

/* Overwrites memory that held a secret, in a way the compiler can't drop. */
void atl_wipe(void *block, size_t size);

/*
 * An arena hands out memory that is released all at once: of a request, a page or a command.
 * Start with a zeroed struct; atl_arena_free() leaves it zeroed and usable again.
 * Nothing from an arena is ever freed on its own.
 */
struct atl_arena {
    struct atl_arena_block *blocks; /* newest first */
};

/* Zeroed memory, aligned for any type. */
void *atl_arena_alloc(struct atl_arena *arena, size_t size);
char *atl_arena_strdup(struct atl_arena *arena, const char *text); /* NULL gives NULL */
char *atl_arena_strndup(struct atl_arena *arena, const char *text, size_t length);
char *atl_arena_printf(struct atl_arena *arena, const char *format, ...) ATL_PRINTF(2, 3);
char *atl_arena_vprintf(struct atl_arena *arena, const char *format, va_list arguments);

/* Calls release(object) when the arena is freed: ties a heap object's life to the arena. */
void atl_arena_defer(struct atl_arena *arena, void (*release)(void *object), void *object);

/* Runs the deferred releases, newest first, and frees everything. */
void atl_arena_free(struct atl_arena *arena);

#endif
