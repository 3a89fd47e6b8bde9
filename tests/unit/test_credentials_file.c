/* What can be in the way of the credentials file, and who may read it. */
#include "atlcli/text.h"
#include "config_scratch.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static enum atl_status add_profile(struct atl_credentials *credentials, void *context,
                                   struct atl_error *error)
{
    (void)context;
    struct atl_profile profile = {.name = "new", .site = "https://x.atlassian.net", .token = "t"};
    return atl_credentials_put(credentials, &profile, error);
}

static const char *joined(const char *parent, const char *rest)
{
    return atl_arena_printf(&arena, "%s%s", parent, rest);
}

/* Neither reading nor changing works, both for the same reason. */
static void expect_both_fail(const char *message)
{
    struct atl_credentials *credentials;
    struct atl_error error;
    assert_int_equal(atl_credentials_load(&arena, &credentials, &error), ATL_FAILED);
    assert_string_equal(error.message, message);
    assert_int_equal(error.hint_count, 1);
    assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, &error), ATL_FAILED);
    assert_string_equal(error.message, message);
    assert_int_equal(error.hint_count, 1);
}

/*
 * Runs a check in a child that may be refused things: root's own processes are not. The child's
 * assertions end it, which the exit code tells.
 */
static void as_ordinary_user(void (*check)(void))
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        /* From within, since the directories above may be closed to that user. */
        directory = "config";
        path = "config/credentials.json";
        setenv("ATLCLI_CONFIG_DIR", directory, 1);
        if (chdir(scratch) != 0 || (geteuid() == 0 && setuid(65534) != 0)) {
            _exit(98);
        }
        check();
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void require_text(bool condition, const struct atl_error *error)
{
    if (!condition) {
        fprintf(stderr, "# %s | %s\n", error->message, error->hints[0]);
        _exit(1);
    }
}

/* The directories above the scratch directory belong to the test run and may be closed to others.
 */
static void give_scratch_to_ordinary_user(void)
{
    if (geteuid() != 0) {
        return;
    }
    assert_int_equal(chmod("..", 0755) + chmod(".", 0755), 0);
    const char *const places[] = {scratch, directory, path};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (access(places[i], F_OK) == 0) {
            assert_int_equal(chown(places[i], 65534, 65534), 0);
        }
    }
}

/* ---- things in the place of the file or the directory ---- */

static void a_directory_in_place_of_the_file_is_named(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path, 0700), 0);
    expect_both_fail(joined(path, " is a directory, not a file"));
}

static void a_pipe_in_place_of_the_file_is_not_waited_for(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_both_fail(joined(path, " is not an ordinary file"));
}

static void a_file_in_place_of_the_directory_is_named(void **state)
{
    (void)state;
    assert_int_equal(rmdir(directory), 0);
    assert_int_equal(atl_file_write_atomic(directory, "x", 1, 0600, NULL), ATL_OK);
    expect_both_fail(joined(directory, " is not a directory"));
}

static void a_file_above_the_directory_is_named(void **state)
{
    (void)state;
    write_file("{}");
    char *below = atl_arena_printf(&arena, "%s/deeper", path);
    setenv("ATLCLI_CONFIG_DIR", below, 1);
    struct atl_error error;
    struct atl_credentials *credentials;
    assert_int_equal(atl_credentials_load(&arena, &credentials, &error), ATL_FAILED);
    assert_string_equal(error.message,
                        atl_arena_printf(&arena, "cannot read %s: Not a directory", below));
}

