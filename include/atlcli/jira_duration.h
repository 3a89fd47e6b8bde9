/*
 * Durations as Jira writes them: "1w 2d 3h 30m", "1.5h", "90m". How long a week and a day are is
 * the site's to say (its time tracking settings): usually five days of eight hours.
 */
#ifndef ATLCLI_JIRA_DURATION_H
#define ATLCLI_JIRA_DURATION_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct atl_jira_working_time {
    double hours_per_day;
    double days_per_week;
};

/* Eight hours a day, five days a week. */
struct atl_jira_working_time atl_jira_usual_working_time(void);

/* Whether the text holds days or weeks, so that it takes the site's settings to read it. */
bool atl_jira_duration_has_days(const char *text);

/*
 * Reads weeks (w), days (d), hours (h) and minutes (m), each at most once, with or without spaces
 * between them; fractions with a point or a comma; the units also in words ("2 hours"). A number
 * alone is refused, since sites differ in what it would mean. "0m" is none and allowed. ATL_USAGE,
 * with what is accepted, for anything else and for what is longer than 100 years.
 */
enum atl_status atl_jira_duration_parse(const char *text,
                                        const struct atl_jira_working_time *working,
                                        int64_t *seconds, struct atl_error *error);

/*
 * "1w 2d 3h 30m", "0m"; in the arena. Seconds below a minute are left out. `working` NULL: nothing
 * larger than hours ("45h 30m").
 */
const char *atl_jira_duration_format(struct atl_arena *arena, int64_t seconds,
                                     const struct atl_jira_working_time *working);

#endif
