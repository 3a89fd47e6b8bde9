/* Single issues: reading, creating, editing, deleting. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_issue.h"

/* ---- reading ---- */

static const char *path_to_read(struct atl_http *http, struct atl_arena *arena, const char *key,
                                const char *const *fields, const char *expand)
{
    struct atl_buffer rest = {0};
    const char *mark = "?";
    atl_buffer_printf(&rest, "issue/%s", key);
    for (size_t i = 0; fields != NULL && fields[i] != NULL; i++) {
        atl_buffer_printf(&rest, "%s", i == 0 ? "?fields=" : "%2C");
        atl_text_append_url_encoded(&rest, fields[i]);
        mark = "&";
    }
    if (fields != NULL && fields[0] == NULL) {
        /* No fields at all would mean all of them. */
        atl_buffer_add(&rest, "?fields=key");
        mark = "&";
    }
    if (expand != NULL) {
        atl_buffer_printf(&rest, "%sexpand=", mark);
        atl_text_append_url_encoded(&rest, expand);
    }
    const char *path = jira_path(http, arena, atl_buffer_text(&rest));
    atl_buffer_free(&rest);
    return path;
}

enum atl_status atl_jira_issue_get(struct atl_http *http, struct atl_arena *arena, const char *key,
                                   const char *const *fields, const char *expand,
                                   const cJSON **issue, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = path_to_read(http, arena, key, fields, expand)};
    enum atl_status status = atl_http_json(http, &request, arena, issue, error);
    if (status == ATL_OK && atl_json_text(*issue, "key", NULL) == NULL) {
        *issue = NULL;
        return atl_fail(error, ATL_FAILED, "the server's answer holds no issue");
    }
    return status;
}

enum atl_status atl_jira_issue_complete(struct atl_http *http, struct atl_arena *arena,
                                        const cJSON *issue, struct atl_error *error)
{
    const struct atl_jira_search wanted = {.http = http};
    struct search search = {.wanted = &wanted};
    struct search_batch batch = search_batch_new(arena, 1);
    search_batch_add(&batch, issue);
    return search_complete(&search, &batch, error);
}

/* ---- creating ---- */

enum atl_status atl_jira_issue_create(struct atl_http *http, struct atl_arena *arena,
                                      const cJSON *fields, struct atl_jira_created *created,
                                      struct atl_error *error)
{
    const cJSON *json;
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "fields", cJSON_Duplicate(fields, true));
    struct atl_http_request request =
        jira_read_by_post(jira_path(http, arena, "issue"), jira_body(arena, body));
    request.safe_to_repeat = false;
    request.wants_answer = true;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    created->id = atl_json_text(json, "id", NULL);
    created->key = atl_json_text(json, "key", NULL);
    return created->key != NULL
               ? ATL_OK
               : atl_fail(error, ATL_UNKNOWN_OUTCOME,
                          "the server's answer doesn't say which issue was created");
}

/* ---- changing ---- */

enum atl_status atl_jira_issue_edit(struct atl_http *http, const char *key, const cJSON *fields,
                                    const cJSON *update, bool notify, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_response response;
    cJSON *body = cJSON_CreateObject();
    if (fields != NULL) {
        cJSON_AddItemToObject(body, "fields", cJSON_Duplicate(fields, true));
    }
    if (update != NULL) {
        cJSON_AddItemToObject(body, "update", cJSON_Duplicate(update, true));
    }
    const char *rest =
        atl_arena_printf(&arena, "issue/%s%s", key, notify ? "" : "?notifyUsers=false");
    struct atl_http_request request =
        jira_read_by_post(jira_path(http, &arena, rest), jira_body(&arena, body));
    request.method = ATL_PUT;
    enum atl_status status = atl_http_send(http, &request, &arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(http, &request, &response, error);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_issue_delete(struct atl_http *http, const char *key, bool with_subtasks,
                                      struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *rest =
        atl_arena_printf(&arena, "issue/%s%s", key, with_subtasks ? "?deleteSubtasks=true" : "");
    enum atl_status status = jira_delete(http, jira_path(http, &arena, rest), error);
    atl_arena_free(&arena);
    return status;
}
