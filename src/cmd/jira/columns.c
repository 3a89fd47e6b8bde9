#include "cmd/jira/columns.h"

#include "atlcli/jira_field.h"
#include "cmd/jira/value.h"

#include <stdlib.h>
#include <string.h>

struct known_column {
    const char *key;
    const char *field;
    const char *heading;
    enum jira_shape shape;
    enum atl_style style;
    bool shrinks;
};

enum {
    USUAL_COLUMNS = 7, /* so many of the first are shown without --fields */
};

static const struct known_column known_columns[] = {
    {"key", NULL, "KEY", JIRA_SHAPE_KEY, ATL_STYLE_NAME, false},
    {"type", "issuetype", "TYPE", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"status", "status", "STATUS", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"priority", "priority", "PRIORITY", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"assignee", "assignee", "ASSIGNEE", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"updated", "updated", "UPDATED", JIRA_SHAPE_TIME, ATL_STYLE_DIM, false},
    {"summary", "summary", "SUMMARY", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, true},
    {"id", NULL, "ID", JIRA_SHAPE_ID, ATL_STYLE_PLAIN, false},
    {"url", NULL, "URL", JIRA_SHAPE_URL, ATL_STYLE_PLAIN, false},
    {"project", "project", "PROJECT", JIRA_SHAPE_KEY, ATL_STYLE_PLAIN, false},
    {"parent", "parent", "PARENT", JIRA_SHAPE_KEY, ATL_STYLE_NAME, false},
    {"reporter", "reporter", "REPORTER", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"creator", "creator", "CREATOR", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"resolution", "resolution", "RESOLUTION", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"created", "created", "CREATED", JIRA_SHAPE_TIME, ATL_STYLE_DIM, false},
    {"resolved", "resolutiondate", "RESOLVED", JIRA_SHAPE_TIME, ATL_STYLE_DIM, false},
    {"due", "duedate", "DUE", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, false},
    {"labels", "labels", "LABELS", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, true},
    {"components", "components", "COMPONENTS", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, true},
    {"fixVersions", "fixVersions", "FIX VERSIONS", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, true},
    {"versions", "versions", "AFFECTS VERSIONS", JIRA_SHAPE_NAME, ATL_STYLE_PLAIN, true},
};

/* Further fields that every Jira has under these ids; all others are looked up. */
static const char *const system_fields[] = {
    "aggregateprogress",
    "aggregatetimeestimate",
    "aggregatetimeoriginalestimate",
    "aggregatetimespent",
    "attachment",
    "comment",
    "description",
    "environment",
    "issuelinks",
    "issuerestriction",
    "lastViewed",
    "progress",
    "security",
    "statusCategory",
    "statuscategorychangedate",
    "subtasks",
    "timeestimate",
    "timeoriginalestimate",
    "timespent",
    "timetracking",
    "votes",
    "watches",
    "worklog",
    "workratio",
};

static const struct known_column *find_known(const char *name)
{
    for (size_t i = 0; i < sizeof known_columns / sizeof *known_columns; i++) {
        if (atl_text_equal_ignoring_case(known_columns[i].key, name) ||
            atl_text_equal_ignoring_case(known_columns[i].field, name)) {
            return &known_columns[i];
        }
    }
    return NULL;
}

/* ---- fields that aren't in the table ---- */

/* Of those that aren't looked up. */
static bool is_time(const char *field)
{
    return atl_text_equal(field, "lastViewed") || atl_text_equal(field, "statuscategorychangedate");
}

static const char custom_prefix[] = "customfield_";

static bool is_custom(const char *field)
{
    return atl_text_starts_with(field, custom_prefix);
}

/* The id when the name is one; NULL when it has to be looked up. */
static const char *recognise_id(struct atl_arena *arena, const char *name)
{
    size_t length = strlen(custom_prefix);
    if (is_custom(name) && name[length] != '\0' &&
        name[length + strspn(name + length, "0123456789")] == '\0') {
        return name;
    }
    size_t digits = strncmp(name, "cf[", 3) == 0 ? strspn(name + 3, "0123456789") : 0;
    if (digits > 0 && strcmp(name + 3 + digits, "]") == 0) {
        return atl_arena_printf(arena, "%s%.*s", custom_prefix, (int)digits, name + 3);
    }
    for (size_t i = 0; i < sizeof system_fields / sizeof *system_fields; i++) {
        if (atl_text_equal_ignoring_case(system_fields[i], name)) {
            return system_fields[i];
        }
    }
    return NULL;
}

