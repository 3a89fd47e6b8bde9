/* jira issue attachments: which files an issue has. */
#include "cli/output.h"
#include "cmd/jira/issue/attachment_choice.h"
#include "cmd/jira/key.h"

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID", .style = ATL_STYLE_NAME},
    {.key = "filename", .heading = "NAME", .shrinks = true},
    {.key = "size", .heading = "SIZE", .kind = ATL_CELL_INTEGER},
    {.key = "author", .heading = "AUTHOR", .path = "author.displayName"},
    {.key = "created", .heading = "CREATED", .kind = ATL_CELL_TIME, .style = ATL_STYLE_DIM},
    {.key = "mimeType", .heading = "TYPE", .extra = true},
    {.key = "content", .heading = "ADDRESS", .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "attachments", .columns = columns, .when_empty = "No attachments."};

static enum atl_status list(struct jira_act *act, struct atl_error *error)
{
    struct atl_output *output = act->context->output;
    struct atl_jira_attachments attachments = {0};
    enum atl_status status = atl_output_begin(output, &listing, error);
    if (status == ATL_OK) {
        status =
            atl_jira_attachments(act->http, act->context->arena, act->key, &attachments, error);
    }
    for (size_t i = 0; status == ATL_OK && i < attachments.count; i++) {
        status = atl_output_object(output, attachments.items[i].json, error);
    }
    if (status == ATL_OK) {
        atl_output_member(output, "key", cJSON_CreateString(act->key));
        status = atl_output_end(output, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, list, error);
}

const struct atl_command atl_command_jira_issue_attachments = {
    .words = "jira issue attachments",
    .summary = "List the files attached to an issue",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue attachments ATL-1", "Which files there are"},
            {"jira issue attachments ATL-1 --csv --fields filename,size,mimeType",
             "For a spreadsheet"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
