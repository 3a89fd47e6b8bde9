/* Deadlines: nesting, groups under them, shields, and the difference to being cancelled. */
#include "atlcli/clock.h"
#include "atlcli/loop.h"
#include "child.h"
#include "unit.h"

enum {
    HOUR_MS = 60 * 60 * 1000,
    /* Passes while the test waits, but not before its fibers are there, even under Valgrind. */
    SOON_MS = 500,
};

static void run(atl_fiber_function function)
{
    struct atl_error error = {0};
    enum atl_status status = atl_loop_run(function, NULL, false, &error);
    if (status != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

/* Waits for what never comes. */
static enum atl_status wait_for_ever(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue queue = {0};
    return atl_queue_wait(&queue, error);
}

static enum atl_status run_out_of_time(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, 5);
    assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
    assert_string_equal(error->message, "took too long");
    assert_int_equal(atl_sleep(HOUR_MS, error), ATL_CANCELLED);
    assert_int_equal(atl_yield(error), ATL_CANCELLED);
    assert_int_equal(atl_check_cancelled(error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&deadline));
    /* What comes after it isn't touched. */
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    return atl_check_cancelled(error);
}

static void waits_are_cancelled_once_the_deadline_has_passed(void **state)
{
    (void)state;
    run(run_out_of_time);
}

static enum atl_status be_in_time(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_deadline deadline;
    for (int i = 0; i < 3; i++) {
        atl_deadline_begin(&deadline, i == 0 ? HOUR_MS : INT64_MAX - i);
        assert_int_equal(atl_sleep(1, error), ATL_OK);
        assert_false(atl_deadline_end(&deadline));
    }
    return ATL_OK;
}

static void a_deadline_that_is_met_does_nothing(void **state)
{
    (void)state;
    run(be_in_time);
}

static enum atl_status begin_late(void *argument, struct atl_error *error)
{
    (void)argument;
    static const int64_t moments[] = {0, -1, INT64_MIN};
    for (size_t i = 0; i < 3; i++) {
        struct atl_deadline deadline;
        atl_deadline_begin(&deadline, moments[i]);
        assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
        assert_true(atl_deadline_end(&deadline));
    }
    return ATL_OK;
}

static void no_time_at_all_passes_at_the_first_wait(void **state)
{
    (void)state;
    run(begin_late);
}

static enum atl_status nest_short_in_long(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_deadline outer;
    struct atl_deadline inner;
    atl_deadline_begin(&outer, HOUR_MS);
    atl_deadline_begin(&inner, 1);
    assert_true(inner.at_ms < outer.at_ms);
    assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&inner));
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    assert_false(atl_deadline_end(&outer));
    return ATL_OK;
}

static enum atl_status nest_long_in_short(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_deadline outer;
    struct atl_deadline middle;
    struct atl_deadline inner;
    atl_deadline_begin(&outer, 5);
    atl_deadline_begin(&middle, HOUR_MS);
    atl_deadline_begin(&inner, HOUR_MS);
    assert_true(inner.at_ms == outer.at_ms);
    assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&inner));
    assert_true(atl_deadline_end(&middle));
    /* One that begins when the outer one has passed has passed as well. */
    atl_deadline_begin(&inner, HOUR_MS);
    assert_int_equal(atl_check_cancelled(error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&inner));
    assert_true(atl_deadline_end(&outer));
    return atl_check_cancelled(error);
}

static void nested_deadlines_pass_at_the_earlier_of_both(void **state)
{
    (void)state;
    run(nest_short_in_long);
    run(nest_long_in_short);
}

/* ---- groups ---- */

struct work {
    enum atl_status status;
    struct atl_error error;
    bool ended;
};

static enum atl_status work_for_ever(void *argument, struct atl_error *error)
{
    struct work *work = argument;
    work->status = wait_for_ever(NULL, error);
    work->error = *error;
    work->ended = true;
    return work->status;
}

static enum atl_status open_group_of_workers(void *argument, struct atl_error *error)
{
    struct work *work = argument;
    struct atl_group *group = atl_group_open(0, false);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(atl_group_spawn(group, work_for_ever, &work[i]), ATL_OK);
    }
    return atl_group_wait(group, error);
}

