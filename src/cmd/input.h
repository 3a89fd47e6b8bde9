/* Files that a command reads because its user says so. */
#ifndef CMD_INPUT_H
#define CMD_INPUT_H

#include "atlcli/error.h"
#include "atlcli/text.h"

#include <stddef.h>

/*
 * Reads a whole file, or standard input for "-", into `contents`, replacing what was there. At most
 * `limit` bytes. In a fiber; Ctrl-C ends the wait for standard input (ATL_CANCELLED).
 */
enum atl_status input_read(const char *path, size_t limit, struct atl_buffer *contents,
                           struct atl_error *error);

#endif
