/* Cancellation in every state in which a fiber can be, and shields against it. */
#include "atlcli/loop.h"
#include "loop/fiber.h"
#include "unit.h"

#include <ev.h>
#include <unistd.h>

enum { HOUR_MS = 60 * 60 * 1000 };

static enum atl_status sleep_long(void *argument, struct atl_error *error)
{
    (void)argument;
    return atl_sleep(HOUR_MS, error);
}

static enum atl_status yield_for_ever(void *argument, struct atl_error *error)
{
    (void)argument;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK) {
        status = atl_yield(error);
    }
    return status;
}

static enum atl_status wait_for_silent_pipe(void *argument, struct atl_error *error)
{
    (void)argument;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    enum atl_status status = atl_wait_descriptor(ends[0], EV_READ, HOUR_MS, error);
    close(ends[0]);
    close(ends[1]);
    return status;
}

static enum atl_status wait_in_queue(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue queue = {0};
    enum atl_status status = atl_queue_wait(&queue, error);
    assert_null(queue.first);
    assert_null(queue.last);
    return status;
}

static enum atl_status spawn_at_full_width(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_group *group = atl_group_open(1, false);
    /* The first is refused only to a fiber that has been cancelled before. */
    enum atl_status before = atl_check_cancelled(NULL);
    assert_int_equal(atl_group_spawn(group, sleep_long, NULL), before);
    assert_int_equal(atl_group_spawn(group, sleep_long, NULL), ATL_CANCELLED);
    return atl_group_wait(group, error);
}

static enum atl_status wait_for_group(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status before = atl_check_cancelled(NULL);
    assert_int_equal(atl_group_spawn(group, sleep_long, NULL), before);
    assert_int_equal(atl_group_spawn(group, wait_in_queue, NULL), before);
    return atl_group_wait(group, error);
}

static enum atl_status sleep_at_index(void *context, size_t index, struct atl_error *error)
{
    (void)index;
    return sleep_long(context, error);
}

static enum atl_status wait_for_each(void *argument, struct atl_error *error)
{
    return atl_each(10, 3, sleep_at_index, argument, error);
}

static const struct {
    const char *name;
    atl_fiber_function wait;
} states[] = {
    {"sleep", sleep_long},
    {"yield", yield_for_ever},
    {"descriptor", wait_for_silent_pipe},
    {"queue", wait_in_queue},
    {"spawn at full width", spawn_at_full_width},
    {"group wait", wait_for_group},
    {"each", wait_for_each},
};
enum { STATES = sizeof states / sizeof *states };

/* A fiber that is to be cancelled in one of the states. */
struct victim {
    atl_fiber_function wait;
    bool began;
    enum atl_status status;
    struct atl_error error;
    enum atl_status next; /* what a second wait gives */
};

static enum atl_status suffer(void *argument, struct atl_error *error)
{
    struct victim *victim = argument;
    victim->began = true;
    victim->status = victim->wait(NULL, &victim->error);
    victim->next = victim->wait(NULL, error);
    return victim->next;
}

static void assert_cancelled(const struct victim *victim, const char *name)
{
    if (!victim->began || victim->status != ATL_CANCELLED || victim->next != ATL_CANCELLED) {
        fail_msg("%s: began %d, status %d, next %d", name, victim->began, victim->status,
                 victim->next);
    }
    assert_int_equal(victim->error.status, ATL_CANCELLED);
    assert_string_equal(victim->error.message, "cancelled");
}

/* Cancels each state after so many turns of the others: 0 is before the first turn. */
static enum atl_status cancel_every_state(void *argument, struct atl_error *error)
{
    int turns = *(int *)argument;
    for (size_t i = 0; i < STATES; i++) {
        struct victim victim = {.wait = states[i].wait};
        struct atl_group *group = atl_group_open(0, false);
        assert_int_equal(atl_group_spawn(group, suffer, &victim), ATL_OK);
        for (int turn = 0; turn < turns; turn++) {
            assert_int_equal(atl_yield(error), ATL_OK);
        }
        assert_int_equal(victim.began, turns > 0);
        atl_group_cancel(group);
        assert_int_equal(atl_group_wait(group, error), ATL_OK);
        assert_cancelled(&victim, states[i].name);
    }
    assert_int_equal(atl_loop_current()->pool.alive, 1);
    return ATL_OK;
}

static void every_wait_can_be_cancelled(void **state)
{
    (void)state;
    int turns = 3;
    assert_int_equal(atl_loop_run(cancel_every_state, &turns, false, NULL), ATL_OK);
}

