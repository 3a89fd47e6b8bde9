/* Boards made and deleted. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/problems.h"
#include "sandbox/jira/setup/filters.h"
#include "sandbox/server/route.h"

/* The project that a board of this filter is put in: the one that is asked for, or any. */
static int64_t read_project(struct request *request, const cJSON *body)
{
    const cJSON *location = atl_json_get(body, "location.projectKeyOrId");
    if (cJSON_IsString(location)) {
        return lookup_project(request->sandbox, location->valuestring);
    }
    struct sql sql = {0};
    sql_add(&sql, "SELECT id FROM project WHERE 1");
    lookup_add_visible(request, &sql, "key");
    sql_add(&sql, " ORDER BY id LIMIT 1");
    int64_t project = store_integer_sql(&request->sandbox->store, -1, &sql);
    sql_free(&sql);
    return project;
}

static int64_t find_filter(struct request *request, const cJSON *body)
{
    const char *select =
        atl_arena_printf(&request->arena, "SELECT id FROM filter WHERE id = ?%s", filter_visible);
    return store_integer(&request->sandbox->store, -1, select,
                         VALUES(sql_integer(lookup_id_in_json(atl_json_get(body, "filterId")))));
}

/* The columns that boards start with: the statuses of the project, by their category. */
static void add_columns(struct store *store, int64_t board, int64_t project)
{
    static const struct {
        const char *category;
        const char *name;
    } columns[] = {{"new", "To Do"}, {"indeterminate", "In Progress"}, {"done", "Done"}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        store_run(store,
                  "INSERT OR IGNORE INTO board_column (board, position, name, status)"
                  " SELECT ?, ?, ?, status.id FROM status JOIN status_category"
                  " ON status_category.id = category WHERE status_category.key = ?"
                  " AND status.id IN (SELECT status FROM workflow_status"
                  " JOIN project_type USING (workflow) WHERE project = ?)",
                  VALUES(sql_integer(board), sql_integer((int64_t)i), sql_text(columns[i].name),
                         sql_text(columns[i].category), sql_integer(project)));
    }
}

static void jira_create_board(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct store *store = &request->sandbox->store;
    struct problems problems = {.arena = &request->arena};
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    const char *name = atl_text_trim(&request->arena, atl_json_text(body, "name", ""));
    const char *type = atl_json_text(body, "type", "");
    int64_t filter = find_filter(request, body);
    int64_t project = read_project(request, body);
    if (*name == '\0') {
        problems_add(&problems, "name", "A board name must be specified.");
    }
    if (!atl_text_equal(type, "scrum") && !atl_text_equal(type, "kanban")) {
        problems_add(&problems, "type", "The board type must be one of scrum, kanban.");
    }
    if (filter < 0) {
        problems_add(&problems, "filterId",
                     "The requested filter could not be found or you do not have permission to "
                     "view it.");
    }
    if (project < 0) {
        problems_add(&problems, "location", "The project of the location could not be found.");
    }
    if (problems.count > 0) {
        problems_reply(&problems, reply);
        return;
    }
    int64_t id = store_insert(
        store, "INSERT INTO board (name, type, project, filter) VALUES (?, ?, ?, ?)",
        VALUES(sql_text(name), sql_text(type), sql_integer(project), sql_integer(filter)));
    add_columns(store, id, project);
    reply_restart(reply, 201);
    board_emit(&out, id);
}

/* Its sprints go with it; its filter stays, and so do the issues. */
static void jira_delete_board(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    int64_t board;
    if (!board_of_path(request, 0, &board)) {
        return;
    }
    const struct value *id = VALUES(sql_integer(board));
    store_run(store,
              "DELETE FROM issue_sprint WHERE sprint IN (SELECT id FROM sprint WHERE board = ?)",
              id);
    store_run(store, "DELETE FROM sprint WHERE board = ?", id);
    store_run(store, "DELETE FROM board_column WHERE board = ?", id);
    store_run(store, "DELETE FROM board WHERE id = ?", id);
    reply_restart(reply, 204);
}

static const struct route routes[] = {
    {"POST", ROUTE_AGILE, "/board", ROUTE_ANY, jira_create_board},
    {"DELETE", ROUTE_AGILE, "/board/{}", ROUTE_ANY, jira_delete_board},
};

const struct route_table agile_board_change_routes = ROUTES(routes);
