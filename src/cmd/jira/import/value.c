/*
 * Cells as values of fields. What a server writes of a value is put in the words that people use
 * for it: these are checked against the values that the site allows, and ids of other sites mean
 * nothing here.
 */
#include "cmd/jira/value.h"
#include "atlcli/deployment.h"
#include "cmd/jira/import/import.h"
#include "cmd/jira/text.h"

#include <stdlib.h>
#include <string.h>

/* A cell, and what it takes to read it. */
struct cell {
    struct importing *importing;
    const struct jira_rows_kind *kind;
    const struct atl_jira_field *field;
    const char *text;
    const cJSON *json; /* when it holds an array or an object */
};

static struct atl_arena *arena_of(const struct cell *cell)
{
    return cell->importing->rows.context->arena;
}

static bool is_cloud(const struct cell *cell)
{
    return atl_jira_is_cloud(cell->importing->rows.http);
}

static enum atl_status take_text(const struct cell *cell, const char *text, cJSON **value,
                                 struct atl_error *error)
{
    if (atl_text_is_empty(text)) {
        *value = NULL;
        return ATL_OK;
    }
    return jira_rows_value(&cell->importing->rows, cell->kind, cell->field, text, value, error);
}

static enum atl_status take_json(const struct cell *cell, const cJSON *json, cJSON **value,
                                 struct atl_error *error)
{
    char *text = atl_json_print(json, false);
    enum atl_status status = take_text(cell, text, value, error);
    free(text);
    return status;
}

/* ---- rich text ---- */

static enum atl_status take_rich_text(const struct cell *cell, cJSON **value,
                                      struct atl_error *error)
{
    const char *markup = atl_option_text(cell->importing->rows.context, "markup");
    const bool is_wiki = cell->json == NULL && atl_text_equal(markup, "wiki");
    const bool is_document = atl_text_equal(atl_json_text(cell->json, "type", NULL), "doc");
    const char *markdown;
    if (is_wiki && !is_cloud(cell)) {
        *value = cJSON_CreateString(cell->text);
        return ATL_OK;
    }
    if (!is_wiki && (!is_document || is_cloud(cell))) {
        return take_text(cell, cell->text, value, error);
    }
    cJSON *wiki = is_wiki ? cJSON_CreateString(cell->text) : NULL;
    enum atl_status status =
        jira_text_to_markdown(arena_of(cell), is_wiki ? wiki : cell->json, &markdown, error);
    cJSON_Delete(wiki);
    return status == ATL_OK ? take_text(cell, markdown, value, error) : status;
}

/* ---- words for what servers write ---- */

/* Within a kind of site accounts are the same everywhere; between them, e-mail addresses are. */
static const char *name_of_person(const struct cell *cell, const cJSON *json)
{
    static const char *const on_cloud[] = {"accountId", "emailAddress", "displayName", "name"};
    static const char *const on_data_center[] = {"name", "emailAddress", "displayName", "key"};
    const char *const *members = is_cloud(cell) ? on_cloud : on_data_center;
    for (size_t i = 0; i < sizeof on_cloud / sizeof *on_cloud; i++) {
        const char *text = atl_json_text(json, members[i], NULL);
        if (!atl_text_is_empty(text)) {
            return text;
        }
    }
    return NULL;
}

/* "Europe > Berlin" */
static const char *name_of_cascade(const struct cell *cell, const cJSON *json)
{
    const char *parent = atl_json_text(json, "value", atl_json_text(json, "id", NULL));
    const char *child = atl_json_text(json, "child.value", atl_json_text(json, "child.id", NULL));
    return child == NULL ? parent : atl_arena_printf(arena_of(cell), "%s > %s", parent, child);
}

