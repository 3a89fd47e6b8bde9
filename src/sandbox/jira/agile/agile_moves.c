/* Issues moved: into a sprint, back to the backlog, into an epic, up and down in the order. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/agile/epic_rules.h"
#include "sandbox/jira/agile/rank.h"
#include "sandbox/jira/issues/change.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_ISSUES = 50, /* in one request */
};

/* ---- which issues ---- */

struct moved {
    int64_t issues[MOST_ISSUES];
    size_t count;
    int64_t before; /* -1: not asked for */
    int64_t after;
};

/* The issue that a text names; -1, with the reply a 400, when it isn't there. */
static int64_t find_issue(struct request *request, const cJSON *name)
{
    const char *text = cJSON_IsString(name) ? name->valuestring : "";
    struct jira_issue issue;
    int64_t id = issue_find(request->sandbox, text);
    if (id < 0 || !issue_load(request->sandbox, &request->arena, id, &issue)) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "Issue '%s' does not exist or you do not have permission to see it.", text);
        return -1;
    }
    return id;
}

/* The one to rank before or after; false: the reply is an error. */
static bool read_pivot(struct request *request, const cJSON *body, const char *member,
                       const struct moved *moved, int64_t *pivot)
{
    const cJSON *name = atl_json_member(body, member);
    *pivot = -1;
    if (name == NULL || cJSON_IsNull(name)) {
        return true;
    }
    *pivot = find_issue(request, name);
    for (size_t i = 0; i < moved->count; i++) {
        if (*pivot >= 0 && moved->issues[i] == *pivot) {
            reply_error(&request->reply, REPLY_JIRA, 400,
                        "An issue cannot be ranked relative to itself.");
            return false;
        }
    }
    return *pivot >= 0;
}

/* False: the reply is an error. */
static bool read_moved(struct request *request, const cJSON *body, struct moved *moved)
{
    const cJSON *names = atl_json_member(body, "issues");
    const cJSON *name;
    *moved = (struct moved){.before = -1, .after = -1};
    if (!cJSON_IsArray(names) || cJSON_GetArraySize(names) == 0) {
        reply_error(&request->reply, REPLY_JIRA, 400, "At least one issue must be specified.");
        return false;
    }
    if (cJSON_GetArraySize(names) > MOST_ISSUES) {
        reply_error(&request->reply, REPLY_JIRA, 400,
                    "The maximum number of issues that can be moved in one operation is %d.",
                    MOST_ISSUES);
        return false;
    }
    cJSON_ArrayForEach(name, names)
    {
        int64_t id = find_issue(request, name);
        if (id < 0) {
            return false;
        }
        moved->issues[moved->count++] = id;
    }
    return read_pivot(request, body, "rankBeforeIssue", moved, &moved->before) &&
           read_pivot(request, body, "rankAfterIssue", moved, &moved->after);
}

static void rank(struct request *request, const struct moved *moved)
{
    struct store *store = &request->sandbox->store;
    if (moved->before >= 0) {
        rank_before(store, moved->issues, moved->count, moved->before);
    } else if (moved->after >= 0) {
        rank_after(store, moved->issues, moved->count, moved->after);
    }
}

/* Changes each of them; false, with the reply a 400, when that isn't allowed. */
static bool change_each(struct request *request, const struct moved *moved,
                        void (*set)(struct issue_change *change, const cJSON *value),
                        const cJSON *value)
{
    for (size_t i = 0; i < moved->count; i++) {
        struct problems problems = {0};
        struct issue_change change;
        if (!change_begin(&change, request->sandbox, &request->arena, &problems,
                          moved->issues[i])) {
            continue;
        }
        set(&change, value);
        change_end(&change);
        if (problems.count > 0) {
            problems_reply(&problems, &request->reply);
            return false;
        }
    }
    return true;
}

/* A value that is tied to the request. */
static const cJSON *number_value(struct request *request, int64_t number)
{
    return atl_json_keep(&request->arena, cJSON_CreateNumber((double)number));
}

static const cJSON *null_value(struct request *request)
{
    return atl_json_keep(&request->arena, cJSON_CreateNull());
}

/* The key of the custom field of this type, "customfield_10020"; NULL: none. */
static const char *field_of_type(struct issue_change *change, const char *type)
{
    return store_text(&change->sandbox->store, change->arena,
                      "SELECT 'customfield_' || id FROM field WHERE type = ? ORDER BY id",
                      VALUES(sql_text(type)));
}

/* ---- sprints and the backlog ---- */

static void set_sprint(struct issue_change *change, const cJSON *value)
{
    const char *field = field_of_type(change, "sprint");
    if (field != NULL) {
        set_custom(change, field, OPERATION_SET, value);
    }
}

static void move_to_sprint(struct request *request, const cJSON *sprint)
{
    struct moved moved;
    const cJSON *body = request_json(request);
    if (body != NULL && read_moved(request, body, &moved) &&
        change_each(request, &moved, set_sprint, sprint)) {
        rank(request, &moved);
        reply_restart(&request->reply, 204);
    }
}

