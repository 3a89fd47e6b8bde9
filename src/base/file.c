#include "atlcli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum atl_status fail_with_errno(struct atl_error *error, const char *doing, const char *path)
{
    enum atl_status status = errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED;
    return atl_fail(error, status, "cannot %s %s: %s", doing, path, strerror(errno));
}

static enum atl_status read_all(int descriptor, const char *path, size_t limit,
                                struct atl_buffer *contents, struct atl_error *error)
{
    enum {
        CHUNK_BYTES = 16 * 1024,
    };
    while (true) {
        /* Into its place at once: what is read may be a secret, which should have no other. */
        if (contents->capacity - contents->length < 2) {
            atl_buffer_reserve(contents, CHUNK_BYTES);
        }
        ssize_t got = read(descriptor, contents->data + contents->length,
                           contents->capacity - contents->length - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail_with_errno(error, "read", path);
        }
        if (got == 0) {
            return ATL_OK;
        }
        if (contents->length + (size_t)got > limit) {
            return atl_fail(error, ATL_FAILED, "%s is larger than %zu bytes", path, limit);
        }
        contents->length += (size_t)got;
        contents->data[contents->length] = '\0';
    }
}

enum atl_status atl_file_read(const char *path, size_t limit, struct atl_buffer *contents,
                              struct atl_error *error)
{
    atl_buffer_truncate(contents, 0);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail_with_errno(error, "read", path);
    }
    enum atl_status status;
    struct stat info = {0};
    if (fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode)) {
        status = atl_fail(error, ATL_FAILED, "%s is a directory, not a file", path);
    } else {
        if (S_ISREG(info.st_mode) && info.st_size > 0 && (uintmax_t)info.st_size <= limit) {
            atl_buffer_reserve(contents, (size_t)info.st_size + 1); /* and the end is seen */
        }
        status = read_all(descriptor, path, limit, contents, error);
    }
    close(descriptor);
    return status;
}

enum atl_status atl_file_size(const char *path, int64_t *bytes, struct atl_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        return fail_with_errno(error, "read", path);
    }
    if (!S_ISREG(about.st_mode)) {
        return atl_fail(error, ATL_FAILED, "cannot read %s: it is %s", path,
                        S_ISDIR(about.st_mode) ? "a directory" : "no regular file");
    }
    if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0) {
        return fail_with_errno(error, "read", path);
    }
    *bytes = about.st_size;
    return ATL_OK;
}

static bool write_all(int descriptor, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* The directory of a path, in the arena: "." when the path has none. */
static char *directory_of(struct atl_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return atl_arena_strdup(arena, ".");
    }
    return atl_arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

/* Makes a rename survive a power cut. Some file systems can't: not worth failing for. */
static void sync_directory(const char *directory)
{
    int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
}

static enum atl_status write_temporary(const char *temporary, int descriptor, const void *bytes,
                                       size_t length, mode_t mode, struct atl_error *error)
{
    bool ok = fchmod(descriptor, mode) == 0 && write_all(descriptor, bytes, length) &&
              fsync(descriptor) == 0;
    int saved = errno;
    ok = close(descriptor) == 0 && ok;
    if (!ok) {
        errno = saved != 0 ? saved : errno;
        return fail_with_errno(error, "write", temporary);
    }
    return ATL_OK;
}

/* A device or a pipe: to be written into, not to be replaced. */
static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static enum atl_status write_special(const char *path, const void *bytes, size_t length,
                                     struct atl_error *error)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = descriptor >= 0 && write_all(descriptor, bytes, length);
    enum atl_status status = ok ? ATL_OK : fail_with_errno(error, "write", path);
    if (descriptor >= 0 && close(descriptor) != 0 && ok) {
        status = fail_with_errno(error, "write", path);
    }
    return status;
}

/* One that is there already is of a process that was killed, as long as the caller has the lock. */
static int open_alone(const char *temporary)
{
    unlink(temporary);
    return open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

static enum atl_status replace(const char *path, bool locked, const void *bytes, size_t length,
                               mode_t mode, struct atl_error *error)
{
    struct atl_arena arena = {0};
    /* A file that doesn't exist yet has no real path; it's then written where it was asked for. */
    char *resolved = realpath(path, NULL);
    const char *target = resolved != NULL ? resolved : path;
    char *temporary = atl_arena_printf(&arena, "%s%s", target, locked ? ".new" : ".XXXXXX");
    enum atl_status status;
    int descriptor = locked ? open_alone(temporary) : mkstemp(temporary);
    if (descriptor < 0) {
        status = fail_with_errno(error, "write", target);
        goto done;
    }
    status = write_temporary(temporary, descriptor, bytes, length, mode, error);
    if (status == ATL_OK && rename(temporary, target) != 0) {
        status = fail_with_errno(error, "replace", target);
    }
    if (status != ATL_OK) {
        unlink(temporary);
        goto done;
    }
    sync_directory(directory_of(&arena, target));
done:
    free(resolved);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_file_write_atomic(const char *path, const void *bytes, size_t length,
                                      mode_t mode, struct atl_error *error)
{
    return is_special(path) ? write_special(path, bytes, length, error)
                            : replace(path, false, bytes, length, mode, error);
}

enum atl_status atl_file_write_locked(const char *path, const void *bytes, size_t length,
                                      mode_t mode, struct atl_error *error)
{
    return is_special(path) ? write_special(path, bytes, length, error)
                            : replace(path, true, bytes, length, mode, error);
}

enum atl_status atl_directory_ensure(const char *path, mode_t mode, struct atl_error *error)
{
    struct stat info;
    if (stat(path, &info) == 0) {
        if (S_ISDIR(info.st_mode)) {
            return ATL_OK;
        }
        return atl_fail(error, ATL_FAILED, "%s is a file, not a directory", path);
    }
    enum atl_status status = ATL_OK;
    struct atl_arena arena = {0};
    char *parent = directory_of(&arena, path);
    if (strcmp(parent, path) != 0) {
        status = atl_directory_ensure(parent, mode, error);
    }
    /* Another process may have made it meanwhile: that is as good. */
    if (status == ATL_OK && mkdir(path, mode) != 0 && errno != EEXIST) {
        status = fail_with_errno(error, "create directory", path);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_file_lock(struct atl_file_lock *lock, const char *path, mode_t mode,
                              struct atl_error *error)
{
    lock->descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode);
    if (lock->descriptor < 0) {
        return fail_with_errno(error, "open lock file", path);
    }
    while (flock(lock->descriptor, LOCK_EX) != 0) {
        if (errno != EINTR) {
            enum atl_status status = fail_with_errno(error, "lock", path);
            atl_file_unlock(lock);
            return status;
        }
    }
    return ATL_OK;
}

void atl_file_unlock(struct atl_file_lock *lock)
{
    if (lock->descriptor >= 0) {
        close(lock->descriptor);
        lock->descriptor = -1;
    }
}

char *atl_path_join(struct atl_arena *arena, const char *directory, const char *name)
{
    const char *separator = atl_text_ends_with(directory, "/") ? "" : "/";
    return atl_arena_printf(arena, "%s%s%s", directory, separator, name);
}
