/* Fibers that have ended are kept with their stacks: the next ones cost no system call. */
#include "loop/fiber.h"

#include "atlcli/memory.h"

#include <stdlib.h>

enum {
    /* As many stacks as requests are in flight by default. The rest go back to the kernel. */
    IDLE_LIMIT = 64,
};

static struct atl_fiber *create(struct atl_loop *loop)
{
    struct atl_stack stack = {0};
    if (!atl_stack_map(&stack)) {
        return NULL;
    }
    struct atl_fiber *fiber = atl_alloc(sizeof *fiber);
    fiber->stack = stack;
    fiber->loop = loop;
    atl_context_make(&fiber->context, &loop->context, stack.lowest, stack.bytes, atl_fiber_run,
                     fiber);
    loop->pool.mapped++;
    return fiber;
}

static void destroy(struct atl_fiber *fiber)
{
    atl_stack_unmap(&fiber->stack);
    free(fiber);
}

struct atl_fiber *atl_fiber_acquire(struct atl_loop *loop)
{
    struct atl_fiber_pool *pool = &loop->pool;
    struct atl_fiber *fiber = pool->idle;
    if (fiber == NULL) {
        fiber = create(loop);
    } else {
        pool->idle = fiber->next;
        pool->idle_count--;
        fiber->next = NULL;
        fiber->woken = false;
        fiber->cancelled = ATL_CAUSE_NONE;
        fiber->group = NULL;
    }
    if (fiber != NULL) {
        pool->alive++;
    }
    return fiber;
}

void atl_fiber_release(struct atl_fiber *fiber)
{
    struct atl_fiber_pool *pool = &fiber->loop->pool;
    pool->alive--;
    if (pool->idle_count == IDLE_LIMIT) {
        destroy(fiber);
        return;
    }
    fiber->next = pool->idle;
    pool->idle = fiber;
    pool->idle_count++;
}

void atl_fiber_pool_free(struct atl_fiber_pool *pool)
{
    while (pool->idle != NULL) {
        struct atl_fiber *fiber = pool->idle;
        pool->idle = fiber->next;
        destroy(fiber);
    }
    pool->idle_count = 0;
}
