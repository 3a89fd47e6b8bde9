#include "atlcli/jira_component.h"

#include "atlassian/jira/items.h"

#include "atlcli/jira_project.h"

static const char *path_of(struct atl_arena *arena, const char *id, const char *rest)
{
    return atl_arena_printf(arena, "component/%s%s", jira_encode(arena, id), rest);
}

/* ---- reading ---- */

enum atl_status atl_jira_components(struct atl_http *http, struct atl_arena *arena,
                                    const char *project, struct atl_jira_items *components,
                                    struct atl_error *error)
{
    *components = (struct atl_jira_items){.kind = "component"};
    bool is_cloud = jira_is_cloud(http);
    return jira_items_of_project(http, arena, project, is_cloud ? "component" : "components",
                                 is_cloud, components, error);
}

enum atl_status atl_jira_component(struct atl_http *http, struct atl_arena *arena,
                                   const char *project, const char *name,
                                   struct atl_jira_item *component, struct atl_error *error)
{
    struct atl_jira_items components;
    const struct atl_jira_item *found;
    if (project == NULL && jira_is_id(name)) {
        return jira_item_get(http, arena, "component", path_of(arena, name, ""), name, component,
                             error);
    }
    if (project == NULL) {
        atl_fail(error, ATL_USAGE, "'%s' could be a component of any project", name);
        atl_hint(error, "say which with --project KEY, or give the component's id");
        return ATL_USAGE;
    }
    enum atl_status status = atl_jira_components(http, arena, project, &components, error);
    if (status == ATL_OK) {
        status = atl_jira_items_choose(&components, name, &found, error);
    }
    if (status == ATL_OK) {
        *component = *found;
    }
    return status;
}

enum atl_status atl_jira_component_issues(struct atl_http *http, const char *id, int64_t *count,
                                          struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    enum atl_status status = jira_send(
        http, &arena, ATL_GET, path_of(&arena, id, "/relatedIssueCounts"), NULL, &json, error);
    if (status == ATL_OK) {
        *count = atl_json_integer(json, "issueCount", 0);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- changing ---- */

static cJSON *write(const struct atl_http *http, const struct atl_jira_component_change *change)
{
    cJSON *body = cJSON_CreateObject();
    atl_json_set_text(body, "name", change->name);
    atl_json_set_text(body, "description", change->description);
    atl_json_set_text(body, "assigneeType", change->assignee_type);
    const char *lead = jira_is_cloud(http) ? "leadAccountId" : "leadUserName";
    if (change->no_lead) {
        atl_json_set_text(body, lead, "");
    } else if (change->lead != NULL) {
        atl_json_set_text(body, lead,
                          jira_is_cloud(http) ? change->lead->account_id : change->lead->name);
    }
    return body;
}

static enum atl_status create(struct atl_http *http, struct atl_arena *arena, const char *key,
                              const struct atl_jira_component_change *change,
                              struct atl_jira_item *component, struct atl_error *error)
{
    const cJSON *json;
    cJSON *body = write(http, change);
    atl_json_set_text(body, "project", key);
    enum atl_status status = jira_send(http, arena, ATL_POST, "component", body, &json, error);
    if (status == ATL_OK) {
        *component = jira_item_read(json);
    }
    return status;
}

enum atl_status atl_jira_component_create(struct atl_http *http, struct atl_arena *arena,
                                          const char *project,
                                          const struct atl_jira_component_change *change,
                                          struct atl_jira_item *component, struct atl_error *error)
{
    const char *key;
    enum atl_status status = atl_jira_project_key(http, arena, project, &key, error);
    if (status == ATL_OK) {
        status = create(http, arena, key, change, component, error);
        if (status == ATL_NOT_FOUND) {
            status = atl_jira_project_correct(http, arena, project, &key, error);
            if (status == ATL_OK) {
                status = create(http, arena, key, change, component, error);
            }
        }
    }
    return status;
}

enum atl_status atl_jira_component_update(struct atl_http *http, struct atl_arena *arena,
                                          const char *id,
                                          const struct atl_jira_component_change *change,
                                          struct atl_jira_item *component, struct atl_error *error)
{
    return jira_item_put(http, arena, path_of(arena, id, ""), write(http, change), component,
                         error);
}

enum atl_status atl_jira_component_delete(struct atl_http *http, const char *id, const char *heir,
                                          struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *rest =
        heir == NULL ? "" : atl_arena_printf(&arena, "?moveIssuesTo=%s", jira_encode(&arena, heir));
    enum atl_status status =
        jira_send(http, &arena, ATL_DELETE, path_of(&arena, id, rest), NULL, NULL, error);
    atl_arena_free(&arena);
    return status;
}
