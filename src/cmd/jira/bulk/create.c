/* jira bulk create: many new issues from a file. */
#include "cmd/jira/bulk/bulk.h"
#include "cmd/jira/rows.h"
#include "cmd/option_check.h"

struct creating {
    struct jira_rows rows;
    struct atl_bulk_job *job;
    struct atl_rows table;
    struct jira_rows_kind **kinds; /* by row; NULL: it has none */
    size_t project_column;         /* column_count: there is none */
    size_t type_column;
    int64_t shard;
    int64_t shards;
};

/* ---- what rows are made of ---- */

static const char *cell_of(const struct creating *creating, const struct atl_row *row,
                           size_t column, const char *fallback)
{
    const char *cell = column < creating->table.column_count ? row->cells[column] : NULL;
    return atl_text_is_empty(cell) ? fallback : cell;
}

static const char *project_of(const struct creating *creating, const struct atl_row *row)
{
    return cell_of(creating, row, creating->project_column,
                   atl_option_text(creating->rows.context, "project"));
}

static const char *type_of(const struct creating *creating, const struct atl_row *row)
{
    return cell_of(creating, row, creating->type_column,
                   atl_option_text(creating->rows.context, "type"));
}

/* Whether a row says something there that is a field's. */
static bool has_value(const struct creating *creating, const struct atl_row *row, size_t column)
{
    return column != creating->project_column && column != creating->type_column &&
           !atl_text_is_empty(row->cells[column]);
}

