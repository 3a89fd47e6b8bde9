/* The columns of an export: fields of the site, called as its people call them. */
#include "cmd/jira/export/export.h"

#include "atlcli/jira_field.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Fields that every Jira has, in the order of columns; as `jira search` calls them. */
struct system_column {
    const char *heading;
    const char *field;
    enum export_kind kind;
    bool on_demand; /* only for --fields */
};

static const struct system_column system_columns[] = {
    {"key", NULL, EXPORT_KEY, false},
    {"id", NULL, EXPORT_ID, false},
    {"url", NULL, EXPORT_URL, true},
    {"type", "issuetype", EXPORT_VALUE, false},
    {"summary", "summary", EXPORT_VALUE, false},
    {"status", "status", EXPORT_VALUE, false},
    {"priority", "priority", EXPORT_VALUE, false},
    {"resolution", "resolution", EXPORT_VALUE, false},
    {"assignee", "assignee", EXPORT_VALUE, false},
    {"reporter", "reporter", EXPORT_VALUE, false},
    {"creator", "creator", EXPORT_VALUE, true},
    {"project", "project", EXPORT_VALUE, false},
    {"parent", "parent", EXPORT_VALUE, false},
    {"labels", "labels", EXPORT_VALUE, false},
    {"components", "components", EXPORT_VALUE, false},
    {"fixVersions", "fixVersions", EXPORT_VALUE, false},
    {"versions", "versions", EXPORT_VALUE, false},
    {"created", "created", EXPORT_TIME, false},
    {"updated", "updated", EXPORT_TIME, false},
    {"due", "duedate", EXPORT_VALUE, false},
    {"resolved", "resolutiondate", EXPORT_TIME, false},
    {"timetracking", "timetracking", EXPORT_VALUE, false},
    {"issuelinks", "issuelinks", EXPORT_VALUE, false},
    {"environment", "environment", EXPORT_RICH, false},
    {"description", "description", EXPORT_RICH, false},
};

enum {
    SYSTEM_COLUMNS = sizeof system_columns / sizeof *system_columns,
};

static const struct system_column *find_system(const char *name)
{
    for (size_t i = 0; i < SYSTEM_COLUMNS; i++) {
        if (atl_text_equal_ignoring_case(system_columns[i].heading, name) ||
            atl_text_equal_ignoring_case(system_columns[i].field, name)) {
            return &system_columns[i];
        }
    }
    return NULL;
}

/* ---- all that mean something to people ---- */

/* Boards order issues by it; it says nothing outside of the site. */
static bool is_rank(const struct atl_jira_field *field)
{
    return field->custom != NULL && atl_text_ends_with(field->custom, ":gh-lexo-rank");
}

static enum export_kind kind_of(const struct atl_jira_field *field)
{
    if (atl_jira_field_is_rich_text(field)) {
        return EXPORT_RICH;
    }
    return atl_text_equal(field->type, "datetime") ? EXPORT_TIME : EXPORT_VALUE;
}

static int compare_names(const void *left, const void *right)
{
    const struct atl_jira_field *const *left_field = left;
    const struct atl_jira_field *const *right_field = right;
    int order = strcasecmp((*left_field)->name, (*right_field)->name);
    return order != 0 ? order : strcmp((*left_field)->id, (*right_field)->id);
}

static bool is_named_alone(const struct atl_jira_fields *fields, const struct atl_jira_field *field)
{
    size_t same = 0;
    for (size_t i = 0; i < fields->count; i++) {
        same += atl_text_equal_ignoring_case(fields->fields[i].name, field->name) ? 1 : 0;
    }
    return same == 1 && find_system(field->name) == NULL;
}

static void add_custom(struct atl_arena *arena, const struct atl_jira_fields *fields,
                       struct export_columns *columns)
{
    size_t count = 0;
    const struct atl_jira_field **customs =
        atl_arena_alloc(arena, (fields->count + 1) * sizeof *customs);
    for (size_t i = 0; i < fields->count; i++) {
        const struct atl_jira_field *field = &fields->fields[i];
        if (field->custom != NULL && field->name != NULL && !is_rank(field)) {
            customs[count++] = field;
        }
    }
    qsort(customs, count, sizeof *customs, compare_names);
    for (size_t i = 0; i < count; i++) {
        const struct atl_jira_field *field = customs[i];
        columns->columns[columns->count++] = (struct export_column){
            .heading = is_named_alone(fields, field) ? field->name : field->id,
            .field = field->id,
            .name = field->name,
            .kind = kind_of(field)};
    }
}

static void choose_all(struct atl_arena *arena, const struct atl_jira_fields *fields,
                       struct export_columns *columns)
{
    for (size_t i = 0; i < SYSTEM_COLUMNS; i++) {
        const struct system_column *known = &system_columns[i];
        if (!known->on_demand) {
            columns->columns[columns->count++] = (struct export_column){
                .heading = known->heading, .field = known->field, .kind = known->kind};
        }
    }
    add_custom(arena, fields, columns);
}

/* ---- those that are asked for ---- */

static unsigned part_named(const char *name)
{
    static const enum export_part parts[] = {EXPORT_COMMENTS, EXPORT_HISTORY, EXPORT_WORKLOGS};
    static const char *const fields[] = {"comment", "changelog", "worklog"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (atl_text_equal_ignoring_case(name, export_part_name(parts[i])) ||
            atl_text_equal_ignoring_case(name, fields[i])) {
            return parts[i];
        }
    }
    return 0;
}

