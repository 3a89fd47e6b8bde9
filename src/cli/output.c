/* What commands push, handed to the form that was asked for. */
#include "cli/output_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct atl_output *atl_output_open(struct atl_console *console, const struct atl_globals *globals)
{
    struct atl_output *output = atl_alloc(sizeof *output);
    output->console = console;
    output->globals = globals;
    output->form = globals->form;
    return output;
}

static void drop_list(struct atl_output *output)
{
    table_free(output->table);
    free(output->shown);
    output->table = NULL;
    output->shown = NULL;
    output->listing = NULL;
}

void atl_output_close(struct atl_output *output)
{
    if (output != NULL) {
        drop_list(output);
        cJSON_Delete(output->members);
        free(output);
    }
}

enum atl_output_form atl_output_form(const struct atl_output *output)
{
    return output->form;
}

static bool is_json(const struct atl_output *output)
{
    return output->form == ATL_OUTPUT_JSON || output->form == ATL_OUTPUT_JSONL;
}

enum atl_status output_emit_line(struct atl_output *output, const struct atl_buffer *text,
                                 struct atl_error *error)
{
    output->used = true;
    enum atl_status status =
        atl_console_write(output->console, atl_buffer_text(text), text->length, error);
    if (status == ATL_OK && !output->console->out_is_file) {
        status = atl_console_flush(output->console, error);
    }
    return status;
}

/* ---- lists ---- */

enum atl_status atl_output_begin(struct atl_output *output, const struct atl_listing *listing,
                                 struct atl_error *error)
{
    enum atl_status status = fields_choose(output->globals, listing->columns, &output->shown,
                                           &output->shown_count, error);
    if (status != ATL_OK) {
        return status;
    }
    output->listing = listing;
    if (output->form == ATL_OUTPUT_TABLE) {
        output->table = table_open(output);
    }
    return ATL_OK;
}

bool atl_output_wants(const struct atl_output *output, const char *key)
{
    for (size_t i = 0; i < output->shown_count; i++) {
        if (atl_text_equal(output->shown[i]->key, key)) {
            return true;
        }
    }
    return false;
}

/* One cell for each shown column, in tables and CSV. */
static enum atl_status print_cells(struct atl_output *output, const struct atl_cell *cells,
                                   struct atl_error *error)
{
    if (output->form == ATL_OUTPUT_TABLE) {
        return table_row(output, cells, error);
    }
    enum atl_status status = ATL_OK;
    if (output->rows == 1) {
        status = csv_heading(output, output->shown, output->shown_count, error);
    }
    return status == ATL_OK ? csv_row(output, cells, output->shown_count, error) : status;
}

enum atl_status atl_output_row(struct atl_output *output, const struct atl_cell *cells,
                               struct atl_error *error)
{
    output->rows++;
    struct atl_arena arena = {0};
    struct atl_cell *shown = atl_arena_alloc(&arena, (output->shown_count + 1) * sizeof *shown);
    for (size_t i = 0; i < output->shown_count; i++) {
        shown[i] = cells[output->shown[i] - output->listing->columns];
    }
    enum atl_status status;
    if (is_json(output)) {
        cJSON *object = cJSON_CreateObject();
        for (size_t i = 0; i < output->shown_count; i++) {
            cJSON_AddItemToObject(object, output->shown[i]->key, cell_to_json(&shown[i]));
        }
        status = json_row(output, object, error);
        cJSON_Delete(object);
    } else {
        status = print_cells(output, shown, error);
    }
    atl_arena_free(&arena);
    return status;
}

/* Those of the columns' values, by their keys. */
static cJSON *pick(const struct atl_column *const *columns, size_t count, const cJSON *object)
{
    cJSON *picked = cJSON_CreateObject();
    for (size_t i = 0; i < count; i++) {
        const char *path = columns[i]->path != NULL ? columns[i]->path : columns[i]->key;
        const cJSON *value = atl_json_get(object, path);
        cJSON_AddItemToObject(picked, columns[i]->key,
                              value != NULL ? cJSON_Duplicate(value, true) : cJSON_CreateNull());
    }
    return picked;
}

