#include "sandbox/server/changes.h"

#include "atlcli/memory.h"

#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 1024, /* a power of two, as all that follow */
    DIGEST_BYTES = 32,     /* of SHA-256 */
};

/* The first bytes of a digest: enough that no two of a million changes are taken for one. */
static uint64_t fingerprint(const char *name, const char *content, size_t content_length)
{
    struct atl_buffer whole = {0};
    atl_buffer_append(&whole, name, strlen(name) + 1);
    atl_buffer_append(&whole, content, content_length);
    unsigned char digest[DIGEST_BYTES];
    uint64_t print;
    gnutls_hash_fast(GNUTLS_DIG_SHA256, whole.data, whole.length, digest);
    memcpy(&print, digest, sizeof print);
    atl_buffer_free(&whole);
    return print == 0 ? 1 : print;
}

/* Where the fingerprint is, or would be. */
static uint64_t *slot_of(uint64_t *seen, size_t capacity, uint64_t print)
{
    size_t at = (size_t)print & (capacity - 1);
    while (seen[at] != 0 && seen[at] != print) {
        at = (at + 1) & (capacity - 1);
    }
    return &seen[at];
}

static void grow(struct changes *changes)
{
    size_t capacity = changes->capacity == 0 ? FIRST_CAPACITY : 2 * changes->capacity;
    uint64_t *seen = atl_alloc(capacity * sizeof *seen);
    for (size_t i = 0; i < changes->capacity; i++) {
        if (changes->seen[i] != 0) {
            *slot_of(seen, capacity, changes->seen[i]) = changes->seen[i];
        }
    }
    free(changes->seen);
    changes->seen = seen;
    changes->capacity = capacity;
}

/* True when the fingerprint was there before. */
static bool remember(struct changes *changes, uint64_t print)
{
    if (2 * (changes->seen_count + 1) > changes->capacity) {
        grow(changes);
    }
    uint64_t *slot = slot_of(changes->seen, changes->capacity, print);
    if (*slot == print) {
        return true;
    }
    *slot = print;
    changes->seen_count++;
    return false;
}

void changes_apply(struct changes *changes, const char *name, const char *content,
                   size_t content_length)
{
    changes->applied++;
    if (!remember(changes, fingerprint(name, content, content_length))) {
        return;
    }
    changes->repeated++;
    if (changes->named_count < CHANGES_MOST_NAMED) {
        changes->named[changes->named_count++] = atl_strdup(name);
    }
}

void changes_free(struct changes *changes)
{
    for (size_t i = 0; i < changes->named_count; i++) {
        free(changes->named[i]);
    }
    free(changes->seen);
    *changes = (struct changes){0};
}