static enum atl_status set_cell(struct creating *creating, const struct jira_rows_kind *kind,
                                size_t column, const char *text, cJSON *values,
                                struct atl_error *error)
{
    const struct atl_jira_field *field = kind->columns[column];
    cJSON *value = NULL;
    enum atl_status status =
        field == NULL
            ? atl_jira_fields_get(&kind->fields, creating->table.columns[column], &field, error)
            : jira_rows_value(&creating->rows, kind, field, text, &value, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_json_remove(values, field->id);
    cJSON_AddItemToObject(values, field->id, value);
    return ATL_OK;
}

static enum atl_status fill(struct creating *creating, const struct atl_row *row,
                            const struct jira_rows_kind *kind, cJSON *values,
                            struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    jira_rows_begin(kind, values);
    for (size_t i = 0; status == ATL_OK && i < creating->table.column_count; i++) {
        if (has_value(creating, row, i)) {
            status = set_cell(creating, kind, i, row->cells[i], values, error);
        }
    }
    return status == ATL_OK ? jira_rows_complete(kind, values, error) : status;
}

/* ---- rows ---- */

static enum atl_status write_row(struct creating *creating, size_t index, cJSON *values,
                                 struct atl_error *error)
{
    const struct atl_row *row = &creating->table.rows[index];
    const struct jira_rows_kind *kind = creating->kinds[index];
    if (kind == NULL) {
        return atl_fail(error, ATL_USAGE, "the row has no %s",
                        project_of(creating, row) == NULL
                            ? "project: pass --project, or a column for it"
                            : "issue type: pass --type, or a column for it");
    }
    return kind->problem != NULL ? atl_fail(error, ATL_USAGE, "%s", kind->problem)
                                 : fill(creating, row, kind, values, error);
}

/* A row that is wrong fails by itself; it is never sent. */
static enum atl_status add_row(struct creating *creating, size_t index, struct atl_error *error)
{
    struct atl_bulk_job *job = creating->job;
    struct atl_error why = {0};
    cJSON *object = cJSON_CreateObject();
    cJSON *values = cJSON_AddObjectToObject(object, "fields");
    enum atl_status status = write_row(creating, index, values, &why);
    atl_bulk_add_row(job, object, creating->table.rows[index].number);
    if (atl_status_ends_everything(status)) {
        *error = why;
        return status;
    }
    if (status != ATL_OK) {
        job->items[job->count - 1].state = ATL_BULK_FAILED;
        job->items[job->count - 1].reason = jira_rows_problem(creating->rows.context, &why);
    }
    return ATL_OK;
}

static bool is_in_shard(const struct creating *creating, const struct atl_row *row)
{
    struct atl_buffer text = {0};
    for (size_t i = 0; i < creating->table.column_count; i++) {
        atl_buffer_add(&text, row->cells[i]);
        atl_buffer_add_char(&text, '\x1f');
    }
    bool is = atl_bulk_in_shard(atl_buffer_text(&text), creating->shard, creating->shards);
    atl_buffer_free(&text);
    return is;
}

static void find_columns(struct creating *creating, struct jira_rows_kind *kind)
{
    size_t count = creating->table.column_count;
    kind->columns =
        atl_arena_alloc(creating->rows.context->arena, (count + 1) * sizeof *kind->columns);
    for (size_t i = 0; kind->status == ATL_OK && i < count; i++) {
        struct atl_error unknown;
        if (atl_jira_fields_get(&kind->fields, creating->table.columns[i], &kind->columns[i],
                                &unknown) != ATL_OK) {
            kind->columns[i] = NULL;
        }
    }
}

/* All that the rows name are asked for before the first of them is looked at. */
static enum atl_status ask_kinds(struct creating *creating, struct atl_error *error)
{
    for (size_t i = 0; i < creating->table.count; i++) {
        const struct atl_row *row = &creating->table.rows[i];
        const char *project = project_of(creating, row);
        const char *type = type_of(creating, row);
        if (project != NULL && type != NULL && is_in_shard(creating, row)) {
            creating->kinds[i] = jira_rows_name_kind(&creating->rows, project, type);
        }
    }
    enum atl_status status = jira_rows_ask_kinds(&creating->rows, error);
    for (size_t i = 0; status == ATL_OK && i < creating->rows.kinds.count; i++) {
        find_columns(creating, creating->rows.kinds.items[i]);
    }
    return status;
}

/* And so are the people and sprints in them. */
static enum atl_status ask_values(struct creating *creating, struct atl_error *error)
{
    creating->rows.naming = true;
    for (size_t i = 0; i < creating->table.count; i++) {
        const struct atl_row *row = &creating->table.rows[i];
        const struct jira_rows_kind *kind = creating->kinds[i];
        for (size_t j = 0; kind != NULL && j < creating->table.column_count; j++) {
            const struct atl_jira_field *field = kind->columns[j];
            cJSON *none;
            if (field != NULL && has_value(creating, row, j) &&
                atl_jira_field_is_looked_up(field)) {
                jira_rows_value(&creating->rows, kind, field, row->cells[j], &none, error);
            }
        }
    }
    return jira_rows_ask_values(&creating->rows, error);
}

static enum atl_status add_rows(struct creating *creating, struct atl_error *error)
{
    creating->kinds = atl_arena_alloc(creating->rows.context->arena,
                                      (creating->table.count + 1) * sizeof *creating->kinds);
    enum atl_status status = ask_kinds(creating, error);
    if (status == ATL_OK) {
        status = ask_values(creating, error);
    }
    for (size_t i = 0; status == ATL_OK && i < creating->table.count; i++) {
        if (is_in_shard(creating, &creating->table.rows[i])) {
            status = add_row(creating, i, error);
        }
    }
    return status;
}

/* ---- columns ---- */

/* A column that no row's project and type knows is wrong for all of them: that is said at once. */
static enum atl_status check_columns(struct creating *creating, struct atl_error *error)
{
    for (size_t column = 0; column < creating->table.column_count; column++) {
        enum atl_status status = ATL_OK;
        if (column == creating->project_column || column == creating->type_column) {
            continue;
        }
        for (size_t i = 0; i < creating->rows.kinds.count; i++) {
            const struct jira_rows_kind *kind = creating->rows.kinds.items[i];
            const struct atl_jira_field *field;
            status = kind->problem != NULL
                         ? ATL_OK
                         : atl_jira_fields_get(&kind->fields, creating->table.columns[column],
                                               &field, error);
            if (status == ATL_OK) {
                break;
            }
        }
        if (status != ATL_OK) {
            atl_error_prefix(error, "column '%s'", creating->table.columns[column]);
            return status;
        }
    }
    return ATL_OK;
}

/* ---- all of it ---- */

static enum atl_status items(struct atl_context *context, struct atl_http *http,
                             const struct job_named *named, struct atl_bulk_job *job,
                             struct atl_error *error)
{
    (void)named;
    static const char *const project_names[] = {"project", NULL};
    static const char *const type_names[] = {"issuetype", "issue type", "type", NULL};
    struct creating creating = {.rows = {.context = context, .http = http}, .job = job};
    struct atl_buffer text = {0};
    enum atl_status status = job_read_shard(context, &creating.shard, &creating.shards, error);
    if (status == ATL_OK) {
        status = jira_rows_read(context, atl_option_text(context, "file"), &text, &creating.table,
                                error);
    }
    atl_buffer_free(&text);
    creating.project_column = jira_rows_find_column(&creating.table, project_names);
    creating.type_column = jira_rows_find_column(&creating.table, type_names);
    if (status == ATL_OK) {
        status = add_rows(&creating, error);
    }
    if (status == ATL_OK) {
        status = check_columns(&creating, error);
    }
    jira_rows_free(&creating.rows);
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"file", "project", "type", NULL};
    static const char *const lists[] = {NULL};
    const struct job_work work = {.kind = "create", .title = "Create issues", .items = items};
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
                                    JOB_PLAN_OPTIONS,
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
