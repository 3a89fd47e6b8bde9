/* jira issue clone: another issue like it. */
#include "cmd/jira/issue/clone.h"

#include "atlcli/jira_issue.h"
#include "atlcli/jira_link.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cmd/jira/key.h"
#include "cmd/option_check.h"

#include <string.h>

enum {
    MOST_SUMMARY = 255, /* characters that Jira takes */
};

/* ---- its own values ---- */

/* "CLONE - " as Jira's own pages write it, cut where Jira would refuse it. */
static const char *summary_of_clone(struct atl_arena *arena, const cJSON *issue)
{
    char *text = atl_arena_printf(arena, "CLONE - %s", atl_json_text(issue, "fields.summary", ""));
    size_t characters = 0;
    size_t length = strlen(text);
    for (size_t i = 0; i < length && characters < MOST_SUMMARY; characters++) {
        uint32_t code_point;
        i += atl_utf8_decode(text + i, length - i, &code_point);
        if (characters + 1 == MOST_SUMMARY) {
            text[i] = '\0';
        }
    }
    return text;
}

static void put_own_values(struct atl_arena *arena, const cJSON *issue,
                           const struct atl_jira_fields *fields, cJSON *values)
{
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "project"), "key", fields->project);
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, "issuetype"), "id", fields->type_id);
    cJSON_AddStringToObject(values, "summary", summary_of_clone(arena, issue));
}

/* Sub-tasks of another project stay where they are: their parent isn't there. */
static void drop_foreign_parent(struct atl_context *context, const cJSON *issue,
                                const struct atl_jira_fields *fields, cJSON *values)
{
    if (!atl_text_equal(atl_json_text(issue, "fields.project.key", NULL), fields->project) &&
        fields->is_subtask && atl_json_member(values, "parent") != NULL) {
        atl_warn(context->console, "left out: Parent, which is in another project; --parent "
                                   "names one");
        atl_json_remove(values, "parent");
    }
}

/* ---- the link ---- */

/* The clone is there already: what goes wrong here is told as that, and nothing is created again.
 */
static enum atl_status link_to_original(struct jira_issue_command *command, const char *clone,
                                        const char *original, struct atl_error *error)
{
    struct atl_jira_link_kind kind;
    enum atl_status status =
        atl_jira_link_kind(command->http, command->context->arena, "clones", &kind, error);
    if (status == ATL_USAGE) {
        atl_warn(command->context->console,
                 "not linked to %s: the site has no type of link that says \"clones\"", original);
        return ATL_OK;
    }
    if (status == ATL_OK) {
        status = atl_jira_link_add(command->http, clone, &kind, original, error);
    }
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s was created, but isn't linked to %s", clone, original);
    }
    return status;
}

/* ---- the command ---- */

static enum atl_status prepare(struct jira_issue_command *command, const cJSON *issue,
                               struct atl_jira_fields *fields, cJSON *values,
                               struct atl_error *error)
{
    struct atl_context *context = command->context;
    const char *project = atl_option_text(context, "project");
    const char *type = atl_option_text(context, "type");
    enum atl_status status = atl_jira_create_fields(
        command->http, context->arena,
        project != NULL ? project : atl_json_text(issue, "fields.project.key", ""),
        type != NULL ? type : atl_json_text(issue, "fields.issuetype.name", ""), fields, error);
    if (status != ATL_OK) {
        return status;
    }
    put_own_values(context->arena, issue, fields, values);
    jira_issue_copy_fields(command, issue, fields, values);
    drop_foreign_parent(context, issue, fields, values);
    status = jira_issue_options_read(command, fields, values, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_jira_fields_complete(fields, values);
    return atl_jira_fields_check_required(fields, values, error);
}

static enum atl_status clone_issue(struct jira_issue_command *command, struct atl_error *error)
{
    struct atl_context *context = command->context;
    struct atl_jira_fields fields;
    const cJSON *issue;
    const char *key;
    cJSON *values = atl_json_keep(context->arena, cJSON_CreateObject());
    enum atl_status status =
        atl_jira_issue_get(command->http, context->arena, command->key, NULL, NULL, &issue, error);
    if (status == ATL_OK) {
        status = prepare(command, issue, &fields, values, error);
    }
    if (status == ATL_OK) {
        status = jira_issue_create(command, &fields, values, &key, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const char *original = atl_json_text(issue, "key", command->key);
    cJSON *object = jira_issue_object(context, key);
    cJSON_AddStringToObject(object, "clonedFrom", original);
    status = atl_output_message(context->output, object, error, "Cloned %s as %s: %s", original,
                                key, jira_key_url(context, key));
    return status == ATL_OK && !atl_option_flag(context, "without-link")
               ? link_to_original(command, key, original, error)
               : status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"project", "type", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status == ATL_OK) {
        status = jira_issue_options_check(context, error);
    }
    return status == ATL_OK ? jira_issue_run(context, true, clone_issue, error) : status;
}

const struct atl_command atl_command_jira_issue_clone = {
    .words = "jira issue clone",
    .summary = "Create an issue like another one",
    .description =
        "Creates an issue with the values of another one, as far as they can be set, and links it: "
        "it \"clones\" the other. Options give it other values, another project or type. "
        "Comments, attachments, sub-tasks and links aren't taken over, nor what the other project "
        "doesn't have, which is said.\n\n" JIRA_ISSUE_FIELD_HELP,
    .arguments = (const struct atl_argument[]){JIRA_KEY_ARGUMENT, {0}},
    .options = (const struct atl_option[]){JIRA_KEY_OPTION,
                                           {.name = "project",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "KEY",
                                            .summary = "In another project, by key or name"},
                                           {.name = "type",
                                            .kind = ATL_OPTION_TEXT,
                                            .value = "TYPE",
                                            .summary = "As another issue type"},
                                           JIRA_ISSUE_PARENT_OPTION,
                                           JIRA_ISSUE_FIELD_OPTIONS,
                                           {.name = "without-link",
                                            .summary = "Don't link it to the original"},
                                           {0}},
    .examples =
        (const struct atl_example[]){
            {"jira issue clone ATL-1", "Another one like it"},
            {"jira issue clone ATL-1 --summary \"The same for Android\" --assignee me",
             "With other values"},
            {"jira issue clone ATL-1 --project WEB --type Task --json", "In another project"},
            {0}},
    .fields = (const struct atl_column[]){JIRA_ISSUE_MEMBERS, {.key = "clonedFrom"}, {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
