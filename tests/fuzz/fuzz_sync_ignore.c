/*
 * Ignore files: a .gitignore, and after the byte 1 an .atlcliignore. They are read, or refused with
 * a message; .atlcli itself is always left alone, and an answer stays the same.
 */
#include "atlcli/file.h"
#include "atlcli/text.h"
#include "sync/ignore/ignore.h"
#include "sync/ignore/rules.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char root[] = "/dev/shm/atlcli-fuzz.XXXXXX";

static const char *const files[] = {".gitignore", "a/.gitignore", ".atlcliignore",
                                    "a/.atlcliignore"};

static void path_of(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", root, name);
}

static void remove_files(void)
{
    char path[100];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        path_of(path, sizeof path, files[i]);
        unlink(path);
    }
    path_of(path, sizeof path, "a");
    rmdir(path);
    rmdir(root);
}

static void set_up(void)
{
    static bool done;
    char path[100];
    if (done) {
        return;
    }
    if (mkdtemp(root) == NULL && mkdtemp(strcpy(root, "/tmp/atlcli.XXXXXX")) == NULL) {
        abort();
    }
    path_of(path, sizeof path, "a");
    mkdir(path, 0700);
    atexit(remove_files);
    done = true;
}

static void write_file(const char *name, const void *bytes, size_t length)
{
    char path[100];
    path_of(path, sizeof path, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        abort();
    }
}

static void check(void)
{
    static const char *const paths[] = {"x",      "a/x.md", "a/b/c.md", "a",
                                        "ä ö.md", "!x",     "#x",       "a\\b"};
    struct atl_arena arena = {0};
    struct sync_ignore *ignore;
    struct atl_error error;
    atl_error_clear(&error);
    if (sync_ignore_open(&arena, root, &ignore, &error) == ATL_OK) {
        for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
            bool ignored = sync_ignores(ignore, paths[i], false);
            if (sync_ignores(ignore, paths[i], false) != ignored) {
                abort();
            }
        }
        if (!sync_ignores(ignore, ".atlcli", true) || !sync_ignores(ignore, "a/.git", true)) {
            abort();
        }
        sync_ignore_check(ignore, &error);
    } else if (error.message[0] == '\0') {
        abort();
    }
    atl_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *divider = size == 0 ? NULL : memchr(data, 1, size);
    size_t first = divider == NULL ? size : (size_t)(divider - data);
    size_t second = divider == NULL ? 0 : size - first - 1;
    struct atl_buffer rules = {0};
    ignore_rules_append(&rules, "a/b", (const char *)data, size);
    atl_buffer_free(&rules);
    set_up();
    for (size_t i = 0; i < 2; i++) {
        write_file(files[i], data, first);
        write_file(files[i + 2], divider == NULL ? data : divider + 1, second);
    }
    check();
    return 0;
}
