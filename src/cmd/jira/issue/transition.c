/* jira issue transition: from one status to another. */
#include "atlcli/jira_field.h"
#include "atlcli/jira_transition.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/jira/act.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"
#include "cmd/option_check.h"

#include <string.h>

struct change {
    struct jira_act *act;
    const char *to;
    const char *resolution;
    const char *comment; /* Markdown */
    const char *const *settings;
    size_t setting_count;
    struct atl_jira_standing standing;
    struct atl_jira_transitions transitions;
    const struct atl_jira_transition *transition;
};

/* ---- what goes with it ---- */

static enum atl_status set_field(const struct change *change, const struct atl_jira_fields *fields,
                                 const char *setting, cJSON *values, struct atl_error *error)
{
    const struct jira_act *act = change->act;
    const char *equals = strchr(setting, '=');
    struct jira_issue_command command = {act->context, act->http, act->key};
    if (equals == NULL || equals == setting) {
        return atl_fail(error, ATL_USAGE, "--field '%s' is not of the form NAME=VALUE", setting);
    }
    const char *name =
        atl_text_trim(act->context->arena,
                      atl_arena_strndup(act->context->arena, setting, (size_t)(equals - setting)));
    return jira_issue_set(&command, fields, name, equals + 1, values, error);
}

static enum atl_status set_fields(const struct change *change, cJSON *values,
                                  struct atl_error *error)
{
    struct atl_jira_fields fields;
    struct atl_arena *arena = change->act->context->arena;
    enum atl_status status = ATL_OK;
    atl_jira_fields_read(arena, change->transition->fields,
                         atl_arena_printf(arena, "the transition '%s'", change->transition->name),
                         &fields);
    for (size_t i = 0; status == ATL_OK && i < change->setting_count; i++) {
        status = set_field(change, &fields, change->settings[i], values, error);
    }
    if (status == ATL_OK && change->resolution != NULL) {
        cJSON *value;
        status =
            atl_jira_transition_resolution(change->transition, change->resolution, &value, error);
        if (status == ATL_OK) {
            cJSON_DeleteItemFromObjectCaseSensitive(values, "resolution");
            cJSON_AddItemToObject(values, "resolution", value);
        }
    }
    return status;
}

static enum atl_status make(const struct change *change, struct atl_error *error)
{
    struct jira_act *act = change->act;
    cJSON *values = atl_json_keep(act->context->arena, cJSON_CreateObject());
    cJSON *comment = NULL;
    enum atl_status status = set_fields(change, values, error);
    if (status == ATL_OK && change->comment != NULL) {
        status = jira_text_from_markdown(act->context, act->http, change->comment, &comment, error);
    }
    if (status == ATL_OK) {
        const struct atl_jira_transition_order order = {
            .key = act->key,
            .transition = change->transition,
            .fields = values,
            .comment = comment,
        };
        status = atl_jira_transition_make(act->http, &order, error);
    }
    cJSON_Delete(comment);
    return status;
}

/* ---- what came of it ---- */

static cJSON *describe(const struct change *change, const char *to)
{
    cJSON *object = jira_act_object(change->act);
    cJSON_AddStringToObject(object, "from", change->standing.status);
    cJSON_AddStringToObject(object, "to", to);
    cJSON_AddItemToObject(object, "transition",
                          change->transition == NULL
                              ? cJSON_CreateNull()
                              : cJSON_CreateString(change->transition->name));
    cJSON_AddBoolToObject(object, "changed", change->transition != NULL);
    return object;
}

static enum atl_status say_there_already(const struct change *change, struct atl_error *error)
{
    const char *status_name = change->standing.status;
    if (change->comment != NULL || change->resolution != NULL || change->setting_count > 0) {
        atl_warn(change->act->context->console,
                 "nothing was sent: --comment, --resolution and --field go with a transition");
    }
    return atl_output_message(change->act->context->output, describe(change, status_name), error,
                              "%s is in '%s' already", change->act->key, status_name);
}

static enum atl_status choose(struct change *change, struct atl_error *error)
{
    enum atl_status status = atl_jira_transition_choose(&change->standing, &change->transitions,
                                                        change->to, &change->transition, error);
    if (status == ATL_FAILED) {
        atl_jira_transition_explain(change->act->http, &change->standing, &change->transitions,
                                    change->to, error);
    }
    return status;
}

static enum atl_status transition(struct jira_act *act, struct atl_error *error)
{
    struct atl_context *context = act->context;
    struct change change = {
        .act = act,
        .to = atl_option_text(context, "to"),
        .resolution = atl_option_text(context, "resolution"),
        .settings = atl_option_list(context, "field", &change.setting_count),
    };
    enum atl_status status =
        jira_text_option(context, "comment", "comment-file", &change.comment, error);
    if (status == ATL_OK) {
        status = atl_jira_transitions_from(act->http, context->arena, act->key, &change.standing,
                                           &change.transitions, error);
    }
    if (status == ATL_OK && atl_text_equal_ignoring_case(change.standing.status, change.to)) {
        return say_there_already(&change, error);
    }
    if (status == ATL_OK) {
        status = choose(&change, error);
    }
    if (status == ATL_OK) {
        status = make(&change, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    return atl_output_message(context->output, describe(&change, change.transition->to), error,
                              "%s: %s -> %s", act->key, change.standing.status,
                              change.transition->to);
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"to", "resolution", "comment", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? jira_act_run(context, 0, transition, error) : status;
}

const struct atl_command atl_command_jira_issue_transition = {
    .words = "jira issue transition",
    .summary = "Move an issue to another status",
    .description =
        "Makes the transition that leads to a status, or that has a name, in any case. An issue "
        "that is in the status already stays as it is.\n\n"
        "When the status can't be reached from where the issue stands, the error says which can, "
        "and which status on the way leads there if one does.\n\n"
        "--field sets what the transition's screen asks for, by a field's name or id; 'jira issue "
        "transitions' shows what is required.",
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){{.name = "to",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "NAME",
                                     .required = true,
                                     .summary = "Status to go to, or the transition's name or id"},
                                    {.name = "resolution",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "NAME",
                                     .summary = "Resolution to set: \"Won't Do\""},
                                    {.name = "comment",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "TEXT",
                                     .summary = "Comment to add with it, in Markdown"},
                                    {.name = "comment-file",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "FILE",
                                     .completion = ATL_COMPLETE_FILE,
                                     .summary = "The same from a file, - for standard input"},
                                    {.name = "field",
                                     .kind = ATL_OPTION_REPEATED,
                                     .value = "NAME=VALUE",
                                     .summary = "Field of the transition's screen to set"},
                                    JIRA_KEY_OPTION,
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue transition ATL-1 --to \"In Progress\"", "Begin with an issue"},
            {"jira issue transition ATL-1 --to Done --resolution Fixed --comment \"In 2.1\"",
             "Close it, with a resolution and a comment"},
            {"jira issue transition ATL-1 --to \"In Review\" --field \"Reviewer=ada@example.com\"",
             "Fill in a field that the transition asks for"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS,
                                          {.key = "from"},
                                          {.key = "to"},
                                          {.key = "transition"},
                                          {.key = "changed"},
                                          {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
