/* Setting fields; the assignee is one of them, with a call of its own. */
#include "bulk/internal.h"

#include "atlcli/jira_bulk.h"

#include <string.h>

static const cJSON *fields_of(const struct atl_bulk_job *job)
{
    return atl_json_get(job->operation, "fields");
}

static const cJSON *update_of(const struct atl_bulk_job *job)
{
    return atl_json_get(job->operation, "update");
}

/* ---- one by one ---- */

static enum atl_status send(struct bulk_run *run, const struct bulk_items *items, const char *path,
                            const cJSON *body, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const struct atl_jira_call call = {
        .method = ATL_PUT,
        .path = atl_arena_printf(&arena, "issue/%s%s", run->job->items[items->indices[0]].id, path),
        .body = body};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status apply_edit(struct bulk_run *run, const struct bulk_items *items,
                                  struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    if (fields_of(run->job) != NULL) {
        cJSON_AddItemReferenceToObject(body, "fields",
                                       atl_json_member(run->job->operation, "fields"));
    }
    if (update_of(run->job) != NULL) {
        cJSON_AddItemReferenceToObject(body, "update",
                                       atl_json_member(run->job->operation, "update"));
    }
    enum atl_status status = send(run, items, bulk_notify_query(run->job), body, error);
    cJSON_Delete(body);
    return status;
}

/*
 * The assignee's own call needn't have the field on a screen, but tells those who watch. Taking the
 * assignee away is an edit anyway: null is nobody there, without a word that says so.
 */
static enum atl_status apply_assignee(struct bulk_run *run, const struct bulk_items *items,
                                      struct atl_error *error)
{
    const cJSON *person = atl_json_get(run->job->operation, "fields.assignee");
    return cJSON_IsObject(person) && bulk_notifies(run->job)
               ? send(run, items, "/assignee", person, error)
               : apply_edit(run, items, error);
}

/* ---- by a task ---- */

static bool has_task(const struct atl_bulk_job *job)
{
    return cJSON_IsObject(atl_json_get(job->operation, "task"));
}

static cJSON *task_body(const struct atl_bulk_job *job, const struct bulk_items *items)
{
    cJSON *body = bulk_task_object(job);
    const cJSON *member;
    cJSON_ArrayForEach(member, atl_json_get(job->operation, "task"))
    {
        cJSON_AddItemToObject(body, member->string, cJSON_Duplicate(member, true));
    }
    cJSON_AddItemToObject(body, "selectedIssueIdsOrKeys", bulk_task_ids(job, items));
    return body;
}

/* ---- looking up ---- */

static const char *const *state_fields(struct atl_bulk_job *job)
{
    const cJSON *const lists[] = {fields_of(job), update_of(job)};
    size_t room = (size_t)(cJSON_GetArraySize(lists[0]) + cJSON_GetArraySize(lists[1])) + 1;
    const char **names = atl_arena_alloc(job->arena, room * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const cJSON *field;
        cJSON_ArrayForEach(field, lists[i])
        {
            names[count++] = field->string;
        }
    }
    return names;
}

static bool holds(const cJSON *have, const cJSON *value)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, have)
    {
        if (bulk_covers(item, value)) {
            return true;
        }
    }
    return false;
}

/* {"labels": [{"add": "red"}, {"remove": "blue"}]} */
static bool steps_are_done(const cJSON *have, const cJSON *steps)
{
    const cJSON *step;
    cJSON_ArrayForEach(step, steps)
    {
        const cJSON *add = atl_json_member(step, "add");
        const cJSON *remove = atl_json_member(step, "remove");
        const cJSON *set = atl_json_member(step, "set");
        if ((add != NULL && !holds(have, add)) || (remove != NULL && holds(have, remove)) ||
            (set != NULL && !bulk_covers(have, set))) {
            return false;
        }
    }
    return true;
}

static bool is_applied(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue)
{
    const cJSON *have = atl_json_get(issue, "fields");
    const cJSON *field;
    (void)item;
    cJSON_ArrayForEach(field, fields_of(job))
    {
        if (!bulk_covers(atl_json_member(have, field->string), field)) {
            return false;
        }
    }
    cJSON_ArrayForEach(field, update_of(job))
    {
        if (!steps_are_done(atl_json_member(have, field->string), field)) {
            return false;
        }
    }
    return true;
}

const struct bulk_kind bulk_edit = {
    .name = "edit",
    .subject = &bulk_issues,
    .at_once = 1,
    .apply = apply_edit,
    .task = "fields",
    .task_body = task_body,
    .has_task = has_task,
    .state_fields = state_fields,
    .is_applied = is_applied,
};

const struct bulk_kind bulk_assign = {
    .name = "assign",
    .subject = &bulk_issues,
    .at_once = 1,
    .apply = apply_assignee,
    .task = "fields",
    .task_body = task_body,
    .has_task = has_task,
    .state_fields = state_fields,
    .is_applied = is_applied,
};
