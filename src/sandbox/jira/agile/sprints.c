/* Sprints: of a board, and each by itself. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"
#include "sandbox/text/time_format.h"

#include <inttypes.h>
#include <string.h>

bool sprint_of_path(struct request *request, size_t segment, int64_t *sprint)
{
    static const char message[] = "Sprint does not exist.";
    if (!lookup_row_of_path(request, segment, "SELECT id FROM sprint WHERE id = ?", sprint,
                            message)) {
        return false;
    }
    int64_t project = store_integer(&request->sandbox->store, -1,
                                    "SELECT project FROM sprint JOIN board"
                                    " ON board.id = sprint.board WHERE sprint.id = ?",
                                    VALUES(sql_integer(*sprint)));
    if (!lookup_shows_project(request->sandbox, project)) {
        reply_error(&request->reply, REPLY_JIRA, 404, message);
        return false;
    }
    return true;
}

/* Left out when it isn't set. */
static void emit_time(const struct jira_output *out, const char *key, const struct rows *rows,
                      int column)
{
    if (!rows_is_null(rows, column)) {
        emit_text(out->json, key, time_format_confluence(out->arena, rows_integer(rows, column)));
    }
}

void sprint_emit_as(const struct jira_output *out, const char *key, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT state, name, starts, ends, completed, created, board,"
                                    " goal FROM sprint WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, key);
        emit_integer(out->json, "id", id);
        emit_format(out->json, "self", "%s/sprint/%" PRId64, agile_api_url(out->sandbox), id);
        emit_text(out->json, "state", rows_text(&rows, 0));
        emit_text(out->json, "name", rows_text(&rows, 1));
        emit_time(out, "startDate", &rows, 2);
        emit_time(out, "endDate", &rows, 3);
        emit_time(out, "completeDate", &rows, 4);
        emit_time(out, "createdDate", &rows, 5);
        emit_integer(out->json, "originBoardId", rows_integer(&rows, 6));
        emit_text(out->json, "goal", rows_text(&rows, 7));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

void sprint_emit(const struct jira_output *out, int64_t id)
{
    sprint_emit_as(out, NULL, id);
}

static void jira_sprint(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t sprint;
    (void)reply;
    if (sprint_of_path(request, 0, &sprint)) {
        sprint_emit(&out, sprint);
    }
}

/* " AND state IN (…)", when states are given. False: one of them isn't any. */
static bool add_states(struct request *request, struct sql *from)
{
    char **states;
    size_t count = request_parameter_list(request, "state", &states);
    sql_add(from, count > 0 ? " AND state IN (''" : "");
    for (size_t i = 0; i < count; i++) {
        if (strcmp(states[i], "future") != 0 && strcmp(states[i], "active") != 0 &&
            strcmp(states[i], "closed") != 0) {
            reply_error(&request->reply, REPLY_JIRA, 400, "The sprint state '%s' is not valid.",
                        states[i]);
            return false;
        }
        sql_add(from, ", ");
        sql_mark(from, sql_text(states[i]));
    }
    sql_add(from, count > 0 ? ")" : "");
    return true;
}

static void jira_board_sprints(struct request *request, struct reply *reply)
{
    int64_t board;
    struct sql from = {0};
    if (!board_of_path(request, 0, &board)) {
        return;
    }
    if (store_exists(&request->sandbox->store,
                     "SELECT 1 FROM board WHERE id = ? AND type <> 'scrum'",
                     VALUES(sql_integer(board)))) {
        reply_error(reply, REPLY_JIRA, 400, "The board does not support sprints");
        return;
    }
    sql_add(&from, "FROM sprint WHERE board = ");
    sql_mark(&from, sql_integer(board));
    if (add_states(request, &from)) {
        /* Those that are over come first, as they did. */
        sql_add(&from, " ORDER BY state = 'future', state = 'active', coalesce(position, id)");
        agile_page_answer(request, "id", &from, sprint_emit);
    }
    sql_free(&from);
}

static const struct route routes[] = {
    {"GET", ROUTE_AGILE, "/sprint/{}", ROUTE_ANY, jira_sprint},
    {"GET", ROUTE_AGILE, "/board/{}/sprint", ROUTE_ANY, jira_board_sprints},
};

const struct route_table agile_sprint_routes = ROUTES(routes);
