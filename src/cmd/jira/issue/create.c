/* jira issue create: a new issue. */
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"
#include "cmd/option_check.h"

#include <string.h>

/* The project that a sub-task or an issue of an epic is in, unless said otherwise. */
static enum atl_status choose_project(struct atl_context *context, const char **project,
                                      struct atl_error *error)
{
    const char *parent = atl_option_text(context, "parent");
    const char *key;
    *project = atl_option_text(context, "project");
    if (*project != NULL) {
        return ATL_OK;
    }
    if (parent == NULL) {
        atl_fail(error, ATL_USAGE, "say in which project: --project is missing");
        atl_hint(error, "for example: atlcli jira issue create --project ATL --type Task --summary "
                        "\"What is to be done\"");
        return ATL_USAGE;
    }
    enum atl_status status = jira_key_parse(context->arena, parent, &key, error);
    if (status == ATL_OK) {
        *project = atl_arena_strndup(context->arena, key, (size_t)(strrchr(key, '-') - key));
    }
    return status;
}

static void put_project_and_type(cJSON *values, const struct atl_jira_fields *fields)
{
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "project"), "key", fields->project);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "issuetype"), "id", fields->type_id);
}

static enum atl_status explain_missing(struct atl_error *error)
{
    atl_hint(error, "give them with their options, or --field NAME=VALUE");
    return ATL_USAGE;
}

static enum atl_status create(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_jira_fields fields;
    const char *project;
    const char *key;
    cJSON *values = atl_json_keep(context->arena, cJSON_CreateObject());
    enum atl_status status = choose_project(context, &project, error);
    if (status == ATL_OK) {
        status = atl_jira_create_fields(command->http, context->arena, project,
                                        atl_option_text(context, "type"), &fields, error);
    }
    if (status == ATL_OK) {
        put_project_and_type(values, &fields);
        status = jira_issue_options_read(command, &fields, values, error);
    }
    if (status == ATL_OK) {
        atl_jira_fields_complete(&fields, values);
    }
    if (status == ATL_OK && atl_jira_fields_check_required(&fields, values, error) != ATL_OK) {
        status = explain_missing(error);
    }
    if (status == ATL_OK) {
        status = jira_issue_create(command, &fields, values, &key, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    return atl_output_message(context->output, jira_issue_object(context, key), error,
                              "Created %s: %s", key, jira_key_url(context, key));
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"project", "type", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = jira_issue_options_check(context, error);
    }
    return status == ATL_OK ? jira_issue_run(context, false, create, error) : status;
}

const struct atl_command atl_command_jira_issue_create = {
    .words = "jira issue create",
    .summary = "Create an issue",
    .description =
        "Creates an issue and says its key and address. Before it is sent, the fields are checked "
        "against what the project wants of issues of that type: required ones that are missing are "
        "named. With --parent the project is that of the parent.\n\n" JIRA_ISSUE_FIELD_HELP
        "\n\nAn issue is never created twice: when the connection breaks, or Ctrl-C comes, before "
        "the answer is there, the command says so, and how to see whether the issue exists.",
    .options = (const struct atl_option[]){{.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "Project, by key or name"},
                                           {.name = "type",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TYPE",
                                            .summary = "Issue type: Task, Bug"},
                                           JIRA_ISSUE_PARENT_OPTION,
                                           JIRA_ISSUE_FIELD_OPTIONS,
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue create --project ATL --type Task --summary \"Renew the certificate\"",
             "A task"},
            {"jira issue create --project ATL --type Bug --summary \"Log-in fails\" --body-file "
             "report.md --label security --assignee me",
             "A bug with a description from a file"},
            {"jira issue create --parent ATL-7 --type Sub-task --summary \"Write tests\"",
             "A sub-task"},
            {"jira issue create --project ATL --type Story --summary \"Search\" --field \"Story "
             "Points=5\" --json",
             "With another field, for a script"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