static void a_fiber_cancelled_before_its_first_turn_runs_and_unwinds(void **state)
{
    (void)state;
    int turns = 0;
    assert_int_equal(atl_loop_run(cancel_every_state, &turns, false, NULL), ATL_OK);
}

static enum atl_status yield_once(void *argument, struct atl_error *error)
{
    *(enum atl_status *)argument = atl_yield(error);
    return ATL_OK;
}

static enum atl_status cancel_a_yield(void *argument, struct atl_error *error)
{
    enum atl_status seen = ATL_FAILED;
    (void)argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, yield_once, &seen), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    assert_int_equal(seen, ATL_CANCELLED);
    return ATL_OK;
}

static void a_fiber_cancelled_while_it_yields_learns_of_it_at_once(void **state)
{
    (void)state;
    assert_int_equal(atl_loop_run(cancel_a_yield, NULL, false, NULL), ATL_OK);
}

/* ---- the one who waits is cancelled ---- */

struct careful {
    struct atl_queue gate;
    int steps_of_clean_up;
};

/* Clean-up that itself has to wait. */
static enum atl_status clean_up_slowly(void *argument, struct atl_error *error)
{
    struct careful *careful = argument;
    enum atl_status status = atl_queue_wait(&careful->gate, error);
    atl_shield_begin();
    for (int i = 0; i < 10; i++) {
        assert_int_equal(atl_yield(NULL), ATL_OK);
        careful->steps_of_clean_up++;
    }
    atl_shield_end();
    return status;
}

struct outcome {
    struct careful careful[3];
    enum atl_status status;
    struct atl_error error;
    int steps_when_it_returned;
};

static enum atl_status wait_for_careful_ones(void *argument, struct atl_error *error)
{
    struct outcome *outcome = argument;
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(atl_group_spawn(group, clean_up_slowly, &outcome->careful[i]), ATL_OK);
    }
    outcome->status = atl_group_wait(group, &outcome->error);
    for (size_t i = 0; i < 3; i++) {
        outcome->steps_when_it_returned += outcome->careful[i].steps_of_clean_up;
    }
    return atl_check_cancelled(error);
}

static enum atl_status cancel_one_who_waits(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_for_careful_ones, argument), ATL_OK);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(atl_yield(error), ATL_OK);
    }
    atl_group_cancel(group);
    return atl_group_wait(group, error);
}

static void a_cancelled_waiter_waits_for_the_clean_up_of_its_group(void **state)
{
    (void)state;
    struct outcome outcome = {0};
    assert_int_equal(atl_loop_run(cancel_one_who_waits, &outcome, false, NULL), ATL_OK);
    assert_int_equal(outcome.status, ATL_CANCELLED);
    assert_string_equal(outcome.error.message, "cancelled");
    assert_int_equal(outcome.steps_when_it_returned, 30);
}

struct finished {
    struct atl_queue gate;
    enum atl_status status;
};

static enum atl_status wait_at_gate(void *argument, struct atl_error *error)
{
    struct finished *finished = argument;
    return atl_queue_wait(&finished->gate, error);
}

static enum atl_status wait_for_gate(void *argument, struct atl_error *error)
{
    struct finished *finished = argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_at_gate, finished), ATL_OK);
    finished->status = atl_group_wait(group, error);
    return atl_check_cancelled(error);
}

static enum atl_status cancel_when_work_is_done(void *argument, struct atl_error *error)
{
    struct finished *finished = argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_for_gate, finished), ATL_OK);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(atl_yield(error), ATL_OK);
    }
    atl_queue_wake_all(&finished->gate);
    atl_group_cancel(group);
    return atl_group_wait(group, error);
}

static void work_that_was_done_before_the_cancellation_counts(void **state)
{
    (void)state;
    struct finished finished = {.status = ATL_FAILED};
    assert_int_equal(atl_loop_run(cancel_when_work_is_done, &finished, false, NULL), ATL_OK);
    assert_int_equal(finished.status, ATL_OK);
}

enum { LEVELS = 500 };

/* Opens a group in a group in a group… */
static enum atl_status nest(void *argument, struct atl_error *error)
{
    int *level = argument;
    struct atl_queue queue = {0};
    if (++*level == LEVELS) {
        return atl_queue_wait(&queue, error);
    }
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, nest, level), ATL_OK);
    enum atl_status status = atl_group_wait(group, error);
    assert_int_equal(status, ATL_CANCELLED);
    --*level;
    return status;
}

static enum atl_status cancel_nest(void *argument, struct atl_error *error)
{
    int *level = argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, nest, level), ATL_OK);
    while (*level < LEVELS) {
        assert_int_equal(atl_yield(error), ATL_OK);
    }
    atl_group_cancel(group);
    return atl_group_wait(group, error);
}

