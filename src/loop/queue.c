/* Places where fibers wait for each other. */
#include "loop/fiber.h"

/* Lives on the stack of the fiber that waits. */
struct atl_waiter {
    struct atl_fiber *fiber;
    struct atl_waiter *previous;
    struct atl_waiter *next;
    bool queued;
};

static void add(struct atl_queue *queue, struct atl_waiter *waiter)
{
    waiter->queued = true;
    waiter->previous = queue->last;
    if (queue->last == NULL) {
        queue->first = waiter;
    } else {
        queue->last->next = waiter;
    }
    queue->last = waiter;
}

static void take_out(struct atl_queue *queue, struct atl_waiter *waiter)
{
    if (waiter->previous == NULL) {
        queue->first = waiter->next;
    } else {
        waiter->previous->next = waiter->next;
    }
    if (waiter->next == NULL) {
        queue->last = waiter->previous;
    } else {
        waiter->next->previous = waiter->previous;
    }
    waiter->queued = false;
}

enum atl_status atl_queue_wait(struct atl_queue *queue, struct atl_error *error)
{
    struct atl_waiter waiter = {.fiber = atl_fiber_require("atl_queue_wait")};
    add(queue, &waiter);
    enum atl_status status = atl_fiber_suspend(waiter.fiber, error);
    /* Once woken it is out of the queue, which may be gone by now. */
    if (waiter.queued) {
        take_out(queue, &waiter);
    }
    return status;
}

void atl_queue_wake_one(struct atl_queue *queue)
{
    while (queue->first != NULL) {
        struct atl_waiter *waiter = queue->first;
        take_out(queue, waiter);
        /* One that a cancellation has woken already can't use this: it goes to the next. */
        if (waiter->fiber->state == ATL_FIBER_PARKED) {
            atl_fiber_wake(waiter->fiber);
            return;
        }
    }
}

void atl_queue_wake_all(struct atl_queue *queue)
{
    while (queue->first != NULL) {
        atl_queue_wake_one(queue);
    }
}
