/* Opaque tokens that say where the next page starts, and of which listing. */
#ifndef SANDBOX_CURSOR_H
#define SANDBOX_CURSOR_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* `listing` is what the token is good for: the query, the path with its filters. */
const char *cursor_make(struct atl_arena *arena, const char *listing, size_t offset);

/* False when it is no token of ours, or of another listing. */
bool cursor_read(const char *token, const char *listing, size_t *offset);

#endif
