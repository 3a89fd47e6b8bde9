#include "atlcli/jira_project.h"

#include "atlassian/jira/items.h"

#include "atlcli/loop.h"

#include <ctype.h>
#include <string.h>

/* ---- which one ---- */

static void keep_matching(struct atl_jira_items *projects, const char *query)
{
    size_t kept = 0;
    for (size_t i = 0; i < projects->count; i++) {
        if (atl_text_contains_ignoring_case(projects->items[i].name, query) ||
            atl_text_contains_ignoring_case(projects->items[i].key, query)) {
            projects->items[kept++] = projects->items[i];
        }
    }
    projects->count = kept;
}

enum atl_status atl_jira_projects(struct atl_http *http, struct atl_arena *arena, const char *query,
                                  struct atl_jira_items *projects, struct atl_error *error)
{
    *projects = (struct atl_jira_items){.kind = "project"};
    bool is_cloud = jira_is_cloud(http);
    const char *path = is_cloud ? "project/search?expand=lead,description&orderBy=key"
                                : "project?expand=lead,description";
    if (is_cloud && query != NULL) {
        path = atl_arena_printf(arena, "%s&query=%s", path, jira_encode(arena, query));
    }
    enum atl_status status = jira_items_get(http, arena, path, is_cloud, projects, error);
    if (status == ATL_OK && !is_cloud && query != NULL) {
        keep_matching(projects, query);
    }
    return status;
}

/* Keys are a letter and letters, digits and underscores behind it. */
static bool looks_like_key(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return jira_is_id(name) ||
           (isalpha((unsigned char)name[0]) && name[strspn(name, letters)] == '\0');
}

