/*
 * jira sprint close: ends a sprint, and says what becomes of what isn't done.
 *
 * What isn't done is moved on once the sprint is closed: it stays among the issues of a closed
 * sprint, so that its report says what wasn't done. When that is moved before, it counts as taken
 * out. A closed sprint whose issues weren't moved on, as something came in between, may be named
 * again.
 */
#include "cli/prompt.h"
#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/jira/issue/moves.h"
#include "cmd/jira/sprint/sprint.h"

#include <inttypes.h>

struct closing {
    struct atl_context *context;
    struct atl_http *http;
    struct atl_jira_sprint sprint;
    struct atl_jira_sprint next; /* id 0: the backlog */
    struct atl_list open;        /* keys of what isn't done; sub-tasks go where their parents go */
    bool is_closed;              /* already: what isn't done is left to be moved on */
};

static enum atl_status add_open(void *argument, const struct atl_jira_issue *issue,
                                struct atl_error *error)
{
    struct closing *closing = argument;
    (void)error;
    if (issue->key != NULL && !atl_json_bool(issue->fields, "issuetype.subtask", false)) {
        atl_list_add(&closing->open, atl_arena_strdup(closing->context->arena, issue->key));
    }
    return ATL_OK;
}

static enum atl_status find_open(struct closing *closing, struct atl_error *error)
{
    static const char *const fields[] = {"issuetype", NULL};
    struct atl_jira_search_result result;
    /* Issues that have been moved on are among those of the closed sprint, too. */
    const struct atl_jira_search search = {.http = closing->http,
                                           .jql = closing->is_closed
                                                      ? "statusCategory != Done AND sprint not in "
                                                        "(openSprints(), futureSprints())"
                                                      : "statusCategory != Done",
                                           .fields = fields,
                                           .limit = INT64_MAX,
                                           .on_issue = add_open,
                                           .context = closing};
    const char *id = atl_arena_printf(closing->context->arena, "%" PRId64, closing->sprint.id);
    return atl_jira_issues_of(ATL_JIRA_SPRINT, id, &search, &result, error);
}

/* "next" and names are those of the sprint's own board. */
static enum atl_status find_next(struct closing *closing, struct atl_error *error)
{
    const char *name = atl_option_text(closing->context, "move-to");
    const char *board = atl_option_text(closing->context, "board");
    if (name == NULL || atl_text_equal_ignoring_case(name, "backlog")) {
        return ATL_OK;
    }
    if (closing->sprint.board > 0) {
        board = atl_arena_printf(closing->context->arena, "%" PRId64, closing->sprint.board);
    }
    enum atl_status status = jira_find_sprint_on(closing->context, closing->http, name, board, NULL,
                                                 &closing->next, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--move-to");
    } else if (closing->next.id == closing->sprint.id ||
               atl_text_equal_ignoring_case(closing->next.state, "closed")) {
        status =
            atl_fail(error, ATL_USAGE, "--move-to: sprint '%s' (%" PRId64 ") is %s",
                     closing->next.name, closing->next.id,
                     closing->next.id == closing->sprint.id ? "the one to be closed" : "closed");
    }
    return status;
}

static enum atl_status check_state(struct closing *closing, struct atl_error *error)
{
    const struct atl_jira_sprint *sprint = &closing->sprint;
    closing->is_closed = atl_text_equal_ignoring_case(sprint->state, "closed");
    if (atl_text_equal_ignoring_case(sprint->state, "active") ||
        (closing->is_closed && closing->next.id != 0)) {
        return ATL_OK;
    }
    atl_fail(error, ATL_CONFLICT, "sprint '%s' (%" PRId64 ") is %s, not active", sprint->name,
             sprint->id, sprint->state);
    if (closing->is_closed) {
        atl_hint(error, "--move-to moves what isn't done to another sprint");
    }
    return ATL_CONFLICT;
}

static enum atl_status find(struct closing *closing, struct atl_error *error)
{
    enum atl_status status =
        jira_find_sprint(closing->context, closing->http, atl_argument(closing->context, "SPRINT"),
                         &closing->sprint, error);
    if (status == ATL_OK) {
        status = find_next(closing, error);
    }
    if (status == ATL_OK) {
        status = check_state(closing, error);
    }
    return status == ATL_OK ? find_open(closing, error) : status;
}

/* "3 open issues go to the backlog" */
static const char *fate(const struct closing *closing, const char *verb)
{
    struct atl_arena *arena = closing->context->arena;
    size_t count = closing->open.count;
    if (count == 0) {
        return closing->is_closed ? "no open issue is left in it" : "no issue is open";
    }
    return closing->next.id == 0
               ? atl_arena_printf(arena, "%zu open issue%s %s back to the backlog", count,
                                  count == 1 ? "" : "s", verb)
               : atl_arena_printf(arena, "%zu open issue%s %s to sprint '%s' (%" PRId64 ")", count,
                                  count == 1 ? "" : "s", verb, closing->next.name,
                                  closing->next.id);
}

