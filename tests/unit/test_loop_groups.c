/* Groups: no orphans, first failure, bounded width. */
#include "atlcli/loop.h"
#include "child.h"
#include "loop/fiber.h"
#include "unit.h"

/* One fiber of a test: what it does and what it saw. */
struct part {
    struct atl_queue *gate; /* it waits there */
    int turns;              /* it yields so often first */
    enum atl_status fails;  /* it ends with this failure */
    bool started;
    bool ended;
    enum atl_status waited; /* what its wait gave */
};

static enum atl_status play(void *argument, struct atl_error *error)
{
    struct part *part = argument;
    part->started = true;
    enum atl_status status = ATL_OK;
    for (int i = 0; i < part->turns && status == ATL_OK; i++) {
        status = atl_yield(error);
    }
    if (status == ATL_OK && part->gate != NULL) {
        status = atl_queue_wait(part->gate, error);
    }
    part->waited = status;
    part->ended = true;
    if (status == ATL_OK && part->fails != ATL_OK) {
        status = atl_fail(error, part->fails, "part failed after %d turns", part->turns);
    }
    return status;
}

static void let_others_run(int turns)
{
    for (int i = 0; i < turns; i++) {
        assert_int_equal(atl_yield(NULL), ATL_OK);
    }
}

static void run(atl_fiber_function function)
{
    struct atl_error error = {0};
    enum atl_status status = atl_loop_run(function, NULL, false, &error);
    if (status != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

static enum atl_status empty_group(void *argument, struct atl_error *error)
{
    (void)argument;
    return atl_group_wait(atl_group_open(1, false), error);
}

static void a_group_without_fibers_ends_at_once(void **state)
{
    (void)state;
    run(empty_group);
}

static enum atl_status one_of_many_fails(void *argument, struct atl_error *error)
{
    (void)argument;
    enum { PARTS = 20 };
    struct atl_queue gate = {0};
    struct part parts[PARTS] = {0};
    struct atl_group *group = atl_group_open(0, false);
    for (int i = 0; i < PARTS; i++) {
        if (i == 7 || i == 8) {
            parts[i] = (struct part){.turns = i, .fails = i == 7 ? ATL_CONFLICT : ATL_FORBIDDEN};
        } else {
            parts[i].gate = &gate;
        }
        assert_int_equal(atl_group_spawn(group, play, &parts[i]), ATL_OK);
    }
    assert_int_equal(atl_group_wait(group, error), ATL_CONFLICT);
    assert_int_equal(error->status, ATL_CONFLICT);
    assert_string_equal(error->message, "part failed after 7 turns");
    for (int i = 0; i < PARTS; i++) {
        assert_true(parts[i].ended);
        assert_int_equal(parts[i].waited, i == 7 ? ATL_OK : ATL_CANCELLED);
    }
    assert_null(gate.first);
    return ATL_OK;
}

static void first_failure_cancels_the_others_and_is_returned(void **state)
{
    (void)state;
    run(one_of_many_fails);
}

static enum atl_status some_fail_but_go_on(void *argument, struct atl_error *error)
{
    (void)argument;
    enum { PARTS = 9 };
    struct part parts[PARTS] = {0};
    struct atl_group *group = atl_group_open(2, true);
    for (int i = 0; i < PARTS; i++) {
        parts[i] = (struct part){.turns = i, .fails = i % 3 == 1 ? ATL_FAILED : ATL_OK};
        assert_int_equal(atl_group_spawn(group, play, &parts[i]), ATL_OK);
    }
    assert_int_equal(atl_group_wait(group, error), ATL_FAILED);
    assert_string_equal(error->message, "part failed after 1 turns");
    for (int i = 0; i < PARTS; i++) {
        assert_true(parts[i].ended);
        assert_int_equal(parts[i].waited, ATL_OK);
    }
    return ATL_OK;
}

static void keep_going_runs_all_and_returns_the_first_failure(void **state)
{
    (void)state;
    run(some_fail_but_go_on);
}

struct turnstile {
    size_t inside;
    size_t most;
};

static enum atl_status pass_turnstile(void *argument, struct atl_error *error)
{
    struct turnstile *turnstile = argument;
    turnstile->inside++;
    turnstile->most = turnstile->inside > turnstile->most ? turnstile->inside : turnstile->most;
    enum atl_status status = atl_yield(error);
    turnstile->inside--;
    return status;
}

static enum atl_status spawn_more_than_width(void *argument, struct atl_error *error)
{
    (void)argument;
    struct turnstile turnstile = {0};
    struct atl_group *group = atl_group_open(3, false);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(atl_group_spawn(group, pass_turnstile, &turnstile), ATL_OK);
        assert_in_range(group->alive, 1, 3);
    }
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    assert_int_equal(turnstile.most, 3);
    assert_int_equal(turnstile.inside, 0);
    return ATL_OK;
}

static void no_more_than_width_are_alive(void **state)
{
    (void)state;
    run(spawn_more_than_width);
}

static enum atl_status cancel_own_group(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct part waiting = {.gate = &gate};
    struct part late = {0};
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, play, &waiting), ATL_OK);
    let_others_run(2);
    assert_true(waiting.started);
    atl_group_cancel(group);
    assert_int_equal(atl_group_spawn(group, play, &late), ATL_CANCELLED);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    assert_int_equal(waiting.waited, ATL_CANCELLED);
    assert_false(late.started);
    return atl_check_cancelled(error);
}