static const char *in_capitals(struct atl_arena *arena, const char *name)
{
    char *key = atl_arena_strdup(arena, name);
    for (char *at = key; *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    return key;
}

static enum atl_status choose(struct atl_http *http, struct atl_arena *arena, const char *name,
                              const char **key, struct atl_error *error)
{
    struct atl_jira_items projects;
    const struct atl_jira_item *found;
    enum atl_status status = atl_jira_projects(http, arena, NULL, &projects, error);
    if (status == ATL_OK) {
        status = atl_jira_items_choose(&projects, name, &found, error);
    }
    if (status == ATL_OK) {
        *key = found->key;
    }
    return status;
}

enum atl_status atl_jira_project_key(struct atl_http *http, struct atl_arena *arena,
                                     const char *name, const char **key, struct atl_error *error)
{
    if (looks_like_key(name)) {
        *key = in_capitals(arena, name);
        return ATL_OK;
    }
    return choose(http, arena, name, key, error);
}

enum atl_status atl_jira_project_correct(struct atl_http *http, struct atl_arena *arena,
                                         const char *name, const char **key,
                                         struct atl_error *error)
{
    const char *tried = in_capitals(arena, name);
    const struct atl_error before = *error;
    if (!looks_like_key(name)) {
        return error->status;
    }
    enum atl_status status = choose(http, arena, name, key, error);
    if (status == ATL_OK && atl_text_equal(*key, tried)) {
        /* It is there: something else wasn't found. */
        *error = before;
        return before.status;
    }
    return status;
}

static const char *path_of(struct atl_arena *arena, const char *key, const char *rest)
{
    return atl_arena_printf(arena, "project/%s%s%s", jira_encode(arena, key),
                            rest == NULL ? "" : "/", rest == NULL ? "" : rest);
}

/* ---- what is below one ---- */

enum atl_status jira_items_of_project(struct atl_http *http, struct atl_arena *arena,
                                      const char *project, const char *rest, bool paged,
                                      struct atl_jira_items *items, struct atl_error *error)
{
    const char *key;
    enum atl_status status = atl_jira_project_key(http, arena, project, &key, error);
    if (status == ATL_OK) {
        status = jira_items_get(http, arena, path_of(arena, key, rest), paged, items, error);
        if (status == ATL_NOT_FOUND) {
            status = atl_jira_project_correct(http, arena, project, &key, error);
            if (status == ATL_OK) {
                status =
                    jira_items_get(http, arena, path_of(arena, key, rest), paged, items, error);
            }
        }
    }
    if (status == ATL_OK) {
        items->of = atl_arena_printf(arena, "project %s", key);
    }
    return status;
}

static enum atl_status get(struct atl_http *http, struct atl_arena *arena, const char *project,
                           const char *rest, const cJSON **json, struct atl_error *error)
{
    const char *key;
    enum atl_status status = atl_jira_project_key(http, arena, project, &key, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http_request request = {.path = jira_path(http, arena, path_of(arena, key, rest))};
    status = atl_http_json(http, &request, arena, json, error);
    if (status == ATL_NOT_FOUND) {
        status = atl_jira_project_correct(http, arena, project, &key, error);
        if (status == ATL_OK) {
            request.path = jira_path(http, arena, path_of(arena, key, rest));
            status = atl_http_json(http, &request, arena, json, error);
        }
    }
    return status;
}

enum atl_status atl_jira_project(struct atl_http *http, struct atl_arena *arena, const char *name,
                                 struct atl_jira_item *project, struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = get(http, arena, name, NULL, &json, error);
    if (status == ATL_OK) {
        *project = jira_item_read(json);
    }
    return status;
}

enum atl_status jira_project_id(struct atl_http *http, struct atl_arena *arena, const char *name,
                                const char **id, struct atl_error *error)
{
    struct atl_jira_item project = {0};
    enum atl_status status = atl_jira_project(http, arena, name, &project, error);
    if (status == ATL_OK && (project.id == NULL || !jira_is_id(project.id))) {
        status = atl_fail(error, ATL_FAILED, "the server's answer doesn't say the project's id");
    }
    *id = project.id;
    return status;
}

enum atl_status atl_jira_project_statuses(struct atl_http *http, struct atl_arena *arena,
                                          const char *project, struct atl_jira_items *types,
                                          struct atl_error *error)
{
    *types = (struct atl_jira_items){.kind = "issue type"};
    return jira_items_of_project(http, arena, project, "statuses", false, types, error);
}

/* ---- roles ---- */

/* {"Administrators": "https://…/role/10002", …} */
enum atl_status atl_jira_project_roles(struct atl_http *http, struct atl_arena *arena,
                                       const char *project, struct atl_jira_items *roles,
                                       struct atl_error *error)
{
    const cJSON *json;
    enum atl_status status = get(http, arena, project, "role", &json, error);
    if (status != ATL_OK) {
        return status;
    }
    *roles = (struct atl_jira_items){.kind = "role"};
    roles->of = atl_arena_printf(arena, "project %s", project);
    roles->items =
        atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(json) + 1) * sizeof *roles->items);
    const cJSON *role;
    cJSON_ArrayForEach(role, atl_json_object(json))
    {
        const char *url = cJSON_GetStringValue(role);
        const char *slash = url == NULL ? NULL : strrchr(url, '/');
        if (slash != NULL && jira_is_id(slash + 1)) {
            roles->items[roles->count++] =
                (struct atl_jira_item){.id = slash + 1, .name = role->string, .json = role};
        }
    }
    return ATL_OK;
}

struct members {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *key;
    struct atl_jira_items *roles;
};

static enum atl_status get_role(void *context, size_t index, struct atl_error *error)
{
    struct members *members = context;
    struct atl_jira_item *role = &members->roles->items[index];
    const char *rest = atl_arena_printf(members->arena, "role/%s", role->id);
    struct atl_http_request request = {
        .path =
            jira_path(members->http, members->arena, path_of(members->arena, members->key, rest))};
    const cJSON *json;
    enum atl_status status = atl_http_json(members->http, &request, members->arena, &json, error);
    if (status == ATL_OK) {
        role->json = json;
    }
    return status;
}

enum atl_status atl_jira_project_members(struct atl_http *http, struct atl_arena *arena,
                                         const char *project, struct atl_jira_items *roles,
                                         struct atl_error *error)
{
    enum atl_status status = atl_jira_project_roles(http, arena, project, roles, error);
    struct members members = {.http = http, .arena = arena, .roles = roles};
    if (status == ATL_OK && roles->count > 0) {
        /* The project as its roles' addresses have it: …/project/10000/role/10002. */
        const char *url = cJSON_GetStringValue(roles->items[0].json);
        const char *found = strstr(url, "/project/");
        const char *id = found == NULL ? "" : found + strlen("/project/");
        members.key = atl_arena_strndup(arena, id, strcspn(id, "/"));
        status = atl_each(roles->count, 0, get_role, &members, error);
    }
    return status;
}
