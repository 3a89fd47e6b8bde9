/* Writing to stdout, and what is said on stderr. */
#include "cli_fixture.h"

#include "atlcli/loop.h"

#include <fcntl.h>
#include <signal.h>

/* ---- write errors ---- */

static void full_disk_is_an_error_that_says_so(void **state)
{
    (void)state;
    int full = open("/dev/full", O_WRONLY);
    if (full < 0) {
        skip();
    }
    struct atl_error error;
    struct atl_console console = atl_console_open(full, stderr);
    assert_int_equal(atl_console_write(&console, "x", 1, &error), ATL_OK);
    assert_int_equal(atl_console_flush(&console, &error), ATL_FAILED);
    assert_string_equal(error.message, "cannot write output: No space left on device");
    /* What comes later would leave a hole, so it fails too. */
    assert_int_equal(atl_console_write(&console, "y", 1, &error), ATL_FAILED);
    assert_int_equal(atl_console_flush(&console, &error), ATL_FAILED);
    assert_false(console.reader_left);
    atl_console_close(&console);
    close(full);
}

static void closed_stdout_is_an_error(void **state)
{
    (void)state;
    int null = open("/dev/null", O_RDONLY);
    struct atl_error error;
    struct atl_console console = atl_console_open(null, stderr);
    assert_int_equal(atl_console_write(&console, "x", 1, &error), ATL_OK);
    assert_int_equal(atl_console_flush(&console, &error), ATL_FAILED);
    assert_string_equal(error.message, "cannot write output: Bad file descriptor");
    atl_console_close(&console);
    close(null);
}

static void reader_that_has_gone_ends_the_output_quietly(void **state)
{
    (void)state;
    int both[2];
    assert_int_equal(pipe(both), 0);
    struct atl_error error;
    struct atl_console console = atl_console_open(both[1], stderr);
    close(both[0]);
    assert_int_equal(atl_console_write(&console, "x", 1, &error), ATL_OK);
    assert_int_equal(atl_console_flush(&console, &error), ATL_CANCELLED);
    assert_true(console.reader_left);
    assert_int_equal(atl_console_write(&console, "y", 1, &error), ATL_CANCELLED);
    atl_console_close(&console);
    close(both[1]);
}

/* ---- slow readers ---- */

enum { PLENTY = 300000 };

struct slow {
    struct atl_console console;
    int reader;
    size_t received;
    bool wrong;
    bool writer_done;
};

static enum atl_status write_plenty(void *argument, struct atl_error *error)
{
    struct slow *slow = argument;
    enum atl_status status = ATL_OK;
    char line[101];
    for (int i = 0; i < PLENTY / 100 && status == ATL_OK; i++) {
        snprintf(line, sizeof line, "%099d\n", i);
        status = atl_console_write(&slow->console, line, 100, error);
    }
    status = status == ATL_OK ? atl_console_flush(&slow->console, error) : status;
    slow->writer_done = true;
    return status;
}

/* Runs in the same thread as the writer: were that to block, neither would ever end. */
static enum atl_status read_slowly(void *argument, struct atl_error *error)
{
    struct slow *slow = argument;
    char line[101] = "";
    char expected[101];
    while (slow->received < PLENTY) {
        enum atl_status status = atl_wait_descriptor(slow->reader, ATL_READABLE, -1, error);
        if (status != ATL_OK) {
            return status;
        }
        size_t at = slow->received % 100;
        ssize_t count = read(slow->reader, line + at, 100 - at);
        assert_true(count > 0);
        slow->received += (size_t)count;
        if (slow->received % 100 == 0) {
            snprintf(expected, sizeof expected, "%099d\n", (int)(slow->received / 100) - 1);
            slow->wrong = slow->wrong || strcmp(line, expected) != 0;
        }
    }
    return ATL_OK;
}

static enum atl_status write_and_read(void *argument, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, write_plenty, argument);
    if (status == ATL_OK) {
        status = atl_group_spawn(group, read_slowly, argument);
    }
    enum atl_status ended = atl_group_wait(group, error);
    return status == ATL_OK ? ended : status;
}

static void slow_reader_keeps_no_other_fiber_from_running(void **state)
{
    (void)state;
    int both[2];
    assert_int_equal(pipe(both), 0);
    struct slow slow = {.console = atl_console_open(both[1], stderr), .reader = both[0]};
    struct atl_error error;
    assert_int_equal(atl_loop_run(write_and_read, &slow, false, &error), ATL_OK);
    assert_int_equal(slow.received, PLENTY);
    assert_false(slow.wrong);
    atl_console_close(&slow.console);
    close(both[0]);
    close(both[1]);
}

static enum atl_status write_until_cancelled(void *argument, struct atl_error *error)
{
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, 1);
    enum atl_status status = write_plenty(argument, error);
    assert_true(atl_deadline_end(&deadline));
    return status;
}