static void a_cancelled_group_starts_nothing_and_is_no_failure(void **state)
{
    (void)state;
    run(cancel_own_group);
}

static enum atl_status fail_in_clean_up(void *argument, struct atl_error *error)
{
    enum atl_status status = play(argument, error);
    return status == ATL_CANCELLED ? atl_fail(error, ATL_NETWORK, "clean-up failed") : status;
}

static enum atl_status cancel_what_fails_then(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct part waiting = {.gate = &gate};
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, fail_in_clean_up, &waiting), ATL_OK);
    let_others_run(2);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_NETWORK);
    assert_string_equal(error->message, "clean-up failed");
    return ATL_OK;
}

static void a_failure_after_group_cancel_is_still_told(void **state)
{
    (void)state;
    run(cancel_what_fails_then);
}

static enum atl_status own_what_fails_then(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, true);
    assert_int_equal(atl_group_spawn(group, fail_in_clean_up, argument), ATL_OK);
    assert_int_equal(atl_group_wait(group, error), ATL_CANCELLED);
    assert_string_equal(error->message, "cancelled");
    return ATL_CANCELLED;
}

static enum atl_status cancel_owner_of_what_fails_then(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct part waiting = {.gate = &gate};
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, own_what_fails_then, &waiting), ATL_OK);
    let_others_run(2);
    atl_group_cancel(group);
    return atl_group_wait(group, error);
}

static void an_owner_that_was_cancelled_hears_of_that_first(void **state)
{
    (void)state;
    run(cancel_owner_of_what_fails_then);
}

static enum atl_status take_own_time(void *argument, struct atl_error *error)
{
    struct atl_deadline deadline;
    struct part *part = argument;
    atl_deadline_begin(&deadline, 0);
    enum atl_status status = play(part, error);
    assert_true(atl_deadline_end(&deadline));
    return status;
}

static enum atl_status spawn_one_with_its_own_deadline(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct part slow = {.gate = &gate};
    struct part other = {.gate = &gate};
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, take_own_time, &slow), ATL_OK);
    assert_int_equal(atl_group_spawn(group, play, &other), ATL_OK);
    assert_int_equal(atl_group_wait(group, error), ATL_CANCELLED);
    assert_string_equal(error->message, "took too long");
    assert_int_equal(other.waited, ATL_CANCELLED);
    return atl_check_cancelled(error);
}

static void a_fiber_that_runs_out_of_its_own_time_is_a_failure(void **state)
{
    (void)state;
    run(spawn_one_with_its_own_deadline);
}

/* ---- groups in groups ---- */

