/*
 * Dates, moments and durations, from servers, headers, queries and people: read or refused, and
 * what is written of what was read is read as the same.
 */
#include "atlcli/clock.h"
#include "atlcli/jira_duration.h"
#include "atlcli/when.h"
#include "http/date.h"
#include "sandbox/text/duration.h"
#include "sandbox/text/time_format.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t now_ms = INT64_C(1790000000000);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_iso8601(struct atl_arena *arena, const char *text)
{
    int64_t ms;
    int64_t again;
    if (atl_clock_parse_iso8601(text, &ms)) {
        require(atl_clock_parse_iso8601(atl_clock_format_iso8601(arena, ms), &again) &&
                again == ms);
    }
    require(atl_http_date_parse(text) >= -1);
}

static void check_when(struct atl_arena *arena, enum atl_when_side side, const char *text)
{
    struct atl_when when;
    struct atl_when again;
    struct atl_error error;
    atl_error_clear(&error);
    if (atl_when_parse(text, side, now_ms, &when, &error) != ATL_OK) {
        require(error.status == ATL_USAGE && error.message[0] != '\0');
        return;
    }
    const char *written = atl_when_format(arena, when.wall_ms, "%Y-%m-%d %H:%M:%S");
    require(atl_when_parse(written, side, now_ms, &again, NULL) == ATL_OK);
    require(again.wall_ms / 1000 == when.wall_ms / 1000 && again.has_time);
    require(atl_when_start_of_day(when.wall_ms, 0) <= when.wall_ms);
    require(atl_when_minutes_ago(&when, now_ms) >= 0);
}

static void check_duration(struct atl_arena *arena, const char *text)
{
    struct atl_jira_working_time usual = atl_jira_usual_working_time();
    const struct working_time working = {0};
    int64_t seconds;
    int64_t again = -1;
    if (atl_jira_duration_parse(text, &usual, &seconds, NULL) == ATL_OK) {
        const char *written = atl_jira_duration_format(arena, seconds, &usual);
        require(seconds >= 0 && atl_jira_duration_parse(written, &usual, &again, NULL) == ATL_OK);
        require(again == seconds / 60 * 60);
    }
    atl_jira_duration_has_days(text);
    if (duration_parse(text, &working, &seconds)) {
        duration_format(arena, seconds, &working);
    }
}

static void check_query(const char *text)
{
    int64_t ms;
    bool known;
    time_parse_query(text, now_ms, &ms);
    static const char *const functions[] = {"now", "startOfDay", "endOfMonth", "startOfYear"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        time_call_function(functions[i], text, now_ms, &known, &ms);
    }
    time_call_function(text, NULL, now_ms, &known, &ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct atl_arena arena = {0};
    setenv("TZ", "Europe/Berlin", 1);
    const char *text = atl_arena_strndup(&arena, (const char *)data, size);
    check_iso8601(&arena, text);
    check_when(&arena, ATL_WHEN_PAST, text);
    check_when(&arena, ATL_WHEN_FUTURE, text);
    check_duration(&arena, text);
    check_query(text);
    atl_arena_free(&arena);
    return 0;
}
