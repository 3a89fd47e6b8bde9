/* What Jira says of itself, of people, of permissions and of projects. */
#include "sandbox/jira/jira_json.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static void jira_server_info(struct request *request, struct reply *reply)
{
    const struct sandbox *sandbox = request->sandbox;
    struct atl_buffer *json = &reply->body;
    bool is_cloud = sandbox_is_cloud(sandbox);
    static const int cloud_version[] = {1001, 0, 0};
    static const int data_center_version[] = {9, 12, 0};
    const int *version = is_cloud ? cloud_version : data_center_version;
    emit_object(json, NULL);
    emit_text(json, "baseUrl", sandbox->site);
    if (is_cloud) {
        emit_text(json, "displayUrl", sandbox->site);
    }
    emit_text(json, "version", is_cloud ? "1001.0.0-SNAPSHOT" : "9.12.0");
    emit_array(json, "versionNumbers");
    for (size_t i = 0; i < 3; i++) {
        emit_integer(json, NULL, version[i]);
    }
    emit_array_end(json);
    /* A self-hosted Jira calls itself "Server", Data Center or not. */
    emit_text(json, "deploymentType", is_cloud ? "Cloud" : "Server");
    emit_integer(json, "buildNumber", is_cloud ? 100300 : 9120000);
    emit_text(json, "buildDate",
              time_format_jira(&request->arena, sandbox->data.today_ms - INT64_C(864000000)));
    emit_text(json, "serverTime",
              time_format_jira(&request->arena,
                               data_now_ms(&sandbox->data) + sandbox->options.skew_seconds * 1000));
    emit_text(json, "scmInfo", "1f51473f5c7b75c1a69a0090f4832cdc5053702a");
    emit_text(json, "serverTitle", "atlcli sandbox");
    if (is_cloud) {
        emit_text(json, "serverTimeZone", "Etc/UTC");
    }
    emit_object_end(json);
}

static void jira_myself(struct request *request, struct reply *reply)
{
    jira_emit_user(request->sandbox, &request->arena, &reply->body, NULL,
                   data_me(&request->sandbox->data));
}

/* ---- people ---- */

static bool is_found(const struct person *person, const char *query)
{
    return strcasestr(person->name, query) != NULL || strcasestr(person->email, query) != NULL ||
           strcasestr(person->username, query) != NULL;
}

/* By a part of the name or the e-mail address; a dot stands for everybody on Data Center. */
static void jira_user_search(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 1000,
        DEFAULT_RESULTS = 50,
    };
    const struct sandbox *sandbox = request->sandbox;
    const char *parameter = sandbox_is_cloud(sandbox) ? "query" : "username";
    const char *query = request_parameter(request, parameter);
    int64_t skip;
    int64_t most;
    if (query == NULL || !request_parameter_integer(request, "startAt", 0, INT32_MAX, 0, &skip) ||
        !request_parameter_integer(request, "maxResults", 1, MOST_RESULTS, DEFAULT_RESULTS,
                                   &most)) {
        reply_error(reply, REPLY_JIRA, 400,
                    "The %s query parameter was not provided, or startAt "
                    "or maxResults is no number in its bounds.",
                    parameter);
        return;
    }
    bool everybody = !sandbox_is_cloud(sandbox) && strcmp(query, ".") == 0;
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < sandbox->data.person_count && most > 0; i++) {
        const struct person *person = &sandbox->data.people[i];
        if ((everybody || is_found(person, query)) && skip-- <= 0) {
            jira_emit_user(sandbox, &request->arena, &reply->body, NULL, person);
            most--;
        }
    }
    emit_array_end(&reply->body);
}

/* ---- permissions ---- */

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
    {46, "TRANSITION_ISSUES", "Transition Issues", "Ability to transition issues.", false, true},
};

static const struct permission *find_permission(const char *key)
{
    for (size_t i = 0; i < sizeof permissions / sizeof *permissions; i++) {
        if (strcmp(permissions[i].key, key) == 0) {
            return &permissions[i];
        }
    }
    return NULL;
}

static void emit_permission(struct atl_buffer *json, const struct permission *permission,
                            enum request_access access)
{
    emit_object(json, permission->key);
    emit_format(json, "id", "%d", permission->id);
    emit_text(json, "key", permission->key);
    emit_text(json, "name", permission->name);
    emit_text(json, "type", permission->global ? "GLOBAL" : "PROJECT");
    emit_text(json, "description", permission->description);
    emit_bool(json, "havePermission", access == ACCESS_FULL || !permission->writes);
    emit_object_end(json);
}

/* Refuses a project or an issue that isn't there. */
static bool context_exists(struct request *request)
{
    const struct data *data = &request->sandbox->data;
    const char *project = request_parameter(request, "projectId");
    project = project != NULL ? project : request_parameter(request, "projectKey");
    const char *issue = request_parameter(request, "issueId");
    issue = issue != NULL ? issue : request_parameter(request, "issueKey");
    size_t project_index;
    uint32_t issue_index;
    if (project != NULL && !data_find_project(data, project, &project_index)) {
        reply_error(&request->reply, REPLY_JIRA, 404, "No project could be found with key '%s'.",
                    project);
        return false;
    }
    if (issue != NULL && !data_find_issue(data, issue, &issue_index)) {
        reply_error(&request->reply, REPLY_JIRA, 404,
                    "Issue does not exist or you do not have permission to see it.");
        return false;
    }
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
    if (!context_exists(request)) {
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
        emit_permission(json, permission, request->access);
    }
    for (size_t i = 0; count == 0 && i < sizeof permissions / sizeof *permissions; i++) {
        emit_permission(json, &permissions[i], request->access);
    }
    emit_object_end(json);
    emit_object_end(json);
}

