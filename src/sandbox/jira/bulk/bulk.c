/* The bulk endpoints: submitting, and looking how far it is. */
#include "sandbox/jira/bulk/bulk.h"

#include "sandbox/jira/issues/issue.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void bulk_reply_error(struct reply *reply, unsigned status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = atl_arena_vprintf(reply->arena, format, arguments);
    va_end(arguments);
    reply_restart(reply, status);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "errors");
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "message", message);
    emit_object_end(&reply->body);
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

bool bulk_check_count(struct reply *reply, size_t count)
{
    if (count > 0 && count <= BULK_MOST_ISSUES) {
        return true;
    }
    bulk_reply_error(reply, 400,
                     count == 0 ? "At least one issue must be selected."
                                : "No more than 1000 issues can be selected in one operation.");
    return false;
}

/* The request, kept with the task. */
static int64_t start(struct request *request, const char *kind, const cJSON *body)
{
    char *text = atl_json_print(body, false);
    int64_t task = task_start(request->sandbox, kind, text);
    free(text);
    return task;
}

void bulk_add_issues(struct request *request, int64_t task, const cJSON *names)
{
    const cJSON *name;
    cJSON_ArrayForEach(name, names)
    {
        struct jira_issue issue;
        const char *text = cJSON_IsString(name) ? name->valuestring : "";
        int64_t id = issue_find(request->sandbox, text);
        if (id >= 0 && issue_load(request->sandbox, &request->arena, id, &issue)) {
            task_add(request->sandbox, task, id, issue.key);
        } else {
            task_add_invalid(request->sandbox, task, text);
        }
    }
}

void bulk_reply_task(struct reply *reply, int64_t task)
{
    reply->status = 201;
    emit_object(&reply->body, NULL);
    emit_format(&reply->body, "taskId", "%" PRId64, task);
    emit_object_end(&reply->body);
}

/* ---- submitting ---- */

/* One list of issues, one thing to be done with them. */
static void submit_selected(struct request *request, const char *kind, const cJSON *body)
{
    const cJSON *names = atl_json_member(body, "selectedIssueIdsOrKeys");
    if (bulk_check_count(&request->reply, (size_t)cJSON_GetArraySize(names))) {
        int64_t task = start(request, kind, body);
        bulk_add_issues(request, task, names);
        bulk_reply_task(&request->reply, task);
    }
}

static void submit_delete(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *body = request_json(request);
    if (body != NULL) {
        submit_selected(request, "jira.delete", body);
    }
}

static void submit_watch(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *body = request_json(request);
    if (body != NULL) {
        submit_selected(request, "jira.watch", body);
    }
}

static void submit_unwatch(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *body = request_json(request);
    if (body != NULL) {
        submit_selected(request, "jira.unwatch", body);
    }
}

static void submit_edit(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *body = request_json(request);
    if (body != NULL && bulk_edit_check(request, body)) {
        submit_selected(request, "jira.edit", body);
    }
}

/* Several lists of issues: {"bulkTransitionInputs": [{…}]}, {"targetToSourcesMapping": {"…": {…}}}
 */
static void submit_lists(struct request *request, const char *kind, const cJSON *body,
                         const char *lists, const char *names)
{
    const cJSON *list;
    size_t count = 0;
    cJSON_ArrayForEach(list, atl_json_member(body, lists))
    {
        count += (size_t)cJSON_GetArraySize(atl_json_member(list, names));
    }
    if (!bulk_check_count(&request->reply, count)) {
        return;
    }
    int64_t task = start(request, kind, body);
    cJSON_ArrayForEach(list, atl_json_member(body, lists))
    {
        bulk_add_issues(request, task, atl_json_member(list, names));
    }
    bulk_reply_task(&request->reply, task);
}

static void submit_transition(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const cJSON *input;
    int64_t id;
    cJSON_ArrayForEach(input, atl_json_member(body, "bulkTransitionInputs"))
    {
        const char *text = atl_json_text(input, "transitionId", "");
        if (!atl_text_to_integer(text, 0, INT64_MAX, &id)) {
            bulk_reply_error(reply, 400, "Transition ID '%s' is invalid.", text);
            return;
        }
    }
    if (body != NULL) {
        submit_lists(request, "jira.transition", body, "bulkTransitionInputs",
                     "selectedIssueIdsOrKeys");
    }
}