struct nest {
    struct part parts[4];
    struct atl_queue gate;
    struct part *fails; /* what the inner group also runs */
    enum atl_status status;
    char message[64];
};

static enum atl_status open_inner_group(void *argument, struct atl_error *error)
{
    struct nest *nest = argument;
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 4; i++) {
        nest->parts[i] = (struct part){.gate = &nest->gate};
        assert_int_equal(atl_group_spawn(group, play, &nest->parts[i]), ATL_OK);
    }
    if (nest->fails != NULL) {
        assert_int_equal(atl_group_spawn(group, play, nest->fails), ATL_OK);
    }
    nest->status = atl_group_wait(group, error);
    for (size_t i = 0; i < 4; i++) {
        assert_true(nest->parts[i].ended);
        assert_int_equal(nest->parts[i].waited, ATL_CANCELLED);
    }
    return nest->status;
}

static enum atl_status fail_beside_nested_groups(void *argument, struct atl_error *error)
{
    (void)argument;
    struct part fails = {.turns = 5, .fails = ATL_NOT_FOUND};
    struct nest nests[3] = {0};
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(atl_group_spawn(group, open_inner_group, &nests[i]), ATL_OK);
    }
    assert_int_equal(atl_group_spawn(group, play, &fails), ATL_OK);
    assert_int_equal(atl_group_wait(group, error), ATL_NOT_FOUND);
    assert_string_equal(error->message, "part failed after 5 turns");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(nests[i].status, ATL_CANCELLED);
    }
    return ATL_OK;
}

static void a_failure_reaches_nested_groups(void **state)
{
    (void)state;
    run(fail_beside_nested_groups);
}

static enum atl_status fail_inside_a_nested_group(void *argument, struct atl_error *error)
{
    (void)argument;
    struct part fails = {.turns = 3, .fails = ATL_TLS};
    struct nest nests[3] = {{.fails = &fails}};
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(atl_group_spawn(group, open_inner_group, &nests[i]), ATL_OK);
    }
    assert_int_equal(atl_group_wait(group, error), ATL_TLS);
    assert_string_equal(error->message, "part failed after 3 turns");
    assert_int_equal(nests[0].status, ATL_TLS);
    assert_int_equal(nests[1].status, ATL_CANCELLED);
    assert_int_equal(nests[2].status, ATL_CANCELLED);
    return ATL_OK;
}

static void a_failure_in_a_nested_group_reaches_the_outer_one(void **state)
{
    (void)state;
    run(fail_inside_a_nested_group);
}

static enum atl_status open_groups_side_by_side(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct part first = {.gate = &gate};
    struct part second = {.fails = ATL_CONFLICT};
    struct atl_group *one = atl_group_open(0, false);
    struct atl_group *two = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(one, play, &first), ATL_OK);
    assert_int_equal(atl_group_spawn(two, play, &second), ATL_OK);
    assert_int_equal(atl_group_wait(two, error), ATL_CONFLICT);
    assert_false(first.ended);
    atl_queue_wake_all(&gate);
    /* Waited for in another order than the reverse of opening. */
    struct atl_group *three = atl_group_open(0, false);
    assert_int_equal(atl_group_wait(one, error), ATL_OK);
    assert_int_equal(first.waited, ATL_OK);
    return atl_group_wait(three, error);
}

static void groups_side_by_side_are_independent(void **state)
{
    (void)state;
    run(open_groups_side_by_side);
}

/* ---- spawning from elsewhere ---- */

struct spawner {
    struct atl_group *group;
    struct part parts[5];
    enum atl_status status;
};

static enum atl_status spawn_parts(void *argument, struct atl_error *error)
{
    struct spawner *spawner = argument;
    for (size_t i = 0; i < 5 && spawner->status == ATL_OK; i++) {
        spawner->parts[i].turns = (int)i;
        spawner->status = atl_group_spawn(spawner->group, play, &spawner->parts[i]);
    }
    return atl_check_cancelled(error);
}

