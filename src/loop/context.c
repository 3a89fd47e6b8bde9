/*
 * glibc's checked longjmp takes a jump to another stack for a jump into a frame that has ended and
 * aborts. Here such jumps are the point, so this file alone goes without the check.
 */
#undef _FORTIFY_SOURCE

#ifdef __APPLE__
#define _XOPEN_SOURCE 700 /* ucontext.h refuses to be included without it */
#endif

#include "loop/context.h"

#include <stdint.h>
#include <ucontext.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ADDRESS_SANITIZER 1
#endif
#endif

#ifdef HAVE_ADDRESS_SANITIZER
#include <sanitizer/common_interface_defs.h>
/*
 * The frames of these functions outlive the fake stack that they would put their variables on:
 * they announce its end.
 */
#define NOT_INSTRUMENTED __attribute__((no_sanitize("address"), noinline))
#else
#define NOT_INSTRUMENTED __attribute__((noinline))
#endif

/* Tells AddressSanitizer which stack comes next. A NULL `fake_stack`: nothing comes back here. */
static inline void announce_switch(void **fake_stack, const struct atl_context *to)
{
#ifdef HAVE_ADDRESS_SANITIZER
    __sanitizer_start_switch_fiber(fake_stack, to->stack, to->stack_bytes);
#else
    (void)fake_stack;
    (void)to;
#endif
}

/* Tells it that the switch is done, and learns the bounds of the stack that was left. */
static inline void complete_switch(void *fake_stack, struct atl_context *left)
{
#ifdef HAVE_ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(fake_stack, &left->stack, &left->stack_bytes);
#else
    (void)fake_stack;
    (void)left;
#endif
}

/*
 * A switch is sigsetjmp and siglongjmp, not swapcontext: that would ask the kernel for the signal
 * mask each time. The registers that C wants kept over a call are all there is to save.
 */
NOT_INSTRUMENTED void atl_context_switch(struct atl_context *from, struct atl_context *to)
{
    announce_switch(&from->fake_stack, to);
    if (sigsetjmp(from->registers, 0) == 0) {
        siglongjmp(to->registers, 1);
    }
    complete_switch(from->fake_stack, to);
}

/* Goes home with nothing of the context's stack in use; returns when it is entered anew. */
NOT_INSTRUMENTED static void go_home(struct atl_context *context)
{
    announce_switch(NULL, context->home);
    if (sigsetjmp(context->registers, 0) == 0) {
        siglongjmp(context->home->registers, 1);
    }
    complete_switch(NULL, context->home);
}

/* The context that atl_context_make is making: makecontext can't pass a pointer portably. */
static _Thread_local struct atl_context *making;

/* The lowest frame of every stack. It never returns: the stack is simply unmapped one day. */
NOT_INSTRUMENTED static void run_for_ever(void)
{
    struct atl_context *context = making;
    complete_switch(NULL, context->home);
    for (;;) {
        go_home(context);
        context->run(context->argument);
    }
}

NOT_INSTRUMENTED void atl_context_make(struct atl_context *context, struct atl_context *home,
                                       void *stack, size_t stack_bytes, void (*run)(void *argument),
                                       void *argument)
{
    /* The new stack is entered once from here, so as to have its registers. */
    struct atl_context here;
    ucontext_t first;
    context->stack = stack;
    context->stack_bytes = stack_bytes;
    context->home = &here;
    context->run = run;
    context->argument = argument;
    getcontext(&first);
    first.uc_stack.ss_sp = stack;
    first.uc_stack.ss_size = stack_bytes;
    first.uc_link = NULL;
    makecontext(&first, run_for_ever, 0);
    making = context;
    announce_switch(&here.fake_stack, context);
    if (sigsetjmp(here.registers, 0) == 0) {
        setcontext(&first);
    }
    complete_switch(here.fake_stack, context);
    context->home = home;
}
