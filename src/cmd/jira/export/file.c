#include "cmd/jira/export/state.h"

#include "atlcli/clock.h"
#include "cli/console.h"
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 256 * 1024,
    RECORD_MS = 500, /* what a kill may cost */
};

struct export_file {
    struct atl_context *context;
    const char *target; /* NULL: standard output */
    const char *part;   /* NULL: written into the target itself */
    const char *state;
    int descriptor;
    int state_descriptor;
    struct atl_buffer pending; /* not yet written */
    off_t written;             /* length of the part */
    struct atl_buffer ids;     /* of issues that no record names: "1","2" */
    int64_t next_record_ms;
    struct export_progress before;
    int64_t issues;
    bool resumed;
    bool failed; /* a write did: how far it came isn't known */
    bool finished;
};

/* ---- paths ---- */

struct place {
    const char *target; /* where links lead to */
    const char *part;
    const char *state;
    bool is_special; /* a device, a pipe */
    mode_t mode;
};

static struct place find_place(struct atl_context *context, const char *path)
{
    struct stat info;
    char resolved[PATH_MAX];
    bool exists = stat(path, &info) == 0;
    mode_t mask = umask(0);
    umask(mask);
    struct place place = {.is_special = exists && !S_ISREG(info.st_mode),
                          .mode = exists ? info.st_mode & 0777 : 0666 & ~mask};
    bool linked = exists && realpath(path, resolved) != NULL;
    place.target = atl_arena_strdup(context->arena, linked ? resolved : path);
    place.part = atl_arena_printf(context->arena, "%s.part", place.target);
    place.state = atl_arena_printf(context->arena, "%s.state", place.part);
    return place;
}

bool export_file_is_broken_off(struct atl_context *context, const char *path)
{
    struct place place = find_place(context, path);
    return access(place.state, F_OK) == 0 && access(place.part, F_OK) == 0;
}

enum atl_status export_file_read_plan(struct atl_context *context, const char *path,
                                      struct export_plan *plan, struct atl_error *error)
{
    return export_state_read_plan(context->arena, find_place(context, path).state, plan, error);
}

/* ---- writing ---- */

static enum atl_status fail_write(const char *path, struct atl_error *error)
{
    int number = errno;
    atl_fail(error, ATL_FAILED, "cannot write %s: %s", path, strerror(number));
    if (number == ENOSPC || number == EDQUOT) {
        atl_hint(error, "make room there, or export to another place");
    }
    return ATL_FAILED;
}

static enum atl_status write_all(int descriptor, const char *path, const char *bytes, size_t length,
                                 struct atl_error *error)
{
    while (length > 0) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail_write(path, error);
        }
        bytes += count;
        length -= (size_t)count;
    }
    return ATL_OK;
}

static enum atl_status flush_to_output(struct export_file *file, struct atl_error *error)
{
    struct atl_output *output = file->context->output;
    if (!file->context->console->out_is_terminal) {
        return atl_output_bytes(output, atl_buffer_text(&file->pending), file->pending.length,
                                error);
    }
    struct atl_buffer safe = {0};
    atl_text_append_safe(&safe, atl_buffer_text(&file->pending), file->pending.length, true);
    enum atl_status status = atl_output_bytes(output, atl_buffer_text(&safe), safe.length, error);
    atl_buffer_free(&safe);
    return status;
}

static enum atl_status flush(struct export_file *file, struct atl_error *error)
{
    enum atl_status status;
    if (file->target == NULL) {
        status = flush_to_output(file, error);
    } else {
        const char *path = file->part == NULL ? file->target : file->part;
        status = write_all(file->descriptor, path, atl_buffer_text(&file->pending),
                           file->pending.length, error);
    }
    file->failed = file->failed || status != ATL_OK;
    file->written += (off_t)file->pending.length;
    atl_buffer_truncate(&file->pending, 0);
    return status;
}

/* Writes what is pending, and then that it is there. */
static enum atl_status record(struct export_file *file, struct atl_error *error)
{
    enum atl_status status = flush(file, error);
    if (status != ATL_OK || file->part == NULL || file->ids.length == 0) {
        return status;
    }
    struct atl_buffer line = {0};
    atl_buffer_printf(&line, "{\"bytes\":%lld,\"issues\":[%s]}\n", (long long)file->written,
                      atl_buffer_text(&file->ids));
    status =
        write_all(file->state_descriptor, file->state, atl_buffer_text(&line), line.length, error);
    atl_buffer_free(&line);
    atl_buffer_truncate(&file->ids, 0);
    file->next_record_ms = atl_clock_monotonic_ms() + RECORD_MS;
    return status;
}

enum atl_status export_file_append(struct export_file *file, const char *id,
                                   const struct atl_buffer *text, struct atl_error *error)
{
    atl_buffer_append(&file->pending, atl_buffer_text(text), text->length);
    if (id != NULL) {
        atl_buffer_printf(&file->ids, "%s\"%s\"", file->ids.length > 0 ? "," : "", id);
        file->issues++;
    }
    if (file->part == NULL) {
        return file->pending.length >= BUFFER_BYTES ? flush(file, error) : ATL_OK;
    }
    if (atl_clock_monotonic_ms() >= file->next_record_ms) {
        return record(file, error);
    }
    return file->pending.length >= BUFFER_BYTES ? flush(file, error) : ATL_OK;
}