static enum atl_status spawn_from_siblings(void *argument, struct atl_error *error)
{
    (void)argument;
    struct spawner spawners[4] = {0};
    struct atl_group *shared = atl_group_open(2, false);
    struct atl_group *siblings = atl_group_open(0, false);
    for (size_t i = 0; i < 4; i++) {
        spawners[i].group = shared;
        assert_int_equal(atl_group_spawn(siblings, spawn_parts, &spawners[i]), ATL_OK);
    }
    let_others_run(1);
    /* Waits for the spawners that wait for room as well. */
    assert_int_equal(atl_group_wait(shared, error), ATL_OK);
    for (size_t i = 0; i < 4; i++) {
        for (size_t part = 0; part < 5; part++) {
            assert_true(spawners[i].parts[part].ended);
        }
    }
    return atl_group_wait(siblings, error);
}

static void other_fibers_can_spawn_into_a_bounded_group(void **state)
{
    (void)state;
    run(spawn_from_siblings);
}

/* Lets a fiber end, and something else happen right after that, before anyone else has a turn. */
struct cue {
    struct atl_queue *gate;
    struct atl_queue *then;
    struct atl_group *cancels;
};

static enum atl_status wait_and_cancel(void *argument, struct atl_error *error)
{
    struct cue *cue = argument;
    enum atl_status status = atl_queue_wait(cue->then, error);
    atl_group_cancel(cue->cancels);
    return status;
}

static enum atl_status cancel_one_of_two_spawners(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct atl_queue then = {0};
    struct part fills = {.gate = &gate};
    struct spawner doomed = {0};
    struct spawner next = {0};
    struct atl_group *shared = atl_group_open(1, false);
    doomed.group = next.group = shared;
    assert_int_equal(atl_group_spawn(shared, play, &fills), ATL_OK);
    struct atl_group *first = atl_group_open(0, false);
    struct atl_group *second = atl_group_open(0, false);
    struct cue cue = {.then = &then, .cancels = first};
    assert_int_equal(atl_group_spawn(first, spawn_parts, &doomed), ATL_OK);
    let_others_run(2);
    assert_int_equal(atl_group_spawn(second, spawn_parts, &next), ATL_OK);
    assert_int_equal(atl_group_spawn(second, wait_and_cancel, &cue), ATL_OK);
    let_others_run(2);
    /* Room comes, the spawner that is first in line is told, and cancelled before it can use it. */
    atl_queue_wake_one(&gate);
    atl_queue_wake_one(&then);
    assert_int_equal(atl_group_wait(first, error), ATL_OK);
    assert_int_equal(doomed.status, ATL_CANCELLED);
    assert_int_equal(atl_group_wait(second, error), ATL_OK);
    assert_int_equal(atl_group_wait(shared, error), ATL_OK);
    assert_true(next.parts[4].ended);
    return ATL_OK;
}

static void room_that_a_cancelled_spawner_leaves_goes_to_the_next(void **state)
{
    (void)state;
    run(cancel_one_of_two_spawners);
}

static enum atl_status wait_and_wake(void *argument, struct atl_error *error)
{
    struct cue *cue = argument;
    enum atl_status status = atl_yield(error);
    atl_queue_wake_one(cue->gate);
    atl_queue_wake_one(cue->then);
    return status;
}

static enum atl_status wait_while_a_spawner_has_room(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct atl_queue then = {0};
    struct cue cue = {.gate = &gate, .then = &then};
    struct part fills = {.gate = &gate};
    struct spawner spawner = {.group = atl_group_open(1, false)};
    assert_int_equal(atl_group_spawn(spawner.group, play, &fills), ATL_OK);
    struct atl_group *others = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(others, spawn_parts, &spawner), ATL_OK);
    assert_int_equal(atl_group_spawn(others, wait_and_wake, &cue), ATL_OK);
    /* Woken after the fiber that fills the group, and before the one that waits for its room. */
    assert_int_equal(atl_queue_wait(&then, error), ATL_OK);
    assert_true(fills.ended);
    assert_false(spawner.parts[0].started);
    assert_int_equal(atl_group_wait(spawner.group, error), ATL_OK);
    assert_true(spawner.parts[0].ended);
    return atl_group_wait(others, error);
}

