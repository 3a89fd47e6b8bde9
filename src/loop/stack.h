/* Memory for the stacks of fibers. */
#ifndef ATLCLI_LOOP_STACK_H
#define ATLCLI_LOOP_STACK_H

#include <stdbool.h>
#include <stddef.h>

struct atl_stack {
    void *lowest; /* of the usable part; the guard page lies below */
    size_t bytes;
    unsigned valgrind_id;
};

/*
 * Maps a stack of ATL_FIBER_STACK_BYTES above a page that faults when the stack overflows. False,
 * with errno set, when the kernel refuses.
 */
bool atl_stack_map(struct atl_stack *stack);
void atl_stack_unmap(struct atl_stack *stack);

#endif
