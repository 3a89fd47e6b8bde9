/* The journal of a job: the plan, then a line before and after each send. */
#include "bulk/internal.h"

#include "atlcli/clock.h"
#include "atlcli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

enum {
    ITEMS_A_LINE = 500,
    MOST_PENDING = 32 * 1024,
};

enum atl_status bulk_directory(struct atl_arena *arena, const char **directory,
                               struct atl_error *error)
{
    const char *parent;
    enum atl_status status = atl_config_directory(arena, &parent, error);
    if (status == ATL_OK) {
        *directory = atl_path_join(arena, parent, "jobs");
    }
    return status;
}

/* ---- writing ---- */

static void fail_to_write(struct atl_bulk_journal *journal)
{
    if (!journal->broken) {
        journal->broken = true;
        atl_fail(&journal->error, ATL_FAILED, "cannot write the job's journal %s: %s",
                 journal->path, strerror(errno));
    }
}

void bulk_journal_write(struct atl_bulk_job *job)
{
    struct atl_bulk_journal *journal = job->journal;
    size_t written = 0;
    if (journal != NULL) {
        bulk_summary_add(journal);
    }
    while (journal != NULL && !journal->broken && written < journal->pending.length) {
        ssize_t count = write(journal->descriptor, journal->pending.data + written,
                              journal->pending.length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno != EINTR) {
            fail_to_write(journal);
        }
    }
    if (journal != NULL) {
        atl_buffer_truncate(&journal->pending, 0);
    }
}

static enum atl_status sync_to_disk(struct atl_bulk_job *job, struct atl_error *error)
{
    struct atl_bulk_journal *journal = job->journal;
    bulk_journal_write(job);
    if (!journal->broken && fdatasync(journal->descriptor) != 0 && errno != EINVAL) {
        fail_to_write(journal);
    }
    if (journal->broken && error != NULL) {
        *error = journal->error;
    }
    return journal->broken ? ATL_FAILED : ATL_OK;
}

static void add_line(struct atl_bulk_job *job, cJSON *line)
{
    if (job->journal != NULL) {
        char *text = atl_json_print(line, false);
        atl_buffer_add(&job->journal->pending, text);
        atl_buffer_add_char(&job->journal->pending, '\n');
        free(text);
        if (job->journal->pending.length > MOST_PENDING) {
            bulk_journal_write(job);
        }
    }
    cJSON_Delete(line);
}

static cJSON *indices_of(const struct bulk_items *items)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < items->count; i++) {
        cJSON_AddItemToArray(list, cJSON_CreateNumber((double)items->indices[i]));
    }
    return list;
}

static void note_all(const struct atl_bulk_job *job, const struct bulk_items *items,
                     enum atl_bulk_state state)
{
    for (size_t i = 0; i < items->count; i++) {
        bulk_summary_note(job->journal, items->indices[i], state);
    }
}

enum atl_status bulk_journal_sent(struct atl_bulk_job *job, const struct bulk_items *items,
                                  size_t batch, struct atl_error *error)
{
    cJSON *line = cJSON_CreateObject();
    int64_t now_ms = atl_clock_wall_ms();
    cJSON_AddItemToObject(line, "sent", indices_of(items));
    cJSON_AddNumberToObject(line, "at", (double)now_ms);
    if (batch > 0) {
        cJSON_AddNumberToObject(line, "batch", (double)batch);
    }
    note_all(job, items, ATL_BULK_SENT);
    job->journal->last_sent_ms = now_ms;
    add_line(job, line);
    return sync_to_disk(job, error);
}

struct bulk_task *bulk_journal_find_task(const struct atl_bulk_job *job, size_t batch)
{
    for (size_t i = 0; job->journal != NULL && i < job->journal->tasks.count; i++) {
        struct bulk_task *task = job->journal->tasks.items[i];
        if (task->batch == batch) {
            return task;
        }
    }
    return NULL;
}

