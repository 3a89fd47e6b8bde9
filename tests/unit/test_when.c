/* Moments as people write them. */
#include "atlcli/when.h"

#include "atlcli/clock.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A Thursday, 14:30 in Berlin; the clocks go back to winter time on the Sunday after it. */
static const char now[] = "2026-10-22T14:30:00+0200";

static int64_t ms(const char *iso)
{
    int64_t wall_ms = -1;
    assert_true(atl_clock_parse_iso8601(iso, &wall_ms));
    return wall_ms;
}

static int in_berlin(void **state)
{
    (void)state;
    /* With its rules written out, so that no time zone database is needed. */
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    return 0;
}

static void dates_are_local_unless_they_say_otherwise(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *is;
        bool has_time;
    } moments[] = {
        {"2026-12-01", "2026-12-01T00:00:00+0100", false},
        {"2026-07-01", "2026-07-01T00:00:00+0200", false},
        {"2026-12-01 09:30", "2026-12-01T09:30:00+0100", true},
        {"2026/12/01", "2026-12-01T00:00:00+0100", false},
        {"2026/7/1 9:30", "2026-07-01T09:30:00+0200", true},
        {"2026-12-01T09:30", "2026-12-01T09:30:00+0100", true},
        {"2026-12-01T9:30:15", "2026-12-01T09:30:15+0100", true},
        {"2026-12-01T09:30:00Z", "2026-12-01T09:30:00Z", true},
        {"2026-12-01T09:30:00.250+05:30", "2026-12-01T09:30:00.250+05:30", true},
        {"now", "2026-10-22T14:30:00+0200", true},
        {"today", "2026-10-22T00:00:00+0200", false},
        {" Tomorrow ", "2026-10-23T00:00:00+0200", false},
        {"yesterday 9:00", "2026-10-21T09:00:00+0200", true},
        {"9:05", "2026-10-22T09:05:00+0200", true},
        {"-2h", "2026-10-22T12:30:00+0200", true},
        {"+90m", "2026-10-22T16:00:00+0200", true},
        {"-1d", "2026-10-21T14:30:00+0200", false},
        {"-1d 9:00", "2026-10-21T09:00:00+0200", true},
        {"+1mo", "2026-11-22T14:30:00+0100", false},
        {"1M", "2026-11-22T14:30:00+0100", false},
        {"-1y", "2025-10-22T14:30:00+0200", false},
    };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct atl_when when = {0};
        assert_int_equal(atl_when_parse(moments[i].text, ATL_WHEN_FUTURE, ms(now), &when, NULL),
                         ATL_OK);
        assert_int_equal(when.wall_ms, ms(moments[i].is));
        assert_int_equal(when.has_time, moments[i].has_time);
    }
}

static void days_keep_the_time_of_day_and_hours_their_length(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *is;
    } moments[] = {
        {"+2w", "2026-11-05T14:30:00+0100"},    {"+1w 2d", "2026-10-31T14:30:00+0100"},
        {"+1w2d", "2026-10-31T14:30:00+0100"},  {"+96h", "2026-10-26T13:30:00+0100"},
        {"+4d 1h", "2026-10-26T15:30:00+0100"},
    };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct atl_when when = {0};
        assert_int_equal(atl_when_parse(moments[i].text, ATL_WHEN_FUTURE, ms(now), &when, NULL),
                         ATL_OK);
        assert_int_equal(when.wall_ms, ms(moments[i].is));
    }
}

