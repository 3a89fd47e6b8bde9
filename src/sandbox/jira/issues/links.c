/* issueLink, and links to what is elsewhere: issue/{}/remotelink. */
#include "sandbox/jira/issues/issue_parts.h"
#include "sandbox/jira/issues/parts.h"
#include "sandbox/jira/setup/permissions.h"
#include "sandbox/server/auth.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- between issues ---- */

/* The change is recorded at the link's start. */
static bool begin_at_start(struct request *request, const cJSON *body, struct issue_change *change,
                           struct problems *problems)
{
    const char *key =
        atl_json_text(body, "inwardIssue.key", atl_json_text(body, "inwardIssue.id", ""));
    int64_t id = issue_find(request->sandbox, key);
    if (id >= 0 && change_begin(change, request->sandbox, &request->arena, problems, id)) {
        return true;
    }
    reply_error(&request->reply, REPLY_JIRA, 404, "No issue could be found with issue key '%s'.",
                key);
    return false;
}

/* On Cloud it is as if there were no such issue. */
static bool may_link(struct request *request, const struct jira_issue *issue)
{
    if (permission_granted(request, "LINK_ISSUES", issue->project)) {
        return true;
    }
    unsigned status = sandbox_is_cloud(request->sandbox) ? 404 : auth_denial_status(request);
    reply_error(&request->reply, REPLY_JIRA, status, "No Link Issue Permission for issue '%s'",
                issue->key);
    return false;
}

static void create_link(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems = {0};
    const cJSON *body = request_json(request);
    if (body == NULL || !begin_at_start(request, body, &change, &problems) ||
        !may_link(request, &change.issue)) {
        return;
    }
    if (atl_json_member(body, "outwardIssue") == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "An outwardIssue is required.");
        return;
    }
    const cJSON *comment = atl_json_member(body, "comment");
    if (link_add(&change, body) < 0 ||
        (cJSON_IsObject(comment) && comment_add(&change, comment) < 0)) {
        problems_reply(&problems, reply);
        return;
    }
    change_end(&change);
    reply->status = 201;
}

/* -1, and the reply is a 404, when there is none. */
static int64_t link_of_request(struct request *request)
{
    int64_t id = -1;
    atl_text_to_integer(request->segments[0], 0, INT64_MAX, &id);
    id = store_integer(&request->sandbox->store, -1, "SELECT id FROM issue_link WHERE id = ?",
                       VALUES(sql_integer(id)));
    if (id < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404, "No issue link with id '%s' exists.",
                    request->segments[0]);
    }
    return id;
}

static void get_link(struct request *request, struct reply *reply)
{
    (void)reply;
    int64_t id = link_of_request(request);
    if (id >= 0) {
        struct jira_output out = jira_reply(request);
        jira_emit_link(&out, NULL, id, -1);
    }
}

static void delete_link(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    int64_t id = link_of_request(request);
    if (id < 0) {
        return;
    }
    int64_t source = store_integer(store, -1, "SELECT source FROM issue_link WHERE id = ?",
                                   VALUES(sql_integer(id)));
    struct issue_change change;
    struct problems problems = {0};
    if (change_begin(&change, request->sandbox, &request->arena, &problems, source) &&
        may_link(request, &change.issue)) {
        link_remove(&change, id);
        change_end(&change);
        reply->status = 204;
    }
}

/* ---- to elsewhere ---- */

static void emit_remote_link(const struct jira_output *out, const struct rows *rows,
                             const struct jira_issue *issue)
{
    emit_object(out->json, NULL);
    emit_integer(out->json, "id", rows_integer(rows, 0));
    emit_format(out->json, "self", "%s/issue/%s/remotelink/%" PRId64, jira_api_url(out->sandbox),
                issue->key, rows_integer(rows, 0));
    if (!rows_is_null(rows, 1)) {
        emit_text(out->json, "globalId", rows_text(rows, 1));
    }
    if (!rows_is_null(rows, 2)) {
        emit_text(out->json, "relationship", rows_text(rows, 2));
    }
    if (!rows_is_null(rows, 4)) {
        emit_json(out->json, "application", rows_text(rows, 4));
    }
    emit_json(out->json, "object", rows_text(rows, 3));
    emit_object_end(out->json);
}

static void list_remote_links(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const char *global_id = request_parameter(request, "globalId");
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    struct jira_output out = jira_reply(request);
    int64_t count = 0;
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT id, global_id, relationship, object, application FROM "
                                    "remote_link WHERE issue = ?1 AND (?2 IS NULL OR global_id = "
                                    "?2) ORDER BY id",
                                    VALUES(sql_integer(issue.id), sql_text(global_id)));
    if (global_id == NULL) {
        emit_array(out.json, NULL);
    }
    while (rows_next(&rows)) {
        if (global_id == NULL || count == 0) {
            emit_remote_link(&out, &rows, &issue);
        }
        count++;
    }
    if (global_id == NULL) {
        emit_array_end(out.json);
    } else if (count == 0) {
        reply_error(reply, REPLY_JIRA, 404,
                    "The remote issue link with the global ID '%s' could not be found.", global_id);
    }
}

