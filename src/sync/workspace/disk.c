#include "sync/workspace/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- looking ---- */

struct sync_stamp sync_stamp_of(const struct atl_sync_workspace *workspace, const char *path)
{
    struct stat about;
    if (fstatat(workspace->descriptor, path, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        return (struct sync_stamp){0};
    }
#ifdef __APPLE__
    const struct timespec modified = about.st_mtimespec;
#else
    const struct timespec modified = about.st_mtim;
#endif
    return (struct sync_stamp){
        .exists = true,
        .device = (uint64_t)about.st_dev,
        .inode = (uint64_t)about.st_ino,
        .size = about.st_size,
        .modified_ns = (int64_t)modified.tv_sec * 1000000000 + modified.tv_nsec,
        .mode = about.st_mode,
    };
}

bool sync_stamp_equal(const struct sync_stamp *left, const struct sync_stamp *right)
{
    return left->exists == right->exists &&
           (!left->exists ||
            (left->device == right->device && left->inode == right->inode &&
             left->size == right->size && left->modified_ns == right->modified_ns));
}

bool sync_exists(const struct atl_sync_workspace *workspace, const char *path)
{
    struct stat about;
    return fstatat(workspace->descriptor, path, &about, AT_SYMLINK_NOFOLLOW) == 0;
}

bool sync_is_directory(const struct atl_sync_workspace *workspace, const char *path)
{
    struct stat about;
    return fstatat(workspace->descriptor, path, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(about.st_mode);
}

enum atl_status sync_fail_on_disk(const char *doing, const char *path, struct atl_error *error)
{
    int reason = errno;
    enum atl_status status =
        atl_fail(error, ATL_FAILED, "cannot %s %s: %s", doing, path, strerror(reason));
    if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG) {
        atl_hint(error, "make room, then run the command again: it goes on where it stopped");
    } else if (reason == EACCES || reason == EPERM || reason == EROFS) {
        atl_hint(error, "make it writable, then run the command again");
    } else if (reason == ENAMETOOLONG) {
        atl_hint(error, "the tree of pages is too deep for this file system here: make the "
                        "workspace in a directory with a shorter path");
    }
    return status;
}

/* ---- directories ---- */

void sync_list_names(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                     const char *directory, struct atl_list *names)
{
    int descriptor =
        openat(workspace->descriptor, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *listing = descriptor < 0 ? NULL : fdopendir(descriptor);
    const struct dirent *entry;
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            atl_list_add(names, atl_arena_strdup(arena, entry->d_name));
        }
    }
    if (listing != NULL) {
        closedir(listing);
    } else if (descriptor >= 0) {
        close(descriptor);
    }
}

/*
 * Each directory on the way to a path has to be one, and not a link: what a link leads to may be
 * outside of the workspace, where nothing is to be changed.
 */
static enum atl_status walk_directories(const struct atl_sync_workspace *workspace,
                                        const char *path, bool make, struct atl_error *error)
{
    struct atl_arena arena = {0};
    char *part = atl_arena_strdup(&arena, path);
    enum atl_status status = ATL_OK;
    for (char *slash = strchr(part, '/'); status == ATL_OK && slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (sync_is_directory(workspace, part)) {
            /* as it should be */
        } else if (sync_exists(workspace, part)) {
            status = atl_fail(error, ATL_CONFLICT, "%s is in the way of %s: it is no directory",
                              part, path);
            atl_hint(error, "move it elsewhere, then pull again");
        } else if (make && mkdirat(workspace->descriptor, part, 0777) != 0) {
            status = sync_fail_on_disk("make the directory", part, error);
        }
        *slash = '/';
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status sync_make_directories(const struct atl_sync_workspace *workspace, const char *path,
                                      struct atl_error *error)
{
    return walk_directories(workspace, path, true, error);
}

enum atl_status sync_rename(const struct atl_sync_workspace *workspace, const char *from,
                            const char *to, struct atl_error *error)
{
    enum atl_status status = walk_directories(workspace, from, false, error);
    if (status == ATL_OK) {
        status = sync_make_directories(workspace, to, error);
    }
    if (status == ATL_OK && sync_exists(workspace, to)) {
        atl_fail(error, ATL_CONFLICT, "%s is in the way of %s", to, from);
        atl_hint(error, "move it elsewhere, then pull again");
        return ATL_CONFLICT;
    }
    if (status == ATL_OK && renameat(workspace->descriptor, from, workspace->descriptor, to) != 0) {
        status = sync_fail_on_disk("move to", to, error);
    }
    return status;
}

void sync_remove_empty(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                       const char *directory)
{
    char *at = atl_arena_strdup(arena, directory);
    while (at[0] != '\0' && unlinkat(workspace->descriptor, at, AT_REMOVEDIR) == 0) {
        char *slash = strrchr(at, '/');
        at[slash == NULL ? 0 : slash - at] = '\0';
    }
}

/* ---- temporary files ---- */

const char *sync_temporary_path(struct atl_arena *arena)
{
    static unsigned number;
    return atl_arena_printf(arena, SYNC_DIRECTORY "/tmp/%ld-%u", (long)getpid(), number++);
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

enum atl_status sync_write_new(const struct atl_sync_workspace *workspace, const char *path,
                               const void *bytes, size_t length, mode_t mode,
                               struct atl_error *error)
{
    int descriptor = openat(workspace->descriptor, path,
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) {
        return errno == EEXIST ? ATL_CONFLICT : sync_fail_on_disk("write", path, error);
    }
    bool ok = write_all(descriptor, bytes, length) &&
              (mode == 0 || fchmod(descriptor, mode & 07777) == 0);
    int reason = errno;
    if (close(descriptor) != 0 && ok) {
        ok = false;
        reason = errno;
    }
    if (!ok) {
        unlinkat(workspace->descriptor, path, 0);
        errno = reason;
        return sync_fail_on_disk("write", path, error);
    }
    return ATL_OK;
}

enum atl_status sync_write_temporary(const struct atl_sync_workspace *workspace,
                                     struct atl_arena *arena, const void *bytes, size_t length,
                                     mode_t mode, const char **path, struct atl_error *error)
{
    *path = sync_temporary_path(arena);
    enum atl_status status = sync_write_new(workspace, *path, bytes, length, mode, error);
    return status == ATL_CONFLICT ? sync_fail_on_disk("write", *path, error) : status;
}

void sync_clear_temporary(const struct atl_sync_workspace *workspace)
{
    struct atl_arena arena = {0};
    struct atl_list names = {0};
    sync_list_names(workspace, &arena, SYNC_DIRECTORY "/tmp", &names);
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        unlinkat(workspace->descriptor, atl_arena_printf(&arena, SYNC_DIRECTORY "/tmp/%s", name),
                 0);
    }
    atl_list_free(&names);
    atl_arena_free(&arena);
}
