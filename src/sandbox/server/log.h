/* The request log: one JSON line per request, complete before the answer is sent. */
#ifndef SANDBOX_LOG_H
#define SANDBOX_LOG_H

#include "atlcli/error.h"

#include <stdio.h>

struct request;

struct request_log {
    FILE *stream; /* NULL: no log */
};

/* Appends to the file; 0600 when it is new. A NULL path means no log. */
enum atl_status request_log_open(struct request_log *log, const char *path,
                                 struct atl_error *error);

/*
 * Writes the request, with a body of up to 64 KiB, and what its answer was like. Which kind of
 * Authorization there was is noted, its value never.
 */
void request_log_write(struct request_log *log, const struct request *request);
void request_log_close(struct request_log *log);

#endif
