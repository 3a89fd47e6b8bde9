/* Moves to another project or type. Cloud has a task for them and nothing else; Data Center's API
 * has no way at all.
 */
#include "bulk/internal.h"

#include "atlcli/text.h"

static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    (void)run;
    (void)items;
    return atl_fail(error, ATL_FORBIDDEN, "issues are moved by Cloud's bulk tasks alone");
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
    .subject = &bulk_issues,
    .at_once = 1,
    .apply = apply,
    .task = "move",
    .task_body = task_body,
    .needs_task = true,
    .state_fields = state_fields,
    .is_applied = is_applied,
};
