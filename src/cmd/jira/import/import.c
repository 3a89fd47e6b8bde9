/* jira import: issues out of a file, as `jira export` writes them or as people do. */
#include "cmd/jira/import/import.h"

#include "atlcli/jira.h"
#include "atlcli/jira_project.h"
#include "cli/console.h"
#include "cmd/jira/bulk/bulk.h"
#include "cmd/jira/import/result.h"
#include "cmd/option_check.h"

#include <string.h>

/* ---- which rows, of which type ---- */

/*
 * By all but the key, so that a row with its key in it is in the shard that it was in before. What
 * belongs to another row goes where that goes.
 */
static bool is_in_shard(const struct importing *importing, size_t index, int64_t shard,
                        int64_t shards)
{
    struct atl_buffer text = {0};
    const struct atl_row *row = shards == 0 ? &importing->table.rows[index]
                                            : &importing->table.rows[importing->tree.tops[index]];
    for (size_t i = 0; i < importing->table.column_count; i++) {
        if (i != importing->key_column) {
            atl_buffer_add(&text, row->cells[i]);
            atl_buffer_add_char(&text, '\x1f');
        }
    }
    bool is = atl_bulk_in_shard(atl_buffer_text(&text), shard, shards);
    atl_buffer_free(&text);
    return is;
}

static const char *cell_of(const struct importing *importing, const struct atl_row *row,
                           size_t column)
{
    const char *cell = column < importing->table.column_count ? row->cells[column] : NULL;
    return cell == NULL || cell[strspn(cell, " \t\r\n")] == '\0' ? NULL : cell;
}

/* Keys of other projects say where a row comes from; one of this project, that it is there. */
static bool has_key(struct importing *importing, const struct atl_row *row)
{
    const char *cell = cell_of(importing, row, importing->key_column);
    struct atl_error why;
    if (cell == NULL) {
        return false;
    }
    const char *key = atl_jira_key_parse(importing->rows.context->arena, cell);
    if (key == NULL) {
        atl_fail(&why, ATL_USAGE, "'%s' is no key of an issue", cell);
        atl_hint(&why, "if the column isn't about keys, leave it out: --map \"%s=\"",
                 importing->columns[importing->key_column].name);
        import_problem_add(importing, row, importing->columns[importing->key_column].name, cell,
                           &why);
        return true;
    }
    bool is_there = import_is_own_key(importing, key);
    importing->skipped += is_there;
    return is_there;
}

/* "Story", or what servers write of it. */
static const char *type_in(const struct importing *importing, const char *cell)
{
    struct atl_arena *arena = importing->rows.context->arena;
    cJSON *json;
    if (cell[strspn(cell, " \t")] != '{' ||
        atl_json_parse(cell, strlen(cell), "", &json, NULL) != ATL_OK) {
        return atl_text_trim(arena, cell);
    }
    const char *name = atl_json_text(json, "name", atl_json_text(json, "id", cell));
    name = atl_arena_strdup(arena, name);
    cJSON_Delete(json);
    return name;
}

/* What the row says, or else what is said for all; NULL: nothing. */
static const char *type_of(const struct importing *importing, const struct atl_row *row)
{
    const char *cell = cell_of(importing, row, importing->type_column);
    return cell != NULL ? type_in(importing, cell)
                        : atl_option_text(importing->rows.context, "type");
}

/* The kinds that rows are of, before any is asked for; of rows that are left alone there is none.
 */
static void name_kinds(struct importing *importing, int64_t shard, int64_t shards)
{
    enum import_fate *fates = importing->tree.fates;
    for (size_t i = 0; i < importing->table.count; i++) {
        const struct atl_row *row = &importing->table.rows[i];
        if (!is_in_shard(importing, i, shard, shards)) {
            fates[i] = IMPORT_IS_ELSEWHERE;
        } else if (has_key(importing, row)) {
            fates[i] = IMPORT_IS_THERE;
        } else {
            const char *type = type_of(importing, row);
            fates[i] = IMPORT_IS_WRONG;
            importing->kinds[i] =
                type == NULL ? NULL
                             : jira_rows_name_kind(&importing->rows, importing->project, type);
        }
    }
}

