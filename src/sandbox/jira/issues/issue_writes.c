/* Creating, editing, assigning and deleting single issues; creating up to 50 at once. */
#include "sandbox/jira/issues/issue_create.h"
#include "sandbox/jira/issues/issue_delete.h"
#include "sandbox/jira/setup/permissions.h"
#include "sandbox/server/auth.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

enum {
    MOST_CREATED_AT_ONCE = 50,
};

static void emit_created(struct request *request, int64_t id)
{
    struct jira_output out = jira_reply(request);
    emit_object(out.json, NULL);
    emit_format(out.json, "id", "%" PRId64, id);
    emit_text(out.json, "key", issue_key(request->sandbox, &request->arena, id));
    emit_format(out.json, "self", "%s/issue/%" PRId64, jira_api_url(request->sandbox), id);
    emit_object_end(out.json);
}

static void create_issue(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    struct problems problems = {0};
    if (body == NULL) {
        return;
    }
    int64_t id = issue_create(request->sandbox, &request->arena, body, &problems);
    if (id < 0) {
        problems_reply(&problems, reply);
        return;
    }
    reply->status = 201;
    emit_created(request, id);
}

/* ---- many at once: those that are right are created, the others reported by their place ---- */

static void emit_element_error(struct atl_buffer *errors, int index,
                               const struct problems *problems)
{
    emit_object(errors, NULL);
    emit_integer(errors, "status", 400);
    emit_object(errors, "elementErrors");
    problems_emit(errors, problems);
    emit_integer(errors, "status", 400);
    emit_object_end(errors);
    emit_integer(errors, "failedElementNumber", index);
    emit_object_end(errors);
}

/* Returns how many were created. */
static int create_each(struct request *request, const cJSON *updates, struct atl_buffer *errors)
{
    const cJSON *issue;
    int index = 0;
    int created = 0;
    cJSON_ArrayForEach(issue, updates)
    {
        struct problems problems = {0};
        store_savepoint(&request->sandbox->store);
        int64_t id = issue_create(request->sandbox, &request->arena, issue, &problems);
        store_release(&request->sandbox->store, id >= 0);
        if (id >= 0) {
            emit_created(request, id);
            created++;
        } else {
            emit_element_error(errors, index, &problems);
        }
        index++;
    }
    return created;
}

static void create_issues(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    size_t count = atl_json_count(body, "issueUpdates");
    if (count == 0 || count > MOST_CREATED_AT_ONCE) {
        reply_error(reply, REPLY_JIRA, 400,
                    count == 0 ? "issueUpdates: at least one issue is required."
                               : "The number of issues to create exceeds the limit of 50.");
        return;
    }
    struct atl_buffer errors = {0};
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "issues");
    int created = create_each(request, atl_json_get(body, "issueUpdates"), &errors);
    emit_array_end(&reply->body);
    emit_array(&reply->body, "errors");
    atl_buffer_add(&reply->body, atl_buffer_text(&errors));
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
    atl_buffer_free(&errors);
    reply->status = created > 0 ? 201 : 400;
}

/* ---- one that is there ---- */

static void edit_issue(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    const cJSON *body = request_json(request);
    if (body == NULL || !change_of_request(request, 0, &change, &problems)) {
        return;
    }
    if (!change_apply(&change, atl_json_member(body, "fields"), atl_json_member(body, "update"))) {
        problems_reply(&problems, reply);
        return;
    }
    change_end(&change);
    reply->status = 204;
}

/* The body is the person: {"accountId": "…"}, on Data Center {"name": "…"}. */
static void assign_issue(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    const cJSON *body = request_json(request);
    if (body == NULL || !change_of_request(request, 0, &change, &problems)) {
        return;
    }
    if (!permission_granted(request, "ASSIGN_ISSUES", change.issue.project)) {
        reply_error(reply, REPLY_JIRA, auth_denial_status(request),
                    "You do not have permission to assign issues.");
        return;
    }
    set_assignee(&change, body);
    if (problems.count > 0) {
        problems_reply(&problems, reply);
        return;
    }
    change_end(&change);
    reply->status = 204;
}

static void delete_issue(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    const char *subtasks = request_parameter(request, "deleteSubtasks");
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    if (!atl_text_equal(subtasks, "true") && issue_has_subtasks(request->sandbox, issue.id)) {
        reply_error(reply, REPLY_JIRA, 400,
                    "The issue '%s' has subtasks.  You must specify the 'deleteSubtasks' parameter "
                    "to delete this issue and all its subtasks.",
                    issue.key);
        return;
    }
    issue_delete(request->sandbox, issue.id);
    reply->status = 204;
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/issue", ROUTE_ANY, create_issue},
    {"POST", ROUTE_JIRA, "/issue/bulk", ROUTE_ANY, create_issues},
    {"PUT", ROUTE_JIRA, "/issue/{}", ROUTE_ANY, edit_issue},
    {"PUT", ROUTE_JIRA, "/issue/{}/assignee", ROUTE_ANY | ROUTE_DENIES_BY_401, assign_issue},
    {"DELETE", ROUTE_JIRA, "/issue/{}", ROUTE_ANY, delete_issue},
};

const struct route_table jira_issue_write_routes = ROUTES(routes);
