/* The sandbox's small parts that stand on nothing else: dates, words, cursors. */
#include "sandbox/server/cursor.h"
#include "sandbox/text/text_match.h"
#include "sandbox/text/time_format.h"
#include "unit.h"

#include "atlcli/clock.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const int64_t today_ms = INT64_C(1769817600000); /* 2026-01-31, a Saturday */

/* ---- dates ---- */

static void dates_of_queries_are_read(void **state)
{
    (void)state;
    static const char *const now = "2026-01-31T13:10:00Z";
    static const struct {
        const char *text;
        const char *expected; /* NULL: no date */
    } cases[] = {
        {"2026-01-05", "2026-01-05T00:00:00.000Z"},
        {"2026/01/05", "2026-01-05T00:00:00.000Z"},
        {"2026-01-05 08:15", "2026-01-05T08:15:00.000Z"},
        {"2026/01/05 08:15", "2026-01-05T08:15:00.000Z"},
        {"-1d", "2026-01-30T13:10:00.000Z"},
        {"1d", "2026-02-01T13:10:00.000Z"},
        {"+1d", "2026-02-01T13:10:00.000Z"},
        {"-2w", "2026-01-17T13:10:00.000Z"},
        {"-4w 2d", "2026-01-01T13:10:00.000Z"},
        {"-90m", "2026-01-31T11:40:00.000Z"},
        {"-5h", "2026-01-31T08:10:00.000Z"},
        {"1M", "2026-02-28T13:10:00.000Z"},
        {"-2M", "2025-11-30T13:10:00.000Z"},
        {"-1y", "2025-01-31T13:10:00.000Z"},
        {"2026-02-30", NULL},
        {"2026-1-5", NULL},
        {"2026-01-05T08:15", NULL},
        {"-7", NULL},
        {"-7x", NULL},
        {"d", NULL},
        {"-", NULL},
        {"", NULL},
        {"yesterday", NULL},
        {"-99999999999d", NULL},
    };
    int64_t now_ms;
    assert_true(atl_clock_parse_iso8601(now, &now_ms));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        int64_t ms;
        bool valid = time_parse_query(cases[i].text, now_ms, &ms);
        const char *found = valid ? atl_clock_format_iso8601(&arena, ms) : "no date";
        const char *expected = cases[i].expected == NULL ? "no date" : cases[i].expected;
        if (strcmp(found, expected) != 0) {
            fail_msg("%s gave %s, not %s", cases[i].text, found, expected);
        }
        atl_arena_free(&arena);
    }
}

static void time_does_not_overflow(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    for (int i = 0; i < 5000; i++) {
        atl_buffer_add(&text, "9999y");
    }
    int64_t ms;
    assert_false(time_parse_query(text.data, today_ms, &ms));
    atl_buffer_free(&text);
}

