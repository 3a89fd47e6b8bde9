/*
 * Moves to another project or type. Cloud has a task for them and nothing else; Data Center's API
 * can change the type within a project only, as an edit.
 */
#include "bulk/internal.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_bulk_item *item = &run->job->items[items->indices[0]];
    if (atl_jira_is_cloud(run->http)) {
        return atl_fail(error, ATL_FORBIDDEN, "Cloud moves issues by bulk tasks alone");
    }
    cJSON *body = cJSON_CreateObject();
    cJSON *type = cJSON_AddObjectToObject(cJSON_AddObjectToObject(body, "fields"), "issuetype");
    cJSON_AddStringToObject(type, "id", atl_json_text(run->job->operation, "type", ""));
    const struct atl_jira_call call = {
        .method = ATL_PUT,
        .path = atl_arena_printf(&arena, "issue/%s%s", item->id, bulk_notify_query(run->job)),
        .body = body};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    cJSON_Delete(body);
    atl_arena_free(&arena);
    return status;
}

static cJSON *task_body(const struct atl_bulk_job *job, const struct bulk_items *items)
{
    static const char *const inferred[] = {"inferClassificationDefaults", "inferFieldDefaults",
                                           "inferStatusDefaults", "inferSubtaskTypeDefault"};
    const cJSON *operation = job->operation;
    const char *parent = atl_json_text(operation, "parent", NULL);
    struct atl_buffer target = {0};
    atl_buffer_printf(&target, "%s,%s", atl_json_text(operation, "project", ""),
                      atl_json_text(operation, "type", ""));
    if (parent != NULL) {
        atl_buffer_printf(&target, ",%s", parent);
    }
    cJSON *body = bulk_task_object(job);
    cJSON *mapping = cJSON_AddObjectToObject(
        cJSON_AddObjectToObject(body, "targetToSourcesMapping"), target.data);
    for (size_t i = 0; i < sizeof inferred / sizeof *inferred; i++) {
        cJSON_AddBoolToObject(mapping, inferred[i], true);
    }
    cJSON_AddItemToObject(mapping, "issueIdsOrKeys", bulk_task_ids(job, items));
    atl_buffer_free(&target);
    return body;
}

static const char *const *state_fields(struct atl_bulk_job *job)
{
    static const char *const fields[] = {"project", "issuetype", NULL};
    (void)job;
    return fields;
}

static bool is_applied(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue)
{
    (void)item;
    return atl_text_equal_ignoring_case(atl_json_text(issue, "fields.project.key", NULL),
                                        atl_json_text(job->operation, "project", NULL)) &&
           atl_text_equal(atl_json_text(issue, "fields.issuetype.id", NULL),
                          atl_json_text(job->operation, "type", NULL));
}

const struct bulk_kind bulk_move = {
    .name = "move",
    .at_once = 1,
    .apply = apply,
    .task = "move",
    .task_body = task_body,
    .needs_task = true,
    .state_fields = state_fields,
    .is_applied = is_applied,
};
