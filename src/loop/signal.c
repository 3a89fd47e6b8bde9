/*
 * SIGINT and SIGTERM. The handler does the ending itself instead of leaving it to a libev signal
 * watcher, so that a second Ctrl-C works even while a fiber computes and the loop doesn't turn.
 */
#include "loop/fiber.h"

#include <errno.h>
#include <signal.h>

static const int signals[] = {SIGINT, SIGTERM};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* Signals belong to the process, and so do these: one loop at a time handles them. */
static struct sigaction former[SIGNALS];
static struct atl_loop *volatile listener;
static volatile sig_atomic_t received;

static void handle(int number)
{
    int saved = errno;
    struct atl_loop *loop = listener;
    if (received != 0 || loop == NULL) {
        /* Pending until this handler returns, and fatal then. */
        signal(number, SIG_DFL);
        raise(number);
    } else {
        received = number;
        ev_async_send(loop->ev, &loop->interrupted);
    }
    errno = saved;
}

static void interrupt(struct ev_loop *ev, ev_async *async, int events)
{
    (void)ev;
    (void)events;
    struct atl_loop *loop = async->data;
    if (loop->first != NULL) {
        atl_fiber_cancel(loop->first, ATL_CAUSE_SIGNAL);
    }
}

void atl_signals_catch(struct atl_loop *loop)
{
    if (listener != NULL) {
        atl_misuse("two loops want to handle signals at once");
    }
    ev_async_init(&loop->interrupted, interrupt);
    loop->interrupted.data = loop;
    ev_async_start(loop->ev, &loop->interrupted);
    ev_unref(loop->ev); /* waiting for a signal alone is waiting for nothing */
    received = 0;
    listener = loop;
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaddset(&action.sa_mask, signals[i]);
    }
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], NULL, &former[i]);
        /* Started with it ignored (nohup, a shell's background job): it stays so. */
        if (former[i].sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

void atl_signals_release(struct atl_loop *loop)
{
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], &former[i], NULL);
    }
    listener = NULL;
    ev_ref(loop->ev);
    ev_async_stop(loop->ev, &loop->interrupted);
}
