/* Small deeds on the workspace's disk. Paths are from its root. */
#ifndef SYNC_DISK_H
#define SYNC_DISK_H

#include "sync/map.h"
#include "sync/workspace/workspace.h"

#include <stdint.h>

/* How a file was when it was looked at, to see later whether it still is. */
struct sync_stamp {
    bool exists;
    uint64_t device;
    uint64_t inode;
    int64_t size;
    int64_t modified_ns;
    mode_t mode;
};

struct sync_stamp sync_stamp_of(const struct atl_sync_workspace *workspace, const char *path);
bool sync_stamp_equal(const struct sync_stamp *left, const struct sync_stamp *right);

/* Whether there is anything of this name, a dead link included. */
bool sync_exists(const struct atl_sync_workspace *workspace, const char *path);
bool sync_is_directory(const struct atl_sync_workspace *workspace, const char *path);

/* "cannot write it: …", by errno, and what to do about it. */
enum atl_status sync_fail_on_disk(const char *doing, const char *path, struct atl_error *error);

/* Adds the names in a directory to the list, in the arena; none, if it isn't there. */
void sync_list_names(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                     const char *directory, struct atl_list *names);

/* Makes the directories that a path is in. */
enum atl_status sync_make_directories(const struct atl_sync_workspace *workspace, const char *path,
                                      struct atl_error *error);
/* Moves a file or directory, makes the directories it goes to, and never replaces anything. */
enum atl_status sync_rename(const struct atl_sync_workspace *workspace, const char *from,
                            const char *to, struct atl_error *error);
/* Removes the directory, and those above it, as long as they are empty. */
void sync_remove_empty(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                       const char *directory);

/* A new file with this text; ATL_CONFLICT, with no error filled in: one is there. */
enum atl_status sync_write_new(const struct atl_sync_workspace *workspace, const char *path,
                               const void *bytes, size_t length, mode_t mode,
                               struct atl_error *error);

/*
 * A new file in .atlcli/tmp with this text; its path from the root, in the arena. `mode` 0: what
 * the umask leaves.
 */
enum atl_status sync_write_temporary(const struct atl_sync_workspace *workspace,
                                     struct atl_arena *arena, const void *bytes, size_t length,
                                     mode_t mode, const char **path, struct atl_error *error);
/* Its name alone, for others to write to. */
const char *sync_temporary_path(struct atl_arena *arena);
/* What a run that was killed has left there. */
void sync_clear_temporary(const struct atl_sync_workspace *workspace);

/* ---- trash.c ---- */

/* Takes files and directories away, into directories of this run's, where nothing is replaced. */
struct sync_trash {
    const struct atl_sync_workspace *workspace;
    struct atl_arena *arena;
    const char *directory; /* NULL: nothing was taken away yet */
};

/* Moves it to the trash, under its own path. What isn't there is fine. */
enum atl_status sync_trash_take(struct sync_trash *trash, const char *path,
                                struct atl_error *error);
/* Puts a text there that a file had, and is about to lose. */
enum atl_status sync_trash_copy(struct sync_trash *trash, const char *path, const void *bytes,
                                size_t length, struct atl_error *error);

#endif