static void time_functions_are_called(void **state)
{
    (void)state;
    static const struct {
        const char *function;
        const char *argument;
        const char *expected;
    } cases[] = {
        {"now", NULL, "2026-01-31T13:10:00.000Z"},
        {"NOW", "-1h", "2026-01-31T12:10:00.000Z"},
        {"startOfDay", NULL, "2026-01-31T00:00:00.000Z"},
        {"startOfDay", "-7d", "2026-01-24T00:00:00.000Z"},
        {"startOfDay", "-1", "2026-01-30T00:00:00.000Z"},
        {"startOfDay", "+1", "2026-02-01T00:00:00.000Z"},
        {"endOfDay", NULL, "2026-01-31T23:59:59.999Z"},
        {"startOfWeek", NULL, "2026-01-26T00:00:00.000Z"},
        {"endOfWeek", NULL, "2026-02-01T23:59:59.999Z"},
        {"startOfWeek", "-1", "2026-01-19T00:00:00.000Z"},
        {"startOfMonth", NULL, "2026-01-01T00:00:00.000Z"},
        {"startOfMonth", "14d", "2026-01-15T00:00:00.000Z"},
        {"endOfMonth", NULL, "2026-01-31T23:59:59.999Z"},
        {"endOfMonth", "1", "2026-02-28T23:59:59.999Z"},
        {"endOfMonth", "-1", "2025-12-31T23:59:59.999Z"},
        {"startOfYear", "-1y", "2025-01-01T00:00:00.000Z"},
        {"endOfYear", NULL, "2026-12-31T23:59:59.999Z"},
    };
    int64_t now_ms;
    assert_true(atl_clock_parse_iso8601("2026-01-31T13:10:00Z", &now_ms));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        bool known;
        int64_t ms;
        assert_true(time_call_function(cases[i].function, cases[i].argument, now_ms, &known, &ms));
        if (strcmp(atl_clock_format_iso8601(&arena, ms), cases[i].expected) != 0) {
            fail_msg("%s(%s) gave %s, not %s", cases[i].function,
                     cases[i].argument == NULL ? "" : cases[i].argument,
                     atl_clock_format_iso8601(&arena, ms), cases[i].expected);
        }
        atl_arena_free(&arena);
    }
    bool known;
    int64_t ms;
    assert_false(time_call_function("startOfCentury", NULL, now_ms, &known, &ms));
    assert_false(known);
    assert_false(time_call_function("startOfDay", "soon", now_ms, &known, &ms));
    assert_true(known);
}

/* ---- words ---- */

static void words_phrases_and_prefixes_match(void **state)
{
    (void)state;
    static const char *const text = "The Login-page shows yesterday's data, again: é 42.";
    static const struct {
        const char *pattern;
        bool expected;
    } cases[] = {
        {"login", true},
        {"LOGIN", true},
        {"logi", false},
        {"logi*", true},
        {"ogin", false},
        {"page login", true},
        {"login missing", false},
        {"\"login page\"", true},
        {"\"page login\"", false},
        {"\"shows yest*\"", true},
        {"login-page", true},
        {"page-login", false},
        {"42", true},
        {"4", false},
        {"é", true},
        {"again:", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_arena arena = {0};
        struct text_pattern pattern;
        assert_true(text_pattern_parse(&arena, cases[i].pattern, &pattern));
        if (text_pattern_matches(&pattern, text) != cases[i].expected) {
            fail_msg("%s", cases[i].pattern);
        }
        atl_arena_free(&arena);
    }
    struct atl_arena arena = {0};
    struct text_pattern pattern;
    assert_false(text_pattern_parse(&arena, "", &pattern));
    assert_false(text_pattern_parse(&arena, " ?* \"\" - \"", &pattern));
    atl_arena_free(&arena);
}

/* ---- cursors ---- */

static void cursors_are_good_for_their_listing_only(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    size_t offset;
    for (size_t wanted = 0; wanted < 2000000; wanted += 99991) {
        const char *cursor = cursor_make(&arena, "/pages?limit=5", wanted);
        assert_true(cursor_read(cursor, "/pages?limit=5", &offset));
        assert_int_equal(offset, wanted);
        assert_false(cursor_read(cursor, "/pages?limit=6", &offset));
    }
    char *cursor = atl_arena_strdup(&arena, cursor_make(&arena, "x", 50));
    for (char *digit = cursor; *digit != '\0'; digit++) {
        char kept = *digit;
        *digit = kept == '0' ? '1' : '0';
        assert_false(cursor_read(cursor, "x", &offset));
        *digit = kept;
    }
    assert_false(cursor_read("", "x", &offset));
    assert_false(cursor_read("50", "x", &offset));
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_queries_are_read),
        cmocka_unit_test(time_does_not_overflow),
        cmocka_unit_test(time_functions_are_called),
        cmocka_unit_test(words_phrases_and_prefixes_match),
        cmocka_unit_test(cursors_are_good_for_their_listing_only),
    };
    return cmocka_run_group_tests_name("sandbox text", tests, NULL, NULL);
}