static enum atl_status run_out_of_time_with_groups(void *argument, struct atl_error *error)
{
    (void)argument;
    struct work work[6] = {0};
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, SOON_MS);
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, open_group_of_workers, work), ATL_OK);
    assert_int_equal(atl_group_spawn(group, open_group_of_workers, work + 3), ATL_OK);
    assert_int_equal(atl_group_wait(group, error), ATL_CANCELLED);
    assert_string_equal(error->message, "took too long");
    for (int i = 0; i < 6; i++) {
        assert_true(work[i].ended);
        assert_int_equal(work[i].status, ATL_CANCELLED);
        assert_string_equal(work[i].error.message, "took too long");
    }
    /* Nothing more is started under it. */
    group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, work_for_ever, &work[0]), ATL_CANCELLED);
    assert_int_equal(atl_group_wait(group, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&deadline));
    return atl_check_cancelled(error);
}

static void a_deadline_reaches_nested_groups(void **state)
{
    (void)state;
    run(run_out_of_time_with_groups);
}

static enum atl_status begin_after_opening(void *argument, struct atl_error *error)
{
    (void)argument;
    struct work work = {0};
    struct atl_deadline deadline;
    struct atl_group *group = atl_group_open(0, false);
    atl_deadline_begin(&deadline, SOON_MS);
    assert_int_equal(atl_group_spawn(group, work_for_ever, &work), ATL_OK);
    assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&deadline));
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    assert_false(work.ended);
    atl_group_cancel(group);
    return atl_group_wait(group, error);
}

static void a_group_opened_before_the_deadline_goes_on(void **state)
{
    (void)state;
    run(begin_after_opening);
}

static enum atl_status end_before_waiting(void *argument, struct atl_error *error)
{
    (void)argument;
    struct work work[2] = {0};
    struct atl_deadline outer;
    struct atl_deadline inner;
    struct atl_group *groups[2];
    atl_deadline_begin(&outer, 3 * SOON_MS);
    /* Met: the group is left to the outer one. */
    atl_deadline_begin(&inner, HOUR_MS);
    groups[0] = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(groups[0], work_for_ever, &work[0]), ATL_OK);
    (void)atl_deadline_end(&inner);
    /* Missed: what it cut short is told although it is over. */
    atl_deadline_begin(&inner, SOON_MS);
    groups[1] = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(groups[1], work_for_ever, &work[1]), ATL_OK);
    assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&inner));
    assert_int_equal(atl_group_wait(groups[1], error), ATL_CANCELLED);
    assert_string_equal(error->message, "took too long");
    assert_int_equal(atl_group_wait(groups[0], error), ATL_CANCELLED);
    assert_true(work[0].ended);
    assert_true(atl_deadline_end(&outer));
    return ATL_OK;
}

static void a_group_may_outlast_the_deadline_it_was_opened_under(void **state)
{
    (void)state;
    run(end_before_waiting);
}

/* ---- together with cancellation and shields ---- */

struct victim {
    enum atl_status status;
    struct atl_error error;
    bool passed;
};

static enum atl_status wait_under_long_deadline(void *argument, struct atl_error *error)
{
    struct victim *victim = argument;
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, HOUR_MS);
    victim->status = wait_for_ever(NULL, error);
    victim->error = *error;
    victim->passed = atl_deadline_end(&deadline);
    return victim->status;
}

static enum atl_status cancel_under_deadline(void *argument, struct atl_error *error)
{
    (void)argument;
    struct victim victim = {.passed = true};
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_under_long_deadline, &victim), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    assert_int_equal(victim.status, ATL_CANCELLED);
    assert_string_equal(victim.error.message, "cancelled");
    assert_false(victim.passed);
    return ATL_OK;
}

static void being_cancelled_is_told_from_taking_too_long(void **state)
{
    (void)state;
    run(cancel_under_deadline);
}

