/*
 * Switching between stacks. A context is one side of a switch: the registers of whoever isn't
 * running. Only context.c knows how a switch is done.
 *
 * Switches form a star: `home` (the loop) enters a context, and that context goes back to `home`.
 */
#ifndef ATLCLI_LOOP_CONTEXT_H
#define ATLCLI_LOOP_CONTEXT_H

#include <setjmp.h>
#include <stddef.h>

struct atl_context {
    sigjmp_buf registers;
    const void *stack; /* lowest address and size: AddressSanitizer wants to know them */
    size_t stack_bytes;
    void *fake_stack; /* where AddressSanitizer keeps variables of this context's frames */
    struct atl_context *home;
    void (*run)(void *argument);
    void *argument;
};

/*
 * Makes a context on a stack. Switching to it calls run(argument); when that has returned the
 * context goes home, and switching to it once more calls run(argument) again, so that a stack is
 * entered the slow way only once in its life.
 */
void atl_context_make(struct atl_context *context, struct atl_context *home, void *stack,
                      size_t stack_bytes, void (*run)(void *argument), void *argument);

/* Leaves `from`, which is running, for `to`. Returns when something switches back to `from`. */
void atl_context_switch(struct atl_context *from, struct atl_context *to);

#endif
