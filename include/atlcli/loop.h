/*
 * The loop: fibers over one libev loop on one thread.
 *
 * A fiber is straight-line code with a stack of its own. Calls that wait (atl_sleep,
 * atl_group_wait, atl_http_send, …) suspend the fiber, never the thread. Nothing may block the
 * thread while fibers wait: no sleep(), no synchronous DNS.
 *
 * Cancelling a fiber makes the call it is suspended in, and every later call that would suspend,
 * return ATL_CANCELLED; the fiber then unwinds through its ordinary clean-up. A fiber can't be
 * killed from outside. When what a fiber waits for comes about before the cancellation, that wait
 * still succeeds, so that nothing handed to it is lost, and the next one is cancelled.
 *
 * Waiting outside a fiber, and leaving a fiber with a group, deadline or shield still open, are
 * mistakes of the program: they end it with a message and abort().
 */
#ifndef ATLCLI_LOOP_H
#define ATLCLI_LOOP_H

#include "atlcli/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ev_loop;
struct atl_loop;
struct atl_fiber;

/*
 * What a fiber runs. Its status and error reach whoever waits for it. Once spawned it always runs,
 * even when it is cancelled before its first turn: it can own its argument.
 */
typedef enum atl_status (*atl_fiber_function)(void *argument, struct atl_error *error);

enum {
    /*
     * Virtual size of a fiber's stack, in bytes; only touched pages cost memory (4 KB for one that
     * does little). Beyond it is a page that faults. Recursion over foreign data needs a bound.
     */
    ATL_FIBER_STACK_BYTES = 1024 * 1024,
};

/*
 * Runs `function` in a first fiber and drives the loop until that fiber, and every fiber that came
 * from it, has ended. Returns its status and error. One loop per thread at a time.
 *
 * With `handle_signals`, SIGINT and SIGTERM cancel the first fiber (and so everything it waits
 * for); a second one ends the process at once, by the signal itself. One that was ignored when the
 * loop began stays ignored. The former handlers are restored afterwards.
 *
 * When every fiber waits and no watcher is left that could wake one, all are cancelled, and the
 * result is ATL_FAILED, "internal error: …". A watcher that is always there and wakes no fiber by
 * itself (a housekeeping timer) must be ev_unref'ed, or it hides this.
 */
enum atl_status atl_loop_run(atl_fiber_function function, void *argument, bool handle_signals,
                             struct atl_error *error);

/* The loop that is running on this thread, NULL outside atl_loop_run. */
struct atl_loop *atl_loop_current(void);

/* Its libev loop, for modules that add their own watchers. */
struct ev_loop *atl_loop_ev(struct atl_loop *loop);

/* The running fiber, NULL outside one. */
struct atl_fiber *atl_fiber_current(void);

/* ---- groups: fibers that end together ---- */

/*
 * A group owns the fibers spawned into it: the fiber that opens one must close it with
 * atl_group_wait, and that returns only when all of them have ended. The first one that fails
 * cancels the others unless `keep_going`. Cancelling the fiber that opened it, or the passing of a
 * deadline that it was opened under, cancels the group.
 */
struct atl_group;

/* `width` is the most fibers of the group alive at once (0: no bound). */
struct atl_group *atl_group_open(size_t width, bool keep_going);

/*
 * Starts a fiber in the group; its first turn comes when the caller waits. Waits while `width`
 * fibers are alive (so a fiber of a bounded group had better not spawn into its own). Returns
 * ATL_CANCELLED, without starting anything, when the caller or the group has been cancelled;
 * ATL_FAILED when there is no memory for a stack: that counts as the failure of a fiber, and
 * atl_group_wait tells its error. `argument` stays the caller's in both cases.
 */
enum atl_status atl_group_spawn(struct atl_group *group, atl_fiber_function function,
                                void *argument);

/* Cancels every fiber of the group. That alone makes nothing fail: see atl_group_wait. */
void atl_group_cancel(struct atl_group *group);