static void get_remote_link(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    int64_t id = -1;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    atl_text_to_integer(request->segments[1], 0, INT64_MAX, &id);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT id, global_id, relationship, object, application FROM "
                                    "remote_link WHERE issue = ? AND id = ?",
                                    VALUES(sql_integer(issue.id), sql_integer(id)));
    if (rows_next(&rows)) {
        struct jira_output out = jira_reply(request);
        emit_remote_link(&out, &rows, &issue);
    } else {
        reply_error(reply, REPLY_JIRA, 404,
                    "The remote issue link with the ID '%s' could not be "
                    "found.",
                    request->segments[1]);
    }
    rows_finish(&rows);
}

/* The JSON of a member, in the arena; NULL when it isn't there. */
static const char *member_text(struct request *request, const cJSON *body, const char *name)
{
    const cJSON *member = atl_json_member(body, name);
    if (member == NULL) {
        return NULL;
    }
    char *printed = atl_json_print(member, false);
    const char *copy = atl_arena_strdup(&request->arena, printed);
    free(printed);
    return copy;
}

static bool check_remote_link(struct request *request, const cJSON *body)
{
    struct problems problems = {.arena = &request->arena};
    if (atl_json_text(body, "object.title", NULL) == NULL) {
        problems_add(&problems, "title", "'title' is required.");
    }
    if (atl_json_text(body, "object.url", NULL) == NULL) {
        problems_add(&problems, "url", "'url' is required.");
    }
    if (problems.count > 0) {
        problems_reply(&problems, &request->reply);
    }
    return problems.count == 0;
}

/* One with the same global id is replaced: 200 instead of 201. */
static void put_remote_link(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    struct jira_issue issue;
    const cJSON *body = request_json(request);
    if (body == NULL || !issue_of_request(request, 0, &issue) ||
        !check_remote_link(request, body)) {
        return;
    }
    const char *global_id = atl_json_text(body, "globalId", NULL);
    int64_t id =
        store_integer(store, -1, "SELECT id FROM remote_link WHERE issue = ? AND global_id = ?",
                      VALUES(sql_integer(issue.id), sql_text(global_id)));
    reply->status = id < 0 ? 201 : 200;
    id = store_insert(store,
                      "INSERT OR REPLACE INTO remote_link (id, issue, global_id, relationship, "
                      "object, application) VALUES (?, ?, ?, ?, ?, ?)",
                      VALUES(sql_optional(id), sql_integer(issue.id), sql_text(global_id),
                             sql_text(atl_json_text(body, "relationship", NULL)),
                             sql_text(member_text(request, body, "object")),
                             sql_text(member_text(request, body, "application"))));
    emit_object(&reply->body, NULL);
    emit_integer(&reply->body, "id", id);
    emit_format(&reply->body, "self", "%s/issue/%s/remotelink/%" PRId64,
                jira_api_url(request->sandbox), issue.key, id);
    emit_object_end(&reply->body);
}

static void delete_remote_link(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    int64_t id = -1;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    atl_text_to_integer(request->segments[1], 0, INT64_MAX, &id);
    if (store_run(&request->sandbox->store, "DELETE FROM remote_link WHERE issue = ? AND id = ?",
                  VALUES(sql_integer(issue.id), sql_integer(id))) == 0) {
        reply_error(reply, REPLY_JIRA, 404,
                    "The remote issue link with the ID '%s' could not be "
                    "found.",
                    request->segments[1]);
        return;
    }
    reply->status = 204;
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/issueLink", ROUTE_ANY | ROUTE_DENIES_BY_401, create_link},
    {"GET", ROUTE_JIRA, "/issueLink/{}", ROUTE_ANY, get_link},
    {"DELETE", ROUTE_JIRA, "/issueLink/{}", ROUTE_ANY | ROUTE_DENIES_BY_401, delete_link},
    {"GET", ROUTE_JIRA, "/issue/{}/remotelink", ROUTE_ANY, list_remote_links},
    {"POST", ROUTE_JIRA, "/issue/{}/remotelink", ROUTE_ANY, put_remote_link},
    {"GET", ROUTE_JIRA, "/issue/{}/remotelink/{}", ROUTE_ANY, get_remote_link},
    {"DELETE", ROUTE_JIRA, "/issue/{}/remotelink/{}", ROUTE_ANY, delete_remote_link},
};

const struct route_table jira_link_routes = ROUTES(routes);
