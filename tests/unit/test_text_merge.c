/* Three-way merges: what is kept, what is a conflict, and what is no change at all. */
#include "sync/text_merge.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static struct sync_text text(const char *data)
{
    return (struct sync_text){.data = data, .length = strlen(data)};
}

static void assert_merge(const char *base, const char *ours, const char *theirs,
                         const char *expected, bool expected_conflict)
{
    struct sync_text texts[] = {text(base), text(ours), text(theirs)};
    struct atl_buffer merged = {0};
    struct atl_error error = {0};
    bool conflicts = !expected_conflict;
    atl_buffer_add(&merged, "");
    assert_int_equal(sync_merge_text(&texts[0], &texts[1], &texts[2], "local", "Confluence",
                                     SYNC_FAVOUR_NONE, &merged, &conflicts, &error),
                     ATL_OK);
    assert_string_equal(atl_buffer_text(&merged), expected);
    assert_int_equal(conflicts, expected_conflict);
    atl_buffer_free(&merged);
}

static void changes_in_different_places_are_both_kept(void **state)
{
    (void)state;
    assert_merge("one\ntwo\nthree\nfour\nfive\n", "ONE\ntwo\nthree\nfour\nfive\n",
                 "one\ntwo\nthree\nfour\nFIVE\n", "ONE\ntwo\nthree\nfour\nFIVE\n", false);
    assert_merge("a\nb\nc\n", "a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", false);
    assert_merge("a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\n", "a\nB\nc\n", false);
    assert_merge("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", "a\nB\nc\n", false);
    assert_merge("", "", "", "", false);
    assert_merge("a\n", "", "a\n", "", false);
    assert_merge("Łódź\n\nx\n\n日本\n", "Łódź!\n\nx\n\n日本\n", "Łódź\n\nx\n\n日本語\n",
                 "Łódź!\n\nx\n\n日本語\n", false);
}

static void the_same_lines_changed_differently_are_a_conflict(void **state)
{
    (void)state;
    assert_merge("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n",
                 "a\n<<<<<<< local\nours\n=======\ntheirs\n>>>>>>> Confluence\nc\n", true);
    assert_merge("a\nb\n", "a\n", "a\ntheirs\n",
                 "a\n<<<<<<< local\n=======\ntheirs\n>>>>>>> Confluence\n", true);
}

static void assert_favoured(enum sync_favour side, const char *expected)
{
    struct sync_text texts[] = {text("a\nb\nc\nd\ne\n"), text("A\nours\nc\nd\ne\n"),
                                text("a\ntheirs\nc\nd\nE\n")};
    struct atl_buffer merged = {0};
    struct atl_error error = {0};
    bool conflicts = true;
    assert_int_equal(sync_merge_text(&texts[0], &texts[1], &texts[2], "local", "remote", side,
                                     &merged, &conflicts, &error),
                     ATL_OK);
    assert_string_equal(atl_buffer_text(&merged), expected);
    assert_false(conflicts);
    atl_buffer_free(&merged);
}

static void one_side_can_be_favoured_where_both_changed_the_same_lines(void **state)
{
    (void)state;
    assert_favoured(SYNC_FAVOUR_OURS, "A\nours\nc\nd\nE\n");
    assert_favoured(SYNC_FAVOUR_THEIRS, "a\ntheirs\nc\nd\nE\n");
}

static void without_a_base_only_what_differs_is_a_conflict(void **state)
{
    (void)state;
    struct sync_text ours = text("same\nours\n");
    struct sync_text theirs = text("same\ntheirs\n");
    struct atl_buffer merged = {0};
    struct atl_error error = {0};
    bool conflicts = false;
    assert_int_equal(sync_merge_text(NULL, &ours, &theirs, "local", "Confluence", SYNC_FAVOUR_NONE,
                                     &merged, &conflicts, &error),
                     ATL_OK);
    assert_true(conflicts);
    assert_string_equal(merged.data, "same\n<<<<<<< local\nours\n=======\ntheirs\n"
                                     ">>>>>>> Confluence\n");
    atl_buffer_free(&merged);
}

static void line_endings_are_ours_and_no_change(void **state)
{
    (void)state;
    assert_merge("a\nb\nc\n", "a\r\nb\r\nc\r\n", "a\nB\nc\n", "a\r\nB\r\nc\r\n", false);
    assert_merge("a\r\nb\r\nc\r\n", "a\nb\nc\n", "a\r\nB\r\nc\r\n", "a\nB\nc\n", false);
    assert_merge("a\nb\nc\n", "A\r\nb\r\nc\r\n", "a\nb\nC\n", "A\r\nb\r\nC\r\n", false);
    assert_merge("a\nb\nc\n", "a\r\nours\r\nc\r\n", "a\ntheirs\nc\n",
                 "a\r\n<<<<<<< local\r\nours\r\n=======\r\ntheirs\r\n>>>>>>> Confluence\r\nc\r\n",
                 true);
    assert_merge("a\r\nb\nc\nd\n", "a\r\nb\nc\nd\n", "a\r\nb\nc\nD\n", "a\r\nb\nc\nD\n", false);
    assert_merge("a\n\rb\n", "a\n\rb\n", "a\n\rb\nc\n", "a\n\rb\nc\n", false);
}

