/*
 * Cancellation. It comes from outside a fiber (its group, a signal) or from a deadline of its own;
 * a shield keeps off whatever was begun outside it.
 */
#include "loop/fiber.h"

enum atl_status atl_fail_cancelled(struct atl_error *error, enum atl_cause cause)
{
    static const char *const messages[] = {
        [ATL_CAUSE_NONE] = "cancelled",
        [ATL_CAUSE_SIGNAL] = "interrupted",
        [ATL_CAUSE_DEADLINE] = "took too long",
        [ATL_CAUSE_GROUP] = "cancelled",
        [ATL_CAUSE_STANDSTILL] = "cancelled because every fiber waited for another",
    };
    return atl_fail(error, ATL_CANCELLED, "%s", messages[cause]);
}

/*
 * Why what the fiber does at a place with so many shields and this innermost deadline is cancelled:
 * its waits now, or a group that it opened earlier.
 */
static enum atl_cause find_cause(const struct atl_fiber *fiber, unsigned shields,
                                 const struct atl_deadline *deadline)
{
    if (fiber->loop->unstoppable) {
        return ATL_CAUSE_STANDSTILL;
    }
    if (fiber->cancelled != ATL_CAUSE_NONE && shields == 0) {
        return fiber->cancelled;
    }
    for (; deadline != NULL; deadline = deadline->outer) {
        if (deadline->passed && deadline->shields >= shields) {
            return ATL_CAUSE_DEADLINE;
        }
    }
    return ATL_CAUSE_NONE;
}

enum atl_cause atl_fiber_cancelled(const struct atl_fiber *fiber)
{
    return find_cause(fiber, fiber->shields, fiber->deadline);
}

void atl_fiber_heed(struct atl_fiber *fiber)
{
    for (struct atl_group *group = fiber->groups; group != NULL; group = group->next) {
        enum atl_cause cause = find_cause(fiber, group->shields, group->deadline);
        if (cause != ATL_CAUSE_NONE) {
            atl_group_cancel_by_owner(group, cause);
        }
    }
    atl_fiber_interrupt(fiber);
}

void atl_fiber_cancel(struct atl_fiber *fiber, enum atl_cause cause)
{
    if (fiber->cancelled == ATL_CAUSE_NONE) {
        fiber->cancelled = cause;
        atl_fiber_heed(fiber);
    }
}

void atl_fiber_stop(struct atl_fiber *fiber)
{
    fiber->loop->unstoppable = true;
    fiber->cancelled = ATL_CAUSE_STANDSTILL;
    atl_fiber_heed(fiber);
    for (struct atl_group *group = fiber->groups; group != NULL; group = group->next) {
        for (struct atl_fiber *each = group->fibers; each != NULL; each = each->next_in_group) {
            atl_fiber_stop(each);
        }
    }
}

enum atl_status atl_check_cancelled(struct atl_error *error)
{
    struct atl_fiber *fiber = atl_fiber_current();
    enum atl_cause cause = fiber == NULL ? ATL_CAUSE_NONE : atl_fiber_cancelled(fiber);
    return cause == ATL_CAUSE_NONE ? ATL_OK : atl_fail_cancelled(error, cause);
}

void atl_shield_begin(void)
{
    atl_fiber_require("atl_shield_begin")->shields++;
}

void atl_shield_end(void)
{
    struct atl_fiber *fiber = atl_fiber_require("atl_shield_end");
    if (fiber->shields == 0) {
        atl_misuse("atl_shield_end was called without atl_shield_begin");
    }
    fiber->shields--;
    /* Groups that were opened under the shield and go on after it are under it no more. */
    for (struct atl_group *group = fiber->groups; group != NULL; group = group->next) {
        if (group->shields > fiber->shields) {
            group->shields = fiber->shields;
        }
    }
    atl_fiber_heed(fiber);
}
