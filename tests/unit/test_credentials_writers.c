/* Several processes that change the credentials file at once, and one that dies doing so. */
#include "config_scratch.h"

#include <signal.h>
#include <sys/wait.h>

enum {
    WRITERS = 2,
    CHANGES_EACH = 200,
    KILLS = 25,
};

static enum atl_status put_named(struct atl_credentials *credentials, void *context,
                                 struct atl_error *error)
{
    struct atl_profile profile = {
        .name = context, .site = "https://x.atlassian.net", .email = "a@b", .token = "token"};
    return atl_credentials_put(credentials, &profile, error);
}

static enum atl_status add(const char *prefix, int number, struct atl_error *error)
{
    struct atl_arena own = {0};
    char *name = atl_arena_printf(&own, "%s-%d", prefix, number);
    enum atl_status status = atl_credentials_update(&own, put_named, name, error);
    atl_arena_free(&own);
    return status;
}

static bool is_there(const struct atl_credentials *credentials, const char *prefix, int number)
{
    return atl_credentials_find(credentials, atl_arena_printf(&arena, "%s-%d", prefix, number)) !=
           NULL;
}

/* ---- at the same time ---- */

/* Waits for the other writers at the gate, so that all are at it together. */
static void write_many(int gate, const char *prefix)
{
    char opened;
    if (read(gate, &opened, 1) != 0) {
        _exit(2);
    }
    for (int i = 0; i < CHANGES_EACH; i++) {
        struct atl_error error;
        if (add(prefix, i, &error) != ATL_OK) {
            fprintf(stderr, "# %s\n", error.message);
            _exit(1);
        }
    }
    _exit(0);
}

static void writers_at_the_same_time_lose_nothing(void **state)
{
    (void)state;
    static const char *const prefixes[WRITERS] = {"one", "two"};
    write_file("{\"unknown\": 9007199254740993}");
    int gate[2];
    pid_t children[WRITERS];
    assert_int_equal(pipe(gate), 0);
    fflush(NULL);
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            close(gate[1]);
            write_many(gate[0], prefixes[i]);
        }
    }
    close(gate[0]);
    close(gate[1]);
    for (int i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    struct atl_credentials *credentials = load();
    assert_int_equal(atl_credentials_count(credentials), WRITERS * CHANGES_EACH);
    for (int i = 0; i < WRITERS; i++) {
        for (int number = 0; number < CHANGES_EACH; number++) {
            assert_true(is_there(credentials, prefixes[i], number));
        }
    }
    assert_non_null(strstr(read_file(), "\"unknown\": 9007199254740993"));
}

/* ---- killed ---- */

/* Changes the file until killed, and says so of every change that was made. */
static void write_until_killed(int report, const char *prefix)
{
    for (int number = 0;; number++) {
        if (add(prefix, number, NULL) != ATL_OK ||
            write(report, &number, sizeof number) != sizeof number) {
            _exit(1);
        }
    }
}

/* Kills a writer a little after its first report; returns the last change it reported. */
static int kill_a_writer(const char *prefix, unsigned delay)
{
    int report[2];
    assert_int_equal(pipe(report), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(report[0]);
        write_until_killed(report[1], prefix);
    }
    close(report[1]);
    int last;
    assert_int_equal(read(report[0], &last, sizeof last), sizeof last);
    /* A point within the next change that differs from round to round; any point is as good. */
    for (volatile unsigned i = 0; i < delay; i++) {
    }
    assert_int_equal(kill(child, SIGKILL), 0);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    int number;
    while (read(report[0], &number, sizeof number) == sizeof number) {
        last = number;
    }
    close(report[0]);
    return last;
}

static void a_killed_writer_leaves_a_whole_file_with_all_it_reported(void **state)
{
    (void)state;
    for (unsigned round = 0; round < KILLS; round++) {
        char *prefix = atl_arena_printf(&arena, "round%u", round);
        int last = kill_a_writer(prefix, round * 40000);
        struct atl_credentials *credentials = load();
        for (int number = 0; number <= last; number++) {
            assert_true(is_there(credentials, prefix, number));
        }
        /* The lock went with it: the next one is not kept waiting. */
        assert_int_equal(add("after", (int)round, NULL), ATL_OK);
        assert_int_equal(mode_of(path), 0600);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writers_at_the_same_time_lose_nothing),
        TEST(a_killed_writer_leaves_a_whole_file_with_all_it_reported),
    };
    return cmocka_run_group_tests_name("credentials_writers", tests, NULL, NULL);
}
