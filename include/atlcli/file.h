/* Files: whole reads, atomic writes, locks, private directories. */
#ifndef ATLCLI_FILE_H
#define ATLCLI_FILE_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Reads a whole file of at most `limit` bytes into `contents`, replacing what was there. Errors
 * name the path and tell a missing file (ATL_NOT_FOUND) from a directory, an unreadable file and
 * one that is too large (ATL_FAILED).
 */
enum atl_status atl_file_read(const char *path, size_t limit, struct atl_buffer *contents,
                              struct atl_error *error);

/* How many bytes a regular file has. ATL_NOT_FOUND, or ATL_FAILED for what is none or unreadable.
 */
enum atl_status atl_file_size(const char *path, int64_t *bytes, struct atl_error *error);

/*
 * Replaces a file as a whole or not at all: writes a temporary file beside it with `mode`, fsyncs
 * it, renames it over the old one and fsyncs the directory. Symbolic links are followed, so that a
 * linked file stays linked. On failure the old file is untouched and no temporary file is left.
 * What is no regular file (/dev/null, a named pipe) is written into, and never replaced.
 */
enum atl_status atl_file_write_atomic(const char *path, const void *bytes, size_t length,
                                      mode_t mode, struct atl_error *error);

/*
 * The same for whoever holds a lock on the file: the temporary file is always "PATH.new", so that
 * what a process that was killed has left of it is gone with the next write.
 */
enum atl_status atl_file_write_locked(const char *path, const void *bytes, size_t length,
                                      mode_t mode, struct atl_error *error);

/* Creates a directory and its missing parents with `mode`. One that exists is left as it is. */
enum atl_status atl_directory_ensure(const char *path, mode_t mode, struct atl_error *error);

/*
 * An advisory lock between processes, held on a file of its own beside the one it protects (a
 * rename would take a lock on the file itself away). Waits until it is free. The lock is released
 * by atl_file_unlock or the end of the process; its file stays.
 */
struct atl_file_lock {
    int descriptor; /* -1 when not held */
};
enum atl_status atl_file_lock(struct atl_file_lock *lock, const char *path, mode_t mode,
                              struct atl_error *error);
void atl_file_unlock(struct atl_file_lock *lock);

/*
 * A file that others see only once it is whole: written beside its place under another name.
 *
 *     struct atl_file_draft draft;
 *     status = atl_file_draft_begin(&draft, &arena, "out/picture.png", error);
 *     … write(draft.descriptor, …) …
 *     status = atl_file_draft_finish(&draft, false, error);
 *     atl_file_draft_drop(&draft);
 */
struct atl_file_draft {
    const char *path;
    char *temporary;
    int descriptor; /* open for writing; -1: none */
};
enum atl_status atl_file_draft_begin(struct atl_file_draft *draft, struct atl_arena *arena,
                                     const char *path, struct atl_error *error);
/*
 * Puts it in its place. Where a file is already it is replaced, or, without `replace`, the result
 * is ATL_CONFLICT; a symbolic link is not followed. New files have the modes that the umask leaves.
 */
enum atl_status atl_file_draft_finish(struct atl_file_draft *draft, bool replace,
                                      struct atl_error *error);
/* Removes what hasn't been finished. */
void atl_file_draft_drop(struct atl_file_draft *draft);

/*
 * A name for a file from a text that came from elsewhere; in the arena. It stays within its
 * directory: only what follows the last slash or backslash counts. Characters that drive a
 * terminal, a leading dot or dash, and malformed UTF-8 become "_"; at most 200 bytes are left, with
 * the ending. Never empty.
 */
char *atl_file_name_safe(struct atl_arena *arena, const char *text);

/* "directory/name", in the arena. */
char *atl_path_join(struct atl_arena *arena, const char *directory, const char *name);

#endif
