/* jira issue transitions: where an issue can go from here. */
#include "atlcli/jira_transition.h"
#include "cli/output.h"
#include "cmd/jira/act.h"
#include "cmd/jira/key.h"

static const struct atl_column columns[] = {
    {.key = "id", .heading = "ID"},
    {.key = "name", .heading = "TRANSITION", .style = ATL_STYLE_NAME},
    {.key = "to", .heading = "TO"},
    {.key = "required", .heading = "REQUIRES", .shrinks = true},
    {.key = "toId", .heading = "STATUS ID", .extra = true},
    {.key = "category", .heading = "CATEGORY", .extra = true},
    {.key = "fields", .heading = "FIELDS", .extra = true},
    {0},
};

static const struct atl_listing listing = {
    .name = "transitions",
    .columns = columns,
    .when_empty = "No transition is possible from here for your account.",
};

/* Names of the screen's fields: all, or those that must be given. */
static cJSON *names_of(const cJSON *fields, bool required)
{
    cJSON *names = cJSON_CreateArray();
    const cJSON *field;
    cJSON_ArrayForEach(field, fields)
    {
        if (!required || (atl_json_bool(field, "required", false) &&
                          !atl_json_bool(field, "hasDefaultValue", false))) {
            cJSON_AddItemToArray(names,
                                 cJSON_CreateString(atl_json_text(field, "name", field->string)));
        }
    }
    return names;
}

static enum atl_status print(struct atl_context *context,
                             const struct atl_jira_transition *transition, struct atl_error *error)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "id", transition->id);
    cJSON_AddStringToObject(object, "name", transition->name);
    cJSON_AddStringToObject(object, "to", transition->to);
    cJSON_AddStringToObject(object, "toId", transition->to_id);
    cJSON_AddItemToObject(object, "category",
                          transition->to_category == NULL
                              ? cJSON_CreateNull()
                              : cJSON_CreateString(transition->to_category));
    cJSON_AddItemToObject(object, "required", names_of(transition->fields, true));
    cJSON_AddItemToObject(object, "fields", names_of(transition->fields, false));
    enum atl_status status = atl_output_object(context->output, object, error);
    cJSON_Delete(object);
    return status;
}

static enum atl_status list(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct atl_jira_transitions transitions;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_jira_transitions(act->http, context->arena, act->key, &transitions, error);
    }
    for (size_t i = 0; status == ATL_OK && i < transitions.count; i++) {
        status = print(context, &transitions.items[i], error);
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    return jira_act_run(context, 0, list, error);
}

const struct atl_command atl_command_jira_issue_transitions = {
    .words = "jira issue transitions",
    .summary = "List the transitions an issue can make now",
    .description = "Shows what 'jira issue transition' can do: each transition with the status it "
                   "leads to and the fields it requires. Which there are depends on the status of "
                   "the issue, its workflow, and your permissions.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION, {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue transitions ATL-1", "Where an issue can go from here"},
            {"jira issue transitions ATL-1 --json", "The same for a script"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
