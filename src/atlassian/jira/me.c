/* Who the account is. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira.h"

void jira_user_read(const cJSON *json, struct atl_arena *arena, struct atl_jira_user *user)
{
    *user = (struct atl_jira_user){
        .account_id = atl_arena_strdup(arena, atl_json_text(json, "accountId", NULL)),
        .name = atl_arena_strdup(arena, atl_json_text(json, "name", NULL)),
        .display_name = atl_arena_strdup(arena, atl_json_text(json, "displayName", NULL)),
        .email = atl_arena_strdup(arena, atl_json_text(json, "emailAddress", NULL)),
        .time_zone = atl_arena_strdup(arena, atl_json_text(json, "timeZone", NULL)),
        .active = atl_json_bool(json, "active", true),
    };
}

enum atl_status atl_jira_myself(struct atl_http *http, struct atl_arena *arena,
                                struct atl_jira_user *user, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET, .path = jira_path(http, arena, "myself")};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    jira_user_read(json, arena, user);
    if (user->account_id == NULL && user->name == NULL) {
        return atl_fail(error, ATL_FAILED, "the server's answer doesn't say who you are");
    }
    return ATL_OK;
}
