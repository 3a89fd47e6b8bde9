/* The order of a project's versions, and where issues go when one goes away. */
#include "sandbox/jira/setup/version_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
    struct store store;
    struct atl_arena arena;
};

static int open_store(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct atl_error error;
    assert_int_equal(store_open(&fixture->store, NULL, &error), ATL_OK);
    store_run(&fixture->store,
              "INSERT INTO version (id, project, name, position) VALUES (1, 1, 'a', 0),"
              " (2, 1, 'b', 1), (3, 1, 'c', 2), (4, 1, 'd', 3), (9, 2, 'other', 1)",
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

static void assert_text(struct fixture *fixture, const char *select, const char *expected)
{
    const char *text = store_text(&fixture->store, &fixture->arena, select, NO_VALUES);
    assert_string_equal(text == NULL ? "" : text, expected);
}

static void assert_order(struct fixture *fixture, const char *expected)
{
    assert_text(fixture,
                "SELECT group_concat(name, '') FROM (SELECT name FROM version WHERE project = 1"
                " ORDER BY position)",
                expected);
}

static void version_moves_to_either_end_and_by_one(void **state)
{
    struct fixture *fixture = *state;
    version_move(&fixture->store, 3, VERSION_FIRST);
    assert_order(fixture, "cabd");
    version_move(&fixture->store, 1, VERSION_LAST);
    assert_order(fixture, "cbda");
    version_move(&fixture->store, 2, VERSION_LATER);
    assert_order(fixture, "cdba");
    version_move(&fixture->store, 1, VERSION_EARLIER);
    assert_order(fixture, "cdab");
    version_move(&fixture->store, 3, VERSION_EARLIER);
    version_move(&fixture->store, 2, VERSION_LATER);
    assert_order(fixture, "cdab");
}

static void version_moves_behind_another(void **state)
{
    struct fixture *fixture = *state;
    version_move_after(&fixture->store, 1, 3);
    assert_order(fixture, "bcad");
    version_move_after(&fixture->store, 4, 2);
    assert_order(fixture, "bdca");
    version_move_after(&fixture->store, 4, 9); /* of another project */
    assert_order(fixture, "bdca");
}

static void only_another_version_of_the_project_inherits(void **state)
{
    struct fixture *fixture = *state;
    assert_true(version_may_inherit(&fixture->store, 1, 2));
    assert_false(version_may_inherit(&fixture->store, 1, 1));
    assert_false(version_may_inherit(&fixture->store, 1, 9));
    assert_false(version_may_inherit(&fixture->store, 1, 77));
}

static void heir_gets_the_issues_once(void **state)
{
    struct fixture *fixture = *state;
    store_run(&fixture->store,
              "INSERT INTO issue_version VALUES (1, 'fix', 1), (2, 'fix', 1), (2, 'fix', 2),"
              " (3, 'affects', 1)",
              NO_VALUES);
    version_hand_over(&fixture->store, 1, "fix", 2);
    assert_text(fixture, "SELECT group_concat(issue) FROM issue_version WHERE version = 2", "1,2");
    assert_text(fixture, "SELECT group_concat(kind) FROM issue_version WHERE version = 1",
                "affects");
    version_delete(&fixture->store, 1);
    assert_text(fixture, "SELECT group_concat(issue) FROM issue_version WHERE version = 1", "");
    assert_order(fixture, "bcd");
}

static void released_version_hands_over_what_is_not_resolved(void **state)
{
    struct fixture *fixture = *state;
    store_run(&fixture->store,
              "INSERT INTO issue (id, project, number, type, status, summary, creator, created,"
              " updated, status_changed, rank, resolution) VALUES (1, 1, 1, 1, 1, '', 1, 0, 0, 0,"
              " 1, 7), (2, 1, 2, 1, 1, '', 1, 0, 0, 0, 2, NULL)",
              NO_VALUES);
    store_run(&fixture->store,
              "INSERT INTO issue_version VALUES (1, 'fix', 1), (2, 'fix', 1), (2, 'affects', 1)",
              NO_VALUES);
    version_hand_over_unresolved(&fixture->store, 1, 2);
    assert_text(fixture,
                "SELECT group_concat(issue || kind || version, ' ') FROM (SELECT * FROM"
                " issue_version ORDER BY issue, kind)",
                "1fix1 2affects1 2fix2");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_store, close_store)
    const struct CMUnitTest tests[] = {
        TEST(version_moves_to_either_end_and_by_one),           TEST(version_moves_behind_another),
        TEST(only_another_version_of_the_project_inherits),     TEST(heir_gets_the_issues_once),
        TEST(released_version_hands_over_what_is_not_resolved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
