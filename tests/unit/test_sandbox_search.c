/* Results of searches that are kept, and searches that see changes late. */
#include "sandbox/query/search.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ISSUES = 40,
    LAG_MS = 5000,
};

static struct store store;
static struct searches searches;
static struct jql_context jql = {.store = &store, .me = 1, .now_ms = INT64_C(1769862600000)};
static struct cql_context cql = {.store = &store, .me = 1, .now_ms = INT64_C(1769862600000)};

static void change(const char *sql, int64_t id)
{
    store_begin(&store);
    store_run(&store, sql, VALUES(sql_integer(id)));
    assert_true(store_commit(&store));
}

static void add_issue(int64_t number)
{
    change("INSERT INTO issue (id, project, number, type, status, summary, creator, created,"
           " updated, status_changed, rank)"
           " VALUES (?1 + 10000, 10000, ?1, 1, 1, 'A task', 1, ?1, ?1, ?1, ?1)",
           number);
}

static int set_up(void **state)
{
    (void)state;
    struct atl_error error;
    searches = (struct searches){0};
    assert_int_equal(store_open(&store, NULL, &error), ATL_OK);
    change("INSERT INTO person (id, name, username, email, account_id, key)"
           " VALUES (?, 'Me', 'me', 'me@example.com', 'me', 'me')",
           1);
    change("INSERT INTO project (id, key, name, lead) VALUES (?, 'WEB', 'Web Shop', 1)", 10000);
    change("INSERT INTO project (id, key, name, lead) VALUES (?, 'MOB', 'Mobile App', 1)", 10001);
    change("INSERT INTO status_category VALUES (?, 'new', 'To Do', 'blue')", 2);
    change("INSERT INTO status (id, name, category, position) VALUES (?, 'Open', 2, 1)", 1);
    change("INSERT INTO status (id, name, category, position) VALUES (?, 'Shut', 2, 2)", 2);
    change("INSERT INTO issue_type (id, name, position) VALUES (?, 'Task', 1)", 1);
    for (int64_t number = 1; number <= ISSUES; number++) {
        add_issue(number);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    searches_free(&searches);
    store_close(&store);
    return 0;
}

static const struct search_found *find(const char *query)
{
    const struct search_found *found = NULL;
    struct atl_error error = {0};
    if (search_jql(&searches, &jql, query, &found, &error) != ATL_OK) {
        fail_msg("%s: %s", query, error.message);
    }
    return found;
}

static size_t count(const char *query)
{
    return find(query)->count;
}

/* ---- what is kept ---- */

static void a_search_is_kept_until_something_changes(void **state)
{
    (void)state;
    const int64_t *ids = find("project = WEB")->ids;
    assert_ptr_equal(find("project = WEB")->ids, ids);
    assert_int_equal(find("project = WEB")->count, ISSUES);
    assert_int_equal(ids[0], 10000 + ISSUES);
    add_issue(ISSUES + 1);
    assert_int_equal(find("project = WEB")->count, ISSUES + 1);
}

static void others_push_a_search_out(void **state)
{
    (void)state;
    for (int i = 1; i <= 2 * SEARCHES_KEPT; i++) {
        char query[64];
        snprintf(query, sizeof query, "key = WEB-%d", i);
        assert_int_equal(find(query)->count, 1);
        assert_int_equal(find(query)->ids[0], 10000 + i);
    }
    const int64_t *ids = find("key = WEB-30")->ids;
    assert_ptr_equal(find("key = WEB-30")->ids, ids);
}

static void what_depends_on_the_time_is_searched_again(void **state)
{
    (void)state;
    assert_false(find("created > 2020-01-01")->passing);
    assert_true(find("created > -7d")->passing);
    assert_int_equal(count("created > -7d"), 0);
    jql.now_ms = 10;
    assert_int_equal(count("created > -0d"), ISSUES - 10);
    jql.now_ms = INT64_C(1769862600000);
}

static void restrictions_and_failures_are_told(void **state)
{
    (void)state;
    const struct search_found *found;
    struct atl_error error;
    assert_true(find("project = WEB")->bounded);
    assert_false(find("ORDER BY created")->bounded);
    assert_int_equal(search_jql(&searches, &jql, "project = NOPE", &found, &error), ATL_USAGE);
    assert_string_equal(error.message, "The value 'NOPE' does not exist for the field 'project'.");
    assert_int_equal(search_cql(&searches, &cql, "type page", &found, &error), ATL_USAGE);
    assert_int_equal(search_cql(&searches, &cql, "type = page", &found, &error), ATL_OK);
    assert_int_equal(found->count, 0);
}

static void hidden_projects_are_left_out_and_unknown(void **state)
{
    (void)state;
    static const int64_t hidden[] = {10000};
    const struct search_found *found;
    struct atl_error error;
    assert_int_equal(count("type = Task"), ISSUES);
    struct jql_context blind = jql;
    blind.hidden_projects = hidden;
    blind.hidden_count = 1;
    assert_int_equal(search_jql(&searches, &blind, "type = Task", &found, &error), ATL_OK);
    assert_int_equal(found->count, 0);
    assert_int_equal(search_jql(&searches, &blind, "project = WEB", &found, &error), ATL_USAGE);
    assert_int_equal(search_jql(&searches, &blind, "key = WEB-1", &found, &error), ATL_USAGE);
    assert_int_equal(search_jql(&searches, &blind, "project = MOB", &found, &error), ATL_OK);
}

static void what_a_transaction_finds_is_not_kept_for_others(void **state)
{
    (void)state;
    store_begin(&store);
    store_run(&store, "DELETE FROM issue", NO_VALUES);
    assert_int_equal(count("project = WEB"), 0);
    store_rollback(&store);
    assert_int_equal(count("project = WEB"), ISSUES);
}

/* ---- lag ---- */

/* As if so much time had passed. */
static void wait_ms(int64_t ms)
{
    store_run(&store, "UPDATE seen_queue SET at = at - ?", VALUES(sql_integer(ms)));
    seen_keep_up(&searches.seen, &store, LAG_MS);
}

static void start_lag(void)
{
    seen_keep_up(&searches.seen, &store, LAG_MS);
    assert_true(searches.seen.on);
    assert_null(store.failure);
}

static void new_issues_are_missing_for_a_while(void **state)
{
    (void)state;
    start_lag();
    add_issue(ISSUES + 1);
    assert_int_equal(count("project = WEB"), ISSUES);
    assert_int_equal(count("key = WEB-41"), 0);
    wait_ms(LAG_MS / 2);
    assert_int_equal(count("project = WEB"), ISSUES);
    wait_ms(LAG_MS / 2 + 1);
    assert_int_equal(count("project = WEB"), ISSUES + 1);
    assert_int_equal(count("key = WEB-41"), 1);
}

static void deleted_issues_are_found_for_a_while(void **state)
{
    (void)state;
    start_lag();
    change("DELETE FROM issue WHERE id = ?", 10007);
    assert_int_equal(count("type = Task"), ISSUES);
    wait_ms(LAG_MS + 1);
    assert_int_equal(count("type = Task"), ISSUES - 1);
}

static void old_values_match_for_a_while(void **state)
{
    (void)state;
    start_lag();
    change("UPDATE issue SET status = 2 WHERE id = ?", 10003);
    change("INSERT INTO issue_label VALUES (?, 'late')", 10004);
    change("INSERT INTO issue_link (type, source, destination, created) VALUES (1, 10001, ?, 0)",
           10002);
    change("INSERT INTO vote VALUES (?, 1)", 10005);
    change("INSERT INTO history (change, issue, author, created, field, field_id, from_value,"
           " to_value) VALUES (1, ?, 1, 0, 'status', 'status', '1', '2')",
           10003);
    assert_int_equal(count("status = Shut"), 0);
    assert_int_equal(count("labels = late"), 0);
    assert_int_equal(count("issueLinkType is not EMPTY"), 0);
    assert_int_equal(count("votes = 1 AND voter = currentUser()"), 0);
    assert_int_equal(count("status changed"), 0);
    wait_ms(LAG_MS + 1);
    assert_int_equal(count("status = Shut"), 1);
    assert_int_equal(count("labels = late"), 1);
    assert_int_equal(count("issueLinkType is not EMPTY"), 2);
    assert_int_equal(count("votes = 1 AND voter = currentUser()"), 1);
    assert_int_equal(count("status changed"), 1);
    assert_int_equal(count("status was Open BEFORE 2026-01-01"), ISSUES);
    assert_int_equal(store_integer(&store, -1, "SELECT count(*) FROM seen_queue", NO_VALUES), 0);
}

static size_t count_pages(const char *query)
{
    const struct search_found *found = NULL;
    struct atl_error error = {0};
    if (search_cql(&searches, &cql, query, &found, &error) != ATL_OK) {
        fail_msg("%s: %s", query, error.message);
    }
    return found->count;
}

static void add_page(int64_t id)
{
    change("INSERT INTO content (id, type, status, space, position, title, creator, created, "
           "modifier, modified) VALUES (?1, 'page', 'current', 1, 1, 'Page ' || ?1, 1, 1, 1, 1)",
           id);
}

static void pages_are_seen_late_too(void **state)
{
    (void)state;
    static const char any[] = "type = page and (title ~ Page or not (creator = me))";
    change("INSERT INTO space (id, key, name, creator, created) VALUES (?, 'ENG', 'E', 1, 1)", 1);
    add_page(200001);
    start_lag();
    add_page(200002);
    change("UPDATE content SET title = 'Renamed' WHERE id = ?", 200001);
    change("INSERT INTO content_label (content, label) VALUES (200001, ?)", 1);
    assert_int_equal(count_pages(any), 1);
    assert_int_equal(count_pages("title = 'Renamed'"), 0);
    assert_int_equal(count_pages("title = 'Page 200001' and ancestor != 200002"), 1);
    wait_ms(LAG_MS);
    assert_int_equal(count_pages("type = page"), 2);
    assert_int_equal(count_pages("title = 'Renamed'"), 1);
}

static void what_is_undone_is_never_seen(void **state)
{
    (void)state;
    start_lag();
    store_begin(&store);
    store_run(&store, "DELETE FROM issue", NO_VALUES);
    store_rollback(&store);
    wait_ms(LAG_MS + 1);
    assert_int_equal(count("project = WEB"), ISSUES);
}

static void without_lag_nothing_is_left_of_it(void **state)
{
    (void)state;
    static const char copies[] = "SELECT count(*) FROM temp.sqlite_schema"
                                 " WHERE name LIKE 'seen%'";
    seen_keep_up(&searches.seen, &store, 0);
    assert_int_equal(store_integer(&store, -1, copies, NO_VALUES), 0);
    start_lag();
    assert_true(store_integer(&store, -1, copies, NO_VALUES) > 0);
    add_issue(ISSUES + 1);
    assert_int_equal(count("project = WEB"), ISSUES);
    seen_keep_up(&searches.seen, &store, 0);
    assert_int_equal(count("project = WEB"), ISSUES + 1);
    assert_int_equal(store_integer(&store, -1, copies, NO_VALUES), 0);
    start_lag();
    assert_int_equal(count("project = WEB"), ISSUES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_search_is_kept_until_something_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(others_push_a_search_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_depends_on_the_time_is_searched_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(restrictions_and_failures_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hidden_projects_are_left_out_and_unknown, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_a_transaction_finds_is_not_kept_for_others, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(new_issues_are_missing_for_a_while, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deleted_issues_are_found_for_a_while, set_up, tear_down),
        cmocka_unit_test_setup_teardown(old_values_match_for_a_while, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_undone_is_never_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_are_seen_late_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_lag_nothing_is_left_of_it, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("sandbox search", tests, NULL, NULL);
}