/* NULL where there is no name for it. */
static const char *name_of(const struct cell *cell, const char *type, const cJSON *json)
{
    if (cJSON_IsString(json)) {
        return json->valuestring;
    }
    if (atl_text_equal(type, "user")) {
        return name_of_person(cell, json);
    }
    if (atl_text_equal(type, "option-with-child")) {
        return name_of_cascade(cell, json);
    }
    if (atl_text_equal(type, "team")) {
        return atl_json_text(json, "id", NULL);
    }
    cJSON *name = jira_value_name(json);
    const char *kept =
        cJSON_IsString(name) ? atl_arena_strdup(arena_of(cell), name->valuestring) : NULL;
    cJSON_Delete(name);
    return kept;
}

static bool has_names(const char *type)
{
    static const char *const types[] = {
        "user",          "group",     "option",  "option-with-child",
        "priority",      "component", "version", "resolution",
        "securitylevel", "team",      "string"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (atl_text_equal(types[i], type)) {
            return true;
        }
    }
    return false;
}

/* ---- lists ---- */

/* The texts of a list, as JSON or with commas; NULL-terminated, in the arena. */
static const char *const *read_texts(const struct cell *cell, const char *type)
{
    size_t count = 0;
    const cJSON *item;
    if (!cJSON_IsArray(cell->json)) {
        char **parts;
        atl_text_split(arena_of(cell), cell->text, ',', &parts);
        return (const char *const *)parts;
    }
    const char **texts = atl_arena_alloc(
        arena_of(cell), ((size_t)cJSON_GetArraySize(cell->json) + 1) * sizeof *texts);
    cJSON_ArrayForEach(item, cell->json)
    {
        const char *text = name_of(cell, type, item);
        if (!atl_text_is_empty(text)) {
            texts[count++] = text;
        }
    }
    return texts;
}

/* Each is looked up once, in whichever row it stands. */
static enum atl_status take_people(const struct cell *cell, cJSON **value, struct atl_error *error)
{
    struct atl_jira_field person = *cell->field;
    enum atl_status status = ATL_OK;
    *value = cJSON_CreateArray();
    person.type = "user";
    person.items = NULL;
    for (const char *const *text = read_texts(cell, "user"); status == ATL_OK && *text != NULL;
         text++) {
        cJSON *one;
        status = jira_rows_value(&cell->importing->rows, cell->kind, &person, *text, &one, error);
        if (status == ATL_OK && one != NULL) {
            cJSON_AddItemToArray(*value, one);
        }
    }
    if (status != ATL_OK || (*value)->child == NULL) {
        cJSON_Delete(*value);
        *value = NULL;
    }
    return status;
}

static enum atl_status take_list(const struct cell *cell, cJSON **value, struct atl_error *error)
{
    const char *type = cell->field->items;
    if (atl_text_equal(type, "user")) {
        return take_people(cell, value, error);
    }
    if (!cJSON_IsArray(cell->json) || !has_names(type)) {
        return take_text(cell, cell->text, value, error);
    }
    const char *const *texts = read_texts(cell, type);
    if (*texts == NULL) {
        *value = NULL;
        return ATL_OK;
    }
    cJSON *names = cJSON_CreateArray();
    for (; *texts != NULL; texts++) {
        cJSON_AddItemToArray(names, cJSON_CreateString(*texts));
    }
    enum atl_status status = take_json(cell, names, value, error);
    cJSON_Delete(names);
    return status;
}

/* ---- others ---- */

/* Time that was spent can't be set; " / 2d" of an export is what remains alone. */
static enum atl_status take_estimates(const struct cell *cell, cJSON **value,
                                      struct atl_error *error)
{
    static const char *const members[] = {"originalEstimate", "remainingEstimate"};
    const char *text = cell->text + strspn(cell->text, " \t");
    if (cell->json == NULL && *text != '/') {
        return take_text(cell, text, value, error);
    }
    cJSON *estimates = cJSON_CreateObject();
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        atl_json_set_text(estimates, members[i], atl_json_text(cell->json, members[i], NULL));
    }
    if (cell->json == NULL) {
        cJSON_AddStringToObject(estimates, members[1], atl_text_trim(arena_of(cell), text + 1));
    }
    enum atl_status status = ATL_OK;
    *value = NULL;
    if (estimates->child != NULL) {
        status = take_json(cell, estimates, value, error);
    }
    cJSON_Delete(estimates);
    return status;
}

