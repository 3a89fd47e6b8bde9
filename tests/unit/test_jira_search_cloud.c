/* Searching a Cloud site: which requests are made, and what becomes of their answers. */
#include "support/jira.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static struct jira *new_jira(int total)
{
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = total;
    return jira;
}

static void assert_all_in_order(const struct jira *jira, int count)
{
    assert_int_equal(jira->status, ATL_OK);
    assert_int_equal(jira->count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(jira->numbers[i], i);
    }
    assert_int_equal(jira->result.found, count);
}

static void ten_thousand_issues_take_102_requests(void **state)
{
    (void)state;
    struct jira *jira = new_jira(10000);
    jira_search(jira);
    assert_all_in_order(jira, 10000);
    assert_int_equal(jira->searches, 2);
    assert_int_equal(jira->batches, 100);
    assert_false(jira->result.more);
    assert_int_equal(jira->result.total, -1);
    free(jira);
}

static void a_late_first_batch_changes_no_order(void **state)
{
    (void)state;
    struct jira *jira = new_jira(800);
    jira->hold_first = 9; /* the ids and all eight batches */
    jira_search(jira);
    assert_all_in_order(jira, 800);
    free(jira);
}

static void ids_that_come_twice_are_handed_over_once(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1000);
    jira->id_page_cap = 300;
    jira->repeated = 7;
    jira_search(jira);
    assert_all_in_order(jira, 1000);
    free(jira);
}

static void issues_that_are_gone_are_counted(void **state)
{
    (void)state;
    struct jira *jira = new_jira(500);
    jira->gone = 50;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_OK);
    assert_int_equal(jira->count, 490);
    assert_int_equal(jira->result.gone, 10);
    assert_int_equal(jira->result.refused, 0);
    assert_int_equal(jira->numbers[0], 1);
    assert_int_equal(jira->numbers[489], 499);
    free(jira);
}

static void refused_issues_are_asked_for_again(void **state)
{
    (void)state;
    struct jira *jira = new_jira(150);
    jira->refused = 60;
    jira->refusals = 1;
    jira->id_page_cap = 0;
    jira_search(jira);
    assert_all_in_order(jira, 150);
    assert_int_equal(jira->batches, 3);
    assert_int_equal(jira->result.refused, 0);
    free(jira);
}

static void issues_refused_for_good_are_counted_with_the_reason(void **state)
{
    (void)state;
    struct jira *jira = new_jira(150);
    jira->refused = 60;
    jira->refusals = 1000;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_OK);
    assert_int_equal(jira->count, 147);
    assert_int_equal(jira->result.refused, 3);
    assert_int_equal(jira->result.gone, 0);
    assert_string_equal(jira->result.reason, "too heavy");
    free(jira);
}

static void a_limit_asks_for_no_more_than_it_shows(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1000);
    jira->limit = 101;
    jira_search(jira);
    assert_all_in_order(jira, 101);
    assert_true(jira->result.more);
    assert_int_equal(jira->searches, 1);
    assert_int_equal(jira->batches, 2);
    free(jira);
}

static void a_limit_that_covers_all_leaves_no_more(void **state)
{
    (void)state;
    struct jira *jira = new_jira(120);
    jira->limit = 120;
    jira_search(jira);
    assert_all_in_order(jira, 120);
    assert_false(jira->result.more);
    free(jira);
}

static void up_to_a_page_takes_one_request(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1000);
    jira->limit = 100;
    jira_search(jira);
    assert_all_in_order(jira, 100);
    assert_true(jira->result.more);
    assert_int_equal(jira->searches, 1);
    assert_int_equal(jira->batches, 0);
    free(jira);
}

static void a_page_that_is_shorter_than_asked_is_followed_by_the_next(void **state)
{
    (void)state;
    struct jira *jira = new_jira(80);
    jira->limit = 80;
    jira->page_cap = 30;
    jira_search(jira);
    assert_all_in_order(jira, 80);
    assert_int_equal(jira->searches, 3);
    assert_false(jira->result.more);
    free(jira);
}

