/* Dates and times as the APIs write them, and as queries give them. */
#ifndef SANDBOX_TIME_FORMAT_H
#define SANDBOX_TIME_FORMAT_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stdint.h>

/* "2026-01-31T08:15:30.000+0000": Jira. */
const char *time_format_jira(struct atl_arena *arena, int64_t ms);
/* "2026-01-31T08:15:30.000Z": Confluence. */
const char *time_format_confluence(struct atl_arena *arena, int64_t ms);
/* "2026-01-31" */
const char *time_format_date(struct atl_arena *arena, int64_t ms);

/*
 * Reads a date of a query: "2026-01-31", "2026/01/31", either with " 08:15", or a period from now
 * such as "-7d" or "4w 2d" (units y, M for months, w, d, h, m). False for anything else. All times
 * are UTC.
 */
bool time_parse_query(const char *text, int64_t now_ms, int64_t *ms);

/*
 * Evaluates now(), startOfDay("-1d"), endOfMonth() and their like; weeks start on Monday. NULL or
 * one argument. *known is false when there is no such function; the result is false when the
 * argument isn't right.
 */
bool time_call_function(const char *name, const char *argument, int64_t now_ms, bool *known,
                        int64_t *ms);

#endif
