/* jira issue: the group, and what its commands share. */
#include "cmd/jira/issue/issue.h"

#include "atlcli/jira_issue.h"
#include "atlcli/text.h"
#include "cmd/connect.h"
#include "cmd/jira/key.h"
#include "cmd/site_hint.h"

enum atl_status jira_issue_run(struct atl_context *context, bool with_key,
                               jira_issue_function function, struct atl_error *error)
{
    struct jira_issue_command command = {.context = context};
    enum atl_status status = with_key ? jira_key_read(context, &command.key, error) : ATL_OK;
    if (status != ATL_OK) {
        return status;
    }
    command.http = atl_connect(context);
    status = function(&command, error);
    if (status != ATL_OK) {
        if (command.key != NULL && error->http_status != 0) {
            atl_error_prefix(error, "%s", command.key);
        }
        site_hint_add(command.http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(command.http);
    return status;
}

cJSON *jira_issue_object(struct atl_context *context, const char *key)
{
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    cJSON_AddStringToObject(object, "key", key);
    cJSON_AddStringToObject(object, "url", jira_key_url(context, key));
    return object;
}

enum atl_status jira_issue_create(struct jira_issue_command *command,
                                  const struct atl_jira_fields *fields, const cJSON *values,
                                  const char **key, struct atl_error *error)
{
    struct atl_jira_created created;
    enum atl_status status =
        atl_jira_issue_create(command->http, command->context->arena, values, &created, error);
    if (status == ATL_OK) {
        *key = created.key;
    } else if (atl_error_is_in_doubt(error)) {
        atl_hint(error,
                 "see whether it is there before you try again: atlcli jira search --jql \"project "
                 "= %s AND creator = currentUser()\" --order-by -created --limit 5",
                 fields->project);
    }
    return status;
}

const struct atl_command atl_command_jira_issue = {
    .words = "jira issue",
    .summary = "Read, create and change single issues",
    .examples =
        (const struct atl_example[]){
            {"jira issue get ATL-1", "Read an issue"},
            {"jira issue create --project ATL --type Task --summary \"Renew it\"", "Create one"},
            {"jira issue transition ATL-1 --to Done", "Move it on"},
            {0}},
};
