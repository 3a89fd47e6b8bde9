/* Reading a line from a terminal, with or without echo, so that it is left as it was found. */
#ifndef CLI_TERMINAL_LINE_H
#define CLI_TERMINAL_LINE_H

#include "atlcli/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    TERMINAL_LINE_BYTES = 4096, /* a terminal's own limit for a line (Linux: N_TTY_BUF_SIZE) */
};

/*
 * Shows the question on `screen` and reads a line from `keyboard` without its newline.
 * ATL_CANCELLED for Ctrl-C, SIGTERM, SIGHUP and the end of input (Ctrl-D: *ended is true then);
 * ATL_USAGE for a line that is too long. A suspend (Ctrl-Z) is passed on, and the question asked
 * again afterwards. Terminal modes and signal handlers are restored in every case.
 */
enum atl_status terminal_read_line(int keyboard, int screen, const char *question, bool echo,
                                   char *line, size_t size, bool *ended, struct atl_error *error);

#endif
