#include "sync/both/watch.h"

#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "atlcli/loop.h"
#include "atlcli/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

enum {
    LOOK_MS = 700,
    MOST_SETTLES = 20,
    MOST_DEPTH = 200,
    NO_DESCRIPTOR = -1,
};

struct sync_watch {
    struct sync_watch_options options;
    int descriptor; /* of inotify; NO_DESCRIPTOR: looks again */
    bool is_full;   /* there are more directories than it takes */
    uint64_t sum;   /* of what was there when last looked at */
};

/* ---- directories ---- */

typedef void (*entry_function)(void *context, const char *path, const struct stat *facts);

static bool is_hidden(const char *name)
{
    return name[0] == '.' && strcmp(name, ".gitignore") != 0 && strcmp(name, ".atlcliignore") != 0;
}

static void walk(struct atl_arena *arena, const char *directory, unsigned depth,
                 entry_function function, void *context)
{
    const struct dirent *entry;
    DIR *listing = depth == MOST_DEPTH ? NULL : opendir(directory);
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        struct stat facts;
        const char *path = atl_path_join(arena, directory, entry->d_name);
        if (is_hidden(entry->d_name) || lstat(path, &facts) != 0) {
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

static uint64_t mix(uint64_t hash, uint64_t part)
{
    return (hash ^ part) * UINT64_C(0x100000001B3);
}

static uint64_t nanoseconds(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * UINT64_C(1000000000) + (uint64_t)time->tv_nsec;
}

static void add_to_sum(void *context, const char *path, const struct stat *facts)
{
    uint64_t *sum = context;
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
#ifdef __APPLE__
    const struct timespec *modified = &facts->st_mtimespec;
    const struct timespec *changed = &facts->st_ctimespec;
#else
    const struct timespec *modified = &facts->st_mtim;
    const struct timespec *changed = &facts->st_ctim;
#endif
    for (const char *at = path; *at != '\0'; at++) {
        hash = mix(hash, (unsigned char)*at);
    }
    hash = mix(hash, (uint64_t)facts->st_ino);
    hash = mix(hash, (uint64_t)facts->st_size);
    hash = mix(hash, nanoseconds(modified));
    hash = mix(hash, nanoseconds(changed));
    *sum += hash; /* in whatever order they come */
}

static uint64_t look(const struct sync_watch *watch)
{
    struct atl_arena arena = {0};
    uint64_t sum = 0;
    walk(&arena, watch->options.root, 0, add_to_sum, &sum);
    atl_arena_free(&arena);
    return sum;
}

static enum atl_status look_until_settled(struct sync_watch *watch, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (unsigned i = 0; status == ATL_OK && i < MOST_SETTLES; i++) {
        status = atl_sleep(watch->options.settle_ms, error);
        uint64_t now = look(watch);
        if (now == watch->sum) {
            break;
        }
        watch->sum = now;
    }
    return status;
}

static enum atl_status look_again(struct sync_watch *watch, int64_t timeout_ms, bool *changed,
                                  struct atl_error *error)
{
    int64_t end = timeout_ms < 0 ? INT64_MAX : atl_clock_monotonic_ms() + timeout_ms;
    for (;;) {
        uint64_t now = look(watch);
        if (now != watch->sum) {
            watch->sum = now;
            *changed = true;
            return look_until_settled(watch, error);
        }
        int64_t left = end - atl_clock_monotonic_ms();
        if (left <= 0) {
            return ATL_OK;
        }
        enum atl_status status = atl_sleep(left < LOOK_MS ? left : LOOK_MS, error);
        if (status != ATL_OK) {
            return status;
        }
    }
}

/* ---- inotify ---- */

#ifdef __linux__

static void watch_directory(void *context, const char *path, const struct stat *facts)
{
    struct sync_watch *watch = context;
    const uint32_t events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVE | IN_ONLYDIR;
    if (S_ISDIR(facts->st_mode) && inotify_add_watch(watch->descriptor, path, events) < 0 &&
        errno != ENOENT && errno != ENOTDIR) {
        watch->is_full = true;
    }
}

/* What is watched already stays so: directories that are new are found by walking again. */
static void watch_all(struct sync_watch *watch)
{
    struct atl_arena arena = {0};
    struct stat facts;
    if (stat(watch->options.root, &facts) == 0) {
        watch_directory(watch, watch->options.root, &facts);
    }
    walk(&arena, watch->options.root, 0, watch_directory, watch);
    atl_arena_free(&arena);
}

/* Whether any of what has come counts. */
static bool drain(const struct sync_watch *watch)
{
    char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool counts = false;
    ssize_t length;
    while ((length = read(watch->descriptor, events, sizeof events)) > 0) {
        const struct inotify_event *event;
        for (char *at = events; at < events + length; at += sizeof *event + event->len) {
            event = (const struct inotify_event *)(const void *)at;
            counts = counts || (event->mask & IN_Q_OVERFLOW) != 0 ||
                     (event->len > 0 && !is_hidden(event->name));
        }
    }
    return counts;
}

/* ATL_OK with *came false: nothing for so long. */
static enum atl_status wait_for_events(const struct sync_watch *watch, int64_t timeout_ms,
                                       bool *came, struct atl_error *error)
{
    enum atl_status status =
        atl_wait_descriptor(watch->descriptor, ATL_READABLE, timeout_ms, error);
    *came = status == ATL_OK;
    return status == ATL_NETWORK ? ATL_OK : status;
}

static enum atl_status drain_until_settled(struct sync_watch *watch, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    bool came = true;
    for (unsigned i = 0; status == ATL_OK && came && i < MOST_SETTLES; i++) {
        status = atl_sleep(watch->options.settle_ms, error);
        came = drain(watch);
        watch_all(watch);
    }
    return status;
}

static enum atl_status wait_for_change(struct sync_watch *watch, int64_t timeout_ms, bool *changed,
                                       struct atl_error *error)
{
    int64_t end = timeout_ms < 0 ? INT64_MAX : atl_clock_monotonic_ms() + timeout_ms;
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !*changed) {
        int64_t left = timeout_ms < 0 ? -1 : end - atl_clock_monotonic_ms();
        bool came;
        status = wait_for_events(watch, timeout_ms >= 0 && left < 0 ? 0 : left, &came, error);
        if (status == ATL_OK && !came) {
            return ATL_OK;
        }
        *changed = status == ATL_OK && drain(watch);
    }
    if (status != ATL_OK) {
        return status;
    }
    watch_all(watch);
    return drain_until_settled(watch, error);
}

static void begin_to_watch(struct sync_watch *watch)
{
    watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->descriptor >= 0) {
        watch_all(watch);
    }
}

