/* Stacks: what happens at their end, and when there are no more. */
#include "atlcli/loop.h"
#include "child.h"
#include "loop/fiber.h"
#include "unit.h"

#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif

/* AddressSanitizer and Valgrind can't themselves live with little memory. */
static bool memory_can_be_limited(void)
{
    bool can = true;
#if defined(__SANITIZE_ADDRESS__)
    can = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    can = false;
#endif
#endif
#ifdef RUNNING_ON_VALGRIND
    can = can && RUNNING_ON_VALGRIND == 0;
#endif
    return can;
}

/* ---- the guard page ---- */

static void on_fault(int number)
{
    (void)number;
    say('f');
    _exit(0);
}

static void fault_on_alternate_stack(void)
{
    static char alternate[64 * 1024];
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK};
    sigaltstack(&stack, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

static enum atl_status touch_both_sides(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    volatile char *lowest = atl_fiber_current()->stack.lowest;
    lowest[0] = 1;
    say('l');
    lowest[-1] = 1;
    say('x');
    return ATL_OK;
}

static void touch_in_child(void)
{
    fault_on_alternate_stack();
    atl_loop_run(touch_both_sides, NULL, false, NULL);
}

static void below_a_stack_lies_a_guard(void **state)
{
    (void)state;
    char text[4096];
    struct child child = start_child(touch_in_child);
    assert_int_equal(hear(&child), 'l');
    assert_int_equal(hear(&child), 'f');
    int status = end_child(&child, text, sizeof text);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static size_t recurse(volatile char *above, size_t depth)
{
    volatile char frame[512];
    frame[0] = above[0];
    return depth == 0 ? 0 : 1 + recurse(frame, depth - 1) + (size_t)frame[0];
}

static enum atl_status recurse_by_depth(void *argument, struct atl_error *error)
{
    (void)error;
    volatile char top[1] = {0};
    size_t depth = *(size_t *)argument;
    return recurse(top, depth) == depth ? ATL_OK : ATL_FAILED;
}

static size_t depth_in_child;

static void recurse_in_child(void)
{
    fault_on_alternate_stack();
    say(atl_loop_run(recurse_by_depth, &depth_in_child, false, NULL) == ATL_OK ? 'k' : 'x');
}

static void an_overflowing_stack_faults(void **state)
{
    (void)state;
    static const struct {
        size_t depth;
        char said;
    } cases[] = {{64, 'k'}, {1000 * 1000, 'f'}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        depth_in_child = cases[i].depth;
        struct child child = start_child(recurse_in_child);
        assert_int_equal(hear(&child), cases[i].said);
        int status = end_child(&child, text, sizeof text);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

/* ---- no memory for one more ---- */

static enum atl_status wait_at(void *argument, struct atl_error *error)
{
    return atl_queue_wait(argument, error);
}

static enum atl_status spawn_until_refused(void *argument, struct atl_error *error)
{
    bool keep_going = *(bool *)argument;
    struct atl_queue gate = {0};
    struct atl_group *group = atl_group_open(0, keep_going);
    size_t spawned = 0;
    enum atl_status status;
    while ((status = atl_group_spawn(group, wait_at, &gate)) == ATL_OK) {
        spawned++;
    }
    say(status == ATL_FAILED ? 's' : 'x');
    say(spawned >= 10 ? 'n' : 'x');
    /* Those that were started go on if they are to; a place that gets free can be used. */
    (void)atl_yield(NULL);
    say((gate.first != NULL) == keep_going ? 'g' : 'x');
    atl_queue_wake_all(&gate);
    while (keep_going && group->alive > 0) {
        (void)atl_yield(NULL);
    }
    status = atl_group_spawn(group, wait_at, &gate);
    say(status == (keep_going ? ATL_OK : ATL_CANCELLED) ? 'a' : 'x');
    (void)atl_yield(NULL);
    atl_queue_wake_all(&gate);
    status = atl_group_wait(group, error);
    say(status == ATL_FAILED ? 'w' : 'x');
    say(strstr(error->message, "no memory for one more fiber beside ") != NULL ? 'm' : 'x');
    say(strstr(error->message, strerror(ENOMEM)) != NULL ? 'e' : 'x');
    return ATL_OK;
}

static bool keep_going_in_child;

static void limit_memory_and_spawn(void)
{
    char line[128];
    FILE *statistics = fopen("/proc/self/statm", "r");
    if (statistics == NULL || fgets(line, sizeof line, statistics) == NULL) {
        _exit(71);
    }
    fclose(statistics);
    rlim_t pages = strtoul(line, NULL, 10);
#ifdef __GLIBC__
    /* Room on the heap, so that the limit meets stacks and nothing else. */
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    free(malloc(4 << 20));
#endif
    rlim_t limit = pages * (rlim_t)sysconf(_SC_PAGESIZE) + 24 * (rlim_t)ATL_FIBER_STACK_BYTES;
    setrlimit(RLIMIT_AS, &(struct rlimit){limit + (4 << 20), limit + (4 << 20)});
    (void)atl_loop_run(spawn_until_refused, &keep_going_in_child, false, NULL);
}

static void a_spawn_without_memory_for_a_stack_is_a_clear_failure(void **state)
{
    (void)state;
    if (!memory_can_be_limited()) {
        skip();
    }
    static const char expected[] = "sngawme";
    for (int keep_going = 0; keep_going < 2; keep_going++) {
        char text[4096];
        char said[sizeof expected] = "";
        keep_going_in_child = keep_going != 0;
        struct child child = start_child(limit_memory_and_spawn);
        for (size_t i = 0; i + 1 < sizeof expected; i++) {
            said[i] = hear(&child);
        }
        int status = end_child(&child, text, sizeof text);
        assert_string_equal(said, expected);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(below_a_stack_lies_a_guard),
        cmocka_unit_test(an_overflowing_stack_faults),
        cmocka_unit_test(a_spawn_without_memory_for_a_stack_is_a_clear_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
