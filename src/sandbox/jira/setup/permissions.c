/* What one may do, and where. */
#include "sandbox/jira/setup/permissions.h"

#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <string.h>

struct permission {
    int id;
    const char *key;
    const char *name;
    const char *description;
    bool global;
    bool writes; /* a read-only token hasn't got it */
};

static const struct permission permissions[] = {
    {0, "ADMINISTER", "Administer Jira", "Ability to perform most administration functions.", true,
     true},
    {1, "USER_PICKER", "Browse users and groups", "Ability to select a user or group.", true,
     false},
    {33, "BULK_CHANGE", "Make bulk changes", "Ability to modify a collection of issues at once.",
     true, true},
    {10, "BROWSE_PROJECTS", "Browse Projects", "Ability to browse projects and their issues.",
     false, false},
    {11, "CREATE_ISSUES", "Create Issues", "Ability to create issues.", false, true},
    {12, "EDIT_ISSUES", "Edit Issues", "Ability to edit issues.", false, true},
    {13, "ASSIGN_ISSUES", "Assign Issues", "Ability to assign issues to other people.", false,
     true},
    {15, "ADD_COMMENTS", "Add Comments", "Ability to comment on issues.", false, true},
    {16, "DELETE_ISSUES", "Delete Issues", "Ability to delete issues.", false, true},
    {19, "CREATE_ATTACHMENTS", "Create Attachments", "Ability to attach files.", false, true},
    {20, "WORK_ON_ISSUES", "Work On Issues", "Ability to log work done against an issue.", false,
     true},
    {21, "LINK_ISSUES", "Link Issues", "Ability to link issues together.", false, true},
    {23, "ADMINISTER_PROJECTS", "Administer Projects", "Ability to administer a project.", false,
     true},
    {25, "MOVE_ISSUES", "Move Issues", "Ability to move issues between projects.", false, true},
    {28, "SCHEDULE_ISSUES", "Schedule Issues", "Ability to view or edit an issue's due date.",
     false, true},
    {32, "MANAGE_WATCHERS", "Manage Watchers", "Ability to manage the watchers of an issue.", false,
     true},
    {46, "TRANSITION_ISSUES", "Transition Issues", "Ability to transition issues.", false, true},
};

/* In guarded projects (see server/faults.h) nobody has got these. */
static bool is_guarded(const struct permission *permission)
{
    return strcmp(permission->key, "ASSIGN_ISSUES") == 0 ||
           strcmp(permission->key, "LINK_ISSUES") == 0 ||
           strcmp(permission->key, "MANAGE_WATCHERS") == 0;
}

static const struct permission *find_permission(const char *key)
{
    for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++) {
        if (strcmp(permissions[i].key, key) == 0) {
            return &permissions[i];
        }
    }
    return NULL;
}

/* In the project; anywhere, when that is -1. */
static bool has(const struct request *request, const struct permission *permission, int64_t project)
{
    bool allowed = request->access == ACCESS_FULL || !permission->writes;
    return allowed && !(is_guarded(permission) && lookup_guards_project(request->sandbox, project));
}

bool permission_granted(const struct request *request, const char *key, int64_t project)
{
    return has(request, find_permission(key), project);
}

static void emit_permission(struct request *request, const struct permission *permission,
                            int64_t project)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, permission->key);
    emit_format(json, "id", "%d", permission->id);
    emit_text(json, "key", permission->key);
    emit_text(json, "name", permission->name);
    emit_text(json, "type", permission->global ? "GLOBAL" : "PROJECT");
    emit_text(json, "description", permission->description);
    emit_bool(json, "havePermission", has(request, permission, project));
    emit_object_end(json);
}

/* ---- of the account ---- */

/* The project that it is asked about, -1 for anywhere. Refuses one, or an issue, that isn't there.
 */
static bool find_context(struct request *request, int64_t *project)
{
    const char *name = request_parameter(request, "projectId");
    name = name != NULL ? name : request_parameter(request, "projectKey");
    const char *key = request_parameter(request, "issueId");
    key = key != NULL ? key : request_parameter(request, "issueKey");
    struct jira_issue issue;
    *project = name == NULL ? -1 : lookup_project(request->sandbox, name);
    if (name != NULL && *project < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404, "No project could be found with key '%s'.",
                    name);
        return false;
    }
    if (key == NULL) {
        return true;
    }
    if (!issue_load(request->sandbox, &request->arena, issue_find(request->sandbox, key), &issue)) {
        issue_reply_missing(&request->reply);
        return false;
    }
    *project = issue.project;
    return true;
}

