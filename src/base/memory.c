#include "atlcli/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    volatile unsigned char *byte = block;
    while (size-- > 0) {
        *byte++ = 0;
    }
}
