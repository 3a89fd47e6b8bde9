/* jira bulk create: many new issues from a file. */
#include "atlcli/jira_field.h"
#include "atlcli/rows.h"
#include "atlcli/text.h"
#include "cmd/input.h"
#include "cmd/jira_bulk.h"
#include "cmd/jira_text.h"
#include "cmd/option_check.h"

#include <string.h>

enum {
    MOST_FILE_BYTES = 1024 * 1024 * 1024,
};

/* The fields of one project and type, asked for once; or why they can't be. */
struct kind {
    const char *project; /* as the rows name them */
    const char *type;
    struct atl_jira_fields fields;
    const char *problem;
};

/* A person or sprint that a cell names, looked up once. */
struct looked_up {
    const struct atl_jira_field *field; /* of a kind; NULL: people are the same everywhere */
    const char *text;
    const cJSON *value; /* NULL: `problem` says why not */
    const char *problem;
};

struct creating {
    struct atl_context *context;
    struct atl_http *http;
    struct atl_bulk_job *job;
    struct atl_rows rows;
    size_t project_column; /* column_count: there is none */
    size_t type_column;
    struct atl_list kinds;
    struct atl_list looked_up;
};

/* ---- what rows are made of ---- */

static const char *cell_of(const struct creating *creating, const struct atl_row *row,
                           size_t column, const char *fallback)
{
    const char *cell = column < creating->rows.column_count ? row->cells[column] : NULL;
    return atl_text_is_empty(cell) ? fallback : cell;
}

static const char *problem_of(struct creating *creating, const struct atl_error *why)
{
    struct atl_buffer text = {0};
    atl_buffer_add(&text, why->message);
    for (size_t i = 0; i < why->hint_count; i++) {
        atl_buffer_printf(&text, "; %s", why->hints[i]);
    }
    const char *kept = atl_arena_strdup(creating->context->arena, text.data);
    atl_buffer_free(&text);
    return kept;
}

/* Errors that are about everything, and not about a project, a type or a value. */
static bool ends_everything(enum atl_status status)
{
    return status == ATL_CANCELLED || status == ATL_NETWORK || status == ATL_TLS ||
           status == ATL_UNAUTHENTICATED;
}

static enum atl_status find_kind(struct creating *creating, const char *project, const char *type,
                                 struct kind **kind, struct atl_error *error)
{
    struct atl_arena *arena = creating->context->arena;
    struct atl_error why = {0};
    for (size_t i = 0; i < creating->kinds.count; i++) {
        *kind = creating->kinds.items[i];
        if (atl_text_equal((*kind)->project, project) && atl_text_equal((*kind)->type, type)) {
            return ATL_OK;
        }
    }
    *kind = atl_arena_alloc(arena, sizeof **kind);
    (*kind)->project = project;
    (*kind)->type = type;
    atl_list_add(&creating->kinds, *kind);
    enum atl_status status =
        atl_jira_create_fields(creating->http, arena, project, type, &(*kind)->fields, &why);
    if (ends_everything(status)) {
        *error = why;
        return status;
    }
    if (status != ATL_OK) {
        (*kind)->problem = problem_of(creating, &why);
    }
    return ATL_OK;
}

/* ---- values ---- */

static enum atl_status write_value(struct creating *creating, const struct kind *kind,
                                   const struct atl_jira_field *field, const char *text,
                                   cJSON **value, struct atl_error *error)
{
    struct jira_text_writer writer = {creating->context, creating->http, kind->fields.project};
    const struct atl_jira_writing writing = jira_text_writing(&writer);
    return atl_jira_field_value(&writing, field, text, value, error);
}

static enum atl_status look_up(struct creating *creating, const struct kind *kind,
                               const struct atl_jira_field *field, const char *text, cJSON **value,
                               struct atl_error *error)
{
    const struct atl_jira_field *key = atl_text_equal(field->type, "user") ? NULL : field;
    struct looked_up *known;
    for (size_t i = 0; i < creating->looked_up.count; i++) {
        known = creating->looked_up.items[i];
        if (known->field == key && strcmp(known->text, text) == 0) {
            *value = known->value == NULL ? NULL : cJSON_Duplicate(known->value, true);
            return known->value != NULL ? ATL_OK : atl_fail(error, ATL_USAGE, "%s", known->problem);
        }
    }
    enum atl_status status = write_value(creating, kind, field, text, value, error);
    if (ends_everything(status)) {
        return status;
    }
    known = atl_arena_alloc(creating->context->arena, sizeof *known);
    known->field = key;
    known->text = text;
    if (status == ATL_OK) {
        known->value = atl_json_keep(creating->context->arena, cJSON_Duplicate(*value, true));
    } else {
        known->problem = problem_of(creating, error);
    }
    atl_list_add(&creating->looked_up, known);
    return status;
}

