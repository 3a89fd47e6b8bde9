/* How long one waits for the archival job that runs on a site already. */
#include "atlassian/confluence/archive.h"

#include "unit.h"

#include <string.h>

enum {
    TEN_MINUTES_MS = 10 * 60 * 1000,
    BEGUN_MS = 5000,
};

static void waiting_ends_after_ten_minutes_and_is_told_of_once(void **state)
{
    struct archive_wait wait = archive_wait_begin(BEGUN_MS);
    struct atl_error error = {0};
    int64_t now_ms = BEGUN_MS;
    int64_t pause_ms = 0;
    int64_t last_ms = 0;
    int told = 0;
    (void)state;
    for (;;) {
        bool tell = false;
        enum atl_status status = archive_wait_next(&wait, now_ms, &pause_ms, &tell, &error);
        told += tell;
        assert_true(!tell || now_ms > BEGUN_MS + 5000);
        if (status != ATL_OK) {
            assert_int_equal(status, ATL_CONFLICT);
            break;
        }
        assert_true(pause_ms >= last_ms && pause_ms <= 10 * 1000);
        last_ms = pause_ms;
        now_ms += pause_ms;
        assert_true(now_ms <= BEGUN_MS + TEN_MINUTES_MS);
    }
    assert_true(now_ms > BEGUN_MS + TEN_MINUTES_MS - 10 * 1000);
    assert_int_equal(told, 1);
    assert_non_null(strstr(error.message, "for 10 minutes already"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiting_ends_after_ten_minutes_and_is_told_of_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
