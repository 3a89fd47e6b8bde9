/*
 * "editedFieldsInput" of bulk/issues/fields has a form of its own for each kind of field. Here it
 * becomes what a single edit takes, so that both set fields by the same code.
 */
#include "sandbox/jira/bulk/bulk.h"
#include "sandbox/jira/lookup.h"

#include <inttypes.h>
#include <string.h>

/* The value of a single edit, NULL when the input is no such value. The caller owns it. */
typedef cJSON *(*translate_value)(const cJSON *input);

/* One member of the input. */
struct input_kind {
    const char *member;
    bool is_array;
    const char *field; /* its id, where the input doesn't name one by "fieldId" */
    translate_value translate;
};

/* ---- values ---- */

static cJSON *object_of(const char *name, const char *text)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, name, text);
    return object;
}

/* {"id": "10001"} from a number or a text of the input. */
static cJSON *id_object(const cJSON *input, const char *member)
{
    const cJSON *value = atl_json_member(input, member);
    char text[32];
    if (cJSON_IsString(value)) {
        return object_of("id", value->valuestring);
    }
    if (!cJSON_IsNumber(value)) {
        return NULL;
    }
    snprintf(text, sizeof text, "%" PRId64, lookup_id_in_json(value));
    return object_of("id", text);
}

/* An array with the id of each element. */
static cJSON *id_objects(const cJSON *inputs, const char *member)
{
    cJSON *array = cJSON_CreateArray();
    const cJSON *input;
    cJSON_ArrayForEach(input, inputs)
    {
        cJSON *object = id_object(input, member);
        cJSON_AddItemToArray(array, object == NULL ? cJSON_CreateNull() : object);
    }
    return array;
}

static cJSON *copy_of(const cJSON *value)
{
    return value == NULL ? cJSON_CreateNull() : cJSON_Duplicate(value, true);
}

static cJSON *translate_number(const cJSON *input)
{
    return copy_of(atl_json_member(input, "value"));
}

/* An empty text is none. */
static cJSON *copy_of_text(const cJSON *value)
{
    return atl_text_is_empty(cJSON_GetStringValue(value)) ? cJSON_CreateNull() : copy_of(value);
}

static cJSON *translate_text(const cJSON *input)
{
    return copy_of_text(atl_json_member(input, "text"));
}

static cJSON *translate_url(const cJSON *input)
{
    return copy_of_text(atl_json_member(input, "url"));
}

static cJSON *translate_rich_text(const cJSON *input)
{
    return copy_of(atl_json_get(input, "richText.adfValue"));
}

static cJSON *translate_date(const cJSON *input)
{
    return copy_of(atl_json_get(input, "date.formattedDate"));
}

static cJSON *translate_date_time(const cJSON *input)
{
    return copy_of(atl_json_get(input, "dateTime.formattedDateTime"));
}

/* -1 is none. */
static cJSON *translate_option(const cJSON *input)
{
    const cJSON *given = atl_json_member(input, "option");
    cJSON *option =
        atl_json_integer(given, "optionId", -1) == -1 ? NULL : id_object(given, "optionId");
    return option == NULL ? cJSON_CreateNull() : option;
}

static cJSON *translate_options(const cJSON *input)
{
    return id_objects(atl_json_member(input, "options"), "optionId");
}

static cJSON *translate_cascade(const cJSON *input)
{
    cJSON *parent = id_object(atl_json_member(input, "parentOptionValue"), "optionId");
    cJSON *child = id_object(atl_json_member(input, "childOptionValue"), "optionId");
    if (parent == NULL) {
        cJSON_Delete(child);
        return cJSON_CreateNull();
    }
    if (child != NULL) {
        cJSON_AddItemToObject(parent, "child", child);
    }
    return parent;
}

/* Nobody, when there is no account id. */
static cJSON *translate_user(const cJSON *input)
{
    const char *account = atl_json_text(input, "user.accountId", NULL);
    return account == NULL ? cJSON_CreateNull() : object_of("accountId", account);
}

static cJSON *translate_users(const cJSON *input)
{
    cJSON *array = cJSON_CreateArray();
    const cJSON *user;
    cJSON_ArrayForEach(user, atl_json_member(input, "users"))
    {
        cJSON_AddItemToArray(array, object_of("accountId", atl_json_text(user, "accountId", "")));
    }
    return array;
}

static cJSON *translate_labels(const cJSON *input)
{
    cJSON *array = cJSON_CreateArray();
    const cJSON *label;
    cJSON_ArrayForEach(label, atl_json_member(input, "labels"))
    {
        cJSON_AddItemToArray(array, cJSON_CreateString(atl_json_text(label, "name", "")));
    }
    return array;
}

static cJSON *translate_components(const cJSON *input)
{
    return id_objects(atl_json_member(input, "components"), "componentId");
}

static cJSON *translate_versions(const cJSON *input)
{
    return id_objects(atl_json_member(input, "versions"), "versionId");
}

/* "-1" is none. */
static cJSON *translate_version(const cJSON *input)
{
    cJSON *array = cJSON_CreateArray();
    cJSON *version = id_object(atl_json_member(input, "version"), "versionId");
    if (atl_text_equal(atl_json_text(version, "id", NULL), "-1")) {
        cJSON_Delete(version);
    } else if (version != NULL) {
        cJSON_AddItemToArray(array, version);
    }
    return array;
}

static cJSON *translate_priority(const cJSON *input)
{
    return id_object(input, "priorityId");
}

static cJSON *translate_type(const cJSON *input)
{
    return id_object(input, "issueTypeId");
}

static cJSON *translate_original_estimate(const cJSON *input)
{
    return object_of("originalEstimate", atl_json_text(input, "originalEstimateField", ""));
}