void bulk_journal_task(struct atl_bulk_job *job, size_t batch, const char *id)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddNumberToObject(line, "batch", (double)batch);
    cJSON_AddStringToObject(line, "task", id);
    add_line(job, line);
    bulk_journal_write(job);
    struct bulk_task *task = atl_arena_alloc(job->arena, sizeof *task);
    *task = (struct bulk_task){batch, atl_arena_strdup(job->arena, id), atl_clock_wall_ms()};
    atl_list_add(&job->journal->tasks, task);
}

void bulk_journal_outcome(struct atl_bulk_job *job, size_t index)
{
    const struct atl_bulk_item *item = &job->items[index];
    cJSON *line = cJSON_CreateObject();
    cJSON_AddNumberToObject(line, atl_bulk_state_name(item->state), (double)index);
    if (item->state == ATL_BULK_FAILED) {
        cJSON_AddNumberToObject(line, "status", item->http_status);
        cJSON_AddStringToObject(line, "reason", item->reason == NULL ? "" : item->reason);
    }
    if (item->row != NULL && item->key != NULL) {
        cJSON_AddStringToObject(line, "id", item->id == NULL ? "" : item->id);
        cJSON_AddStringToObject(line, "key", item->key);
    }
    bulk_summary_note(job->journal, index, item->state);
    add_line(job, line);
}

void bulk_journal_waiting(struct atl_bulk_job *job, const struct bulk_items *items)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddItemToObject(line, "waiting", indices_of(items));
    note_all(job, items, ATL_BULK_WAITING);
    add_line(job, line);
}

void bulk_journal_moved(struct atl_bulk_job *job, size_t index)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddNumberToObject(line, "moved", (double)index);
    add_line(job, line);
}

void bulk_journal_end(struct atl_bulk_job *job)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddBoolToObject(line, "ended", true);
    job->ended = true;
    add_line(job, line);
    sync_to_disk(job, NULL);
}

/* ---- the plan ---- */

static void add_header(struct atl_bulk_job *job)
{
    cJSON *line = cJSON_CreateObject();
    cJSON_AddStringToObject(line, "atlcli", "job");
    cJSON_AddNumberToObject(line, "version", 1);
    cJSON_AddStringToObject(line, "id", job->id);
    cJSON_AddNumberToObject(line, "created", (double)job->created_ms);
    cJSON_AddStringToObject(line, "title", job->title);
    atl_json_set_text(line, "profile", job->profile);
    cJSON_AddStringToObject(line, "site", job->site);
    cJSON_AddStringToObject(line, "strategy", job->strategy == NULL ? "" : job->strategy);
    cJSON_AddNumberToObject(line, "requests", (double)job->requests);
    cJSON_AddNumberToObject(line, "count", (double)job->count);
    cJSON_AddItemToObject(line, "operation", cJSON_Duplicate(job->operation, true));
    add_line(job, line);
}

static cJSON *describe_item(const struct atl_bulk_item *item)
{
    cJSON *object = cJSON_CreateObject();
    if (item->row != NULL) {
        cJSON_AddItemToObject(object, "row", cJSON_Duplicate(item->row, true));
        cJSON_AddNumberToObject(object, "number", (double)item->number);
    }
    atl_json_set_text(object, "id", item->id);
    atl_json_set_text(object, "key", item->key);
    atl_json_set_text(object, "target", item->target);
    if (item->state != ATL_BULK_WAITING) {
        cJSON_AddStringToObject(object, "state", atl_bulk_state_name(item->state));
        atl_json_set_text(object, "reason", item->reason);
        if (item->http_status != 0) {
            cJSON_AddNumberToObject(object, "status", item->http_status);
        }
    }
    return object;
}

static void add_items(struct atl_bulk_job *job)
{
    for (size_t first = 0; first < job->count; first += ITEMS_A_LINE) {
        cJSON *line = cJSON_CreateObject();
        cJSON *list = cJSON_AddArrayToObject(line, "items");
        for (size_t i = first; i < job->count && i < first + ITEMS_A_LINE; i++) {
            cJSON_AddItemToArray(list, describe_item(&job->items[i]));
        }
        add_line(job, line);
    }
}

