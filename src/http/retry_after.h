/* When a server wants to be asked again. */
#ifndef ATLCLI_HTTP_RETRY_AFTER_H
#define ATLCLI_HTTP_RETRY_AFTER_H

#include <stdbool.h>
#include <stdint.h>

/* The header fields that say so, as they came; NULL for those that didn't. */
struct atl_rate_limit {
    const char *retry_after; /* Retry-After: seconds or an HTTP date, RFC 9110 section 10.2.3 */
    const char *remaining;   /* X-RateLimit-Remaining */
    const char *reset;       /* X-RateLimit-Reset: ISO 8601, or seconds since 1970, or from now */
    const char *date;        /* Date: the server's clock, which its dates go by */
};

/*
 * Milliseconds to wait from now on, 0 or more; below 0 when the fields ask for no wait or make no
 * sense. X-RateLimit-Reset counts when Retry-After is missing, and, for an answer that was not
 * refused itself, only when nothing remains.
 */
int64_t atl_rate_limit_wait_ms(const struct atl_rate_limit *limit, bool refused,
                               int64_t wall_now_ms);

#endif
