/* Waiting for changes of files: told by the system, and found by looking again. */
#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "sync/both/watch.h"
#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SETTLE_MS = 5,
};

static struct atl_arena arena;
static char *top;
static bool looks; /* which way is tested */

static int make_directory(void)
{
    char pattern[] = "atlcli-watch-XXXXXX";
    char *resolved = mkdtemp(pattern) == NULL ? NULL : realpath(pattern, NULL);
    top = atl_arena_strdup(&arena, resolved);
    free(resolved);
    return top == NULL ? -1 : 0;
}

static int told_by_the_system(void **state)
{
    (void)state;
    looks = false;
    return make_directory();
}

static int looking_again(void **state)
{
    (void)state;
    looks = true;
    return make_directory();
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
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *at(const char *path)
{
    return atl_path_join(&arena, top, path);
}

static struct sync_watch *open_watch(void)
{
    const struct sync_watch_options options = {.root = top, .settle_ms = SETTLE_MS, .looks = looks};
    return sync_watch_open(&options);
}

static void tells(struct sync_watch *watch)
{
    struct atl_error error;
    bool changed = false;
    assert_int_equal(sync_watch_wait(watch, -1, &changed, &error), ATL_OK);
    assert_true(changed);
}

/* What was done before is known by then, so that no time has to pass. */
static void tells_nothing(struct sync_watch *watch)
{
    struct atl_error error;
    bool changed = true;
    assert_int_equal(sync_watch_wait(watch, 0, &changed, &error), ATL_OK);
    assert_false(changed);
    assert_int_equal(sync_watch_wait(watch, 1, &changed, &error), ATL_OK);
    assert_false(changed);
}

static void in_loop(atl_fiber_function function)
{
    struct atl_error error = {0};
    if (atl_loop_run(function, NULL, false, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

/* ---- what counts ---- */

static enum atl_status change_everything(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    put("A.md", "one");
    put("A/B.md", "one");
    struct sync_watch *watch = open_watch();
    assert_true(sync_watch_looks(watch) || !looks);
    tells_nothing(watch);
    put("A.md", "two");
    tells(watch);
    put("A/B.md", "other");
    tells(watch);
    put("A/C/D/E.md", "in directories that are new");
    tells(watch);
    put("A/C/D/E.md", "changed there");
    tells(watch);
    assert_int_equal(rename(at("A/C"), at("F")), 0);
    tells(watch);
    put("F/D/E.md", "changed in one that was moved");
    tells(watch);
    assert_int_equal(rename(at("F/D/E.md"), at("F/D/G.md")), 0);
    tells(watch);
    assert_int_equal(remove(at("F/D/G.md")), 0);
    tells(watch);
    put(".atlcliignore", "drafts/");
    tells(watch);
    tells_nothing(watch);
    sync_watch_close(watch);
    return ATL_OK;
}

static enum atl_status change_hidden(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    put(".atlcli/state.db", "one");
    struct sync_watch *watch = open_watch();
    put(".atlcli/state.db", "two");
    put(".A.md.swp", "an editor's");
    tells_nothing(watch);
    put("A.md", "one");
    tells(watch);
    sync_watch_close(watch);
    return ATL_OK;
}

static enum atl_status change_many(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    struct sync_watch *watch = open_watch();
    for (int i = 0; i < 300; i++) {
        put(atl_arena_printf(&arena, "%d/A.md", i % 40), "text");
    }
    tells(watch);
    tells_nothing(watch);
    put("39/A.md", "text, changed");
    tells(watch);
    sync_watch_close(watch);
    return ATL_OK;
}

static void every_kind_of_change_is_told_of(void **state)
{
    (void)state;
    in_loop(change_everything);
}

static void hidden_files_count_for_nothing(void **state)
{
    (void)state;
    in_loop(change_hidden);
}

static void many_changes_at_once_are_one(void **state)
{
    (void)state;
    in_loop(change_many);
}

/* ---- changes meanwhile ---- */

static enum atl_status write_all_the_time(void *argument, struct atl_error *error)
{
    const bool *ended = argument;
    enum atl_status status = ATL_OK;
    for (int i = 0; status == ATL_OK && !*ended; i++) {
        put("log.md", atl_arena_printf(&arena, "%d", i));
        status = atl_sleep(1, error);
    }
    return status;
}

static enum atl_status wait_beside_a_writer(void *argument, struct atl_error *error)
{
    (void)argument;
    bool ended = false;
    struct sync_watch *watch = open_watch();
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, write_all_the_time, &ended), ATL_OK);
    tells(watch);
    tells(watch);
    ended = true;
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    sync_watch_close(watch);
    return ATL_OK;
}

static void what_never_rests_is_told_of_nevertheless(void **state)
{
    (void)state;
    in_loop(wait_beside_a_writer);
}

/* ---- cancelling ---- */

static enum atl_status wait_for_nothing(void *argument, struct atl_error *error)
{
    bool changed = true;
    enum atl_status status = sync_watch_wait(argument, -1, &changed, error);
    assert_int_equal(status, ATL_CANCELLED);
    assert_false(changed);
    return status;
}

static enum atl_status cancel_a_wait(void *argument, struct atl_error *error)
{
    (void)argument;
    struct sync_watch *watch = open_watch();
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, wait_for_nothing, watch), ATL_OK);
    assert_int_equal(atl_sleep(1, error), ATL_OK);
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, error), ATL_OK);
    put("A.md", "still in use");
    tells(watch);
    sync_watch_close(watch);
    return ATL_OK;
}

static void a_wait_can_be_cancelled(void **state)
{
    (void)state;
    in_loop(cancel_a_wait);
}

/* ---- falling back ---- */

/* No descriptor is left for inotify. */
static enum atl_status change_without_inotify(void *argument, struct atl_error *error)
{
    (void)argument;
    (void)error;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct sync_watch *watch = open_watch();
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_true(sync_watch_looks(watch));
    put("A/B.md", "one");
    tells(watch);
    tells_nothing(watch);
    put("A/B.md", "two");
    tells(watch);
    sync_watch_close(watch);
    return ATL_OK;
}

static void without_inotify_it_looks_again(void **state)
{
    (void)state;
    in_loop(change_without_inotify);
}

/* Each both ways: with what the system tells, and by looking. */
#define BOTH_WAYS(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, told_by_the_system, remove_directory),                   \
        cmocka_unit_test_setup_teardown(test, looking_again, remove_directory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH_WAYS(every_kind_of_change_is_told_of),
        BOTH_WAYS(hidden_files_count_for_nothing),
        BOTH_WAYS(many_changes_at_once_are_one),
        BOTH_WAYS(what_never_rests_is_told_of_nevertheless),
        BOTH_WAYS(a_wait_can_be_cancelled),
        cmocka_unit_test_setup_teardown(without_inotify_it_looks_again, told_by_the_system,
                                        remove_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
