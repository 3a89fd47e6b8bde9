/* What a search gives those who want everything: changes, whole lists, and a way round issues. */
#include "support/jira.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static struct jira *new_jira(int total, bool is_data_center)
{
    struct jira *jira = atl_alloc(sizeof *jira);
    jira->total = total;
    jira->is_data_center = is_data_center;
    return jira;
}

static void assert_numbers(const struct jira *jira, int first, int count)
{
    assert_int_equal(jira->status, ATL_OK);
    assert_int_equal(jira->count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(jira->numbers[i], first + i);
    }
}

static void issues_that_are_skipped_are_not_fetched(void **state)
{
    (void)state;
    struct jira *jira = new_jira(1000, false);
    jira->skip_below = 650;
    jira_search(jira);
    assert_numbers(jira, 650, 350);
    assert_int_equal(jira->batches, 4);
    assert_int_equal(jira->result.gone, 0);
    free(jira);
}

static void data_center_begins_a_page_before_the_first_that_is_wanted(void **state)
{
    (void)state;
    struct jira *jira = new_jira(2000, true);
    jira->skip_below = 1600;
    jira_search(jira);
    assert_numbers(jira, 1600, 400);
    /* Two pages of keys alone, up to the one with an issue that is wanted; then from 1,200 on. */
    assert_int_equal(jira->searches, 2 + 2);
    assert_int_equal(jira->result.gone, 0);
    free(jira);
}

static void everything_may_be_skipped(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct jira *jira = new_jira(300, i == 1);
        jira->skip_below = 300;
        jira_search(jira);
        assert_numbers(jira, 0, 0);
        assert_int_equal(jira->result.gone, 0);
        assert_int_equal(jira->batches, 0);
        free(jira);
    }
}

static void changes_come_with_their_issues_whatever_pages_they_are_on(void **state)
{
    (void)state;
    struct jira *jira = new_jira(250, false);
    jira->changes = 3;
    jira->change_cap = 70; /* so that an issue's changes lie on two pages */
    jira_search(jira);
    assert_numbers(jira, 0, 250);
    assert_int_equal(jira->changes_seen, 750);
    free(jira);
}

static void a_page_of_changes_that_comes_again_is_an_error(void **state)
{
    (void)state;
    struct jira *jira = new_jira(150, false);
    jira->changes = 3;
    jira->change_cap = 70;
    jira->same_change_token = true;
    jira_search(jira);
    assert_int_equal(jira->status, ATL_FAILED);
    assert_non_null(strstr(jira->error.message, "same page of changes again"));
    free(jira);
}

static void comments_and_worklogs_are_completed(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct jira *jira = new_jira(120, i == 1);
        jira->comments = 7; /* of every tenth issue, of which two come with it */
        jira->part_cap = 3;
        jira_search(jira);
        assert_numbers(jira, 0, 120);
        assert_int_equal(jira->comments_seen, 12 * 7);
        assert_int_equal(jira->part_requests, 12 * 3);
        free(jira);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issues_that_are_skipped_are_not_fetched),
        cmocka_unit_test(data_center_begins_a_page_before_the_first_that_is_wanted),
        cmocka_unit_test(everything_may_be_skipped),
        cmocka_unit_test(changes_come_with_their_issues_whatever_pages_they_are_on),
        cmocka_unit_test(a_page_of_changes_that_comes_again_is_an_error),
        cmocka_unit_test(comments_and_worklogs_are_completed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
