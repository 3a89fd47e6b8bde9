/* Time: the monotonic clock for durations, the wall clock for dates, and their formats. */
#ifndef ATLCLI_CLOCK_H
#define ATLCLI_CLOCK_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Milliseconds on a clock that never jumps; only differences mean anything. */
int64_t atl_clock_monotonic_ms(void);

/* Seconds and milliseconds since 1970-01-01T00:00:00Z. */
int64_t atl_clock_wall_seconds(void);
int64_t atl_clock_wall_ms(void);

/*
 * Parses an ISO 8601 date-time as Atlassian writes it: "2026-01-31", "2026-01-31T08:15:30Z",
 * "2026-01-31T08:15:30.123+0200", "…+02:00". A missing offset means UTC. False for anything else.
 */
bool atl_clock_parse_iso8601(const char *text, int64_t *wall_ms);

/* "2026-01-31T08:15:30.123Z", in the arena. */
char *atl_clock_format_iso8601(struct atl_arena *arena, int64_t wall_ms);

#endif
