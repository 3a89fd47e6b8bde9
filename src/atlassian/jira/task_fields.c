/*
 * "editedFieldsInput" of POST bulk/issues/fields has a form of its own for each kind of field
 * (JiraIssueFields in the API's document).
 */
#include "atlcli/jira_bulk.h"
#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

/* Ids are numbers in some forms and texts in others. */
static bool read_number(const cJSON *object, const char *member, double *number)
{
    const cJSON *value = atl_json_member(object, member);
    int64_t integer;
    if (cJSON_IsNumber(value)) {
        *number = value->valuedouble;
        return true;
    }
    if (!cJSON_IsString(value) ||
        !atl_text_to_integer(value->valuestring, 0, INT64_MAX, &integer)) {
        return false;
    }
    *number = (double)integer;
    return true;
}

static cJSON *input_for(const struct atl_jira_field *field)
{
    cJSON *input = cJSON_CreateObject();
    cJSON_AddStringToObject(input, "fieldId", field->id);
    return input;
}

/* An input with a list: each value's `member` as `name`, a number or a text. */
static cJSON *list_input(const struct atl_jira_field *field, const cJSON *values, const char *list,
                         const char *member, const char *name, bool as_number)
{
    cJSON *input = input_for(field);
    cJSON *items = cJSON_AddArrayToObject(input, list);
    const cJSON *value;
    cJSON_ArrayForEach(value, values)
    {
        double number;
        cJSON *item = cJSON_CreateObject();
        const char *text =
            cJSON_IsString(value) ? value->valuestring : atl_json_text(value, member, NULL);
        cJSON_AddItemToArray(items, item);
        if (as_number && read_number(value, member, &number)) {
            cJSON_AddNumberToObject(item, name, number);
        } else if (!as_number && text != NULL) {
            cJSON_AddStringToObject(item, name, text);
        } else {
            cJSON_Delete(input);
            return NULL;
        }
    }
    return input;
}

static cJSON *with_option(cJSON *input, const cJSON *values)
{
    if (input != NULL) {
        cJSON_AddStringToObject(input, "bulkEditMultiSelectFieldOption",
                                cJSON_GetArraySize(values) > 0 ? "REPLACE" : "REMOVE_ALL");
    }
    return input;
}

static cJSON *labels_input(const struct atl_jira_field *field, const cJSON *value)
{
    return with_option(list_input(field, value, "labels", "name", "name", false), value);
}

static cJSON *versions_input(const struct atl_jira_field *field, const cJSON *value)
{
    return with_option(list_input(field, value, "versions", "id", "versionId", false), value);
}

static cJSON *components_input(const struct atl_jira_field *field, const cJSON *value)
{
    return with_option(list_input(field, value, "components", "id", "componentId", true), value);
}

static cJSON *options_input(const struct atl_jira_field *field, const cJSON *value)
{
    return list_input(field, value, "options", "id", "optionId", true);
}

static cJSON *option_input(const struct atl_jira_field *field, const cJSON *value)
{
    double id = -1.0; /* none */
    if (!cJSON_IsNull(value) && !read_number(value, "id", &id)) {
        return NULL;
    }
    cJSON *input = input_for(field);
    cJSON_AddNumberToObject(cJSON_AddObjectToObject(input, "option"), "optionId", id);
    return input;
}

static cJSON *user_input(const struct atl_jira_field *field, const cJSON *value)
{
    const char *account = atl_json_text(value, "accountId", NULL);
    cJSON *input = input_for(field);
    if (account == NULL) {
        cJSON_AddNullToObject(input, "user");
    } else {
        cJSON_AddStringToObject(cJSON_AddObjectToObject(input, "user"), "accountId", account);
    }
    return input;
}

static cJSON *text_input(const struct atl_jira_field *field, const cJSON *value)
{
    cJSON *input = input_for(field);
    cJSON_AddStringToObject(input, "text", cJSON_IsString(value) ? value->valuestring : "");
    return input;
}

static cJSON *rich_text_input(const struct atl_jira_field *field, const cJSON *value)
{
    cJSON *input = input_for(field);
    cJSON *text = cJSON_AddObjectToObject(input, "richText");
    if (cJSON_IsObject(value)) {
        cJSON_AddItemToObject(text, "adfValue", cJSON_Duplicate(value, true));
    }
    return input;
}

static cJSON *number_input(const struct atl_jira_field *field, const cJSON *value)
{
    if (!cJSON_IsNumber(value)) {
        return NULL;
    }
    cJSON *input = input_for(field);
    cJSON_AddNumberToObject(input, "value", value->valuedouble);
    return input;
}

