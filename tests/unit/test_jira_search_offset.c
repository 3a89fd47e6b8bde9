/* Searching a Data Center site: pages by offset, and lists that change while they are read. */
#include "support/jira.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static struct jira *new_jira(int total)
{
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = total;
    jira->is_data_center = true;
    return jira;
}

static void assert_all_in_order(const struct jira *jira, int count)
{
    assert_int_equal(jira->status, ATL_OK);
    assert_int_equal(jira->count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(jira->numbers[i], i);
    }
}

static void pages_are_as_large_as_the_server_grants(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1010);
    jira->page_cap = 100;
    jira_search(jira);
    assert_all_in_order(jira, 1010);
    assert_int_equal(jira->searches, 11);
    assert_int_equal(jira->result.total, 1010);
    assert_int_equal(jira->result.gone, 0);
    assert_false(jira->result.more);
    free(jira);
}

static void one_page_takes_one_request(void **state)
{
    (void)state;
    struct jira *jira = new_jira(250);
    jira_search(jira);
    assert_all_in_order(jira, 250);
    assert_int_equal(jira->searches, 1);
    free(jira);
}

static void a_limit_asks_for_no_more_than_it_shows(void **state)
{
    (void)state;
    static const int limits[] = {1, 50, 250, 400, 401, 533};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct jira *jira = new_jira(1000);
        jira->limit = limits[i];
        jira_search(jira);
        assert_all_in_order(jira, limits[i]);
        assert_true(jira->result.more);
        assert_int_equal(jira->searches, limits[i] > 400 ? 2 : 1);
        assert_int_equal(jira->result.gone, 0);
        free(jira);
    }
}

static void nothing_found_is_no_error(void **state)
{
    (void)state;
    struct jira *jira = new_jira(0);
    jira_search(jira);
    assert_all_in_order(jira, 0);
    assert_int_equal(jira->result.total, 0);
    assert_int_equal(jira->searches, 1);
    free(jira);
}

/* An issue was put before the others: each moved one place on, the last of the first page too. */
static void an_issue_on_two_pages_is_handed_over_once(void **state)
{
    (void)state;
    struct jira *jira = new_jira(600);
    jira->page_cap = 100;
    jira->later_total = 601;
    jira->later_shift = -1;
    jira_search(jira);
    assert_all_in_order(jira, 600);
    assert_int_equal(jira->result.total, 601);
    assert_int_equal(jira->result.gone, 1); /* the new one, which came before what was read */
    free(jira);
}

/* An issue of the first page left: the first one of the second page slipped onto it, unread. */
static void an_issue_between_two_pages_is_counted(void **state)
{
    (void)state;
    struct jira *jira = new_jira(600);
    jira->page_cap = 100;
    jira->later_total = 599;
    jira->later_shift = 1;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_OK);
    assert_int_equal(jira->count, 599);
    assert_int_equal(jira->numbers[99], 99);
    assert_int_equal(jira->numbers[100], 101);
    assert_int_equal(jira->result.gone, 1);
    free(jira);
}

static void issues_that_come_at_the_end_are_read_too(void **state)
{
    (void)state;
    struct jira *jira = new_jira(500);
    jira->page_cap = 100;
    jira->later_total = 730;
    jira_search(jira);
    assert_all_in_order(jira, 730);
    assert_int_equal(jira->result.gone, 0);
    free(jira);
}

static void a_list_that_shrinks_ends(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1000);
    jira->page_cap = 100;
    jira->later_total = 350;
    jira_search(jira);
    assert_all_in_order(jira, 350);
    assert_int_equal(jira->result.gone, 650);
    free(jira);
}

static void a_page_with_a_gap_is_completed(void **state)
{
    (void)state;
    struct jira *jira = new_jira(600);
    jira->page_cap = 100;
    jira->short_page = 300;
    jira_search(jira);
    assert_all_in_order(jira, 600);
    assert_int_equal(jira->searches, 7);
    free(jira);
}

static void an_error_comes_after_what_is_before_it(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1000);
    jira->page_cap = 100;
    jira->fail_at = 4;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_FAILED);
    assert_true(jira->count >= 100 && jira->count % 100 == 0);
    for (int i = 0; i < jira->count; i++) {
        assert_int_equal(jira->numbers[i], i);
    }
    free(jira);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_as_large_as_the_server_grants),
        cmocka_unit_test(one_page_takes_one_request),
        cmocka_unit_test(a_limit_asks_for_no_more_than_it_shows),
        cmocka_unit_test(nothing_found_is_no_error),
        cmocka_unit_test(an_issue_on_two_pages_is_handed_over_once),
        cmocka_unit_test(an_issue_between_two_pages_is_counted),
        cmocka_unit_test(issues_that_come_at_the_end_are_read_too),
        cmocka_unit_test(a_list_that_shrinks_ends),
        cmocka_unit_test(a_page_with_a_gap_is_completed),
        cmocka_unit_test(an_error_comes_after_what_is_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
