#include "loop/fiber.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void atl_misuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("internal error: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}

struct atl_fiber *atl_fiber_current(void)
{
    struct atl_loop *loop = atl_loop_current();
    return loop == NULL ? NULL : loop->running;
}

struct atl_fiber *atl_fiber_require(const char *caller)
{
    struct atl_fiber *fiber = atl_fiber_current();
    if (fiber == NULL) {
        atl_misuse("%s was called outside a fiber", caller);
    }
    return fiber;
}

void atl_fiber_list_add(struct atl_fiber_list *list, struct atl_fiber *fiber)
{
    fiber->next = NULL;
    if (list->last == NULL) {
        list->first = fiber;
    } else {
        list->last->next = fiber;
    }
    list->last = fiber;
}

struct atl_fiber *atl_fiber_list_take(struct atl_fiber_list *list)
{
    struct atl_fiber *fiber = list->first;
    if (fiber != NULL) {
        list->first = fiber->next;
        if (list->first == NULL) {
            list->last = NULL;
        }
    }
    return fiber;
}

/* What a fiber has begun it must end: the loop would be left with pointers into its stack. */
static void check_nothing_is_open(const struct atl_fiber *fiber)
{
    if (fiber->groups != NULL) {
        atl_misuse("a fiber ended without atl_group_wait for a group that it had opened");
    }
    if (fiber->deadline != NULL) {
        atl_misuse("a fiber ended without atl_deadline_end for a deadline that it had begun");
    }
    if (fiber->shields != 0) {
        atl_misuse("a fiber ended without atl_shield_end for a shield that it had begun");
    }
}

void atl_fiber_run(void *argument)
{
    struct atl_fiber *fiber = argument;
    struct atl_error error;
    atl_error_clear(&error);
    enum atl_status status = fiber->function(fiber->argument, &error);
    check_nothing_is_open(fiber);
    error.status = status;
    fiber->state = ATL_FIBER_ENDED;
    if (fiber->group != NULL) {
        atl_group_leave(fiber, status, &error);
        return;
    }
    struct atl_loop *loop = fiber->loop;
    loop->first = NULL;
    loop->status = status;
    if (loop->error != NULL && status != ATL_OK) {
        *loop->error = error;
    }
}

static void make_ready(struct atl_fiber *fiber)
{
    fiber->state = ATL_FIBER_READY;
    atl_fiber_list_add(&fiber->loop->ready, fiber);
}

void atl_fiber_start(struct atl_fiber *fiber)
{
    make_ready(fiber);
}

void atl_fiber_leave(struct atl_fiber *fiber)
{
    atl_context_switch(&fiber->context, &fiber->loop->context);
}

static void park(struct atl_fiber *fiber, bool interruptible)
{
    fiber->interruptible = interruptible;
    fiber->woken = false;
    fiber->state = ATL_FIBER_PARKED;
    atl_fiber_leave(fiber);
}

enum atl_status atl_fiber_suspend(struct atl_fiber *fiber, struct atl_error *error)
{
    enum atl_cause cause = atl_fiber_cancelled(fiber);
    if (cause == ATL_CAUSE_NONE) {
        park(fiber, true);
        if (fiber->woken) {
            return ATL_OK;
        }
        cause = atl_fiber_cancelled(fiber);
    }
    return atl_fail_cancelled(error, cause);
}

void atl_fiber_suspend_firmly(struct atl_fiber *fiber)
{
    park(fiber, false);
}

void atl_fiber_wake(struct atl_fiber *fiber)
{
    if (fiber->state == ATL_FIBER_PARKED) {
        fiber->woken = true;
        make_ready(fiber);
    }
}

void atl_fiber_interrupt(struct atl_fiber *fiber)
{
    if (fiber->state == ATL_FIBER_PARKED && fiber->interruptible &&
        atl_fiber_cancelled(fiber) != ATL_CAUSE_NONE) {
        make_ready(fiber);
    }
}
