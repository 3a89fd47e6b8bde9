/* jira issue update: change fields of an issue. */
#include "atlcli/jira_issue.h"
#include "atlcli/text.h"
#include "cli/output.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"
#include "cmd/option_check.h"

/* ---- what was changed ---- */

static cJSON *describe(struct atl_context *context, const char *key, const cJSON *values,
                       const cJSON *update)
{
    cJSON *object = jira_issue_object(context, key);
    cJSON *fields = cJSON_AddArrayToObject(object, "fields");
    const cJSON *value;
    cJSON_ArrayForEach(value, values)
    {
        cJSON_AddItemToArray(fields, cJSON_CreateString(value->string));
    }
    cJSON_ArrayForEach(value, update)
    {
        cJSON_AddItemToArray(fields, cJSON_CreateString(value->string));
    }
    return object;
}

/* "Summary, Team": as people see them. */
static const char *name_fields(struct atl_context *context, const struct atl_jira_fields *fields,
                               const cJSON *values, const cJSON *update)
{
    struct atl_buffer names = {0};
    for (size_t i = 0; i < fields->count; i++) {
        if (atl_json_member(values, fields->fields[i].id) != NULL) {
            atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", fields->fields[i].name);
        }
    }
    if (update != NULL) {
        atl_buffer_printf(&names, "%sLabels", names.length > 0 ? ", " : "");
    }
    const char *text = atl_arena_strdup(context->arena, atl_buffer_text(&names));
    atl_buffer_free(&names);
    return text;
}

/* ---- the change ---- */

static enum atl_status read_values(struct jira_issue_command *command,
                                   struct atl_jira_fields *fields, cJSON *values,
                                   struct atl_error *error)
{
    struct atl_context *context = command->context;
    const char *type = atl_option_text(context, "type");
    if (type == NULL && !jira_issue_options_given(context)) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_jira_edit_fields(command->http, context->arena, command->key, fields, error);
    if (status == ATL_OK && type != NULL) {
        status = jira_issue_set(command, fields, "issuetype", type, values, error);
    }
    return status == ATL_OK ? jira_issue_options_read(command, fields, values, error) : status;
}

static enum atl_status update(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_jira_fields fields = {0};
    cJSON *operations;
    cJSON *values = atl_json_keep(context->arena, cJSON_CreateObject());
    bool notify = !atl_option_given(context, "notify") || atl_option_flag(context, "notify");
    enum atl_status status = jira_issue_labels_read(context, &operations, error);
    if (status == ATL_OK) {
        status = read_values(command, &fields, values, error);
    }
    if (status == ATL_OK) {
        status =
            atl_jira_issue_edit(command->http, command->key, values->child == NULL ? NULL : values,
                                operations, notify, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    return atl_output_message(context->output, describe(context, command->key, values, operations),
                              error, "Updated %s (%s): %s", command->key,
                              name_fields(context, &fields, values, operations),
                              jira_key_url(context, command->key));
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"type", NULL};
    static const char *const lists[] = {"add-label", "remove-label", NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = jira_issue_options_check(context, error);
    }
    if (status == ATL_OK && !jira_issue_options_given(context) &&
        !atl_option_given(context, "type") && !atl_option_given(context, "add-label") &&
        !atl_option_given(context, "remove-label")) {
        atl_fail(error, ATL_USAGE, "say what is to change");
        atl_hint(error, "for example: atlcli jira issue update ATL-1 --summary \"A better one\"");
        return ATL_USAGE;
    }
    return status == ATL_OK ? jira_issue_run(context, true, update, error) : status;
}

const struct atl_command atl_command_jira_issue_update = {
    .words = "jira issue update",
    .summary = "Change fields of an issue",
    .description =
        "Changes the fields that are given and leaves the others. Lists (labels, components, "
        "versions) are replaced; --add-label and --remove-label keep the other "
        "labels.\n\n" JIRA_ISSUE_FIELD_HELP
        "\n\nThe status isn't a field: issues change it by a transition.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            JIRA_KEY_OPTION,
            {.name = "type",
             .kind = ATL_OPTION_TEXT,
             .value = "TYPE",
             .summary = "Issue type: Task, Bug"},
            JIRA_ISSUE_PARENT_OPTION,
            JIRA_ISSUE_FIELD_OPTIONS,
            JIRA_ISSUE_LABEL_OPTIONS,
            {.name = "notify",
             .kind = ATL_OPTION_FLAG,
             .summary = "Tell those who watch by e-mail; --no-notify doesn't, where you may decide",
             .shown_default = "yes"},
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue update ATL-1 --summary \"A better one\" --priority High",
             "Change two fields"},
            {"jira issue update ATL-1 --field \"Team=Blue\" --no-notify",
             "A field of the site's own, without mail"},
            {"jira issue update ATL-1 --add-label urgent --remove-label later", "Labels"},
            {"jira issue update ATL-1 --body-file - <text.md", "A description from elsewhere"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "fields"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
