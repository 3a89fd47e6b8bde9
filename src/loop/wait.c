/* Waiting for time and for descriptors. */
#include "loop/fiber.h"

#include <fcntl.h>

_Static_assert((int)ATL_READABLE == (int)EV_READ && (int)ATL_WRITABLE == (int)EV_WRITE,
               "libev's own values");

void atl_timer_start(struct atl_loop *loop, ev_timer *timer, int64_t milliseconds)
{
    /* A fiber may have computed for long since; the timer must not run out early by that much. */
    ev_now_update(loop->ev);
    ev_timer_set(timer, (double)milliseconds / 1000.0, 0.0);
    ev_timer_start(loop->ev, timer);
}

static void wake_sleeper(struct ev_loop *ev, ev_timer *timer, int events)
{
    (void)ev;
    (void)events;
    atl_fiber_wake(timer->data);
}

enum atl_status atl_sleep(int64_t milliseconds, struct atl_error *error)
{
    if (milliseconds <= 0) {
        return atl_yield(error);
    }
    struct atl_fiber *fiber = atl_fiber_require("atl_sleep");
    ev_timer timer;
    ev_init(&timer, wake_sleeper);
    timer.data = fiber;
    atl_timer_start(fiber->loop, &timer, milliseconds);
    enum atl_status status = atl_fiber_suspend(fiber, error);
    ev_timer_stop(fiber->loop->ev, &timer);
    return status;
}

enum atl_status atl_yield(struct atl_error *error)
{
    struct atl_fiber *fiber = atl_fiber_require("atl_yield");
    enum atl_status status = atl_check_cancelled(error);
    if (status != ATL_OK) {
        return status;
    }
    fiber->state = ATL_FIBER_READY;
    atl_fiber_list_add(&fiber->loop->yielded, fiber);
    atl_fiber_leave(fiber);
    return atl_check_cancelled(error);
}

struct descriptor_wait {
    ev_io io;
    ev_timer timer;
    struct atl_fiber *fiber;
    int events; /* that came */
    bool timed_out;
};

static void note_events(struct ev_loop *ev, ev_io *io, int events)
{
    (void)ev;
    struct descriptor_wait *wait = io->data;
    wait->events |= events;
    atl_fiber_wake(wait->fiber);
}

static void note_timeout(struct ev_loop *ev, ev_timer *timer, int events)
{
    (void)ev;
    (void)events;
    struct descriptor_wait *wait = timer->data;
    wait->timed_out = true;
    atl_fiber_wake(wait->fiber);
}

static enum atl_status fail_descriptor(struct atl_error *error, int descriptor)
{
    return atl_fail(error, ATL_FAILED, "can't wait for descriptor %d: it is not open", descriptor);
}

enum atl_status atl_wait_descriptor(int descriptor, int events, int64_t timeout_ms,
                                    struct atl_error *error)
{
    struct descriptor_wait wait = {.fiber = atl_fiber_require("atl_wait_descriptor")};
    struct atl_loop *loop = wait.fiber->loop;
    /* libev would take it for a mistake of the program and abort. */
    if (fcntl(descriptor, F_GETFD) < 0) {
        return fail_descriptor(error, descriptor);
    }
    ev_io_init(&wait.io, note_events, descriptor, events);
    ev_init(&wait.timer, note_timeout);
    wait.io.data = &wait;
    wait.timer.data = &wait;
    ev_io_start(loop->ev, &wait.io);
    if (timeout_ms >= 0) {
        atl_timer_start(loop, &wait.timer, timeout_ms);
    }
    enum atl_status status = atl_fiber_suspend(wait.fiber, error);
    ev_io_stop(loop->ev, &wait.io);
    ev_timer_stop(loop->ev, &wait.timer);
    if (status != ATL_OK) {
        return status;
    }
    if ((wait.events & EV_ERROR) != 0) {
        return fail_descriptor(error, descriptor);
    }
    /* Both may have come in one turn of the loop: being ready counts. */
    if (wait.events == 0 && wait.timed_out) {
        return atl_fail(error, ATL_NETWORK, "timed out");
    }
    return ATL_OK;
}
