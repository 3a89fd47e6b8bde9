/* Text as people write it turned into the value that a field's schema wants. */
#include "atlassian/jira/field_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum atl_status field_text_refuse(const struct field_text *text, struct atl_error *error,
                                  const char *what, const char *example)
{
    atl_fail(error, ATL_USAGE, "'%s' is no %s, which %s takes", text->text, what,
             text->field->name);
    atl_hint(error, "write it like this: %s", example);
    return ATL_USAGE;
}

/* ---- what kind of field ---- */

static bool is_custom(const struct atl_jira_field *field, const char *kind)
{
    return field->custom != NULL && atl_text_ends_with(field->custom, kind);
}

bool atl_jira_field_is_rich_text(const struct atl_jira_field *field)
{
    return is_custom(field, ":textarea") || atl_text_equal(field->system, "description") ||
           atl_text_equal(field->system, "environment");
}

static bool is_labels(const struct atl_jira_field *field)
{
    return atl_text_equal(field->system, "labels") || is_custom(field, ":labels");
}

/* ---- single values ---- */

static enum atl_status write_text(const struct field_text *text, cJSON **value,
                                  struct atl_error *error)
{
    if (is_labels(text->field) && strpbrk(text->text, " \t\r\n") != NULL) {
        atl_fail(error, ATL_USAGE, "the label '%s' holds a space, which none may", text->text);
        atl_hint(error, "separate labels by commas; write two words with - or _ between");
        return ATL_USAGE;
    }
    *value = cJSON_CreateString(text->text);
    return ATL_OK;
}

/* Decimal, as JSON has it; no hexadecimal, "inf" or "nan". */
static enum atl_status write_number(const struct field_text *text, cJSON **value,
                                    struct atl_error *error)
{
    char *end;
    double number = strtod(text->text, &end);
    bool decimal = text->text[strspn(text->text, "+-.0123456789eE")] == '\0';
    if (!decimal || end == text->text || *end != '\0' || !isfinite(number)) {
        return field_text_refuse(text, error, "number", "5, or 0.5");
    }
    *value = cJSON_CreateNumber(number);
    return ATL_OK;
}

static enum atl_status write_person(const struct field_text *text, cJSON **value,
                                    struct atl_error *error)
{
    struct atl_jira_user user;
    if (atl_text_equal_ignoring_case(text->text, "none")) {
        *value = cJSON_CreateNull();
        return ATL_OK;
    }
    enum atl_status status =
        atl_jira_find_person(text->writing->http, text->writing->arena, text->text, &user, error);
    if (status == ATL_OK) {
        *value = atl_jira_person_reference(text->writing->http, &user);
    } else if (status == ATL_USAGE || status == ATL_NOT_FOUND) {
        atl_error_prefix(error, "%s", text->field->name);
    }
    return status;
}

static enum atl_status write_group(const struct field_text *text, cJSON **value,
                                   struct atl_error *error)
{
    (void)error;
    *value = cJSON_CreateObject();
    cJSON_AddStringToObject(*value, "name", text->text);
    return ATL_OK;
}

static enum atl_status read_key(const struct field_text *text, const char **key,
                                struct atl_error *error)
{
    *key = atl_text_equal_ignoring_case(text->text, "none")
               ? NULL
               : atl_jira_key_parse(text->writing->arena, text->text);
    return *key != NULL || atl_text_equal_ignoring_case(text->text, "none")
               ? ATL_OK
               : field_text_refuse(text, error, "key of an issue", "ATL-1, or none");
}

static enum atl_status write_issue(const struct field_text *text, cJSON **value,
                                   struct atl_error *error)
{
    const char *key;
    enum atl_status status = read_key(text, &key, error);
    if (status == ATL_OK && key == NULL) {
        *value = cJSON_CreateNull();
    } else if (status == ATL_OK) {
        *value = cJSON_CreateObject();
        cJSON_AddStringToObject(*value, "key", key);
    }
    return status;
}

/* An epic link is the key alone. */
static enum atl_status write_epic(const struct field_text *text, cJSON **value,
                                  struct atl_error *error)
{
    const char *key;
    enum atl_status status = read_key(text, &key, error);
    if (status == ATL_OK) {
        *value = key == NULL ? cJSON_CreateNull() : cJSON_CreateString(key);
    }
    return status;
}

/* ---- by type ---- */

static const struct {
    const char *type;
    field_writer write;
} writers[] = {
    {"string", write_text},
    {"team", write_text}, /* by its id */
    {"number", write_number},
    {"date", field_write_date},
    {"datetime", field_write_datetime},
    {"user", write_person},
    {"group", write_group},
    {"issuelink", write_issue},
    {"timetracking", field_write_time_tracking},
    {"option-with-child", field_write_cascade},
    {"option", field_write_choice},
    {"priority", field_write_choice},
    {"issuetype", field_write_choice},
    {"project", field_write_choice},
    {"resolution", field_write_choice},
    {"status", field_write_choice},
    {"component", field_write_choice},
    {"version", field_write_choice},
    {"securitylevel", field_write_choice},
};

/* NULL when there is none for the type. */
static field_writer writer_of(const char *type)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (atl_text_equal(writers[i].type, type)) {
            return writers[i].write;
        }
    }
    return NULL;
}

/* Sprints and epic links are described as anything at all. */
static field_writer writer_for(const struct atl_jira_field *field)
{
    if (is_custom(field, ":gh-sprint")) {
        return field_write_sprint;
    }
    if (is_custom(field, ":gh-epic-link")) {
        return write_epic;
    }
    return writer_of(atl_text_equal(field->type, "array") ? field->items : field->type);
}

