/* Malformed storage format, mended as a browser would read it. */
#ifndef CONTENT_STORAGE_REPAIR_H
#define CONTENT_STORAGE_REPAIR_H

#include "content/storage/storage_parse.h"

/*
 * Appends a well-formed version of the text to `buffer` and reports each kind of repair. Line
 * breaks stay where they are. False: something of Confluence's own is broken in a way that could
 * only be guessed at; `flaw` says where. `first_line`: of the text, 0 for 1.
 */
bool storage_repair(const char *text, size_t length, uint32_t first_line,
                    struct atl_content_report *report, struct atl_buffer *buffer,
                    struct storage_flaw *flaw);

#endif
