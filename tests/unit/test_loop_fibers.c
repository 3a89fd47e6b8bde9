/* Fibers themselves: starting, switching, ending, and what they cost. */
#include "atlcli/loop.h"
#include "loop/fiber.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static enum atl_status succeed(void *argument, struct atl_error *error)
{
    (void)error;
    ++*(int *)argument;
    return ATL_OK;
}

static void first_fiber_runs_and_its_status_is_returned(void **state)
{
    (void)state;
    int runs = 0;
    assert_int_equal(atl_loop_run(succeed, &runs, false, NULL), ATL_OK);
    assert_int_equal(runs, 1);
    assert_null(atl_loop_current());
    assert_null(atl_fiber_current());
}

static enum atl_status fail_with_hint(void *argument, struct atl_error *error)
{
    (void)argument;
    atl_fail(error, ATL_NOT_FOUND, "nothing called '%s'", "x");
    atl_hint(error, "look elsewhere");
    return ATL_NOT_FOUND;
}

static void error_of_the_first_fiber_is_returned(void **state)
{
    (void)state;
    struct atl_error error;
    assert_int_equal(atl_loop_run(fail_with_hint, NULL, false, &error), ATL_NOT_FOUND);
    assert_int_equal(error.status, ATL_NOT_FOUND);
    assert_string_equal(error.message, "nothing called 'x'");
    assert_int_equal(error.hint_count, 1);
    assert_string_equal(error.hints[0], "look elsewhere");
}

static enum atl_status run_a_second_loop(void *argument, struct atl_error *error)
{
    int runs = 0;
    (void)argument;
    assert_int_equal(atl_loop_run(succeed, &runs, false, error), ATL_FAILED);
    assert_int_equal(runs, 0);
    return ATL_OK;
}

static void a_loop_inside_a_loop_is_refused(void **state)
{
    (void)state;
    assert_int_equal(atl_loop_run(run_a_second_loop, NULL, false, NULL), ATL_OK);
}

/* Fills a good part of the stack, suspends, and checks that all of it survived. */
static enum atl_status keep_locals(void *argument, struct atl_error *error)
{
    unsigned char locals[64 * 1024];
    unsigned char mark = *(unsigned char *)argument;
    double half = mark / 2.0;
    for (int i = 0; i < 5; i++) {
        memset(locals, mark + i, sizeof locals);
        assert_int_equal(atl_yield(error), ATL_OK);
        for (size_t at = 0; at < sizeof locals; at += 512) {
            assert_int_equal(locals[at], (unsigned char)(mark + i));
        }
    }
    assert_true(half * 2.0 == mark);
    return ATL_OK;
}

static enum atl_status spawn_five_with_locals(void *argument, struct atl_error *error)
{
    static unsigned char marks[] = {10, 20, 30, 40, 50};
    struct atl_group *group = atl_group_open(0, false);
    (void)argument;
    for (size_t i = 0; i < sizeof marks; i++) {
        assert_int_equal(atl_group_spawn(group, keep_locals, &marks[i]), ATL_OK);
    }
    return atl_group_wait(group, error);
}

static void locals_survive_switches(void **state)
{
    (void)state;
    assert_int_equal(atl_loop_run(spawn_five_with_locals, NULL, false, NULL), ATL_OK);
}

enum { IN_SEQUENCE = 100000, AT_ONCE = 10000 };

static enum atl_status spawn_in_sequence(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(1, false);
    for (size_t i = 0; i < in_quantity(IN_SEQUENCE); i++) {
        assert_int_equal(atl_group_spawn(group, succeed, argument), ATL_OK);
    }
    enum atl_status status = atl_group_wait(group, error);
    /* The first fiber's, and one that all the others took in turn. */
    assert_int_equal(atl_loop_current()->pool.mapped, 2);
    return status;
}

static void hundred_thousand_fibers_in_sequence_share_one_stack(void **state)
{
    (void)state;
    int runs = 0;
    assert_int_equal(atl_loop_run(spawn_in_sequence, &runs, false, NULL), ATL_OK);
    assert_int_equal(runs, in_quantity(IN_SEQUENCE));
}

static enum atl_status wait_in_vain(void *argument, struct atl_error *error)
{
    struct atl_queue queue = {0};
    (void)argument;
    return atl_queue_wait(&queue, error);
}

static enum atl_status sleep_a_little(void *argument, struct atl_error *error)
{
    enum atl_status status = atl_sleep(1, error);
    *(int *)argument += status == ATL_OK;
    return status;
}

static enum atl_status cancel_and_start_anew(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_in_vain, NULL), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, sleep_a_little, argument), ATL_OK);
    enum atl_status status = atl_group_wait(group, error);
    assert_int_equal(atl_loop_current()->pool.mapped, 2);
    return status;
}

static void a_fiber_inherits_nothing_from_the_last_on_its_stack(void **state)
{
    (void)state;
    int runs = 0;
    assert_int_equal(atl_loop_run(cancel_and_start_anew, &runs, false, NULL), ATL_OK);
    assert_int_equal(runs, 1);
}

struct crowd {
    struct atl_queue gate;
    size_t inside;
    size_t most;
    int ended;
};

static enum atl_status join_crowd(void *argument, struct atl_error *error)
{
    struct crowd *crowd = argument;
    crowd->inside++;
    crowd->most = crowd->inside > crowd->most ? crowd->inside : crowd->most;
    enum atl_status status = atl_queue_wait(&crowd->gate, error);
    crowd->inside--;
    crowd->ended++;
    return status;
}

static enum atl_status gather_crowd(void *argument, struct atl_error *error)
{
    struct crowd *crowd = argument;
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < in_quantity(AT_ONCE); i++) {
        assert_int_equal(atl_group_spawn(group, join_crowd, crowd), ATL_OK);
    }
    while (crowd->inside < in_quantity(AT_ONCE)) {
        assert_int_equal(atl_yield(error), ATL_OK);
    }
    struct atl_fiber_pool *pool = &atl_loop_current()->pool;
    assert_int_equal(pool->alive, in_quantity(AT_ONCE) + 1);
    atl_queue_wake_all(&crowd->gate);
    enum atl_status status = atl_group_wait(group, error);
    assert_int_equal(pool->alive, 1);
    /* What a crowd needed once is given back; what is usual stays. */
    assert_in_range(pool->idle_count, 1, 256);
    return status;
}

static void ten_thousand_fibers_are_alive_at_once(void **state)
{
    (void)state;
    struct crowd crowd = {0};
    assert_int_equal(atl_loop_run(gather_crowd, &crowd, false, NULL), ATL_OK);
    assert_int_equal(crowd.most, in_quantity(AT_ONCE));
    assert_int_equal(crowd.ended, in_quantity(AT_ONCE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_fiber_runs_and_its_status_is_returned),
        cmocka_unit_test(error_of_the_first_fiber_is_returned),
        cmocka_unit_test(a_loop_inside_a_loop_is_refused),
        cmocka_unit_test(locals_survive_switches),
        cmocka_unit_test(hundred_thousand_fibers_in_sequence_share_one_stack),
        cmocka_unit_test(a_fiber_inherits_nothing_from_the_last_on_its_stack),
        cmocka_unit_test(ten_thousand_fibers_are_alive_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
