#include "atlcli/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void atl_memory_keep(void)
{
#ifdef __GLIBC__
    enum {
        LARGEST_KEPT_BYTES = 4 * 1024 * 1024, /* an answer, unpacked, or a block of an arena */
        MOST_KEPT_BYTES = 8 * 1024 * 1024,
    };
    mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES);
    mallopt(M_TRIM_THRESHOLD, MOST_KEPT_BYTES);
#endif
}

/* Ends the process: see the header for why callers get no NULL. */
static void *or_abort(void *block)
{
    if (block == NULL) {
        static const char message[] = "error: out of memory\n";
        fwrite(message, 1, sizeof message - 1, stderr);
        abort();
    }
    return block;
}

void *atl_alloc(size_t size)
{
    return or_abort(calloc(1, size == 0 ? 1 : size));
}

void *atl_realloc(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        return or_abort(NULL);
    }
    size_t bytes = count * size;
    return or_abort(realloc(block, bytes == 0 ? 1 : bytes));
}

/* Page by page, giving out memory takes longer than using it. */
void atl_expect_to_fill(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    enum { HUGE_PAGE_BYTES = 2 * 1024 * 1024 };
    size_t before = (HUGE_PAGE_BYTES - (uintptr_t)block % HUGE_PAGE_BYTES) % HUGE_PAGE_BYTES;
    if (size >= before + HUGE_PAGE_BYTES) {
        madvise((unsigned char *)block + before,
                (size - before) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES, MADV_HUGEPAGE);
    }
#else
    (void)block;
    (void)size;
#endif
}

char *atl_strdup(const char *text)
{
    return text == NULL ? NULL : atl_strndup(text, strlen(text));
}

char *atl_strndup(const char *text, size_t length)
{
    if (text == NULL) {
        return NULL;
    }
    char *copy = atl_alloc(length + 1);
    memcpy(copy, text, length);
    return copy;
}

void atl_wipe(void *block, size_t size)
{
    if (size > 0) {
        memset(block, 0, size);
        /* As if somebody read it afterwards, so that it isn't left out. */
        __asm__ volatile("" : : "r"(block) : "memory");
    }
}
