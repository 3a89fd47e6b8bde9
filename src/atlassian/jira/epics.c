/* Epics, the issues of places, and the fields that hold points. */
#include "atlassian/jira/agile_internal.h"

#include <string.h>

/* ---- epics ---- */

static const char *issue_path(const struct atl_http *http, struct atl_arena *arena, const char *key)
{
    struct atl_buffer rest = {0};
    atl_buffer_add(&rest, "issue/");
    atl_text_append_url_encoded(&rest, key);
    atl_buffer_add(&rest, "?fields=summary,status,assignee,project,issuetype");
    const char *path = jira_path(http, arena, atl_buffer_text(&rest));
    atl_buffer_free(&rest);
    return path;
}

/* What Cloud says of its types; a Data Center's agile API knows which issues are epics. */
static bool is_other_level(const cJSON *issue)
{
    int64_t level = atl_json_integer(issue, "fields.issuetype.hierarchyLevel", 1);
    return level != 1 || atl_json_bool(issue, "fields.issuetype.subtask", false);
}

static enum atl_status fail_no_epic(const cJSON *issue, struct atl_error *error)
{
    const char *key = atl_json_text(issue, "key", "the issue");
    const char *type = atl_json_text(issue, "fields.issuetype.name", NULL);
    atl_fail(error, ATL_USAGE, "%s is no epic%s%s", key, type == NULL ? "" : ": its type is ",
             type == NULL ? "" : type);
    atl_hint(error, "see the epics there are: atlcli jira epic list --project %s",
             atl_json_text(issue, "fields.project.key", "KEY"));
    return ATL_USAGE;
}

static enum atl_status read_agile(struct atl_http *http, struct atl_arena *arena,
                                  const cJSON *issue, struct atl_jira_epic *epic,
                                  struct atl_error *error)
{
    struct atl_http_request request = {
        .method = ATL_GET, .path = atl_arena_printf(arena, "/rest/agile/1.0/epic/%s", epic->id)};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    bool says_none = status == ATL_NOT_FOUND || (status == ATL_FAILED && error->http_status == 400);
    /* Where the issue's type says that it is an epic, the refusal means something else. */
    if (says_none && atl_json_get(issue, "fields.issuetype.hierarchyLevel") == NULL) {
        return fail_no_epic(issue, error);
    }
    if (status == ATL_OK) {
        epic->name = atl_json_text(json, "name", NULL);
        epic->done = atl_json_bool(json, "done", false);
    }
    return status;
}

enum atl_status atl_jira_epic(struct atl_http *http, struct atl_arena *arena, const char *key,
                              struct atl_jira_epic *epic, struct atl_error *error)
{
    struct atl_error own;
    struct atl_http_request request = {.method = ATL_GET, .path = issue_path(http, arena, key)};
    const cJSON *issue;
    error = error == NULL ? &own : error;
    enum atl_status status = atl_http_json(http, &request, arena, &issue, error);
    if (status != ATL_OK) {
        return status;
    }
    *epic = (struct atl_jira_epic){
        .id = atl_json_text(issue, "id", ""),
        .key = atl_json_text(issue, "key", key),
        .summary = atl_json_text(issue, "fields.summary", NULL),
        .status = atl_json_text(issue, "fields.status.name", NULL),
        .assignee = atl_json_text(issue, "fields.assignee.displayName", NULL),
        .project = atl_json_text(issue, "fields.project.key", NULL),
        .done =
            atl_text_equal(atl_json_text(issue, "fields.status.statusCategory.key", NULL), "done"),
        .is_simple = atl_json_bool(issue, "fields.project.simplified", false),
    };
    if (atl_json_text(issue, "key", NULL) == NULL) {
        return atl_fail(error, ATL_FAILED, "%s: the server's answer holds no issue", key);
    }
    if (is_other_level(issue)) {
        return fail_no_epic(issue, error);
    }
    return epic->is_simple ? ATL_OK : read_agile(http, arena, issue, epic, error);
}

/* ---- sub-tasks ---- */

