/* Unified diffs: what they say, and how they look on a terminal. */
#include "atlcli/diff.h"
#include "cli/diff.h"
#include "cli_fixture.h"

static void assert_diff(const char *before, const char *after, int context, const char *expected)
{
    struct atl_buffer diff = {0};
    struct atl_error error = {0};
    assert_int_equal(atl_text_diff(before, strlen(before), "before", after, strlen(after), "after",
                                   context, &diff, &error),
                     ATL_OK);
    assert_string_equal(atl_buffer_text(&diff), expected);
    atl_buffer_free(&diff);
}

static void equal_texts_have_no_diff(void **state)
{
    (void)state;
    assert_diff("", "", 3, "");
    assert_diff("a\nb", "a\nb", 3, "");
}

static void changed_lines_stand_between_lines_of_context(void **state)
{
    (void)state;
    assert_diff("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nfour\n5\n6\n7\n", 1,
                "--- before\n+++ after\n@@ -3,3 +3,3 @@\n 3\n-4\n+four\n 5\n");
    assert_diff("1\n2\n3\n", "1\nzwei\n3\n", 0, "--- before\n+++ after\n@@ -2 +2 @@\n-2\n+zwei\n");
    assert_diff("Intro text here\n1\n2\n3\n4\n5\n", "Intro text here\n1\n2\n3\n4\nfünf\n", 1,
                "--- before\n+++ after\n@@ -5,2 +5,2 @@\n 4\n-5\n+fünf\n");
}

static void what_begins_or_ends_empty_has_no_lines_there(void **state)
{
    (void)state;
    assert_diff("", "a\nb\n", 3, "--- before\n+++ after\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    assert_diff("a\n", "", 3, "--- before\n+++ after\n@@ -1 +0,0 @@\n-a\n");
    struct atl_buffer diff = {0};
    struct atl_error error = {0};
    assert_int_equal(atl_text_diff(NULL, 0, "b", NULL, 0, "a", 3, &diff, &error), ATL_OK);
    assert_int_equal(diff.length, 0);
}

static void a_missing_last_newline_is_said(void **state)
{
    (void)state;
    assert_diff("a\nb\n", "a\nb", 1,
                "--- before\n+++ after\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n"
                "\\ No newline at end of file\n");
    assert_diff("a\nb", "a\nb\n", 0,
                "--- before\n+++ after\n@@ -2 +2 @@\n-b\n\\ No newline at end of file\n+b\n");
    assert_diff("x\nb", "y\nb", 1,
                "--- before\n+++ after\n@@ -1,2 +1,2 @@\n-x\n+y\n b\n"
                "\\ No newline at end of file\n");
}

static void nul_bytes_are_no_reason_to_show_nothing(void **state)
{
    (void)state;
    struct atl_buffer diff = {0};
    struct atl_error error = {0};
    assert_int_equal(atl_text_diff("a\0\n", 3, "b", "c\n", 2, "a", 0, &diff, &error), ATL_OK);
    static const char expected[] = "--- b\n+++ a\n@@ -1 +1 @@\n-a\0\n+c\n";
    assert_int_equal(diff.length, sizeof expected - 1);
    assert_memory_equal(diff.data, expected, diff.length);
    atl_buffer_free(&diff);
}

/* ---- printing ---- */

static const char sample[] = "--- a\n+++ b\n@@ -1,3 +1,3 @@\n same\n--- old\r\n+\033[31mnew\n"
                             "\\ No newline at end of file\n";

static void assert_printed(enum screen_kind kind, enum atl_output_form form, const char *expected)
{
    struct screen *screen = open_screen(kind, 80);
    struct atl_globals globals = {.form = form};
    struct atl_output *output = atl_output_open(&screen->console, &globals);
    struct atl_error error = {0};
    screen->console.out_has_colour = kind == SCREEN_TERMINAL;
    assert_int_equal(atl_output_diff(output, sample, sizeof sample - 1, &error), ATL_OK);
    assert_int_equal(atl_console_flush(&screen->console, &error), ATL_OK);
    assert_string_equal(read_out(screen), expected);
    atl_output_close(output);
    close_screen(screen);
}

static void a_terminal_gets_colours_and_nothing_that_drives_it(void **state)
{
    (void)state;
    assert_printed(SCREEN_TERMINAL, ATL_OUTPUT_TABLE,
                   "\033[1m--- a\033[0m\n\033[1m+++ b\033[0m\n\033[36m@@ -1,3 +1,3 @@\033[0m\n"
                   " same\n\033[31m--- old\033[0m\n\033[32m+\xEF\xBF\xBD[31mnew\033[0m\n"
                   "\033[2m\\ No newline at end of file\033[0m\n");
}

static void a_pipe_gets_it_as_it_is(void **state)
{
    (void)state;
    assert_printed(SCREEN_PIPE, ATL_OUTPUT_TABLE, sample);
    assert_printed(SCREEN_PIPE, ATL_OUTPUT_JSONL, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_have_no_diff),
        cmocka_unit_test(changed_lines_stand_between_lines_of_context),
        cmocka_unit_test(what_begins_or_ends_empty_has_no_lines_there),
        cmocka_unit_test(a_missing_last_newline_is_said),
        cmocka_unit_test(nul_bytes_are_no_reason_to_show_nothing),
        cmocka_unit_test(a_terminal_gets_colours_and_nothing_that_drives_it),
        cmocka_unit_test(a_pipe_gets_it_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
