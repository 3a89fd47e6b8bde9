/*
 * New issues below others of the same job. A row's "parents" names, by field, the item whose key
 * the field gets: {"parent": 3}. Rows are sent once what they belong to is there, level by level.
 */
#include "bulk/create_order.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

static const cJSON *parents_of(const struct atl_bulk_job *job, size_t index)
{
    const cJSON *parents = atl_json_member(job->items[index].row, "parents");
    return cJSON_IsObject(parents) ? parents : NULL;
}

bool bulk_create_may_send(struct bulk_run *run, size_t index)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, parents_of(run->job, index))
    {
        const struct atl_bulk_item *parent = atl_bulk_item_at(run->job, member);
        if (parent == NULL || parent->state == ATL_BULK_FAILED) {
            struct atl_buffer reason = {0};
            atl_buffer_printf(&reason, "what it belongs to, row %zu of the file, wasn't created",
                              parent == NULL ? 0 : parent->number);
            bulk_fail(run, index, 0, reason.data);
            atl_buffer_free(&reason);
            return false;
        }
        if (parent->state != ATL_BULK_DONE || parent->key == NULL) {
            return false;
        }
    }
    return true;
}

cJSON *bulk_create_fields(const struct atl_bulk_job *job, size_t index)
{
    const cJSON *given = atl_json_member(job->items[index].row, "fields");
    const cJSON *parents = parents_of(job, index);
    const cJSON *member;
    if (parents == NULL && given != NULL) {
        return cJSON_CreateObjectReference(given->child); /* there may be megabytes of it */
    }
    cJSON *fields = cJSON_Duplicate(given, true);
    cJSON_ArrayForEach(member, parents)
    {
        const struct atl_bulk_item *parent = atl_bulk_item_at(job, member);
        const char *key = parent == NULL || parent->key == NULL ? "" : parent->key;
        cJSON_DeleteItemFromObjectCaseSensitive(fields, member->string);
        if (strcmp(member->string, "parent") == 0) {
            cJSON_AddStringToObject(cJSON_AddObjectToObject(fields, member->string), "key", key);
        } else {
            cJSON_AddStringToObject(fields, member->string, key);
        }
    }
    return fields;
}

/* ---- how many requests that takes ---- */

/* Level 0 waits for nothing. False when nothing has changed. */
static bool raise_levels(const struct atl_bulk_job *job, size_t *levels)
{
    bool changed = false;
    for (size_t i = 0; i < job->count; i++) {
        const cJSON *member;
        cJSON_ArrayForEach(member, parents_of(job, i))
        {
            const struct atl_bulk_item *parent = atl_bulk_item_at(job, member);
            size_t above = parent == NULL ? 0 : levels[parent - job->items] + 1;
            if (levels[i] < above) {
                levels[i] = above;
                changed = true;
            }
        }
    }
    return changed;
}

size_t bulk_create_requests(const struct atl_bulk_job *job, size_t at_once)
{
    size_t *levels = atl_alloc((job->count + 1) * sizeof *levels);
    size_t *counts = atl_alloc((job->count + 1) * sizeof *counts);
    size_t requests = 0;
    size_t passes = 0;
    while (passes < job->count && raise_levels(job, levels)) {
        passes++;
    }
    for (size_t i = 0; i < job->count; i++) {
        counts[levels[i] < job->count ? levels[i] : job->count] +=
            job->items[i].state == ATL_BULK_WAITING;
    }
    for (size_t i = 0; i <= job->count; i++) {
        requests += (counts[i] + at_once - 1) / at_once;
    }
    free(levels);
    free(counts);
    return requests;
}
