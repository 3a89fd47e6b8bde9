/* The issues of boards, of their backlogs, sprints and epics. */
#include "sandbox/jira/agile/agile.h"
#include "sandbox/jira/agile/agile_fields.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

/* What no board shows as a card of its own. */
static const char no_epics[] = "issuetype != Epic";
/* Neither done nor in a sprint that isn't over; closing a sprint gives back what isn't done. */
static const char in_backlog[] =
    "issuetype != Epic AND statusCategory != Done AND"
    " (sprint is EMPTY OR sprint not in (openSprints(), futureSprints()))";
static const char without_epic[] =
    "issuetype != Epic AND parent is EMPTY AND \"Epic Link\" is EMPTY";

static void answer_board(struct request *request, const char *condition)
{
    int64_t board;
    if (board_of_path(request, 0, &board)) {
        agile_answer_issues(request, board_filter(request->sandbox, board), condition);
    }
}

static void jira_board_issues(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_board(request, NULL);
}

static void jira_board_backlog(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_board(request, in_backlog);
}

static void jira_board_no_epic(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_board(request, without_epic);
}

/* The sprint in a segment of the path, as a condition; NULL, with a 404, when there is none. */
static const char *sprint_condition(struct request *request, size_t segment)
{
    int64_t sprint;
    return sprint_of_path(request, segment, &sprint)
               ? atl_arena_printf(&request->arena, "%s AND sprint = %" PRId64, no_epics, sprint)
               : NULL;
}

static const char *epic_condition(struct request *request, size_t segment)
{
    struct jira_issue epic;
    return epic_of_path(request, segment, &epic)
               ? atl_arena_printf(&request->arena, "parent = %s OR \"Epic Link\" = %s", epic.key,
                                  epic.key)
               : NULL;
}

static void jira_board_sprint_issues(struct request *request, struct reply *reply)
{
    int64_t board;
    (void)reply;
    if (!board_of_path(request, 0, &board)) {
        return;
    }
    const char *condition = sprint_condition(request, 1);
    if (condition != NULL) {
        agile_answer_issues(request, board_filter(request->sandbox, board), condition);
    }
}

static void jira_board_epic_issues(struct request *request, struct reply *reply)
{
    int64_t board;
    (void)reply;
    if (!board_of_path(request, 0, &board)) {
        return;
    }
    const char *condition = epic_condition(request, 1);
    if (condition != NULL) {
        agile_answer_issues(request, board_filter(request->sandbox, board), condition);
    }
}

static void jira_sprint_issues(struct request *request, struct reply *reply)
{
    const char *condition = sprint_condition(request, 0);
    (void)reply;
    if (condition != NULL) {
        agile_answer_issues(request, -1, condition);
    }
}

static void jira_epic_issues(struct request *request, struct reply *reply)
{
    const char *condition = epic_condition(request, 0);
    (void)reply;
    if (condition != NULL) {
        agile_answer_issues(request, -1, condition);
    }
}

static void jira_no_epic_issues(struct request *request, struct reply *reply)
{
    (void)reply;
    agile_answer_issues(request, -1, without_epic);
}

static void jira_agile_issue(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    struct jira_issue issue;
    char **names;
    size_t count = request_parameter_list(request, "fields", &names);
    (void)reply;
    if (issue_of_request(request, 0, &issue)) {
        struct jira_selection selection = jira_select(request, names, count, "*all");
        struct agile_fields extra = agile_fields_asked(names, count);
        agile_emit_issue(&out, &issue, &selection, &extra);
    }
}

static const struct route routes[] = {
    {"GET", ROUTE_AGILE, "/board/{}/issue", ROUTE_ANY, jira_board_issues},
    {"GET", ROUTE_AGILE, "/board/{}/backlog", ROUTE_ANY, jira_board_backlog},
    {"GET", ROUTE_AGILE, "/board/{}/epic/none/issue", ROUTE_ANY, jira_board_no_epic},
    {"GET", ROUTE_AGILE, "/board/{}/epic/{}/issue", ROUTE_ANY, jira_board_epic_issues},
    {"GET", ROUTE_AGILE, "/board/{}/sprint/{}/issue", ROUTE_ANY, jira_board_sprint_issues},
    {"GET", ROUTE_AGILE, "/sprint/{}/issue", ROUTE_ANY, jira_sprint_issues},
    {"GET", ROUTE_AGILE, "/epic/{}/issue", ROUTE_ANY, jira_epic_issues},
    {"GET", ROUTE_AGILE, "/epic/none/issue", ROUTE_ANY, jira_no_epic_issues},
    {"GET", ROUTE_AGILE, "/issue/{}", ROUTE_ANY, jira_agile_issue},
};

const struct route_table agile_issue_routes = ROUTES(routes);
