/* With whom filters are shared, and sharing them. */
#include "atlcli/jira_filter.h"

#include "atlassian/jira/items.h"

#include "atlcli/jira_project.h"

#include <inttypes.h>
#include <stdio.h>

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

enum atl_status atl_jira_share_prepare(struct atl_http *http, struct atl_arena *arena,
                                       const struct atl_jira_share *share, const cJSON **prepared,
                                       struct atl_error *error)
{
    cJSON *body = atl_json_keep(arena, cJSON_CreateObject());
    *prepared = body;
    return write(http, arena, share, body, error);
}

/* ---- what is there ---- */

static bool is_type(const cJSON *share, const char *type)
{
    return atl_text_equal(atl_json_text(share, "type", NULL), type);
}

const char *atl_jira_share_id(struct atl_arena *arena, const cJSON *share)
{
    return atl_arena_printf(arena, "%" PRId64, atl_json_integer(share, "id", 0));
}

bool atl_jira_share_is_alone(const cJSON *share)
{
    return is_type(share, "global") || is_type(share, "authenticated") ||
           is_type(share, "loggedin");
}

static bool has_same(const cJSON *share, const char *path, const cJSON *prepared, const char *key)
{
    const char *wanted = atl_json_text(prepared, key, NULL);
    return wanted != NULL && atl_text_equal(atl_json_text(share, path, NULL), wanted);
}

static bool has_role(const cJSON *share, const cJSON *prepared)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, atl_json_integer(share, "role.id", -1));
    return atl_text_equal(atl_json_text(prepared, "projectRoleId", NULL), id);
}

bool atl_jira_share_is(const cJSON *share, const cJSON *prepared)
{
    if (is_type(prepared, "project")) {
        return atl_json_get(share, "role") == NULL &&
               has_same(share, "project.id", prepared, "projectId");
    }
    if (is_type(prepared, "projectRole")) {
        return has_same(share, "project.id", prepared, "projectId") && has_role(share, prepared);
    }
    if (is_type(prepared, "group")) {
        return atl_text_equal_ignoring_case(atl_json_text(share, "group.name", NULL),
                                            atl_json_text(prepared, "groupname", NULL));
    }
    if (is_type(prepared, "user")) {
        return has_same(share, "user.accountId", prepared, "accountId") ||
               has_same(share, "user.key", prepared, "userKey");
    }
    return atl_jira_share_is_alone(share) &&
           is_type(share, "global") == is_type(prepared, "global");
}

/* ---- requests ---- */

enum atl_status atl_jira_filter_share(struct atl_http *http, struct atl_arena *arena,
                                      const char *id, const cJSON *prepared, const cJSON **shares,
                                      struct atl_error *error)
{
    const cJSON *share;
    enum atl_status status = jira_send(http, arena, ATL_POST, path_of(arena, id, ""),
                                       cJSON_Duplicate(prepared, true), shares, error);
    if (status != ATL_UNKNOWN_OUTCOME ||
        atl_jira_filter_shares(http, arena, id, shares, NULL) != ATL_OK) {
        return status;
    }
    cJSON_ArrayForEach(share, *shares)
    {
        if (atl_jira_share_is(share, prepared)) {
            atl_error_clear(error);
            return ATL_OK;
        }
    }
    return status;
}

enum atl_status atl_jira_filter_shares(struct atl_http *http, struct atl_arena *arena,
                                       const char *id, const cJSON **shares,
                                       struct atl_error *error)
{
    return jira_send(http, arena, ATL_GET, path_of(arena, id, ""), NULL, shares, error);
}

static bool is_gone(struct atl_http *http, struct atl_arena *arena, const char *id,
                    const char *wanted)
{
    const cJSON *shares;
    const cJSON *share;
    if (atl_jira_filter_shares(http, arena, id, &shares, NULL) != ATL_OK) {
        return false;
    }
    cJSON_ArrayForEach(share, shares)
    {
        if (atl_text_equal(atl_jira_share_id(arena, share), wanted)) {
            return false;
        }
    }
    return true;
}

enum atl_status atl_jira_filter_unshare(struct atl_http *http, const char *id, const char *share,
                                        struct atl_error *error)
{
    struct atl_arena arena = {0};
    const char *rest = atl_arena_printf(&arena, "/%s", jira_encode(&arena, share));
    enum atl_status status =
        jira_send(http, &arena, ATL_DELETE, path_of(&arena, id, rest), NULL, NULL, error);
    /* A 404 is also for those who may not edit the filter: then it is still there. */
    if (status == ATL_NOT_FOUND && is_gone(http, &arena, id, share)) {
        atl_error_clear(error);
        status = ATL_OK;
    }
    atl_arena_free(&arena);
    return status;
}
