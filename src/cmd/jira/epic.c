/* jira epic: which there are, one of them, what is in it and how far it is. */
#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/jira/issue/moves.h"
#include "cmd/jira/issue/rows.h"
#include "cmd/jira/key.h"
#include "cmd/jira/missing.h"
#include "cmd/jira/sprint/sprint.h"
#include "cmd/jira/tally.h"
#include "cmd/query_builder.h"
#include "cmd/query_error.h"
#include "cmd/subject.h"

#include <inttypes.h>

const struct atl_command atl_command_jira_epic = {
    .words = "jira epic",
    .summary = "See epics, fill them and follow their progress",
    .examples = (const struct atl_example[]){{"jira epic list --project WEB", "What is planned"},
                                             {"jira epic progress WEB-7", "How far one is"},
                                             {0}},
};

static const struct atl_argument epic_arguments[] = {
    {.name = "EPIC", .summary = "Its key", .arity = ATL_OPTIONAL}, {0}};

#define EPIC_KEY_OPTION                                                                            \
    {                                                                                              \
        .name = "key", .kind = ATL_OPTION_TEXT, .value = "KEY",                                    \
        .summary = "The same as the argument EPIC"                                                 \
    }

static enum atl_status find_epic(struct atl_context *context, struct atl_http *http,
                                 const char *text, struct atl_jira_epic *epic,
                                 struct atl_error *error)
{
    const char *key;
    enum atl_status status = jira_key_parse(context->arena, text, &key, error);
    return status == ATL_OK ? atl_jira_epic(http, context->arena, key, epic, error) : status;
}

/* The one that the command is about, by its argument or --key. */
static enum atl_status find_subject(struct atl_context *context, struct atl_http *http,
                                    struct atl_jira_epic *epic, struct atl_error *error)
{
    struct subject subject;
    enum atl_status status =
        subject_read(context, "key", "say which epic: its key is missing", 0, &subject, error);
    return status == ATL_OK ? find_epic(context, http, subject.text, epic, error) : status;
}

/* ---- list ---- */

/* The board's own filter says which issues, and so which epics, are on it. */
static enum atl_status add_board(struct atl_context *context, struct atl_http *http,
                                 struct query_builder *builder, struct atl_error *error)
{
    const char *name = atl_option_text(context, "board");
    struct atl_jira_board board;
    struct atl_jira_board_setup setup = {0};
    if (name == NULL) {
        return ATL_OK;
    }
    enum atl_status status = jira_find_board(context, http, name, &board, error);
    if (status == ATL_OK) {
        status = atl_jira_board_setup(http, context->arena, board.id, &setup, error);
    }
    if (status == ATL_OK && setup.filter > 0) {
        query_add_condition(builder,
                            atl_arena_printf(context->arena, "filter = %" PRId64, setup.filter));
    }
    return status;
}

static enum atl_status list_epics(struct atl_context *context, struct atl_http *http,
                                  struct atl_error *error)
{
    struct query_builder builder = {.dialect = ATL_QUERY_JQL};
    const char *given = atl_option_text(context, "jql");
    const char *jql = NULL;
    query_add_condition(&builder, "issuetype = Epic");
    query_add_any_of(&builder, "project", atl_option_list(context, "project", NULL));
    if (!atl_option_flag(context, "all")) {
        query_add_condition(&builder, "statusCategory != Done");
    }
    enum atl_status status = add_board(context, http, &builder, error);
    if (status == ATL_OK) {
        status = query_finish(&builder, context->arena, given, "--jql",
                              given == NULL ? "ORDER BY rank" : NULL, &jql, error);
    } else {
        atl_buffer_free(&builder.conditions);
    }
    if (status == ATL_OK) {
        status = jira_issue_rows_print(context, http, jql, NULL, NULL, error);
        status = jira_missing_project(atl_option_list(context, "project", NULL), status, error);
    }
    if (status != ATL_OK && jql != NULL) {
        query_error_explain(ATL_QUERY_JQL, jql, error);
    }
    return status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return jira_agile_end(http, list_epics(context, http, error), error);
}

#define LIMIT_OPTION                                                                               \
    {                                                                                              \
        .name = "limit", .kind = ATL_OPTION_INTEGER, .value = "N",                                 \
        .summary = "Show at most so many issues", .shown_default = "50", .minimum = 1,             \
        .maximum = 10000000, .unlimited = "all"                                                    \
    }