/* "<project>,<type>[,<parent>]" */
static bool check_target(struct request *request, const char *target)
{
    char **parts;
    int64_t type;
    size_t count = atl_text_split(&request->arena, target, ',', &parts);
    if (count >= 2 && count <= 3 && atl_text_to_integer(parts[1], 0, INT64_MAX, &type) &&
        store_exists(
            &request->sandbox->store,
            "SELECT 1 FROM project JOIN project_type ON project = id WHERE (key = ?1 OR id "
            "= ?1) AND type = ?2",
            VALUES(sql_text(parts[0]), sql_integer(type)))) {
        return true;
    }
    bulk_reply_error(&request->reply, 400,
                     "The target '%s' is invalid: it is written as <project ID or key>,<issue type "
                     "ID>,<parent ID or key>.",
                     target);
    return false;
}

static void submit_move(struct request *request, struct reply *reply)
{
    (void)reply;
    const cJSON *body = request_json(request);
    const cJSON *mapping;
    cJSON_ArrayForEach(mapping, atl_json_member(body, "targetToSourcesMapping"))
    {
        if (!check_target(request, mapping->string)) {
            return;
        }
    }
    if (body != NULL) {
        submit_lists(request, "jira.move", body, "targetToSourcesMapping", "issueIdsOrKeys");
    }
}

/* ---- how far it is ---- */

static void emit_processed(struct request *request, const struct task *task)
{
    struct atl_buffer *json = &request->reply.body;
    emit_array(json, "processedAccessibleIssues");
    struct rows rows = store_select(
        &request->sandbox->store,
        "SELECT item FROM task_item WHERE task = ? AND state = 'DONE' ORDER BY position",
        VALUES(sql_integer(task->id)));
    while (rows_next(&rows)) {
        emit_integer(json, NULL, rows_integer(&rows, 0));
    }
    emit_array_end(json);
}

/* {"10042": ["Transition id '5' is not valid for this issue."]} */
static void emit_failed(struct request *request, const struct task *task)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, "failedAccessibleIssues");
    struct rows rows = store_select(
        &request->sandbox->store,
        "SELECT item, message FROM task_item WHERE task = ? AND state = 'FAILED' ORDER BY position",
        VALUES(sql_integer(task->id)));
    while (rows_next(&rows)) {
        char id[32];
        snprintf(id, sizeof id, "%" PRId64, rows_integer(&rows, 0));
        emit_array(json, id);
        emit_text(json, NULL, rows_text(&rows, 1));
        emit_array_end(json);
    }
    emit_object_end(json);
}

static void emit_submitter(struct request *request)
{
    struct atl_buffer *json = &request->reply.body;
    emit_object(json, "submittedBy");
    emit_text(json, "accountId",
              store_text(&request->sandbox->store, &request->arena,
                         "SELECT account_id FROM person WHERE id = ?",
                         VALUES(sql_integer(SANDBOX_ME))));
    emit_object_end(json);
}

static void bulk_progress(struct request *request, struct reply *reply)
{
    struct task task;
    struct atl_buffer *json = &reply->body;
    if (!task_load(request->sandbox, &request->arena, request->segments[0], &task) ||
        !atl_text_starts_with(task.kind, "jira.")) {
        bulk_reply_error(reply, 400, "Task with ID '%s' was not found.", request->segments[0]);
        return;
    }
    bool complete = strcmp(task.state, "COMPLETE") == 0;
    emit_object(json, NULL);
    emit_format(json, "taskId", "%" PRId64, task.id);
    emit_text(json, "status", task.state);
    emit_integer(json, "progressPercent", task_percent(&task));
    emit_submitter(request);
    emit_integer(json, "created", task.created);
    emit_integer(json, "started", task.started);
    emit_integer(json, "updated", task.updated);
    if (complete) {
        emit_processed(request, &task);
        emit_failed(request, &task);
        emit_integer(json, "invalidOrInaccessibleIssueCount", task.invalid);
        emit_integer(json, "totalIssueCount", task.total + task.invalid);
    }
    emit_object_end(json);
}

static const struct route routes[] = {
    {"POST", ROUTE_JIRA, "/bulk/issues/transition", ROUTE_CLOUD, submit_transition},
    {"POST", ROUTE_JIRA, "/bulk/issues/fields", ROUTE_CLOUD, submit_edit},
    {"POST", ROUTE_JIRA, "/bulk/issues/delete", ROUTE_CLOUD, submit_delete},
    {"POST", ROUTE_JIRA, "/bulk/issues/move", ROUTE_CLOUD, submit_move},
    {"POST", ROUTE_JIRA, "/bulk/issues/watch", ROUTE_CLOUD, submit_watch},
    {"POST", ROUTE_JIRA, "/bulk/issues/unwatch", ROUTE_CLOUD, submit_unwatch},
    {"GET", ROUTE_JIRA, "/bulk/queue/{}", ROUTE_CLOUD, bulk_progress},
};

const struct route_table jira_bulk_routes = ROUTES(routes);