static void add_source(struct atl_bulk_job *job)
{
    if (job->source != NULL) {
        cJSON *line = cJSON_CreateObject();
        cJSON_AddStringToObject(line, "source", job->source);
        add_line(job, line);
    }
}

static void sync_directory(const char *directory)
{
    int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

const char *bulk_make_id(struct atl_arena *arena, int64_t now_ms)
{
    const char *date = atl_clock_format_iso8601(arena, now_ms);
    unsigned char chance = 0;
    if (getentropy(&chance, sizeof chance) != 0) {
        chance = (unsigned char)getpid();
    }
    unsigned last = (unsigned)(now_ms % 1000) << 6 | (chance & 0x3Fu);
    return atl_arena_printf(arena, "%.4s%.2s%.2s-%.2s%.2s%.2s-%04x", date, date + 5, date + 8,
                            date + 11, date + 14, date + 17, last);
}

/* Opens a file of a name that no other job has or is about to get. */
static int open_unused(struct atl_bulk_job *job, const char *directory, const char **temporary)
{
    for (;;) {
        job->id = bulk_make_id(job->arena, job->created_ms);
        const char *path = atl_arena_printf(job->arena, "%s/%s.jsonl", directory, job->id);
        *temporary = atl_arena_printf(job->arena, "%s/.%s.tmp", directory, job->id);
        int descriptor = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
        if (descriptor >= 0 && access(path, F_OK) == 0) {
            unlink(*temporary);
            close(descriptor);
        } else if (descriptor >= 0 || errno != EEXIST) {
            return descriptor;
        }
    }
}

static struct atl_bulk_journal *open_new(struct atl_bulk_job *job, const char *directory,
                                         const char **temporary, struct atl_error *error)
{
    int descriptor = open_unused(job, directory, temporary);
    if (descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        atl_fail(error, ATL_FAILED, "cannot write %s: %s", *temporary, strerror(errno));
        if (descriptor >= 0) {
            close(descriptor);
        }
        return NULL;
    }
    struct atl_bulk_journal *journal = atl_alloc(sizeof *journal);
    journal->descriptor = descriptor;
    journal->path = atl_strdup(*temporary);
    return journal;
}

enum atl_status atl_bulk_begin(struct atl_bulk_job *job, const struct atl_http *http,
                               struct atl_error *error)
{
    const char *directory;
    const char *temporary;
    const struct atl_account *account = atl_http_account(http);
    enum atl_status status = bulk_directory(job->arena, &directory, error);
    if (status == ATL_OK) {
        status = atl_directory_ensure(directory, 0700, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    job->created_ms = atl_clock_wall_ms();
    job->site = account->site;
    job->profile = atl_account_profile(account);
    job->journal = open_new(job, directory, &temporary, error);
    if (job->journal == NULL) {
        return ATL_FAILED;
    }
    add_header(job);
    add_items(job);
    add_source(job);
    bulk_summary_begin(job);
    status = sync_to_disk(job, error);
    const char *path = atl_arena_printf(job->arena, "%s/%s.jsonl", directory, job->id);
    if (status == ATL_OK && rename(temporary, path) != 0) {
        status = atl_fail(error, ATL_FAILED, "cannot write %s: %s", path, strerror(errno));
    }
    if (status != ATL_OK) {
        unlink(temporary);
        return status;
    }
    sync_directory(directory);
    free(job->journal->path);
    job->journal->path = atl_strdup(path);
    return ATL_OK;
}

void atl_bulk_job_close(struct atl_bulk_job *job)
{
    if (job == NULL || job->journal == NULL) {
        return;
    }
    bulk_journal_write(job);
    if (job->journal->descriptor >= 0) {
        close(job->journal->descriptor);
    }
    atl_buffer_free(&job->journal->pending);
    atl_list_free(&job->journal->tasks);
    free(job->journal->path);
    free(job->journal->noted);
    free(job->journal);
    job->journal = NULL;
}
