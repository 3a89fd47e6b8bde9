/* jira epic create: a new epic. */
#include "cmd/jira/create_of.h"

static enum atl_status create(struct jira_issue_command *command, struct atl_error *error)
{
    const char *type = atl_option_text(command->context, "type");
    return jira_create_of(command, atl_option_text(command->context, "project"),
                          type == NULL ? "Epic" : type, NULL, error);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    enum atl_status status = jira_issue_options_check(context, error);
    return status == ATL_OK ? jira_issue_run(context, false, create, error) : status;
}

const struct atl_command atl_command_jira_epic_create = {
    .words = "jira epic create",
    .summary = "Create an epic",
    .description = "Where epics have to have a short name, it is the summary unless --field 'Epic "
                   "Name=…' says otherwise.\n\n" JIRA_ISSUE_FIELD_HELP,
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Project, by key or name",
                                            .required = true},
                                           {.name = "type",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TYPE",
                                            .summary = "What epics are called there",
                                            .shown_default = "Epic"},
                                           JIRA_ISSUE_PARENT_OPTION,
                                           JIRA_ISSUE_FIELD_OPTIONS,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira epic create --project WEB --summary 'Faster checkout'", "With a summary alone"},
            {"jira epic create --project WEB --summary 'Faster checkout' --due +8w --assignee me "
             "--json",
             "With more, for a script"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
