/* jira sprint create, start, delete. */
#include "atlcli/clock.h"
#include "atlcli/when.h"
#include "cli/prompt.h"
#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/jira/sprint/sprint.h"

#include <inttypes.h>

enum {
    USUAL_DAYS = 14, /* of a sprint that doesn't say */
};

static enum atl_status read_time(struct atl_context *context, const char *option, int64_t base_ms,
                                 int64_t *wall_ms, struct atl_error *error)
{
    const char *text = atl_option_text(context, option);
    struct atl_when when;
    *wall_ms = -1;
    if (text == NULL) {
        return ATL_OK;
    }
    enum atl_status status = atl_when_parse(text, ATL_WHEN_FUTURE, base_ms, &when, error);
    if (status == ATL_OK) {
        *wall_ms = when.wall_ms;
    } else {
        atl_error_prefix(error, "--%s", option);
    }
    return status;
}

/* --start, and --end, which counts from the start when it is relative. */
static enum atl_status read_times(struct atl_context *context,
                                  struct atl_jira_sprint_change *change, struct atl_error *error)
{
    int64_t now_ms = atl_clock_wall_ms();
    enum atl_status status = read_time(context, "start", now_ms, &change->start_ms, error);
    if (status == ATL_OK) {
        status = read_time(context, "end", change->start_ms < 0 ? now_ms : change->start_ms,
                           &change->end_ms, error);
    }
    if (status == ATL_OK && change->start_ms >= 0 && change->end_ms >= 0 &&
        change->end_ms <= change->start_ms) {
        status = atl_fail(error, ATL_USAGE, "the sprint would end before it begins");
    }
    return status;
}

static enum atl_status report(struct atl_context *context, const struct atl_jira_sprint *sprint,
                              const char *what, struct atl_error *error)
{
    cJSON *object = jira_sprint_describe(sprint);
    enum atl_status status = atl_output_message(
        context->output, object, error, "%s sprint '%s' (%" PRId64 ")%s%s", what, sprint->name,
        sprint->id, sprint->end == NULL ? "" : ", until ", jira_sprint_day(context, sprint->end));
    cJSON_Delete(object);
    return status;
}

/* ---- create ---- */

