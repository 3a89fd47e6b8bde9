/* The same table once more, with columns filled in. */
#include "atlcli/csv.h"
#include "bulk/rows.h"

#include <stdlib.h>
#include <string.h>

struct filling {
    const char *source;
    const char *const *columns;
    atl_rows_value value;
    void *context;
    struct atl_buffer *filled;
};

/* ---- CSV ---- */

/* Quoted where it holds any of the characters by one of which readers think cells are separated. */
static void append_cell(struct atl_buffer *line, const char *text)
{
    text = text == NULL ? "" : text;
    bool is_quoted = text[strcspn(text, ",\"\r\n")] != '\0';
    bool is_divided = !is_quoted && strpbrk(text, ";\t") != NULL;
    atl_buffer_add(line, is_divided ? "\"" : "");
    atl_csv_append_cell(line, text);
    atl_buffer_add(line, is_divided ? "\"" : "");
}

static size_t find_column(const struct atl_rows *rows, const char *name)
{
    size_t column = 0;
    while (column < rows->column_count &&
           !atl_text_equal_ignoring_case(rows->columns[column], name)) {
        column++;
    }
    return column;
}

/* `first` is what a new column says, NULL: there is none. */
static void append_row(struct filling *filling, const char *first, const char **cells, size_t count,
                       char separator, const char *line_end)
{
    size_t start = filling->filled->length;
    if (first != NULL) {
        append_cell(filling->filled, first);
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0 || first != NULL) {
            atl_buffer_add_char(filling->filled, separator);
        }
        append_cell(filling->filled, cells[i]);
    }
    /* A row of one empty cell would be an empty line, which readers skip. */
    atl_buffer_add(filling->filled, filling->filled->length == start ? "\"\"" : "");
    atl_buffer_add(filling->filled, line_end);
}

/* What a new first column says; NULL: there is none. */
static const char *fill_cells(const struct filling *filling, const struct atl_rows *rows,
                              struct atl_row *row)
{
    const char *first = NULL;
    for (const char *const *name = filling->columns; *name != NULL; name++) {
        size_t column = find_column(rows, *name);
        bool is_there = column < rows->column_count;
        const char *value = is_there || name == filling->columns
                                ? filling->value(filling->context, *name, row->number)
                                : NULL;
        if (!is_there && name == filling->columns) {
            first = value == NULL ? "" : value;
        } else if (value != NULL) {
            row->cells[column] = value;
        }
    }
    return first;
}

static enum atl_status fill_csv(struct filling *filling, struct atl_arena *arena, const char *text,
                                size_t length, struct atl_error *error)
{
    struct rows_builder builder = {.arena = arena, .source = filling->source};
    struct atl_rows rows;
    enum atl_status status = rows_read_csv(&builder, text, length, error);
    if (status == ATL_OK) {
        rows_complete(&builder, &rows);
        const char *newline = memchr(text, '\n', length);
        const char *line_end =
            newline != NULL && newline > text && newline[-1] == '\r' ? "\r\n" : "\n";
        const char *key = filling->columns[0];
        bool is_new = find_column(&rows, key) == rows.column_count;
        append_row(filling, is_new ? key : NULL, rows.columns, rows.column_count, builder.separator,
                   line_end);
        for (size_t i = 0; i < rows.count; i++) {
            const char *first = fill_cells(filling, &rows, &rows.rows[i]);
            append_row(filling, first, rows.rows[i].cells, rows.column_count, builder.separator,
                       line_end);
        }
    }
    atl_list_free(&builder.columns);
    atl_list_free(&builder.rows);
    return status;
}

/* ---- JSON ---- */

/* Where it stands counts: what "fields" holds goes before a member of the same name. */
static void fill_member(cJSON *object, const char *name, const char *value, bool add)
{
    cJSON *fields = cJSON_GetObjectItemCaseSensitive(object, "fields");
    if (atl_json_member(fields, name) != NULL) {
        atl_json_set_text(fields, name, value);
    } else if (atl_json_member(object, name) != NULL) {
        atl_json_set_text(object, name, value);
    } else if (add) {
        cJSON *member = cJSON_CreateString(value);
        member->string = atl_strdup(name);
        cJSON_InsertItemInArray(object, 0, member);
    }
}

static void fill_object(struct filling *filling, cJSON *object, size_t number)
{
    for (const char *const *name = filling->columns; *name != NULL; name++) {
        const char *value = filling->value(filling->context, *name, number);
        if (value != NULL) {
            fill_member(object, *name, value, name == filling->columns);
        }
    }
}

static void append_json(struct atl_buffer *filled, const cJSON *document, bool indented)
{
    char *printed = atl_json_print(document, indented);
    atl_buffer_add(filled, printed);
    atl_buffer_add_char(filled, '\n');
    free(printed);
}

static enum atl_status fill_json(struct filling *filling, const char *text, size_t length,
                                 struct atl_error *error)
{
    cJSON *document;
    size_t number = 0;
    enum atl_status status = rows_parse_json(text, length, filling->source, &document, error);
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *list = rows_find_array(document);
    for (cJSON *object = list == NULL ? NULL : list->child; object != NULL; object = object->next) {
        fill_object(filling, object, ++number);
    }
    append_json(filling->filled, document, true);
    cJSON_Delete(document);
    return ATL_OK;
}

static enum atl_status fill_jsonl(struct filling *filling, const char *text, size_t length,
                                  struct atl_error *error)
{
    const char *end = text + length;
    size_t line = 0;
    cJSON *object;
    enum atl_status status = rows_next_line(&text, end, &line, filling->source, &object, error);
    while (status == ATL_OK && object != NULL) {
        fill_object(filling, object, line);
        append_json(filling->filled, object, false);
        cJSON_Delete(object);
        status = rows_next_line(&text, end, &line, filling->source, &object, error);
    }
    return status;
}

enum atl_status atl_rows_fill(const char *text, size_t length, enum atl_rows_format format,
                              const char *source, const char *const *columns, atl_rows_value value,
                              void *context, struct atl_buffer *filled, struct atl_error *error)
{
    struct filling filling = {source, columns, value, context, filled};
    struct atl_arena arena = {0};
    const char *all = text;
    enum atl_status status = rows_begin(&text, &length, &format, source, error);
    if (status != ATL_OK) {
        return status;
    }
    atl_buffer_append(filled, all, (size_t)(text - all)); /* the BOM */
    if (format == ATL_ROWS_JSON) {
        status = fill_json(&filling, text, length, error);
    } else if (format == ATL_ROWS_JSONL) {
        status = fill_jsonl(&filling, text, length, error);
    } else {
        status = fill_csv(&filling, &arena, text, length, error);
    }
    atl_arena_free(&arena);
    return status;
}