/* The object as JSON shows it: whole, or what --fields picks from it. */
static enum atl_status
print_object(struct atl_output *output, const struct atl_column *const *columns, size_t count,
             const cJSON *object,
             enum atl_status (*print)(struct atl_output *output, const cJSON *object,
                                      struct atl_error *error),
             struct atl_error *error)
{
    if (output->globals->fields == NULL) {
        return print(output, object, error);
    }
    cJSON *picked = pick(columns, count, object);
    enum atl_status status = print(output, picked, error);
    cJSON_Delete(picked);
    return status;
}

/* Fills a cell for each column; texts made for the purpose are in the arena. */
static struct atl_cell *cells_of(struct atl_arena *arena, const struct atl_column *const *columns,
                                 size_t count, const cJSON *object)
{
    struct atl_cell *cells = atl_arena_alloc(arena, (count + 1) * sizeof *cells);
    struct atl_buffer scratch = {0};
    for (size_t i = 0; i < count; i++) {
        cells[i] = cell_from_object(columns[i], object, &scratch);
        if (cells[i].text != NULL && cells[i].text == scratch.data) {
            cells[i].text = atl_arena_strdup(arena, scratch.data);
        }
    }
    atl_buffer_free(&scratch);
    return cells;
}

enum atl_status atl_output_object(struct atl_output *output, const cJSON *object,
                                  struct atl_error *error)
{
    output->rows++;
    if (is_json(output)) {
        return print_object(output, output->shown, output->shown_count, object, json_row, error);
    }
    struct atl_arena arena = {0};
    struct atl_cell *cells = cells_of(&arena, output->shown, output->shown_count, object);
    enum atl_status status = print_cells(output, cells, error);
    atl_arena_free(&arena);
    return status;
}

void atl_output_member(struct atl_output *output, const char *name, cJSON *value)
{
    if (output->members == NULL) {
        output->members = cJSON_CreateObject();
    }
    cJSON_AddItemToObject(output->members, name, value);
}

enum atl_status atl_output_end(struct atl_output *output, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    if (is_json(output)) {
        status = json_end_rows(output, error);
    } else if (output->form == ATL_OUTPUT_TABLE) {
        status = table_end(output, error);
    } else if (output->rows == 0) {
        status = csv_heading(output, output->shown, output->shown_count, error);
    }
    drop_list(output);
    return status;
}

/* ---- one thing ---- */

enum atl_status atl_output_check(struct atl_output *output, const struct atl_column *columns,
                                 struct atl_error *error)
{
    const struct atl_column **shown;
    size_t count;
    enum atl_status status = fields_choose(output->globals, columns, &shown, &count, error);
    free(shown);
    output->checked = columns;
    return status;
}