static void cancellation_reaches_the_bottom_of_a_deep_nest(void **state)
{
    (void)state;
    int level = 0;
    assert_int_equal(atl_loop_run(cancel_nest, &level, false, NULL), ATL_OK);
    assert_int_equal(level, 1);
}

/* ---- shields ---- */

struct shielded {
    struct atl_queue gate;
    enum atl_status under_two;
    enum atl_status under_one;
    enum atl_status without;
    enum atl_status in_group;
};

static enum atl_status wait_at_shielded_gate(void *argument, struct atl_error *error)
{
    struct shielded *shielded = argument;
    return atl_queue_wait(&shielded->gate, error);
}

static enum atl_status wait_under_shields(void *argument, struct atl_error *error)
{
    struct shielded *shielded = argument;
    atl_shield_begin();
    atl_shield_begin();
    shielded->under_two = atl_queue_wait(&shielded->gate, error);
    atl_shield_end();
    shielded->under_one = atl_queue_wait(&shielded->gate, error);
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_at_shielded_gate, shielded), ATL_OK);
    shielded->in_group = atl_group_wait(group, error);
    assert_int_equal(atl_check_cancelled(error), ATL_OK);
    atl_shield_end();
    assert_int_equal(atl_check_cancelled(error), ATL_CANCELLED);
    shielded->without = atl_queue_wait(&shielded->gate, error);
    return shielded->without;
}

static enum atl_status cancel_under_shields(void *argument, struct atl_error *error)
{
    struct shielded *shielded = argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_under_shields, shielded), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    atl_group_cancel(group);
    for (int waits = 0; waits < 3; waits++) {
        while (shielded->gate.first == NULL) {
            assert_int_equal(atl_yield(error), ATL_OK);
        }
        atl_queue_wake_one(&shielded->gate);
    }
    return atl_group_wait(group, error);
}

static void shielded_waits_and_groups_ignore_cancellation(void **state)
{
    (void)state;
    struct shielded shielded = {.under_two = ATL_FAILED, .in_group = ATL_FAILED};
    assert_int_equal(atl_loop_run(cancel_under_shields, &shielded, false, NULL), ATL_OK);
    assert_int_equal(shielded.under_two, ATL_OK);
    assert_int_equal(shielded.under_one, ATL_OK);
    assert_int_equal(shielded.in_group, ATL_OK);
    assert_int_equal(shielded.without, ATL_CANCELLED);
}

static enum atl_status leave_shield_with_group(void *argument, struct atl_error *error)
{
    struct shielded *shielded = argument;
    atl_shield_begin();
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_at_shielded_gate, shielded), ATL_OK);
    shielded->under_one = atl_queue_wait(&shielded->gate, error);
    atl_shield_end();
    shielded->in_group = atl_group_wait(group, error);
    return shielded->in_group;
}

static enum atl_status cancel_before_shield_ends(void *argument, struct atl_error *error)
{
    struct shielded *shielded = argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, leave_shield_with_group, shielded), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    assert_int_equal(atl_yield(error), ATL_OK);
    atl_group_cancel(group);
    atl_queue_wake_one(&shielded->gate);
    return atl_group_wait(group, error);
}

static void a_group_that_outlasts_its_shield_is_cancelled_then(void **state)
{
    (void)state;
    struct shielded shielded = {.under_one = ATL_FAILED};
    assert_int_equal(atl_loop_run(cancel_before_shield_ends, &shielded, false, NULL), ATL_OK);
    assert_int_equal(shielded.under_one, ATL_OK);
    assert_int_equal(shielded.in_group, ATL_CANCELLED);
}

static void outside_a_fiber_nothing_is_cancelled(void **state)
{
    (void)state;
    assert_int_equal(atl_check_cancelled(NULL), ATL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wait_can_be_cancelled),
        cmocka_unit_test(a_fiber_cancelled_before_its_first_turn_runs_and_unwinds),
        cmocka_unit_test(a_fiber_cancelled_while_it_yields_learns_of_it_at_once),
        cmocka_unit_test(a_cancelled_waiter_waits_for_the_clean_up_of_its_group),
        cmocka_unit_test(work_that_was_done_before_the_cancellation_counts),
        cmocka_unit_test(cancellation_reaches_the_bottom_of_a_deep_nest),
        cmocka_unit_test(shielded_waits_and_groups_ignore_cancellation),
        cmocka_unit_test(a_group_that_outlasts_its_shield_is_cancelled_then),
        cmocka_unit_test(outside_a_fiber_nothing_is_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