static enum atl_status run_create(struct atl_context *context, struct atl_error *error)
{
    struct atl_jira_sprint_change change = {.name = atl_argument(context, "NAME"),
                                            .goal = atl_option_text(context, "goal")};
    struct atl_jira_board board;
    struct atl_jira_sprint sprint;
    enum atl_status status = read_times(context, &change, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    status = jira_find_board(context, http, atl_option_text(context, "board"), &board, error);
    if (status == ATL_OK) {
        status = atl_jira_sprint_create(http, context->arena, board.id, &change, &sprint, error);
        if (status != ATL_OK && atl_error_is_in_doubt(error)) {
            atl_hint(error, "see whether it is there: atlcli jira sprint list --board %" PRId64,
                     board.id);
        }
    }
    if (status == ATL_OK) {
        status = report(context, &sprint, "Created", error);
    }
    return jira_agile_end(http, status, error);
}

const struct atl_command atl_command_jira_sprint_create = {
    .words = "jira sprint create",
    .summary = "Plan a sprint",
    .description = "Dates are written as 2026-12-01, '2026-12-01 09:30', tomorrow or +2w; a "
                   "relative end counts from the start.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "NAME", .summary = "What it is to be called; Jira takes 30 characters"}, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "board",
             .kind = ATL_OPTION_TEXT,
             .value = "BOARD",
             .summary = "On this board, by its id or name",
             .required = true},
            {.name = "start",
             .kind = ATL_OPTION_TEXT,
             .value = "DATE",
             .summary = "When it begins"},
            {.name = "end", .kind = ATL_OPTION_TEXT, .value = "DATE", .summary = "When it ends"},
            {.name = "goal", .kind = ATL_OPTION_TEXT, .value = "TEXT", .summary = "What it is for"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira sprint create 'WEB Sprint 8' --board 7", "With a name alone"},
            {"jira sprint create 'WEB Sprint 8' --board 7 --start 2026-12-01 --end +2w --goal "
             "'Faster checkout'",
             "Two weeks from the first of December"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_SPRINT_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_create,
};

/* ---- start ---- */

/* From now on, until what it says already if that is to come, else for two weeks. */
static enum atl_status complete_times(const struct atl_jira_sprint *sprint,
                                      struct atl_jira_sprint_change *change,
                                      struct atl_error *error)
{
    int64_t planned_ms = -1;
    if (change->start_ms < 0) {
        change->start_ms = atl_clock_wall_ms();
    }
    if (change->end_ms < 0 && atl_clock_parse_iso8601(sprint->end, &planned_ms) &&
        planned_ms > change->start_ms) {
        change->end_ms = planned_ms;
    }
    if (change->end_ms < 0) {
        int64_t day_ms = atl_when_start_of_day(change->start_ms, USUAL_DAYS);
        change->end_ms = atl_when_at_time_of(day_ms, change->start_ms);
    }
    return change->end_ms > change->start_ms
               ? ATL_OK
               : atl_fail(error, ATL_USAGE, "the sprint would end before it begins");
}

static enum atl_status start(struct atl_context *context, struct atl_http *http,
                             struct atl_jira_sprint_change *change, struct atl_error *error)
{
    struct atl_jira_sprint sprint;
    enum atl_status status =
        jira_find_sprint(context, http, atl_argument(context, "SPRINT"), &sprint, error);
    if (status != ATL_OK) {
        return status;
    }
    if (!atl_text_equal_ignoring_case(sprint.state, "future")) {
        return atl_fail(error, ATL_CONFLICT, "sprint '%s' (%" PRId64 ") is %s already", sprint.name,
                        sprint.id, sprint.state);
    }
    status = complete_times(&sprint, change, error);
    if (status == ATL_OK) {
        status = atl_jira_sprint_change(http, context->arena, sprint.id, change, &sprint, error);
    }
    return status == ATL_OK ? report(context, &sprint, "Started", error) : status;
}

static enum atl_status run_start(struct atl_context *context, struct atl_error *error)
{
    struct atl_jira_sprint_change change = {.state = "active",
                                            .goal = atl_option_text(context, "goal")};
    enum atl_status status = read_times(context, &change, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return jira_agile_end(http, start(context, http, &change, error), error);
}

const struct atl_command atl_command_jira_sprint_start = {
    .words = "jira sprint start",
    .summary = "Start a sprint",
    .description =
        "It begins now, unless --start says otherwise, and ends when it was planned to; without a "
        "plan in two weeks.",
    .arguments = jira_sprint_arguments,
    .options =
        (const struct atl_option[]){
            JIRA_SPRINT_BOARD_OPTION,
            JIRA_SPRINT_PROJECT_OPTION,
            {.name = "start",
             .kind = ATL_OPTION_TEXT,
             .value = "DATE",
             .summary = "When it began: 9:00, yesterday, -2h",
             .shown_default = "now"},
            {.name = "end",
             .kind = ATL_OPTION_TEXT,
             .value = "DATE",
             .summary = "When it ends: 2026-12-15, or from the "
                        "start on: +2w"},
            {.name = "goal", .kind = ATL_OPTION_TEXT, .value = "TEXT", .summary = "What it is for"},
            {0}},
    .examples = (const struct atl_example[]){{"jira sprint start next --board 7",
                                              "The first of those that are planned"},
                                             {"jira sprint start 42 --end +3w", "For three weeks"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SPRINT_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_start,
};

/* ---- delete ---- */

static enum atl_status delete_sprint(struct atl_context *context, struct atl_http *http,
                                     struct atl_error *error)
{
    struct atl_jira_sprint sprint;
    enum atl_status status =
        jira_find_sprint(context, http, atl_argument(context, "SPRINT"), &sprint, error);
    if (status == ATL_OK) {
        status = atl_prompt_confirm(context,
                                    atl_arena_printf(context->arena,
                                                     "Delete sprint '%s' (%" PRId64
                                                     ", %s)? Its issues go back to the backlog.",
                                                     sprint.name, sprint.id, sprint.state),
                                    error);
    }
    if (status == ATL_OK) {
        status = atl_jira_sprint_delete(http, sprint.id, error);
    }
    return status == ATL_OK ? report(context, &sprint, "Deleted", error) : status;
}

static enum atl_status run_delete(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return jira_agile_end(http, delete_sprint(context, http, error), error);
}

const struct atl_command atl_command_jira_sprint_delete = {
    .words = "jira sprint delete",
    .summary = "Delete a sprint",
    .description = "Its issues stay, without a sprint.",
    .arguments = jira_sprint_arguments,
    .options =
        (const struct atl_option[]){JIRA_SPRINT_BOARD_OPTION,
                                    JIRA_SPRINT_PROJECT_OPTION,
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples = (const struct atl_example[]){{"jira sprint delete 42", "By its id"},
                                             {"jira sprint delete 'WEB Sprint 8' --board 7 --yes",
                                              "In a script"},
                                             {0}},
    .fields = (const struct atl_column[]){JIRA_SPRINT_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_delete,
};
