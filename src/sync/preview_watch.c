/*
 * docs preview: changes of files. By inotify where there is one, else, and where it has no more
 * room, by looking again and again.
 */
#include "sync/preview.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

enum {
    SETTLE_MS = 80, /* an editor writes, renames and changes modes: one change for a reader */
    LOOK_MS = 700,
    MOST_DEPTH = 200,
};

static void tell(struct preview *preview)
{
    preview->version++;
    atl_queue_wake_all(&preview->changed);
}

/* ---- directories ---- */

typedef void (*entry_function)(void *context, const char *path, const struct stat *facts);

/* Everything below a directory, but hidden files, which no page comes from. */
static void walk(struct atl_arena *arena, const char *directory, unsigned depth,
                 entry_function function, void *context)
{
    const struct dirent *entry;
    DIR *listing = depth == MOST_DEPTH ? NULL : opendir(directory);
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        struct stat facts;
        const char *path = atl_path_join(arena, directory, entry->d_name);
        bool rules =
            strcmp(entry->d_name, ".gitignore") == 0 || strcmp(entry->d_name, ".atlcliignore") == 0;
        if ((entry->d_name[0] == '.' && !rules) || lstat(path, &facts) != 0) {
            continue;
        }
        function(context, path, &facts);
        if (S_ISDIR(facts.st_mode)) {
            walk(arena, path, depth + 1, function, context);
        }
    }
    if (listing != NULL) {
        closedir(listing);
    }
}

/* ---- looking again ---- */

static void add_to_sum(void *context, const char *path, const struct stat *facts)
{
    uint64_t *sum = context;
    const uint64_t parts[] = {(uint64_t)facts->st_ino, (uint64_t)facts->st_size,
                              (uint64_t)facts->st_mtime, (uint64_t)facts->st_ctime,
                              (uint64_t)strlen(path)};
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        hash = (hash ^ parts[i]) * UINT64_C(0x100000001B3);
    }
    *sum += hash; /* in whatever order they come */
}

static uint64_t sum_of(const char *root)
{
    struct atl_arena arena = {0};
    uint64_t sum = 0;
    walk(&arena, root, 0, add_to_sum, &sum);
    atl_arena_free(&arena);
    return sum;
}

static enum atl_status look_again(struct preview *preview, struct atl_error *error)
{
    uint64_t sum = sum_of(preview->site.root);
    enum atl_status status;
    while ((status = atl_sleep(LOOK_MS, error)) == ATL_OK) {
        uint64_t now = sum_of(preview->site.root);
        if (now != sum) {
            sum = now;
            tell(preview);
        }
    }
    return status;
}

/* ---- inotify ---- */

#ifdef __linux__

struct watching {
    int descriptor;
    bool is_full;
};

static void watch_directory(void *context, const char *path, const struct stat *facts)
{
    struct watching *watching = context;
    const uint32_t events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE | IN_ONLYDIR;
    if (S_ISDIR(facts->st_mode) && inotify_add_watch(watching->descriptor, path, events) < 0 &&
        errno != ENOENT && errno != ENOTDIR) {
        watching->is_full = true;
    }
}

/* What is watched already stays so: directories that are new are found by walking again. */
static void watch_all(struct preview *preview, struct watching *watching)
{
    struct atl_arena arena = {0};
    struct stat facts;
    if (stat(preview->site.root, &facts) == 0) {
        watch_directory(watching, preview->site.root, &facts);
    }
    walk(&arena, preview->site.root, 0, watch_directory, watching);
    atl_arena_free(&arena);
}

static void drain(int descriptor)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    while (read(descriptor, events, sizeof events) > 0) {
    }
}

static enum atl_status wait_for_events(struct preview *preview, struct watching *watching,
                                       struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !watching->is_full) {
        status = atl_wait_descriptor(watching->descriptor, ATL_READABLE, -1, error);
        status = status == ATL_OK ? atl_sleep(SETTLE_MS, error) : status;
        if (status == ATL_OK) {
            drain(watching->descriptor);
            watch_all(preview, watching);
            tell(preview);
        }
    }
    return status;
}

enum atl_status preview_watch(void *argument, struct atl_error *error)
{
    struct preview *preview = argument;
    struct watching watching = {.descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    if (watching.descriptor < 0) {
        return look_again(preview, error);
    }
    watch_all(preview, &watching);
    enum atl_status status = wait_for_events(preview, &watching, error);
    close(watching.descriptor);
    return status == ATL_OK ? look_again(preview, error) : status;
}

#else

enum atl_status preview_watch(void *argument, struct atl_error *error)
{
    return look_again(argument, error);
}

#endif
