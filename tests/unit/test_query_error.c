/* Pointing at the place of a query that a server rejected. */
#include "cmd/query_error.h"

#include "unit.h"

#include <string.h>

struct example {
    const char *query;
    const char *message; /* the server's */
    int column;          /* where the caret stands, from 1; 0: none */
};

static void check(const struct example *examples, size_t count, int http_status)
{
    for (size_t i = 0; i < count; i++) {
        struct atl_error error;
        atl_fail(&error, ATL_FAILED, "%s", examples[i].message);
        error.http_status = http_status;
        query_error_explain(ATL_QUERY_JQL, examples[i].query, &error);
        if (examples[i].column == 0) {
            assert_int_equal(error.hint_count, 0);
            continue;
        }
        assert_int_equal(error.hint_count, 2);
        assert_int_equal(strlen(error.hints[1]), examples[i].column);
        assert_int_equal(error.hints[1][examples[i].column - 1], '^');
    }
}

static void the_place_that_the_server_names_is_shown(void **state)
{
    (void)state;
    const struct example examples[] = {
        {"project = A AND statu Done",
         "Error in the JQL Query: Expecting operator but got 'Done'. (line 1, character 23)", 23},
        {"project = A\nAND foo bar", "Error: but got 'bar'. (line 2, character 9)", 9},
        /* At the end, and beyond it. */
        {"a =", "Expecting a value. (line 1, character 4)", 4},
    };
    check(examples, sizeof examples / sizeof *examples, 400);
}

static void a_field_or_value_that_the_server_quotes_is_shown(void **state)
{
    (void)state;
    const struct example examples[] = {
        {"project = A AND colour = red",
         "Field 'colour' does not exist or you do not have permission to view it.", 17},
        {"project = A AND status in (Open, 'Almost Done')",
         "The value 'Almost Done' does not exist for the field 'status'.", 34},
        {"a = 1 AND (b = 2 OR NOT c = 3)", "Field 'c' does not exist.", 25},
        {"project = A order by colour", "Not able to sort using field 'COLOUR'.", 22},
        {"assignee = nobody()", "Unable to find JQL function 'nobody'.", 12},
        {"project = A", "Something else isn't right.", 0},
        {"project = A", "Field 'b' does not exist.", 0},
    };
    check(examples, sizeof examples / sizeof *examples, 400);
}

static void our_own_parser_helps_when_the_server_names_no_place(void **state)
{
    (void)state;
    const struct example examples[] = {
        {"project = ", "Bad request", 11},
        {"project = A AND", "Bad request", 16},
    };
    check(examples, sizeof examples / sizeof *examples, 400);
}

static void other_errors_are_left_alone(void **state)
{
    (void)state;
    const struct example examples[] = {{"project = ", "You don't have permission", 0}};
    check(examples, 1, 403);
    check(examples, 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_place_that_the_server_names_is_shown),
        cmocka_unit_test(a_field_or_value_that_the_server_quotes_is_shown),
        cmocka_unit_test(our_own_parser_helps_when_the_server_names_no_place),
        cmocka_unit_test(other_errors_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
