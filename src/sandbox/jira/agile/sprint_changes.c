/* Sprints made, started, completed, renamed, deleted. The rules are in sprint_rules.c. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/agile/sprint_rules.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include "atlcli/clock.h"

/* The time of a member: `fallback` when it isn't there, -1 for null or "". */
static int64_t read_time(const cJSON *body, const char *member, int64_t fallback,
                         struct problems *problems)
{
    const cJSON *value = atl_json_member(body, member);
    int64_t ms = -1;
    if (value == NULL) {
        return fallback;
    }
    if (cJSON_IsNull(value) || (cJSON_IsString(value) && *value->valuestring == '\0')) {
        return -1;
    }
    if (!cJSON_IsString(value) || !atl_clock_parse_iso8601(value->valuestring, &ms) || ms < 0) {
        problems_add(problems, member, "Error parsing date string: %s",
                     cJSON_IsString(value) ? value->valuestring : "it is no text");
    }
    return ms;
}

/* The values of a body; what it leaves out stays as it is in `plan`. */
static void read_plan(struct request *request, const cJSON *body, struct sprint_plan *plan,
                      struct problems *problems)
{
    plan->name = atl_text_trim(&request->arena, atl_json_text(body, "name", plan->name));
    plan->goal = atl_json_text(body, "goal", plan->goal);
    plan->state = atl_json_text(body, "state", plan->state);
    plan->starts = read_time(body, "startDate", plan->starts, problems);
    plan->ends = read_time(body, "endDate", plan->ends, problems);
}

/* ---- making ---- */

static bool check_board(struct request *request, int64_t board)
{
    struct store *store = &request->sandbox->store;
    int64_t project = store_integer(store, -1, "SELECT project FROM board WHERE id = ?",
                                    VALUES(sql_integer(board)));
    if (board < 0 || !lookup_shows_project(request->sandbox, project)) {
        reply_error(&request->reply, REPLY_JIRA, board < 0 ? 400 : 404,
                    board < 0 ? "The origin board of the sprint must be specified."
                              : "The requested board cannot be viewed because it either does not "
                                "exist or you do not have permission to view it.");
        return false;
    }
    if (store_exists(store, "SELECT 1 FROM board WHERE id = ? AND type <> 'scrum'",
                     VALUES(sql_integer(board)))) {
        reply_error(&request->reply, REPLY_JIRA, 400, "The board does not support sprints");
        return false;
    }
    return true;
}

static void jira_create_sprint(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct problems problems = {.arena = &request->arena};
    struct sprint_plan plan = {.name = "", .goal = "", .state = "future", .starts = -1, .ends = -1};
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    int64_t board = lookup_id_in_json(atl_json_member(body, "originBoardId"));
    if (!check_board(request, board)) {
        return;
    }
    read_plan(request, body, &plan, &problems);
    sprint_check_name(plan.name, &problems);
    if (plan.starts >= 0 && plan.ends >= 0 && plan.ends <= plan.starts) {
        problems_add(&problems, NULL, "The start date of a sprint must be before the end date.");
    }
    if (problems.count > 0) {
        problems_reply(&problems, reply);
        return;
    }
    int64_t id = store_insert(&request->sandbox->store,
                              "INSERT INTO sprint (board, name, goal, state, created, starts,"
                              " ends) VALUES (?, ?, ?, 'future', ?, ?, ?)",
                              VALUES(sql_integer(board), sql_text(plan.name), sql_text(plan.goal),
                                     sql_integer(sandbox_now_ms(request->sandbox)),
                                     sql_optional(plan.starts), sql_optional(plan.ends)));
    reply_restart(reply, 201);
    sprint_emit(&out, id);
}

/* ---- changing ---- */

static void change_sprint(struct request *request, int64_t sprint, struct sprint_plan *plan)
{
    const struct jira_output out = jira_reply(request);
    struct problems problems = {.arena = &request->arena};
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    read_plan(request, body, plan, &problems);
    if (problems.count > 0 || !sprint_change(&request->sandbox->store, sprint, plan,
                                             sandbox_now_ms(request->sandbox), &problems)) {
        problems_reply(&problems, &request->reply);
        return;
    }
    sprint_emit(&out, sprint);
}

/* What the body leaves out stays. */
static void jira_change_sprint(struct request *request, struct reply *reply)
{
    struct sprint_plan plan;
    int64_t sprint;
    (void)reply;
    if (sprint_of_path(request, 0, &sprint) &&
        sprint_load(&request->sandbox->store, &request->arena, sprint, &plan)) {
        change_sprint(request, sprint, &plan);
    }
}

/* What the body leaves out is emptied. */
static void jira_replace_sprint(struct request *request, struct reply *reply)
{
    struct sprint_plan plan = {.name = "", .goal = "", .state = "", .starts = -1, .ends = -1};
    int64_t sprint;
    (void)reply;
    if (sprint_of_path(request, 0, &sprint)) {
        change_sprint(request, sprint, &plan);
    }
}

static void jira_delete_sprint(struct request *request, struct reply *reply)
{
    int64_t sprint;
    if (sprint_of_path(request, 0, &sprint)) {
        sprint_delete(&request->sandbox->store, sprint);
        reply_restart(reply, 204);
    }
}

static void jira_swap_sprint(struct request *request, struct reply *reply)
{
    int64_t sprint;
    if (!sprint_of_path(request, 0, &sprint)) {
        return;
    }
    const cJSON *body = request_json(request);
    if (body == NULL) {
        return;
    }
    int64_t other = lookup_id_in_json(atl_json_member(body, "sprintToSwapWith"));
    if (!store_exists(&request->sandbox->store, "SELECT 1 FROM sprint WHERE id = ?",
                      VALUES(sql_integer(other)))) {
        reply_error(reply, REPLY_JIRA, 404, "Sprint does not exist.");
        return;
    }
    sprint_swap(&request->sandbox->store, sprint, other);
    reply_restart(reply, 204);
}

static const struct route routes[] = {
    {"POST", ROUTE_AGILE, "/sprint", ROUTE_ANY, jira_create_sprint},
    {"POST", ROUTE_AGILE, "/sprint/{}", ROUTE_ANY, jira_change_sprint},
    {"PUT", ROUTE_AGILE, "/sprint/{}", ROUTE_ANY, jira_replace_sprint},
    {"DELETE", ROUTE_AGILE, "/sprint/{}", ROUTE_ANY, jira_delete_sprint},
    {"POST", ROUTE_AGILE, "/sprint/{}/swap", ROUTE_ANY, jira_swap_sprint},
};

const struct route_table agile_sprint_change_routes = ROUTES(routes);