static enum atl_status print_record(struct atl_output *output,
                                    const struct atl_column *const *columns, size_t count,
                                    const cJSON *object, struct atl_error *error)
{
    if (is_json(output)) {
        return print_object(output, columns, count, object, json_record, error);
    }
    struct atl_arena arena = {0};
    struct atl_cell *cells = cells_of(&arena, columns, count, object);
    enum atl_status status;
    if (output->form == ATL_OUTPUT_TABLE) {
        status = table_record(output, columns, cells, count, error);
    } else {
        status = csv_heading(output, columns, count, error);
        status = status == ATL_OK ? csv_row(output, cells, count, error) : status;
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_output_record(struct atl_output *output, const struct atl_column *columns,
                                  const cJSON *object, struct atl_error *error)
{
    if (object != NULL && !cJSON_IsObject(object)) {
        return atl_fail(error, ATL_FAILED,
                        "the server answered with something else than what was asked for");
    }
    const struct atl_column **shown;
    size_t count;
    enum atl_status status = fields_choose(output->globals, columns, &shown, &count, error);
    if (status == ATL_OK) {
        status = print_record(output, shown, count, object, error);
    }
    free(shown);
    return status;
}

/* A column for a member of a message's object, in the arena. */
static const struct atl_column *column_for(struct atl_arena *arena, const char *key)
{
    struct atl_column *column = atl_arena_alloc(arena, sizeof *column);
    column->key = atl_arena_strdup(arena, key);
    return column;
}

/* A column for each member. */
static size_t all_members(struct atl_arena *arena, const cJSON *object,
                          const struct atl_column **columns)
{
    size_t count = 0;
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        columns[count++] = column_for(arena, member->string);
    }
    return count;
}

/*
 * The members that --fields names, or all of them. Of a message whose members nobody declared they
 * are looked for in what is there; it is shown whole rather than lost when it has none of them.
 */
static enum atl_status message_columns(struct atl_output *output, struct atl_arena *arena,
                                       const cJSON *object, const struct atl_column ***columns,
                                       size_t *count, struct atl_error *error)
{
    const struct atl_globals *globals = output->globals;
    if (globals->fields != NULL && output->checked != NULL) {
        return fields_choose(globals, output->checked, columns, count, error);
    }
    size_t members = (size_t)cJSON_GetArraySize(object);
    *columns = atl_realloc(NULL, members + globals->field_count + 1, sizeof **columns);
    *count = 0;
    for (size_t i = 0; i < globals->field_count; i++) {
        if (atl_json_member(object, globals->fields[i]) != NULL) {
            (*columns)[(*count)++] = column_for(arena, globals->fields[i]);
        } else {
            atl_warn(output->console, "there is no field '%s'", globals->fields[i]);
        }
    }
    if (*count == 0) {
        *count = all_members(arena, object, *columns);
    }
    return ATL_OK;
}

enum atl_status atl_output_message(struct atl_output *output, const cJSON *object,
                                   struct atl_error *error, const char *format, ...)
{
    bool as_sentence = output->form == ATL_OUTPUT_TABLE && output->globals->fields == NULL;
    if (object == NULL && is_json(output)) {
        return json_record(output, NULL, error);
    }
    if (object != NULL && !as_sentence) {
        struct atl_arena arena = {0};
        const struct atl_column **columns;
        size_t count;
        enum atl_status status = message_columns(output, &arena, object, &columns, &count, error);
        if (status == ATL_OK) {
            status = print_record(output, columns, count, object, error);
            free(columns);
        }
        atl_arena_free(&arena);
        return status;
    }
    struct atl_buffer sentence = {0};
    struct atl_buffer safe = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&sentence, format, arguments);
    va_end(arguments);
    atl_text_append_safe(&safe, atl_buffer_text(&sentence), sentence.length, true);
    atl_buffer_add_char(&safe, '\n');
    enum atl_status status = output_emit_line(output, &safe, error);
    atl_buffer_free(&sentence);
    atl_buffer_free(&safe);
    return status;
}

/* ---- text and bytes ---- */

enum atl_status atl_output_styled(struct atl_output *output, enum atl_style style, const char *text,
                                  struct atl_error *error)
{
    if (output->form != ATL_OUTPUT_TABLE) {
        return ATL_OK;
    }
    struct atl_buffer safe = {0};
    struct atl_buffer styled = {0};
    atl_text_append_safe(&safe, text, strlen(text), true);
    atl_style_append(&styled, output->console->out_has_colour, style, atl_buffer_text(&safe));
    output->used = true;
    enum atl_status status =
        atl_console_write(output->console, atl_buffer_text(&styled), styled.length, error);
    atl_buffer_free(&safe);
    atl_buffer_free(&styled);
    return status;
}

enum atl_status atl_output_text(struct atl_output *output, struct atl_error *error,
                                const char *format, ...)
{
    struct atl_buffer text = {0};
    va_list arguments;
    va_start(arguments, format);
    atl_buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    enum atl_status status =
        atl_output_styled(output, ATL_STYLE_PLAIN, atl_buffer_text(&text), error);
    atl_buffer_free(&text);
    return status;
}

enum atl_status atl_output_bytes(struct atl_output *output, const void *bytes, size_t length,
                                 struct atl_error *error)
{
    output->used = true;
    return atl_console_write(output->console, bytes, length, error);
}

enum atl_status atl_output_finish(struct atl_output *output, enum atl_status status,
                                  const struct atl_error *failure, struct atl_error *error)
{
    enum atl_status finished = ATL_OK;
    if (output->form == ATL_OUTPUT_JSON) {
        finished = json_finish(output, status == ATL_OK ? NULL : failure, error);
    } else if (output->table != NULL && output->rows > 0) {
        /* The list was broken off: what came before is still worth having. */
        finished = table_end(output, error);
    }
    drop_list(output);
    if (finished == ATL_OK) {
        finished = atl_console_flush(output->console, error);
    }
    atl_console_release(output->console);
    return finished;
}
