/* The jobs there are. */
#include "bulk/internal.h"

#include "atlcli/file.h"
#include "atlcli/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    MOST_JOURNAL_BYTES = 1024 * 1024 * 1024,
};

enum atl_status atl_bulk_list(struct atl_arena *arena, const char *const **ids, size_t *count,
                              struct atl_error *error)
{
    static const char suffix[] = ".jsonl";
    const char *directory;
    struct atl_list found = {0};
    enum atl_status status = bulk_directory(arena, &directory, error);
    if (status != ATL_OK) {
        return status;
    }
    DIR *listing = opendir(directory);
    if (listing == NULL && errno != ENOENT) {
        return atl_fail(error, ATL_FAILED, "cannot read %s: %s", directory, strerror(errno));
    }
    const struct dirent *entry;
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        if (entry->d_name[0] != '.' && atl_text_ends_with(entry->d_name, suffix)) {
            size_t length = strlen(entry->d_name) - strlen(suffix);
            atl_list_add(&found, atl_arena_strndup(arena, entry->d_name, length));
        }
    }
    if (listing != NULL) {
        closedir(listing);
    }
    if (found.count > 0) {
        qsort(found.items, found.count, sizeof *found.items, atl_text_compare);
    }
    const char **list = atl_arena_alloc(arena, (found.count + 1) * sizeof *list);
    for (size_t i = 0; i < found.count; i++) {
        list[i] = found.items[i];
    }
    *ids = list;
    *count = found.count;
    atl_list_free(&found);
    return ATL_OK;
}

enum atl_status atl_bulk_resolve(struct atl_arena *arena, const char *wanted, const char **id,
                                 struct atl_error *error)
{
    const char *const *ids;
    size_t count = 0;
    size_t matches = 0;
    enum atl_status status = atl_bulk_list(arena, &ids, &count, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        if (strcmp(ids[i], wanted) == 0) {
            *id = ids[i];
            return ATL_OK;
        }
        if (atl_text_starts_with(ids[i], wanted) || atl_text_ends_with(ids[i], wanted)) {
            *id = ids[i];
            matches++;
        }
    }
    if (status == ATL_OK && matches != 1) {
        status = matches == 0 ? atl_fail(error, ATL_NOT_FOUND, "there is no job '%s'", wanted)
                              : atl_fail(error, ATL_USAGE, "%zu jobs match '%s'", matches, wanted);
        atl_hint(error, "atlcli jobs list shows them");
    }
    return status;
}

static enum atl_status fail_for_errno(const char *path, struct atl_error *error)
{
    return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot read %s: %s", path,
                    strerror(errno));
}

/* If not, it is now by this process. */
bool bulk_journal_is_locked(int descriptor)
{
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

static enum atl_status read_journal(struct atl_arena *arena, const char *path,
                                    struct atl_bulk_job **job, struct atl_error *error)
{
    struct atl_buffer text = {0};
    enum atl_status status = atl_file_read(path, MOST_JOURNAL_BYTES, &text, error);
    if (status == ATL_OK) {
        status = bulk_journal_parse(arena, atl_buffer_text(&text), text.length, job, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", path);
        }
    }
    /* What was cut off in the middle of a line must not run into the next one. */
    if (status == ATL_OK && text.length > 0 && text.data[text.length - 1] != '\n') {
        atl_buffer_add_char(&(*job)->journal->pending, '\n');
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status open_job(struct atl_arena *arena, const char *wanted, bool lock,
                                struct atl_bulk_job **job, bool *running, struct atl_error *error)
{
    const char *id = NULL;
    const char *directory;
    enum atl_status status = bulk_directory(arena, &directory, error);
    if (status == ATL_OK) {
        status = atl_bulk_resolve(arena, wanted, &id, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const char *path = atl_arena_printf(arena, "%s/%s.jsonl", directory, id);
    int descriptor = open(path, (lock ? O_RDWR : O_RDONLY) | O_APPEND | O_CLOEXEC);
    if (descriptor < 0) {
        return fail_for_errno(path, error);
    }
    *running = bulk_journal_is_locked(descriptor);
    if (lock && *running) {
        close(descriptor);
        return atl_fail(error, ATL_CONFLICT, "another process is working on job %s", id);
    }
    status = read_journal(arena, path, job, error);
    if (status != ATL_OK || !lock) {
        close(descriptor);
        return status;
    }
    (*job)->journal->descriptor = descriptor;
    (*job)->journal->path = atl_strdup(path);
    bulk_summary_begin(*job);
    return ATL_OK;
}

enum atl_status atl_bulk_open(struct atl_arena *arena, const char *id, struct atl_bulk_job **job,
                              struct atl_error *error)
{
    bool running;
    return open_job(arena, id, true, job, &running, error);
}

enum atl_status atl_bulk_read(struct atl_arena *arena, const char *id, struct atl_bulk_job **job,
                              bool *running, struct atl_error *error)
{
    enum atl_status status = open_job(arena, id, false, job, running, error);
    if (status == ATL_OK) {
        atl_buffer_truncate(&(*job)->journal->pending, 0);
    }
    return status;
}

enum atl_status atl_bulk_remove(struct atl_arena *arena, const char *id, struct atl_error *error)
{
    const char *directory;
    enum atl_status status = bulk_directory(arena, &directory, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *path = atl_arena_printf(arena, "%s/%s.jsonl", directory, id);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail_for_errno(path, error);
    }
    if (bulk_journal_is_locked(descriptor)) {
        status = atl_fail(error, ATL_CONFLICT, "another process is working on job %s", id);
    } else if (unlink(path) != 0) {
        status = atl_fail(error, ATL_FAILED, "cannot remove %s: %s", path, strerror(errno));
    }
    close(descriptor);
    return status;
}
