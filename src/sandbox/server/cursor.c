#include "sandbox/server/cursor.h"

#include "sandbox/seed/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a, to tell listings apart. */
static uint32_t hash(const char *text)
{
    uint32_t result = 2166136261U;
    for (; *text != '\0'; text++) {
        result = (result ^ (unsigned char)*text) * 16777619U;
    }
    return result;
}

/* The offset is masked, so that nobody is tempted to count it up. */
static uint32_t mask(uint32_t listing)
{
    return (uint32_t)random_at(listing, 7, 7);
}

const char *cursor_make(struct atl_arena *arena, const char *listing, size_t offset)
{
    uint32_t listing_hash = hash(listing);
    uint32_t masked = (uint32_t)offset ^ mask(listing_hash);
    return atl_arena_printf(arena, "c%08x%08x%04x", (unsigned)listing_hash, (unsigned)masked,
                            (unsigned)(random_at(masked, listing_hash, 3) & 0xFFFF));
}

bool cursor_read(const char *token, const char *listing, size_t *offset)
{
    unsigned listing_hash;
    unsigned masked;
    unsigned check;
    if (strlen(token) != 21 || sscanf(token, "c%8x%8x%4x", &listing_hash, &masked, &check) != 3 ||
        listing_hash != hash(listing) || check != (random_at(masked, listing_hash, 3) & 0xFFFF)) {
        return false;
    }
    *offset = masked ^ mask(listing_hash);
    return true;
}
