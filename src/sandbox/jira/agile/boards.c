/* Boards: lists of them, how they are set up, made and deleted. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/problems.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

/* ---- which one ---- */

bool board_of_path(struct request *request, size_t segment, int64_t *board)
{
    static const char message[] =
        "The requested board cannot be viewed because it either does not exist or you do not have "
        "permission to view it.";
    if (!lookup_row_of_path(request, segment, "SELECT id FROM board WHERE id = ?", board,
                            message)) {
        return false;
    }
    int64_t project =
        store_integer(&request->sandbox->store, -1, "SELECT project FROM board WHERE id = ?",
                      VALUES(sql_integer(*board)));
    if (!lookup_shows_project(request->sandbox, project)) {
        reply_error(&request->reply, REPLY_JIRA, 404, "%s", message);
        return false;
    }
    return true;
}

int64_t board_filter(struct sandbox *sandbox, int64_t board)
{
    return store_integer(&sandbox->store, -1, "SELECT filter FROM board WHERE id = ?",
                         VALUES(sql_integer(board)));
}

/* ---- as JSON ---- */

/* Where a board lives: Cloud alone says. */
static void emit_location(const struct jira_output *out, const struct rows *rows)
{
    const char *name = rows_text(rows, 2);
    const char *key = rows_text(rows, 3);
    int64_t project = rows_integer(rows, 4);
    emit_object(out->json, "location");
    emit_integer(out->json, "projectId", project);
    emit_format(out->json, "displayName", "%s (%s)", name, key);
    emit_text(out->json, "projectName", name);
    emit_text(out->json, "projectKey", key);
    emit_text(out->json, "projectTypeKey", rows_text(rows, 5));
    emit_format(out->json, "avatarURI", "%s/secure/projectavatar/%" PRId64 "?size=24",
                out->sandbox->site, project);
    emit_format(out->json, "name", "%s (%s)", name, key);
    emit_object_end(out->json);
}