static cJSON *translate_remaining_estimate(const cJSON *input)
{
    return object_of("remainingEstimate", atl_json_text(input, "timeRemaining", ""));
}

static const struct input_kind kinds[] = {
    {"cascadingSelectFields", true, NULL, translate_cascade},
    {"clearableNumberFields", true, NULL, translate_number},
    {"datePickerFields", true, NULL, translate_date},
    {"dateTimePickerFields", true, NULL, translate_date_time},
    {"issueType", false, "issuetype", translate_type},
    {"labelsFields", true, NULL, translate_labels},
    {"multipleSelectClearableUserPickerFields", true, NULL, translate_users},
    {"multipleSelectFields", true, NULL, translate_options},
    {"multipleVersionPickerFields", true, NULL, translate_versions},
    {"multiselectComponents", false, "components", translate_components},
    {"originalEstimateField", false, "timetracking", translate_original_estimate},
    {"priority", false, "priority", translate_priority},
    {"richTextFields", true, NULL, translate_rich_text},
    {"singleLineTextFields", true, NULL, translate_text},
    {"singleSelectClearableUserPickerFields", true, NULL, translate_user},
    {"singleSelectFields", true, NULL, translate_option},
    {"singleVersionPickerFields", true, NULL, translate_version},
    {"timeTrackingField", false, "timetracking", translate_remaining_estimate},
    {"urlFields", true, NULL, translate_url},
};

static const struct input_kind *find_kind(const char *member)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].member, member) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

static const char *field_of(const struct input_kind *kind, const cJSON *input)
{
    return kind->field != NULL ? kind->field : atl_json_text(input, "fieldId", "");
}

/* ---- all of it ---- */

/* "ADD" and "REMOVE" are steps of an update, one for each value; the others set the field. */
static void add_steps(cJSON *update, const char *field, const char *operation, cJSON *values)
{
    cJSON *steps = cJSON_AddArrayToObject(update, field);
    cJSON *value;
    while ((value = cJSON_DetachItemFromArray(values, 0)) != NULL) {
        cJSON *step = cJSON_CreateObject();
        cJSON_AddItemToObject(step, operation, value);
        cJSON_AddItemToArray(steps, step);
    }
    cJSON_Delete(values);
}

static void translate(cJSON *fields, cJSON *update, const struct input_kind *kind,
                      const cJSON *input)
{
    const char *option = atl_json_text(input, "bulkEditMultiSelectFieldOption", "REPLACE");
    const char *field = field_of(kind, input);
    cJSON *value = kind->translate(input);
    if (value == NULL) {
        value = cJSON_CreateNull();
    }
    if (strcmp(option, "ADD") == 0 || strcmp(option, "REMOVE") == 0) {
        add_steps(update, field, strcmp(option, "ADD") == 0 ? "add" : "remove", value);
    } else if (strcmp(option, "REMOVE_ALL") == 0) {
        cJSON_Delete(value);
        cJSON_AddItemToObject(fields, field, cJSON_CreateArray());
    } else {
        cJSON_AddItemToObject(fields, field, value);
    }
}

const cJSON *bulk_edit_translate(struct atl_arena *arena, const cJSON *input)
{
    cJSON *issue = atl_json_keep(arena, cJSON_CreateObject());
    cJSON *fields = cJSON_AddObjectToObject(issue, "fields");
    cJSON *update = cJSON_AddObjectToObject(issue, "update");
    const cJSON *member;
    const cJSON *item;
    cJSON_ArrayForEach(member, input)
    {
        const struct input_kind *kind = find_kind(member->string);
        if (kind == NULL) {
            continue;
        }
        if (!kind->is_array) {
            translate(fields, update, kind, member);
            continue;
        }
        cJSON_ArrayForEach(item, member)
        {
            translate(fields, update, kind, item);
        }
    }
    return issue;
}

/* ---- checking ---- */

static bool is_selected(const cJSON *actions, const char *field)
{
    const cJSON *action;
    cJSON_ArrayForEach(action, actions)
    {
        if (cJSON_IsString(action) && strcmp(action->valuestring, field) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_fields(struct request *request, const cJSON *issue, const cJSON *actions,
                         size_t *count)
{
    static const char *const parts[] = {"fields", "update"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const cJSON *field;
        cJSON_ArrayForEach(field, atl_json_member(issue, parts[i]))
        {
            if (!is_selected(actions, field->string)) {
                bulk_reply_error(&request->reply, 400,
                                 "The following editedFieldInput values are not listed as "
                                 "selectedActions : %s",
                                 field->string);
                return false;
            }
            (*count)++;
        }
    }
    return true;
}

bool bulk_edit_check(struct request *request, const cJSON *body)
{
    struct reply *reply = &request->reply;
    const cJSON *input = atl_json_member(body, "editedFieldsInput");
    const cJSON *actions = atl_json_member(body, "selectedActions");
    const cJSON *member;
    size_t count = 0;
    if (!cJSON_IsObject(input) || !cJSON_IsArray(actions)) {
        bulk_reply_error(reply, 400, "editedFieldsInput and selectedActions are required.");
        return false;
    }
    cJSON_ArrayForEach(member, input)
    {
        const struct input_kind *kind = find_kind(member->string);
        if (kind == NULL || (kind->is_array ? !cJSON_IsArray(member) : !cJSON_IsObject(member))) {
            bulk_reply_error(reply, 400, "editedFieldsInput: '%s' can't be edited in bulk.",
                             member->string);
            return false;
        }
    }
    if (!check_fields(request, bulk_edit_translate(&request->arena, input), actions, &count)) {
        return false;
    }
    if (count == 0) {
        bulk_reply_error(reply, 400, "At least one field must be edited.");
    }
    return count > 0;
}
