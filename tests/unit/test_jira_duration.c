/* Durations as Jira writes them. */
#include "atlcli/jira_duration.h"

#include "unit.h"

#include <string.h>

enum { HOUR = 3600 };

static void durations_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } durations[] = {
        {"1w 2d 3h 30m", (5 * 8 + 2 * 8 + 3) * HOUR + 1800},
        {"1w2d3h30m", (5 * 8 + 2 * 8 + 3) * HOUR + 1800},
        {"1.5h", 5400},
        {"1,5h", 5400},
        {".5h", 1800},
        {"90m", 5400},
        {"30m 1h", 5400},
        {" 2 hours  5 Minutes ", 2 * HOUR + 300},
        {"0.5d", 4 * HOUR},
        {"1W", 40 * HOUR},
        {"0m", 0},
        {"0.25h", 900},
        {"1hr 1min", 3660},
    };
    const struct atl_jira_working_time usual = atl_jira_usual_working_time();
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
        int64_t seconds = -1;
        assert_int_equal(atl_jira_duration_parse(durations[i].text, &usual, &seconds, NULL),
                         ATL_OK);
        assert_int_equal(seconds, durations[i].seconds);
    }
}

static void days_and_weeks_are_as_long_as_the_site_says(void **state)
{
    (void)state;
    const struct atl_jira_working_time working = {.hours_per_day = 7.5, .days_per_week = 4};
    struct atl_arena arena = {0};
    int64_t seconds;
    assert_int_equal(atl_jira_duration_parse("1w 1d", &working, &seconds, NULL), ATL_OK);
    assert_int_equal(seconds, 37.5 * HOUR);
    assert_string_equal(atl_jira_duration_format(&arena, seconds, &working), "1w 1d");
    assert_true(atl_jira_duration_has_days("1d 2h"));
    assert_true(atl_jira_duration_has_days("1 Week"));
    assert_false(atl_jira_duration_has_days("1h 30m"));
    atl_arena_free(&arena);
}

static void nonsense_is_refused_with_what_is_accepted(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",      " ",       "soon",         "5",   "h",    "-1h",   "1h 2", "1h 1h",  "1.h",
        "1..5h", "0x10m",   "1e3m",         "1s",  "1h30", "1 h m", "1mo",  "1h,30m", "12345678m",
        "1y",    "1hourss", "1.123456789h", "nan", "inf h"};
    const struct atl_jira_working_time usual = atl_jira_usual_working_time();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t seconds = 7;
        struct atl_error error;
        assert_int_equal(atl_jira_duration_parse(wrong[i], &usual, &seconds, &error), ATL_USAGE);
        assert_int_equal(seconds, 7);
        assert_non_null(strstr(error.message, "is no duration"));
        assert_non_null(strstr(error.hints[0], "1h 30m"));
    }
    int64_t seconds;
    struct atl_error error;
    assert_int_equal(atl_jira_duration_parse("9999999w", &usual, &seconds, &error), ATL_USAGE);
    assert_non_null(strstr(error.message, "too long"));
}

static void durations_are_written(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *in_weeks;
        const char *in_hours;
    } durations[] = {
        {0, "0m", "0m"},
        {59, "0m", "0m"},
        {60, "1m", "1m"},
        {5400, "1h 30m", "1h 30m"},
        {8 * HOUR, "1d", "8h"},
        {40 * HOUR, "1w", "40h"},
        {(40 + 16 + 3) * HOUR + 1830, "1w 2d 3h 30m", "59h 30m"},
    };
    const struct atl_jira_working_time usual = atl_jira_usual_working_time();
    struct atl_arena arena = {0};
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
        int64_t seconds = durations[i].seconds;
        assert_string_equal(atl_jira_duration_format(&arena, seconds, &usual),
                            durations[i].in_weeks);
        assert_string_equal(atl_jira_duration_format(&arena, seconds, NULL), durations[i].in_hours);
    }
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read),
        cmocka_unit_test(days_and_weeks_are_as_long_as_the_site_says),
        cmocka_unit_test(nonsense_is_refused_with_what_is_accepted),
        cmocka_unit_test(durations_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