void board_emit(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT board.name, type, project.name, key, project.id,"
                                    " type_key FROM board JOIN project"
                                    " ON project.id = board.project WHERE board.id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_integer(out->json, "id", id);
        emit_format(out->json, "self", "%s/board/%" PRId64, agile_api_url(out->sandbox), id);
        emit_text(out->json, "name", rows_text(&rows, 0));
        emit_text(out->json, "type", rows_text(&rows, 1));
        if (sandbox_is_cloud(out->sandbox)) {
            emit_location(out, &rows);
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void jira_board(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t board;
    (void)reply;
    if (board_of_path(request, 0, &board)) {
        board_emit(&out, board);
    }
}

/* ---- lists ---- */

static void add_types(struct request *request, struct sql *from)
{
    char **types;
    size_t count = request_parameter_list(request, "type", &types);
    if (count > 0) {
        sql_add(from, " AND type IN (''");
        for (size_t i = 0; i < count; i++) {
            sql_add(from, ", ");
            sql_mark(from, sql_text(types[i]));
        }
        sql_add(from, ")");
    }
}

/* The boards that the parameters leave; false when they name a project that isn't there. */
static bool add_conditions(struct request *request, struct sql *from)
{
    const char *name = request_parameter(request, "name");
    const char *project = request_parameter(request, "projectKeyOrId");
    int64_t filter = lookup_id_parameter(request, "filterId");
    add_types(request, from);
    if (name != NULL) {
        sql_add(from, " AND board.name LIKE ");
        sql_mark(from, sql_text(lookup_like(&request->arena, name)));
        sql_add(from, " ESCAPE '\\'");
    }
    if (filter >= 0) {
        sql_add(from, " AND filter = ");
        sql_mark(from, sql_integer(filter));
    }
    if (project != NULL) {
        int64_t id = lookup_project(request->sandbox, project);
        if (id < 0) {
            reply_error(&request->reply, REPLY_JIRA, 400,
                        "No project could be found with key or id '%s'.", project);
            return false;
        }
        sql_add(from, " AND project.id = ");
        sql_mark(from, sql_integer(id));
    }
    return true;
}

static void jira_boards(struct request *request, struct reply *reply)
{
    static const struct lookup_order orders[] = {{"name", "board.name COLLATE NOCASE"},
                                                 {"id", "board.id"}};
    const char *order = lookup_order(request, orders, sizeof orders / sizeof *orders, "id");
    struct sql from = {0};
    if (order == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The orderBy query parameter is not valid: %s",
                    request_parameter(request, "orderBy"));
        return;
    }
    sql_add(&from, "FROM board JOIN project ON project.id = board.project WHERE 1");
    lookup_add_visible(request, &from, "project.key");
    if (add_conditions(request, &from)) {
        sql_printf(&from, " ORDER BY %s", order);
        agile_page_answer(request, "board.id", &from, board_emit);
    }
    sql_free(&from);
}

static void emit_project(const struct jira_output *out, int64_t id)
{
    jira_emit(out, NULL, JIRA_PROJECT, id);
}

static void jira_board_projects(struct request *request, struct reply *reply)
{
    int64_t board;
    struct sql from = {0};
    (void)reply;
    if (board_of_path(request, 0, &board)) {
        sql_add(&from, "FROM board WHERE id = ");
        sql_mark(&from, sql_integer(board));
        agile_page_answer(request, "project", &from, emit_project);
    }
    sql_free(&from);
}

/* As the agile API writes them: ids are numbers here. */
static void emit_version(const struct jira_output *out, int64_t id)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT project, name, description, archived, released,"
                                    " start_date, release_date FROM version WHERE id = ?",
                                    VALUES(sql_integer(id)));
    if (rows_next(&rows)) {
        emit_object(out->json, NULL);
        emit_format(out->json, "self", "%s/version/%" PRId64, agile_api_url(out->sandbox), id);
        emit_integer(out->json, "id", id);
        emit_integer(out->json, "projectId", rows_integer(&rows, 0));
        emit_text(out->json, "name", rows_text(&rows, 1));
        emit_text(out->json, "description", rows_is_null(&rows, 2) ? "" : rows_text(&rows, 2));
        emit_bool(out->json, "archived", rows_integer(&rows, 3) != 0);
        emit_bool(out->json, "released", rows_integer(&rows, 4) != 0);
        for (int column = 5; column <= 6; column++) {
            if (!rows_is_null(&rows, column)) {
                emit_format(out->json, column == 5 ? "startDate" : "releaseDate",
                            "%sT00:00:00.000Z", rows_text(&rows, column));
            }
        }
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

static void jira_board_versions(struct request *request, struct reply *reply)
{
    const char *released = request_parameter(request, "released");
    int64_t board;
    struct sql from = {0};
    (void)reply;
    if (board_of_path(request, 0, &board)) {
        sql_add(&from, "FROM version WHERE project = (SELECT project FROM board WHERE id = ");
        sql_mark(&from, sql_integer(board));
        sql_add(&from, ")");
        if (released != NULL) {
            sql_add(&from,
                    atl_text_equal(released, "true") ? " AND released" : " AND NOT released");
        }
        sql_add(&from, " ORDER BY position");
        agile_page_answer(request, "id", &from, emit_version);
    }
    sql_free(&from);
}

/* ---- set up ---- */

static void emit_columns(const struct jira_output *out, int64_t board)
{
    int64_t position = -1;
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT position, name, status FROM board_column"
                                    " WHERE board = ? ORDER BY position, status",
                                    VALUES(sql_integer(board)));
    emit_array(out->json, "columns");
    while (rows_next(&rows)) {
        if (rows_integer(&rows, 0) != position) {
            if (position >= 0) {
                emit_array_end(out->json);
                emit_object_end(out->json);
            }
            position = rows_integer(&rows, 0);
            emit_object(out->json, NULL);
            emit_text(out->json, "name", rows_text(&rows, 1));
            emit_array(out->json, "statuses");
        }
        if (!rows_is_null(&rows, 2)) {
            int64_t status = rows_integer(&rows, 2);
            emit_object(out->json, NULL);
            emit_format(out->json, "id", "%" PRId64, status);
            emit_format(out->json, "self", "%s/status/%" PRId64, jira_api_url(out->sandbox),
                        status);
            emit_object_end(out->json);
        }
    }
    if (position >= 0) {
        emit_array_end(out->json);
        emit_object_end(out->json);
    }
    emit_array_end(out->json);
}

