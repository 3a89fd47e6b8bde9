/* jira jql check: what is wrong with a query, and where. */
#include "atlcli/config.h"
#include "atlcli/loop.h"
#include "cli/output.h"
#include "cmd/connect.h"
#include "cmd/jira/jql_site.h"
#include "cmd/query_error.h"
#include "cmd/site_hint.h"

static const struct atl_column columns[] = {
    {.key = "severity", .heading = "SEVERITY"},
    {.key = "line", .heading = "LINE", .kind = ATL_CELL_INTEGER},
    {.key = "column", .heading = "COLUMN", .kind = ATL_CELL_INTEGER},
    {.key = "offset", .heading = "OFFSET", .kind = ATL_CELL_INTEGER},
    {.key = "length", .heading = "LENGTH", .kind = ATL_CELL_INTEGER},
    {.key = "message", .heading = "MESSAGE"},
    {.key = "suggestion", .heading = "SUGGESTION"},
    {0},
};

static const struct atl_listing listing = {.name = "problems", .columns = columns};

struct checking {
    struct atl_context *context;
    struct jql_examination examination;
    const char *site; /* NULL: offline */
};

/* ---- what was understood ---- */

static const char *understood(struct checking *checking)
{
    struct jql_examination *examination = &checking->examination;
    if (examination->query == NULL) {
        return NULL;
    }
    struct atl_buffer text = {0};
    atl_query_append(&text, examination->query);
    const char *copy = atl_arena_strdup(examination->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

/* ---- programs ---- */

static enum atl_status print_rows(struct checking *checking, struct atl_error *error)
{
    struct atl_output *output = checking->context->output;
    const struct atl_jql_problems *problems = &checking->examination.problems;
    enum atl_status status = ATL_OK;
    const char *canonical = understood(checking);
    for (size_t i = 0; status == ATL_OK && i < problems->count; i++) {
        const struct atl_jql_problem *problem = &problems->problems[i];
        const struct atl_cell cells[] = {
            atl_cell_text(problem->is_warning ? "warning" : "error"),
            atl_cell_integer(problem->position.line),
            atl_cell_integer(problem->position.column),
            atl_cell_integer((int64_t)problem->position.offset),
            atl_cell_integer((int64_t)problem->length),
            atl_cell_text(problem->message),
            atl_cell_text(problem->suggestion),
        };
        status = atl_output_row(output, cells, error);
    }
    atl_output_member(output, "valid", cJSON_CreateBool(problems->errors == 0));
    atl_output_member(output, "checkedWith",
                      cJSON_CreateString(checking->site != NULL ? checking->site : "offline"));
    atl_output_member(output, "query", cJSON_CreateString(checking->examination.text));
    atl_output_member(output, "understood",
                      canonical == NULL ? cJSON_CreateNull() : cJSON_CreateString(canonical));
    return status == ATL_OK ? atl_output_end(output, error) : status;
}

/* ---- people ---- */

static void say_where(const char *query, const struct atl_jql_problem *problem,
                      struct atl_error *error)
{
    if (problem->length > 0 || problem->position.offset > 0) {
        query_error_point_at(query, problem->position, error);
    }
    if (problem->suggestion != NULL) {
        atl_hint(error, "did you mean %s?", problem->suggestion);
    }
}

static void say_problem(const char *query, const struct atl_jql_problem *problem,
                        struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%s", problem->message);
    say_where(query, problem, error);
}

static void warn(struct atl_console *console, const char *query,
                 const struct atl_jql_problem *problem)
{
    struct atl_error shown;
    say_problem(query, problem, &shown);
    atl_warn(console, "%s", shown.message);
    for (size_t i = 0; i < shown.hint_count; i++) {
        atl_note(console, "hint: %s", shown.hints[i]);
    }
}

/* The last error is the command's own; those before it are told here. */
static enum atl_status conclude(struct checking *checking, struct atl_error *error)
{
    struct atl_console *console = checking->context->console;
    const struct jql_examination *examination = &checking->examination;
    size_t errors = 0;
    for (size_t i = 0; i < examination->problems.count; i++) {
        const struct atl_jql_problem *problem = &examination->problems.problems[i];
        if (problem->is_warning) {
            warn(console, examination->text, problem);
            continue;
        }
        say_problem(examination->text, problem, error);
        if (++errors < examination->problems.errors) {
            atl_console_report(console, error);
        }
    }
    return errors > 0 ? ATL_USAGE : ATL_OK;
}

static enum atl_status print_text(struct checking *checking, struct atl_error *error)
{
    struct atl_context *context = checking->context;
    const char *canonical = understood(checking);
    if (checking->examination.problems.errors > 0) {
        return ATL_OK;
    }
    if (checking->site != NULL) {
        atl_note(context->console, "%s accepts the query.", checking->site);
    } else {
        atl_note(context->console,
                 "No mistake found. Checked offline: a site may lack fields and values.");
    }
    return atl_output_text(context->output, error, "%s\n",
                           canonical != NULL ? canonical : checking->examination.text);
}

/* ---- the command ---- */

static enum atl_status ask_site(void *argument, struct atl_error *error)
{
    struct checking *checking = argument;
    struct atl_http *http = atl_connect(checking->context);
    enum atl_status status = jql_examine_on_site(&checking->examination, http, error);
    if (status != ATL_OK) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
        atl_hint(error, "--offline checks without the site");
    }
    atl_http_close(http);
    return status;
}

/* The account to ask with; without any profile there is nobody to ask, which is fine. */
static enum atl_status find_account(struct checking *checking, struct atl_error *error)
{
    struct atl_context *context = checking->context;
    struct atl_account *account = atl_arena_alloc(context->arena, sizeof *account);
    const char *chosen = context->globals.profile;
    if (atl_option_flag(context, "offline")) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_account_load(context->arena, chosen, false, account, &context->credentials, error);
    if (status != ATL_OK || (account->site == NULL && chosen == NULL)) {
        return status;
    }
    status = atl_account_require(account, error);
    if (status == ATL_OK) {
        context->account = account;
        checking->site = account->site;
    } else {
        atl_hint(error, "--offline checks without a site");
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct checking checking = {.context = context};
    bool is_table = atl_output_form(context->output) == ATL_OUTPUT_TABLE;
    enum atl_status status = is_table ? ATL_OK : atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = find_account(&checking, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    jql_examine(&checking.examination, context->arena, atl_argument(context, "QUERY"));
    if (checking.site != NULL) {
        status = atl_loop_run(ask_site, &checking, true, error);
    }
    if (status == ATL_OK) {
        status = is_table ? print_text(&checking, error) : print_rows(&checking, error);
    }
    return status == ATL_OK ? conclude(&checking, error) : status;
}

const struct atl_command atl_command_jira_jql = {
    .words = "jira jql",
    .summary = "Look at queries",
    .examples =
        (const struct atl_example[]){
            {"jira jql check \"assignee = me AND status = Done\"", "Check a query"}, {0}},
};

const struct atl_command atl_command_jira_jql_check = {
    .words = "jira jql check",
    .summary = "Say what is wrong with a query, and where",
    .description =
        "Points at mistakes in JQL: in how it is written, in names of fields and functions, in "
        "operators that a field doesn't take, in dates and numbers. Prints the query as it was "
        "understood when there is none; exit code 2 when there is.\n\n"
        "With a profile the site is asked, too: it knows its custom fields and which values there "
        "are. What it accepts is right. Without one, or with --offline, a field that isn't Jira's "
        "own is only warned about.\n\n"
        "--json lists the problems with line, column, offset and length in bytes, message, and a "
        "suggestion that may take the place of those bytes.",
    .arguments = (const struct atl_argument[]){{.name = "QUERY", .summary = "The query"}, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "offline", .kind = ATL_OPTION_FLAG, .summary = "Don't ask the site"}, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira jql check \"assignee = me AND status = Done\"", "Check it with the site"},
            {"jira jql check --offline \"summary = crash\"",
             "Without any site; this one says that '=' should be '~'"},
            {"jira jql check --json \"project = WEB ORDER BY created\"", "For editors and scripts"},
            {0}},
    .run = run,
};
