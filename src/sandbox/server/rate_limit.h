/* A token bucket: each request takes a token; tokens come back at a steady rate. */
#ifndef SANDBOX_RATE_LIMIT_H
#define SANDBOX_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct rate_limit {
    bool started;
    double tokens;
    int64_t at_ms; /* when there were so many; on the monotonic clock */
};

/* Takes a token; false when there is none. `burst` is what the bucket holds, and starts with. */
bool rate_limit_take(struct rate_limit *limit, int64_t per_second, int64_t burst, int64_t now_ms);

/* Whole tokens that are left. */
int64_t rate_limit_remaining(const struct rate_limit *limit);

/* Seconds until there is another token, rounded up; 0 when there is one now. */
int64_t rate_limit_wait_seconds(const struct rate_limit *limit, int64_t per_second);

#endif