static enum atl_status set_cell(struct creating *creating, struct kind *kind, size_t column,
                                const char *text, cJSON *values, struct atl_error *error)
{
    const struct atl_jira_field *field;
    cJSON *value = NULL;
    enum atl_status status =
        atl_jira_fields_get(&kind->fields, creating->rows.columns[column], &field, error);
    if (status == ATL_OK) {
        status = atl_jira_field_is_looked_up(field)
                     ? look_up(creating, kind, field, text, &value, error)
                     : write_value(creating, kind, field, text, &value, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    atl_json_remove(values, field->id);
    cJSON_AddItemToObject(values, field->id, value);
    return ATL_OK;
}

static enum atl_status check_required(const struct kind *kind, const cJSON *values,
                                      struct atl_error *error)
{
    static const char *const given_by_jira[] = {"project", "issuetype", "reporter"};
    for (size_t i = 0; i < kind->fields.count; i++) {
        const struct atl_jira_field *field = &kind->fields.fields[i];
        bool needed = field->required && !field->has_default;
        for (size_t j = 0; j < sizeof given_by_jira / sizeof *given_by_jira; j++) {
            needed = needed && !atl_text_equal(field->id, given_by_jira[j]);
        }
        if (needed && atl_json_member(values, field->id) == NULL) {
            return atl_fail(error, ATL_USAGE, "%s is required for %s", field->name,
                            kind->fields.of);
        }
    }
    return ATL_OK;
}

static void add_reference(cJSON *values, const char *name, const char *member, const char *text)
{
    cJSON_AddStringToObject(cJSON_AddObjectToObject(values, name), member, text);
}

static enum atl_status fill(struct creating *creating, const struct atl_row *row, struct kind *kind,
                            cJSON *values, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    add_reference(values, "project", "key", kind->fields.project);
    add_reference(values, "issuetype", "id", kind->fields.type_id);
    for (size_t i = 0; status == ATL_OK && i < creating->rows.column_count; i++) {
        if (i != creating->project_column && i != creating->type_column &&
            !atl_text_is_empty(row->cells[i])) {
            status = set_cell(creating, kind, i, row->cells[i], values, error);
        }
    }
    return status == ATL_OK ? check_required(kind, values, error) : status;
}

/* ---- rows ---- */

static enum atl_status write_row(struct creating *creating, const struct atl_row *row,
                                 cJSON *values, struct atl_error *why, struct atl_error *error)
{
    const struct atl_context *context = creating->context;
    struct kind *kind;
    const char *project =
        cell_of(creating, row, creating->project_column, atl_option_text(context, "project"));
    const char *type =
        cell_of(creating, row, creating->type_column, atl_option_text(context, "type"));
    if (project == NULL || type == NULL) {
        return atl_fail(why, ATL_USAGE, "the row has no %s",
                        project == NULL ? "project: pass --project, or a column for it"
                                        : "issue type: pass --type, or a column for it");
    }
    enum atl_status status = find_kind(creating, project, type, &kind, error);
    if (status != ATL_OK) {
        *why = *error;
        return status;
    }
    return kind->problem != NULL ? atl_fail(why, ATL_USAGE, "%s", kind->problem)
                                 : fill(creating, row, kind, values, why);
}

/* A row that is wrong fails by itself; it is never sent. */
static enum atl_status add_row(struct creating *creating, const struct atl_row *row,
                               struct atl_error *error)
{
    struct atl_bulk_job *job = creating->job;
    struct atl_error why = {0};
    cJSON *object = cJSON_CreateObject();
    cJSON *values = cJSON_AddObjectToObject(object, "fields");
    enum atl_status status = write_row(creating, row, values, &why, error);
    atl_bulk_add_row(job, object, row->number);
    if (ends_everything(status)) {
        *error = why;
        return status;
    }
    if (status != ATL_OK) {
        job->items[job->count - 1].state = ATL_BULK_FAILED;
        job->items[job->count - 1].reason = problem_of(creating, &why);
    }
    return ATL_OK;
}

static bool is_in_shard(const struct creating *creating, const struct atl_row *row, int64_t shard,
                        int64_t shards)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < creating->rows.column_count; i++) {
        atl_buffer_add(&text, row->cells[i]);
        atl_buffer_add_char(&text, '\x1f');
    }
    bool is = atl_bulk_in_shard(atl_buffer_text(&text), shard, shards);
    atl_buffer_free(&text);
    return is;
}

/* ---- columns ---- */

static size_t find_column(const struct atl_rows *rows, const char *const *names)
{
    for (; *names != NULL; names++) {
        for (size_t i = 0; i < rows->column_count; i++) {
            if (atl_text_equal_ignoring_case(rows->columns[i], *names)) {
                return i;
            }
        }
    }
    return rows->column_count;
}

