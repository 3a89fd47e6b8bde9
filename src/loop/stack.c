#include "loop/stack.h"

#include "atlcli/loop.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef ATLCLI_HAVE_VALGRIND
#include <valgrind/valgrind.h>
#endif

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif
#ifndef MAP_STACK
#define MAP_STACK 0
#endif

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

bool atl_stack_map(struct atl_stack *stack)
{
    size_t guard = page_bytes();
    char *mapping = mmap(NULL, guard + ATL_FIBER_STACK_BYTES, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (mapping == MAP_FAILED) {
        return false;
    }
    /* This splits the mapping, which fails when the process has as many as the kernel allows. */
    if (mprotect(mapping, guard, PROT_NONE) != 0) {
        int reason = errno;
        munmap(mapping, guard + ATL_FIBER_STACK_BYTES);
        errno = reason;
        return false;
    }
    stack->lowest = mapping + guard;
    stack->bytes = ATL_FIBER_STACK_BYTES;
#ifdef VALGRIND_STACK_REGISTER
    stack->valgrind_id = VALGRIND_STACK_REGISTER(mapping + guard, mapping + guard + stack->bytes);
#endif
    return true;
}

void atl_stack_unmap(struct atl_stack *stack)
{
    size_t guard = page_bytes();
#ifdef VALGRIND_STACK_DEREGISTER
    VALGRIND_STACK_DEREGISTER(stack->valgrind_id);
#endif
    munmap((char *)stack->lowest - guard, guard + stack->bytes);
    *stack = (struct atl_stack){0};
}
