/* Assignee and watchers. */
#include "atlcli/jira_watch.h"

#include "atlassian/jira/internal.h"

#include <string.h>

static const char *id_of(const struct atl_http *http, const struct atl_jira_user *person)
{
    return jira_is_cloud(http) ? person->account_id : person->name;
}

enum atl_status atl_jira_assign(struct atl_http *http, const char *key,
                                enum atl_jira_assignment assignment,
                                const struct atl_jira_user *person, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *id = NULL;
    const cJSON *json;
    if (assignment == ATL_JIRA_ASSIGN_PERSON) {
        id = id_of(http, person);
    } else if (assignment == ATL_JIRA_ASSIGN_DEFAULT) {
        id = "-1";
    }
    cJSON *tree = cJSON_CreateObject();
    cJSON_AddItemToObject(tree, jira_is_cloud(http) ? "accountId" : "name",
                          id == NULL ? cJSON_CreateNull() : cJSON_CreateString(id));
    const char *body = jira_body(&arena, tree);
    struct atl_http_request request = {
        .method = ATL_PUT,
        .path = jira_issue_path(http, &arena, key, "/assignee"),
        .body = body,
        .body_length = strlen(body),
    };
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_assignee(struct atl_http *http, struct atl_arena *arena, const char *key,
                                  struct atl_jira_user *person, struct atl_error *error)
{
    const cJSON *json;
    struct atl_http_request request = {
        .method = ATL_GET, .path = jira_issue_path(http, arena, key, "?fields=assignee")};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        jira_user_read(atl_json_get(json, "fields.assignee"), arena, person);
    }
    return status;
}

enum atl_status atl_jira_watch(struct atl_http *http, const char *key,
                               const struct atl_jira_user *person, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    const char *body = jira_body(&arena, cJSON_CreateString(id_of(http, person)));
    struct atl_http_request request = {
        .method = ATL_POST,
        .path = jira_issue_path(http, &arena, key, "/watchers"),
        .body = body,
        .body_length = strlen(body),
        .safe_to_repeat = true,
    };
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_unwatch(struct atl_http *http, const char *key,
                                 const struct atl_jira_user *person, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_buffer rest = {0};
    atl_buffer_printf(&rest, "/watchers?%s=", jira_is_cloud(http) ? "accountId" : "username");
    atl_text_append_url_encoded(&rest, id_of(http, person));
    enum atl_status status =
        jira_delete(http, jira_issue_path(http, &arena, key, atl_buffer_text(&rest)), error);
    atl_buffer_free(&rest);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_watchers(struct atl_http *http, struct atl_arena *arena, const char *key,
                                  const cJSON **watchers, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_issue_path(http, arena, key, "/watchers")};
    return atl_http_json(http, &request, arena, watchers, error);
}
