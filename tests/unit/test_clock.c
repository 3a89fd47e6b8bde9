#include "atlcli/clock.h"
#include "unit.h"

static void dates_of_both_products_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t wall_ms;
    } dates[] = {
        {"1970-01-01", 0},
        {"1970-01-01T00:00Z", 0},
        {"2026-01-31T08:15:30Z", 1769847330000},
        {"2026-01-31T08:15:30.123Z", 1769847330123},
        {"2026-01-31T10:15:30.123+0200", 1769847330123},
        {"2026-01-31T02:45:30.123-05:30", 1769847330123},
        {"2026-01-31T08:15:30.1234567", 1769847330123},
        {"2024-02-29", 1709164800000},
        {"1969-12-31T23:59:59.999Z", -1},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int64_t wall_ms = 0;
        assert_true(atl_clock_parse_iso8601(dates[i].text, &wall_ms));
        assert_int_equal(wall_ms, dates[i].wall_ms);
    }
}

static void nonsense_is_no_date(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2026",
                                        "2026-13-01",
                                        "2026-00-01",
                                        "2023-02-29",
                                        "2026-01-32",
                                        "2026-01-31T",
                                        "2026-01-31T25:00:00Z",
                                        "2026-01-31T08:61:00Z",
                                        "2026-01-31T08:15:30.Z",
                                        "2026-01-31T08:15:30+2",
                                        "2026-01-31T08:15:30Zx",
                                        "2026-01-31 08:15",
                                        "20260131"};
    int64_t wall_ms = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(atl_clock_parse_iso8601(wrong[i], &wall_ms));
    }
    assert_false(atl_clock_parse_iso8601(NULL, &wall_ms));
    assert_int_equal(wall_ms, 7);
}

static void formatted_dates_read_back(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    static const int64_t moments[] = {0, -1, 1769847330123, 253402300799999};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        int64_t back = 0;
        assert_true(atl_clock_parse_iso8601(atl_clock_format_iso8601(&arena, moments[i]), &back));
        assert_int_equal(back, moments[i]);
    }
    assert_string_equal(atl_clock_format_iso8601(&arena, 1769847330123),
                        "2026-01-31T08:15:30.123Z");
    atl_arena_free(&arena);
}

static void the_monotonic_clock_does_not_go_back(void **state)
{
    (void)state;
    int64_t before = atl_clock_monotonic_ms();
    assert_true(atl_clock_monotonic_ms() >= before);
    assert_true(atl_clock_wall_seconds() > 1700000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_both_products_are_read),
        cmocka_unit_test(nonsense_is_no_date),
        cmocka_unit_test(formatted_dates_read_back),
        cmocka_unit_test(the_monotonic_clock_does_not_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
