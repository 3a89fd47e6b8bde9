/* Fields that take one of the values they allow. */
#include "atlassian/jira/field_internal.h"

#include "atlcli/suggest.h"

#include <string.h>

/* What a value is called: options have a "value", all others a name. */
static const char *name_of(const cJSON *value)
{
    return atl_json_text(value, "value", atl_json_text(value, "name", NULL));
}

/* ---- finding ---- */

/* A name as it is goes before one in another case, and names before ids and keys. */
static const cJSON *find(const cJSON *allowed, const char *text)
{
    const cJSON *in_other_case = NULL;
    const cJSON *by_id = NULL;
    const cJSON *value;
    cJSON_ArrayForEach(value, allowed)
    {
        if (atl_text_equal(name_of(value), text)) {
            return value;
        }
        if (in_other_case == NULL && atl_text_equal_ignoring_case(name_of(value), text)) {
            in_other_case = value;
        }
        if (by_id == NULL &&
            (atl_text_equal(atl_json_text(value, "id", NULL), text) ||
             atl_text_equal_ignoring_case(atl_json_text(value, "key", NULL), text))) {
            by_id = value;
        }
    }
    return in_other_case != NULL ? in_other_case : by_id;
}

bool field_allows(const struct atl_jira_field *field, const char *text)
{
    return find(field->allowed, text) != NULL;
}

static enum atl_status fail_unknown(const char *field, const cJSON *allowed, const char *text,
                                    struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = text};
    struct atl_list names = {0};
    const cJSON *value;
    cJSON_ArrayForEach(value, allowed)
    {
        const char *name = name_of(value);
        if (name != NULL) {
            atl_suggestion_offer(&suggestion, name);
            atl_list_add(&names, (void *)(uintptr_t)name);
        }
    }
    atl_fail(error, ATL_USAGE, "%s has no value '%s'", field, text);
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    if (names.count == 0) {
        atl_hint(error, "it has no values to choose from");
    }
    jira_hint_list(error, "allowed", &names);
    atl_list_free(&names);
    return ATL_USAGE;
}

/* ---- writing ---- */

/* Ids are what no other value can have; a value without one is called by its name. */
static cJSON *refer_to(const cJSON *value)
{
    static const char *const members[] = {"id", "key", "value", "name"};
    cJSON *reference = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *text = atl_json_text(value, members[i], NULL);
        if (text != NULL) {
            cJSON_AddStringToObject(reference, members[i], text);
            break;
        }
    }
    return reference;
}

static const char *member_for_name(const struct atl_jira_field *field)
{
    const char *type = atl_text_equal(field->type, "array") ? field->items : field->type;
    bool is_option = atl_text_equal(type, "option") || atl_text_equal(type, "option-with-child");
    return is_option ? "value" : atl_text_equal(type, "project") ? "key" : "name";
}

enum atl_status field_write_choice(const struct field_text *text, cJSON **value,
                                   struct atl_error *error)
{
    const cJSON *allowed = text->field->allowed;
    const cJSON *found = find(allowed, text->text);
    if (found != NULL) {
        *value = refer_to(found);
    } else if (atl_text_equal_ignoring_case(text->text, "none")) {
        *value = cJSON_CreateNull();
    } else if (allowed == NULL) {
        *value = cJSON_CreateObject();
        cJSON_AddStringToObject(*value, member_for_name(text->field), text->text);
    } else {
        return fail_unknown(text->field->name, allowed, text->text, error);
    }
    return ATL_OK;
}

/* ---- cascades ---- */

static enum atl_status add_child(const struct field_text *text, const cJSON *parent,
                                 const char *child, cJSON *value, struct atl_error *error)
{
    const cJSON *children = atl_json_member(parent, "children");
    const cJSON *found = find(children, child);
    if (found == NULL) {
        const char *above = atl_arena_printf(text->writing->arena, "%s > %s", text->field->name,
                                             name_of(parent) == NULL ? "" : name_of(parent));
        return fail_unknown(above, children, child, error);
    }
    cJSON_AddItemToObject(value, "child", refer_to(found));
    return ATL_OK;
}

enum atl_status field_write_cascade(const struct field_text *text, cJSON **value,
                                    struct atl_error *error)
{
    char **levels;
    const cJSON *allowed = text->field->allowed;
    /* An option may hold the sign itself. */
    bool whole = find(allowed, text->text) != NULL;
    size_t count = whole ? 1 : atl_text_split(text->writing->arena, text->text, '>', &levels);
    if (count == 0 || count > 2) {
        return field_text_refuse(text, error, "value of two levels", "Parent > Child");
    }
    struct field_text parent = *text;
    parent.text = whole ? text->text : levels[0];
    enum atl_status status = field_write_choice(&parent, value, error);
    if (status != ATL_OK || count == 1) {
        return status;
    }
    if (allowed == NULL) {
        cJSON_AddStringToObject(cJSON_AddObjectToObject(*value, "child"), "value", levels[1]);
        return ATL_OK;
    }
    return add_child(text, find(allowed, levels[0]), levels[1], *value, error);
}
