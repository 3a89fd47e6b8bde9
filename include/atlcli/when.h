/*
 * Moments as people write them, in the local time zone:
 *
 *   2026-12-01, 2026/12/1, 2026-12-01 09:30, 2026-12-01T09:30:00+01:00    without an offset local
 *   now, today, tomorrow, yesterday, each but now also with a time: yesterday 9:00
 *   9:00                                                       today
 *   -2h, +2w, +1w 2d, -1d 9:00                                 from now on
 *   2h, 7d, 2w 3d                                              ago, or from now on: see below
 *
 * Of relative ones, days (d), weeks (w), months (mo, M) and years (y) are steps in the calendar:
 * they keep the time of day where the clocks are changed in between. Hours (h) and minutes (m) are
 * as long as they are.
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
    bool is_from_now; /* it is so long before or after now, whatever the time zone */
};

/*
 * Where a moment is to be, and so where steps without a sign lead: "7d" was seven days ago, or will
 * be in seven days. A sign leads where it says.
 */
enum atl_when_side {
    ATL_WHEN_PAST,
    ATL_WHEN_FUTURE,
};

/* ATL_USAGE, with what can be written, when it is none; also outside of the years 1970 to 9999. */
enum atl_status atl_when_parse(const char *text, enum atl_when_side side, int64_t now_ms,
                               struct atl_when *when, struct atl_error *error);

/* How many minutes before now it is, rounded up; 0 when it is to come. */
int64_t atl_when_minutes_ago(const struct atl_when *when, int64_t now_ms);

/* The beginning of the local day that the moment is in, `days` days later (or earlier). */
int64_t atl_when_start_of_day(int64_t wall_ms, int days);

/* The day of `wall_ms` at the time of day of `clock_ms`. */
int64_t atl_when_at_time_of(int64_t wall_ms, int64_t clock_ms);

/* A local moment by strftime's words ("%Y-%m-%d", "%G-W%V", "%Y-%m-%d %H:%M"), in the arena. */
char *atl_when_format(struct atl_arena *arena, int64_t wall_ms, const char *format)
    __attribute__((format(strftime, 3, 0)));

/*
 * The same in the time zone of that name ("Europe/Berlin"), "UTC" and its like among them. NULL
 * when the name is NULL or unknown here. Not for threads: the process is in that zone for a moment.
 */
char *atl_when_format_in(struct atl_arena *arena, int64_t wall_ms, const char *zone,
                         const char *format) __attribute__((format(strftime, 4, 0)));

#endif
