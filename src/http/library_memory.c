#include "http/library_memory.h"

#include "atlcli/memory.h"

#include <stdlib.h>
#include <string.h>
#ifdef __APPLE__
#include <malloc/malloc.h>
#else
#include <malloc.h>
#endif

/* All of a block, also one from before these functions were in use. */
static size_t size_of(void *block)
{
#ifdef __APPLE__
    return malloc_size(block);
#else
    return malloc_usable_size(block);
#endif
}

static void wipe_and_free(void *block)
{
    if (block != NULL) {
        atl_wipe(block, size_of(block));
        free(block);
    }
}

/* realloc, which gives back the old block as it is when it has to move. */
static void *resize(void *block, size_t size)
{
    if (block == NULL) {
        return malloc(size);
    }
    size_t has = size_of(block);
    if (size <= has && size > has / 2) {
        return block;
    }
    void *other = malloc(size);
    if (other != NULL) {
        memcpy(other, block, has < size ? has : size);
        wipe_and_free(block);
    }
    return other;
}

CURLcode atl_library_memory_init(void)
{
    return curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_and_free, resize, strdup, calloc);
}
