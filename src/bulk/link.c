/* Links from the selected issues to one issue, or from that one to them. */
#include "bulk/internal.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"

static void add_end(cJSON *body, const char *name, const char *key)
{
    cJSON *end = cJSON_AddObjectToObject(body, name);
    cJSON_AddStringToObject(end, "key", key);
}

/* "inwardIssue blocks outwardIssue": the inward one is where the link starts. */
static enum atl_status apply(struct bulk_run *run, const struct bulk_items *items,
                             struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *operation = run->job->operation;
    const struct atl_bulk_item *item = &run->job->items[items->indices[0]];
    bool inward = atl_json_bool(operation, "inward", false);
    cJSON *body = cJSON_CreateObject();
    cJSON *type = cJSON_AddObjectToObject(body, "type");
    cJSON_AddStringToObject(type, "name", atl_json_text(operation, "type", ""));
    add_end(body, inward ? "outwardIssue" : "inwardIssue", item->key);
    add_end(body, inward ? "inwardIssue" : "outwardIssue", atl_json_text(operation, "issue", ""));
    const struct atl_jira_call call = {.method = ATL_POST, .path = "issueLink", .body = body};
    enum atl_status status = atl_jira_call(run->http, &arena, &call, NULL, error);
    cJSON_Delete(body);
    atl_arena_free(&arena);
    return status;
}

static const char *const *state_fields(struct atl_bulk_job *job)
{
    static const char *const fields[] = {"issuelinks", NULL};
    (void)job;
    return fields;
}

static bool is_applied(const struct atl_bulk_job *job, const struct atl_bulk_item *item,
                       const cJSON *issue)
{
    const cJSON *link;
    const char *type = atl_json_text(job->operation, "type", NULL);
    const char *other = atl_json_text(job->operation, "issue", NULL);
    /* Seen from where it starts, the other end of a link is the outward issue. */
    const char *end =
        atl_json_bool(job->operation, "inward", false) ? "inwardIssue.key" : "outwardIssue.key";
    (void)item;
    cJSON_ArrayForEach(link, atl_json_get(issue, "fields.issuelinks"))
    {
        if (atl_text_equal(atl_json_text(link, "type.name", NULL), type) &&
            atl_text_equal_ignoring_case(atl_json_text(link, end, NULL), other)) {
            return true;
        }
    }
    return false;
}

const struct bulk_kind bulk_link = {
    .name = "link",
    .subject = &bulk_issues,
    .at_once = 1,
    .apply = apply,
    .state_fields = state_fields,
    .is_applied = is_applied,
};
