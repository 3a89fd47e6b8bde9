/* Groups: fibers that end together. */
#include "loop/fiber.h"

#include "atlcli/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct atl_group *atl_group_open(size_t width, bool keep_going)
{
    struct atl_fiber *owner = atl_fiber_require("atl_group_open");
    struct atl_group *group = atl_alloc(sizeof *group);
    group->owner = owner;
    group->width = width;
    group->keep_going = keep_going;
    group->deadline = owner->deadline;
    group->shields = owner->shields;
    group->next = owner->groups;
    owner->groups = group;
    group->cancelled = atl_fiber_cancelled(owner);
    group->cancelled_by_owner = group->cancelled != ATL_CAUSE_NONE;
    return group;
}

static void add_fiber(struct atl_group *group, struct atl_fiber *fiber)
{
    fiber->group = group;
    fiber->previous_in_group = NULL;
    fiber->next_in_group = group->fibers;
    if (group->fibers != NULL) {
        group->fibers->previous_in_group = fiber;
    }
    group->fibers = fiber;
    group->alive++;
}

static void remove_fiber(struct atl_group *group, struct atl_fiber *fiber)
{
    if (fiber->previous_in_group == NULL) {
        group->fibers = fiber->next_in_group;
    } else {
        fiber->previous_in_group->next_in_group = fiber->next_in_group;
    }
    if (fiber->next_in_group != NULL) {
        fiber->next_in_group->previous_in_group = fiber->previous_in_group;
    }
    group->alive--;
}

static void cancel_fibers(struct atl_group *group, enum atl_cause cause)
{
    if (group->cancelled != ATL_CAUSE_NONE) {
        return;
    }
    group->cancelled = cause;
    for (struct atl_fiber *fiber = group->fibers; fiber != NULL; fiber = fiber->next_in_group) {
        atl_fiber_cancel(fiber, cause);
    }
    atl_queue_wake_all(&group->room);
}

void atl_group_cancel(struct atl_group *group)
{
    cancel_fibers(group, ATL_CAUSE_GROUP);
}

void atl_group_cancel_by_owner(struct atl_group *group, enum atl_cause cause)
{
    cancel_fibers(group, cause);
    if (!group->cancelled_by_owner) {
        group->cancelled_by_owner = true;
        group->cancelled = cause;
    }
}

/* The first failure is the group's; what fails after it has no one to tell. */
static void record_failure(struct atl_group *group, enum atl_status status,
                           const struct atl_error *error)
{
    if (group->status == ATL_OK) {
        group->status = status;
        group->error = atl_alloc(sizeof *group->error);
        *group->error = *error;
    }
    if (!group->keep_going) {
        cancel_fibers(group, ATL_CAUSE_GROUP);
    }
}

/* A change that a cancelled fiber had sent may have been done: somebody has to hear of it. */
static void keep_doubt(struct atl_group *group, const struct atl_error *error)
{
    if (error->in_doubt && group->doubt == NULL) {
        group->doubt = atl_alloc(sizeof *group->doubt);
        *group->doubt = *error;
    }
}

/* The owner goes on when nothing is left that would touch the group. */
static void wake_owner(struct atl_group *group)
{
    if (group->owner_waits && group->alive == 0 && group->spawners == 0) {
        atl_fiber_wake(group->owner);
    }
}

void atl_group_leave(struct atl_fiber *fiber, enum atl_status status, struct atl_error *error)
{
    struct atl_group *group = fiber->group;
    bool was_cancelled = fiber->cancelled != ATL_CAUSE_NONE;
    remove_fiber(group, fiber);
    if (status != ATL_OK && was_cancelled) {
        group->cut_short = true;
    }
    if (status != ATL_OK && !(status == ATL_CANCELLED && was_cancelled)) {
        record_failure(group, status, error);
    } else if (status != ATL_OK) {
        keep_doubt(group, error);
    }
    atl_queue_wake_one(&group->room);
    wake_owner(group);
}

/* Waits until the group has room. False when nothing may be started in it any more. */
static bool wait_for_room(struct atl_group *group, struct atl_fiber *caller)
{
    for (;;) {
        if (group->cancelled != ATL_CAUSE_NONE || atl_fiber_cancelled(caller) != ATL_CAUSE_NONE) {
            group->cut_short = true;
            return false;
        }
        if (group->width == 0 || group->alive < group->width) {
            return true;
        }
        (void)atl_queue_wait(&group->room, NULL);
    }
}

static enum atl_status start_fiber(struct atl_group *group, struct atl_loop *loop,
                                   atl_fiber_function function, void *argument)
{
    struct atl_fiber *fiber = atl_fiber_acquire(loop);
    if (fiber == NULL) {
        struct atl_error error;
        atl_fail(&error, ATL_FAILED, "no memory for one more fiber beside %zu others: %s",
                 loop->pool.alive, strerror(errno));
        record_failure(group, ATL_FAILED, &error);
        return ATL_FAILED;
    }
    fiber->function = function;
    fiber->argument = argument;
    add_fiber(group, fiber);
    atl_fiber_start(fiber);
    return ATL_OK;
}

enum atl_status atl_group_spawn(struct atl_group *group, atl_fiber_function function,
                                void *argument)
{
    struct atl_fiber *caller = atl_fiber_require("atl_group_spawn");
    enum atl_status status = ATL_CANCELLED;
    group->spawners++;
    if (wait_for_room(group, caller)) {
        status = start_fiber(group, caller->loop, function, argument);
    }
    group->spawners--;
    if (status != ATL_OK) {
        /* This fiber may have been woken for the room that it now leaves to the next. */
        atl_queue_wake_one(&group->room);
        wake_owner(group);
    }
    return status;
}

static void forget_group(struct atl_fiber *owner, struct atl_group *group)
{
    struct atl_group **link = &owner->groups;
    while (*link != group) {
        link = &(*link)->next;
    }
    *link = group->next;
}

enum atl_status atl_group_wait(struct atl_group *group, struct atl_error *error)
{
    struct atl_fiber *owner = atl_fiber_require("atl_group_wait");
    if (group->owner != owner) {
        atl_misuse("atl_group_wait was called by another fiber than the one that opened the group");
    }
    group->owner_waits = true;
    while (group->alive > 0 || group->spawners > 0) {
        atl_fiber_suspend_firmly(owner);
    }
    forget_group(owner, group);
    enum atl_status status = group->status;
    if (group->cancelled_by_owner && group->cut_short) {
        status = atl_fail_cancelled(error, group->cancelled);
        if (group->doubt != NULL && error != NULL) {
            *error = *group->doubt;
        }
    } else if (status != ATL_OK && error != NULL) {
        *error = *group->error;
    }
    free(group->error);
    free(group->doubt);
    free(group);
    return status;
}
