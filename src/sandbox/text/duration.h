/* Durations as Jira writes them: "1w 2d 3h 30m", of working time. */
#ifndef SANDBOX_DURATION_H
#define SANDBOX_DURATION_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* How long a day and a week are; where one is 0, as usual: eight hours, five days. */
struct working_time {
    double hours_per_day;
    double days_per_week;
};

int64_t working_day_seconds(const struct working_time *working);
int64_t working_week_seconds(const struct working_time *working);

/* In the arena; "0m" for nothing. Seconds below a minute are dropped. */
const char *duration_format(struct atl_arena *arena, int64_t seconds,
                            const struct working_time *working);

/* "3h 30m", "1w", "1.5h"; a number alone is minutes. False when it is none of these. */
bool duration_parse(const char *text, const struct working_time *working, int64_t *seconds);

#endif
