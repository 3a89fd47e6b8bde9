/* A configuration directory of its own for a test, and the credentials file in it. */
#ifndef TESTS_CONFIG_SCRATCH_H
#define TESTS_CONFIG_SCRATCH_H

#include "atlcli/config.h"
#include "atlcli/file.h"
#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct atl_arena arena;
static char scratch[64];
static const char *directory; /* scratch/config */
static const char *path;      /* scratch/config/credentials.json */

/* Makes an empty directory for ATLCLI_CONFIG_DIR, readable by its owner alone. */
static inline int open_scratch(void **state)
{
    (void)state;
    strcpy(scratch, "atlcli-config-XXXXXX");
    if (mkdtemp(scratch) == NULL) {
        return -1;
    }
    directory = atl_arena_printf(&arena, "%s/config", scratch);
    path = atl_arena_printf(&arena, "%s/credentials.json", directory);
    setenv("ATLCLI_CONFIG_DIR", directory, 1);
    return mkdir(directory, 0700);
}

static inline int remove_entry(const char *name, const struct stat *info, int type,
                               struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(name);
}

static inline int close_scratch(void **state)
{
    (void)state;
    int result = nftw(scratch, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    unsetenv("ATLCLI_CONFIG_DIR");
    atl_arena_free(&arena);
    return result;
}

static inline void write_file(const char *text)
{
    assert_int_equal(atl_file_write_atomic(path, text, strlen(text), 0600, NULL), ATL_OK);
}

static inline const char *read_file(void)
{
    struct atl_buffer contents = {0};
    struct atl_error error;
    if (atl_file_read(path, 1 << 20, &contents, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    const char *text = atl_arena_strdup(&arena, atl_buffer_text(&contents));
    atl_buffer_free(&contents);
    return text;
}

static inline struct atl_credentials *load(void)
{
    struct atl_credentials *credentials;
    struct atl_error error;
    if (atl_credentials_load(&arena, &credentials, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    return credentials;
}

static inline mode_t mode_of(const char *name)
{
    struct stat info;
    assert_int_equal(stat(name, &info), 0);
    return info.st_mode & 07777;
}

#endif