/* "assignee.accountId" is the field assignee, and below it accountId; names may hold dots, too. */
static enum atl_status find_field(struct atl_arena *arena, const struct atl_jira_fields *fields,
                                  const char *name, const struct atl_jira_field **field,
                                  const char **path, struct atl_error *error)
{
    const char *dot = strchr(name, '.');
    *path = NULL;
    enum atl_status status = atl_jira_fields_get(fields, name, field, error);
    if (status != ATL_OK && dot != NULL && dot[1] != '\0') {
        const char *first = atl_arena_strndup(arena, name, (size_t)(dot - name));
        const struct system_column *known = find_system(first);
        first = known != NULL && known->field != NULL ? known->field : first;
        if (atl_jira_fields_get(fields, first, field, NULL) == ATL_OK) {
            *path = dot + 1;
            return ATL_OK;
        }
    }
    return status;
}

static enum atl_status choose_one(struct atl_arena *arena, const struct atl_jira_fields *fields,
                                  const char *name, struct export_column *column,
                                  struct atl_error *error)
{
    const struct system_column *known = find_system(name);
    if (known != NULL) {
        *column = (struct export_column){
            .heading = known->heading, .field = known->field, .kind = known->kind};
        return ATL_OK;
    }
    const struct atl_jira_field *field;
    const char *path;
    enum atl_status status = find_field(arena, fields, name, &field, &path, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "--fields");
        return status;
    }
    *column = (struct export_column){.heading = name,
                                     .field = field->id,
                                     .name = field->name,
                                     .path = path,
                                     .kind = path == NULL ? kind_of(field) : EXPORT_VALUE};
    return ATL_OK;
}

static enum atl_status choose_given(struct atl_context *context,
                                    const struct atl_jira_fields *fields,
                                    struct export_columns *columns, unsigned *parts,
                                    struct atl_error *error)
{
    for (size_t i = 0; i < context->globals.field_count; i++) {
        const char *name = context->globals.fields[i];
        unsigned part = part_named(name);
        *parts |= part;
        if (part == 0) {
            enum atl_status status = choose_one(context->arena, fields, name,
                                                &columns->columns[columns->count++], error);
            if (status != ATL_OK) {
                return status;
            }
        }
    }
    return ATL_OK;
}

enum atl_status export_columns_choose(struct atl_context *context, struct atl_http *http,
                                      struct export_columns *columns, unsigned *parts,
                                      struct atl_error *error)
{
    struct atl_jira_fields fields;
    enum atl_status status = atl_jira_site_fields(http, context->arena, &fields, error);
    if (status != ATL_OK) {
        return status;
    }
    size_t room = context->globals.field_count + SYSTEM_COLUMNS + fields.count;
    columns->columns = atl_arena_alloc(context->arena, room * sizeof *columns->columns);
    columns->count = 0;
    if (context->globals.fields != NULL) {
        return choose_given(context, &fields, columns, parts, error);
    }
    choose_all(context->arena, &fields, columns);
    return ATL_OK;
}

const char *const *export_fields(const struct export_plan *plan, struct atl_arena *arena)
{
    size_t count = 0;
    const char **fields = atl_arena_alloc(arena, (plan->columns.count + 4) * sizeof *fields);
    for (size_t i = 0; i < plan->columns.count; i++) {
        const char *field = plan->columns.columns[i].field;
        bool repeated = false;
        for (size_t j = 0; field != NULL && j < count && !repeated; j++) {
            repeated = strcmp(fields[j], field) == 0;
        }
        if (field != NULL && !repeated) {
            fields[count++] = field;
        }
    }
    if (plan->parts & EXPORT_COMMENTS) {
        fields[count++] = "comment";
    }
    if (plan->parts & EXPORT_WORKLOGS) {
        fields[count++] = "worklog";
    }
    if (plan->parts & EXPORT_ATTACHMENTS) {
        fields[count++] = "attachment";
    }
    return fields;
}

/* ---- for going on later ---- */

static void add_text(cJSON *array, const char *text)
{
    cJSON_AddItemToArray(array, text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

/* [heading, field, name, path, kind] each. */
cJSON *export_columns_to_json(const struct export_columns *columns)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; i < columns->count; i++) {
        const struct export_column *column = &columns->columns[i];
        cJSON *item = cJSON_CreateArray();
        add_text(item, column->heading);
        add_text(item, column->field);
        add_text(item, column->name);
        add_text(item, column->path);
        cJSON_AddItemToArray(item, cJSON_CreateNumber(column->kind));
        cJSON_AddItemToArray(list, item);
    }
    return list;
}

bool export_columns_from_json(struct atl_arena *arena, const cJSON *json,
                              struct export_columns *columns)
{
    const cJSON *item;
    size_t count = cJSON_IsArray(json) ? (size_t)cJSON_GetArraySize(json) : 0;
    columns->columns = atl_arena_alloc(arena, (count + 1) * sizeof *columns->columns);
    columns->count = 0;
    cJSON_ArrayForEach(item, json)
    {
        int64_t kind = atl_json_integer(item, "4", -1);
        struct export_column *column = &columns->columns[columns->count++];
        *column = (struct export_column){
            .heading = atl_json_text(item, "0", NULL),
            .field = atl_json_text(item, "1", NULL),
            .name = atl_json_text(item, "2", NULL),
            .path = atl_json_text(item, "3", NULL),
            .kind = kind >= EXPORT_ID && kind <= EXPORT_RICH ? (enum export_kind)kind : EXPORT_ID};
        if (column->heading == NULL || kind < EXPORT_ID || kind > EXPORT_RICH ||
            (column->field == NULL && kind >= EXPORT_VALUE)) {
            return false;
        }
    }
    return cJSON_IsArray(json);
}
