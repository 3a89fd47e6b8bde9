#include "sandbox/server/rate_limit.h"

static void refill(struct rate_limit *limit, int64_t per_second, int64_t burst, int64_t now_ms)
{
    if (!limit->started) {
        *limit = (struct rate_limit){.started = true, .tokens = (double)burst, .at_ms = now_ms};
    }
    limit->tokens += (double)(now_ms - limit->at_ms) * (double)per_second / 1000;
    if (limit->tokens > (double)burst) {
        limit->tokens = (double)burst;
    }
    limit->at_ms = now_ms;
}

bool rate_limit_take(struct rate_limit *limit, int64_t per_second, int64_t burst, int64_t now_ms)
{
    refill(limit, per_second, burst, now_ms);
    if (limit->tokens < 1) {
        return false;
    }
    limit->tokens -= 1;
    return true;
}

int64_t rate_limit_remaining(const struct rate_limit *limit)
{
    return (int64_t)limit->tokens;
}

int64_t rate_limit_wait_seconds(const struct rate_limit *limit, int64_t per_second)
{
    double missing = 1 - limit->tokens;
    if (missing <= 0) {
        return 0;
    }
    double seconds = missing / (double)per_second;
    int64_t whole = (int64_t)seconds;
    return (double)whole < seconds ? whole + 1 : whole;
}
