/* Ignore rules: which files count, what a rule covers, and what is never touched. */
#include "atlcli/file.h"
#include "sync/ignore/ignore.h"
#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct atl_arena arena;
static char *top;
static struct sync_ignore *ignore;

static int make_directory(void **state)
{
    (void)state;
    char pattern[] = "atlcli-ignore-XXXXXX";
    top = atl_arena_strdup(&arena, mkdtemp(pattern));
    return top == NULL ? -1 : 0;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int remove_directory(void **state)
{
    (void)state;
    int result = nftw(top, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    atl_arena_free(&arena);
    return result;
}

/* A file below the top directory, with the directories it needs. */
static void put(const char *path, const char *text)
{
    struct atl_error error;
    char *full = atl_path_join(&arena, top, path);
    char *directory = atl_arena_strdup(&arena, full);
    *strrchr(directory, '/') = '\0';
    assert_int_equal(atl_directory_ensure(directory, 0755, &error), ATL_OK);
    assert_int_equal(atl_file_write_atomic(full, text, strlen(text), 0644, &error), ATL_OK);
}

static void make(const char *path)
{
    struct atl_error error;
    assert_int_equal(atl_directory_ensure(atl_path_join(&arena, top, path), 0755, &error), ATL_OK);
}

static void open_at(const char *path)
{
    struct atl_error error;
    assert_int_equal(sync_ignore_open(&arena, atl_path_join(&arena, top, path), &ignore, &error),
                     ATL_OK);
}

static void assert_ignored(const char *path)
{
    size_t length = strlen(path);
    bool directory = path[length - 1] == '/';
    if (!sync_ignores(ignore, atl_arena_strndup(&arena, path, length - directory), directory)) {
        fail_msg("%s is not ignored", path);
    }
}

static void assert_kept(const char *path)
{
    size_t length = strlen(path);
    bool directory = path[length - 1] == '/';
    if (sync_ignores(ignore, atl_arena_strndup(&arena, path, length - directory), directory)) {
        fail_msg("%s is ignored", path);
    }
}

static void assert_readable(void)
{
    struct atl_error error;
    assert_int_equal(sync_ignore_check(ignore, &error), ATL_OK);
}

static void without_rules_only_what_belongs_to_programs_is_ignored(void **state)
{
    (void)state;
    open_at(".");
    assert_kept("page.md");
    assert_kept("a/b/page.md");
    assert_kept(".hidden");
    assert_kept("a.git/x");
    assert_ignored(".atlcli/");
    assert_ignored(".atlcli/state.db");
    assert_ignored("a/.atlcli/base/1");
    assert_ignored(".git/");
    assert_ignored("a/.git");
    assert_readable();
}

static void rules_hold_for_names_places_and_directories(void **state)
{
    (void)state;
    put(".gitignore", "\xEF\xBB\xBF*.tmp\r\n"
                      "# a comment\n\n"
                      "/top.md\n"
                      "drafts/\n"
                      "a/b.md\n"
                      "x/**/z.md\n"
                      "\\#hash.md\n"
                      "\\!bang.md\n"
                      "trailing.md  \n"
                      "number[0-9].md\n"
                      "odd\\ name\n");
    open_at(".");
    assert_ignored("q.tmp");
    assert_ignored("a/q.tmp");
    assert_ignored("top.md");
    assert_kept("a/top.md");
    assert_ignored("drafts/");
    assert_kept("drafts");
    assert_ignored("drafts/x.md");
    assert_ignored("a/drafts/b/x.md");
    assert_ignored("a/b.md");
    assert_kept("c/a/b.md");
    assert_ignored("x/z.md");
    assert_ignored("x/1/2/z.md");
    assert_ignored("#hash.md");
    assert_ignored("!bang.md");
    assert_kept("a comment");
    assert_ignored("trailing.md");
    assert_ignored("number7.md");
    assert_kept("numberX.md");
    assert_ignored("odd name");
    assert_readable();
}

static void the_last_rule_that_matches_counts(void **state)
{
    (void)state;
    put(".gitignore", "*.md\n!keep.md\n/private/\n!/private/keep.md\n/some/*\n!/some/keep/\n"
                      "!never-ignored.md\n");
    open_at(".");
    assert_ignored("a.md");
    assert_kept("keep.md");
    assert_kept("a/keep.md");
    assert_ignored("private/keep.md"); /* nothing below an ignored directory comes back */
    assert_ignored("some/other");
    assert_kept("some/keep/");
    assert_kept("some/keep/x");
    assert_kept("never-ignored.md");
}

static void directories_have_rules_of_their_own(void **state)
{
    (void)state;
    put(".gitignore", "*.tmp\nbuild/\n");
    put("a/.gitignore", "!keep.tmp\n/here.md\nall.md\n");
    put("a/b/.gitignore", "keep.tmp\n");
    put("a/b/c/.atlcliignore", "!keep.tmp\n");
    put("[odd] *dir/.gitignore", "x.md\n/y.md\n");
    put("build/.gitignore", "!*\n");
    open_at(".");
    assert_ignored("keep.tmp");
    assert_kept("a/keep.tmp");
    assert_kept("a/z/keep.tmp");
    assert_ignored("a/other.tmp");
    assert_ignored("a/b/keep.tmp");
    assert_kept("a/b/c/keep.tmp");
    assert_ignored("a/b/d/keep.tmp");
    assert_ignored("a/here.md");
    assert_kept("a/b/here.md");
    assert_kept("here.md");
    assert_ignored("a/all.md");
    assert_ignored("a/b/all.md");
    assert_kept("b/all.md");
    assert_ignored("[odd] *dir/x.md");
    assert_ignored("[odd] *dir/deep/x.md");
    assert_ignored("[odd] *dir/y.md");
    assert_kept("o dir/x.md");
    assert_kept("[odd] xdir/x.md");
    assert_ignored("build/x");
    assert_readable();
}

static void atlcliignore_comes_after_gitignore(void **state)
{
    (void)state;
    put(".gitignore", "*.md\n");
    put(".atlcliignore", "!*.md\nsecret.md\n");
    open_at(".");
    assert_kept("a.md");
    assert_ignored("secret.md");
}

static void in_a_git_repository_its_rules_hold(void **state)
{
    (void)state;
    make("repository/.git/info");
    put("repository/.git/info/exclude", "excluded.md\n");
    put("repository/.gitignore", "*.tmp\n/docs/wiki/build/\n/top.md\ndocs/\n");
    put("repository/docs/.gitignore", "!keep.tmp\nwiki\n");
    put("repository/docs/.atlcliignore", "not-ours.md\n");
    put("repository/docs/wiki/.atlcliignore", "mine.md\n/a/top.md\n");
    put(".gitignore", "outside.md\n");
    open_at("repository/docs/wiki");
    assert_ignored("x.tmp");
    assert_kept("keep.tmp");
    assert_ignored("build/x.md");
    assert_kept("top.md");
    assert_ignored("mine.md");
    assert_ignored("a/top.md");
    assert_ignored("a/docs/");
    assert_ignored("a/wiki");
    assert_kept("page.md"); /* though git ignores the whole workspace */
    assert_kept("outside.md");
    assert_kept("not-ours.md");
    assert_kept("excluded.md");
    assert_readable();
}

static void a_git_repository_of_its_own_changes_nothing(void **state)
{
    (void)state;
    make(".git");
    put(".git/config", "this is no configuration\n");
    put(".gitignore", "*.tmp\n");
    open_at(".");
    assert_ignored("x.tmp");
    assert_kept("x.md");
    assert_readable();
}

static void nothing_is_written(void **state)
{
    (void)state;
    put("w/.gitignore", "*.tmp\n");
    open_at("w");
    assert_ignored("x.tmp");
    struct stat facts;
    assert_int_not_equal(lstat(atl_path_join(&arena, top, "w/.git"), &facts), 0);
    assert_int_equal(unlink(atl_path_join(&arena, top, "w/.gitignore")), 0);
    assert_int_equal(rmdir(atl_path_join(&arena, top, "w")), 0);
}

static void a_directory_called_gitignore_has_no_rules(void **state)
{
    (void)state;
    make(".gitignore");
    make("a/.atlcliignore/x");
    open_at(".");
    assert_kept("a/x.md");
    assert_readable();
}

static void rules_that_cannot_be_read_are_reported(void **state)
{
    (void)state;
    put(".gitignore", "*.tmp\n");
    size_t length = 1024 * 1024 + 2;
    char *large = atl_alloc(length);
    memset(large, 'x', length - 1);
    put("a/.gitignore", large);
    free(large);
    open_at(".");
    assert_ignored("x.tmp");
    assert_kept("a/x.md");
    struct atl_error error;
    assert_int_equal(sync_ignore_check(ignore, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, "a/.gitignore"));
}

/* libgit2 alone never ends with the first of these, and doesn't live through the second. */
static void rules_that_match_nothing_are_harmless(void **state)
{
    (void)state;
    put(".gitignore", "(\n!/\\/\n\v//x\n!//\n\v/a\n//\n/\n!\nb\f\nc\\/d\n");
    open_at(".");
    assert_kept("x");
    assert_kept("a");
    assert_ignored("b\f");
    assert_ignored("c/d");
    assert_readable();
}

static void many_directories_are_remembered(void **state)
{
    (void)state;
    put("d7/.gitignore", "x.md\n");
    open_at(".");
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
            char path[32];
            snprintf(path, sizeof path, "d%d/x.md", i);
            assert_int_equal(sync_ignores(ignore, path, false), i == 7);
        }
    }
}

static void a_workspace_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct atl_error error;
    assert_int_equal(sync_ignore_open(&arena, "no/such/place", &ignore, &error), ATL_NOT_FOUND);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_directory, remove_directory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(without_rules_only_what_belongs_to_programs_is_ignored),
        CASE(rules_hold_for_names_places_and_directories),
        CASE(the_last_rule_that_matches_counts),
        CASE(directories_have_rules_of_their_own),
        CASE(atlcliignore_comes_after_gitignore),
        CASE(in_a_git_repository_its_rules_hold),
        CASE(a_git_repository_of_its_own_changes_nothing),
        CASE(nothing_is_written),
        CASE(a_directory_called_gitignore_has_no_rules),
        CASE(rules_that_cannot_be_read_are_reported),
        CASE(rules_that_match_nothing_are_harmless),
        CASE(many_directories_are_remembered),
        CASE(a_workspace_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