static void links_that_lead_nowhere_are_named(void **state)
{
    (void)state;
    assert_int_equal(symlink("gone", path), 0);
    expect_both_fail(joined(path, " is a symbolic link that leads nowhere"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(directory), 0);
    assert_int_equal(symlink("gone", directory), 0);
    expect_both_fail(joined(directory, " is a symbolic link that leads nowhere"));
    assert_int_equal(unlink(directory), 0);
}

static void links_in_a_circle_are_named(void **state)
{
    (void)state;
    assert_int_equal(symlink("credentials.json", path), 0);
    expect_both_fail(joined(path, " is a symbolic link that leads back to itself"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(directory), 0);
    assert_int_equal(symlink("config", directory), 0);
    expect_both_fail(joined(directory, " is a symbolic link that leads back to itself"));
    assert_int_equal(unlink(directory), 0);
}

static void a_link_to_a_file_elsewhere_stays_a_link(void **state)
{
    (void)state;
    char *elsewhere = atl_arena_printf(&arena, "%s/dotfiles.json", scratch);
    assert_int_equal(atl_file_write_atomic(elsewhere, "{\"x\": 1}", 8, 0600, NULL), ATL_OK);
    assert_int_equal(symlink("../dotfiles.json", path), 0);
    assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, NULL), ATL_OK);
    struct stat info;
    assert_int_equal(lstat(path, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_non_null(strstr(read_file(), "\"x\": 1"));
    assert_non_null(strstr(read_file(), "\"new\""));
}

/* ---- no home ---- */

static void without_a_home_there_is_no_place(void **state)
{
    (void)state;
    char *home = atl_arena_strdup(&arena, getenv("HOME"));
    unsetenv("ATLCLI_CONFIG_DIR");
    for (int i = 0; i < 2; i++) {
        if (i == 0) {
            unsetenv("HOME");
        } else {
            setenv("HOME", "", 1);
        }
        expect_both_fail("no place for credentials: neither HOME nor ATLCLI_CONFIG_DIR is set");
    }
    setenv("HOME", home, 1);
}

static void the_place_is_below_home_unless_moved(void **state)
{
    (void)state;
    char *home = atl_arena_strdup(&arena, getenv("HOME"));
    const char *found;
    assert_int_equal(atl_config_directory(&arena, &found, NULL), ATL_OK);
    assert_string_equal(found, directory);
    setenv("HOME", "/somewhere/me/", 1);
    setenv("ATLCLI_CONFIG_DIR", "", 1);
    assert_int_equal(atl_config_directory(&arena, &found, NULL), ATL_OK);
    assert_string_equal(found, "/somewhere/me/.atlcli");
    setenv("HOME", home, 1);
}

/* ---- what is not allowed ---- */

static void check_unreadable_file(void)
{
    struct atl_credentials *credentials;
    struct atl_error error;
    require_text(atl_credentials_load(&arena, &credentials, &error) == ATL_FAILED &&
                     strcmp(error.message,
                            atl_arena_printf(&arena, "cannot read %s: Permission denied", path)) ==
                         0 &&
                     error.hint_count == 1,
                 &error);
    require_text(atl_credentials_update(&arena, add_profile, NULL, &error) == ATL_FAILED, &error);
}

static void an_unreadable_file_is_named_and_kept(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"a\": {}}}");
    give_scratch_to_ordinary_user();
    assert_int_equal(chmod(path, 0), 0);
    as_ordinary_user(check_unreadable_file);
    assert_int_equal(chmod(path, 0600), 0);
    assert_string_equal(read_file(), "{\"profiles\": {\"a\": {}}}");
}

static void check_closed_directory(void)
{
    struct atl_credentials *credentials;
    struct atl_error error;
    require_text(atl_credentials_load(&arena, &credentials, &error) == ATL_FAILED &&
                     strcmp(error.message,
                            atl_arena_printf(&arena, "cannot read %s: Permission denied", path)) ==
                         0,
                 &error);
}

static void a_closed_directory_is_named(void **state)
{
    (void)state;
    write_file("{}");
    give_scratch_to_ordinary_user();
    assert_int_equal(chmod(directory, 0), 0);
    as_ordinary_user(check_closed_directory);
    assert_int_equal(chmod(directory, 0700), 0);
}

static void check_read_only_directory(void)
{
    struct atl_credentials *credentials;
    struct atl_error error;
    require_text(atl_credentials_load(&arena, &credentials, &error) == ATL_OK, &error);
    require_text(
        atl_credentials_update(&arena, add_profile, NULL, &error) == ATL_FAILED &&
            strcmp(error.message, atl_arena_printf(&arena,
                                                   "cannot save credentials: cannot open lock file "
                                                   "%s.lock: Permission denied",
                                                   path)) == 0,
        &error);
    require_text(atl_text_starts_with(error.hints[0], directory) &&
                     strstr(error.hints[0], "ATLCLI_CONFIG_DIR") != NULL,
                 &error);
}

static void a_read_only_directory_can_be_read_but_not_changed(void **state)
{
    (void)state;
    write_file("{}");
    give_scratch_to_ordinary_user();
    assert_int_equal(chmod(directory, 0500), 0);
    as_ordinary_user(check_read_only_directory);
    assert_int_equal(chmod(directory, 0700), 0);
    assert_string_equal(read_file(), "{}");
}

static void check_uncreatable_directory(void)
{
    struct atl_error error;
    setenv("ATLCLI_CONFIG_DIR", joined(directory, "/a/b"), 1);
    require_text(atl_credentials_update(&arena, add_profile, NULL, &error) == ATL_FAILED &&
                     strcmp(error.message,
                            atl_arena_printf(&arena,
                                             "cannot save credentials: cannot create directory "
                                             "%s/a: Permission denied",
                                             directory)) == 0,
                 &error);
}

static void a_directory_that_cannot_be_made_is_named(void **state)
{
    (void)state;
    give_scratch_to_ordinary_user();
    assert_int_equal(chmod(directory, 0500), 0);
    as_ordinary_user(check_uncreatable_directory);
    assert_int_equal(chmod(directory, 0700), 0);
}

static size_t count_files(void)
{
    DIR *listing = opendir(directory);
    size_t count = 0;
    const struct dirent *entry;
    while ((entry = readdir(listing)) != NULL) {
        count += entry->d_name[0] != '.';
    }
    closedir(listing);
    return count;
}

/* A limit on file sizes fails a write half-way, as a full disk does. */
static void check_full_disk(void)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {20, 20};
    struct atl_error error;
    require_text(setrlimit(RLIMIT_FSIZE, &limit) == 0, &error);
    require_text(
        atl_credentials_update(&arena, add_profile, NULL, &error) == ATL_FAILED &&
            atl_text_starts_with(error.message, "cannot save credentials: cannot write ") &&
            atl_text_ends_with(error.message, ": File too large"),
        &error);
}

