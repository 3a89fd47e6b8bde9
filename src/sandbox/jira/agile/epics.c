/* Epics: of a board, and each by itself. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/agile/epic_rules.h"
#include "sandbox/jira/issues/change.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

int64_t epic_of_issue(struct store *store, int64_t issue)
{
    return store_integer(store, -1,
                         "SELECT epic.issue FROM issue JOIN epic ON epic.issue = parent"
                         " WHERE issue.id = ?1 UNION SELECT value FROM issue_value JOIN field"
                         " ON field.id = field WHERE issue = ?1 AND type = 'epic-link'",
                         VALUES(sql_integer(issue)));
}

bool epic_is_team_managed(struct store *store, int64_t issue)
{
    return store_exists(store,
                        "SELECT 1 FROM issue JOIN project ON project.id = issue.project"
                        " WHERE issue.id = ? AND simplified",
                        VALUES(sql_integer(issue)));
}

bool epic_of_path(struct request *request, size_t segment, struct jira_issue *epic)
{
    struct store *store = &request->sandbox->store;
    int64_t id = issue_find(request->sandbox, request->segments[segment]);
    bool found =
        id >= 0 &&
        store_exists(store, "SELECT 1 FROM epic WHERE issue = ?", VALUES(sql_integer(id))) &&
        !epic_is_team_managed(store, id) && issue_load(request->sandbox, &request->arena, id, epic);
    if (!found) {
        reply_error(&request->reply, REPLY_JIRA, 404,
                    "The requested issue could not be found or is not an epic, or you do not have "
                    "permission to view it.");
    }
    return found;
}

void epic_emit_as(const struct jira_output *out, const char *key, int64_t id)
{
    struct jira_issue issue;
    struct rows rows =
        store_select(&out->sandbox->store, "SELECT name, colour, done FROM epic WHERE issue = ?",
                     VALUES(sql_integer(id)));
    if (rows_next(&rows) && issue_load(out->sandbox, out->arena, id, &issue)) {
        emit_object(out->json, key);
        emit_integer(out->json, "id", id);
        emit_text(out->json, "key", issue.key);
        emit_format(out->json, "self", "%s/epic/%" PRId64, agile_api_url(out->sandbox), id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "summary", issue.summary);
        emit_object(out->json, "color");
        emit_text(out->json, "key", rows_text(&rows, 1));
        emit_object_end(out->json);
        emit_bool(out->json, "done", rows_integer(&rows, 2) != 0);
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

void epic_emit(const struct jira_output *out, int64_t id)
{
    epic_emit_as(out, NULL, id);
}

static void jira_epic(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct jira_issue epic;
    (void)reply;
    if (epic_of_path(request, 0, &epic)) {
        epic_emit(&out, epic.id);
    }
}

static void jira_board_epics(struct request *request, struct reply *reply)
{
    const char *done = request_parameter(request, "done");
    int64_t board;
    struct sql from = {0};
    (void)reply;
    if (board_of_path(request, 0, &board)) {
        sql_add(&from, "FROM epic JOIN issue ON issue.id = epic.issue WHERE project ="
                       " (SELECT project FROM board WHERE id = ");
        sql_mark(&from, sql_integer(board));
        sql_add(&from, ")");
        if (done != NULL) {
            sql_add(&from, atl_text_equal(done, "true") ? " AND done" : " AND NOT done");
        }
        sql_add(&from, " ORDER BY rank");
        agile_page_answer(request, "issue.id", &from, epic_emit);
    }
    sql_free(&from);
}

/* ---- changing ---- */

/* Its summary is the issue's and has a history. */
static bool change_summary(struct request *request, const struct jira_issue *epic,
                           const cJSON *body)
{
    struct problems problems = {0};
    struct issue_change change;
    const cJSON *summary = atl_json_member(body, "summary");
    if (summary == NULL ||
        !change_begin(&change, request->sandbox, &request->arena, &problems, epic->id)) {
        return true;
    }
    set_summary(&change, summary);
    change_end(&change);
    if (problems.count > 0) {
        problems_reply(&problems, &request->reply);
    }
    return problems.count == 0;
}

static bool is_colour(const char *key)
{
    int64_t number;
    return atl_text_starts_with(key, "color_") &&
           atl_text_to_integer(key + strlen("color_"), 1, 14, &number);
}

static void jira_change_epic(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct jira_issue epic;
    if (!epic_of_path(request, 0, &epic)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    const char *colour = atl_json_text(body, "color.key", NULL);
    const cJSON *done = atl_json_member(body, "done");
    if (colour != NULL && !is_colour(colour)) {
        reply_error(reply, REPLY_JIRA, 400, "The epic color '%s' is not valid.", colour);
        return;
    }
    if (!change_summary(request, &epic, body)) {
        return;
    }
    store_run(&request->sandbox->store,
              "UPDATE epic SET name = coalesce(?, name), colour = coalesce(?, colour),"
              " done = coalesce(?, done) WHERE issue = ?",
              VALUES(sql_text(atl_json_text(body, "name", NULL)), sql_text(colour),
                     cJSON_IsBool(done) ? sql_integer(cJSON_IsTrue(done)) : sql_null(),
                     sql_integer(epic.id)));
    epic_emit(&out, epic.id);
}

static const struct route routes[] = {
    {"GET", ROUTE_AGILE, "/epic/{}", ROUTE_ANY, jira_epic},
    {"POST", ROUTE_AGILE, "/epic/{}", ROUTE_ANY, jira_change_epic},
    {"GET", ROUTE_AGILE, "/board/{}/epic", ROUTE_ANY, jira_board_epics},
};

const struct route_table agile_epic_routes = ROUTES(routes);
