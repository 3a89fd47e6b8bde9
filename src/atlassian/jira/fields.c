/* What fields there are to set, and which one is meant. */
#include "atlassian/jira/field_internal.h"

#include "atlcli/suggest.h"

#include <string.h>

enum {
    LISTED_HINTS = 3, /* lines that a list of values may take */
};

void jira_hint_list(struct atl_error *error, const char *label, const struct atl_list *texts)
{
    struct atl_buffer line = {0};
    size_t i = 0;
    for (int hints = 1; i < texts->count; hints++) {
        atl_buffer_truncate(&line, 0);
        atl_buffer_printf(&line, "%s: ", hints == 1 ? label : "also");
        for (size_t begin = i; i < texts->count; i++) {
            const char *text = texts->items[i];
            if (i > begin && line.length + strlen(text) + 32 > ATL_ERROR_HINT_BYTES) {
                break;
            }
            atl_buffer_printf(&line, "%s%s", i > begin ? ", " : "", text);
        }
        bool last = hints == LISTED_HINTS && i < texts->count;
        if (last) {
            atl_buffer_printf(&line, " … and %zu more", texts->count - i);
            i = texts->count;
        }
        atl_hint(error, "%s", atl_buffer_text(&line));
    }
    atl_buffer_free(&line);
}

/* ---- reading ---- */

static void read_field(struct atl_arena *arena, const cJSON *json, struct atl_jira_field *field)
{
    const char *id = atl_json_text(json, "fieldId", atl_json_text(json, "key", json->string));
    const cJSON *allowed = atl_json_member(json, "allowedValues");
    *field = (struct atl_jira_field){
        .id = id == NULL ? "" : id,
        .name = atl_json_text(json, "name", id),
        .type = atl_json_text(json, "schema.type", NULL),
        .items = atl_json_text(json, "schema.items", NULL),
        .custom = atl_json_text(json, "schema.custom", NULL),
        .system = atl_json_text(json, "schema.system", NULL),
        .allowed = cJSON_IsArray(allowed) ? allowed : NULL,
        .required = atl_json_bool(json, "required", false),
        .has_default = atl_json_bool(json, "hasDefaultValue", false),
    };
    if (field->name == NULL) {
        field->name = atl_arena_strdup(arena, field->id);
    }
}

void atl_jira_fields_read(struct atl_arena *arena, const cJSON *object, const char *of,
                          struct atl_jira_fields *fields)
{
    const cJSON *json;
    size_t most = object == NULL ? 0 : (size_t)cJSON_GetArraySize(object);
    *fields = (struct atl_jira_fields){.of = of};
    fields->fields = atl_arena_alloc(arena, (most + 1) * sizeof *fields->fields);
    cJSON_ArrayForEach(json, object)
    {
        read_field(arena, json, &fields->fields[fields->count++]);
    }
}

enum atl_status atl_jira_edit_fields(struct atl_http *http, struct atl_arena *arena,
                                     const char *key, struct atl_jira_fields *fields,
                                     struct atl_error *error)
{
    const cJSON *json;
    const char *rest = atl_arena_printf(arena, "issue/%s/editmeta", key);
    struct atl_http_request request = {.method = ATL_GET, .path = jira_path(http, arena, rest)};
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status == ATL_OK) {
        atl_jira_fields_read(arena, atl_json_member(json, "fields"), atl_arena_strdup(arena, key),
                             fields);
    }
    return status;
}

/* ---- finding ---- */

/* "cf[10016]", as JQL writes it, and the words that columns of a search are called by. */
static bool is_called(const struct atl_jira_field *field, const char *name)
{
    static const char *const others[][2] = {
        {"type", "issuetype"}, {"due", "duedate"}, {"estimate", "timetracking"}};
    static const char prefix[] = "customfield_";
    size_t digits = strncmp(name, "cf[", 3) == 0 ? strspn(name + 3, "0123456789") : 0;
    if (digits > 0 && strcmp(name + 3 + digits, "]") == 0) {
        return strncmp(field->id, prefix, strlen(prefix)) == 0 &&
               strlen(field->id) == strlen(prefix) + digits &&
               strncmp(field->id + strlen(prefix), name + 3, digits) == 0;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (atl_text_equal_ignoring_case(name, others[i][0]) &&
            atl_text_equal(field->id, others[i][1])) {
            return true;
        }
    }
    return atl_text_equal_ignoring_case(field->id, name);
}

static enum atl_status fail_unknown(const struct atl_jira_fields *fields, const char *name,
                                    struct atl_error *error)
{
    struct atl_suggestion suggestion = {.given = name};
    struct atl_list names = {0};
    for (size_t i = 0; i < fields->count; i++) {
        atl_suggestion_offer(&suggestion, fields->fields[i].name);
        atl_list_add(&names, (void *)(uintptr_t)fields->fields[i].name);
    }
    if (fields->of == NULL) {
        atl_fail(error, ATL_USAGE, "there is no field '%s'", name);
    } else {
        atl_fail(error, ATL_USAGE, "%s has no field '%s' that can be set", fields->of, name);
    }
    if (suggestion.best != NULL) {
        atl_hint(error, "did you mean '%s'?", suggestion.best);
    }
    jira_hint_list(error, fields->of == NULL ? "fields" : "its fields", &names);
    atl_list_free(&names);
    return ATL_USAGE;
}