static void jira_my_permissions(struct request *request, struct reply *reply)
{
    struct atl_buffer *json = &reply->body;
    char **keys;
    size_t count = request_parameter_list(request, "permissions", &keys);
    if (count == 0 && sandbox_is_cloud(request->sandbox)) {
        reply_error(reply, REPLY_JIRA, 400, "The 'permissions' query parameter is required.");
        return;
    }
    int64_t project;
    if (!find_context(request, &project)) {
        return;
    }
    emit_object(json, NULL);
    emit_object(json, "permissions");
    for (size_t i = 0; i < count; i++) {
        const struct permission *permission = find_permission(keys[i]);
        if (permission == NULL) {
            reply_error(reply, REPLY_JIRA, 400, "Unrecognized permission: %s", keys[i]);
            return;
        }
        emit_permission(request, permission, project);
    }
    for (size_t i = 0; count == 0 && i < sizeof permissions / sizeof *permissions; i++) {
        emit_permission(request, &permissions[i], project);
    }
    emit_object_end(json);
    emit_object_end(json);
}

/* ---- asked for many projects and issues at once ---- */

/* An array of the ids, of those given, that there are and where the permission is granted. */
static void emit_granted(struct request *request, const char *key, const cJSON *ids,
                         const struct permission *permission, bool are_issues)
{
    struct sandbox *sandbox = request->sandbox;
    emit_array(&request->reply.body, key);
    const cJSON *item;
    cJSON_ArrayForEach(item, ids)
    {
        int64_t id = lookup_id_in_json(item);
        struct jira_issue issue;
        bool known = are_issues ? issue_load(sandbox, &request->arena, id, &issue)
                                : lookup_shows_project(sandbox, id);
        if (id >= 0 && known && has(request, permission, are_issues ? issue.project : id)) {
            emit_integer(&request->reply.body, NULL, id);
        }
    }
    emit_array_end(&request->reply.body);
}

static bool refuse_unknown(struct request *request, const cJSON *keys)
{
    const cJSON *key;
    cJSON_ArrayForEach(key, keys)
    {
        if (!cJSON_IsString(key) || find_permission(key->valuestring) == NULL) {
            reply_error(&request->reply, REPLY_JIRA, 400, "Unrecognized permission: %s",
                        cJSON_IsString(key) ? key->valuestring : "null");
            return true;
        }
    }
    return false;
}

static bool check_in_projects(struct request *request, const cJSON *check)
{
    struct atl_buffer *json = &request->reply.body;
    const cJSON *keys = atl_json_get(check, "permissions");
    const cJSON *key;
    if (refuse_unknown(request, keys)) {
        return false;
    }
    cJSON_ArrayForEach(key, keys)
    {
        const struct permission *permission = find_permission(key->valuestring);
        emit_object(json, NULL);
        emit_text(json, "permission", key->valuestring);
        emit_granted(request, "projects", atl_json_get(check, "projects"), permission, false);
        emit_granted(request, "issues", atl_json_get(check, "issues"), permission, true);
        emit_object_end(json);
    }
    return true;
}

static void jira_check_permissions(struct request *request, struct reply *reply)
{
    struct atl_buffer *json = &reply->body;
    const cJSON *body = request_json(request);
    const cJSON *global = atl_json_get(body, "globalPermissions");
    const cJSON *item;
    if (body == NULL || refuse_unknown(request, global)) {
        return;
    }
    emit_object(json, NULL);
    emit_array(json, "globalPermissions");
    cJSON_ArrayForEach(item, global)
    {
        if (has(request, find_permission(item->valuestring), -1)) {
            emit_text(json, NULL, item->valuestring);
        }
    }
    emit_array_end(json);
    emit_array(json, "projectPermissions");
    cJSON_ArrayForEach(item, atl_json_get(body, "projectPermissions"))
    {
        if (!check_in_projects(request, item)) {
            return;
        }
    }
    emit_array_end(json);
    emit_object_end(json);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/mypermissions", ROUTE_ANY, jira_my_permissions},
    {"POST", ROUTE_JIRA, "/permissions/check", ROUTE_CLOUD | ROUTE_READS, jira_check_permissions},
};

const struct route_table jira_permission_routes = ROUTES(routes);
