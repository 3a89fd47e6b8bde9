#include "atlcli/jira_version.h"

#include "atlassian/jira/items.h"

#include "atlcli/jira_project.h"
#include "atlcli/loop.h"

#include <stdlib.h>

static const char *path_of(struct atl_arena *arena, const char *id, const char *rest)
{
    return atl_arena_printf(arena, "version/%s%s", jira_encode(arena, id), rest);
}

/* ---- reading ---- */

enum atl_status atl_jira_versions(struct atl_http *http, struct atl_arena *arena,
                                  const char *project, struct atl_jira_items *versions,
                                  struct atl_error *error)
{
    *versions = (struct atl_jira_items){.kind = "version"};
    bool is_cloud = jira_is_cloud(http);
    return jira_items_of_project(http, arena, project, is_cloud ? "version" : "versions", is_cloud,
                                 versions, error);
}

enum atl_status atl_jira_version(struct atl_http *http, struct atl_arena *arena,
                                 const char *project, const char *name,
                                 struct atl_jira_item *version, struct atl_error *error)
{
    struct atl_jira_items versions;
    const struct atl_jira_item *found;
    if (project == NULL && jira_is_id(name)) {
        return jira_item_get(http, arena, "version", path_of(arena, name, ""), name, version,
                             error);
    }
    if (project == NULL) {
        atl_fail(error, ATL_USAGE, "'%s' could be a version of any project", name);
        atl_hint(error, "say which with --project KEY, or give the version's id");
        return ATL_USAGE;
    }
    enum atl_status status = atl_jira_versions(http, arena, project, &versions, error);
    if (status == ATL_OK) {
        status = atl_jira_items_choose(&versions, name, &found, error);
    }
    if (status == ATL_OK) {
        *version = *found;
    }
    return status;
}

struct counting {
    struct atl_http *http;
    const char *id;
    struct atl_jira_version_counts *counts;
};

static enum atl_status count(void *context, size_t index, struct atl_error *error)
{
    static const char *const rests[] = {"/relatedIssueCounts", "/unresolvedIssueCount"};
    struct counting *counting = context;
    struct atl_arena arena = {0};
    const cJSON *json;
    enum atl_status status =
        jira_send(counting->http, &arena, ATL_GET, path_of(&arena, counting->id, rests[index]),
                  NULL, &json, error);
    if (status == ATL_OK && index == 0) {
        counting->counts->fixed = atl_json_integer(json, "issuesFixedCount", 0);
        counting->counts->affected = atl_json_integer(json, "issuesAffectedCount", 0);
    } else if (status == ATL_OK) {
        counting->counts->unresolved = atl_json_integer(json, "issuesUnresolvedCount", 0);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_version_counts(struct atl_http *http, const char *id,
                                        struct atl_jira_version_counts *counts,
                                        struct atl_error *error)
{
    struct counting counting = {.http = http, .id = id, .counts = counts};
    *counts = (struct atl_jira_version_counts){0};
    return atl_each(2, 0, count, &counting, error);
}

/* ---- changing ---- */

static void set_date(cJSON *body, const char *name, const char *date)
{
    if (date != NULL && *date == '\0') {
        cJSON_AddNullToObject(body, name);
    } else {
        atl_json_set_text(body, name, date);
    }
}

static cJSON *write(const struct atl_jira_version_change *change)
{
    cJSON *body = cJSON_CreateObject();
    atl_json_set_text(body, "name", change->name);
    atl_json_set_text(body, "description", change->description);
    set_date(body, "startDate", change->start_date);
    set_date(body, "releaseDate", change->release_date);
    if (change->released != NULL) {
        atl_json_set_bool(body, "released", *change->released);
    }
    if (change->archived != NULL) {
        atl_json_set_bool(body, "archived", *change->archived);
    }
    if (change->move_unfixed_to != NULL) {
        atl_json_set_text(body, "moveUnfixedIssuesTo",
                          atl_json_text(change->move_unfixed_to->json, "self", NULL));
    }
    return body;
}

/* Takes the body. */
static enum atl_status create(struct atl_http *http, struct atl_arena *arena, cJSON *body,
                              struct atl_jira_item *version, struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = jira_send(http, arena, ATL_POST, "version", body, &json, error);
    if (status == ATL_OK) {
        *version = jira_item_read(json);
    }
    return status;
}

/* There the project's key is deprecated. */
static enum atl_status create_on_cloud(struct atl_http *http, struct atl_arena *arena,
                                       const char *project,
                                       const struct atl_jira_version_change *change,
                                       struct atl_jira_item *version, struct atl_error *error)
{
    const char *id;
    enum atl_status status = jira_project_id(http, arena, project, &id, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *body = write(change);
    cJSON_AddRawToObject(body, "projectId", id);
    return create(http, arena, body, version, error);
}

static enum atl_status create_by_key(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, const struct atl_jira_version_change *change,
                                     struct atl_jira_item *version, struct atl_error *error)
{
    cJSON *body = write(change);
    atl_json_set_text(body, "project", key);
    return create(http, arena, body, version, error);
}

enum atl_status atl_jira_version_create(struct atl_http *http, struct atl_arena *arena,
                                        const char *project,
                                        const struct atl_jira_version_change *change,
                                        struct atl_jira_item *version, struct atl_error *error)
{
    const char *key;
    if (jira_is_cloud(http)) {
        return create_on_cloud(http, arena, project, change, version, error);
    }
    enum atl_status status = atl_jira_project_key(http, arena, project, &key, error);
    if (status == ATL_OK) {
        status = create_by_key(http, arena, key, change, version, error);
        if (status == ATL_NOT_FOUND) {
            status = atl_jira_project_correct(http, arena, project, &key, error);
            if (status == ATL_OK) {
                status = create_by_key(http, arena, key, change, version, error);
            }
        }
    }
    return status;
}

enum atl_status atl_jira_version_update(struct atl_http *http, struct atl_arena *arena,
                                        const char *id,
                                        const struct atl_jira_version_change *change,
                                        struct atl_jira_item *version, struct atl_error *error)
{
    return jira_item_put(http, arena, path_of(arena, id, ""), write(change), version, error);
}

static void set_heir(cJSON *body, const char *name, const char *id)
{
    if (id != NULL) {
        cJSON_AddRawToObject(body, name, id);
    }
}

enum atl_status atl_jira_version_delete(struct atl_http *http, const char *id, const char *fix_heir,
                                        const char *affected_heir, struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *body = cJSON_CreateObject();
    set_heir(body, "moveFixIssuesTo", fix_heir);
    set_heir(body, "moveAffectedIssuesTo", affected_heir);
    enum atl_status status =
        jira_send(http, &arena, ATL_POST, path_of(&arena, id, "/removeAndSwap"), body, NULL, error);
    atl_arena_free(&arena);
    return status;
}
