/* What the account may do. */
#include "atlassian/jira/internal.h"

#include "atlcli/health.h"
#include "atlcli/json.h"
#include "atlcli/text.h"

enum atl_status atl_jira_check_permissions(struct atl_http *http, struct atl_arena *arena,
                                           struct atl_jira_permission *permissions, size_t count,
                                           struct atl_error *error)
{
    /* Cloud wants to be told which; Data Center ignores that and names all it has. */
    struct atl_buffer rest = {0};
    atl_buffer_add(&rest, "mypermissions?permissions=");
    for (size_t i = 0; i < count; i++) {
        atl_buffer_add(&rest, i == 0 ? "" : ",");
        atl_text_append_url_encoded(&rest, permissions[i].key);
    }
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = jira_path(http, arena, atl_buffer_text(&rest)),
    };
    atl_buffer_free(&rest);
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        const cJSON *one = atl_json_member(atl_json_get(json, "permissions"), permissions[i].key);
        permissions[i].granted = atl_json_bool(one, "havePermission", false);
    }
    return status;
}

enum atl_status atl_confluence_sees_spaces(struct atl_http *http, struct atl_arena *arena,
                                           bool *sees, struct atl_error *error)
{
    bool cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = cloud ? "/wiki/api/v2/spaces?limit=1" : "/rest/api/space?limit=1",
    };
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    *sees = status == ATL_OK && atl_json_count(json, "results") > 0;
    return status;
}
