#include "loop/fiber.h"

#include "atlcli/clock.h"
#include "atlcli/memory.h"

#include <stdlib.h>

static void pass(struct ev_loop *ev, ev_timer *timer, int events)
{
    (void)ev;
    (void)events;
    struct atl_deadline *passed = timer->data;
    struct atl_fiber *fiber = passed->fiber;
    passed->passed = true;
    /* So have those inside it, which can't outlast it, unless a shield lies between. */
    for (struct atl_deadline *inner = fiber->deadline; inner != passed; inner = inner->outer) {
        if (inner->shields == passed->shields) {
            inner->passed = true;
        }
    }
    atl_fiber_heed(fiber);
}

void atl_deadline_begin(struct atl_deadline *deadline, int64_t milliseconds)
{
    struct atl_fiber *fiber = atl_fiber_require("atl_deadline_begin");
    struct atl_deadline *outer = fiber->deadline;
    int64_t now = atl_clock_monotonic_ms();
    milliseconds = milliseconds < 0 ? 0 : milliseconds;
    *deadline = (struct atl_deadline){
        .at_ms = milliseconds > INT64_MAX - now ? INT64_MAX : now + milliseconds,
        .outer = outer,
        .fiber = fiber,
        .shields = fiber->shields,
    };
    fiber->deadline = deadline;
    if (outer != NULL && outer->shields == deadline->shields && outer->at_ms <= deadline->at_ms) {
        /* The outer one passes first, and this one with it. */
        deadline->at_ms = outer->at_ms;
        deadline->passed = outer->passed;
        return;
    }
    ev_timer *timer = atl_alloc(sizeof *timer);
    ev_init(timer, pass);
    timer->data = deadline;
    deadline->timer = timer;
    atl_timer_start(fiber->loop, timer, milliseconds);
}

bool atl_deadline_end(struct atl_deadline *deadline)
{
    struct atl_fiber *fiber = atl_fiber_require("atl_deadline_end");
    if (fiber->deadline != deadline) {
        atl_misuse("atl_deadline_end was called for another deadline than the last one begun");
    }
    fiber->deadline = deadline->outer;
    /* A group that was opened under it and goes on is under the outer one from now on. */
    for (struct atl_group *group = fiber->groups; group != NULL; group = group->next) {
        if (group->deadline == deadline) {
            group->deadline = deadline->outer;
        }
    }
    if (deadline->timer != NULL) {
        ev_timer_stop(fiber->loop->ev, deadline->timer);
        free(deadline->timer);
        deadline->timer = NULL;
    }
    return deadline->passed;
}