/*
 * Waits until all fibers have ended, frees the group, and returns the first failure (not the
 * cancellations that followed from it, or from atl_group_cancel) with its error. Waits for the
 * clean-up of cancelled fibers even when the caller itself is cancelled, and returns ATL_CANCELLED
 * then, unless all had done their work before it reached them; the error is that of a fiber which
 * was cancelled with a change in doubt, when there is one.
 */
enum atl_status atl_group_wait(struct atl_group *group, struct atl_error *error);

/*
 * Runs function(context, index) for every index below `count` with at most `width` in flight
 * (0: no bound). Results go where `function` puts them, by index, and so are in order. Indices are
 * begun in order; several may run in the same fiber, one after the other. Ends when all have; the
 * first failure cancels the rest and is returned.
 */
typedef enum atl_status (*atl_each_function)(void *context, size_t index, struct atl_error *error);
enum atl_status atl_each(size_t count, size_t width, atl_each_function function, void *context,
                         struct atl_error *error);

/* ---- waiting ---- */

/* Sleeps at least that long. ATL_OK, or ATL_CANCELLED with `error` filled. 0 yields. */
enum atl_status atl_sleep(int64_t milliseconds, struct atl_error *error);

/* Lets other fibers and the loop run before going on. */
enum atl_status atl_yield(struct atl_error *error);

/* libev's EV_READ and EV_WRITE, for those who know no libev. */
enum atl_readiness {
    ATL_READABLE = 1,
    ATL_WRITABLE = 2,
};

/*
 * Waits until a descriptor is ready: `events` of EV_READ | EV_WRITE. `timeout_ms` below 0 means
 * none; when it passes the result is ATL_NETWORK with "timed out". ATL_FAILED for what is no open
 * descriptor. Stop waiting (cancel, or wake by another way) before closing it.
 */
enum atl_status atl_wait_descriptor(int descriptor, int events, int64_t timeout_ms,
                                    struct atl_error *error);

/*
 * A place where fibers wait for something that another fiber, or a callback of the loop, makes
 * true. Start with a zeroed struct. Fibers are woken in the order in which they came. Check the
 * condition again after waking. A wake goes to a fiber whose atl_queue_wait then returns ATL_OK,
 * never to one that has been cancelled. A woken fiber touches the queue no more.
 */
struct atl_queue {
    struct atl_waiter *first;
    struct atl_waiter *last;
};
enum atl_status atl_queue_wait(struct atl_queue *queue, struct atl_error *error);
void atl_queue_wake_one(struct atl_queue *queue);
void atl_queue_wake_all(struct atl_queue *queue);

/* ---- cancellation ---- */

/* Fills `error` and returns ATL_CANCELLED if the running fiber has been cancelled, ATL_OK if not.
 */
enum atl_status atl_check_cancelled(struct atl_error *error);

/*
 * While shielded (calls nest), the running fiber's waits ignore its cancellation: for clean-up that
 * itself needs the network, such as giving a lock back. So do the groups it opens meanwhile; a
 * deadline begun under the shield holds. Keep it short and bounded by such a deadline.
 */
void atl_shield_begin(void);
void atl_shield_end(void);

/*
 * A deadline for a stretch of code in the running fiber: after `milliseconds` its waits return
 * ATL_CANCELLED as if it had been cancelled, until atl_deadline_end; so do those of the groups it
 * opens meanwhile. Deadlines nest; an inner one can't outlast the outer one and passes with it.
 * `deadline` lives on the caller's stack. atl_deadline_end returns true when the deadline had
 * passed, so that the caller can tell "took too long" from Ctrl-C.
 */
struct atl_deadline { /* the loop's own */
    int64_t at_ms;    /* on the monotonic clock */
    bool passed;
    struct atl_deadline *outer;
    void *timer;
    struct atl_fiber *fiber;
    unsigned shields;
};
void atl_deadline_begin(struct atl_deadline *deadline, int64_t milliseconds);
bool atl_deadline_end(struct atl_deadline *deadline);

#endif
