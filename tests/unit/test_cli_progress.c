/* Progress: what it shows, when it is drawn, and that it makes way. */
#include "cli_fixture.h"

#include "atlcli/text.h"
#include "cli/progress_internal.h"

static void assert_line(int64_t total, int64_t done, int64_t now_ms, unsigned columns,
                        const char *expected)
{
    struct progress_bench {
        struct screen *screen;
        struct atl_progress progress;
    } bench = {.screen = open_screen(SCREEN_PIPE, 0)};
    struct atl_buffer line = {0};
    progress_start(&bench.progress, &bench.screen->console, "Searching", total, 0);
    progress_add(&bench.progress, done, 0);
    progress_render(&bench.progress, now_ms, columns, &line);
    assert_string_equal(atl_buffer_text(&line), expected);
    assert_true(atl_text_width(atl_buffer_text(&line)) <= columns);
    atl_buffer_free(&line);
    close_screen(bench.screen);
}

static void shows_a_bar_with_rate_and_time_left(void **state)
{
    (void)state;
    assert_line(1000, 250, 5000, 78,
                "Searching  [########-------------------------]  25%  250/1000  50/s  0:15 left");
    assert_line(1000, 1000, 20000, 78,
                "Searching  [########################################] 100%  1000/1000  50/s");
    assert_line(100000, 1, 1000, 78,
                "Searching  [----------------------------]   0%  1/100000  1.0/s  27:46:39 left");
    assert_line(10, 0, 1000, 60, "Searching  [------------------------------------]   0%  0/10");
    assert_line(0, 0, 1000, 40, "Searching  [#################] 100%  0/0");
}

static void shows_a_counter_while_the_total_is_not_known(void **state)
{
    (void)state;
    assert_line(-1, 0, 1000, 60, "Searching  0");
    assert_line(-1, 1234, 2000, 60, "Searching  1234  617/s");
}

/* Such as the title of a job. */
static void a_label_drives_no_terminal(void **state)
{
    (void)state;
    struct screen *screen = open_screen(SCREEN_PIPE, 0);
    struct atl_progress progress;
    struct atl_buffer line = {0};
    progress_start(&progress, &screen->console, "To \x1B[31mDone\n\xE2\x80\xAE", -1, 0);
    progress_render(&progress, 1000, 60, &line);
    assert_string_equal(atl_buffer_text(&line), "To \uFFFD[31mDone \uFFFD  0");
    atl_buffer_free(&line);
    close_screen(screen);
}

static void leaves_out_the_bar_and_cuts_on_a_narrow_terminal(void **state)
{
    (void)state;
    assert_line(1000, 250, 5000, 45, "Searching  250/1000  50/s  0:15 left");
    assert_line(1000, 250, 5000, 16, "Searching  250/…");
    assert_line(1000, 250, 5000, 0, "");
}

static void survives_more_than_was_expected(void **state)
{
    (void)state;
    assert_line(10, 20, 1000, 60, "Searching  [#############################] 100%  20/10  20/s");
}

static void is_drawn_late_and_at_most_ten_times_a_second(void **state)
{
    (void)state;
    setenv("TERM", "xterm", 1);
    struct screen *screen = open_screen(SCREEN_TERMINAL, 40);
    struct atl_progress progress;
    progress_start(&progress, &screen->console, "Counting", -1, 1000);
    progress_add(&progress, 1, 1199);
    assert_string_equal(read_err(screen), "");
    progress_add(&progress, 1, 1200);
    assert_string_equal(read_err(screen), "\rCounting  2  10/s\033[K");
    progress_add(&progress, 1, 1299);
    assert_string_equal(read_err(screen), "");
    progress_add(&progress, 1, 1300);
    assert_string_equal(read_err(screen), "\rCounting  4  13/s\033[K");
    atl_progress_hide(&progress);
    assert_string_equal(read_err(screen), "\r\033[K");
    atl_progress_hide(&progress);
    assert_string_equal(read_err(screen), "");
    close_screen(screen);
}