static void jira_move_to_sprint(struct request *request, struct reply *reply)
{
    int64_t sprint;
    if (!sprint_of_path(request, 0, &sprint)) {
        return;
    }
    if (store_exists(&request->sandbox->store,
                     "SELECT 1 FROM sprint WHERE id = ? AND state = 'closed'",
                     VALUES(sql_integer(sprint)))) {
        reply_error(reply, REPLY_JIRA, 400, "Issues can only be moved to open or active sprints.");
        return;
    }
    move_to_sprint(request, number_value(request, sprint));
}

static void jira_move_to_backlog(struct request *request, struct reply *reply)
{
    (void)reply;
    move_to_sprint(request, null_value(request));
}

/* ---- epics ---- */

/* Its parent, and no other one by the field that was there before parents. */
static void set_epic(struct issue_change *change, const cJSON *value)
{
    const char *field = field_of_type(change, "epic-link");
    const cJSON *nobody = atl_json_keep(change->arena, cJSON_CreateNull());
    if (field != NULL && store_exists(&change->sandbox->store,
                                      "SELECT 1 FROM issue_value WHERE issue = ?"
                                      " AND 'customfield_' || field = ?",
                                      VALUES(sql_integer(change->issue.id), sql_text(field)))) {
        set_custom(change, field, OPERATION_SET, nobody);
    }
    if (!cJSON_IsNull(value) || change->issue.parent >= 0) {
        set_parent(change, value);
    }
}

/* False, with the reply a 400: some are of team-managed projects. */
static bool check_kind(struct request *request, const struct moved *moved)
{
    for (size_t i = 0; i < moved->count; i++) {
        if (epic_is_team_managed(&request->sandbox->store, moved->issues[i])) {
            reply_error(&request->reply, REPLY_JIRA, 400,
                        "The request contains a next-gen issue and this operation can't add "
                        "next-gen issues to epics. To do so, set the issue's parent.");
            return false;
        }
    }
    return true;
}

static void move_to_epic(struct request *request, const cJSON *epic)
{
    struct moved moved;
    const cJSON *body = request_json(request);
    if (body != NULL && read_moved(request, body, &moved) && check_kind(request, &moved) &&
        change_each(request, &moved, set_epic, epic)) {
        reply_restart(&request->reply, 204);
    }
}

static void jira_move_to_epic(struct request *request, struct reply *reply)
{
    struct jira_issue epic;
    (void)reply;
    if (epic_of_path(request, 0, &epic)) {
        cJSON *value = cJSON_CreateObject();
        atl_json_keep(&request->arena, value);
        cJSON_AddStringToObject(value, "key", epic.key);
        move_to_epic(request, value);
    }
}

static void jira_move_out_of_epic(struct request *request, struct reply *reply)
{
    (void)reply;
    move_to_epic(request, null_value(request));
}

/* ---- the order ---- */

static void jira_rank(struct request *request, struct reply *reply)
{
    struct moved moved;
    const cJSON *body = request_json(request);
    if (body == NULL || !read_moved(request, body, &moved)) {
        return;
    }
    if (moved.before < 0 && moved.after < 0) {
        reply_error(reply, REPLY_JIRA, 400,
                    "Either rankBeforeIssue or rankAfterIssue must be specified.");
        return;
    }
    rank(request, &moved);
    reply_restart(reply, 204);
}

static void jira_rank_epic(struct request *request, struct reply *reply)
{
    struct jira_issue epic;
    if (!epic_of_path(request, 0, &epic)) {
        return;
    }
    const cJSON *body = request_json(request);
    struct moved moved = {.issues = {epic.id}, .count = 1};
    if (body == NULL || !read_pivot(request, body, "rankBeforeEpic", &moved, &moved.before) ||
        !read_pivot(request, body, "rankAfterEpic", &moved, &moved.after)) {
        return;
    }
    if (moved.before < 0 && moved.after < 0) {
        reply_error(reply, REPLY_JIRA, 400,
                    "Either rankBeforeEpic or rankAfterEpic must be specified.");
        return;
    }
    rank(request, &moved);
    reply_restart(reply, 204);
}

static const struct route routes[] = {
    {"POST", ROUTE_AGILE, "/sprint/{}/issue", ROUTE_ANY, jira_move_to_sprint},
    {"POST", ROUTE_AGILE, "/backlog/issue", ROUTE_ANY, jira_move_to_backlog},
    {"POST", ROUTE_AGILE, "/epic/{}/issue", ROUTE_ANY, jira_move_to_epic},
    {"POST", ROUTE_AGILE, "/epic/none/issue", ROUTE_ANY, jira_move_out_of_epic},
    {"PUT", ROUTE_AGILE, "/issue/rank", ROUTE_ANY, jira_rank},
    {"PUT", ROUTE_AGILE, "/epic/{}/rank", ROUTE_ANY, jira_rank_epic},
};

const struct route_table agile_move_routes = ROUTES(routes);
