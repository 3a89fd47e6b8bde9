/* Percent-encoding: "%C3%AD" in addresses. */
#ifndef CONTENT_PERCENT_H
#define CONTENT_PERCENT_H

#include "atlcli/memory.h"

#include <stddef.h>

/*
 * UTF-8 percent-decoded, in the arena. What would be a NUL or no UTF-8 stays encoded, as does a "%"
 * that begins nothing.
 */
char *content_percent_decode(struct atl_arena *arena, const char *text, size_t length);

#endif
