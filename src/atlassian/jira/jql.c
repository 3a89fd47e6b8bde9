#include "atlcli/jira_jql.h"

#include "atlassian/jira/internal.h"

/* The texts of an array. */
static void read_messages(struct atl_arena *arena, const cJSON *array, const char *const **messages,
                          size_t *count)
{
    const char **texts =
        atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(array) + 1) * sizeof *texts);
    const cJSON *item;
    *count = 0;
    cJSON_ArrayForEach(item, array)
    {
        if (cJSON_IsString(item)) {
            texts[(*count)++] = item->valuestring;
        }
    }
    *messages = texts;
}

static enum atl_status validate_on_cloud(struct atl_http *http, struct atl_arena *arena,
                                         const char *jql, const char *const **messages,
                                         size_t *count, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    cJSON *queries = cJSON_AddArrayToObject(body, "queries");
    cJSON_AddItemToArray(queries, cJSON_CreateString(jql));
    const cJSON *json;
    struct atl_http_request request = jira_read_by_post(
        jira_path(http, arena, "jql/parse?validation=strict"), jira_body(arena, body));
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        read_messages(arena, atl_json_get(json, "queries.0.errors"), messages, count);
    }
    return status;
}

static enum atl_status validate_by_search(struct atl_http *http, struct atl_arena *arena,
                                          const char *jql, const char *const **messages,
                                          size_t *count, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql", jql);
    cJSON_AddNumberToObject(body, "maxResults", 0);
    struct atl_http_request request =
        jira_read_by_post(jira_path(http, arena, "search"), jira_body(arena, body));
    struct atl_http_response response;
    enum atl_status status = atl_http_send(http, &request, arena, &response, error);
    *count = 0;
    if (status != ATL_OK || response.status != 400) {
        return status == ATL_OK ? atl_http_check(http, &request, &response, error) : status;
    }
    const cJSON *json;
    if (atl_json_read(arena, response.body, response.length, "the server's answer", &json, NULL) ==
        ATL_OK) {
        read_messages(arena, atl_json_get(json, "errorMessages"), messages, count);
    }
    return *count > 0 ? ATL_OK : atl_http_check(http, &request, &response, error);
}

enum atl_status atl_jira_jql_validate(struct atl_http *http, struct atl_arena *arena,
                                      const char *jql, const char *const **messages, size_t *count,
                                      struct atl_error *error)
{
    *messages = NULL;
    *count = 0;
    return jira_is_cloud(http) ? validate_on_cloud(http, arena, jql, messages, count, error)
                               : validate_by_search(http, arena, jql, messages, count, error);
}

enum atl_status atl_jira_jql_reference(struct atl_http *http, struct atl_arena *arena,
                                       const cJSON **reference, struct atl_error *error)
{
    struct atl_http_request request = {.path = jira_path(http, arena, "jql/autocompletedata")};
    return atl_http_json(http, &request, arena, reference, error);
}

enum atl_status atl_jira_jql_values(struct atl_http *http, struct atl_arena *arena,
                                    const char *field, const char *beginning, const cJSON **results,
                                    struct atl_error *error)
{
    struct atl_buffer path = {0};
    const cJSON *json;
    atl_buffer_add(&path, "jql/autocompletedata/suggestions?fieldName=");
    atl_text_append_url_encoded(&path, field);
    atl_buffer_add(&path, "&fieldValue=");
    atl_text_append_url_encoded(&path, beginning);
    struct atl_http_request request = {.path = jira_path(http, arena, atl_buffer_text(&path))};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    *results = status == ATL_OK ? atl_json_member(json, "results") : NULL;
    atl_buffer_free(&path);
    return status;
}
