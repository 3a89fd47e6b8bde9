/* Fields of an issue from the options of the command that creates or changes it. */
#include "atlcli/text.h"
#include "cmd/jira/issue/issue.h"
#include "cmd/jira/key.h"
#include "cmd/jira/text.h"

#include <string.h>

static const struct {
    const char *option;
    const char *field;
    bool repeated;
} mapped[] = {
    {"summary", "summary", false},         {"assignee", "assignee", false},
    {"reporter", "reporter", false},       {"priority", "priority", false},
    {"parent", "parent", false},           {"due", "duedate", false},
    {"estimate", "timetracking", false},   {"label", "labels", true},
    {"component", "components", true},     {"fix-version", "fixVersions", true},
    {"affects-version", "versions", true},
};

enum { MAPPED = sizeof mapped / sizeof *mapped };

/* Commands that change many issues don't have them all. */
static bool has_option(const struct atl_context *context, const char *name)
{
    const struct atl_option *option = context->command->options;
    while (option->name != NULL && strcmp(option->name, name) != 0) {
        option++;
    }
    return option->name != NULL;
}

static bool is_given(const struct atl_context *context, const char *name)
{
    return has_option(context, name) && atl_option_given(context, name);
}

/* ---- before anything is asked ---- */

static enum atl_status fail_empty(const char *option, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "--%s needs a value; it is empty", option);
    atl_hint(error, "to clear a field, use --field NAME=");
    return ATL_USAGE;
}

static bool is_blank(const char *text)
{
    return text != NULL && text[strspn(text, " \t\r\n")] == '\0';
}

/* Often a variable that isn't set, or a program that has failed: no reason to wipe a text. */
static enum atl_status fail_no_description(const char *option, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "--%s needs a text; it is empty", option);
    atl_hint(error, "leave it out, or clear the description on purpose: --field Description=");
    return ATL_USAGE;
}

enum atl_status jira_issue_options_check(const struct atl_context *context, struct atl_error *error)
{
    if (is_blank(atl_option_text(context, "description"))) {
        return fail_no_description("description", error);
    }
    for (size_t i = 0; i < MAPPED; i++) {
        const char *option = mapped[i].option;
        if (!is_given(context, option)) {
            continue;
        }
        if (!mapped[i].repeated && is_blank(atl_option_text(context, option))) {
            return fail_empty(option, error);
        }
        const char *const *texts = mapped[i].repeated ? atl_option_list(context, option, NULL)
                                                      : (const char *const[]){NULL};
        for (; *texts != NULL; texts++) {
            if (is_blank(*texts)) {
                return fail_empty(option, error);
            }
        }
    }
    for (const char *const *text = atl_option_list(context, "field", NULL); *text != NULL; text++) {
        const char *equals = strchr(*text, '=');
        if (equals == NULL || equals == *text) {
            atl_fail(error, ATL_USAGE, "--field takes NAME=VALUE, not '%s'", *text);
            atl_hint(error, "for example: --field 'Story Points=5'");
            return ATL_USAGE;
        }
    }
    return ATL_OK;
}

bool jira_issue_options_given(const struct atl_context *context)
{
    bool given = atl_option_given(context, "description") ||
                 atl_option_given(context, "body-file") || atl_option_given(context, "field");
    for (size_t i = 0; i < MAPPED; i++) {
        given = given || is_given(context, mapped[i].option);
    }
    return given;
}

/* ---- one field ---- */

static enum atl_status value_of(struct jira_issue_command *command,
                                const struct atl_jira_fields *fields,
                                const struct atl_jira_field *field, const char *text, cJSON **value,
                                struct atl_error *error)
{
    const char *project = fields->project != NULL || command->key == NULL
                              ? fields->project
                              : jira_key_project(command->context->arena, command->key);
    struct jira_text_writer writer = {command->context, command->http, project};
    const struct atl_jira_writing writing = jira_text_writing(&writer);
    return atl_jira_field_value(&writing, field, text, value, error);
}

static void put(cJSON *values, const char *id, cJSON *value)
{
    atl_json_remove(values, id);
    cJSON_AddItemToObject(values, id, value);
}

enum atl_status jira_issue_set(struct jira_issue_command *command,
                               const struct atl_jira_fields *fields, const char *name,
                               const char *text, cJSON *values, struct atl_error *error)
{
    cJSON *value;
    const struct atl_jira_field *field;
    enum atl_status status = atl_jira_fields_get(fields, name, &field, error);
    if (status == ATL_OK) {
        status = value_of(command, fields, field, text, &value, error);
    }
    if (status == ATL_OK) {
        put(values, field->id, value);
    }
    return status;
}

/* ---- all of them ---- */

/* Fields that the options have set so far, so that none is set twice. */
struct given {
    struct jira_issue_command *command;
    const struct atl_jira_fields *fields;
    cJSON *values;
};

static enum atl_status set_once(struct given *given, const char *name, const char *text,
                                struct atl_error *error)
{
    const struct atl_jira_field *field;
    enum atl_status status = atl_jira_fields_get(given->fields, name, &field, error);
    if (status == ATL_OK && atl_json_member(given->values, field->id) != NULL) {
        return atl_fail(error, ATL_USAGE, "%s is given twice", field->name);
    }
    return status == ATL_OK
               ? jira_issue_set(given->command, given->fields, name, text, given->values, error)
               : status;
}

