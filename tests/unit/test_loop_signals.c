/* SIGINT and SIGTERM: the first is a cancellation, the second the end. */
#include "atlcli/loop.h"
#include "child.h"
#include "unit.h"

enum { HOUR_MS = 60 * 60 * 1000 };

static enum atl_status sleep_long(void *argument, struct atl_error *error)
{
    (void)argument;
    return atl_sleep(HOUR_MS, error);
}

static enum atl_status sleep_in_groups(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, sleep_long, argument), ATL_OK);
    assert_int_equal(atl_group_spawn(group, sleep_long, argument), ATL_OK);
    return atl_group_wait(group, error);
}

static enum atl_status raise_and_wait(void *argument, struct atl_error *error)
{
    assert_int_equal(raise(*(int *)argument), 0);
    return sleep_in_groups(NULL, error);
}

static void the_first_signal_cancels_everything(void **state)
{
    (void)state;
    static int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < 2; i++) {
        struct atl_error error = {0};
        assert_int_equal(atl_loop_run(raise_and_wait, &numbers[i], true, &error), ATL_CANCELLED);
        assert_int_equal(error.status, ATL_CANCELLED);
        assert_string_equal(error.message, "interrupted");
    }
}

static enum atl_status do_nothing(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    return ATL_OK;
}

static void own_handler(int number)
{
    (void)number;
}

static void former_handlers_are_restored(void **state)
{
    (void)state;
    struct sigaction own = {.sa_handler = own_handler};
    struct sigaction former;
    struct sigaction found;
    assert_int_equal(sigaction(SIGTERM, &own, &former), 0);
    assert_int_equal(atl_loop_run(do_nothing, NULL, true, NULL), ATL_OK);
    assert_int_equal(sigaction(SIGTERM, &former, &found), 0);
    assert_true(found.sa_handler == own_handler);
    assert_int_equal(sigaction(SIGINT, NULL, &found), 0);
    assert_true(found.sa_handler == SIG_DFL);
}

static enum atl_status raise_and_sleep(void *argument, struct atl_error *error)
{
    assert_int_equal(raise(*(int *)argument), 0);
    return atl_sleep(1, error);
}

static void an_ignored_signal_stays_ignored(void **state)
{
    (void)state;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction former;
    struct sigaction found;
    int number = SIGINT;
    assert_int_equal(sigaction(SIGINT, &ignore, &former), 0);
    enum atl_status status = atl_loop_run(raise_and_sleep, &number, true, NULL);
    assert_int_equal(sigaction(SIGINT, &former, &found), 0);
    assert_int_equal(status, ATL_OK);
    assert_true(found.sa_handler == SIG_IGN);
}

static enum atl_status look_at_handlers(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    struct sigaction found;
    assert_int_equal(sigaction(SIGINT, NULL, &found), 0);
    assert_true(found.sa_handler == SIG_DFL);
    return ATL_OK;
}

static void signals_are_left_alone_unless_asked_for(void **state)
{
    (void)state;
    assert_int_equal(atl_loop_run(look_at_handlers, NULL, false, NULL), ATL_OK);
}

/* ---- from outside, in a child ---- */

static enum atl_status wait_and_clean_up(void *argument, struct atl_error *error)
{
    say('w');
    enum atl_status status = sleep_in_groups(argument, error);
    say('c');
    atl_shield_begin();
    atl_sleep(HOUR_MS, NULL); /* a clean-up that hangs */
    atl_shield_end();
    return status;
}

static enum atl_status wait_and_compute(void *argument, struct atl_error *error)
{
    say('w');
    enum atl_status status = sleep_in_groups(argument, error);
    say('c');
    for (volatile unsigned count = 1; count != 0; count |= 1) {
        /* never lets the loop run again */
    }
    return status;
}

static atl_fiber_function in_child;

static void run_in_child(void)
{
    struct atl_error error = {0};
    enum atl_status status = atl_loop_run(in_child, NULL, true, &error);
    say(status == ATL_CANCELLED ? 'C' : 'x');
    say(strcmp(error.message, "interrupted") == 0 ? 'I' : 'x');
}

static enum atl_status wait_and_end(void *argument, struct atl_error *error)
{
    say('w');
    return sleep_in_groups(argument, error);
}

static void a_signal_from_outside_ends_the_loop(void **state)
{
    (void)state;
    static const int numbers[] = {SIGINT, SIGTERM};
    in_child = wait_and_end;
    for (size_t i = 0; i < 2; i++) {
        char text[4096];
        struct child child = start_child(run_in_child);
        assert_int_equal(hear(&child), 'w');
        assert_int_equal(kill(child.process, numbers[i]), 0);
        assert_int_equal(hear(&child), 'C');
        assert_int_equal(hear(&child), 'I');
        int status = end_child(&child, text, sizeof text);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        assert_string_equal(text, "");
    }
}

/* The second one ends the process even if its fibers wait under a shield, or don't wait at all. */
static void the_second_signal_ends_the_process(void **state)
{
    (void)state;
    static const struct {
        atl_fiber_function function;
        int first;
        int second;
    } cases[] = {
        {wait_and_clean_up, SIGINT, SIGINT},
        {wait_and_clean_up, SIGINT, SIGTERM},
        {wait_and_compute, SIGTERM, SIGINT},
        {wait_and_compute, SIGTERM, SIGTERM},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        in_child = cases[i].function;
        struct child child = start_child(run_in_child);
        assert_int_equal(hear(&child), 'w');
        assert_int_equal(kill(child.process, cases[i].first), 0);
        assert_int_equal(hear(&child), 'c');
        assert_int_equal(kill(child.process, cases[i].second), 0);
        assert_int_equal(hear(&child), '\0');
        int status = end_child(&child, text, sizeof text);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), cases[i].second);
        assert_string_equal(text, "");
    }
}

/* A shell starts its background jobs with SIGINT ignored, and tests may run in one. */
static int use_default_actions(void **state)
{
    (void)state;
    struct sigaction action = {.sa_handler = SIG_DFL};
    return sigaction(SIGINT, &action, NULL) | sigaction(SIGTERM, &action, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_signal_cancels_everything),
        cmocka_unit_test(former_handlers_are_restored),
        cmocka_unit_test(an_ignored_signal_stays_ignored),
        cmocka_unit_test(signals_are_left_alone_unless_asked_for),
        cmocka_unit_test(a_signal_from_outside_ends_the_loop),
        cmocka_unit_test(the_second_signal_ends_the_process),
    };
    return cmocka_run_group_tests(tests, use_default_actions, NULL);
}
