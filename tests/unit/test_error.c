#include "atlcli/error.h"
#include "unit.h"

#include <string.h>

static void fail_fills_status_and_message(void **state)
{
    (void)state;
    struct atl_error error;
    assert_int_equal(atl_fail(&error, ATL_NOT_FOUND, "no %s", "profile"), ATL_NOT_FOUND);
    assert_int_equal(error.status, ATL_NOT_FOUND);
    assert_string_equal(error.message, "no profile");
    assert_int_equal(error.hint_count, 0);
}

static void fail_without_an_error_gives_the_status(void **state)
{
    (void)state;
    assert_int_equal(atl_fail(NULL, ATL_CONFLICT, "x"), ATL_CONFLICT);
    atl_hint(NULL, "ignored");
    atl_error_prefix(NULL, "ignored");
    atl_error_clear(NULL);
}

static void an_error_can_wrap_itself(void **state)
{
    (void)state;
    struct atl_error error;
    atl_fail(&error, ATL_NETWORK, "connection refused");
    atl_fail(&error, ATL_FAILED, "cannot log in: %s", error.message);
    assert_string_equal(error.message, "cannot log in: connection refused");
    atl_error_prefix(&error, "item %d", 7);
    assert_string_equal(error.message, "item 7: cannot log in: connection refused");
}

static void long_messages_end_in_an_ellipsis_at_a_character(void **state)
{
    (void)state;
    char text[3 * ATL_ERROR_MESSAGE_BYTES + 1];
    for (size_t i = 0; i + 3 < sizeof text; i += 2) {
        memcpy(text + i, "é", 3);
    }
    for (size_t shift = 0; shift < 2; shift++) {
        struct atl_error error;
        atl_fail(&error, ATL_FAILED, "%s%s", shift == 0 ? "" : "x", text);
        size_t length = strlen(error.message);
        assert_true(length < ATL_ERROR_MESSAGE_BYTES);
        assert_string_equal(error.message + length - 3, "…");
        assert_memory_equal(error.message + length - 5, "é", 2);
    }
}

static void server_text_cannot_drive_a_terminal(void **state)
{
    (void)state;
    struct atl_error error;
    atl_fail(&error, ATL_FAILED, "server said: %s", "\x1b[31mred\nnext\x07");
    assert_string_equal(error.message, "server said: �[31mred next�");
}

static void hints_are_kept_once_and_bounded(void **state)
{
    (void)state;
    struct atl_error error;
    atl_fail(&error, ATL_FAILED, "x");
    atl_hint(&error, "try %d", 1);
    atl_hint(&error, "try %d", 1);
    assert_int_equal(error.hint_count, 1);
    for (int i = 0; i < 20; i++) {
        atl_hint(&error, "try %d", i);
    }
    assert_int_equal(error.hint_count, ATL_ERROR_HINTS);
    assert_string_equal(error.hints[0], "try 1");
}

static void each_status_has_its_documented_exit_code(void **state)
{
    (void)state;
    static const struct {
        enum atl_status status;
        int exit_code;
        const char *code;
    } expected[] = {
        {ATL_OK, 0, "ok"},
        {ATL_FAILED, 1, "failed"},
        {ATL_USAGE, 2, "usage"},
        {ATL_UNAUTHENTICATED, 3, "unauthenticated"},
        {ATL_FORBIDDEN, 3, "forbidden"},
        {ATL_NOT_FOUND, 4, "not_found"},
        {ATL_PARTIAL, 5, "partial"},
        {ATL_NETWORK, 6, "network"},
        {ATL_TLS, 6, "tls"},
        {ATL_CONFLICT, 7, "conflict"},
        {ATL_UNKNOWN_OUTCOME, 6, "unknown_outcome"},
        {ATL_CANCELLED, 130, "cancelled"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(atl_status_exit_code(expected[i].status), expected[i].exit_code);
        assert_string_equal(atl_status_code(expected[i].status), expected[i].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_fills_status_and_message),
        cmocka_unit_test(fail_without_an_error_gives_the_status),
        cmocka_unit_test(an_error_can_wrap_itself),
        cmocka_unit_test(long_messages_end_in_an_ellipsis_at_a_character),
        cmocka_unit_test(server_text_cannot_drive_a_terminal),
        cmocka_unit_test(hints_are_kept_once_and_bounded),
        cmocka_unit_test(each_status_has_its_documented_exit_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
