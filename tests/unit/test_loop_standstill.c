/* When every fiber waits for another, the loop says so instead of hanging. */
#include "atlcli/loop.h"
#include "loop/fiber.h"
#include "unit.h"

#include <string.h>

struct seen {
    struct atl_queue queue;
    int cancelled;
    int cleaned_up;
};

static enum atl_status wait_in_vain(void *argument, struct atl_error *error)
{
    struct seen *seen = argument;
    enum atl_status status = atl_queue_wait(&seen->queue, error);
    seen->cancelled += status == ATL_CANCELLED;
    return status;
}

static enum atl_status wait_in_nested_groups(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, true);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(atl_group_spawn(group, wait_in_vain, argument), ATL_OK);
    }
    struct atl_group *bounded = atl_group_open(1, true);
    assert_int_equal(atl_group_spawn(bounded, wait_in_vain, argument), ATL_OK);
    assert_int_equal(atl_group_spawn(bounded, wait_in_vain, argument), ATL_CANCELLED);
    (void)atl_group_wait(bounded, error);
    return atl_group_wait(group, error);
}

static enum atl_status clean_up_first(void *argument, struct atl_error *error)
{
    struct seen *seen = argument;
    enum atl_status status = atl_queue_wait(&seen->queue, error);
    atl_shield_begin();
    assert_int_equal(atl_sleep(1, NULL), ATL_OK);
    seen->cleaned_up++;
    atl_shield_end();
    seen->cancelled += status == ATL_CANCELLED;
    return status;
}

/* Stands still once more in its clean-up, with a group under the shield. */
static enum atl_status stand_still_twice(void *argument, struct atl_error *error)
{
    struct seen *seen = argument;
    enum atl_status status = atl_queue_wait(&seen->queue, error);
    atl_shield_begin();
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_in_vain, seen), ATL_OK);
    assert_int_equal(atl_queue_wait(&seen->queue, NULL), ATL_CANCELLED);
    assert_int_equal(atl_group_wait(group, error), ATL_CANCELLED);
    atl_shield_end();
    seen->cancelled += status == ATL_CANCELLED;
    return status;
}

static enum atl_status swallow(void *argument, struct atl_error *error)
{
    (void)wait_in_vain(argument, error);
    return ATL_OK;
}

static void standing_still_is_an_error_and_all_fibers_unwind(void **state)
{
    (void)state;
    static const struct {
        atl_fiber_function function;
        int cancelled;
        int cleaned_up;
    } cases[] = {
        {wait_in_vain, 1, 0},   {wait_in_nested_groups, 6, 0},
        {clean_up_first, 1, 1}, {stand_still_twice, 2, 0},
        {swallow, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seen seen = {0};
        struct atl_error error = {0};
        assert_int_equal(atl_loop_run(cases[i].function, &seen, false, &error), ATL_FAILED);
        assert_int_equal(error.status, ATL_FAILED);
        assert_non_null(strstr(error.message, "internal error: every fiber waits"));
        assert_int_equal(seen.cancelled, cases[i].cancelled);
        assert_int_equal(seen.cleaned_up, cases[i].cleaned_up);
        assert_null(seen.queue.first);
    }
}

static void waiting_for_a_signal_alone_is_standing_still(void **state)
{
    (void)state;
    struct seen seen = {0};
    assert_int_equal(atl_loop_run(wait_in_vain, &seen, true, NULL), ATL_FAILED);
    assert_int_equal(seen.cancelled, 1);
}

/* ---- what is no standstill ---- */

static enum atl_status wake_later(void *argument, struct atl_error *error)
{
    struct seen *seen = argument;
    enum atl_status status = atl_sleep(5, error);
    atl_queue_wake_all(&seen->queue);
    return status;
}

static enum atl_status wait_for_sleeper(void *argument, struct atl_error *error)
{
    struct seen *seen = argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wake_later, seen), ATL_OK);
    assert_int_equal(atl_queue_wait(&seen->queue, error), ATL_OK);
    return atl_group_wait(group, error);
}

static void wake_from_callback(struct ev_loop *ev, ev_timer *timer, int events)
{
    (void)ev;
    (void)events;
    atl_queue_wake_one(timer->data);
}

static enum atl_status wait_for_callback(void *argument, struct atl_error *error)
{
    struct seen *seen = argument;
    ev_timer timer;
    ev_timer_init(&timer, wake_from_callback, 0.005, 0.);
    timer.data = &seen->queue;
    ev_timer_start(atl_loop_ev(atl_loop_current()), &timer);
    return atl_queue_wait(&seen->queue, error);
}

static void a_sleeper_or_a_watcher_is_someone_to_wait_for(void **state)
{
    (void)state;
    struct seen seen = {0};
    assert_int_equal(atl_loop_run(wait_for_sleeper, &seen, false, NULL), ATL_OK);
    assert_int_equal(atl_loop_run(wait_for_callback, &seen, true, NULL), ATL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standing_still_is_an_error_and_all_fibers_unwind),
        cmocka_unit_test(waiting_for_a_signal_alone_is_standing_still),
        cmocka_unit_test(a_sleeper_or_a_watcher_is_someone_to_wait_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