static void keys_alone_need_no_batches(void **state)
{
    (void)state;
    static const char *const none[] = {NULL};
    struct jira *jira = new_jira(10000);
    jira->wanted_fields = none;
    jira_search(jira);
    assert_all_in_order(jira, 10000);
    assert_int_equal(jira->searches, 2);
    assert_int_equal(jira->batches, 0);
    free(jira);
}

static void nothing_found_is_no_error(void **state)
{
    (void)state;
    struct jira *jira = new_jira(0);
    jira_search(jira);
    assert_all_in_order(jira, 0);
    assert_false(jira->result.more);
    assert_int_equal(jira->batches, 0);
    free(jira);
}

/* Whichever request fails: what JQL puts before it has been handed over. */
static void an_error_comes_after_what_is_before_it(void **state)
{
    (void)state;
    struct jira *jira = new_jira(700);
    jira->id_page_cap = 250;
    jira->fail_at = 6;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_FAILED);
    assert_int_equal(jira->error.http_status, 400);
    assert_non_null(strstr(jira->error.message, "This one fails"));
    assert_true(jira->count % 50 == 0);
    for (int i = 0; i < jira->count; i++) {
        assert_int_equal(jira->numbers[i], i);
    }
    free(jira);
}

static void a_failing_page_of_ids_comes_after_the_page_before(void **state)
{
    (void)state;
    struct jira *jira = new_jira(6000);
    jira->fail_search = 2;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_FAILED);
    assert_int_equal(jira->count, 5000);
    for (int i = 0; i < jira->count; i++) {
        assert_int_equal(jira->numbers[i], i);
    }
    free(jira);
}

static void the_reader_ends_the_search(void **state)
{
    (void)state;
    struct jira *jira = new_jira(5000);
    jira->stop_at = 42;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_FAILED);
    assert_string_equal(jira->error.message, "enough");
    assert_int_equal(jira->count, 42);
    free(jira);
}

struct counting {
    int64_t count;
    bool approximate;
    enum atl_status status;
};

static void count_issues(struct fetch *fetch, void *context)
{
    struct counting *counting = context;
    counting->status =
        atl_jira_count(fetch->http, "project = T", &counting->count, &counting->approximate, NULL);
}

static void the_number_of_issues_is_approximate(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1234);
    struct counting counting = {0};
    jira_run(jira, count_issues, &counting);
    assert_int_equal(counting.status, ATL_OK);
    assert_int_equal(counting.count, 1234);
    assert_true(counting.approximate);
    free(jira);
}

static void the_number_of_issues_is_exact_on_data_center(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1234);
    struct counting counting = {0};
    jira->is_data_center = true;
    jira_run(jira, count_issues, &counting);
    assert_int_equal(counting.status, ATL_OK);
    assert_int_equal(counting.count, 1234);
    assert_false(counting.approximate);
    free(jira);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_issues_take_102_requests),
        cmocka_unit_test(a_late_first_batch_changes_no_order),
        cmocka_unit_test(ids_that_come_twice_are_handed_over_once),
        cmocka_unit_test(issues_that_are_gone_are_counted),
        cmocka_unit_test(refused_issues_are_asked_for_again),
        cmocka_unit_test(issues_refused_for_good_are_counted_with_the_reason),
        cmocka_unit_test(a_limit_asks_for_no_more_than_it_shows),
        cmocka_unit_test(a_limit_that_covers_all_leaves_no_more),
        cmocka_unit_test(up_to_a_page_takes_one_request),
        cmocka_unit_test(a_page_that_is_shorter_than_asked_is_followed_by_the_next),
        cmocka_unit_test(keys_alone_need_no_batches),
        cmocka_unit_test(nothing_found_is_no_error),
        cmocka_unit_test(an_error_comes_after_what_is_before_it),
        cmocka_unit_test(a_failing_page_of_ids_comes_after_the_page_before),
        cmocka_unit_test(the_reader_ends_the_search),
        cmocka_unit_test(the_number_of_issues_is_approximate),
        cmocka_unit_test(the_number_of_issues_is_exact_on_data_center),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
