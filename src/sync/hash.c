#include "sync/hash.h"

#include "atlcli/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wolfssl/options.h>

#include <wolfssl/wolfcrypt/sha256.h>

struct sync_hashing {
    wc_Sha256 state;
};

static void add(wc_Sha256 *state, const void *bytes, size_t length)
{
    for (const unsigned char *at = bytes; length > 0;) {
        size_t piece = length < UINT32_MAX ? length : UINT32_MAX & ~(size_t)63;
        wc_Sha256Update(state, at, (word32)piece);
        at += piece;
        length -= piece;
    }
}

static struct sync_hash end(wc_Sha256 *state)
{
    struct sync_hash hash = {.known = true};
    wc_Sha256Final(state, hash.bytes);
    wc_Sha256Free(state);
    return hash;
}

struct sync_hash sync_hash_of(const void *bytes, size_t length)
{
    wc_Sha256 state;
    wc_InitSha256(&state);
    add(&state, bytes, length);
    return end(&state);
}

/* ---- piece by piece ---- */

struct sync_hashing *sync_hashing_begin(void)
{
    struct sync_hashing *hashing = atl_alloc(sizeof *hashing);
    wc_InitSha256(&hashing->state);
    return hashing;
}

void sync_hashing_add(struct sync_hashing *hashing, const void *bytes, size_t length)
{
    add(&hashing->state, bytes, length);
}

void sync_hashing_restart(struct sync_hashing *hashing)
{
    wc_Sha256Free(&hashing->state);
    wc_InitSha256(&hashing->state);
}

struct sync_hash sync_hashing_end(struct sync_hashing *hashing)
{
    struct sync_hash hash = end(&hashing->state);
    free(hashing);
    return hash;
}

bool sync_hash_equal(const struct sync_hash *left, const struct sync_hash *right)
{
    return left->known && right->known && memcmp(left->bytes, right->bytes, SYNC_HASH_BYTES) == 0;
}

enum atl_status sync_hash_descriptor(int descriptor, const char *path, struct sync_hash *hash,
                                     int64_t *size, struct atl_error *error)
{
    unsigned char piece[32 * 1024];
    int64_t total = 0;
    ssize_t count;
    wc_Sha256 state;
    wc_InitSha256(&state);
    while ((count = read(descriptor, piece, sizeof piece)) > 0 || (count < 0 && errno == EINTR)) {
        if (count > 0) {
            add(&state, piece, (size_t)count);
            total += count;
        }
    }
    *hash = end(&state);
    hash->known = count == 0;
    if (count < 0) {
        return atl_fail(error, ATL_FAILED, "cannot read %s: %s", path, strerror(errno));
    }
    if (size != NULL) {
        *size = total;
    }
    return ATL_OK;
}

enum atl_status sync_hash_file(const char *path, struct sync_hash *hash, int64_t *size,
                               struct atl_error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) {
        *hash = (struct sync_hash){0};
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s",
                        path, strerror(errno));
    }
    enum atl_status status = sync_hash_descriptor(descriptor, path, hash, size, error);
    close(descriptor);
    return status;
}
