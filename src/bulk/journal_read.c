/* A job out of its journal. */
#include "bulk/internal.h"

#include "atlcli/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- the plan ---- */

bool bulk_journal_is_head(const cJSON *line)
{
    const struct atl_bulk_job job = {.operation =
                                         (cJSON *)(uintptr_t)atl_json_get(line, "operation")};
    return atl_text_equal(atl_json_text(line, "atlcli", NULL), "job") &&
           cJSON_IsObject(job.operation) && atl_json_integer(line, "version", 0) == 1 &&
           bulk_kind_of(&job) != NULL;
}

static enum atl_status read_header(struct atl_arena *arena, const cJSON *line,
                                   struct atl_bulk_job **job, struct atl_error *error)
{
    const cJSON *operation = atl_json_get(line, "operation");
    if (!atl_text_equal(atl_json_text(line, "atlcli", NULL), "job") || !cJSON_IsObject(operation)) {
        return atl_fail(error, ATL_FAILED, "this is no journal of a job");
    }
    if (atl_json_integer(line, "version", 0) != 1) {
        atl_fail(error, ATL_FAILED, "the journal was written by a newer atlcli");
        atl_hint(error, "finish the job with the version that began it");
        return ATL_FAILED;
    }
    struct atl_bulk_job *read =
        atl_bulk_job_new(arena, cJSON_Duplicate(operation, true), atl_json_text(line, "title", ""));
    read->id = atl_arena_strdup(arena, atl_json_text(line, "id", ""));
    read->profile = atl_arena_strdup(arena, atl_json_text(line, "profile", NULL));
    read->site = atl_arena_strdup(arena, atl_json_text(line, "site", ""));
    read->strategy = atl_arena_strdup(arena, atl_json_text(line, "strategy", ""));
    read->requests = (size_t)atl_json_integer(line, "requests", 0);
    read->created_ms = atl_json_integer(line, "created", 0);
    read->journal = atl_alloc(sizeof *read->journal);
    read->journal->descriptor = -1;
    *job = read;
    return bulk_kind_of(read) != NULL
               ? ATL_OK
               : atl_fail(error, ATL_FAILED, "the journal's operation is unknown");
}

static enum atl_bulk_state state_named(const char *name)
{
    for (int state = ATL_BULK_WAITING; state <= ATL_BULK_FAILED; state++) {
        if (strcmp(atl_bulk_state_name((enum atl_bulk_state)state), name) == 0) {
            return (enum atl_bulk_state)state;
        }
    }
    return ATL_BULK_WAITING;
}

static void read_items(struct atl_bulk_job *job, const cJSON *list)
{
    const cJSON *object;
    cJSON_ArrayForEach(object, list)
    {
        struct atl_bulk_item *item = bulk_add_item(job, atl_json_text(object, "id", NULL),
                                                   atl_json_text(object, "key", NULL));
        const cJSON *row = atl_json_member(object, "row");
        item->row = row == NULL ? NULL : atl_json_keep(job->arena, cJSON_Duplicate(row, true));
        item->number = (size_t)atl_json_integer(object, "number", 0);
        item->target = atl_arena_strdup(job->arena, atl_json_text(object, "target", NULL));
        item->state = state_named(atl_json_text(object, "state", ""));
        item->reason = atl_arena_strdup(job->arena, atl_json_text(object, "reason", NULL));
        item->http_status = (int)atl_json_integer(object, "status", 0);
        bool open = item->state == ATL_BULK_WAITING || item->state == ATL_BULK_SENT;
        if (open && !bulk_is_named(job, item)) {
            item->state = ATL_BULK_FAILED;
            item->reason = atl_arena_printf(job->arena, "the journal doesn't say which %s it is",
                                            atl_bulk_noun(job, 1));
        }
    }
}

/* ---- what became of it ---- */

struct atl_bulk_item *atl_bulk_item_at(const struct atl_bulk_job *job, const cJSON *index)
{
    bool is_index = cJSON_IsNumber(index) && index->valuedouble >= 0.0 &&
                    index->valuedouble < (double)job->count;
    return is_index ? &job->items[(size_t)index->valuedouble] : NULL;
}

