/* Three-way merges of pages' files. */
#include "sync/page_file.h"
#include "sync/page_merge.h"
#include "unit.h"

#include <string.h>

#define HEAD(id, title)  "---\natlcli:\n  id: \"" id "\"\n  title: " title "\n---\n"
#define MARKED(one, two) "<<<<<<< local\n" one "=======\n" two ">>>>>>> remote\n"

static struct sync_text text_of(const char *text)
{
    return (struct sync_text){text, text == NULL ? 0 : strlen(text)};
}

/* `base` may be NULL. */
static const char *merge(struct atl_arena *arena, const char *base, const char *ours,
                         const char *theirs, enum sync_favour favour, bool *conflicts)
{
    struct atl_buffer merged = {0};
    struct atl_error error;
    const struct sync_text texts[] = {text_of(base), text_of(ours), text_of(theirs)};
    assert_int_equal(sync_merge_page(arena, base == NULL ? NULL : &texts[0], &texts[1], &texts[2],
                                     favour, &merged, conflicts, &error),
                     ATL_OK);
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&merged));
    atl_buffer_free(&merged);
    return copy;
}

static void merges_to(const char *base, const char *ours, const char *theirs,
                      enum sync_favour favour, const char *expected, bool conflict)
{
    struct atl_arena arena = {0};
    struct sync_page_text page;
    bool conflicts;
    const char *merged = merge(&arena, base, ours, theirs, favour, &conflicts);
    assert_string_equal(merged, expected);
    assert_int_equal(conflicts, conflict);
    if (!conflict) {
        assert_int_equal(sync_page_text_read(&arena, merged, strlen(merged), &page, NULL), ATL_OK);
    }
    atl_arena_free(&arena);
}

static void a_title_is_that_of_the_side_that_changed_it(void **state)
{
    (void)state;
    merges_to(HEAD("1", "a") "\none\n", HEAD("1", "a") "\nours\n", HEAD("1", "b") "\none\n",
              SYNC_FAVOUR_NONE, HEAD("1", "b") "\nours\n", false);
    merges_to(HEAD("1", "a") "\none\n", HEAD("1", "b") "\none\n", HEAD("1", "a") "\ntheirs\n",
              SYNC_FAVOUR_NONE, HEAD("1", "b") "\ntheirs\n", false);
    merges_to(HEAD("1", "a") "\none\n", HEAD("1", "b") "\nours\n", HEAD("1", "b") "\none\n",
              SYNC_FAVOUR_NONE, HEAD("1", "b") "\nours\n", false);
}

static void titles_of_both_are_a_conflict_of_their_own(void **state)
{
    (void)state;
    static const char base[] = HEAD("1", "a") "\none\n";
    static const char ours[] = HEAD("1", "b") "\nours\n";
    static const char theirs[] = HEAD("1", "c") "\ntheirs\n";
    merges_to(base, ours, theirs, SYNC_FAVOUR_NONE,
              "---\natlcli:\n  id: \"1\"\n" MARKED("  title: b\n", "  title: c\n") "---\n\n" MARKED(
                  "ours\n", "theirs\n"),
              true);
    merges_to(base, ours, theirs, SYNC_FAVOUR_OURS, ours, false);
    merges_to(base, ours, theirs, SYNC_FAVOUR_THEIRS, theirs, false);
}

/* Each next to a line that the other side has changed. */
static void other_keys_stay_as_they_are_here(void **state)
{
    (void)state;
    merges_to(
        "---\natlcli:\n  id: \"1\"\n  title: a\nlabels: [x]\n---\n\none\n",
        "---\nowner: me # of it\natlcli:\n  id: \"1\"\n  title: a\nlabels: [x, y]\n---\n\none\n",
        "---\natlcli:\n  id: \"1\"\n  title: b\nlabels: [x]\n---\n\ntheirs\n", SYNC_FAVOUR_NONE,
        "---\nowner: me # of it\natlcli:\n  id: \"1\"\n  title: b\nlabels: [x, y]\n---\n\ntheirs\n",
        false);
}

static void an_id_is_never_there_twice(void **state)
{
    (void)state;
    static const char theirs[] = HEAD("2", "a") "\none\n\ntwo\n";
    merges_to(HEAD("1", "a") "\none\n", HEAD("1", "a") "\none\n", theirs, SYNC_FAVOUR_NONE,
              HEAD("1", "a") "\none\n\ntwo\n", false);
    merges_to(NULL, HEAD("1", "a") "\none\n\ntwo\n", theirs, SYNC_FAVOUR_NONE,
              HEAD("1", "a") "\none\n\ntwo\n", false);
    merges_to(NULL, "one\n\ntwo\n", theirs, SYNC_FAVOUR_NONE, theirs, false);
    merges_to(NULL, "---\natlcli:\n  id: \"\"\n  title: a\n---\n\none\n\ntwo\n", theirs,
              SYNC_FAVOUR_NONE, theirs, false);
    merges_to(NULL, "---\nmine: 1\n---\n\none\n\ntwo\n", theirs, SYNC_FAVOUR_NONE,
              "---\nmine: 1\natlcli: {id: \"2\", title: a}\n---\n\none\n\ntwo\n", false);
}

static void frontmatter_that_was_taken_out_stays_out(void **state)
{
    (void)state;
    merges_to(HEAD("1", "a") "\none\n", "ours\n\none\n", HEAD("1", "b") "\none\n\ntheirs\n",
              SYNC_FAVOUR_NONE, "ours\n\none\n\ntheirs\n", false);
}

static void line_breaks_are_those_of_here(void **state)
{
    (void)state;
    merges_to(
        HEAD("1", "a") "\none\n\ntwo\n",
        "\xEF\xBB\xBF---\r\natlcli:\r\n  id: \"1\"\r\n  title: a\r\n---\r\n\r\nours\r\n\r\ntwo",
        HEAD("1", "b") "\none\n\ntheirs\n", SYNC_FAVOUR_NONE,
        "\xEF\xBB\xBF---\r\natlcli:\r\n  id: \"1\"\r\n  title: b\r\n---\r\n\r\nours\r\n\r\ntheirs",
        false);
}

static void a_page_without_text_gets_some(void **state)
{
    (void)state;
    merges_to("---\natlcli:\n  id: \"1\"\n  title: a\n---\n",
              "---\natlcli:\n  id: \"1\"\n  title: b\n---", HEAD("1", "a") "\ntheirs\n",
              SYNC_FAVOUR_NONE, HEAD("1", "b") "\ntheirs\n", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_is_that_of_the_side_that_changed_it),
        cmocka_unit_test(titles_of_both_are_a_conflict_of_their_own),
        cmocka_unit_test(other_keys_stay_as_they_are_here),
        cmocka_unit_test(an_id_is_never_there_twice),
        cmocka_unit_test(frontmatter_that_was_taken_out_stays_out),
        cmocka_unit_test(line_breaks_are_those_of_here),
        cmocka_unit_test(a_page_without_text_gets_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