static void emit_field_of_type(const struct jira_output *out, const char *type)
{
    struct rows rows = store_select(&out->sandbox->store,
                                    "SELECT id, name FROM field WHERE type = ? ORDER BY id"
                                    " LIMIT 1",
                                    VALUES(sql_text(type)));
    if (rows_next(&rows)) {
        emit_format(out->json, "fieldId", "customfield_%" PRId64, rows_integer(&rows, 0));
        emit_text(out->json, "displayName", rows_text(&rows, 1));
    }
    rows_finish(&rows);
}

static void emit_set_up(const struct jira_output *out, int64_t board, const struct rows *rows)
{
    int64_t filter = rows_integer(rows, 2);
    bool is_kanban = atl_text_equal(rows_text(rows, 1), "kanban");
    emit_object(out->json, "filter");
    emit_format(out->json, "id", "%" PRId64, filter);
    emit_format(out->json, "self", "%s/filter/%" PRId64, jira_api_url(out->sandbox), filter);
    emit_object_end(out->json);
    if (is_kanban) {
        emit_object(out->json, "subQuery");
        emit_text(out->json, "query", "fixVersion in unreleasedVersions() OR fixVersion is EMPTY");
        emit_object_end(out->json);
    }
    emit_object(out->json, "columnConfig");
    emit_columns(out, board);
    emit_text(out->json, "constraintType", "none");
    emit_object_end(out->json);
    if (!is_kanban) {
        emit_object(out->json, "estimation");
        emit_text(out->json, "type", "field");
        emit_object(out->json, "field");
        emit_field_of_type(out, "number");
        emit_object_end(out->json);
        emit_object_end(out->json);
    }
    emit_object(out->json, "ranking");
    emit_integer(out->json, "rankCustomFieldId",
                 store_integer(&out->sandbox->store, 10019,
                               "SELECT id FROM field WHERE type = 'rank'", NO_VALUES));
    emit_object_end(out->json);
}

static void jira_board_configuration(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t board;
    (void)reply;
    if (!board_of_path(request, 0, &board)) {
        return;
    }
    struct rows rows = store_select(&request->sandbox->store,
                                    "SELECT board.name, type, filter, key FROM board JOIN project"
                                    " ON project.id = board.project WHERE board.id = ?",
                                    VALUES(sql_integer(board)));
    if (rows_next(&rows)) {
        emit_object(out.json, NULL);
        emit_integer(out.json, "id", board);
        emit_text(out.json, "name", rows_text(&rows, 0));
        emit_text(out.json, "type", rows_text(&rows, 1));
        emit_format(out.json, "self", "%s/board/%" PRId64 "/configuration",
                    agile_api_url(request->sandbox), board);
        if (sandbox_is_cloud(request->sandbox)) {
            emit_object(out.json, "location");
            emit_text(out.json, "type", "project");
            emit_text(out.json, "projectKeyOrId", rows_text(&rows, 3));
            emit_object_end(out.json);
        }
        emit_set_up(&out, board, &rows);
        emit_object_end(out.json);
    }
    rows_finish(&rows);
}

static const struct route routes[] = {
    {"GET", ROUTE_AGILE, "/board", ROUTE_ANY, jira_boards},
    {"GET", ROUTE_AGILE, "/board/{}", ROUTE_ANY, jira_board},
    {"GET", ROUTE_AGILE, "/board/{}/configuration", ROUTE_ANY, jira_board_configuration},
    {"GET", ROUTE_AGILE, "/board/{}/project", ROUTE_ANY, jira_board_projects},
    {"GET", ROUTE_AGILE, "/board/{}/version", ROUTE_ANY, jira_board_versions},
};

const struct route_table agile_board_routes = ROUTES(routes);