static enum atl_status settle_kind(struct importing *importing, size_t index,
                                   struct atl_error *error)
{
    const struct atl_row *row = &importing->table.rows[index];
    const char *cell = cell_of(importing, row, importing->type_column);
    struct jira_rows_kind *kind = importing->kinds[index];
    struct atl_error why;
    if (kind == NULL) {
        atl_fail(&why, ATL_USAGE, "there is no issue type: pass --type, or a column for it");
        import_problem_add(importing, row, NULL, NULL, &why);
        return ATL_OK;
    }
    if (kind->status == ATL_OK) {
        importing->tree.fates[index] = IMPORT_IS_CREATED;
        importing->tree.items[index] = importing->created++;
        kind->count++;
        return ATL_OK;
    }
    importing->kinds[index] = NULL;
    if (cell == NULL || kind->status != ATL_USAGE) {
        *error = *kind->why; /* of all rows */
        return kind->status;
    }
    import_problem_add(importing, row, importing->columns[importing->type_column].name, kind->type,
                       kind->why);
    return ATL_OK;
}

static enum atl_status find_kinds(struct importing *importing, struct atl_error *error)
{
    size_t count = importing->table.count;
    int64_t shard;
    int64_t shards;
    enum atl_status status = job_read_shard(importing->rows.context, &shard, &shards, error);
    importing->kinds =
        atl_arena_alloc(importing->rows.context->arena, (count + 1) * sizeof *importing->kinds);
    if (status == ATL_OK && shards > 0) {
        import_tree_find_tops(importing);
    }
    if (status == ATL_OK) {
        name_kinds(importing, shard, shards);
        status = jira_rows_ask_kinds(&importing->rows, error);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        if (importing->tree.fates[i] == IMPORT_IS_WRONG) {
            status = settle_kind(importing, i, error);
        }
    }
    return status;
}

/* ---- values ---- */

static enum atl_status set_cell(struct importing *importing, const struct atl_row *row,
                                const struct jira_rows_kind *kind, size_t column, cJSON *object,
                                struct atl_error *error)
{
    const struct import_column *about = &importing->columns[column];
    const struct atl_jira_field *field = kind->columns[column];
    const char *cell = row->cells[column];
    cJSON *value;
    if (cell == NULL || about->role != IMPORT_FIELD) {
        return ATL_OK;
    }
    if (field == NULL) {
        if (cell[strspn(cell, " \t\r\n")] != '\0' && strcmp(cell, "[]") != 0 &&
            strcmp(cell, "{}") != 0) {
            atl_fail(error, ATL_USAGE, "%s has no field '%s'", kind->fields.of, about->target);
            return ATL_USAGE;
        }
        return ATL_OK;
    }
    enum atl_status status = import_value(importing, kind, field, cell, &value, error);
    if (status == ATL_OK && value != NULL) {
        cJSON_AddItemToObject(atl_json_member(object, "fields"), field->id, value);
        status = import_tree_note(importing, field, cell, object, error);
    }
    return status;
}

static enum atl_status check_row(const struct jira_rows_kind *kind, cJSON *values,
                                 struct atl_error *error)
{
    enum atl_status status = jira_rows_complete(kind, values, error);
    const cJSON *parent = atl_json_member(values, "parent");
    if (status == ATL_OK && kind->fields.is_subtask && (parent == NULL || cJSON_IsNull(parent))) {
        status = atl_fail(error, ATL_USAGE, "a %s needs a parent", kind->fields.type_name);
    }
    return status;
}

static enum atl_status add_row(struct importing *importing, size_t index, struct atl_error *error)
{
    const struct atl_row *row = &importing->table.rows[index];
    const struct jira_rows_kind *kind = importing->kinds[index];
    struct atl_error why = {0};
    size_t before = importing->problems.count;
    enum atl_status status = ATL_OK;
    cJSON *object = cJSON_CreateObject();
    cJSON *values = cJSON_AddObjectToObject(object, "fields");
    jira_rows_begin(kind, values);
    for (size_t i = 0; i < importing->table.column_count; i++) {
        status = set_cell(importing, row, kind, i, object, &why);
        if (atl_status_ends_everything(status)) {
            *error = why;
            cJSON_Delete(object);
            return status;
        }
        if (status != ATL_OK) {
            import_problem_add(importing, row, importing->columns[i].name, row->cells[i], &why);
        }
    }
    if (importing->problems.count == before && check_row(kind, values, &why) != ATL_OK) {
        import_problem_add(importing, row, NULL, NULL, &why);
    }
    atl_bulk_add_row(importing->job, object, row->number);
    return ATL_OK;
}

/* In these the result gets new keys, too. */
static void note_parent_columns(struct importing *importing)
{
    cJSON *names = cJSON_CreateArray();
    for (size_t column = 0; column < importing->table.column_count; column++) {
        bool is_parent = false;
        for (size_t i = 0; i < importing->rows.kinds.count && !is_parent; i++) {
            const struct jira_rows_kind *kind = importing->rows.kinds.items[i];
            is_parent = kind->status == ATL_OK && kind->columns[column] != NULL &&
                        importing->columns[column].role == IMPORT_FIELD &&
                        import_is_parent(kind->columns[column]);
        }
        if (is_parent) {
            cJSON_AddItemToArray(names, cJSON_CreateString(importing->columns[column].name));
        }
    }
    cJSON_AddItemToObject(importing->job->operation, "parentColumns", names);
}