/* "assignee.accountId" is the field assignee, and below it accountId. */
static void cut_path(struct atl_arena *arena, const char *name, const char **field,
                     const char **path)
{
    const char *dot = strchr(name, '.');
    *field = dot == NULL ? name : atl_arena_strndup(arena, name, (size_t)(dot - name));
    *path = dot == NULL || dot[1] == '\0' ? NULL : dot + 1;
}

/* The fields of the site, asked for once, when they are needed. */
struct site_fields {
    struct atl_http *http;
    struct atl_jira_fields fields;
    bool known, refused;
};

static enum atl_status ask_fields(struct site_fields *site, struct atl_arena *arena,
                                  struct atl_error *error)
{
    if (site->known) {
        return ATL_OK;
    }
    enum atl_status status = atl_jira_site_fields(site->http, arena, &site->fields, error);
    site->known = status == ATL_OK;
    site->refused = status != ATL_OK;
    return status;
}

static void find_shape(const struct atl_jira_field *field, struct jira_column *column)
{
    column->field = field->id;
    if (column->path == NULL && atl_text_equal(field->type, "datetime")) {
        column->shape = JIRA_SHAPE_TIME;
    }
}

static enum atl_status look_up_name(struct site_fields *site, struct atl_arena *arena,
                                    const char *name, struct jira_column *column,
                                    struct atl_error *error)
{
    const struct atl_jira_field *field;
    enum atl_status status = ask_fields(site, arena, error);
    if (status == ATL_OK) {
        status = atl_jira_field_named(&site->fields, name, &field, error);
    }
    if (status == ATL_OK) {
        find_shape(field, column);
    }
    return status;
}

/* What is called by its id is shown, as it is, also where the fields aren't told. */
static enum atl_status look_up_id(struct site_fields *site, struct atl_arena *arena,
                                  struct jira_column *column, struct atl_error *error)
{
    if (column->path != NULL || site->refused) {
        return ATL_OK;
    }
    enum atl_status status = ask_fields(site, arena, error);
    if (status != ATL_OK && !atl_status_ends_everything(status)) {
        atl_error_clear(error);
        return ATL_OK;
    }
    for (size_t i = 0; status == ATL_OK && i < site->fields.count; i++) {
        if (atl_text_equal(site->fields.fields[i].id, column->field)) {
            find_shape(&site->fields.fields[i], column);
        }
    }
    return status;
}

static enum atl_status describe(struct atl_context *context, struct site_fields *site,
                                const char *name, struct jira_column *column,
                                struct atl_column *shown, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const char *field;
    *shown = (struct atl_column){.key = name, .heading = name};
    *column = (struct jira_column){.key = name, .shape = JIRA_SHAPE_RAW};
    cut_path(context->arena, name, &field, &column->path);
    const struct known_column *known = find_known(field);
    if (known != NULL) {
        column->field = known->field;
        column->shape = column->path == NULL ? known->shape : JIRA_SHAPE_RAW;
        shown->heading = column->path == NULL ? known->heading : name;
        shown->style = known->style;
        shown->shrinks = known->shrinks;
    } else {
        column->field = recognise_id(context->arena, field);
        shown->shrinks = true;
    }
    if (known == NULL && column->field == NULL) {
        status = look_up_name(site, context->arena, field, column, error);
    } else if (known == NULL && is_custom(column->field)) {
        status = look_up_id(site, context->arena, column, error);
    } else if (known == NULL && column->path == NULL && is_time(column->field)) {
        column->shape = JIRA_SHAPE_TIME;
    }
    if (column->shape == JIRA_SHAPE_TIME) {
        shown->kind = ATL_CELL_TIME;
    }
    return status;
}

/* ---- the choice ---- */

