/* jira sprint report: how far a sprint is. */
#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/jira/sprint/changes.h"
#include "cmd/jira/sprint/sprint.h"
#include "cmd/jira/tally.h"

#include <inttypes.h>

/* What is known of the sprint's board: nothing when it may not be seen. */
static struct atl_jira_board_setup setup_of(struct atl_context *context, struct atl_http *http,
                                            const struct atl_jira_sprint *sprint)
{
    struct atl_jira_board_setup setup = {0};
    if (sprint->board <= 0 ||
        atl_jira_board_setup(http, context->arena, sprint->board, &setup, NULL) != ATL_OK) {
        setup = (struct atl_jira_board_setup){0};
    }
    return setup;
}

static const char *heading_of(struct atl_context *context, const struct atl_jira_sprint *sprint)
{
    bool is_closed = sprint->completed != NULL;
    const char *end = is_closed ? sprint->completed : sprint->end;
    return atl_arena_printf(context->arena, "Sprint '%s' (%" PRId64 "), %s%s%s%s%s", sprint->name,
                            sprint->id, sprint->state, sprint->start == NULL ? "" : ", ",
                            jira_sprint_day(context, sprint->start), end == NULL ? "" : " to ",
                            jira_sprint_day(context, end));
}

struct counting {
    struct jira_tally tally;
    struct jira_sprint_changes changes;
};

static enum atl_status count(void *argument, const struct atl_jira_issue *issue,
                             struct atl_error *error)
{
    struct counting *counting = argument;
    id_set_add(&counting->changes.members, issue->id);
    return jira_tally_add(&counting->tally, issue, error);
}

static enum atl_status tally_sprint(struct atl_context *context, struct atl_http *http,
                                    struct counting *counting, const struct atl_jira_sprint *sprint,
                                    const char *estimation, struct atl_error *error)
{
    struct jira_tally *tally = &counting->tally;
    struct atl_jira_search_result result;
    enum atl_status status = jira_tally_begin(tally, context, http, estimation, error);
    if (status == ATL_OK) {
        const struct atl_jira_search search = {.http = http,
                                               .fields = (const char *const *)tally->fields,
                                               .limit = INT64_MAX,
                                               .on_issue = count,
                                               .context = counting};
        status = atl_jira_issues_of(ATL_JIRA_SPRINT,
                                    atl_arena_printf(context->arena, "%" PRId64, sprint->id),
                                    &search, &result, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct atl_jira_sprint sprint;
    struct atl_jira_board_setup setup = {0};
    struct counting counting = {0};
    struct jira_tally *tally = &counting.tally;
    struct jira_sprint_changes *changes = &counting.changes;
    struct atl_http *http = atl_connect(context);
    enum atl_status status =
        jira_find_sprint(context, http, atl_argument(context, "SPRINT"), &sprint, error);
    if (status == ATL_OK) {
        setup = setup_of(context, http, &sprint);
        status = tally_sprint(context, http, &counting, &sprint, setup.estimation_field, error);
    }
    if (status == ATL_OK) {
        status = jira_sprint_changes_read(changes, tally, http, &sprint, setup.filter, error);
    }
    if (status == ATL_OK) {
        jira_sprint_changes_tell(changes, tally);
    }
    if (status == ATL_OK) {
        status = jira_tally_print(tally, heading_of(context, &sprint), "committed", "sprint",
                                  jira_sprint_describe(&sprint), error);
    }
    jira_sprint_changes_free(changes);
    jira_tally_free(tally);
    return jira_agile_end(http, status, error);
}

const struct atl_command atl_command_jira_sprint_report = {
    .words = "jira sprint report",
    .summary = "Show how far a sprint is",
    .description =
        "How many of the sprint's issues are done, and of their points, and how many are in each "
        "status. Counted is what is in the sprint now; sub-tasks are part of their parents. Points "
        "are in the field that the sprint's board estimates by.\n\n"
        "Of a sprint that has begun it also says what was added and what was removed since, by the "
        "changes of the board's issues and when they were created; what came and left again is "
        "both.",
    .arguments = jira_sprint_arguments,
    .options =
        (const struct atl_option[]){
            JIRA_SPRINT_BOARD_OPTION, JIRA_SPRINT_PROJECT_OPTION, JIRA_TALLY_POINTS_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira sprint report current --board 7", "How it goes"},
            {"jira sprint report 42 --json",
             "Sums for a script: committed, done, notDone, added, removed"},
            {"jira sprint report 42 --points 'Story Points'", "Points from another field"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