static void reader_that_never_reads_does_not_keep_a_command_from_being_cancelled(void **state)
{
    (void)state;
    int both[2];
    assert_int_equal(pipe(both), 0);
    struct slow slow = {.console = atl_console_open(both[1], stderr)};
    struct atl_error error;
    assert_int_equal(atl_loop_run(write_until_cancelled, &slow, false, &error), ATL_CANCELLED);
    atl_console_close(&slow.console);
    close(both[0]);
    close(both[1]);
}

/* A pipe that another program has made non-blocking: everything arrives all the same. */
static void non_blocking_pipe_loses_nothing(void **state)
{
    (void)state;
    int both[2];
    assert_int_equal(pipe(both), 0);
    assert_int_equal(fcntl(both[1], F_SETFL, O_NONBLOCK), 0);
    pid_t reader = fork();
    assert_true(reader >= 0);
    if (reader == 0) {
        char bytes[1000];
        size_t received = 0;
        ssize_t count;
        close(both[1]);
        while ((count = read(both[0], bytes, sizeof bytes)) > 0) {
            received += (size_t)count;
        }
        _exit(received == PLENTY ? 0 : 1);
    }
    close(both[0]);
    struct slow slow = {.console = atl_console_open(both[1], stderr)};
    struct atl_error error;
    assert_int_equal(write_plenty(&slow, &error), ATL_OK);
    atl_console_close(&slow.console);
    close(both[1]);
    int status;
    assert_int_equal(waitpid(reader, &status, 0), reader);
    assert_int_equal(status, 0);
}

/* ---- stderr ---- */

static void warnings_and_notes_go_to_stderr(void **state)
{
    (void)state;
    struct screen *screen = open_screen(SCREEN_PIPE, 0);
    atl_warn(&screen->console, "%s is exposed", "the file\033[31m");
    atl_note(&screen->console, "two\nlines");
    assert_string_equal(read_err(screen), "warning: the file�[31m is exposed\ntwo\nlines\n");
    assert_string_equal(read_out(screen), "");
    close_screen(screen);
}

static void quiet_silences_all_but_errors(void **state)
{
    (void)state;
    struct screen *screen = open_screen(SCREEN_PIPE, 0);
    struct atl_error error;
    screen->console.quiet = true;
    atl_warn(&screen->console, "a warning");
    atl_note(&screen->console, "a note");
    assert_string_equal(read_err(screen), "");
    atl_fail(&error, ATL_FAILED, "broken");
    atl_console_report(&screen->console, &error);
    assert_string_equal(read_err(screen), "error: broken\n");
    close_screen(screen);
}

static void errors_come_with_their_hints(void **state)
{
    (void)state;
    struct screen *screen = open_screen(SCREEN_PIPE, 0);
    struct atl_error error;
    atl_fail(&error, ATL_FAILED, "broken");
    atl_hint(&error, "mend it");
    atl_hint(&error, "or buy another");
    atl_console_report(&screen->console, &error);
    assert_string_equal(read_err(screen), "error: broken\nhint: mend it\nhint: or buy another\n");
    close_screen(screen);
}

static void errors_are_coloured_on_a_terminal(void **state)
{
    (void)state;
    setenv("TERM", "xterm", 1);
    struct screen *screen = open_screen(SCREEN_TERMINAL, 80);
    struct atl_error error;
    atl_fail(&error, ATL_FAILED, "broken");
    atl_hint(&error, "mend it");
    atl_console_report(&screen->console, &error);
    assert_string_equal(read_err(screen),
                        "\033[31merror: \033[0mbroken\n\033[36mhint: \033[0mmend it\n");
    close_screen(screen);
}

static void results_come_before_the_error_that_follows_them(void **state)
{
    (void)state;
    struct screen *screen = open_screen(SCREEN_PIPE, 0);
    struct atl_error error;
    assert_int_equal(atl_console_write(&screen->console, "result\n", 7, &error), ATL_OK);
    assert_string_equal(read_stream(screen, 0), "");
    atl_fail(&error, ATL_FAILED, "broken");
    atl_console_report(&screen->console, &error);
    assert_string_equal(read_stream(screen, 0), "result\n");
    close_screen(screen);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_disk_is_an_error_that_says_so),
        cmocka_unit_test(closed_stdout_is_an_error),
        cmocka_unit_test(reader_that_has_gone_ends_the_output_quietly),
        cmocka_unit_test(slow_reader_keeps_no_other_fiber_from_running),
        cmocka_unit_test(reader_that_never_reads_does_not_keep_a_command_from_being_cancelled),
        cmocka_unit_test(non_blocking_pipe_loses_nothing),
        cmocka_unit_test(warnings_and_notes_go_to_stderr),
        cmocka_unit_test(quiet_silences_all_but_errors),
        cmocka_unit_test(errors_come_with_their_hints),
        cmocka_unit_test(errors_are_coloured_on_a_terminal),
        cmocka_unit_test(results_come_before_the_error_that_follows_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