static cJSON *priority_input(const struct atl_jira_field *field, const cJSON *value)
{
    const char *id = atl_json_text(value, "id", NULL);
    (void)field;
    cJSON *input = id == NULL ? NULL : cJSON_CreateObject();
    return id == NULL ? NULL : (cJSON_AddStringToObject(input, "priorityId", id), input);
}

static cJSON *type_input(const struct atl_jira_field *field, const cJSON *value)
{
    const char *id = atl_json_text(value, "id", NULL);
    (void)field;
    cJSON *input = id == NULL ? NULL : cJSON_CreateObject();
    return id == NULL ? NULL : (cJSON_AddStringToObject(input, "issueTypeId", id), input);
}

/* ---- which form a field has ---- */

struct form {
    const char *member;
    bool is_list;
    cJSON *(*input)(const struct atl_jira_field *field, const cJSON *value);
};

static bool is(const char *text, const char *word)
{
    return atl_text_equal(text, word);
}

static bool find_list_form(const struct atl_jira_field *field, struct form *form)
{
    if (is(field->items, "string") &&
        (is(field->id, "labels") ||
         (field->custom != NULL && atl_text_ends_with(field->custom, ":labels")))) {
        *form = (struct form){"labelsFields", true, labels_input};
    } else if (is(field->items, "version")) {
        *form = (struct form){"multipleVersionPickerFields", true, versions_input};
    } else if (is(field->items, "component")) {
        *form = (struct form){"multiselectComponents", false, components_input};
    } else if (is(field->items, "option")) {
        *form = (struct form){"multipleSelectFields", true, options_input};
    } else {
        return false;
    }
    return true;
}

/*
 * Dates are left out on purpose: the API's document wants another form of them than everywhere else
 * and gives two.
 */
static bool find_form(const struct atl_jira_field *field, struct form *form)
{
    if (is(field->type, "array")) {
        return find_list_form(field, form);
    }
    if (is(field->type, "priority")) {
        *form = (struct form){"priority", false, priority_input};
    } else if (is(field->type, "issuetype")) {
        *form = (struct form){"issueType", false, type_input};
    } else if (is(field->type, "user")) {
        *form = (struct form){"singleSelectClearableUserPickerFields", true, user_input};
    } else if (is(field->type, "option")) {
        *form = (struct form){"singleSelectFields", true, option_input};
    } else if (is(field->type, "number")) {
        *form = (struct form){"clearableNumberFields", true, number_input};
    } else if (is(field->type, "string") && atl_jira_field_is_rich_text(field)) {
        *form = (struct form){"richTextFields", true, rich_text_input};
    } else if (is(field->id, "summary") || (is(field->type, "string") && field->custom != NULL &&
                                            atl_text_ends_with(field->custom, ":textfield"))) {
        *form = (struct form){"singleLineTextFields", true, text_input};
    } else {
        return false;
    }
    return true;
}

/* ---- all of it ---- */

static cJSON *member_of(cJSON *object, const char *name, bool is_list)
{
    cJSON *member = atl_json_member(object, name);
    if (member != NULL) {
        return member;
    }
    return is_list ? cJSON_AddArrayToObject(object, name) : cJSON_AddObjectToObject(object, name);
}

static void select_field(cJSON *task, const char *id)
{
    cJSON_AddItemToArray(member_of(task, "selectedActions", true), cJSON_CreateString(id));
}

bool atl_jira_task_set(cJSON *task, const struct atl_jira_field *field, const cJSON *value)
{
    struct form form;
    cJSON *input = find_form(field, &form) ? form.input(field, value) : NULL;
    if (input == NULL) {
        return false;
    }
    cJSON *inputs = member_of(task, "editedFieldsInput", false);
    if (form.is_list) {
        cJSON_AddItemToArray(member_of(inputs, form.member, true), input);
    } else {
        cJSON_AddItemToObject(inputs, form.member, input);
    }
    select_field(task, field->id);
    return true;
}

void atl_jira_task_labels(cJSON *task, const char *option, const char *const *labels, size_t count)
{
    cJSON *input = cJSON_CreateObject();
    cJSON_AddStringToObject(input, "fieldId", "labels");
    cJSON_AddStringToObject(input, "bulkEditMultiSelectFieldOption", option);
    cJSON *list = cJSON_AddArrayToObject(input, "labels");
    for (size_t i = 0; i < count; i++) {
        cJSON *label = cJSON_CreateObject();
        cJSON_AddStringToObject(label, "name", labels[i]);
        cJSON_AddItemToArray(list, label);
    }
    cJSON *inputs = member_of(task, "editedFieldsInput", false);
    cJSON_AddItemToArray(member_of(inputs, "labelsFields", true), input);
    select_field(task, "labels");
}