static enum atl_status fail_ambiguous(const char *name, const struct atl_list *found,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%zu fields are called '%s'", found->count, name);
    for (size_t i = 0; i < found->count; i++) {
        const struct atl_jira_field *field = found->items[i];
        atl_hint(error, "use the id of the one you mean: %s%s%s%s", field->id,
                 field->type == NULL ? "" : " (", field->type == NULL ? "" : field->type,
                 field->type == NULL ? "" : ")");
    }
    return ATL_USAGE;
}

/* What is above an issue is its parent; Data Center has a field of its own for epics. */
static const struct atl_jira_field *find_epic_link(const struct atl_jira_fields *fields)
{
    const struct atl_jira_field *found = NULL;
    for (size_t i = 0; i < fields->count; i++) {
        const struct atl_jira_field *field = &fields->fields[i];
        if (atl_text_equal(field->id, "parent")) {
            return NULL;
        }
        if (field->custom != NULL && atl_text_ends_with(field->custom, ":gh-epic-link")) {
            found = field;
        }
    }
    return found;
}

enum atl_status atl_jira_fields_get(const struct atl_jira_fields *fields, const char *name,
                                    const struct atl_jira_field **field, struct atl_error *error)
{
    struct atl_list named = {0};
    enum atl_status status = ATL_OK;
    *field = atl_text_equal_ignoring_case(name, "parent") ? find_epic_link(fields) : NULL;
    for (size_t i = 0; i < fields->count; i++) {
        struct atl_jira_field *candidate = &fields->fields[i];
        if (atl_text_equal(candidate->id, name) || (*field == NULL && is_called(candidate, name))) {
            *field = candidate;
        } else if (atl_text_equal_ignoring_case(candidate->name, name)) {
            atl_list_add(&named, candidate);
        }
    }
    if (*field == NULL && named.count == 1) {
        *field = named.items[0];
    } else if (*field == NULL) {
        status = named.count > 1 ? fail_ambiguous(name, &named, error)
                                 : fail_unknown(fields, name, error);
    }
    atl_list_free(&named);
    return status;
}

/* ---- what must be there ---- */

void atl_jira_fields_complete(const struct atl_jira_fields *fields, cJSON *values)
{
    const char *summary = atl_json_text(values, "summary", NULL);
    for (size_t i = 0; i < fields->count && summary != NULL; i++) {
        const struct atl_jira_field *field = &fields->fields[i];
        if (field->required && field->custom != NULL &&
            atl_text_ends_with(field->custom, ":gh-epic-label") &&
            atl_json_member(values, field->id) == NULL) {
            cJSON_AddStringToObject(values, field->id, summary);
        }
    }
}

static void hint_at_values(const struct atl_jira_field *field, struct atl_error *error)
{
    struct atl_list names = {0};
    const cJSON *value;
    cJSON_ArrayForEach(value, field->allowed)
    {
        const char *name = atl_json_text(value, "value", atl_json_text(value, "name", NULL));
        if (name != NULL) {
            atl_list_add(&names, (void *)(uintptr_t)name);
        }
    }
    jira_hint_list(error, field->name, &names);
    atl_list_free(&names);
}

/* Data Center says of the reporter that one is required, and knows of none: it is whoever asks. */
bool atl_jira_field_must_be_given(const struct atl_jira_field *field)
{
    return field->required && !field->has_default && !atl_text_equal(field->id, "reporter");
}

static bool is_missing(const struct atl_jira_field *field, const cJSON *values)
{
    const cJSON *value = atl_json_member(values, field->id);
    bool is_empty = value == NULL || cJSON_IsNull(value) ||
                    (cJSON_IsString(value) && value->valuestring[0] == '\0') ||
                    (cJSON_IsArray(value) && value->child == NULL);
    return atl_jira_field_must_be_given(field) && is_empty;
}

enum atl_status atl_jira_fields_check_required(const struct atl_jira_fields *fields,
                                               const cJSON *values, struct atl_error *error)
{
    struct atl_buffer names = {0};
    for (size_t i = 0; i < fields->count; i++) {
        if (is_missing(&fields->fields[i], values)) {
            atl_buffer_printf(&names, "%s%s", names.length > 0 ? ", " : "", fields->fields[i].name);
        }
    }
    if (names.length == 0) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "%s needs a value for %s", fields->of, atl_buffer_text(&names));
    for (size_t i = 0; i < fields->count; i++) {
        if (is_missing(&fields->fields[i], values)) {
            hint_at_values(&fields->fields[i], error);
        }
    }
    atl_buffer_free(&names);
    return ATL_USAGE;
}
