/* Jobs: items, counts, shards. */
#include "bulk/internal.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

const char *atl_bulk_state_name(enum atl_bulk_state state)
{
    static const char *const names[] = {
        [ATL_BULK_WAITING] = "waiting",     [ATL_BULK_SENT] = "unknown",  [ATL_BULK_DONE] = "done",
        [ATL_BULK_UNCHANGED] = "unchanged", [ATL_BULK_FAILED] = "failed",
    };
    return names[state];
}

static void free_journal(void *object)
{
    struct atl_bulk_job *job = object;
    atl_bulk_job_close(job);
    free(job->items);
}

struct atl_bulk_job *atl_bulk_job_new(struct atl_arena *arena, cJSON *operation, const char *title)
{
    struct atl_bulk_job *job = atl_arena_alloc(arena, sizeof *job);
    job->arena = arena;
    job->operation = atl_json_keep(arena, operation);
    job->title = atl_arena_strdup(arena, title);
    atl_arena_defer(arena, free_journal, job);
    return job;
}

struct atl_bulk_item *bulk_add_item(struct atl_bulk_job *job, const char *id, const char *key)
{
    if (job->count == job->capacity) {
        job->capacity = job->capacity == 0 ? 256 : 2 * job->capacity;
        job->items = atl_realloc(job->items, job->capacity, sizeof *job->items);
    }
    struct atl_bulk_item *item = &job->items[job->count++];
    *item = (struct atl_bulk_item){.id = atl_arena_strdup(job->arena, id),
                                   .key = atl_arena_strdup(job->arena, key)};
    return item;
}

void atl_bulk_add_row(struct atl_bulk_job *job, cJSON *row, size_t number)
{
    struct atl_bulk_item *item = bulk_add_item(job, NULL, NULL);
    item->row = atl_json_keep(job->arena, row);
    item->number = number;
}

void atl_bulk_add_failed(struct atl_bulk_job *job, const char *name, int http_status,
                         const char *reason)
{
    struct atl_bulk_item *item = bulk_add_item(job, NULL, name);
    item->state = ATL_BULK_FAILED;
    item->http_status = http_status;
    item->reason = atl_arena_strdup(job->arena, reason);
}

bool bulk_is_named(const struct atl_bulk_job *job, const struct atl_bulk_item *item)
{
    return bulk_kind_of(job) == &bulk_create ? cJSON_IsObject(item->row)
                                             : !atl_text_is_empty(item->id);
}

struct atl_bulk_counts atl_bulk_count(const struct atl_bulk_job *job)
{
    struct atl_bulk_counts counts = {0};
    size_t *const places[] = {
        [ATL_BULK_WAITING] = &counts.waiting, [ATL_BULK_SENT] = &counts.unknown,
        [ATL_BULK_DONE] = &counts.done,       [ATL_BULK_UNCHANGED] = &counts.unchanged,
        [ATL_BULK_FAILED] = &counts.failed,
    };
    for (size_t i = 0; i < job->count; i++) {
        ++*places[job->items[i].state];
    }
    return counts;
}

size_t atl_bulk_count_retryable(const struct atl_bulk_job *job)
{
    size_t count = 0;
    for (size_t i = 0; i < job->count; i++) {
        count += job->items[i].state == ATL_BULK_FAILED && bulk_is_named(job, &job->items[i]);
    }
    return count;
}

size_t *bulk_collect(const struct atl_bulk_job *job, enum atl_bulk_state state, size_t *count)
{
    size_t *indices = atl_alloc((job->count + 1) * sizeof *indices);
    *count = 0;
    for (size_t i = 0; i < job->count; i++) {
        if (job->items[i].state == state) {
            indices[(*count)++] = i;
        }
    }
    return indices;
}

bool atl_bulk_in_shard(const char *text, int64_t index, int64_t shards)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *at = text; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    }
    /* The low bits of FNV alone follow the last digit of a key too closely. */
    hash ^= hash >> 32;
    return shards <= 1 || (int64_t)(hash % (uint64_t)shards) == index - 1;
}

/* ---- kinds ---- */

const struct bulk_kind *bulk_kind_of_operation(const cJSON *operation)
{
    static const struct bulk_kind *const kinds[] = {
        &bulk_transition,     &bulk_edit,
        &bulk_assign,         &bulk_comment,
        &bulk_link,           &bulk_move,
        &bulk_delete,         &bulk_create,
        &bulk_page_label_add, &bulk_page_label_remove,
        &bulk_page_move,      &bulk_page_archive,
        &bulk_page_delete,
    };
    const char *name = atl_json_text(operation, "kind", "");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i]->name, name) == 0) {
            return kinds[i];
        }
    }
    return NULL;
}

const struct bulk_kind *bulk_kind_of(const struct atl_bulk_job *job)
{
    return bulk_kind_of_operation(job->operation);
}

const char *atl_bulk_noun(const struct atl_bulk_job *job, size_t count)
{
    const struct bulk_subject *subject = bulk_kind_of(job)->subject;
    return count == 1 ? subject->noun : subject->nouns;
}

const char **bulk_ids(const struct atl_bulk_job *job, struct atl_arena *arena,
                      const struct bulk_items *items)
{
    const char **ids = atl_arena_alloc(arena, (items->count + 1) * sizeof *ids);
    for (size_t i = 0; i < items->count; i++) {
        ids[i] = job->items[items->indices[i]].id;
    }
    return ids;
}

bool bulk_notifies(const struct atl_bulk_job *job)
{
    return atl_json_bool(job->operation, "notify", true);
}

const char *bulk_notify_query(const struct atl_bulk_job *job)
{
    return bulk_notifies(job) ? "" : "?notifyUsers=false";
}

bool bulk_wants_task(const struct atl_bulk_job *job)
{
    return bulk_kind_of(job)->tells_singly && !bulk_notifies(job);
}

cJSON *bulk_task_object(const struct atl_bulk_job *job)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddBoolToObject(body, "sendBulkNotification", bulk_notifies(job));
    return body;
}

cJSON *bulk_task_ids(const struct atl_bulk_job *job, const struct bulk_items *items)
{
    cJSON *ids = cJSON_CreateArray();
    for (size_t i = 0; i < items->count; i++) {
        cJSON_AddItemToArray(ids, cJSON_CreateString(job->items[items->indices[i]].id));
    }
    return ids;
}