#else

static enum atl_status wait_for_change(struct sync_watch *watch, int64_t timeout_ms, bool *changed,
                                       struct atl_error *error)
{
    return look_again(watch, timeout_ms, changed, error);
}

static void begin_to_watch(struct sync_watch *watch)
{
    (void)watch;
}

#endif

static void give_up_watching(struct sync_watch *watch)
{
    if (watch->descriptor >= 0) {
        close(watch->descriptor);
    }
    watch->descriptor = NO_DESCRIPTOR;
    watch->sum = look(watch);
}

/* ---- both ---- */

struct sync_watch *sync_watch_open(const struct sync_watch_options *options)
{
    struct sync_watch *watch = atl_alloc(sizeof *watch);
    *watch = (struct sync_watch){.options = *options, .descriptor = NO_DESCRIPTOR};
    if (!options->looks) {
        begin_to_watch(watch);
    }
    if (watch->descriptor < 0 || watch->is_full) {
        give_up_watching(watch);
    }
    return watch;
}

enum atl_status sync_watch_wait(struct sync_watch *watch, int64_t timeout_ms, bool *changed,
                                struct atl_error *error)
{
    *changed = false;
    if (sync_watch_looks(watch)) {
        return look_again(watch, timeout_ms, changed, error);
    }
    enum atl_status status = wait_for_change(watch, timeout_ms, changed, error);
    if (watch->is_full) {
        give_up_watching(watch);
    }
    return status;
}

bool sync_watch_looks(const struct sync_watch *watch)
{
    return watch->descriptor < 0;
}

void sync_watch_close(struct sync_watch *watch)
{
    if (watch != NULL && watch->descriptor >= 0) {
        close(watch->descriptor);
    }
    free(watch);
}
