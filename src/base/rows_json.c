/* Rows of JSON and JSONL: the bytes of one value after the other are gathered and parsed. */
#include "base/rows_internal.h"

#include <stdlib.h>
#include <string.h>

static int get_past_space(struct atl_rows *rows)
{
    int byte;
    do {
        byte = rows_get(rows);
    } while (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r');
    return byte;
}

/* "line 7: … (line 2, column 5)" of the parser would count from the row: its place is left out. */
static enum atl_status parse_row(struct atl_rows *rows, struct atl_row *row,
                                 struct atl_error *error)
{
    struct atl_error why;
    enum atl_status status = rows_check_text(rows, row->line, error);
    if (status != ATL_OK) {
        return status;
    }
    if (atl_json_parse(atl_buffer_text(&rows->bytes), rows->bytes.length, "the row", &row->json,
                       &why) != ATL_OK) {
        return rows_fail(rows, row->line, error, "%s", why.message);
    }
    if (!cJSON_IsObject(row->json)) {
        cJSON_Delete(row->json);
        row->json = NULL;
        return rows_fail(rows, row->line, error, "a row must be an object: {…}");
    }
    return ATL_OK;
}

enum atl_status rows_next_line(struct atl_rows *rows, struct atl_row *row, struct atl_error *error)
{
    int byte = get_past_space(rows);
    atl_buffer_truncate(&rows->bytes, 0);
    row->line = rows->line;
    if (byte == ROWS_END) {
        return ATL_OK;
    }
    for (; byte != ROWS_END && byte != '\n'; byte = rows_get(rows)) {
        enum atl_status status = rows_keep(rows, byte, row->line, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return parse_row(rows, row, error);
}

/* ---- values within a document ---- */

/* Gathers a value that begins with `byte`. What is in it is for the parser to judge. */
static enum atl_status gather(struct atl_rows *rows, int byte, struct atl_error *error)
{
    size_t began = rows->line;
    int depth = 0;
    bool in_text = false;
    atl_buffer_truncate(&rows->bytes, 0);
    for (;; byte = rows_get(rows)) {
        if (byte == ROWS_END) {
            return rows_fail(rows, began, error, "the file ends in the middle of a value");
        }
        if (!in_text && depth == 0 && (byte == ',' || byte == ']' || byte == '}' || byte == ':')) {
            rows_unget(rows, byte);
            return ATL_OK;
        }
        enum atl_status status = rows_keep(rows, byte, rows->line, error);
        if (status != ATL_OK) {
            return status;
        }
        if (in_text && byte == '\\') {
            byte = rows_get(rows);
            status = byte == ROWS_END ? ATL_OK : rows_keep(rows, byte, rows->line, error);
            if (status != ATL_OK) {
                return status;
            }
        } else if (byte == '"') {
            in_text = !in_text;
        } else if (!in_text && (byte == '{' || byte == '[')) {
            depth++;
        } else if (!in_text && (byte == '}' || byte == ']')) {
            depth--;
        }
        if (!in_text && depth == 0 && (byte == '}' || byte == ']' || byte == '"')) {
            return ATL_OK;
        }
    }
}

static enum atl_status fail_shape(const struct atl_rows *rows, struct atl_error *error)
{
    rows_fail(rows, rows->line, error, "this is no list of rows");
    atl_hint(error, "the document must be [{…}, …], or have such a list as its member \"issues\"");
    return ATL_FAILED;
}

/* Goes through the members of the document, up to "issues", or its end. */
static enum atl_status find_list(struct atl_rows *rows, bool *found, struct atl_error *error)
{
    *found = false;
    for (int byte = get_past_space(rows); byte != '}'; byte = get_past_space(rows)) {
        byte = byte == ',' ? get_past_space(rows) : byte;
        if (byte != '"') {
            return fail_shape(rows, error);
        }
        enum atl_status status = gather(rows, byte, error);
        if (status != ATL_OK) {
            return status;
        }
        bool is_list = strcmp(atl_buffer_text(&rows->bytes), "\"issues\"") == 0;
        if (get_past_space(rows) != ':') {
            return fail_shape(rows, error);
        }
        byte = get_past_space(rows);
        if (is_list && byte == '[') {
            *found = true;
            return ATL_OK;
        }
        status = is_list ? fail_shape(rows, error) : gather(rows, byte, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return get_past_space(rows) == ROWS_END ? ATL_OK : fail_shape(rows, error);
}

static enum atl_status begin_list(struct atl_rows *rows, struct atl_error *error)
{
    bool found = false;
    int byte = get_past_space(rows);
    if (byte == ROWS_END) {
        return atl_fail(error, ATL_FAILED, "%s is empty", rows->name);
    }
    rows->bare = byte == '[';
    rows->in_list = true;
    if (rows->bare) {
        return ATL_OK;
    }
    enum atl_status status = byte == '{' ? find_list(rows, &found, error) : ATL_OK;
    return status == ATL_OK && !found ? fail_shape(rows, error) : status;
}

/* What follows the list: the document's end, and nothing else. */
static enum atl_status end_list(struct atl_rows *rows, struct atl_error *error)
{
    bool again = false;
    if (rows->bare) {
        return get_past_space(rows) == ROWS_END ? ATL_OK : fail_shape(rows, error);
    }
    enum atl_status status = find_list(rows, &again, error);
    return again ? fail_shape(rows, error) : status;
}

enum atl_status rows_next_json(struct atl_rows *rows, struct atl_row *row, struct atl_error *error)
{
    bool first = !rows->in_list;
    enum atl_status status = first ? begin_list(rows, error) : ATL_OK;
    if (status != ATL_OK) {
        return status;
    }
    int byte = get_past_space(rows);
    if (byte == ']') {
        return end_list(rows, error);
    }
    if (!first) {
        if (byte != ',') {
            return rows_fail(rows, rows->line, error,
                             "a comma, or the end of the list, is missing");
        }
        byte = get_past_space(rows);
    }
    row->line = rows->line;
    status = gather(rows, byte, error);
    return status == ATL_OK ? parse_row(rows, row, error) : status;
}
