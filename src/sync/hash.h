/* Hashes of texts and files: what decides whether something has changed. SHA-256. */
#ifndef SYNC_HASH_H
#define SYNC_HASH_H

#include "atlcli/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SYNC_HASH_BYTES = 32,
};

struct sync_hash {
    bool known; /* false: there is none, which equals nothing */
    unsigned char bytes[SYNC_HASH_BYTES];
};

struct sync_hash sync_hash_of(const void *bytes, size_t length);
bool sync_hash_equal(const struct sync_hash *left, const struct sync_hash *right);

/* Of bytes that come piece by piece. The end, which gives the hash, frees it. */
struct sync_hashing;
struct sync_hashing *sync_hashing_begin(void);
void sync_hashing_add(struct sync_hashing *hashing, const void *bytes, size_t length);
void sync_hashing_restart(struct sync_hashing *hashing);
struct sync_hash sync_hashing_end(struct sync_hashing *hashing);

/* Of a file's bytes, piece by piece; `size` may be NULL. `path` is for the error. */
enum atl_status sync_hash_descriptor(int descriptor, const char *path, struct sync_hash *hash,
                                     int64_t *size, struct atl_error *error);
enum atl_status sync_hash_file(const char *path, struct sync_hash *hash, int64_t *size,
                               struct atl_error *error);

#endif
