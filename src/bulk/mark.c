/*
 * New issues say which job and which row they are of, in a property that people don't see: it tells
 * them from those that another job, or a person, makes of the same fields at the same time. It goes
 * with the issue in one request (IssueUpdateDetails.properties), and is read by issue and name.
 */
#include "bulk/mark.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"
#include "bulk/create_order.h"

#include <string.h>

#define PROPERTY "atlcli.job"

cJSON *bulk_marked_row(const struct atl_bulk_job *job, size_t index)
{
    const cJSON *row = job->items[index].row;
    cJSON *marked = cJSON_CreateObject();
    cJSON *properties = cJSON_CreateArray();
    cJSON *property = cJSON_CreateObject();
    const cJSON *member;
    cJSON_AddItemToObject(marked, "fields", bulk_create_fields(job, index));
    cJSON_ArrayForEach(member, row)
    {
        if (strcmp(member->string, "fields") == 0 || strcmp(member->string, "parents") == 0) {
            continue;
        }
        if (strcmp(member->string, "properties") == 0) {
            const cJSON *own;
            cJSON_ArrayForEach(own, member)
            {
                cJSON_AddItemReferenceToArray(properties, (cJSON *)(uintptr_t)own);
            }
        } else {
            cJSON_AddItemReferenceToObject(marked, member->string, (cJSON *)(uintptr_t)member);
        }
    }
    cJSON_AddStringToObject(property, "key", PROPERTY);
    cJSON *value = cJSON_AddObjectToObject(property, "value");
    cJSON_AddStringToObject(value, "job", job->id);
    cJSON_AddNumberToObject(value, "row", (double)index);
    cJSON_AddItemToArray(properties, property);
    cJSON_AddItemToObject(marked, "properties", properties);
    return marked;
}

enum atl_status bulk_read_mark(const struct bulk_run *run, const char *id, struct bulk_mark *mark,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_jira_answer answer = {0};
    const struct atl_jira_call call = {
        .method = ATL_GET,
        .path = atl_arena_printf(&arena, "issue/%s/properties/" PROPERTY, id),
        .wants_answer = true};
    *mark = (struct bulk_mark){.kind = BULK_UNMARKED};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, &answer, error);
    if (status == ATL_OK) {
        const char *job = atl_json_text(answer.json, "value.job", NULL);
        int64_t row = atl_json_integer(answer.json, "value.row", -1);
        bool ours = atl_text_equal(job, run->job->id) && row >= 0 && row < (int64_t)run->job->count;
        mark->kind = ours ? BULK_MARKED : BULK_MARKED_BY_OTHERS;
        mark->row = ours ? (size_t)row : 0;
    }
    atl_arena_free(&arena);
    return status == ATL_NOT_FOUND || status == ATL_FORBIDDEN ? ATL_OK : status;
}