/* The people that rows name are asked for before the first of them is looked at. */
static enum atl_status ask_people(struct importing *importing, struct atl_error *error)
{
    importing->rows.naming = true;
    for (size_t i = 0; i < importing->table.count; i++) {
        const struct jira_rows_kind *kind = importing->kinds[i];
        const struct atl_row *row = &importing->table.rows[i];
        for (size_t j = 0; kind != NULL && j < importing->table.column_count; j++) {
            const struct atl_jira_field *field = kind->columns[j];
            cJSON *none = NULL;
            if (field != NULL && row->cells[j] != NULL &&
                importing->columns[j].role == IMPORT_FIELD && import_is_of_people(field)) {
                import_value(importing, kind, field, row->cells[j], &none, error);
            }
            cJSON_Delete(none);
        }
    }
    return jira_rows_ask_values(&importing->rows, error);
}

static enum atl_status add_rows(struct importing *importing, struct atl_error *error)
{
    enum atl_status status = import_columns_find(importing, error);
    if (status == ATL_OK) {
        note_parent_columns(importing);
        import_tree_check(importing);
        status = import_parents_read(importing, error);
    }
    if (status == ATL_OK) {
        status = ask_people(importing, error);
    }
    for (size_t i = 0; status == ATL_OK && i < importing->table.count; i++) {
        if (importing->kinds[i] != NULL) {
            status = add_row(importing, i, error);
        }
    }
    if (status == ATL_OK && importing->sprints.closed > 0) {
        atl_note(importing->rows.context->console,
                 "Left out, as closed sprints take no issues: the sprints of %zu row%s",
                 importing->sprints.closed, importing->sprints.closed == 1 ? "" : "s");
    }
    return status;
}

/* ---- the plan ---- */

static void note_plan(const struct importing *importing)
{
    struct atl_buffer text = {0};
    cJSON *types = cJSON_AddObjectToObject(importing->job->operation, "types");
    for (size_t i = 0; i < importing->rows.kinds.count; i++) {
        const struct jira_rows_kind *kind = importing->rows.kinds.items[i];
        if (kind->status == ATL_OK) {
            atl_buffer_printf(&text, "%s%zu %s", text.length > 0 ? ", " : "", kind->count,
                              kind->fields.type_name);
            cJSON_AddNumberToObject(types, kind->fields.type_name, (double)kind->count);
        }
    }
    cJSON_AddNumberToObject(importing->job->operation, "skipped", (double)importing->skipped);
    if (text.length > 0) {
        atl_note(importing->rows.context->console, "To be created: %s", text.data);
    }
    if (importing->skipped > 0) {
        atl_note(importing->rows.context->console, "Skipped: %zu row%s that %s a key of %s",
                 importing->skipped, importing->skipped == 1 ? "" : "s",
                 importing->skipped == 1 ? "has" : "have", importing->project);
    }
    atl_buffer_free(&text);
}

static enum atl_status find_project(struct importing *importing, struct atl_error *error)
{
    const struct jira_rows *rows = &importing->rows;
    struct atl_jira_item project;
    enum atl_status status =
        atl_jira_project(rows->http, rows->context->arena,
                         atl_option_text(rows->context, "project"), &project, error);
    importing->project = status == ATL_OK ? project.key : NULL;
    return status == ATL_OK && importing->project == NULL
               ? atl_fail(error, ATL_FAILED, "the site doesn't say what the project's key is")
               : status;
}