static void add_field(struct jira_columns *columns, size_t *count, const char *field)
{
    for (size_t i = 0; i < *count; i++) {
        if (atl_text_equal(columns->fields[i], field)) {
            return;
        }
    }
    columns->fields[(*count)++] = field;
}

enum atl_status jira_columns_choose(struct atl_context *context, struct atl_http *http,
                                    struct jira_columns *columns, struct atl_error *error)
{
    const struct atl_globals *globals = &context->globals;
    size_t field_count = 0;
    enum atl_status status = ATL_OK;
    bool asked = globals->fields != NULL;
    struct site_fields site = {.http = http};
    *columns = (struct jira_columns){
        .count = asked ? globals->field_count : USUAL_COLUMNS,
        .site = context->account->site,
        .by_number = asked,
        .as_text = globals->form == ATL_OUTPUT_TABLE || globals->form == ATL_OUTPUT_CSV,
    };
    size_t room = columns->count + 1;
    columns->columns = atl_arena_alloc(context->arena, room * sizeof *columns->columns);
    columns->shown = atl_arena_alloc(context->arena, room * sizeof *columns->shown);
    columns->fields = atl_arena_alloc(context->arena, room * sizeof *columns->fields);
    for (size_t i = 0; status == ATL_OK && i < columns->count; i++) {
        const char *name = asked ? globals->fields[i] : known_columns[i].key;
        status = describe(context, &site, name, &columns->columns[i], &columns->shown[i], error);
        if (asked) {
            columns->shown[i].path = atl_arena_printf(context->arena, "%zu", i);
        }
        if (status == ATL_OK && columns->columns[i].field != NULL) {
            add_field(columns, &field_count, columns->columns[i].field);
        }
    }
    return status;
}

/* ---- rows ---- */

static cJSON *address(const struct jira_columns *columns, const struct atl_jira_issue *issue)
{
    struct atl_buffer url = {0};
    atl_buffer_printf(&url, "%s/browse/%s", columns->site, issue->key == NULL ? "" : issue->key);
    cJSON *value = cJSON_CreateString(atl_buffer_text(&url));
    atl_buffer_free(&url);
    return value;
}

static cJSON *value_of(const struct jira_columns *columns, const struct jira_column *column,
                       const struct atl_jira_issue *issue)
{
    if (column->shape == JIRA_SHAPE_URL) {
        return address(columns, issue);
    }
    if (column->field == NULL) {
        const char *text = column->shape == JIRA_SHAPE_ID ? issue->id : issue->key;
        return text == NULL ? cJSON_CreateNull() : cJSON_CreateStringReference(text);
    }
    const cJSON *value = atl_json_member(issue->fields, column->field);
    if (column->path != NULL) {
        value = atl_json_get(value, column->path);
    }
    switch (column->shape) {
    case JIRA_SHAPE_NAME:
        return jira_value_name(value);
    case JIRA_SHAPE_TIME:
        return jira_value_time(value);
    case JIRA_SHAPE_KEY:
        return jira_value_key(value);
    default:
        if (columns->as_text && column->path == NULL &&
            atl_text_equal(column->field, "timetracking")) {
            return jira_value_estimates(value);
        }
        return columns->as_text ? jira_value_text(value) : jira_value_copy(value);
    }
}

cJSON *jira_columns_row(const struct jira_columns *columns, const struct atl_jira_issue *issue)
{
    cJSON *row = cJSON_CreateObject();
    if (!columns->by_number) {
        cJSON_AddItemToObjectCS(row, "id", cJSON_CreateStringReference(issue->id));
    }
    for (size_t i = 0; i < columns->count; i++) {
        const char *name = columns->by_number ? columns->shown[i].path : columns->columns[i].key;
        cJSON_AddItemToObjectCS(row, name, value_of(columns, &columns->columns[i], issue));
    }
    if (!columns->by_number && !columns->as_text) {
        /* Scripts that need more than a name find what the server sent. */
        cJSON_AddItemToObjectCS(
            row, "fields",
            cJSON_CreateObjectReference(issue->fields == NULL ? NULL : issue->fields->child));
    }
    return row;
}