const struct atl_command atl_command_jira_epic_list = {
    .words = "jira epic list",
    .summary = "List epics that aren't done",
    .description = "In the columns of `jira search`; --fields picks others.",
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_LIST,
                                            .value = "KEY",
                                            .summary = "Of this project, by key or name"},
                                           {.name = "board",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "BOARD",
                                            .summary = "On this board, by its id or name"},
                                           {.name = "jql",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "QUERY",
                                            .summary = "Only those that match"},
                                           {.name = "all", .summary = "Also those that are done"},
                                           LIMIT_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira epic list --project WEB", "A project's open epics"},
            {"jira epic list --board 7 --all --fields key,summary,status,due --csv",
             "All epics of a board, for a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

/* ---- get ---- */

static const struct atl_column get_columns[] = {
    {.key = "key", .heading = "Key", .style = ATL_STYLE_NAME},
    {.key = "summary", .heading = "Summary"},
    {.key = "name", .heading = "Name"},
    {.key = "status", .heading = "Status"},
    {.key = "done", .heading = "Done", .kind = ATL_CELL_BOOLEAN},
    {.key = "assignee", .heading = "Assignee"},
    {.key = "project", .heading = "Project"},
    {.key = "id", .heading = "Id"},
    {.key = "url", .heading = "URL"},
    {0},
};

static cJSON *describe(struct atl_context *context, const struct atl_jira_epic *epic)
{
    cJSON *object = cJSON_CreateObject();
    atl_json_set_text(object, "id", epic->id);
    atl_json_set_text(object, "key", epic->key);
    atl_json_set_text(object, "summary", epic->summary);
    atl_json_set_text(object, "name", epic->name);
    atl_json_set_text(object, "status", epic->status);
    atl_json_set_bool(object, "done", epic->done);
    atl_json_set_text(object, "assignee", epic->assignee);
    atl_json_set_text(object, "project", epic->project);
    atl_json_set_text(object, "url", jira_key_url(context, epic->key));
    return object;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    struct atl_jira_epic epic;
    struct atl_http *http = atl_connect(context);
    enum atl_status status = atl_output_check(context->output, get_columns, error);
    if (status == ATL_OK) {
        status = find_subject(context, http, &epic, error);
    }
    if (status == ATL_OK) {
        cJSON *object = describe(context, &epic);
        status = atl_output_record(context->output, get_columns, object, error);
        cJSON_Delete(object);
    }
    return jira_agile_end(http, status, error);
}

const struct atl_command atl_command_jira_epic_get = {
    .words = "jira epic get",
    .summary = "Show an epic",
    .arguments = epic_arguments,
    .options = (const struct atl_option[]){EPIC_KEY_OPTION, {0}},
    .examples = (const struct atl_example[]){{"jira epic get WEB-7", "What it is"},
                                             {"jira epic get WEB-7 --json", "For a script"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};

/* ---- issues ---- */

static enum atl_status find_in_epic(const void *source, const struct atl_jira_search *search,
                                    struct atl_jira_search_result *result, struct atl_error *error)
{
    const struct atl_jira_epic *epic = source;
    return atl_jira_issues_of(ATL_JIRA_EPIC, epic->key, search, result, error);
}

static enum atl_status run_issues(struct atl_context *context, struct atl_error *error)
{
    const char *jql = atl_option_text(context, "jql");
    struct atl_jira_epic epic;
    struct atl_http *http = atl_connect(context);
    enum atl_status status = find_subject(context, http, &epic, error);
    if (status == ATL_OK) {
        status = jira_issue_rows_print(context, http, jql, find_in_epic, &epic, error);
    }
    if (status != ATL_OK && jql != NULL) {
        query_error_explain(ATL_QUERY_JQL, jql, error);
    }
    return jira_agile_end(http, status, error);
}

const struct atl_command atl_command_jira_epic_issues = {
    .words = "jira epic issues",
    .summary = "List the issues of an epic",
    .description = "In the columns of `jira search`; --fields picks others.",
    .arguments = epic_arguments,
    .options = (const struct atl_option[]){EPIC_KEY_OPTION,
                                           {.name = "jql",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "QUERY",
                                            .summary = "Only those that match; conditions alone"},
                                           LIMIT_OPTION,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira epic issues WEB-7", "All that belongs to it"},
            {"jira epic issues WEB-7 --jql 'statusCategory != Done' --limit all --csv",
             "What is left, for a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_issues,
};

/* ---- progress ---- */

static enum atl_status tally_epic(struct atl_context *context, struct atl_http *http,
                                  struct jira_tally *tally, const struct atl_jira_epic *epic,
                                  struct atl_error *error)
{
    struct atl_jira_search_result result;
    enum atl_status status = jira_tally_begin(tally, context, http, NULL, error);
    if (status == ATL_OK) {
        const struct atl_jira_search search = {.http = http,
                                               .fields = (const char *const *)tally->fields,
                                               .limit = INT64_MAX,
                                               .on_issue = jira_tally_add,
                                               .context = tally};
        status = atl_jira_issues_of(ATL_JIRA_EPIC, epic->key, &search, &result, error);
    }
    return status;
}

static enum atl_status run_progress(struct atl_context *context, struct atl_error *error)
{
    struct atl_jira_epic epic;
    struct jira_tally tally = {0};
    struct atl_http *http = atl_connect(context);
    enum atl_status status = find_subject(context, http, &epic, error);
    if (status == ATL_OK) {
        status = tally_epic(context, http, &tally, &epic, error);
    }
    if (status == ATL_OK) {
        const char *heading = atl_arena_printf(context->arena, "%s %s", epic.key, epic.summary);
        status =
            jira_tally_print(&tally, heading, "total", "epic", describe(context, &epic), error);
    }
    jira_tally_free(&tally);
    return jira_agile_end(http, status, error);
}

const struct atl_command atl_command_jira_epic_progress = {
    .words = "jira epic progress",
    .summary = "Show how far an epic is",
    .description = "How many of its issues are done, and of their points, and how many are in each "
                   "status. Sub-tasks are part of their parents.",
    .arguments = epic_arguments,
    .options = (const struct atl_option[]){EPIC_KEY_OPTION, JIRA_TALLY_POINTS_OPTION, {0}},
    .examples = (const struct atl_example[]){{"jira epic progress WEB-7", "For people"},
                                             {"jira epic progress WEB-7 --json",
                                              "Sums for a script: total, done, notDone"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_progress,
};

/* ---- add and remove ---- */

static enum atl_status add(struct atl_context *context, struct atl_http *http,
                           struct atl_error *error)
{
    struct atl_jira_epic epic;
    struct jira_issue_moves moves;
    struct atl_jira_moving moving = {.target = ATL_JIRA_TO_EPIC};
    enum atl_status status = find_epic(context, http, atl_argument(context, "EPIC"), &epic, error);
    if (status == ATL_OK) {
        status = jira_issue_moves_read(context, http, &moves, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    moving.id = epic.key;
    moving.one_by_one = epic.is_simple;
    return jira_issue_moves_run(
        context, http, &moving, &moves, "added to",
        atl_arena_printf(context->arena, "epic %s (%s)", epic.key, epic.summary), error);
}

static enum atl_status run_add(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return jira_agile_end(http, add(context, http, error), error);
}

static enum atl_status run_remove(struct atl_context *context, struct atl_error *error)
{
    struct jira_issue_moves moves;
    struct atl_jira_moving moving = {.target = ATL_JIRA_OUT_OF_EPIC};
    struct atl_http *http = atl_connect(context);
    enum atl_status status = jira_issue_moves_read(context, http, &moves, error);
    if (status == ATL_OK) {
        status = jira_issue_moves_run(context, http, &moving, &moves, "taken out of",
                                      moves.count == 1 ? "its epic" : "their epics", error);
    }
    return jira_agile_end(http, status, error);
}

#define ISSUE_ARGUMENT                                                                             \
    {                                                                                              \
        .name = "ISSUE", .summary = "Keys of issues", .arity = ATL_ANY_NUMBER                      \
    }

const struct atl_command atl_command_jira_epic_add = {
    .words = "jira epic add",
    .summary = "Add issues to an epic",
    .description =
        "An issue has one epic at most: it leaves the one that it was in. Fifty issues take one "
        "request (one each in team-managed projects); when some can't be moved the others still "
        "are.",
    .arguments =
        (const struct atl_argument[]){{.name = "EPIC", .summary = "Its key"}, ISSUE_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_ISSUE_MOVES_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){{"jira epic add WEB-7 WEB-12 WEB-15", "Two issues"},
                                     {"jira epic add WEB-7 --jql 'labels = checkout' --dry-run",
                                      "See what a query would bring in"},
                                     {0}},
    .fields = (const struct atl_column[]){JIRA_MOVES_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_add,
};

const struct atl_command atl_command_jira_epic_remove = {
    .words = "jira epic remove",
    .summary = "Take issues out of their epics",
    .arguments = (const struct atl_argument[]){ISSUE_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_ISSUE_MOVES_OPTIONS, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira epic remove WEB-12 WEB-15", "Two issues"},
            {"jira epic remove --jql 'parent = WEB-7 AND status = Backlog' --yes",
             "Those of a query"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_MOVES_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_remove,
};
