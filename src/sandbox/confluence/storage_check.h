/* Whether a body in storage format is well-formed, as Confluence's own parser says it. */
#ifndef SANDBOX_STORAGE_CHECK_H
#define SANDBOX_STORAGE_CHECK_H

#include "atlcli/memory.h"

/*
 * NULL when it is, else what is wrong and where, in the arena. Elements that nest and end, quoted
 * attributes that don't repeat, entities of XML and HTML 4, comments, CDATA. Which elements and
 * macros there are isn't looked at, nor does Confluence.
 */
const char *storage_check(struct atl_arena *arena, const char *storage);

#endif