/* --label a --label b,c is one list. */
static enum atl_status set_list(struct given *given, const char *name, const char *const *texts,
                                struct atl_error *error)
{
    const struct atl_jira_field *field;
    enum atl_status status = atl_jira_fields_get(given->fields, name, &field, error);
    cJSON *list = cJSON_CreateArray();
    for (; status == ATL_OK && *texts != NULL; texts++) {
        cJSON *value;
        cJSON *item;
        status = value_of(given->command, given->fields, field, *texts, &value, error);
        while (status == ATL_OK && (item = cJSON_DetachItemFromArray(value, 0)) != NULL) {
            cJSON_AddItemToArray(list, item);
        }
        cJSON_Delete(status == ATL_OK ? value : NULL);
    }
    if (status != ATL_OK) {
        cJSON_Delete(list);
        return status;
    }
    put(given->values, field->id, list);
    return ATL_OK;
}

static enum atl_status set_mapped(struct given *given, struct atl_error *error)
{
    const struct atl_context *context = given->command->context;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < MAPPED; i++) {
        if (!is_given(context, mapped[i].option)) {
            continue;
        }
        status = mapped[i].repeated
                     ? set_list(given, mapped[i].field,
                                atl_option_list(context, mapped[i].option, NULL), error)
                     : set_once(given, mapped[i].field, atl_option_text(context, mapped[i].option),
                                error);
    }
    return status;
}

static enum atl_status set_named(struct given *given, struct atl_error *error)
{
    struct atl_context *context = given->command->context;
    enum atl_status status = ATL_OK;
    const char *const *text = atl_option_list(context, "field", NULL);
    for (; status == ATL_OK && *text != NULL; text++) {
        const char *equals = strchr(*text, '=');
        char *name = atl_arena_strndup(context->arena, *text, (size_t)(equals - *text));
        status = set_once(given, atl_text_trim(context->arena, name), equals + 1, error);
    }
    return status;
}

enum atl_status jira_issue_options_read(struct jira_issue_command *command,
                                        const struct atl_jira_fields *fields, cJSON *values,
                                        struct atl_error *error)
{
    const char *markdown;
    struct given given = {command, fields, cJSON_CreateObject()};
    cJSON *item;
    enum atl_status status =
        jira_text_option(command->context, "description", "body-file", &markdown, error);
    if (status == ATL_OK && is_blank(markdown)) {
        status = fail_no_description("body-file", error);
    } else if (status == ATL_OK && markdown != NULL) {
        status = set_once(&given, "description", markdown, error);
    }
    if (status == ATL_OK) {
        status = set_mapped(&given, error);
    }
    if (status == ATL_OK) {
        status = set_named(&given, error);
    }
    while (status == ATL_OK && (item = given.values->child) != NULL) {
        const char *id = atl_arena_strdup(command->context->arena, item->string);
        put(values, id, cJSON_DetachItemViaPointer(given.values, item));
    }
    cJSON_Delete(given.values);
    return status;
}

/* ---- for people ---- */

const char *jira_issue_options_names(const struct atl_context *context)
{
    struct atl_buffer names = {0};
    if (is_given(context, "type")) {
        atl_buffer_add(&names, "type");
    }
    if (atl_option_given(context, "description") || atl_option_given(context, "body-file")) {
        atl_buffer_printf(&names, "%sdescription", names.length > 0 ? ", " : "");
    }
    for (size_t i = 0; i < MAPPED; i++) {
        if (is_given(context, mapped[i].option)) {
            atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", mapped[i].option);
        }
    }
    for (const char *const *text = atl_option_list(context, "field", NULL); *text != NULL; text++) {
        atl_buffer_printf(&names, "%s%.*s", names.length > 0 ? ", " : "", (int)strcspn(*text, "="),
                          *text);
    }
    const char *kept = atl_arena_strdup(context->arena, atl_buffer_text(&names));
    atl_buffer_free(&names);
    return kept;
}

/* ---- labels that come and go ---- */

static enum atl_status add_operations(const struct atl_context *context, const char *option,
                                      const char *operation, cJSON *operations,
                                      struct atl_error *error)
{
    const char *const *label = atl_option_list(context, option, NULL);
    for (; *label != NULL; label++) {
        if (strpbrk(*label, " \t\r\n") != NULL) {
            atl_fail(error, ATL_USAGE, "--%s: the label '%s' holds a space, which none may", option,
                     *label);
            atl_hint(error, "separate labels by commas");
            return ATL_USAGE;
        }
        cJSON *step = cJSON_CreateObject();
        cJSON_AddStringToObject(step, operation, *label);
        cJSON_AddItemToArray(operations, step);
    }
    return ATL_OK;
}

enum atl_status jira_issue_labels_read(struct atl_context *context, cJSON **update,
                                       struct atl_error *error)
{
    *update = NULL;
    if (!atl_option_given(context, "add-label") && !atl_option_given(context, "remove-label")) {
        return ATL_OK;
    }
    if (atl_option_given(context, "label")) {
        atl_fail(error, ATL_USAGE,
                 "--label sets all labels: it excludes --add-label and "
                 "--remove-label");
        return ATL_USAGE;
    }
    *update = atl_json_keep(context->arena, cJSON_CreateObject());
    cJSON *operations = cJSON_AddArrayToObject(*update, "labels");
    enum atl_status status = add_operations(context, "add-label", "add", operations, error);
    return status == ATL_OK ? add_operations(context, "remove-label", "remove", operations, error)
                            : status;
}
