/* jira issue delete: an issue goes for good. */
#include "atlcli/jira_issue.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"

#include <inttypes.h>

/* Names what will go, so that nobody confirms another issue than the one they think of. */
static enum atl_status confirm(struct jira_issue_command *command, struct atl_error *error)
{
    static const char *const fields[] = {"summary", "subtasks", NULL};
    struct atl_context *context = command->context;
    const cJSON *issue;
    if (atl_option_flag(context, "yes") || !atl_prompt_is_possible()) {
        return atl_prompt_confirm(context, "", error);
    }
    enum atl_status status = atl_jira_issue_get(command->http, context->arena, command->key, fields,
                                                NULL, &issue, error);
    if (status != ATL_OK) {
        return status;
    }
    size_t subtasks = atl_json_count(issue, "fields.subtasks");
    bool with_subtasks = subtasks > 0 && atl_option_flag(context, "subtasks");
    const char *more = with_subtasks ? atl_arena_printf(context->arena, " and its %zu sub-task%s",
                                                        subtasks, subtasks == 1 ? "" : "s")
                                     : "";
    const char *question = atl_arena_printf(context->arena, "Delete %s (%s)%s for good?",
                                            atl_json_text(issue, "key", command->key),
                                            atl_json_text(issue, "fields.summary", ""), more);
    return atl_prompt_confirm(context, question, error);
}

static enum atl_status delete_issue(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    bool with_subtasks = atl_option_flag(context, "subtasks");
    enum atl_status status = confirm(command, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_jira_issue_delete(command->http, command->key, with_subtasks, error);
    if (status == ATL_FAILED && error->http_status == 400 && !with_subtasks) {
        atl_hint(error, "--subtasks deletes them, too");
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    cJSON_AddStringToObject(object, "key", command->key);
    cJSON_AddTrueToObject(object, "deleted");
    return atl_output_message(context->output, object, error, "Deleted %s", command->key);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_issue_run(context, true, delete_issue, error);
}

const struct atl_command atl_command_jira_issue_delete = {
    .words = "jira issue delete",
    .summary = "Delete an issue",
    .description = "Deletes an issue with its comments, attachments and history. There is no way "
                   "back. An issue with sub-tasks is deleted only with --subtasks.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){JIRA_KEY_OPTION,
                                    {.name = "subtasks", .summary = "Delete its sub-tasks, too"},
                                    {.name = "yes",
                                     .alias = "confirm",
                                     .letter = 'y',
                                     .summary = "Don't ask; needed when there is no terminal"},
                                    {0}},
    .examples = (const struct atl_example[]){{"jira issue delete ATL-1", "Asks first"},
                                             {"jira issue delete ATL-1 --subtasks --yes",
                                              "In a script, with its sub-tasks"},
                                             {0}},
    .fields = (const struct atl_column[]){{.key = "key"}, {.key = "deleted"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
