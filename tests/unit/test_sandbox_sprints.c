/* What may become of a sprint, and how issues are ordered. */
#include "sandbox/jira/agile/rank.h"
#include "sandbox/jira/agile/sprint_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    DAY_MS = 86400000,
    NOW_MS = 3 * DAY_MS,
};

struct fixture {
    struct store store;
    struct atl_arena arena;
    struct problems problems;
};

static int open_store(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct atl_error error;
    assert_int_equal(store_open(&fixture->store, NULL, &error), ATL_OK);
    fixture->problems.arena = &fixture->arena;
    store_run(&fixture->store,
              "INSERT INTO sprint (id, board, name, state, created) VALUES"
              " (1, 1, 'One', 'future', 0), (2, 1, 'Two', 'future', 0), (3, 2, 'Three', 'active',"
              " 0)",
              NO_VALUES);
    *state = fixture;
    return 0;
}

static int close_store(void **state)
{
    struct fixture *fixture = *state;
    assert_null(fixture->store.failure);
    store_close(&fixture->store);
    atl_arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static struct sprint_plan plan_of(struct fixture *fixture, int64_t sprint)
{
    struct sprint_plan plan = {0};
    assert_true(sprint_load(&fixture->store, &fixture->arena, sprint, &plan));
    return plan;
}

/* Brings a sprint to a state, with dates; NULL, or what is wrong with that. */
static const char *bring(struct fixture *fixture, int64_t sprint, const char *to)
{
    struct sprint_plan plan = plan_of(fixture, sprint);
    plan.state = to;
    plan.starts = plan.starts < 0 ? 1 : plan.starts;
    plan.ends = plan.ends < 0 ? DAY_MS : plan.ends;
    fixture->problems.count = 0;
    return sprint_change(&fixture->store, sprint, &plan, NOW_MS, &fixture->problems)
               ? NULL
               : fixture->problems.items[0].message;
}

static void sprint_goes_from_future_over_active_to_closed(void **state)
{
    struct fixture *fixture = *state;
    assert_null(bring(fixture, 1, "active"));
    assert_int_equal(plan_of(fixture, 1).completed, -1);
    assert_null(bring(fixture, 1, "closed"));
    assert_int_equal(plan_of(fixture, 1).completed, NOW_MS);
}

static void sprint_neither_skips_a_state_nor_goes_back(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(bring(fixture, 1, "closed"),
                        "A sprint in the state 'future' cannot become 'closed'.");
    assert_null(bring(fixture, 1, "active"));
    assert_string_equal(bring(fixture, 1, "future"),
                        "A sprint in the state 'active' cannot become 'future'.");
    assert_null(bring(fixture, 1, "closed"));
    assert_string_equal(bring(fixture, 1, "active"),
                        "A sprint in the state 'closed' cannot become 'active'.");
    assert_string_equal(bring(fixture, 1, "paused"), "The sprint state 'paused' is not valid.");
}

static void sprint_without_dates_cannot_start(void **state)
{
    struct fixture *fixture = *state;
    struct sprint_plan plan = plan_of(fixture, 1);
    plan.state = "active";
    assert_false(sprint_change(&fixture->store, 1, &plan, NOW_MS, &fixture->problems));
    assert_string_equal(plan_of(fixture, 1).state, "future");
}

static void board_has_one_active_sprint_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    assert_null(bring(fixture, 1, "active")); /* sprint 3 is of another board */
    assert_string_equal(bring(fixture, 2, "active"),
                        "This sprint cannot be started because another sprint of its board is "
                        "already active.");
    assert_null(bring(fixture, 1, "closed"));
    assert_null(bring(fixture, 2, "active"));
}

static void sprint_ends_after_it_starts(void **state)
{
    struct fixture *fixture = *state;
    struct sprint_plan plan = plan_of(fixture, 1);
    plan.starts = DAY_MS;
    plan.ends = DAY_MS;
    assert_false(sprint_change(&fixture->store, 1, &plan, NOW_MS, &fixture->problems));
    assert_string_equal(fixture->problems.items[0].message,
                        "The start date of a sprint must be before the end date.");
}

static void closed_sprint_keeps_its_dates_but_not_its_name(void **state)
{
    struct fixture *fixture = *state;
    assert_null(bring(fixture, 1, "active"));
    assert_null(bring(fixture, 1, "closed"));
    struct sprint_plan plan = plan_of(fixture, 1);
    plan.name = "Uno";
    plan.ends = 7 * DAY_MS;
    assert_true(sprint_change(&fixture->store, 1, &plan, 2 * NOW_MS, &fixture->problems));
    plan = plan_of(fixture, 1);
    assert_string_equal(plan.name, "Uno");
    assert_int_equal(plan.ends, DAY_MS);
    assert_int_equal(plan.completed, NOW_MS);
}

static void names_of_sprints_have_thirty_characters_at_most(void **state)
{
    struct fixture *fixture = *state;
    sprint_check_name("äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü", &fixture->problems);
    assert_int_equal(fixture->problems.count, 0);
    sprint_check_name("1234567890123456789012345678901", &fixture->problems);
    assert_int_equal(fixture->problems.count, 1);
}

/* ---- order ---- */

static void add_issues(struct store *store, int64_t count)
{
    for (int64_t i = 1; i <= count; i++) {
        store_run(store,
                  "INSERT INTO issue (id, project, number, type, status, summary, creator,"
                  " created, updated, status_changed, rank) VALUES (?1, 1, ?1, 1, 1, '', 1, 0, 0,"
                  " 0, ?1)",
                  VALUES(sql_integer(i)));
    }
}

static void assert_order(struct fixture *fixture, const char *expected)
{
    const char *order = store_text(&fixture->store, &fixture->arena,
                                   "SELECT group_concat(id, ' ') FROM (SELECT id FROM issue"
                                   " ORDER BY rank)",
                                   NO_VALUES);
    assert_string_equal(order, expected);
}

static void issues_are_ranked_around_another_in_the_order_given(void **state)
{
    struct fixture *fixture = *state;
    add_issues(&fixture->store, 5);
    rank_before(&fixture->store, (const int64_t[]){5, 4}, 2, 2);
    assert_order(fixture, "1 5 4 2 3");
    rank_after(&fixture->store, (const int64_t[]){1}, 1, 3);
    assert_order(fixture, "5 4 2 3 1");
    rank_before(&fixture->store, (const int64_t[]){3}, 1, 5);
    assert_order(fixture, "3 5 4 2 1");
}

static void ranks_never_run_out_of_room(void **state)
{
    struct fixture *fixture = *state;
    add_issues(&fixture->store, 3);
    for (int i = 0; i < 200; i++) {
        rank_after(&fixture->store, (const int64_t[]){i % 2 == 0 ? 3 : 2}, 1, 1);
    }
    assert_order(fixture, "1 2 3");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)
    const struct CMUnitTest tests[] = {
        TEST(sprint_goes_from_future_over_active_to_closed),
        TEST(sprint_neither_skips_a_state_nor_goes_back),
        TEST(sprint_without_dates_cannot_start),
        TEST(board_has_one_active_sprint_at_a_time),
        TEST(sprint_ends_after_it_starts),
        TEST(closed_sprint_keeps_its_dates_but_not_its_name),
        TEST(names_of_sprints_have_thirty_characters_at_most),
        TEST(issues_are_ranked_around_another_in_the_order_given),
        TEST(ranks_never_run_out_of_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
