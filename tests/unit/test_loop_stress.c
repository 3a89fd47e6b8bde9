/*
 * Trees of fibers that do everything at random: wait, wake, open groups, fail, cancel, begin
 * deadlines and shields. Whatever they do, each loop ends, nothing is left over, and no wait is
 * cancelled without a reason.
 */
#include "atlcli/loop.h"
#include "loop/fiber.h"
#include "unit.h"

#include <ev.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { SEEDS = 60, QUEUES = 3, MOST_FIBERS = 400 };

static struct {
    unsigned state;
    struct atl_queue queues[QUEUES];
    int silent[2]; /* a pipe */
    size_t started;
    size_t ended;
} world;

static unsigned choose(unsigned below)
{
    world.state = world.state * 1664525U + 1013904223U;
    return (world.state >> 8) % below;
}

static enum atl_status wander(void *argument, struct atl_error *error);

/* A wait that ends is either over or has a reason to be cancelled. */
static enum atl_status checked(enum atl_status status)
{
    assert_true(status == ATL_OK || status == ATL_CANCELLED || status == ATL_NETWORK);
    if (status == ATL_CANCELLED) {
        assert_int_equal(atl_check_cancelled(NULL), ATL_CANCELLED);
    }
    return status == ATL_NETWORK ? ATL_OK : status;
}

static enum atl_status wait_in_queue(struct atl_error *error)
{
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, choose(3));
    enum atl_status status = checked(atl_queue_wait(&world.queues[choose(QUEUES)], error));
    return atl_deadline_end(&deadline) ? atl_check_cancelled(error) : status;
}

static enum atl_status wander_at(void *context, size_t index, struct atl_error *error)
{
    (void)index;
    return wander(context, error);
}

static enum atl_status open_group(int depth, struct atl_error *error)
{
    struct atl_deadline deadline;
    bool timed = choose(3) == 0;
    bool each = choose(4) == 0;
    int below = depth - 1;
    enum atl_status status = ATL_OK;
    if (timed) {
        atl_deadline_begin(&deadline, choose(4));
    }
    if (each) {
        status = atl_each(choose(20), choose(6), wander_at, &below, error);
    } else {
        struct atl_group *group = atl_group_open(choose(4), choose(2) == 0);
        for (unsigned i = choose(16); i > 0 && status == ATL_OK; i--) {
            status = atl_group_spawn(group, wander, &below);
        }
        if (choose(4) == 0) {
            (void)checked(atl_yield(NULL));
            atl_group_cancel(group);
        }
        status = atl_group_wait(group, error);
    }
    if (timed && atl_deadline_end(&deadline) && status == ATL_CANCELLED) {
        status = atl_check_cancelled(error);
    }
    return status;
}

static enum atl_status clean_up(struct atl_error *error)
{
    struct atl_deadline deadline;
    atl_shield_begin();
    atl_deadline_begin(&deadline, choose(3));
    enum atl_status status = checked(atl_sleep(choose(3), error));
    bool late = atl_deadline_end(&deadline);
    assert_true(late || status == ATL_OK || atl_loop_current()->unstoppable);
    atl_shield_end();
    return atl_check_cancelled(error);
}

static enum atl_status take_step(int depth, struct atl_error *error)
{
    switch (choose(10)) {
    case 0:
        return checked(atl_yield(error));
    case 1:
        return checked(atl_sleep(choose(3), error));
    case 2:
        return wait_in_queue(error);
    case 3:
        atl_queue_wake_one(&world.queues[choose(QUEUES)]);
        return ATL_OK;
    case 4:
        atl_queue_wake_all(&world.queues[choose(QUEUES)]);
        return ATL_OK;
    case 5:
        return checked(atl_wait_descriptor(world.silent[0], EV_READ, choose(3), error));
    case 6:
        return clean_up(error);
    case 7:
        return choose(8) == 0 ? atl_fail(error, ATL_CONFLICT, "at random") : ATL_OK;
    default:
        return depth > 0 && world.started < MOST_FIBERS ? open_group(depth, error) : ATL_OK;
    }
}

static enum atl_status wander(void *argument, struct atl_error *error)
{
    int depth = *(int *)argument;
    world.started++;
    enum atl_status status = ATL_OK;
    for (unsigned steps = choose(7); steps > 0 && status == ATL_OK; steps--) {
        status = take_step(depth, error);
    }
    if (status != ATL_OK && choose(2) == 0) {
        (void)clean_up(NULL);
    }
    world.ended++;
    return status;
}

static enum atl_status begin(void *argument, struct atl_error *error)
{
    int depth = 4;
    int interrupted_at = (int)choose(12);
    (void)argument;
    enum atl_status status = ATL_OK;
    world.started++;
    for (int i = 0; i < 6 && status != ATL_CANCELLED; i++) {
        if (interrupted_at == i) {
            raise(SIGINT);
        }
        status = open_group(depth, error);
    }
    world.ended++;
    assert_int_equal(atl_loop_current()->pool.alive, 1);
    return status;
}

static void random_trees_of_fibers_end_and_leave_nothing(void **state)
{
    (void)state;
    size_t fibers = 0;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct atl_error error = {0};
        world.started = world.ended = 0;
        world.state = seed * 2654435761U;
        assert_int_equal(pipe(world.silent), 0);
        enum atl_status status = atl_loop_run(begin, NULL, true, &error);
        close(world.silent[0]);
        close(world.silent[1]);
        if (world.started != world.ended || status == ATL_FAILED) {
            fail_msg("seed %u: %zu started, %zu ended, status %d: %s", seed, world.started,
                     world.ended, (int)status, error.message);
        }
        for (size_t i = 0; i < QUEUES; i++) {
            assert_null(world.queues[i].first);
        }
        fibers += world.started;
    }
    assert_true(fibers > SEEDS * 10); /* or it would have tested next to nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_trees_of_fibers_end_and_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
