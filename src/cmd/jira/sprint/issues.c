/* jira sprint add, remove: issues into a sprint, and back to the backlog. */
#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/jira/issue/moves.h"
#include "cmd/jira/sprint/sprint.h"

#include <inttypes.h>

static enum atl_status add(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_sprint sprint;
    struct jira_issue_moves moves;
    struct atl_jira_moving moving = {.target = ATL_JIRA_TO_SPRINT};
    enum atl_status status =
        jira_find_sprint(context, http, atl_argument(context, "SPRINT"), &sprint, error);
    if (status == ATL_OK && atl_text_equal_ignoring_case(sprint.state, "closed")) {
        status = atl_fail(error, ATL_CONFLICT, "sprint '%s' (%" PRId64 ") is closed", sprint.name,
                          sprint.id);
    }
    if (status == ATL_OK) {
        status = jira_issue_moves_read(context, http, &moves, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    moving.id = atl_arena_printf(context->arena, "%" PRId64, sprint.id);
    return jira_issue_moves_run(
        context, http, &moving, &moves, "added to",
        atl_arena_printf(context->arena, "sprint '%s' (%s)", sprint.name, moving.id), error);
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return jira_agile_end(http, add(context, http, error), error);
}

static enum atl_status run_remove(struct atl_context *context, struct atl_error *error)
{
    struct jira_issue_moves moves;
    struct atl_jira_moving moving = {.target = ATL_JIRA_TO_BACKLOG};
    struct atl_http *http = atl_connect(context);
    enum atl_status status = jira_issue_moves_read(context, http, &moves, error);
    if (status == ATL_OK) {
        status =
            jira_issue_moves_run(context, http, &moving, &moves, "moved to", "the backlog", error);
    }
    return jira_agile_end(http, status, error);
}

#define ISSUE_ARGUMENT                                                                             \
    {                                                                                              \
        .name = "ISSUE", .summary = "Keys of issues", .arity = ATL_ANY_NUMBER                      \
    }

const struct atl_command atl_command_jira_sprint_add = {
    .words = "jira sprint add",
    .summary = "Add issues to a sprint",
    .description = "An issue is in one open sprint at most: it leaves the one that it was in. "
                   "Fifty issues take one request; when some can't be moved the others still are.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "SPRINT", .summary = "Its id or name, current or next"}, ISSUE_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            JIRA_SPRINT_BOARD_OPTION, JIRA_SPRINT_PROJECT_OPTION, JIRA_ISSUE_MOVES_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira sprint add current WEB-12 WEB-15 --board 7", "Two issues"},
            {"jira sprint add 42 --jql 'project = WEB AND fixVersion = 2.1' --dry-run",
             "See what a query would bring in"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_MOVES_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_add,
};

const struct atl_command atl_command_jira_sprint_remove = {
    .words = "jira sprint remove",
    .summary = "Move issues back to the backlog",
    .description = "Takes them out of the sprint that they are in, unless it is closed.",
    .arguments = (const struct atl_argument[]){ISSUE_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_ISSUE_MOVES_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira sprint remove WEB-12 WEB-15", "Two issues"},
            {"jira sprint remove --jql 'sprint = 42 AND priority = Low' --yes", "Those of a query"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_MOVES_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_remove,
};
