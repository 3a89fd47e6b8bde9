/*
 * The header fields of an answer, kept as they came until somebody asks: a block of
 * "name\0value\0" pairs with an empty name at its end.
 */
#ifndef ATLCLI_HTTP_HEADER_H
#define ATLCLI_HTTP_HEADER_H

#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Adds one line as libcurl delivers it, with or without its line end. A status line empties the
 * block: the fields before it were of an interim answer. Lines that are no fields are left out.
 */
void atl_header_add_line(struct atl_buffer *block, const char *line, size_t length);

/* The value of the first field of that name (in any case), NULL when there is none. */
const char *atl_header_find(const char *block, const char *name);

#endif
