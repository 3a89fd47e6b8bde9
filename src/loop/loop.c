/* The loop: runs fibers that are ready, and asks libev for events when none is. */
#include "loop/fiber.h"

#include "atlcli/clock.h"

#include <errno.h>
#include <string.h>

enum {
    /*
     * So long do fibers run until the loop looks at the descriptors, whoever is still ready: what
     * has come in the meantime keeps the network busy while fibers compute.
     */
    MILLISECONDS_BETWEEN_POLLS = 1,
};

static _Thread_local struct atl_loop *current;

struct atl_loop *atl_loop_current(void)
{
    return current;
}

struct ev_loop *atl_loop_ev(struct atl_loop *loop)
{
    return loop->ev;
}

static void run_fiber(struct atl_loop *loop, struct atl_fiber *fiber)
{
    fiber->state = ATL_FIBER_RUNNING;
    loop->running = fiber;
    atl_context_switch(&loop->context, &fiber->context);
    loop->running = NULL;
    if (fiber->state == ATL_FIBER_ENDED) {
        atl_fiber_release(fiber);
    }
}

static void run_ready_fibers(struct atl_loop *loop)
{
    int64_t began = atl_clock_monotonic_ms();
    struct atl_fiber *fiber;
    while ((fiber = atl_fiber_list_take(&loop->ready)) != NULL) {
        run_fiber(loop, fiber);
        if (atl_clock_monotonic_ms() - began >= MILLISECONDS_BETWEEN_POLLS) {
            return;
        }
    }
}

static void end_yields(struct atl_loop *loop)
{
    struct atl_fiber *fiber;
    while ((fiber = atl_fiber_list_take(&loop->yielded)) != NULL) {
        atl_fiber_list_add(&loop->ready, fiber);
    }
}

/*
 * Every fiber waits, and no watcher is left that could wake one. That is a mistake in the program;
 * hanging would be the worst way to show it. The fibers are cancelled and unwind. Should shielded
 * ones stand still once more, their shields are ignored.
 */
static void break_standstill(struct atl_loop *loop)
{
    if (loop->standstill) {
        atl_fiber_stop(loop->first);
    } else {
        loop->standstill = true;
        atl_fiber_cancel(loop->first, ATL_CAUSE_STANDSTILL);
    }
}

/*
 * The last callback before libev waits. Another one that ran just before it may have made a fiber
 * ready: libev is to look for events then, but not to wait for them.
 */
static void forbid_waiting(struct ev_loop *ev, ev_prepare *prepare, int events)
{
    (void)events;
    struct atl_loop *loop = prepare->data;
    if (loop->ready.first != NULL) {
        ev_idle_start(ev, &loop->no_wait);
    }
}

/* What keeps libev from waiting is that this one is there. */
static void do_nothing(struct ev_loop *ev, ev_idle *idle, int events)
{
    (void)ev;
    (void)idle;
    (void)events;
}

static void begin_polling(struct atl_loop *loop)
{
    ev_idle_init(&loop->no_wait, do_nothing);
    ev_prepare_init(&loop->before_wait, forbid_waiting);
    ev_set_priority(&loop->before_wait, EV_MINPRI);
    loop->before_wait.data = loop;
    ev_prepare_start(loop->ev, &loop->before_wait);
    ev_unref(loop->ev);
}

/* Returns whether a watcher is left that could wake a fiber. */
static bool poll_events(struct atl_loop *loop, bool may_wait)
{
    bool watched = ev_run(loop->ev, may_wait ? EVRUN_ONCE : EVRUN_NOWAIT) != 0;
    ev_idle_stop(loop->ev, &loop->no_wait);
    return watched;
}

static void end_polling(struct atl_loop *loop)
{
    ev_ref(loop->ev);
    ev_prepare_stop(loop->ev, &loop->before_wait);
}

static void drive(struct atl_loop *loop)
{
    for (;;) {
        run_ready_fibers(loop);
        if (loop->first == NULL) {
            return;
        }
        bool busy = loop->ready.first != NULL || loop->yielded.first != NULL;
        bool watched = poll_events(loop, !busy);
        end_yields(loop);
        if (loop->ready.first == NULL && !watched) {
            break_standstill(loop);
        }
    }
}

static enum atl_status start(struct atl_loop *loop, atl_fiber_function function, void *argument,
                             struct atl_error *error)
{
    loop->ev = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
    if (loop->ev == NULL) {
        return atl_fail(error, ATL_FAILED, "the event loop can't start");
    }
    loop->first = atl_fiber_acquire(loop);
    if (loop->first == NULL) {
        return atl_fail(error, ATL_FAILED, "no memory for a fiber: %s", strerror(errno));
    }
    loop->first->function = function;
    loop->first->argument = argument;
    atl_fiber_start(loop->first);
    return ATL_OK;
}

enum atl_status atl_loop_run(atl_fiber_function function, void *argument, bool handle_signals,
                             struct atl_error *error)
{
    if (current != NULL) {
        return atl_fail(error, ATL_FAILED, "internal error: a loop is running on this thread");
    }
    struct atl_loop loop = {.error = error};
    enum atl_status status = start(&loop, function, argument, error);
    if (status == ATL_OK) {
        current = &loop;
        if (handle_signals) {
            atl_signals_catch(&loop);
        }
        begin_polling(&loop);
        drive(&loop);
        end_polling(&loop);
        if (handle_signals) {
            atl_signals_release(&loop);
        }
        current = NULL;
        status = loop.status;
        if (loop.standstill) {
            status = atl_fail(error, ATL_FAILED,
                              "internal error: every fiber waits, and nothing is left to wake one");
        }
    }
    atl_fiber_pool_free(&loop.pool);
    if (loop.ev != NULL) {
        ev_loop_destroy(loop.ev);
    }
    return status;
}
