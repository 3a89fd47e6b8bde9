/*
 * What the files of this module share: the fiber, the loop, and the few operations on fibers that
 * every way of waiting is made of.
 */
#ifndef ATLCLI_LOOP_FIBER_H
#define ATLCLI_LOOP_FIBER_H

#include "atlcli/loop.h"
#include "loop/context.h"
#include "loop/stack.h"

#include <ev.h>

/* Why a fiber was cancelled, for the message. */
enum atl_cause {
    ATL_CAUSE_NONE,       /* it wasn't */
    ATL_CAUSE_SIGNAL,     /* SIGINT or SIGTERM */
    ATL_CAUSE_DEADLINE,   /* a deadline passed */
    ATL_CAUSE_GROUP,      /* another fiber of its group failed, or atl_group_cancel */
    ATL_CAUSE_STANDSTILL, /* every fiber waited for another */
};

enum atl_fiber_state {
    ATL_FIBER_READY,   /* in a list of fibers that will run */
    ATL_FIBER_RUNNING, /* on the thread */
    ATL_FIBER_PARKED,  /* until atl_fiber_wake, or a cancellation if `interruptible` */
    ATL_FIBER_ENDED,
};

struct atl_fiber {
    struct atl_context context;
    struct atl_stack stack;
    struct atl_loop *loop;
    struct atl_fiber *next; /* in the list or the pool that it is in */
    enum atl_fiber_state state;
    bool interruptible;
    bool woken; /* by atl_fiber_wake, not by a cancellation */

    atl_fiber_function function;
    void *argument;
    struct atl_group *group; /* it belongs to; NULL for the first fiber */
    struct atl_fiber *previous_in_group;
    struct atl_fiber *next_in_group;

    struct atl_group *groups;      /* that it has opened and not waited for, newest first */
    struct atl_deadline *deadline; /* the innermost */
    unsigned shields;
    enum atl_cause cancelled;
};

/* First come, first served. */
struct atl_fiber_list {
    struct atl_fiber *first;
    struct atl_fiber *last;
};

struct atl_fiber_pool {
    struct atl_fiber *idle;
    size_t idle_count;
    size_t mapped; /* stacks mapped since the loop began; tests look at it */
    size_t alive;
};

struct atl_loop {
    struct ev_loop *ev;
    struct atl_context context;
    struct atl_fiber_pool pool;
    struct atl_fiber_list ready;
    struct atl_fiber_list yielded; /* ready once the loop has looked for events */
    struct atl_fiber *running;
    struct atl_fiber *first; /* NULL once it has ended */
    enum atl_status status;  /* of the first fiber */
    struct atl_error *error;
    bool standstill;  /* every fiber waited for another: the outcome is an error */
    bool unstoppable; /* and shields no longer hold */
    ev_prepare before_wait;
    ev_idle no_wait;
    ev_async interrupted;
};

struct atl_group {
    struct atl_fiber *owner;
    struct atl_group *next; /* of the owner's groups */
    struct atl_fiber *fibers;
    size_t alive;
    size_t width;
    bool keep_going;
    bool owner_waits;
    struct atl_queue room;         /* spawners wait here while `width` fibers are alive */
    size_t spawners;               /* fibers inside atl_group_spawn */
    struct atl_deadline *deadline; /* the owner's innermost when it was opened */
    unsigned shields;              /* likewise */
    enum atl_cause cancelled;
    bool cancelled_by_owner; /* and not by a failure or by atl_group_cancel */
    bool cut_short;          /* a fiber didn't do its work for being cancelled, or wasn't started */
    enum atl_status status;  /* of the first failure */
    struct atl_error *error; /* its error; NULL before */
    struct atl_error *doubt; /* of a cancelled fiber, about what it had sent; NULL for none */
};

/* ---- pool.c ---- */

/* A fiber with a stack, zeroed but for these. NULL, with errno set, when no stack can be mapped. */
struct atl_fiber *atl_fiber_acquire(struct atl_loop *loop);
void atl_fiber_release(struct atl_fiber *fiber);
void atl_fiber_pool_free(struct atl_fiber_pool *pool);

/* ---- fiber.c ---- */

/* The running fiber. Ends the process when there is none: `caller` was used outside a fiber. */
struct atl_fiber *atl_fiber_require(const char *caller);

/* Reports a mistake in the program itself and aborts. */
_Noreturn void atl_misuse(const char *format, ...) ATL_PRINTF(1, 2);

/* What runs on a fiber's stack: its function, and then what its end brings about. */
void atl_fiber_run(void *argument);

/* Lets a fiber run for the first time. */
void atl_fiber_start(struct atl_fiber *fiber);

/*
 * Suspends the running fiber until atl_fiber_wake: ATL_OK. When it is cancelled before that, or has
 * been: ATL_CANCELLED. A wake that came first counts, and the next wait is cancelled then.
 */
enum atl_status atl_fiber_suspend(struct atl_fiber *fiber, struct atl_error *error);

/* Suspends the running fiber until atl_fiber_wake, cancelled or not. */
void atl_fiber_suspend_firmly(struct atl_fiber *fiber);

/* Makes a suspended fiber ready. Nothing happens to one that is ready already. */
void atl_fiber_wake(struct atl_fiber *fiber);

/* Makes a suspended fiber ready if its wait heeds cancellation and it has been cancelled. */
void atl_fiber_interrupt(struct atl_fiber *fiber);

void atl_fiber_list_add(struct atl_fiber_list *list, struct atl_fiber *fiber);
struct atl_fiber *atl_fiber_list_take(struct atl_fiber_list *list); /* NULL when empty */

/* Goes from the running fiber to the loop. */
void atl_fiber_leave(struct atl_fiber *fiber);

/* ---- cancel.c ---- */

/* Cancels a fiber and what it waits for. */
void atl_fiber_cancel(struct atl_fiber *fiber, enum atl_cause cause);

/* Has a fiber's groups and its wait learn of a cancellation or deadline that reaches them. */
void atl_fiber_heed(struct atl_fiber *fiber);

/* Why the fiber's next wait would be cancelled: shields and deadlines considered. */
enum atl_cause atl_fiber_cancelled(const struct atl_fiber *fiber);

/* Cancels a fiber and all below it, shields or not. */
void atl_fiber_stop(struct atl_fiber *fiber);

/* Fills `error` for a cancellation and returns ATL_CANCELLED. */
enum atl_status atl_fail_cancelled(struct atl_error *error, enum atl_cause cause);

/* ---- group.c ---- */

/* Takes a fiber that has ended out of its group and hands over its result. */
void atl_group_leave(struct atl_fiber *fiber, enum atl_status status, struct atl_error *error);

/* Cancels the group because its owner has been. */
void atl_group_cancel_by_owner(struct atl_group *group, enum atl_cause cause);

/* ---- wait.c ---- */

/* Starts a timer that counts from now, not from when the loop last looked at the clock. */
void atl_timer_start(struct atl_loop *loop, ev_timer *timer, int64_t milliseconds);

/* ---- signal.c ---- */

/* SIGINT and SIGTERM cancel the loop's first fiber from here on, until they are released. */
void atl_signals_catch(struct atl_loop *loop);
void atl_signals_release(struct atl_loop *loop);

#endif
