#include "http/retry_after.h"

#include "atlcli/clock.h"
#include "atlcli/text.h"
#include "http/date.h"

#include <stdio.h>
#include <string.h>

enum {
    /* Numbers above this are points in time, below it they are durations. */
    EARLIEST_EPOCH_SECONDS = 1000 * 1000 * 1000,
};

static const int64_t most_seconds = INT64_C(1) << 40;

/* As the servers write it, sometimes without seconds. */
static bool parse_iso8601(const char *text, int64_t *wall_ms)
{
    char padded[24];
    if (strlen(text) == strlen("2026-01-31T08:15Z") && text[16] == 'Z') {
        snprintf(padded, sizeof padded, "%.16s:00Z", text);
        text = padded;
    }
    return atl_clock_parse_iso8601(text, wall_ms);
}

static int64_t until(int64_t wall_ms, const struct atl_rate_limit *limit, int64_t wall_now_ms)
{
    int64_t server_now = limit->date == NULL ? -1 : atl_http_date_parse(limit->date);
    int64_t wait = wall_ms - (server_now < 0 ? wall_now_ms : server_now);
    return wait < 0 ? 0 : wait;
}

static int64_t parse_retry_after(const struct atl_rate_limit *limit, int64_t wall_now_ms)
{
    int64_t number;
    if (atl_text_to_integer(limit->retry_after, 0, most_seconds, &number)) {
        return number * 1000;
    }
    int64_t wall_ms = atl_http_date_parse(limit->retry_after);
    return wall_ms < 0 ? -1 : until(wall_ms, limit, wall_now_ms);
}

static int64_t parse_reset(const struct atl_rate_limit *limit, int64_t wall_now_ms)
{
    int64_t number;
    if (atl_text_to_integer(limit->reset, 0, most_seconds, &number)) {
        return number < EARLIEST_EPOCH_SECONDS ? number * 1000
                                               : until(number * 1000, limit, wall_now_ms);
    }
    int64_t wall_ms;
    if (parse_iso8601(limit->reset, &wall_ms)) {
        return until(wall_ms, limit, wall_now_ms);
    }
    return -1;
}

int64_t atl_rate_limit_wait_ms(const struct atl_rate_limit *limit, bool refused,
                               int64_t wall_now_ms)
{
    if (limit->retry_after != NULL && refused) {
        int64_t wait = parse_retry_after(limit, wall_now_ms);
        if (wait >= 0) {
            return wait;
        }
    }
    int64_t remaining;
    bool exhausted = limit->remaining != NULL &&
                     atl_text_to_integer(limit->remaining, 0, most_seconds, &remaining) &&
                     remaining == 0;
    if (limit->reset != NULL && (refused || exhausted)) {
        return parse_reset(limit, wall_now_ms);
    }
    return -1;
}