/* ---- projects ---- */

static void jira_projects(struct request *request, struct reply *reply)
{
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < request->sandbox->data.project_count; i++) {
        jira_emit_project(request->sandbox, &request->arena, &reply->body, NULL, i);
    }
    emit_array_end(&reply->body);
}

/* True when the list is empty or holds the text. */
static bool is_wanted(char **values, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strcasecmp(values[i], text) == 0) {
            return true;
        }
    }
    return count == 0;
}

/* Indexes of the projects that the request asks for, by key or by name. */
static size_t select_projects(struct request *request, size_t *selected)
{
    const struct data *data = &request->sandbox->data;
    const char *query = request_parameter(request, "query");
    char **keys;
    char **ids;
    size_t key_count = request_parameter_list(request, "keys", &keys);
    size_t id_count = request_parameter_list(request, "id", &ids);
    size_t count = 0;
    for (size_t i = 0; i < data->project_count; i++) {
        const struct project *project = &data->projects[i];
        const char *id = atl_arena_printf(&request->arena, "%u", (unsigned)project->id);
        if (is_wanted(keys, key_count, project->key) && is_wanted(ids, id_count, id) &&
            (query == NULL || strcasestr(project->name, query) != NULL ||
             strcasestr(project->key, query) != NULL)) {
            selected[count++] = i;
        }
    }
    return count;
}

/* orderBy: key (the default) or name, with "+" or "-" before it. */
static void sort_projects(const struct request *request, size_t *selected, size_t count)
{
    const char *order = request_parameter(request, "orderBy");
    order = order == NULL ? "key" : order;
    int direction = *order == '-' ? -1 : 1;
    order += *order == '-' || *order == '+' || *order == ' ';
    const struct project *projects = request->sandbox->data.projects;
    bool by_name = strcmp(order, "name") == 0;
    for (size_t i = 1; i < count; i++) {
        for (size_t at = i; at > 0; at--) {
            const struct project *left = &projects[selected[at - 1]];
            const struct project *right = &projects[selected[at]];
            int comparison =
                by_name ? strcmp(left->name, right->name) : strcmp(left->key, right->key);
            if (comparison * direction <= 0) {
                break;
            }
            size_t other = selected[at];
            selected[at] = selected[at - 1];
            selected[at - 1] = other;
        }
    }
}

static void jira_project_search(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 100,
        DEFAULT_RESULTS = 50,
    };
    struct atl_buffer *json = &reply->body;
    int64_t start;
    int64_t most;
    if (!request_parameter_integer(request, "startAt", 0, INT32_MAX, 0, &start) ||
        !request_parameter_integer(request, "maxResults", 1, INT32_MAX, DEFAULT_RESULTS, &most)) {
        reply_error(reply, REPLY_JIRA, 400, "startAt and maxResults must be positive numbers.");
        return;
    }
    most = most > MOST_RESULTS ? MOST_RESULTS : most;
    size_t *selected =
        atl_arena_alloc(&request->arena, request->sandbox->data.project_count * sizeof *selected);
    int64_t total = (int64_t)select_projects(request, selected);
    sort_projects(request, selected, (size_t)total);
    const char *url =
        atl_arena_printf(&request->arena, "%s/project/search?maxResults=%lld&startAt=",
                         old_api_url(request->sandbox, &request->arena), (long long)most);
    emit_object(json, NULL);
    emit_format(json, "self", "%s%" PRId64, url, start);
    if (start + most < total) {
        emit_format(json, "nextPage", "%s%" PRId64, url, start + most);
    }
    emit_integer(json, "maxResults", most);
    emit_integer(json, "startAt", start);
    emit_integer(json, "total", total);
    emit_bool(json, "isLast", start + most >= total);
    emit_array(json, "values");
    for (int64_t i = start; i < total && i < start + most; i++) {
        jira_emit_project(request->sandbox, &request->arena, json, NULL, selected[i]);
    }
    emit_array_end(json);
    emit_object_end(json);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/serverInfo", ROUTE_ANY | ROUTE_ANONYMOUS, jira_server_info},
    {"GET", ROUTE_JIRA_2, "/serverInfo", ROUTE_CLOUD | ROUTE_ANONYMOUS, jira_server_info},
    {"GET", ROUTE_JIRA, "/myself", ROUTE_ANY, jira_myself},
    {"GET", ROUTE_JIRA, "/mypermissions", ROUTE_ANY, jira_my_permissions},
    {"GET", ROUTE_JIRA, "/user/search", ROUTE_ANY, jira_user_search},
    {"GET", ROUTE_JIRA, "/project/search", ROUTE_CLOUD, jira_project_search},
    {"GET", ROUTE_JIRA, "/project", ROUTE_DATA_CENTER, jira_projects},
};

const struct route_table jira_site_routes = ROUTES(routes);
