/* Durations as Jira writes them: "1w 2d 3h 30m", with eight hours a day and five days a week. */
#ifndef SANDBOX_DURATION_H
#define SANDBOX_DURATION_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* In the arena; "0m" for nothing. Seconds below a minute are dropped. */
const char *duration_format(struct atl_arena *arena, int64_t seconds);

/* "3h 30m", "1w", "1.5h"; a number alone is minutes. False when it is none of these. */
bool duration_parse(const char *text, int64_t *seconds);

#endif
