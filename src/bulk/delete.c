/* Deletions, with the sub-tasks, as Cloud's task does it. */
#include "bulk/internal.h"

#include "atlcli/jira_bulk.h"

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_jira_call call = {.method = ATL_DELETE,
                                       .path =
                                           atl_arena_printf(&arena, "issue/%s?deleteSubtasks=true",
                                                            run->job->items[items->indices[0]].id)};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    atl_arena_free(&arena);
    return status;
}

static cJSON *task_body(const struct atl_bulk_job *job, const struct bulk_items *items)
{
    cJSON *body = bulk_task_object(job);
    cJSON_AddItemToObject(body, "selectedIssueIdsOrKeys", bulk_task_ids(job, items));
    return body;
}

static const char *const *state_fields(struct atl_bulk_job *job)
{
    static const char *const fields[] = {NULL};
    (void)job;
    return fields;
}

static bool is_applied(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue)
{
    (void)job;
    (void)item;
    (void)issue;
    return false; /* it is still there */
}

const struct bulk_kind bulk_delete = {
    .name = "delete",
    .subject = &bulk_issues,
    .at_once = 1,
    .apply = apply,
    .task = "delete",
    .task_body = task_body,
    .tells_singly = true,
    .state_fields = state_fields,
    .is_applied = is_applied,
    .gone_is_done = true,
};