static void a_full_disk_leaves_the_file_as_it_was(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"a\": {}}}");
    give_scratch_to_ordinary_user();
    as_ordinary_user(check_full_disk);
    assert_string_equal(read_file(), "{\"profiles\": {\"a\": {}}}");
    assert_int_equal(count_files(), 2); /* itself and its lock: nothing half-written */
}

/* ---- who may read it ---- */

static void a_readable_file_is_noticed_and_closed_by_the_next_change(void **state)
{
    (void)state;
    static const mode_t modes[] = {0644, 0640, 0604, 0620, 0601};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        write_file("{}");
        assert_int_equal(chmod(path, modes[i]), 0);
        assert_true(atl_credentials_is_exposed(load()));
        assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, NULL), ATL_OK);
        assert_int_equal(mode_of(path), 0600);
        assert_false(atl_credentials_is_exposed(load()));
    }
}

static void an_open_directory_is_noticed_and_closed_by_the_next_change(void **state)
{
    (void)state;
    write_file("{}");
    assert_int_equal(chmod(directory, 0755), 0);
    assert_true(atl_credentials_is_exposed(load()));
    assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, NULL), ATL_OK);
    assert_int_equal(mode_of(directory), 0700);
    assert_false(atl_credentials_is_exposed(load()));
}

static void a_directory_shared_like_tmp_is_left_open(void **state)
{
    (void)state;
    assert_int_equal(chmod(directory, 01777), 0);
    assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, NULL), ATL_OK);
    assert_int_equal(mode_of(directory), 01777);
    assert_int_equal(mode_of(path), 0600);
    assert_true(atl_credentials_is_exposed(load()));
}

static void the_umask_makes_no_difference(void **state)
{
    (void)state;
    assert_int_equal(rmdir(directory), 0);
    mode_t before = umask(0);
    assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, NULL), ATL_OK);
    umask(before);
    assert_int_equal(mode_of(directory), 0700);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(mode_of(joined(path, ".lock")), 0600);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_directory_in_place_of_the_file_is_named),
        TEST(a_pipe_in_place_of_the_file_is_not_waited_for),
        TEST(a_file_in_place_of_the_directory_is_named),
        TEST(a_file_above_the_directory_is_named),
        TEST(links_that_lead_nowhere_are_named),
        TEST(links_in_a_circle_are_named),
        TEST(a_link_to_a_file_elsewhere_stays_a_link),
        TEST(without_a_home_there_is_no_place),
        TEST(the_place_is_below_home_unless_moved),
        TEST(an_unreadable_file_is_named_and_kept),
        TEST(a_closed_directory_is_named),
        TEST(a_read_only_directory_can_be_read_but_not_changed),
        TEST(a_directory_that_cannot_be_made_is_named),
        TEST(a_full_disk_leaves_the_file_as_it_was),
        TEST(a_readable_file_is_noticed_and_closed_by_the_next_change),
        TEST(an_open_directory_is_noticed_and_closed_by_the_next_change),
        TEST(a_directory_shared_like_tmp_is_left_open),
        TEST(the_umask_makes_no_difference),
    };
    return cmocka_run_group_tests_name("credentials_file", tests, NULL, NULL);
}