static void follows_the_terminals_width(void **state)
{
    (void)state;
    struct screen *screen = open_screen(SCREEN_TERMINAL, 40);
    struct atl_progress progress;
    progress_start(&progress, &screen->console, "Counting", -1, 0);
    progress_add(&progress, 10, 1000);
    assert_string_equal(read_err(screen), "\rCounting  10  10/s\033[K");
    struct winsize size = {.ws_row = 24, .ws_col = 10};
    assert_int_equal(ioctl(screen->far[1], TIOCSWINSZ, &size), 0);
    progress_add(&progress, 10, 2000);
    assert_string_equal(read_err(screen), "\rCounting…\033[K");
    atl_progress_hide(&progress);
    close_screen(screen);
}

static void makes_way_for_everything_else(void **state)
{
    (void)state;
    setenv("NO_COLOR", "1", 1);
    struct screen *screen = open_screen(SCREEN_TERMINAL, 40);
    unsetenv("NO_COLOR");
    struct atl_progress progress;
    struct atl_error error;
    progress_start(&progress, &screen->console, "Counting", -1, 0);
    progress_add(&progress, 10, 1000);
    atl_warn(&screen->console, "careful");
    assert_string_equal(read_err(screen), "\rCounting  10  10/s\033[K\r\033[Kwarning: careful\n");
    progress_add(&progress, 10, 2000);
    atl_fail(&error, ATL_FAILED, "broken");
    atl_console_report(&screen->console, &error);
    assert_string_equal(read_err(screen), "\rCounting  20  10/s\033[K\r\033[Kerror: broken\n");
    progress_add(&progress, 10, 3000);
    assert_int_equal(atl_console_write(&screen->console, "row\n", 4, &error), ATL_OK);
    assert_string_equal(read_out(screen), "row\n");
    assert_string_equal(read_err(screen), "\rCounting  30  10/s\033[K\r\033[K");
    close_screen(screen);
}

static bool is_shown(enum screen_kind kind, struct atl_globals globals, const char *terminal)
{
    setenv("TERM", terminal, 1);
    struct screen *screen = open_screen(kind, 40);
    struct atl_context context = {.console = &screen->console, .globals = globals};
    screen->console.quiet = globals.quiet;
    struct atl_progress *progress = atl_progress_open(&context, "Counting", 10);
    progress_add(progress, 1, INT64_MAX / 2);
    bool shown = *read_err(screen) != '\0';
    atl_progress_close(progress);
    close_screen(screen);
    return shown;
}

static void is_shown_on_a_terminal_only_and_only_if_wanted(void **state)
{
    (void)state;
    assert_true(is_shown(SCREEN_TERMINAL, (struct atl_globals){0}, "xterm"));
    assert_false(is_shown(SCREEN_PIPE, (struct atl_globals){0}, "xterm"));
    assert_false(is_shown(SCREEN_TERMINAL, (struct atl_globals){0}, "dumb"));
    assert_false(is_shown(SCREEN_TERMINAL, (struct atl_globals){.no_progress = true}, "xterm"));
    assert_false(is_shown(SCREEN_TERMINAL, (struct atl_globals){.quiet = true}, "xterm"));
    assert_false(is_shown(SCREEN_TERMINAL, (struct atl_globals){.verbose = true}, "xterm"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_a_bar_with_rate_and_time_left),
        cmocka_unit_test(shows_a_counter_while_the_total_is_not_known),
        cmocka_unit_test(a_label_drives_no_terminal),
        cmocka_unit_test(leaves_out_the_bar_and_cuts_on_a_narrow_terminal),
        cmocka_unit_test(survives_more_than_was_expected),
        cmocka_unit_test(is_drawn_late_and_at_most_ten_times_a_second),
        cmocka_unit_test(follows_the_terminals_width),
        cmocka_unit_test(makes_way_for_everything_else),
        cmocka_unit_test(is_shown_on_a_terminal_only_and_only_if_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
