/* The line that --verbose shows for each attempt. */
#ifndef ATLCLI_HTTP_LOG_H
#define ATLCLI_HTTP_LOG_H

#include "http/transfer.h"

/*
 * Writes, when the engine has a log, one line for an attempt that has ended:
 *
 *     http: GET https://example.com/rest/api/3/myself 200 34 ms 512 bytes attempt 1/5 new HTTP/2
 *
 * with "error: what" in place of the status when there was no answer. Secrets in the URL are
 * replaced, and control characters can't do harm.
 */
void atl_log_attempt(const struct atl_transfer *transfer, int attempt);

/* A line about a pause: "http: waiting 12.0 s for https://example.com:443 (429)". */
void atl_log_wait(const struct atl_http *http, const struct atl_origin *origin,
                  int64_t milliseconds, const char *why);

#endif