/* A column that no row's project and type knows is wrong for all of them: that is said at once. */
static enum atl_status check_columns(struct creating *creating, struct atl_error *error)
{
    for (size_t column = 0; column < creating->rows.column_count; column++) {
        enum atl_status status = ATL_OK;
        if (column == creating->project_column || column == creating->type_column) {
            continue;
        }
        for (size_t i = 0; i < creating->kinds.count; i++) {
            const struct kind *kind = creating->kinds.items[i];
            const struct atl_jira_field *field;
            status = kind->problem != NULL
                         ? ATL_OK
                         : atl_jira_fields_get(&kind->fields, creating->rows.columns[column],
                                               &field, error);
            if (status == ATL_OK) {
                break;
            }
        }
        if (status != ATL_OK) {
            atl_error_prefix(error, "column '%s'", creating->rows.columns[column]);
            return status;
        }
    }
    return ATL_OK;
}

/* ---- all of it ---- */

static enum atl_status read_rows(struct creating *creating, struct atl_error *error)
{
    struct atl_context *context = creating->context;
    const char *path = atl_option_text(context, "file");
    const char *source = strcmp(path, "-") == 0 ? "standard input" : path;
    struct atl_buffer text = {0};
    enum atl_status status = input_read(path, MOST_FILE_BYTES, &text, error);
    if (status == ATL_OK) {
        status = atl_rows_read(context->arena, atl_buffer_text(&text), text.length,
                               atl_rows_format_of(path), source, &creating->rows, error);
    }
    atl_buffer_free(&text);
    if (status == ATL_OK && creating->rows.count == 0) {
        status = atl_fail(error, ATL_USAGE, "%s holds no rows", source);
    }
    return status;
}

static enum atl_status items(struct atl_context *context, struct atl_http *http,
                             struct atl_bulk_job *job, struct atl_error *error)
{
    static const char *const project_names[] = {"project", NULL};
    static const char *const type_names[] = {"issuetype", "issue type", "type", NULL};
    struct creating creating = {.context = context, .http = http, .job = job};
    int64_t shard;
    int64_t shards;
    enum atl_status status = jira_bulk_read_shard(context, &shard, &shards, error);
    if (status == ATL_OK) {
        status = read_rows(&creating, error);
    }
    creating.project_column = find_column(&creating.rows, project_names);
    creating.type_column = find_column(&creating.rows, type_names);
    for (size_t i = 0; status == ATL_OK && i < creating.rows.count; i++) {
        if (is_in_shard(&creating, &creating.rows.rows[i], shard, shards)) {
            status = add_row(&creating, &creating.rows.rows[i], error);
        }
    }
    if (status == ATL_OK) {
        status = check_columns(&creating, error);
    }
    atl_list_free(&creating.kinds);
    atl_list_free(&creating.looked_up);
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"file", "project", "type", NULL};
    static const char *const lists[] = {NULL};
    const struct jira_bulk_work work = {.kind = "create", .title = "Create issues", .items = items};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    return status == ATL_OK ? jira_bulk_command(context, &work, error) : status;
}

const struct atl_command atl_command_jira_bulk_create = {
    .words = "jira bulk create",
    .summary = "Create many issues from a file",
    .description =
        "The file is CSV, JSON or JSON lines, in UTF-8. Columns (or members) are fields by their "
        "names or ids: summary, description, priority, labels, Story Points, customfield_10016; "
        "project and type as columns, or for all rows as options. Values are written as for "
        "--field of other commands, long texts in Markdown; an empty cell sets nothing.\n\n"
        "All rows are checked against the site's fields before anything is sent. Fifty issues "
        "take one request. The keys of the new issues are shown, in the order of the "
        "rows." JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){{.name = "file",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "FILE",
                                     .summary = "CSV, JSON or JSON lines; - is standard input",
                                     .completion = ATL_COMPLETE_FILE,
                                     .required = true},
                                    {.name = "project",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "KEY",
                                     .summary = "Project of rows that name none"},
                                    {.name = "type",
                                     .kind = ATL_OPTION_TEXT,
                                     .value = "TYPE",
                                     .summary = "Issue type of rows that name none"},
                                    JIRA_BULK_PLAN_OPTIONS,
                                    {0}},
    .examples =
        (const struct atl_example[]){
            {"jira bulk create --file plan.csv --project WEB --type Task --dry-run",
             "Check a spreadsheet's rows"},
            {"jira bulk create --file plan.csv --project WEB --type Task --yes --json",
             "Create them, and get each row's key"},
            {"jira bulk create --file - --yes < issues.jsonl", "From another program"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