enum atl_status atl_jira_subtask_type(struct atl_http *http, struct atl_arena *arena,
                                      const char *project, const char **type,
                                      struct atl_error *error)
{
    struct atl_http_request request = {
        .method = ATL_GET,
        .path = jira_path(http, arena, atl_arena_printf(arena, "project/%s", project))};
    const cJSON *json;
    const cJSON *item;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON_ArrayForEach(item, atl_json_member(json, "issueTypes"))
    {
        *type = atl_json_text(item, "name", NULL);
        if (*type != NULL && atl_json_bool(item, "subtask", false)) {
            return ATL_OK;
        }
    }
    return atl_fail(error, ATL_USAGE, "project %s has no issue type for sub-tasks", project);
}

/* ---- issues of places ---- */

/*
 * By search, as Atlassian asks for: the agile API doesn't know the epics of team-managed projects
 * ("search for issues … with the parent clause", says its document).
 */
static enum atl_status search_children(struct atl_arena *arena, const char *epic,
                                       const struct atl_jira_search *search,
                                       struct atl_jira_search_result *result,
                                       struct atl_error *error)
{
    struct atl_jira_search children = *search;
    children.jql =
        search->jql == NULL
            ? atl_arena_printf(arena, "parent = %s ORDER BY rank", epic)
            : atl_arena_printf(arena, "parent = %s AND (%s) ORDER BY rank", epic, search->jql);
    return atl_jira_search(&children, result, error);
}

enum atl_status atl_jira_issues_of(enum atl_jira_place place, const char *id,
                                   const struct atl_jira_search *search,
                                   struct atl_jira_search_result *result, struct atl_error *error)
{
    static const char *const formats[] = {
        [ATL_JIRA_BOARD] = "board/%s/issue",
        [ATL_JIRA_BACKLOG] = "board/%s/backlog",
        [ATL_JIRA_SPRINT] = "sprint/%s/issue",
        [ATL_JIRA_EPIC] = "epic/%s/issue",
    };
    struct atl_arena arena = {0};
    enum atl_status status;
    *result = (struct atl_jira_search_result){.total = -1};
    if (place == ATL_JIRA_EPIC && jira_is_cloud(search->http)) {
        status = search_children(&arena, id, search, result, error);
    } else {
        struct atl_buffer path = {0};
        const char *format = formats[place];
        const char *mark = strstr(format, "%s");
        atl_buffer_printf(&path, "/rest/agile/1.0/%.*s", (int)(mark - format), format);
        atl_text_append_url_encoded(&path, id);
        atl_buffer_add(&path, mark + 2);
        struct search state = {.wanted = search, .list = atl_buffer_text(&path), .result = result};
        status = search_by_offset(&state, error);
        id_set_free(&state.seen);
        atl_buffer_free(&path);
    }
    atl_arena_free(&arena);
    return status;
}

/* ---- points ---- */

/* Jira's own names for it, in the two kinds of projects. */
static bool holds_points(const cJSON *field)
{
    const char *name = atl_json_text(field, "name", NULL);
    const char *custom = atl_json_text(field, "schema.custom", NULL);
    return atl_text_equal(custom, "com.pyxis.greenhopper.jira:jsw-story-points") ||
           (atl_text_equal(atl_json_text(field, "schema.type", NULL), "number") &&
            (atl_text_equal_ignoring_case(name, "Story Points") ||
             atl_text_equal_ignoring_case(name, "Story point estimate")));
}

enum atl_status atl_jira_point_fields(struct atl_http *http, struct atl_arena *arena,
                                      struct atl_jira_point_fields *fields, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET, .path = jira_path(http, arena, "field")};
    const cJSON *json = NULL;
    const cJSON *field;
    size_t count = 0;
    *fields = (struct atl_jira_point_fields){{NULL}};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON_ArrayForEach(field, json)
    {
        const char *id = atl_json_text(field, "id", NULL);
        if (id != NULL && holds_points(field) && count < ATL_JIRA_MOST_POINT_FIELDS) {
            fields->ids[count++] = id;
        }
    }
    return ATL_OK;
}