static enum atl_status move_open(struct closing *closing, struct atl_error *error)
{
    struct atl_arena *arena = closing->context->arena;
    struct jira_issue_moves moves = {.count = closing->open.count};
    struct atl_jira_moving moving = {.target = ATL_JIRA_TO_SPRINT};
    size_t moved;
    if (closing->next.id == 0 || moves.count == 0) {
        return ATL_OK;
    }
    moving.id = atl_arena_printf(arena, "%" PRId64, closing->next.id);
    moves.moves = atl_arena_alloc(arena, moves.count * sizeof *moves.moves);
    for (size_t i = 0; i < moves.count; i++) {
        moves.moves[i].key = closing->open.items[i];
    }
    enum atl_status status =
        jira_issue_moves_do(closing->context, closing->http, &moving, &moves, &moved, error);
    if (status != ATL_OK) {
        atl_hint(error,
                 "the sprint was closed; go on with the issues that are left: atlcli jira sprint "
                 "close %" PRId64 " --move-to %" PRId64,
                 closing->sprint.id, closing->next.id);
    }
    return status;
}

static enum atl_status report(const struct closing *closing, bool dry_run, struct atl_error *error)
{
    cJSON *object = jira_sprint_describe(&closing->sprint);
    cJSON *open = cJSON_AddArrayToObject(object, "openIssues");
    for (size_t i = 0; i < closing->open.count; i++) {
        cJSON_AddItemToArray(open, cJSON_CreateString(closing->open.items[i]));
    }
    if (closing->next.id == 0) {
        atl_json_set_text(object, "movedTo", "backlog");
    } else {
        cJSON_AddItemToObject(object, "movedTo", jira_sprint_describe(&closing->next));
    }
    atl_json_set_bool(object, "dryRun", dry_run);
    enum atl_status status = atl_output_message(
        closing->context->output, object, error, "%s sprint '%s' (%" PRId64 "); %s",
        closing->is_closed ? "Already closed:"
        : dry_run          ? "Would close"
                           : "Closed",
        closing->sprint.name, closing->sprint.id, fate(closing, dry_run ? "would go" : "went"));
    cJSON_Delete(object);
    return status;
}

static enum atl_status close_sprint(struct closing *closing, struct atl_error *error)
{
    static const struct atl_jira_sprint_change change = {
        .state = "closed", .start_ms = -1, .end_ms = -1};
    struct atl_context *context = closing->context;
    enum atl_status status = find(closing, error);
    if (status == ATL_OK && atl_option_flag(context, "dry-run")) {
        return report(closing, true, error);
    }
    if (status == ATL_OK) {
        status = atl_prompt_confirm(
            context,
            atl_arena_printf(context->arena,
                             closing->is_closed ? "Sprint '%s' (%" PRId64
                                                  ") is closed already. Go on? %s."
                                                : "Close sprint '%s' (%" PRId64 ")? %s.",
                             closing->sprint.name, closing->sprint.id, fate(closing, "would go")),
            error);
    }
    if (status == ATL_OK && !closing->is_closed) {
        status = atl_jira_sprint_change(closing->http, context->arena, closing->sprint.id, &change,
                                        &closing->sprint, error);
    }
    if (status == ATL_OK) {
        status = move_open(closing, error);
    }
    return status == ATL_OK ? report(closing, false, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct closing closing = {.context = context, .http = atl_connect(context)};
    enum atl_status status = jira_agile_end(closing.http, close_sprint(&closing, error), error);
    atl_list_free(&closing.open);
    return status;
}

const struct atl_command atl_command_jira_sprint_close = {
    .words = "jira sprint close",
    .summary = "Close a sprint",
    .description =
        "What isn't done goes back to the backlog, or with --move-to into another sprint once the "
        "sprint is closed, so that its report still says what wasn't done. Sub-tasks stay with "
        "their parents. A closed sprint can't be opened again from here.\n\n"
        "When it was interrupted, --move-to with the sprint that is closed now moves the rest.",
    .arguments = jira_sprint_arguments,
    .options =
        (const struct atl_option[]){
            JIRA_SPRINT_BOARD_OPTION,
            JIRA_SPRINT_PROJECT_OPTION,
            {.name = "move-to",
             .kind = ATL_OPTION_TEXT,
             .value = "SPRINT",
             .summary = "Where open issues go: next, a sprint's id or name, or backlog",
             .shown_default = "backlog"},
            {.name = "dry-run", .summary = "Only say what would be done"},
            {.name = "yes",
             .alias = "confirm",
             .letter = 'y',
             .summary = "Don't ask; needed when there is no terminal"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira sprint close current --board 7 --move-to next", "Take what is open along"},
            {"jira sprint close 42 --dry-run", "See what would become of open issues"},
            {0}},
    .fields =
        (const struct atl_column[]){
            JIRA_SPRINT_MEMBERS, {.key = "openIssues"}, {.key = "movedTo"}, {.key = "dryRun"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