static void steps_without_a_sign_lead_to_the_side_that_is_meant(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *ago;
        const char *to_come; /* NULL: as in the past */
    } moments[] = {
        {"7d", "2026-10-15T14:30:00+0200", "2026-10-29T14:30:00+0100"},
        {"2w 3d", "2026-10-05T14:30:00+0200", "2026-11-08T14:30:00+0100"},
        {"20m", "2026-10-22T14:10:00+0200", "2026-10-22T14:50:00+0200"},
        {"1d 9:00", "2026-10-21T09:00:00+0200", "2026-10-23T09:00:00+0200"},
        {"-2h", "2026-10-22T12:30:00+0200", NULL},
        {"+2h", "2026-10-22T16:30:00+0200", NULL},
        {"2026/10/01", "2026-10-01T00:00:00+0200", NULL},
        {"yesterday 9:00", "2026-10-21T09:00:00+0200", NULL},
    };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        const char *to_come = moments[i].to_come == NULL ? moments[i].ago : moments[i].to_come;
        struct atl_when when = {0};
        assert_int_equal(atl_when_parse(moments[i].text, ATL_WHEN_PAST, ms(now), &when, NULL),
                         ATL_OK);
        assert_int_equal(when.wall_ms, ms(moments[i].ago));
        assert_int_equal(atl_when_parse(moments[i].text, ATL_WHEN_FUTURE, ms(now), &when, NULL),
                         ATL_OK);
        assert_int_equal(when.wall_ms, ms(to_come));
    }
}

/* A day is 25 hours long when the clocks go back; what has a time of day depends on the zone. */
static void what_is_counted_from_now_is_minutes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_from_now;
        int64_t minutes;
    } moments[] = {
        {"now", true, 0},
        {"20m", true, 20},
        {"1d 2h", true, 26 * 60},
        {"7d", true, (7 * 24 + 1) * 60},
        {"1d 9:00", false, (24 + 5) * 60 + 31},
        {"today", false, 14 * 60 + 31},
        {"tomorrow", false, 0},
    };
    int64_t now_ms = ms("2026-10-26T14:30:12.345+0100");
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct atl_when when = {0};
        assert_int_equal(atl_when_parse(moments[i].text, ATL_WHEN_PAST, now_ms, &when, NULL),
                         ATL_OK);
        assert_int_equal(when.is_from_now, moments[i].is_from_now);
        assert_int_equal(atl_when_minutes_ago(&when, now_ms), moments[i].minutes);
    }
}

static void nonsense_is_refused_with_what_can_be_written(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "soon",
                                        "2026-13-01",
                                        "2026-02-30",
                                        "2026-12-01 25:00",
                                        "2026-12-01x",
                                        "+",
                                        "+2",
                                        "+2x",
                                        "2026-12/01",
                                        "2026/2/30",
                                        "2w3",
                                        "+2w 3",
                                        "24:00",
                                        "9",
                                        "+9999999d",
                                        "yesterdayish",
                                        "+2h 9:00",
                                        "today today",
                                        "20261201",
                                        "2026-12-01T09:30Zx",
                                        "0001-01-01",
                                        "-200y",
                                        "9:0:60",
                                        "+10000y"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct atl_when when;
        struct atl_error error;
        assert_int_equal(atl_when_parse(wrong[i], ATL_WHEN_FUTURE, ms(now), &when, &error),
                         ATL_USAGE);
        assert_non_null(strstr(error.message, "is no date"));
        assert_non_null(strstr(error.hints[0], "+2w"));
        assert_int_equal(atl_when_parse(wrong[i], ATL_WHEN_PAST, ms(now), &when, &error),
                         ATL_USAGE);
        assert_non_null(strstr(error.hints[0], "7d"));
        assert_null(strstr(error.hints[0], "+2w"));
    }
}

static void days_begin_at_midnight(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    assert_int_equal(atl_when_start_of_day(ms(now), 0), ms("2026-10-22T00:00:00+0200"));
    assert_int_equal(atl_when_start_of_day(ms(now), 4), ms("2026-10-26T00:00:00+0100"));
    assert_int_equal(atl_when_at_time_of(ms("2026-10-26T00:00:00+0100"), ms(now)),
                     ms("2026-10-26T14:30:00+0100"));
    assert_string_equal(atl_when_format(&arena, ms(now), "%G-W%V %H:%M"), "2026-W43 14:30");
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_local_unless_they_say_otherwise),
        cmocka_unit_test(days_keep_the_time_of_day_and_hours_their_length),
        cmocka_unit_test(steps_without_a_sign_lead_to_the_side_that_is_meant),
        cmocka_unit_test(what_is_counted_from_now_is_minutes),
        cmocka_unit_test(nonsense_is_refused_with_what_can_be_written),
        cmocka_unit_test(days_begin_at_midnight),
    };
    return cmocka_run_group_tests(tests, in_berlin, NULL);
}
