/* How much an issue is estimated to be, on a board that estimates. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/issues/change.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <stdlib.h>

/* The first field that holds a number is what boards estimate with. */
static const char *estimation_field(struct request *request)
{
    return store_text(&request->sandbox->store, &request->arena,
                      "SELECT 'customfield_' || id FROM field WHERE type = 'number' ORDER BY id",
                      NO_VALUES);
}

/* The issue of the path, when the board estimates. False: the reply is an error. */
static bool find(struct request *request, struct jira_issue *issue)
{
    int64_t board = lookup_id_parameter(request, "boardId");
    if (board < 0) {
        reply_error(&request->reply, REPLY_JIRA, 400, "The boardId parameter must be specified.");
        return false;
    }
    if (!store_exists(&request->sandbox->store, "SELECT 1 FROM board WHERE id = ?",
                      VALUES(sql_integer(board)))) {
        reply_error(&request->reply, REPLY_JIRA, 404,
                    "The requested board cannot be viewed because it either does not exist or you "
                    "do not have permission to view it.");
        return false;
    }
    if (!store_exists(&request->sandbox->store,
                      "SELECT 1 FROM board WHERE id = ? AND type = 'scrum'",
                      VALUES(sql_integer(board)))) {
        reply_error(&request->reply, REPLY_JIRA, 400, "The board does not support estimation.");
        return false;
    }
    return issue_of_request(request, 0, issue);
}

static void emit_estimation(struct request *request, const struct jira_issue *issue)
{
    struct atl_buffer *json = &request->reply.body;
    const char *field = estimation_field(request);
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT value FROM issue_value WHERE issue = ?"
                                    " AND 'customfield_' || field = ?",
                                    VALUES(sql_integer(issue->id), sql_text(field)));
    emit_object(json, NULL);
    emit_text(json, "fieldId", field);
    if (rows_next(&rows)) {
        emit_format(json, "value", "%.10g", rows_real(&rows, 0));
    } else {
        emit_null(json, "value");
    }
    rows_finish(&rows);
    emit_object_end(json);
}

static void jira_estimation(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    (void)reply;
    if (find(request, &issue)) {
        emit_estimation(request, &issue);
    }
}

/* The value is a text here; "" or null takes the estimation away. False when it is no number. */
static bool read_value(struct request *request, const cJSON *body, const cJSON **value)
{
    const cJSON *given = atl_json_member(body, "value");
    char *end = NULL;
    if (given == NULL || cJSON_IsNull(given) ||
        (cJSON_IsString(given) && *given->valuestring == '\0')) {
        *value = atl_json_keep(&request->arena, cJSON_CreateNull());
        return true;
    }
    double number = cJSON_IsString(given) ? strtod(given->valuestring, &end) : given->valuedouble;
    if (cJSON_IsString(given) ? *end != '\0' : !cJSON_IsNumber(given)) {
        return false;
    }
    *value = atl_json_keep(&request->arena, cJSON_CreateNumber(number));
    return true;
}

static void jira_estimate(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    struct issue_change change;
    struct problems problems = {0};
    const cJSON *value;
    if (!find(request, &issue)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    if (!read_value(request, body, &value)) {
        reply_error(reply, REPLY_JIRA, 400, "The estimation value must be a number.");
        return;
    }
    if (change_begin(&change, request->sandbox, &request->arena, &problems, issue.id)) {
        set_custom(&change, estimation_field(request), OPERATION_SET, value);
        change_end(&change);
    }
    if (problems.count > 0) {
        problems_reply(&problems, reply);
        return;
    }
    emit_estimation(request, &issue);
}

static const struct route routes[] = {
    {"GET", ROUTE_AGILE, "/issue/{}/estimation", ROUTE_ANY, jira_estimation},
    {"PUT", ROUTE_AGILE, "/issue/{}/estimation", ROUTE_ANY, jira_estimate},
};

const struct route_table agile_estimation_routes = ROUTES(routes);