static void a_group_waits_for_a_fiber_that_is_about_to_spawn(void **state)
{
    (void)state;
    run(wait_while_a_spawner_has_room);
}

static enum atl_status wait_shielded(void *argument, struct atl_error *error)
{
    atl_shield_begin();
    enum atl_status status = play(argument, error);
    atl_shield_end();
    return status;
}

static enum atl_status cancel_while_clean_up_goes_on(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_queue gate = {0};
    struct part cleans_up = {.gate = &gate};
    struct spawner spawner = {.group = atl_group_open(1, false)};
    assert_int_equal(atl_group_spawn(spawner.group, wait_shielded, &cleans_up), ATL_OK);
    struct atl_group *others = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(others, spawn_parts, &spawner), ATL_OK);
    let_others_run(2);
    atl_group_cancel(spawner.group);
    assert_int_equal(atl_group_wait(others, error), ATL_OK);
    assert_int_equal(spawner.status, ATL_CANCELLED);
    assert_false(cleans_up.ended);
    atl_queue_wake_all(&gate);
    return atl_group_wait(spawner.group, error);
}

static void a_spawner_need_not_wait_for_the_clean_up_of_a_cancelled_group(void **state)
{
    (void)state;
    run(cancel_while_clean_up_goes_on);
}

/* ---- what ends the process ---- */

static enum atl_status forget_to_wait(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    atl_group_open(0, false);
    return ATL_OK;
}

static enum atl_status wait_for_anothers_group(void *argument, struct atl_error *error)
{
    return atl_group_wait(argument, error);
}

static enum atl_status hand_a_group_on(void *argument, struct atl_error *error)
{
    (void)argument;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_for_anothers_group, group), ATL_OK);
    return atl_group_wait(group, error);
}

static void forget_a_group(void)
{
    atl_loop_run(forget_to_wait, NULL, false, NULL);
}

static void hand_on(void)
{
    atl_loop_run(hand_a_group_on, NULL, false, NULL);
}

static void open_outside(void)
{
    atl_group_open(0, false);
}

static void misuse_aborts_with_a_message(void **state)
{
    (void)state;
    static const struct {
        void (*body)(void);
        const char *message;
    } cases[] = {
        {forget_a_group, "a fiber ended without atl_group_wait"},
        {hand_on, "by another fiber than the one that opened the group"},
        {open_outside, "atl_group_open was called outside a fiber"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        struct child child = start_child(cases[i].body);
        int status = end_child(&child, text, sizeof text);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGABRT);
        assert_non_null(strstr(text, "internal error: "));
        assert_non_null(strstr(text, cases[i].message));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_without_fibers_ends_at_once),
        cmocka_unit_test(first_failure_cancels_the_others_and_is_returned),
        cmocka_unit_test(keep_going_runs_all_and_returns_the_first_failure),
        cmocka_unit_test(no_more_than_width_are_alive),
        cmocka_unit_test(a_cancelled_group_starts_nothing_and_is_no_failure),
        cmocka_unit_test(a_failure_after_group_cancel_is_still_told),
        cmocka_unit_test(an_owner_that_was_cancelled_hears_of_that_first),
        cmocka_unit_test(a_fiber_that_runs_out_of_its_own_time_is_a_failure),
        cmocka_unit_test(a_failure_reaches_nested_groups),
        cmocka_unit_test(a_failure_in_a_nested_group_reaches_the_outer_one),
        cmocka_unit_test(groups_side_by_side_are_independent),
        cmocka_unit_test(other_fibers_can_spawn_into_a_bounded_group),
        cmocka_unit_test(room_that_a_cancelled_spawner_leaves_goes_to_the_next),
        cmocka_unit_test(a_group_waits_for_a_fiber_that_is_about_to_spawn),
        cmocka_unit_test(a_spawner_need_not_wait_for_the_clean_up_of_a_cancelled_group),
        cmocka_unit_test(misuse_aborts_with_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