static enum atl_status take_parent(const struct cell *cell, cJSON **value, struct atl_error *error)
{
    const char *key = import_parent_key(arena_of(cell), cell->text);
    if (key == NULL) {
        return take_text(cell, cell->text, value, error);
    }
    /* Where it is a row, the key is put in once there is one. */
    enum atl_status status = import_tree_has(cell->importing, key)
                                 ? ATL_OK
                                 : import_parent_check(cell->importing, key, error);
    return status == ATL_OK ? take_text(cell, key, value, error) : status;
}

static const char *const *names_of_sprints(const struct cell *cell)
{
    struct cell copy = *cell;
    cJSON *names = cell->json == NULL ? NULL : jira_value_text(cell->json);
    copy.json = names;
    const char *const *texts;
    if (cJSON_IsString(names)) {
        const char **one = atl_arena_alloc(arena_of(cell), 2 * sizeof *one);
        one[0] = atl_arena_strdup(arena_of(cell), names->valuestring);
        texts = one;
    } else {
        texts = read_texts(&copy, "string");
        const char **kept = (const char **)(uintptr_t)texts;
        for (size_t i = 0; kept[i] != NULL; i++) {
            kept[i] = atl_arena_strdup(arena_of(cell), kept[i]);
        }
    }
    cJSON_Delete(names);
    return texts;
}

static enum atl_status take_sprint(const struct cell *cell, cJSON **value, struct atl_error *error)
{
    int64_t id;
    const char *text = atl_text_trim(arena_of(cell), cell->text);
    if (cell->json == NULL && (atl_text_to_integer(text, 1, INT32_MAX, &id) ||
                               atl_text_equal_ignoring_case(text, "none"))) {
        return take_text(cell, text, value, error);
    }
    return import_sprint(cell->importing, names_of_sprints(cell), value, error);
}

bool import_is_sprint(const struct atl_jira_field *field)
{
    return field->custom != NULL && atl_text_ends_with(field->custom, ":gh-sprint");
}

bool import_is_of_people(const struct atl_jira_field *field)
{
    const char *type = atl_text_equal(field->type, "array") ? field->items : field->type;
    return atl_text_equal(type, "user");
}

/* ---- all ---- */

static enum atl_status take(const struct cell *cell, cJSON **value, struct atl_error *error)
{
    const struct atl_jira_field *field = cell->field;
    if (atl_jira_field_is_rich_text(field)) {
        return take_rich_text(cell, value, error);
    }
    if (import_is_sprint(field)) {
        return take_sprint(cell, value, error);
    }
    if (import_is_parent(field)) {
        return take_parent(cell, value, error);
    }
    if (atl_text_equal(field->type, "array")) {
        return take_list(cell, value, error);
    }
    if (atl_text_equal(field->type, "timetracking")) {
        return take_estimates(cell, value, error);
    }
    if (cJSON_IsObject(cell->json) && has_names(field->type) &&
        !atl_text_equal(field->type, "string")) {
        const char *name = name_of(cell, field->type, cell->json);
        return take_text(cell, name == NULL ? cell->text : name, value, error);
    }
    return take_text(cell, cell->text, value, error);
}

enum atl_status import_value(struct importing *importing, const struct jira_rows_kind *kind,
                             const struct atl_jira_field *field, const char *cell, cJSON **value,
                             struct atl_error *error)
{
    struct cell taken = {importing, kind, field, cell, NULL};
    cJSON *json = NULL;
    const char *start = cell + strspn(cell, " \t\r\n");
    *value = NULL;
    if (*start == '\0') {
        return ATL_OK;
    }
    if ((*start == '{' || *start == '[') &&
        atl_json_parse(cell, strlen(cell), field->name, &json, NULL) == ATL_OK) {
        taken.json = json;
    }
    enum atl_status status = take(&taken, value, error);
    cJSON_Delete(json);
    return status;
}