static bool is_list(const struct atl_jira_field *field)
{
    return atl_text_equal(field->type, "array") && !is_custom(field, ":gh-sprint");
}

bool atl_jira_field_is_looked_up(const struct atl_jira_field *field)
{
    field_writer write = writer_for(field);
    return write == write_person || write == field_write_sprint;
}

/* ---- lists ---- */

static enum atl_status add_item(const struct field_text *text, field_writer write, cJSON *list,
                                struct atl_error *error)
{
    cJSON *item = NULL;
    enum atl_status status = write(text, &item, error);
    if (status == ATL_OK && cJSON_IsNull(item)) {
        cJSON_Delete(item); /* "none" among others is none of them */
    } else if (status == ATL_OK) {
        cJSON_AddItemToArray(list, item);
    }
    return status;
}

static enum atl_status write_list(const struct field_text *text, field_writer write, cJSON **value,
                                  struct atl_error *error)
{
    char **parts;
    enum atl_status status = ATL_OK;
    size_t count = atl_text_split(text->writing->arena, text->text, ',', &parts);
    *value = cJSON_CreateArray();
    if (field_allows(text->field, text->text)) {
        return add_item(text, write, *value, error);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct field_text part = *text;
        part.text = parts[i];
        status = add_item(&part, write, *value, error);
    }
    return status;
}

/* ---- JSON ---- */

/* Texts in an array are values like others; everything else is taken as it is. */
static enum atl_status write_json_list(const struct field_text *text, field_writer write,
                                       const cJSON *given, cJSON **value, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const cJSON *item;
    *value = cJSON_CreateArray();
    cJSON_ArrayForEach(item, given)
    {
        if (cJSON_IsString(item) && write != NULL) {
            struct field_text part = *text;
            part.text = item->valuestring;
            status = add_item(&part, write, *value, error);
        } else {
            cJSON_AddItemToArray(*value, cJSON_Duplicate(item, true));
        }
        if (status != ATL_OK) {
            break;
        }
    }
    return status;
}

static enum atl_status write_json(const struct field_text *text, field_writer write, cJSON **value,
                                  struct atl_error *error)
{
    cJSON *given;
    if (atl_json_parse(text->text, strlen(text->text), text->field->name, &given, error) !=
        ATL_OK) {
        if (error != NULL) {
            error->status = ATL_USAGE;
        }
        atl_hint(error, "a value that starts with { or [ is read as JSON");
        return ATL_USAGE;
    }
    if (!is_list(text->field) || !cJSON_IsArray(given)) {
        *value = given;
        return ATL_OK;
    }
    enum atl_status status = write_json_list(text, write, given, value, error);
    cJSON_Delete(given);
    return status;
}

static enum atl_status refuse_type(const struct field_text *text, struct atl_error *error)
{
    const struct atl_jira_field *field = text->field;
    const char *type = field->type == NULL ? "unknown type" : field->type;
    atl_fail(error, ATL_USAGE, "%s (%s%s%s) can't be written as text", field->name, type,
             field->items == NULL ? "" : " of ", field->items == NULL ? "" : field->items);
    atl_hint(error, "give it as JSON, which starts with { or [");
    return ATL_USAGE;
}

/* ---- rich text ---- */

/* An ADF document as it is; NULL for anything else. */
static cJSON *read_document(const char *text)
{
    cJSON *document = NULL;
    if (*text != '{' || atl_json_parse(text, strlen(text), "", &document, NULL) != ATL_OK) {
        return NULL;
    }
    if (!atl_text_equal(atl_json_text(document, "type", NULL), "doc")) {
        cJSON_Delete(document);
        return NULL;
    }
    return document;
}

static enum atl_status write_rich_text(const struct field_text *text, cJSON **value,
                                       struct atl_error *error)
{
    const struct atl_jira_writing *writing = text->writing;
    *value = jira_is_cloud(writing->http) ? read_document(text->text) : NULL;
    if (*value != NULL) {
        return ATL_OK;
    }
    if (writing->rich_text == NULL) {
        return refuse_type(text, error);
    }
    *value = writing->rich_text(writing->context, writing->arena, text->text, error);
    return *value != NULL ? ATL_OK : error != NULL ? error->status : ATL_FAILED;
}

/* ---- all ---- */

static enum atl_status write_value(const struct field_text *text, cJSON **value,
                                   struct atl_error *error)
{
    field_writer write = writer_for(text->field);
    if (write == write_text && !is_list(text->field)) {
        return write_text(text, value, error);
    }
    if (*text->text == '{' || *text->text == '[') {
        return write_json(text, write, value, error);
    }
    if (write == NULL) {
        return refuse_type(text, error);
    }
    return is_list(text->field) ? write_list(text, write, value, error) : write(text, value, error);
}

enum atl_status atl_jira_field_value(const struct atl_jira_writing *writing,
                                     const struct atl_jira_field *field, const char *text,
                                     cJSON **value, struct atl_error *error)
{
    struct field_text given = {writing, field, atl_text_trim(writing->arena, text)};
    enum atl_status status;
    *value = NULL;
    if (*given.text == '\0') {
        *value = is_list(field) ? cJSON_CreateArray() : cJSON_CreateNull();
        return ATL_OK;
    }
    if (atl_jira_field_is_rich_text(field)) {
        given.text = text; /* white space may mean something in Markdown */
        status = write_rich_text(&given, value, error);
    } else {
        status = write_value(&given, value, error);
    }
    if (status != ATL_OK) {
        cJSON_Delete(*value);
        *value = NULL;
    }
    return status;
}
