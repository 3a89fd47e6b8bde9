/*
 * Moments as people write them, in the local time zone:
 *
 *   2026-12-01, 2026-12-01 09:30, 2026-12-01T09:30:00+01:00    ISO 8601; without an offset local
 *   now, today, tomorrow, yesterday, each but now also with a time: yesterday 9:00
 *   9:00                                                       today
 *   -2h, +2w, +1w 2d, -1d 9:00                                 from now on
 *
 * Of relative ones, days (d), weeks (w), months (mo) and years (y) are steps in the calendar: they
 * keep the time of day where the clocks are changed in between. Hours (h) and minutes (m) are as
 * long as they are.
 */
#ifndef ATLCLI_WHEN_H
#define ATLCLI_WHEN_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct atl_when {
    int64_t wall_ms;
    /*
     * Whether a time of day was said, or hours or minutes. Without: the beginning of the day that
     * was named, or for "+2w" and its like the time of day of `now_ms`.
     */
    bool has_time;
};

/* ATL_USAGE, with what can be written, when it is none; also outside of the years 1970 to 9999. */
enum atl_status atl_when_parse(const char *text, int64_t now_ms, struct atl_when *when,
                               struct atl_error *error);

/* The beginning of the local day that the moment is in, `days` days later (or earlier). */
int64_t atl_when_start_of_day(int64_t wall_ms, int days);

/* The day of `wall_ms` at the time of day of `clock_ms`. */
int64_t atl_when_at_time_of(int64_t wall_ms, int64_t clock_ms);

/* A local moment by strftime's words ("%Y-%m-%d", "%G-W%V", "%Y-%m-%d %H:%M"), in the arena. */
char *atl_when_format(struct atl_arena *arena, int64_t wall_ms, const char *format)
    __attribute__((format(strftime, 3, 0)));

#endif
