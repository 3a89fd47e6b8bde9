/* jira board: which there are, how one is set up, what is on it. */
#include "atlcli/jira_agile.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/jira/agile_find.h"
#include "cmd/jira/issue/rows.h"
#include "cmd/jira/missing.h"
#include "cmd/option_check.h"
#include "cmd/query_error.h"
#include "cmd/site_hint.h"

#include <inttypes.h>

enum {
    USUAL_LIMIT = 50,
};

const struct atl_command atl_command_jira_board = {
    .words = "jira board",
    .summary = "See boards, their issues and backlogs",
    .examples =
        (const struct atl_example[]){{"jira board list --project WEB", "The boards of a project"},
                                     {"jira board backlog 'WEB board'", "What isn't planned yet"},
                                     {0}},
};

static enum atl_status end(struct atl_http *http, enum atl_status status, struct atl_error *error)
{
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}

static cJSON *describe(const struct atl_jira_board *board)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "id", (double)board->id);
    atl_json_set_text(object, "name", board->name);
    atl_json_set_text(object, "type", board->type);
    atl_json_set_text(object, "project", board->project_key);
    return object;
}

/* ---- list ---- */

static const struct atl_column list_columns[] = {
    {.key = "id", .heading = "ID", .kind = ATL_CELL_INTEGER, .style = ATL_STYLE_NAME},
    {.key = "name", .heading = "NAME", .shrinks = true},
    {.key = "type", .heading = "TYPE"},
    {.key = "project", .heading = "PROJECT"},
    {0},
};

static enum atl_status print_list(struct atl_context *context, struct atl_http *http,
                                  struct atl_error *error)
{
    static const struct atl_listing listing = {
        .name = "boards", .columns = list_columns, .when_empty = "No boards found."};
    const struct atl_jira_board_filter filter = {
        .name = atl_option_text(context, "name"),
        .type = atl_option_text(context, "type"),
        .project = atl_option_text(context, "project"),
        .limit = atl_option_integer(context, "limit", USUAL_LIMIT),
    };
    struct atl_jira_boards boards;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_boards(http, context->arena, &filter, &boards, error);
        status = jira_missing_project((const char *const[]){filter.project, NULL}, status, error);
    }
    for (size_t i = 0; status == ATL_OK && i < boards.count; i++) {
        cJSON *row = describe(&boards.boards[i]);
        status = atl_output_object(context->output, row, error);
        cJSON_Delete(row);
    }
    if (status == ATL_OK) {
        atl_output_member(context->output, "isLast", cJSON_CreateBool(!boards.more));
        status = atl_output_end(context->output, error);
    }
    if (status == ATL_OK && boards.more) {
        atl_note(context->console, "%zu boards shown, there are more; --limit all shows every one",
                 boards.count);
    }
    return status;
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"name", "project", NULL};
    static const char *const none[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, none, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    return end(http, print_list(context, http, error), error);
}

