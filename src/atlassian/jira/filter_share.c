/* With whom filters are shared. */
#include "atlcli/jira_filter.h"

#include "atlassian/jira/items.h"

#include "atlcli/jira_project.h"

static const char *path_of(struct atl_arena *arena, const char *id, const char *rest)
{
    return atl_arena_printf(arena, "filter/%s/permission%s", jira_encode(arena, id), rest);
}

/* What Data Center calls a person here: neither name nor display name. */
static enum atl_status find_user_key(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_jira_user *user, const char **key,
                                     struct atl_error *error)
{
    const cJSON *json;
    const char *path = atl_arena_printf(arena, "user?username=%s", jira_encode(arena, user->name));
    enum atl_status status = jira_send(http, arena, ATL_GET, path, NULL, &json, error);
    if (status == ATL_OK) {
        *key = atl_json_text(json, "key", user->name);
    }
    return status;
}

static enum atl_status write_user(struct atl_http *http, struct atl_arena *arena,
                                  const struct atl_jira_share *share, cJSON *body,
                                  struct atl_error *error)
{
    const char *key;
    atl_json_set_text(body, "type", "user");
    if (jira_is_cloud(http)) {
        atl_json_set_text(body, "accountId", share->user->account_id);
        return ATL_OK;
    }
    enum atl_status status = find_user_key(http, arena, share->user, &key, error);
    if (status == ATL_OK) {
        atl_json_set_text(body, "userKey", key);
    }
    return status;
}

static enum atl_status write_project(struct atl_http *http, struct atl_arena *arena,
                                     const struct atl_jira_share *share, cJSON *body,
                                     struct atl_error *error)
{
    struct atl_jira_item project;
    struct atl_jira_items roles;
    const struct atl_jira_item *role;
    enum atl_status status = atl_jira_project(http, arena, share->project, &project, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_json_set_text(body, "type", share->role == NULL ? "project" : "projectRole");
    atl_json_set_text(body, "projectId", project.id);
    if (share->role != NULL) {
        status = atl_jira_project_roles(http, arena, project.id, &roles, error);
        if (status == ATL_OK) {
            roles.of = atl_arena_printf(arena, "project %s", project.key);
            status = atl_jira_items_choose(&roles, share->role, &role, error);
        }
        if (status == ATL_OK) {
            atl_json_set_text(body, "projectRoleId", role->id);
        }
    }
    return status;
}

static enum atl_status write(struct atl_http *http, struct atl_arena *arena,
                             const struct atl_jira_share *share, cJSON *body,
                             struct atl_error *error)
{
    switch (share->with) {
    case ATL_JIRA_SHARE_GLOBAL:
        atl_json_set_text(body, "type", "global");
        return ATL_OK;
    case ATL_JIRA_SHARE_AUTHENTICATED:
        atl_json_set_text(body, "type", "authenticated");
        return ATL_OK;
    case ATL_JIRA_SHARE_GROUP:
        atl_json_set_text(body, "type", "group");
        atl_json_set_text(body, "groupname", share->group);
        return ATL_OK;
    case ATL_JIRA_SHARE_USER:
        return write_user(http, arena, share, body, error);
    case ATL_JIRA_SHARE_PROJECT:
        break;
    }
    return write_project(http, arena, share, body, error);
}

enum atl_status atl_jira_filter_share(struct atl_http *http, struct atl_arena *arena,
                                      const char *id, const struct atl_jira_share *share,
                                      const cJSON **shares, struct atl_error *error)
{
    cJSON *body = cJSON_CreateObject();
    enum atl_status status = write(http, arena, share, body, error);
    if (status != ATL_OK) {
        cJSON_Delete(body);
        return status;
    }
    return jira_send(http, arena, ATL_POST, path_of(arena, id, ""), body, shares, error);
}

enum atl_status atl_jira_filter_shares(struct atl_http *http, struct atl_arena *arena,
                                       const char *id, const cJSON **shares,
                                       struct atl_error *error)
{
    return jira_send(http, arena, ATL_GET, path_of(arena, id, ""), NULL, shares, error);
}

enum atl_status atl_jira_filter_unshare(struct atl_http *http, const char *id, const char *share,
                                        struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *rest = atl_arena_printf(&arena, "/%s", jira_encode(&arena, share));
    enum atl_status status =
        jira_send(http, &arena, ATL_DELETE, path_of(&arena, id, rest), NULL, NULL, error);
    atl_arena_free(&arena);
    return status;
}
