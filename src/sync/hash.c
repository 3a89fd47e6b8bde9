#include "sync/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <wolfssl/options.h>

#include <wolfssl/wolfcrypt/sha256.h>

struct sync_hash sync_hash_of(const void *bytes, size_t length)
{
    struct sync_hash hash = {.known = true};
    wc_Sha256 state;
    wc_InitSha256(&state);
    for (const unsigned char *at = bytes; length > 0;) {
        size_t piece = length < UINT32_MAX ? length : UINT32_MAX & ~(size_t)63;
        wc_Sha256Update(&state, at, (word32)piece);
        at += piece;
        length -= piece;
    }
    wc_Sha256Final(&state, hash.bytes);
    wc_Sha256Free(&state);
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
            wc_Sha256Update(&state, piece, (word32)count);
            total += count;
        }
    }
    *hash = (struct sync_hash){.known = count == 0};
    wc_Sha256Final(&state, hash->bytes);
    wc_Sha256Free(&state);
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