const struct atl_command atl_command_jira_board_list = {
    .words = "jira board list",
    .summary = "List boards",
    .options =
        (const struct atl_option[]){
            {.name = "name",
             .kind = ATL_OPTION_TEXT,
             .value = "TEXT",
             .summary = "Whose name is or holds this"},
            {.name = "type",
             .kind = ATL_OPTION_CHOICE,
             .value = "TYPE",
             .summary = "Of this type; simple boards are those of team-managed projects",
             .choices = (const char *const[]){"scrum", "kanban", "simple", NULL}},
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "Whose filter names this project"},
            {.name = "limit",
             .kind = ATL_OPTION_INTEGER,
             .value = "N",
             .summary = "Show at most so many boards",
             .shown_default = "50",
             .minimum = 1,
             .maximum = 10000000,
             .unlimited = "all"},
            {0}},
    .examples = (const struct atl_example[]){{"jira board list --project WEB --type scrum",
                                              "A project's boards that have sprints"},
                                             {"jira board list --limit all --json", "Every board"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_list,
};

/* ---- get ---- */

static const struct atl_column get_columns[] = {
    {.key = "id", .heading = "Id", .kind = ATL_CELL_INTEGER},
    {.key = "name", .heading = "Name"},
    {.key = "type", .heading = "Type"},
    {.key = "project", .heading = "Project"},
    {.key = "columns", .heading = "Columns"},
    {.key = "estimation", .heading = "Estimation"},
    {.key = "estimationField", .heading = "Estimation field"},
    {.key = "filter", .heading = "Filter", .kind = ATL_CELL_INTEGER},
    {.key = "url", .heading = "URL"},
    {0},
};

static void add_setup(cJSON *object, const struct atl_jira_board_setup *setup)
{
    cJSON *columns = cJSON_AddArrayToObject(object, "columns");
    for (size_t i = 0; setup->columns[i] != NULL; i++) {
        cJSON_AddItemToArray(columns, cJSON_CreateString(setup->columns[i]));
    }
    atl_json_set_text(object, "estimation", setup->estimation_name);
    atl_json_set_text(object, "estimationField", setup->estimation_field);
    if (setup->filter > 0) {
        cJSON_AddNumberToObject(object, "filter", (double)setup->filter);
    }
}

static enum atl_status print_board(struct atl_context *context, struct atl_http *http,
                                   struct atl_error *error)
{
    struct atl_jira_board board;
    struct atl_jira_board_setup setup;
    enum atl_status status = atl_output_check(context->output, get_columns, error);
    if (status == ATL_OK) {
        status = jira_find_board(context, http, atl_argument(context, "BOARD"), &board, error);
    }
    if (status == ATL_OK) {
        status = atl_jira_board_setup(http, context->arena, board.id, &setup, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = describe(&board);
    add_setup(object, &setup);
    atl_json_set_text(object, "url",
                      atl_arena_printf(context->arena,
                                       "%s/secure/RapidBoard.jspa?rapidView=%" PRId64,
                                       context->account->site, board.id));
    status = atl_output_record(context->output, get_columns, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status run_get(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return end(http, print_board(context, http, error), error);
}

const struct atl_command atl_command_jira_board_get = {
    .words = "jira board get",
    .summary = "Show how a board is set up",
    .arguments = (const struct atl_argument[]){{.name = "BOARD", .summary = "Its id or name"}, {0}},
    .examples = (const struct atl_example[]){{"jira board get 7", "By its id"},
                                             {"jira board get 'WEB board' --json", "By its name"},
                                             {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_get,
};

/* ---- issues and backlog ---- */

struct board_place {
    enum atl_jira_place place;
    const char *id;
};

static enum atl_status find_on_board(const void *source, const struct atl_jira_search *search,
                                     struct atl_jira_search_result *result, struct atl_error *error)
{
    const struct board_place *place = source;
    return atl_jira_issues_of(place->place, place->id, search, result, error);
}

static enum atl_status print_issues(struct atl_context *context, struct atl_http *http,
                                    enum atl_jira_place place, struct atl_error *error)
{
    const char *jql = atl_option_text(context, "jql");
    struct atl_jira_board board;
    enum atl_status status =
        jira_find_board(context, http, atl_argument(context, "BOARD"), &board, error);
    if (status == ATL_OK) {
        const struct board_place source = {place,
                                           atl_arena_printf(context->arena, "%" PRId64, board.id)};
        status = jira_issue_rows_print(context, http, jql, find_on_board, &source, error);
    }
    if (status != ATL_OK && jql != NULL) {
        query_error_explain(ATL_QUERY_JQL, jql, error);
    }
    return status;
}

static enum atl_status run_issues(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return end(http, print_issues(context, http, ATL_JIRA_BOARD, error), error);
}

static enum atl_status run_backlog(struct atl_context *context, struct atl_error *error)
{
    struct atl_http *http = atl_connect(context);
    return end(http, print_issues(context, http, ATL_JIRA_BACKLOG, error), error);
}

static const struct atl_argument board_arguments[] = {
    {.name = "BOARD", .summary = "Its id or name"}, {0}};

static const struct atl_option issue_options[] = {
    {.name = "jql",
     .kind = ATL_OPTION_TEXT,
     .value = "QUERY",
     .summary = "Only those that match; its order goes before the board's"},
    {.name = "limit",
     .kind = ATL_OPTION_INTEGER,
     .value = "N",
     .summary = "Show at most so many issues",
     .shown_default = "50",
     .minimum = 1,
     .maximum = 10000000,
     .unlimited = "all"},
    {0}};

const struct atl_command atl_command_jira_board_issues = {
    .words = "jira board issues",
    .summary = "List the issues on a board",
    .description = "In the board's order, in the columns of `jira search`; --fields picks others.",
    .arguments = board_arguments,
    .options = issue_options,
    .examples =
        (const struct atl_example[]){
            {"jira board issues 'WEB board' --jql 'status = \"In Progress\"'",
             "What is being worked on"},
            {"jira board issues 7 --limit all --csv", "All of it, for a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_issues,
};

const struct atl_command atl_command_jira_board_backlog = {
    .words = "jira board backlog",
    .summary = "List the issues in a board's backlog",
    .description = "What is neither done nor in a sprint that isn't over, in the backlog's order.",
    .arguments = board_arguments,
    .options = issue_options,
    .examples =
        (const struct atl_example[]){
            {"jira board backlog 7 --limit 10", "What comes next"},
            {"jira board backlog 'WEB board' --jql 'type = Bug' --fields key,priority,summary",
             "Bugs that nobody has planned"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run_backlog,
};