static void a_missing_last_newline_is_ours_and_no_change(void **state)
{
    (void)state;
    assert_merge("a\nb\nc\nd\n", "a\nb\nc\nd", "a\nb\nc\nd\ne\n", "a\nb\nc\nd\ne", false);
    assert_merge("a\nb\nc\nd", "a\nb\nc\nd\n", "A\nb\nc\nd", "A\nb\nc\nd\n", false);
    assert_merge("a\r\nb\r\nc\r\nd", "a\r\nb\r\nc\r\nd", "A\r\nb\r\nc\r\nd\r\n", "A\r\nb\r\nc\r\nd",
                 false);
    assert_merge("a\nb\n", "a\nours", "a\ntheirs\n",
                 "a\n<<<<<<< local\nours\n=======\ntheirs\n>>>>>>> Confluence\n", true);
    assert_merge("one", "one", "two", "two", false);
    /* A return alone ends no line. */
    assert_merge("a\n", "b\r", "a\n", "b\r", false);
}

static void texts_with_nul_bytes_are_refused(void **state)
{
    (void)state;
    struct sync_text ours = {.data = "a\0b", .length = 3};
    struct sync_text theirs = text("a");
    struct atl_buffer merged = {0};
    struct atl_error error = {0};
    bool conflicts = false;
    assert_int_equal(sync_merge_text(NULL, &ours, &theirs, "local", "Confluence", SYNC_FAVOUR_NONE,
                                     &merged, &conflicts, &error),
                     ATL_FAILED);
    assert_non_null(strstr(error.message, "NUL"));
    assert_null(merged.data);
}

static void a_large_text_is_merged(void **state)
{
    (void)state;
    struct atl_buffer base = {0};
    struct atl_buffer ours = {0};
    struct atl_buffer theirs = {0};
    struct atl_buffer expected = {0};
    for (int i = 0; i < 20000; i++) {
        bool is_ours = i % 100 == 10;
        bool is_theirs = i % 100 == 60;
        atl_buffer_printf(&base, "line %d\n", i);
        atl_buffer_printf(&ours, "line %d%s\n", i, is_ours ? " of ours" : "");
        atl_buffer_printf(&theirs, "line %d%s\n", i, is_theirs ? " of theirs" : "");
        atl_buffer_printf(&expected, "line %d%s\n", i,
                          is_ours     ? " of ours"
                          : is_theirs ? " of theirs"
                                      : "");
    }
    assert_merge(base.data, ours.data, theirs.data, expected.data, false);
    atl_buffer_free(&base);
    atl_buffer_free(&ours);
    atl_buffer_free(&theirs);
    atl_buffer_free(&expected);
}

static size_t conflict_line(const char *data)
{
    struct sync_text found = text(data);
    return sync_conflict_line(&found, "local", "Confluence");
}

static void markers_that_are_left_are_found(void **state)
{
    (void)state;
    assert_int_equal(conflict_line(""), 0);
    assert_int_equal(conflict_line("a\nb"), 0);
    assert_int_equal(conflict_line("a\n<<<<<<< local\nb\n"), 2);
    assert_int_equal(conflict_line("a\nb\n>>>>>>> Confluence (version 7)"), 3);
    assert_int_equal(conflict_line("a\r\n<<<<<<< local\r\nb\r\n"), 2);
    /* What a page about git shows, and a heading of Markdown. */
    assert_int_equal(conflict_line("<<<<<<< HEAD\n=======\n>>>>>>> branch\nTitle\n=======\n"), 0);
    assert_int_equal(conflict_line(" <<<<<<< local\n<<<<<<<< local\n<<<<<<<\n<<<<<<< \n"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_in_different_places_are_both_kept),
        cmocka_unit_test(the_same_lines_changed_differently_are_a_conflict),
        cmocka_unit_test(one_side_can_be_favoured_where_both_changed_the_same_lines),
        cmocka_unit_test(without_a_base_only_what_differs_is_a_conflict),
        cmocka_unit_test(line_endings_are_ours_and_no_change),
        cmocka_unit_test(a_missing_last_newline_is_ours_and_no_change),
        cmocka_unit_test(texts_with_nul_bytes_are_refused),
        cmocka_unit_test(a_large_text_is_merged),
        cmocka_unit_test(markers_that_are_left_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