static enum atl_status read_file(struct importing *importing, struct atl_error *error)
{
    struct atl_context *context = importing->rows.context;
    const char *path = atl_option_text(context, "file");
    struct atl_buffer text = {0};
    enum atl_status status = jira_rows_read(context, path, &text, &importing->table, error);
    if (status == ATL_OK) {
        status = import_columns_map(importing, error);
    }
    if (status == ATL_OK) {
        import_tree_index(importing);
        const struct import_source source = {
            .path = path,
            .text = atl_arena_strndup(context->arena, text.data, text.length),
            .format = importing->table.format,
            .key_column = importing->key_column < importing->table.column_count
                              ? importing->columns[importing->key_column].name
                              : "key"};
        status = import_result_begin(context, importing->job, &source, error);
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status items(struct atl_context *context, struct atl_http *http,
                             const struct job_named *named, struct atl_bulk_job *job,
                             struct atl_error *error)
{
    (void)named;
    struct importing importing = {
        .rows = {.context = context, .http = http},
        .job = job,
        .source = jira_rows_source(atl_option_text(context, "file")),
    };
    enum atl_status status = read_file(&importing, error);
    if (status == ATL_OK) {
        status = find_project(&importing, error);
    }
    if (status == ATL_OK) {
        status = find_kinds(&importing, error);
    }
    if (status == ATL_OK) {
        status = add_rows(&importing, error);
    }
    if (status == ATL_OK) {
        status = import_problems_report(&importing, error);
    }
    if (status == ATL_OK) {
        note_plan(&importing);
    }
    jira_rows_free(&importing.rows);
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    static const char *const texts[] = {"file", "project", "type", "result", NULL};
    static const char *const lists[] = {NULL};
    enum atl_status status = option_check_filled(context, texts, lists, error);
    if (status != ATL_OK) {
        return status;
    }
    const char *path = atl_option_text(context, "file");
    const char *slash = strrchr(path, '/');
    const struct job_work work = {
        .kind = "create",
        .title = atl_arena_printf(context->arena, "Import %s into %s",
                                  slash == NULL ? jira_rows_source(path) : slash + 1,
                                  atl_option_text(context, "project")),
        .items = items};
    return jira_bulk_command(context, &work, error);
}

static const char *const markups[] = {"markdown", "wiki", NULL};

const struct atl_command atl_command_jira_import = {
    .words = "jira import",
    .summary = "Create issues from a file of an export, or any table",
    .description =
        "Reads CSV, JSON and JSON lines, as jira export writes them. Columns (or members, also of "
        "\"fields\") go to the fields of their names or ids, in any case; --map COLUMN=FIELD says "
        "otherwise, and --map COLUMN= leaves one out. What new issues can't be given, such as "
        "status, created and comments, is left out, and said. The type is in a column, or --type. "
        "Values are written as for --field of other commands, or as servers write them; sprints by "
        "name, long texts in Markdown or with --markup wiki in wiki markup. Parents and epics are "
        "named by key: one that another row of the file has in its column 'key', of the issue that "
        "was exported or made up, stands for that row, and becomes its new key. The rows may be in "
        "any order; parents are created first.\n\n"
        "All rows are checked against the site before anything is sent. What is wrong is listed by "
        "line and column with what is allowed, the first 20, and nothing is sent (exit code 2). "
        "Fifty issues take one request.\n\n"
        "The result is the same file with the keys of the new issues in its column 'key': beside "
        "plan.csv it is plan.result.csv, or what --result says, which may be the file itself. Rows "
        "that have a key of the project are skipped, so that importing the result creates what is "
        "missing, and nothing twice. Keys of other projects only say where a row comes from. While "
        "an import of a file is interrupted, or its result is there, the file isn't imported "
        "again." JIRA_BULK_ABOUT_JOBS,
    .options =
        (const struct atl_option[]){
            {.name = "file",
             .kind = ATL_OPTION_TEXT,
             .value = "FILE",
             .summary = "CSV, JSON or JSON lines; - is standard input",
             .completion = ATL_COMPLETE_FILE,
             .required = true},
            {.name = "project",
             .kind = ATL_OPTION_TEXT,
             .value = "KEY",
             .summary = "Project of the new issues",
             .required = true},
            {.name = "type",
             .kind = ATL_OPTION_TEXT,
             .value = "TYPE",
             .summary = "Issue type of rows that name none"},
            {.name = "map",
             .kind = ATL_OPTION_REPEATED,
             .value = "COLUMN=FIELD",
             .summary = "Which field a column goes to; COLUMN=: none"},
            {.name = "markup",
             .kind = ATL_OPTION_CHOICE,
             .value = "WHICH",
             .summary = "What long texts are written in (default: markdown)",
             .choices = markups},
            {.name = "result",
             .kind = ATL_OPTION_TEXT,
             .value = "FILE",
             .summary = "Where to write the file with its keys",
             .completion = ATL_COMPLETE_FILE},
            JOB_PLAN_OPTIONS,
            {0}},
    .examples =
        (const struct atl_example[]){
            {"jira import --file plan.csv --project WEB --type Task --dry-run",
             "Check a spreadsheet, and see what it would create"},
            {"jira import --file plan.csv --project WEB --map \"Size=Story Points\" --map Owner= "
             "--yes",
             "Columns that are called otherwise on the site, or mean nothing to it"},
            {"jira import --file plan.result.csv --project WEB --yes",
             "Create those rows that have no key yet"},
            {"jira import --file old.jsonl --project NEW --result new.jsonl --yes",
             "Issues of another project, exported before"},
            {0}},
    .needs = ATL_NEEDS_JIRA,
    .run = run,
};
