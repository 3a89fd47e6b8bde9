/*
 * What fibers cost, as plain numbers: one line each, a name, a value, a unit.
 *
 * The raw switches compare how they could be done: sigsetjmp and siglongjmp, as fibers do, against
 * swapcontext, which asks the kernel for the signal mask each time.
 */
#include "atlcli/loop.h"
#include "loop/context.h"
#include "loop/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

enum { SWITCHES = 2 * 1000 * 1000, SPAWNS = 1000 * 1000, ALIVE = 10000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print_rate(const char *name, double count, double began)
{
    printf("%-44s %12.0f per second\n", name, count / (now() - began));
}

/* The second number of Linux's statm; elsewhere 0. */
static size_t resident_bytes(void)
{
    char line[128] = "";
    FILE *statistics = fopen("/proc/self/statm", "r");
    if (statistics == NULL || fgets(line, sizeof line, statistics) == NULL) {
        line[0] = '\0';
    }
    if (statistics != NULL) {
        fclose(statistics);
    }
    char *second = line;
    (void)strtoul(line, &second, 10);
    return strtoul(second, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* ---- raw switches ---- */

static struct atl_context home;
static struct atl_context away;

static void switch_back(void *argument)
{
    (void)argument;
    for (;;) {
        atl_context_switch(&away, &home);
    }
}

static void measure_context_switches(const struct atl_stack *stack)
{
    atl_context_make(&away, &home, stack->lowest, stack->bytes, switch_back, NULL);
    double began = now();
    for (int i = 0; i < SWITCHES / 2; i++) {
        atl_context_switch(&home, &away);
    }
    print_rate("raw switches, sigsetjmp and siglongjmp", SWITCHES, began);
}

static ucontext_t kernel_home;
static ucontext_t kernel_away;

static void swap_back(void)
{
    for (;;) {
        swapcontext(&kernel_away, &kernel_home);
    }
}

static void measure_swapcontext(const struct atl_stack *stack)
{
    getcontext(&kernel_away);
    kernel_away.uc_stack.ss_sp = stack->lowest;
    kernel_away.uc_stack.ss_size = stack->bytes;
    makecontext(&kernel_away, swap_back, 0);
    double began = now();
    for (int i = 0; i < SWITCHES / 2; i++) {
        swapcontext(&kernel_home, &kernel_away);
    }
    print_rate("raw switches, swapcontext", SWITCHES, began);
}

/* ---- fibers ---- */

static enum atl_status do_nothing(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    return ATL_OK;
}

static enum atl_status measure_spawns(size_t width, const char *name, struct atl_error *error)
{
    double began = now();
    struct atl_group *group = atl_group_open(width, false);
    for (int i = 0; i < SPAWNS; i++) {
        if (atl_group_spawn(group, do_nothing, NULL) != ATL_OK) {
            break;
        }
    }
    enum atl_status status = atl_group_wait(group, error);
    print_rate(name, SPAWNS, began);
    return status;
}

static enum atl_status do_nothing_at(void *context, size_t index, struct atl_error *error)
{
    (void)index;
    return do_nothing(context, error);
}

static enum atl_status yield_at(void *context, size_t index, struct atl_error *error)
{
    (void)context;
    (void)index;
    return atl_yield(error);
}

static enum atl_status measure_each(atl_each_function function, const char *name,
                                    struct atl_error *error)
{
    double began = now();
    enum atl_status status = atl_each(SPAWNS, 64, function, NULL, error);
    print_rate(name, SPAWNS, began);
    return status;
}

static struct atl_queue queues[2];
static long hits;

static enum atl_status hit_back(void *argument, struct atl_error *error)
{
    size_t side = *(size_t *)argument;
    enum atl_status status = ATL_OK;
    while (hits < SWITCHES / 2 && status == ATL_OK) {
        hits++;
        atl_queue_wake_one(&queues[1 - side]);
        status = atl_queue_wait(&queues[side], error);
    }
    atl_queue_wake_one(&queues[1 - side]);
    return status;
}

static enum atl_status measure_ping_pong(struct atl_error *error)
{
    static size_t sides[] = {0, 1};
    double began = now();
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 2; i++) {
        if (atl_group_spawn(group, hit_back, &sides[i]) != ATL_OK) {
            break;
        }
    }
    enum atl_status status = atl_group_wait(group, error);
    print_rate("switches by waking each other", SWITCHES, began);
    return status;
}

static enum atl_status wait_at(void *argument, struct atl_error *error)
{
    return atl_queue_wait(argument, error);
}

static enum atl_status measure_memory(struct atl_error *error)
{
    struct atl_queue gate = {0};
    size_t before = resident_bytes();
    double began = now();
    struct atl_group *group = atl_group_open(0, false);
    for (int i = 0; i < ALIVE; i++) {
        if (atl_group_spawn(group, wait_at, &gate) != ATL_OK) {
            break;
        }
    }
    enum atl_status status = atl_sleep(1, error);
    double took = now() - began;
    size_t bytes = resident_bytes() - before;
    printf("%-44s %12.1f milliseconds\n", "10,000 alive at once, until all wait", took * 1000);
    printf("%-44s %12zu bytes\n", "10,000 alive at once, memory of each", bytes / ALIVE);
    atl_queue_wake_all(&gate);
    enum atl_status ended = atl_group_wait(group, error);
    return status == ATL_OK ? ended : status;
}

static enum atl_status measure_fibers(void *argument, struct atl_error *error)
{
    (void)argument;
    enum atl_status status = measure_ping_pong(error);
    if (status == ATL_OK) {
        status = measure_spawns(1, "spawned and ended, one at a time", error);
    }
    if (status == ATL_OK) {
        status = measure_spawns(64, "spawned and ended, 64 at a time", error);
    }
    if (status == ATL_OK) {
        status = measure_each(do_nothing_at, "atl_each, items, 64 wide", error);
    }
    if (status == ATL_OK) {
        status = measure_each(yield_at, "atl_each, items that yield, 64 wide", error);
    }
    return status == ATL_OK ? measure_memory(error) : status;
}

int main(void)
{
    struct atl_stack stack;
    if (!atl_stack_map(&stack)) {
        perror("a stack");
        return EXIT_FAILURE;
    }
    measure_context_switches(&stack);
    measure_swapcontext(&stack);
    atl_stack_unmap(&stack);
    struct atl_error error = {0};
    if (atl_loop_run(measure_fibers, NULL, false, &error) != ATL_OK) {
        fprintf(stderr, "error: %s\n", error.message);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
