#include "atlcli/file.h"
#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct atl_arena arena;
static char *directory;

static int make_directory(void **state)
{
    (void)state;
    char pattern[] = "atlcli-file-XXXXXX";
    directory = atl_arena_strdup(&arena, mkdtemp(pattern));
    return directory == NULL ? -1 : 0;
}

static size_t count_entries(void)
{
    DIR *listing = opendir(directory);
    size_t count = 0;
    while (readdir(listing) != NULL) {
        count++;
    }
    closedir(listing);
    return count - 2; /* without "." and ".." */
}

static int remove_directory(void **state)
{
    (void)state;
    DIR *listing = opendir(directory);
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL) {
        remove(atl_path_join(&arena, directory, entry->d_name));
    }
    closedir(listing);
    int result = rmdir(directory);
    atl_arena_free(&arena);
    return result;
}

static char *path_to(const char *name)
{
    return atl_path_join(&arena, directory, name);
}

static void what_is_written_reads_back_with_its_mode(void **state)
{
    (void)state;
    char *path = path_to("file");
    struct atl_error error;
    struct atl_buffer contents = {0};
    assert_int_equal(atl_file_write_atomic(path, "first", 5, 0644, &error), ATL_OK);
    assert_int_equal(atl_file_write_atomic(path, "second", 6, 0600, &error), ATL_OK);
    assert_int_equal(atl_file_read(path, 6, &contents, &error), ATL_OK);
    assert_string_equal(contents.data, "second");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(count_entries(), 1);
    assert_int_equal(atl_file_read(path, 5, &contents, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, "larger than 5 bytes"));
    atl_buffer_free(&contents);
}

/* Whatever the memory held before. */
static void an_empty_file_is_an_empty_text(void **state)
{
    (void)state;
    char *path = path_to("empty");
    struct atl_error error;
    struct atl_buffer contents = {0};
    assert_int_equal(atl_file_write_atomic(path, "", 0, 0600, &error), ATL_OK);
#ifdef __GLIBC__
    mallopt(M_PERTURB, 'x');
#endif
    assert_int_equal(atl_file_read(path, 100, &contents, &error), ATL_OK);
#ifdef __GLIBC__
    mallopt(M_PERTURB, 0);
#endif
    assert_int_equal(contents.length, 0);
    assert_string_equal(atl_buffer_text(&contents), "");
    atl_buffer_free(&contents);
}

static void reading_tells_missing_from_directory(void **state)
{
    (void)state;
    struct atl_error error;
    struct atl_buffer contents = {0};
    assert_int_equal(atl_file_read(path_to("missing"), 10, &contents, &error), ATL_NOT_FOUND);
    assert_non_null(strstr(error.message, "missing: No such file"));
    assert_int_equal(atl_file_read(directory, 10, &contents, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, "is a directory"));
    atl_buffer_free(&contents);
}

static void a_linked_file_stays_linked(void **state)
{
    (void)state;
    char *target = path_to("target");
    char *link = path_to("link");
    struct atl_error error;
    assert_int_equal(atl_file_write_atomic(target, "old", 3, 0600, &error), ATL_OK);
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(atl_file_write_atomic(link, "new", 3, 0600, &error), ATL_OK);
    struct stat info;
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    struct atl_buffer contents = {0};
    assert_int_equal(atl_file_read(target, 10, &contents, &error), ATL_OK);
    assert_string_equal(contents.data, "new");
    atl_buffer_free(&contents);
}

static void a_failed_write_leaves_the_old_file_and_no_rubbish(void **state)
{
    (void)state;
    char *path = path_to("file");
    struct atl_error error;
    assert_int_equal(atl_file_write_atomic(path, "old", 3, 0600, &error), ATL_OK);
    pid_t child = fork();
    if (child == 0) {
        /* A file size limit stands in for a full disk. */
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {.rlim_cur = 1024, .rlim_max = 1024};
        setrlimit(RLIMIT_FSIZE, &limit);
        static char large[8192];
        _exit(atl_file_write_atomic(path, large, sizeof large, 0600, &error) == ATL_FAILED ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct atl_buffer contents = {0};
    assert_int_equal(atl_file_read(path, 10, &contents, &error), ATL_OK);
    assert_string_equal(contents.data, "old");
    assert_int_equal(count_entries(), 1);
    atl_buffer_free(&contents);
}

static void writing_into_nowhere_names_the_path(void **state)
{
    (void)state;
    struct atl_error error;
    assert_int_equal(atl_file_write_atomic(path_to("no/such/file"), "x", 1, 0600, &error),
                     ATL_NOT_FOUND);
    assert_non_null(strstr(error.message, "no/such/file"));
}

static void directories_are_made_with_their_parents(void **state)
{
    (void)state;
    struct atl_error error;
    char *outer = path_to("a");
    char *inner = path_to("a/b");
    assert_int_equal(atl_directory_ensure(inner, 0700, &error), ATL_OK);
    assert_int_equal(atl_directory_ensure(inner, 0700, &error), ATL_OK);
    struct stat info;
    assert_int_equal(stat(inner, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    char *file = path_to("file");
    assert_int_equal(atl_file_write_atomic(file, "", 0, 0600, &error), ATL_OK);
    assert_int_equal(atl_directory_ensure(file, 0700, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, "is a file, not a directory"));
    rmdir(inner);
    rmdir(outer);
}

static void a_lock_keeps_other_processes_out(void **state)
{
    (void)state;
    enum { WRITERS = 4, ROUNDS = 50 };
    char *counter = path_to("counter");
    char *lock_path = path_to("lock");
    struct atl_error error;
    assert_int_equal(atl_file_write_atomic(counter, "0", 1, 0600, &error), ATL_OK);
    pid_t children[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            for (int round = 0; round < ROUNDS; round++) {
                struct atl_file_lock lock;
                struct atl_buffer contents = {0};
                atl_file_lock(&lock, lock_path, 0600, NULL);
                atl_file_read(counter, 100, &contents, NULL);
                char next[16];
                int length =
                    snprintf(next, sizeof next, "%ld", strtol(contents.data, NULL, 10) + 1);
                atl_file_write_atomic(counter, next, (size_t)length, 0600, NULL);
                atl_buffer_free(&contents);
                atl_file_unlock(&lock);
            }
            _exit(0);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
    }
    struct atl_buffer contents = {0};
    assert_int_equal(atl_file_read(counter, 100, &contents, &error), ATL_OK);
    assert_int_equal(strtol(contents.data, NULL, 10), WRITERS * ROUNDS);
    atl_buffer_free(&contents);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, make_directory, remove_directory)
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(what_is_written_reads_back_with_its_mode),
        IN_DIRECTORY(an_empty_file_is_an_empty_text),
        IN_DIRECTORY(reading_tells_missing_from_directory),
        IN_DIRECTORY(a_linked_file_stays_linked),
        IN_DIRECTORY(a_failed_write_leaves_the_old_file_and_no_rubbish),
        IN_DIRECTORY(writing_into_nowhere_names_the_path),
        IN_DIRECTORY(directories_are_made_with_their_parents),
        IN_DIRECTORY(a_lock_keeps_other_processes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