/* ---- opening ---- */

static enum atl_status lock_part(struct export_file *file, struct atl_error *error)
{
    if (flock(file->descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
        return ATL_OK; /* file systems without locks do without */
    }
    return atl_fail(error, ATL_CONFLICT, "another export is writing to %s", file->target);
}

static enum atl_status go_on(struct export_file *file, struct atl_error *error)
{
    struct stat info;
    if (fstat(file->descriptor, &info) != 0) {
        return fail_write(file->part, error);
    }
    enum atl_status status =
        export_state_read_progress(file->state, info.st_size, &file->before, error);
    if (status != ATL_OK) {
        return status;
    }
    file->written = file->before.bytes;
    file->issues = file->before.issues;
    if (ftruncate(file->descriptor, file->written) != 0 ||
        lseek(file->descriptor, file->written, SEEK_SET) < 0) {
        return fail_write(file->part, error);
    }
    if (ftruncate(file->state_descriptor, file->before.state_bytes) != 0 ||
        lseek(file->state_descriptor, file->before.state_bytes, SEEK_SET) < 0) {
        return fail_write(file->state, error);
    }
    return ATL_OK;
}

static enum atl_status begin(struct export_file *file, const struct export_plan *plan, mode_t mode,
                             struct atl_error *error)
{
    struct atl_buffer line = {0};
    (void)fchmod(file->descriptor, mode);
    if (ftruncate(file->state_descriptor, 0) != 0 || ftruncate(file->descriptor, 0) != 0) {
        return fail_write(file->part, error);
    }
    export_state_append_plan(plan, &line);
    enum atl_status status =
        write_all(file->state_descriptor, file->state, atl_buffer_text(&line), line.length, error);
    atl_buffer_free(&line);
    return status;
}

static enum atl_status open_part(struct export_file *file, const struct place *place, bool resume,
                                 const struct export_plan *plan, struct atl_error *error)
{
    file->part = place->part;
    file->state = place->state;
    file->descriptor = open(file->part, O_RDWR | O_CREAT | O_CLOEXEC, place->mode | S_IWUSR);
    if (file->descriptor < 0) {
        return fail_write(file->part, error);
    }
    enum atl_status status = lock_part(file, error);
    if (status != ATL_OK) {
        file->part = NULL; /* the other's */
        return status;
    }
    file->state_descriptor = open(file->state, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file->state_descriptor < 0) {
        return fail_write(file->state, error);
    }
    return resume ? go_on(file, error) : begin(file, plan, place->mode, error);
}

enum atl_status export_file_open(struct atl_context *context, const char *path, bool resume,
                                 const struct export_plan *plan, struct export_file **opened,
                                 struct atl_error *error)
{
    struct export_file *file = atl_alloc(sizeof *file);
    *file = (struct export_file){.context = context, .descriptor = -1, .state_descriptor = -1};
    file->next_record_ms = atl_clock_monotonic_ms() + RECORD_MS;
    file->resumed = resume;
    enum atl_status status = ATL_OK;
    if (strcmp(path, "-") != 0) {
        struct place place = find_place(context, path);
        file->target = place.target;
        if (place.is_special) {
            file->descriptor = open(path, O_WRONLY | O_CLOEXEC);
            status = file->descriptor < 0 ? fail_write(path, error) : ATL_OK;
        } else {
            status = open_part(file, &place, resume, plan, error);
        }
    }
    if (status == ATL_OK) {
        *opened = file;
        return ATL_OK;
    }
    export_file_close(file);
    return status;
}

int64_t export_file_count(const struct export_file *file)
{
    return file->before.issues;
}

bool export_file_has(const struct export_file *file, const char *id)
{
    return id_set_has(&file->before.ids, id);
}

/* ---- ending ---- */

/* The end is no part of what is recorded: an export that goes on has one of its own. */
enum atl_status export_file_finish(struct export_file *file, const struct atl_buffer *end,
                                   struct atl_error *error)
{
    enum atl_status status = record(file, error);
    if (status == ATL_OK) {
        atl_buffer_append(&file->pending, atl_buffer_text(end), end->length);
        status = flush(file, error);
    }
    if (status != ATL_OK || file->part == NULL) {
        return status;
    }
    if (fsync(file->descriptor) != 0 && errno != EINVAL && errno != EROFS) {
        return fail_write(file->part, error);
    }
    if (rename(file->part, file->target) != 0) {
        return fail_write(file->target, error);
    }
    unlink(file->state);
    file->finished = true;
    return ATL_OK;
}

bool export_file_close(struct export_file *file)
{
    if (file == NULL) {
        return false;
    }
    bool stays = false;
    if (file->part != NULL && !file->finished) {
        if (!file->failed) {
            (void)record(file, NULL);
        }
        stays = file->resumed || file->issues > 0;
        if (!stays) {
            unlink(file->part);
            unlink(file->state);
        }
    }
    if (file->descriptor >= 0) {
        close(file->descriptor);
    }
    if (file->state_descriptor >= 0) {
        close(file->state_descriptor);
    }
    id_set_free(&file->before.ids);
    atl_buffer_free(&file->pending);
    atl_buffer_free(&file->ids);
    free(file);
    return stays;
}
