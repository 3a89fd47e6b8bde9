/* issue/{}/worklog, worklog/list, worklog/updated, worklog/deleted. */
#include "sandbox/jira/issues/issue_parts.h"
#include "sandbox/jira/issues/part_list.h"
#include "sandbox/jira/issues/parts.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

enum {
    MOST_WORKLOGS = 5000,
    MOST_LISTED = 1000,
};

static const char missing[] = "Cannot find worklog with id:";

static void list_worklogs(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    struct jira_page page;
    struct sql from = {0};
    int64_t after;
    int64_t before;
    if (!issue_of_request(request, 0, &issue) ||
        !jira_page_read(request, MOST_WORKLOGS, MOST_WORKLOGS, &page)) {
        return;
    }
    if (!request_parameter_integer(request, "startedAfter", 0, INT64_MAX, -1, &after) ||
        !request_parameter_integer(request, "startedBefore", 0, INT64_MAX, INT64_MAX, &before)) {
        reply_error(reply, REPLY_JIRA, 400,
                    "startedAfter and startedBefore are milliseconds since 1970.");
        return;
    }
    sql_add(&from, "FROM worklog WHERE issue = ? AND started > ? AND started < ? "
                   "ORDER BY started, id");
    sql_value(&from, sql_integer(issue.id));
    sql_value(&from, sql_integer(after));
    sql_value(&from, sql_integer(before));
    part_list_answer(request, &page, "worklogs", &from, jira_emit_worklog);
    sql_free(&from);
}

static void get_worklog(struct request *request, struct reply *reply)
{
    (void)reply;
    struct jira_issue issue;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    int64_t id = part_of_request(request, 1, "worklog", issue.id, missing);
    if (id >= 0) {
        struct jira_output out = jira_reply(request);
        jira_emit_worklog(&out, NULL, id);
    }
}

/* `amount` is the parameter that manual goes by; NULL: there is none. */
static bool adjust(struct request *request, struct issue_change *change, const char *amount)
{
    return worklog_adjust(change, request_parameter(request, "adjustEstimate"),
                          request_parameter(request, "newEstimate"),
                          amount == NULL ? NULL : request_parameter(request, amount));
}

static void add_worklog(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    const cJSON *body = request_json(request);
    if (body == NULL || !change_of_request(request, 0, &change, &problems)) {
        return;
    }
    int64_t id = worklog_add(&change, body);
    if (id < 0 || !adjust(request, &change, "reduceBy")) {
        problems_reply(&problems, reply);
        return;
    }
    change_end(&change);
    reply->status = 201;
    struct jira_output out = jira_reply(request);
    jira_emit_worklog(&out, NULL, id);
}

static void edit_worklog(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    const cJSON *body = request_json(request);
    if (body == NULL || !change_of_request(request, 0, &change, &problems)) {
        return;
    }
    int64_t id = part_of_request(request, 1, "worklog", change.issue.id, missing);
    if (id < 0) {
        return;
    }
    if (!worklog_edit(&change, id, body) || !adjust(request, &change, NULL)) {
        problems_reply(&problems, reply);
        return;
    }
    change_end(&change);
    struct jira_output out = jira_reply(request);
    jira_emit_worklog(&out, NULL, id);
}

static void delete_worklog(struct request *request, struct reply *reply)
{
    struct issue_change change;
    struct problems problems;
    if (!change_of_request(request, 0, &change, &problems)) {
        return;
    }
    int64_t id = part_of_request(request, 1, "worklog", change.issue.id, missing);
    if (id < 0) {
        return;
    }
    worklog_delete(&change, id);
    if (!adjust(request, &change, "increaseBy")) {
        problems_reply(&problems, reply);
        return;
    }
    change_end(&change);
    reply->status = 204;
}

/* ---- across issues ---- */

/* {"ids": [1, 2]}: an array of those that there are. */
static void list_by_ids(struct request *request, struct reply *reply)
{
    const cJSON *body = request_json(request);
    const cJSON *item;
    if (body == NULL) {
        return;
    }
    if (atl_json_count(body, "ids") > MOST_LISTED) {
        reply_error(reply, REPLY_JIRA, 400, "ids: no more than %d worklogs can be asked for.",
                    MOST_LISTED);
        return;
    }
    struct jira_output out = jira_reply(request);
    emit_array(out.json, NULL);
    cJSON_ArrayForEach(item, atl_json_get(body, "ids"))
    {
        jira_emit_worklog(&out, NULL, lookup_id_in_json(item));
    }
    emit_array_end(out.json);
}

/* Ids and times since then, oldest first, 1,000 a page. */
static void answer_changed(struct request *request, const char *path, const char *sql)
{
    int64_t since;
    int64_t until = sandbox_now_ms(request->sandbox);
    int64_t count = 0;
    struct atl_buffer *json = &request->reply.body;
    const char *api = jira_api_url(request->sandbox);
    if (!request_parameter_integer(request, "since", 0, INT64_MAX, 0, &since)) {
        reply_error(&request->reply, REPLY_JIRA, 400, "since is milliseconds since 1970.");
        return;
    }
    emit_object(json, NULL);
    emit_array(json, "values");
    struct rows rows = store_select(&request->sandbox->store, sql, VALUES(sql_integer(since)));
    while (count < MOST_LISTED && rows_next(&rows)) {
        emit_object(json, NULL);
        emit_integer(json, "worklogId", rows_integer(&rows, 0));
        emit_integer(json, "updatedTime", rows_integer(&rows, 1));
        emit_array(json, "properties");
        emit_array_end(json);
        emit_object_end(json);
        until = rows_integer(&rows, 1);
        count++;
    }
    bool last = count < MOST_LISTED || !rows_next(&rows);
    rows_finish(&rows);
    emit_array_end(json);
    emit_integer(json, "since", since);
    emit_integer(json, "until", until);
    emit_format(json, "self", "%s/worklog/%s?since=%" PRId64, api, path, since);
    if (!last) {
        emit_format(json, "nextPage", "%s/worklog/%s?since=%" PRId64, api, path, until);
    }
    emit_bool(json, "lastPage", last);
    emit_object_end(json);
}

static void list_updated(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_changed(request, "updated",
                   "SELECT id, updated FROM worklog WHERE updated > ? ORDER BY updated, id");
}

static void list_deleted(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_changed(
        request, "deleted",
        "SELECT id, deleted FROM deleted_worklog WHERE deleted > ? ORDER BY deleted, id");
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/worklog", ROUTE_ANY, list_worklogs},
    {"POST", ROUTE_JIRA, "/issue/{}/worklog", ROUTE_ANY, add_worklog},
    {"GET", ROUTE_JIRA, "/issue/{}/worklog/{}", ROUTE_ANY, get_worklog},
    {"PUT", ROUTE_JIRA, "/issue/{}/worklog/{}", ROUTE_ANY, edit_worklog},
    {"DELETE", ROUTE_JIRA, "/issue/{}/worklog/{}", ROUTE_ANY, delete_worklog},
    {"POST", ROUTE_JIRA, "/worklog/list", ROUTE_ANY | ROUTE_READS, list_by_ids},
    {"GET", ROUTE_JIRA, "/worklog/updated", ROUTE_ANY, list_updated},
    {"GET", ROUTE_JIRA, "/worklog/deleted", ROUTE_ANY, list_deleted},
};

const struct route_table jira_worklog_routes = ROUTES(routes);