static enum atl_status shield_against_deadline(void *argument, struct atl_error *error)
{
    (void)argument;
    struct work work[3] = {0};
    struct atl_deadline outer;
    struct atl_deadline inner;
    atl_deadline_begin(&outer, 0);
    assert_int_equal(wait_for_ever(NULL, error), ATL_CANCELLED);
    atl_shield_begin();
    /* The deadline outside has no power here, … */
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    atl_deadline_begin(&inner, HOUR_MS);
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    assert_false(atl_deadline_end(&inner));
    /* … but one begun inside has, on waits and on groups. */
    atl_deadline_begin(&inner, 1);
    assert_int_equal(open_group_of_workers(work, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&inner));
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    atl_shield_end();
    assert_int_equal(atl_sleep(HOUR_MS, error), ATL_CANCELLED);
    assert_true(atl_deadline_end(&outer));
    return ATL_OK;
}

static void a_shield_keeps_off_deadlines_begun_outside_it(void **state)
{
    (void)state;
    run(shield_against_deadline);
}

static enum atl_status pass_while_shielded(void *argument, struct atl_error *error)
{
    (void)argument;
    struct work work = {0};
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, 1);
    atl_shield_begin();
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, work_for_ever, &work), ATL_OK);
    while (!deadline.passed) {
        assert_int_equal(atl_sleep(1, error), ATL_OK);
    }
    assert_false(work.ended);
    atl_shield_end();
    assert_int_equal(atl_group_wait(group, error), ATL_CANCELLED);
    assert_true(work.ended);
    assert_true(atl_deadline_end(&deadline));
    return ATL_OK;
}

static void a_deadline_that_passed_under_a_shield_counts_when_it_ends(void **state)
{
    (void)state;
    run(pass_while_shielded);
}

/* ---- misuse ---- */

static enum atl_status forget_to_end(void *argument, struct atl_error *error)
{
    (void)error;
    atl_deadline_begin(argument, HOUR_MS);
    return ATL_OK;
}

static enum atl_status end_in_wrong_order(void *argument, struct atl_error *error)
{
    struct atl_deadline *two = argument;
    (void)error;
    atl_deadline_begin(&two[0], HOUR_MS);
    atl_deadline_begin(&two[1], HOUR_MS);
    atl_deadline_end(&two[0]);
    return ATL_OK;
}

static enum atl_status forget_shield(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    atl_shield_begin();
    return ATL_OK;
}

static enum atl_status end_no_shield(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    atl_shield_end();
    return ATL_OK;
}

static atl_fiber_function misused;

static void misuse(void)
{
    static struct atl_deadline two[2];
    atl_loop_run(misused, two, false, NULL);
}

static void misuse_aborts_with_a_message(void **state)
{
    (void)state;
    static const struct {
        atl_fiber_function function;
        const char *message;
    } cases[] = {
        {forget_to_end, "a fiber ended without atl_deadline_end"},
        {end_in_wrong_order, "for another deadline than the last one begun"},
        {forget_shield, "a fiber ended without atl_shield_end"},
        {end_no_shield, "atl_shield_end was called without atl_shield_begin"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        misused = cases[i].function;
        struct child child = start_child(misuse);
        int status = end_child(&child, text, sizeof text);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGABRT);
        assert_non_null(strstr(text, cases[i].message));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_are_cancelled_once_the_deadline_has_passed),
        cmocka_unit_test(a_deadline_that_is_met_does_nothing),
        cmocka_unit_test(no_time_at_all_passes_at_the_first_wait),
        cmocka_unit_test(nested_deadlines_pass_at_the_earlier_of_both),
        cmocka_unit_test(a_deadline_reaches_nested_groups),
        cmocka_unit_test(a_group_opened_before_the_deadline_goes_on),
        cmocka_unit_test(a_group_may_outlast_the_deadline_it_was_opened_under),
        cmocka_unit_test(being_cancelled_is_told_from_taking_too_long),
        cmocka_unit_test(a_shield_keeps_off_deadlines_begun_outside_it),
        cmocka_unit_test(a_deadline_that_passed_under_a_shield_counts_when_it_ends),
        cmocka_unit_test(misuse_aborts_with_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
