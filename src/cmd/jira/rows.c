#include "cmd/jira/rows.h"

#include "atlcli/loop.h"
#include "cmd/input.h"
#include "cmd/jira/text.h"

#include <string.h>

enum {
    MOST_FILE_BYTES = 1024 * 1024 * 1024,
};

/* A person or sprint that a cell names, looked up once. */
struct looked_up {
    struct atl_jira_field field; /* that the cell is of, and its kind */
    const struct jira_rows_kind *kind;
    const char *text;
    bool asked;                  /* what follows is known */
    const cJSON *value;          /* NULL: */
    const struct atl_error *why; /* there is none */
};

void jira_rows_free(struct jira_rows *rows)
{
    atl_list_free(&rows->kinds);
    atl_list_free(&rows->looked_up);
}

/* ---- the table ---- */

const char *jira_rows_source(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

enum atl_status jira_rows_read(struct atl_context *context, const char *path,
                               struct atl_buffer *text, struct atl_rows *table,
                               struct atl_error *error)
{
    const char *source = jira_rows_source(path);
    enum atl_status status = input_read(path, MOST_FILE_BYTES, text, error);
    if (status == ATL_OK) {
        status = atl_rows_read(context->arena, atl_buffer_text(text), text->length,
                               atl_rows_format_of(path), source, table, error);
    }
    if (status == ATL_OK && table->count == 0) {
        status = atl_fail(error, ATL_USAGE, "%s holds no rows", source);
    }
    return status;
}

size_t jira_rows_find_column(const struct atl_rows *table, const char *const *names)
{
    for (; *names != NULL; names++) {
        for (size_t i = 0; i < table->column_count; i++) {
            if (atl_text_equal_ignoring_case(table->columns[i], *names)) {
                return i;
            }
        }
    }
    return table->column_count;
}

/* ---- what is wrong ---- */

const char *jira_rows_problem(const struct atl_context *context, const struct atl_error *why)
{
    struct atl_buffer text = {0};
    atl_buffer_add(&text, why->message);
    for (size_t i = 0; i < why->hint_count; i++) {
        atl_buffer_printf(&text, "; %s", why->hints[i]);
    }
    const char *kept = atl_arena_strdup(context->arena, text.data);
    atl_buffer_free(&text);
    return kept;
}

static struct atl_error *keep_error(const struct jira_rows *rows, const struct atl_error *why)
{
    struct atl_error *kept = atl_arena_alloc(rows->context->arena, sizeof *kept);
    *kept = *why;
    return kept;
}

/* ---- projects and types ---- */

struct jira_rows_kind *jira_rows_name_kind(struct jira_rows *rows, const char *project,
                                           const char *type)
{
    for (size_t i = 0; i < rows->kinds.count; i++) {
        struct jira_rows_kind *known = rows->kinds.items[i];
        if (atl_text_equal(known->project, project) &&
            atl_text_equal_ignoring_case(known->type, type)) {
            return known;
        }
    }
    struct jira_rows_kind *kind = atl_arena_alloc(rows->context->arena, sizeof *kind);
    kind->project = project;
    kind->type = type;
    atl_list_add(&rows->kinds, kind);
    return kind;
}

static enum atl_status ask_kind(void *context, size_t index, struct atl_error *error)
{
    struct jira_rows *rows = context;
    struct jira_rows_kind *kind = rows->kinds.items[index];
    struct atl_error why = {0};
    if (kind->asked) {
        return ATL_OK;
    }
    kind->asked = true;
    kind->status = atl_jira_create_fields(rows->http, rows->context->arena, kind->project,
                                          kind->type, &kind->fields, &why);
    if (atl_status_ends_everything(kind->status)) {
        *error = why;
        return why.status;
    }
    if (kind->status != ATL_OK) {
        kind->why = keep_error(rows, &why);
        kind->problem = jira_rows_problem(rows->context, &why);
    }
    return ATL_OK;
}

enum atl_status jira_rows_ask_kinds(struct jira_rows *rows, struct atl_error *error)
{
    return atl_each(rows->kinds.count, atl_http_width(rows->http), ask_kind, rows, error);
}

/* ---- values ---- */

static enum atl_status write_value(struct jira_rows *rows, const struct jira_rows_kind *kind,
                                   const struct atl_jira_field *field, const char *text,
                                   cJSON **value, struct atl_error *error)
{
    struct jira_text_writer writer = {rows->context, rows->http, kind->fields.project};
    const struct atl_jira_writing writing = jira_text_writing(&writer);
    return atl_jira_field_value(&writing, field, text, value, error);
}

/* People are the same everywhere. */
static bool is_of(const struct looked_up *known, const struct jira_rows_kind *kind,
                  const struct atl_jira_field *field)
{
    bool of_people = atl_text_equal(field->type, "user");
    return of_people ? atl_text_equal(known->field.type, "user")
                     : known->kind == kind && atl_text_equal(known->field.id, field->id);
}

static struct looked_up *name_value(struct jira_rows *rows, const struct jira_rows_kind *kind,
                                    const struct atl_jira_field *field, const char *text)
{
    struct looked_up *known;
    for (size_t i = 0; i < rows->looked_up.count; i++) {
        known = rows->looked_up.items[i];
        if (strcmp(known->text, text) == 0 && is_of(known, kind, field)) {
            return known;
        }
    }
    known = atl_arena_alloc(rows->context->arena, sizeof *known);
    known->field = *field;
    known->kind = kind;
    known->text = atl_arena_strdup(rows->context->arena, text);
    atl_list_add(&rows->looked_up, known);
    return known;
}

static enum atl_status ask_value(void *context, size_t index, struct atl_error *error)
{
    struct jira_rows *rows = context;
    struct looked_up *known = rows->looked_up.items[index];
    struct atl_error why = {0};
    cJSON *value = NULL;
    if (known->asked) {
        return ATL_OK;
    }
    known->asked = true;
    enum atl_status status =
        write_value(rows, known->kind, &known->field, known->text, &value, &why);
    if (atl_status_ends_everything(status)) {
        *error = why;
        return status;
    }
    if (status == ATL_OK) {
        known->value = atl_json_keep(rows->context->arena, value);
    } else {
        known->why = keep_error(rows, &why);
    }
    return ATL_OK;
}

enum atl_status jira_rows_ask_values(struct jira_rows *rows, struct atl_error *error)
{
    rows->naming = false;
    return atl_each(rows->looked_up.count, atl_http_width(rows->http), ask_value, rows, error);
}

static enum atl_status look_up(struct jira_rows *rows, const struct jira_rows_kind *kind,
                               const struct atl_jira_field *field, const char *text, cJSON **value,
                               struct atl_error *error)
{
    const struct looked_up *known = name_value(rows, kind, field, text);
    *value = NULL;
    if (rows->naming) {
        return ATL_OK;
    }
    enum atl_status status = known->asked ? ATL_OK : jira_rows_ask_values(rows, error);
    if (status != ATL_OK) {
        return status;
    }
    if (known->value == NULL) {
        *error = *known->why;
        return known->why->status;
    }
    *value = cJSON_Duplicate(known->value, true);
    return ATL_OK;
}

enum atl_status jira_rows_value(struct jira_rows *rows, const struct jira_rows_kind *kind,
                                const struct atl_jira_field *field, const char *text, cJSON **value,
                                struct atl_error *error)
{
    return atl_jira_field_is_looked_up(field) ? look_up(rows, kind, field, text, value, error)
                                              : write_value(rows, kind, field, text, value, error);
}

static void add_reference(cJSON *values, const char *name, const char *member, const char *text)
{
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, name), member, text);
}

void jira_rows_begin(const struct jira_rows_kind *kind, cJSON *values)
{
    add_reference(values, "project", "key", kind->fields.project);
    add_reference(values, "issuetype", "id", kind->fields.type_id);
}

enum atl_status jira_rows_complete(const struct jira_rows_kind *kind, cJSON *values,
                                   struct atl_error *error)
{
    static const char *const given_by_kind[] = {"project", "issuetype"};
    atl_jira_fields_complete(&kind->fields, values);
    for (size_t i = 0; i < kind->fields.count; i++) {
        const struct atl_jira_field *field = &kind->fields.fields[i];
        bool needed = atl_jira_field_must_be_given(field);
        for (size_t j = 0; j < sizeof given_by_kind / sizeof *given_by_kind; j++) {
            needed = needed && !atl_text_equal(field->id, given_by_kind[j]);
        }
        if (needed && atl_json_member(values, field->id) == NULL) {
            return atl_fail(error, ATL_USAGE, "%s is required for %s", field->name,
                            kind->fields.of);
        }
    }
    return ATL_OK;
}
