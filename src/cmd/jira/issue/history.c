/* jira issue history: who changed what, and when. */
#include "atlcli/clock.h"
#include "atlcli/jira_issue.h"
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"

static const struct atl_column columns[] = {
    {.key = "created", .heading = "WHEN", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "author", .heading = "WHO"},
    {.key = "field", .heading = "FIELD", .style = ATL_STYLE_NAME},
    {.key = "from", .heading = "FROM", .shrinks = true},
    {.key = "to", .heading = "TO", .shrinks = true},
    {.key = "id", .heading = "CHANGE", .extra = true},
    {.key = "fieldId", .heading = "FIELD ID", .extra = true},
    {.key = "fromId", .heading = "FROM ID", .extra = true},
    {.key = "toId", .heading = "TO ID", .extra = true},
    {0},
};

static const struct atl_listing listing = {.name = "changes",
                                           .columns = columns,
                                           .when_empty =
                                               "Nothing was changed since it was created."};

static const char *author_of(const cJSON *change)
{
    const char *name = atl_json_text(change, "author.name", NULL);
    return atl_json_text(change, "author.displayName", name);
}

static struct atl_cell time_of(const cJSON *change)
{
    int64_t ms;
    const char *text = atl_json_text(change, "created", NULL);
    return text != NULL && atl_clock_parse_iso8601(text, &ms) ? atl_cell_time(ms) : atl_cell_none();
}

/* A change of several fields is as many rows. */
static enum atl_status print_change(void *argument, const cJSON *change, struct atl_error *error)
{
    struct atl_context *context = argument;
    enum atl_status status = ATL_OK;
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(change, "items"))
    {
        const struct atl_cell cells[] = {
            time_of(change),
            atl_cell_text(author_of(change)),
            atl_cell_text(atl_json_text(item, "field", NULL)),
            atl_cell_text(atl_json_text(item, "fromString", NULL)),
            atl_cell_text(atl_json_text(item, "toString", NULL)),
            atl_cell_text(atl_json_text(change, "id", NULL)),
            atl_cell_text(atl_json_text(item, "fieldId", NULL)),
            atl_cell_text(atl_json_text(item, "from", NULL)),
            atl_cell_text(atl_json_text(item, "to", NULL)),
        };
        status = atl_output_row(context->output, cells, error);
        if (status != ATL_OK) {
            break;
        }
    }
    return status;
}

static enum atl_status history(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_changes(command->http, command->key, print_change, context, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    atl_output_member(context->output, "key", cJSON_CreateString(command->key));
    return atl_output_end(context->output, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_issue_run(context, true, history, error);
}

const struct atl_command atl_command_jira_issue_history = {
    .words = "jira issue history",
    .summary = "Show the changes of an issue",
    .description = "Shows all changes, the oldest first, a row for each field that was changed. "
                   "--fields also knows id (of the change), fieldId, fromId and toId.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue history ATL-1", "Who changed what, and when"},
            {"jira issue history ATL-1 --jsonl | jq -r 'select(.field == \"status\") | .to'",
             "The statuses it went through"},
            {"jira issue history ATL-1 --csv > history.csv", "For a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
