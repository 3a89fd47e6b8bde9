#include "atlassian/jira/internal.h"

#include <stdlib.h>
#include <string.h>

bool jira_is_cloud(const struct atl_http *http)
{
    return atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
}

const char *jira_path(const struct atl_http *http, struct atl_arena *arena, const char *rest)
{
    return atl_arena_printf(arena, "/rest/api/%c/%s", jira_is_cloud(http) ? '3' : '2', rest);
}

const char *jira_issue_path(const struct atl_http *http, struct atl_arena *arena, const char *key,
                            const char *rest)
{
    struct atl_buffer encoded = {0};
    atl_text_append_url_encoded(&encoded, key);
    const char *path = jira_path(
        http, arena, atl_arena_printf(arena, "issue/%s%s", atl_buffer_text(&encoded), rest));
    atl_buffer_free(&encoded);
    return path;
}

const char *jira_part_path(const struct atl_http *http, struct atl_arena *arena, const char *key,
                           const char *part, const char *id)
{
    struct atl_buffer rest = {0};
    atl_buffer_printf(&rest, "/%s/", part);
    atl_text_append_url_encoded(&rest, id);
    const char *path = jira_issue_path(http, arena, key, atl_buffer_text(&rest));
    atl_buffer_free(&rest);
    return path;
}

enum atl_status jira_delete(struct atl_http *http, const char *path, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http_response response;
    struct atl_http_request request = {.method = ATL_DELETE, .path = path};
    enum atl_status status = atl_http_send(http, &request, &arena, &response, error);
    if (status == ATL_OK) {
        status = atl_http_check(http, &request, &response, error);
    }
    atl_arena_free(&arena);
    return status;
}

bool jira_failed_itself(const struct atl_error *error)
{
    return error != NULL && error->http_status == 500;
}

struct atl_http_request jira_read_by_post(const char *path, const char *body)
{
    return (struct atl_http_request){.method = ATL_POST,
                                     .path = path,
                                     .body = body,
                                     .body_length = strlen(body),
                                     .safe_to_repeat = true};
}

const char *jira_body(struct atl_arena *arena, cJSON *tree)
{
    char *text = atl_json_print(tree, false);
    const char *body = atl_arena_strdup(arena, text);
    free(text);
    cJSON_Delete(tree);
    return body;
}
