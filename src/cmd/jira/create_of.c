#include "cmd/jira/create_of.h"

#include "cli/output.h"
#include "cmd/jira/key.h"

enum atl_status jira_create_of(struct jira_issue_command *command, const char *project,
                               const char *type, const char *parent, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_jira_fields fields;
    const char *key;
    cJSON *values = atl_json_keep(context->arena, cJSON_CreateObject());
    enum atl_status status =
        atl_jira_create_fields(command->http, context->arena, project, type, &fields, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "project"), "key", fields.project);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "issuetype"), "id", fields.type_id);
    if (parent != NULL) {
        cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "parent"), "key", parent);
    }
    status = jira_issue_options_read(command, &fields, values, error);
    if (status == ATL_OK) {
        atl_jira_fields_complete(&fields, values);
        status = atl_jira_fields_check_required(&fields, values, error);
        if (status != ATL_OK) {
            atl_hint(error, "give them with their options, or --field NAME=VALUE");
        }
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