static void set_states(struct atl_bulk_job *job, const cJSON *list, enum atl_bulk_state state,
                       size_t batch)
{
    const cJSON *index;
    cJSON_ArrayForEach(index, list)
    {
        struct atl_bulk_item *item = atl_bulk_item_at(job, index);
        if (item != NULL && bulk_is_named(job, item)) {
            item->state = state;
            item->batch = batch;
        }
    }
}

static void read_sent(struct atl_bulk_job *job, const cJSON *line, const cJSON *list)
{
    size_t batch = (size_t)atl_json_integer(line, "batch", 0);
    job->journal->last_sent_ms = atl_json_integer(line, "at", 0);
    if (batch > job->journal->last_batch) {
        job->journal->last_batch = batch;
    }
    set_states(job, list, ATL_BULK_SENT, batch);
    job->ended = false;
}

static void read_task(struct atl_bulk_job *job, const cJSON *line, const char *id)
{
    struct bulk_task *task = atl_arena_alloc(job->arena, sizeof *task);
    *task = (struct bulk_task){(size_t)atl_json_integer(line, "batch", 0),
                               atl_arena_strdup(job->arena, id), job->journal->last_sent_ms};
    atl_list_add(&job->journal->tasks, task);
}

static void read_outcome(struct atl_bulk_job *job, const cJSON *line)
{
    static const enum atl_bulk_state outcomes[] = {ATL_BULK_DONE, ATL_BULK_UNCHANGED,
                                                   ATL_BULK_FAILED};
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        struct atl_bulk_item *item =
            atl_bulk_item_at(job, atl_json_member(line, atl_bulk_state_name(outcomes[i])));
        if (item == NULL) {
            continue;
        }
        item->state = outcomes[i];
        item->http_status = (int)atl_json_integer(line, "status", 0);
        item->reason = atl_arena_strdup(job->arena, atl_json_text(line, "reason", NULL));
        const char *key = atl_json_text(line, "key", NULL);
        if (key != NULL) {
            item->key = atl_arena_strdup(job->arena, key);
            item->id = atl_arena_strdup(job->arena, atl_json_text(line, "id", NULL));
        }
    }
}

static void read_moved(struct atl_bulk_job *job, const cJSON *index)
{
    struct atl_bulk_item *item = atl_bulk_item_at(job, index);
    if (item != NULL) {
        item->moved = true;
    }
}

static void read_line(struct atl_bulk_job *job, const cJSON *line)
{
    const cJSON *list;
    const char *task;
    const char *source;
    if ((list = atl_json_member(line, "items")) != NULL) {
        read_items(job, list);
    } else if ((list = atl_json_member(line, "sent")) != NULL) {
        read_sent(job, line, list);
    } else if ((list = atl_json_member(line, "waiting")) != NULL) {
        set_states(job, list, ATL_BULK_WAITING, 0);
        job->ended = false;
    } else if ((list = atl_json_member(line, "moved")) != NULL) {
        read_moved(job, list);
    } else if ((task = atl_json_text(line, "task", NULL)) != NULL) {
        read_task(job, line, task);
    } else if ((source = atl_json_text(line, "source", NULL)) != NULL) {
        job->source = atl_arena_strdup(job->arena, source);
    } else if (atl_json_bool(line, "ended", false)) {
        job->ended = true;
    } else {
        read_outcome(job, line);
    }
}

enum atl_status bulk_journal_parse(struct atl_arena *arena, const char *text, size_t length,
                                   struct atl_bulk_job **job, struct atl_error *error)
{
    const char *end = text + length;
    size_t expected = 0;
    *job = NULL;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t bytes = (size_t)((stop == NULL ? end : stop) - text);
        cJSON *line = NULL;
        enum atl_status status = atl_json_parse(text, bytes, "the journal", &line, NULL);
        text += stop == NULL ? bytes : bytes + 1;
        if (status == ATL_OK && *job == NULL) {
            expected = (size_t)atl_json_integer(line, "count", 0);
            status = read_header(arena, line, job, error);
            if (status != ATL_OK) {
                cJSON_Delete(line);
                return status;
            }
        } else if (status == ATL_OK) {
            read_line(*job, line);
        } else if (*job == NULL) {
            return atl_fail(error, ATL_FAILED, "this is no journal of a job");
        }
        cJSON_Delete(line);
    }
    if (*job == NULL || (*job)->count != expected) {
        return atl_fail(error, ATL_FAILED, "the journal is incomplete");
    }
    return ATL_OK;
}
