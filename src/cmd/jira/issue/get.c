/* jira issue get: all there is about an issue. */
#include "atlcli/jira_issue.h"
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/jira/columns.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/issue/page.h"
#include "cmd/jira/key.h"
#include "cmd/jira/value.h"

/* ---- some of it ---- */

static enum atl_status print_columns(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct jira_columns columns;
    const cJSON *issue;
    enum atl_status status = jira_columns_choose(context, command->http, &columns, error);
    if (status == ATL_OK) {
        status = atl_jira_issue_get(command->http, context->arena, command->key, columns.fields,
                                    NULL, &issue, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    for (size_t i = 0; i < columns.count && context->globals.form == ATL_OUTPUT_TABLE; i++) {
        columns.shown[i].heading = columns.shown[i].key; /* a label, not the top of a column */
    }
    const struct atl_jira_issue found = {.id = atl_json_text(issue, "id", NULL),
                                         .key = atl_json_text(issue, "key", NULL),
                                         .fields =
                                             atl_json_object(atl_json_member(issue, "fields"))};
    cJSON *row = jira_columns_row(&columns, &found);
    status = atl_output_record(context->output, columns.shown, row, error);
    cJSON_Delete(row);
    return status;
}

/* ---- all of it ---- */

/* The names that lists of issues have for what scripts want most. */
static void add_names(struct atl_context *context, cJSON *issue)
{
    static const char *const names[][2] = {{"summary", "summary"},   {"status", "status"},
                                           {"type", "issuetype"},    {"priority", "priority"},
                                           {"assignee", "assignee"}, {"updated", "updated"}};
    const cJSON *fields = atl_json_member(issue, "fields");
    cJSON_AddStringToObject(issue, "url", jira_key_url(context, atl_json_text(issue, "key", "")));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *value = atl_json_member(fields, names[i][1]);
        bool is_time = atl_text_equal(names[i][0], "updated");
        cJSON_AddItemToObject(issue, names[i][0],
                              is_time ? jira_value_time(value) : jira_value_name(value));
    }
}

static enum atl_status print_all(struct jira_issue_command *command, struct atl_error *error)
{
    static const struct atl_column no_columns[] = {{0}};
    struct atl_context *context = command->context;
    bool as_page = context->globals.form == ATL_OUTPUT_TABLE;
    const cJSON *issue;
    enum atl_status status = atl_jira_issue_get(command->http, context->arena, command->key, NULL,
                                                as_page ? "names,schema" : "names", &issue, error);
    if (status == ATL_OK) {
        status = atl_jira_issue_complete(command->http, context->arena, issue, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (as_page) {
        return jira_issue_page_print(context, issue, error);
    }
    cJSON *named = atl_json_keep(context->arena, cJSON_Duplicate(issue, true));
    add_names(context, named);
    return atl_output_record(context->output, no_columns, named, error);
}

static enum atl_status get(struct jira_issue_command *command, struct atl_error *error)
{
    const struct atl_globals *globals = &command->context->globals;
    return globals->fields != NULL || globals->form == ATL_OUTPUT_CSV
               ? print_columns(command, error)
               : print_all(command, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_issue_run(context, true, get, error);
}

const struct atl_command atl_command_jira_issue_get = {
    .words = "jira issue get",
    .summary = "Show an issue",
    .description =
        "Shows an issue as a page: its fields, description, sub-tasks, links, attachments and "
        "comments. Into a pipe the page is Markdown.\n\n"
        "--json prints all that Jira says about it, and besides that url, summary, status, type, "
        "priority, assignee and updated as plain texts. --fields picks what to show, by the same "
        "names as in jira search; only that is asked for then.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue get ATL-1", "Read an issue"},
            {"jira issue get https://example.atlassian.net/browse/ATL-1",
             "The same, by its address"},
            {"jira issue get ATL-1 --json | jq -r .status", "For a script"},
            {"jira issue get ATL-1 --fields status,'Story Points',assignee.accountId",
             "Only what is needed"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
