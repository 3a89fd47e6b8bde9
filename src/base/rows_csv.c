/* Rows of CSV. */
#include "base/rows_internal.h"

#include "atlcli/csv.h"

#include <stdlib.h>
#include <string.h>

static bool ends_cell(const struct atl_rows *rows, int byte)
{
    return byte == (unsigned char)rows->separator || byte == '\n' || byte == ROWS_END;
}

/* CR counts as part of the line's end only before LF, or as the last byte. */
static int get_plain(struct atl_rows *rows)
{
    int byte = rows_get(rows);
    if (byte != '\r') {
        return byte;
    }
    int next = rows_get(rows);
    if (next == '\n' || next == ROWS_END) {
        return next;
    }
    rows_unget(rows, next);
    return byte;
}

static enum atl_status read_quoted(struct atl_rows *rows, int *end, struct atl_error *error)
{
    size_t began = rows->line;
    for (;;) {
        int byte = rows_get(rows);
        if (byte == ROWS_END) {
            rows_fail(rows, began, error, "the quotation mark that begins a cell has no end");
            atl_hint(error, "a quotation mark within a quoted cell is written twice");
            return ATL_FAILED;
        }
        if (byte == '"') {
            byte = get_plain(rows);
            if (ends_cell(rows, byte)) {
                *end = byte;
                return ATL_OK;
            }
            if (byte != '"') {
                rows_fail(rows, rows->line, error, "text follows the end of a quoted cell");
                atl_hint(error, "a quotation mark within a quoted cell is written twice");
                return ATL_FAILED;
            }
        }
        enum atl_status status = rows_keep(rows, byte, rows->line, error);
        if (status != ATL_OK) {
            return status;
        }
    }
}

static enum atl_status read_cell(struct atl_rows *rows, int *end, struct atl_error *error)
{
    int byte = get_plain(rows);
    if (byte == '"') {
        return read_quoted(rows, end, error);
    }
    while (!ends_cell(rows, byte)) {
        enum atl_status status = rows_keep(rows, byte, rows->line, error);
        if (status != ATL_OK) {
            return status;
        }
        byte = get_plain(rows);
    }
    *end = byte;
    return ATL_OK;
}

/* Reads the cells of a line that isn't empty. None at the end of the file. */
static enum atl_status read_cells(struct atl_rows *rows, size_t *line, struct atl_error *error)
{
    int end = '\n';
    while (end == '\n') {
        *line = rows->line;
        rows->cell_count = 0;
        atl_buffer_truncate(&rows->bytes, 0);
        int byte = get_plain(rows);
        if (byte == ROWS_END) {
            return ATL_OK;
        }
        if (byte == '\n') {
            continue;
        }
        rows_unget(rows, byte);
        do {
            enum atl_status status = read_cell(rows, &end, error);
            if (status != ATL_OK) {
                return status;
            }
            atl_buffer_append(&rows->bytes, "", 1);
            if (++rows->cell_count > ROWS_MOST_COLUMNS) {
                return rows_fail(rows, *line, error, "more than %d cells", ROWS_MOST_COLUMNS);
            }
        } while (end == (unsigned char)rows->separator);
        return rows_check_text(rows, *line, error);
    }
    return ATL_OK;
}

/* ---- the heading ---- */

/* What a heading without commas has instead, looked at without reading on. */
static void guess_separator(struct atl_rows *rows)
{
    long start = ftell(rows->file);
    bool quoted = false;
    bool commas = false;
    char other = '\0';
    int byte;
    if (start < 0) {
        return;
    }
    for (size_t i = 0; i < ROWS_MOST_BYTES && (byte = getc(rows->file)) != EOF; i++) {
        quoted = byte == '"' ? !quoted : quoted;
        if (byte == '\n' && !quoted && i > 0) {
            break;
        }
        commas = commas || (byte == ',' && !quoted);
        if (!quoted && other == '\0' && (byte == ';' || byte == '\t')) {
            other = (char)byte;
        }
    }
    clearerr(rows->file);
    if (fseek(rows->file, start, SEEK_SET) == 0 && !commas && other != '\0') {
        rows->separator = other;
    }
}

static enum atl_status check_heading(const struct atl_rows *rows, size_t line, size_t index,
                                     struct atl_error *error)
{
    const char *heading = rows->headings[index];
    if (*heading == '\0') {
        return rows_fail(rows, line, error, "column %zu has no heading", index + 1);
    }
    for (size_t i = 0; i < index; i++) {
        if (atl_text_equal_ignoring_case(rows->headings[i], heading)) {
            return rows_fail(rows, line, error, "columns %zu and %zu have the same heading '%s'",
                             i + 1, index + 1, heading);
        }
    }
    return ATL_OK;
}

enum atl_status rows_read_heading(struct atl_rows *rows, struct atl_error *error)
{
    size_t line = 1;
    guess_separator(rows);
    enum atl_status status = read_cells(rows, &line, error);
    if (status != ATL_OK) {
        return status;
    }
    if (rows->cell_count == 0) {
        return atl_fail(error, ATL_FAILED, "%s is empty: not even a heading is in it", rows->name);
    }
    const char *cell = rows->bytes.data;
    rows->headings = atl_realloc(NULL, rows->cell_count, sizeof *rows->headings);
    for (size_t i = 0; status == ATL_OK && i < rows->cell_count; i++) {
        rows->headings[i] = atl_text_trim(&rows->arena, atl_csv_plain(cell));
        rows->heading_count = i + 1;
        status = check_heading(rows, line, i, error);
        cell += strlen(cell) + 1;
    }
    return status;
}

/* ---- rows ---- */

enum atl_status rows_next_csv(struct atl_rows *rows, struct atl_row *row, struct atl_error *error)
{
    enum atl_status status = read_cells(rows, &row->line, error);
    if (status != ATL_OK || rows->cell_count == 0) {
        return status;
    }
    if (rows->cell_count != rows->heading_count) {
        rows_fail(rows, row->line, error, "%zu cell%s, but the heading has %zu", rows->cell_count,
                  rows->cell_count == 1 ? "" : "s", rows->heading_count);
        atl_hint(error, "a cell with a %s or a line break in it stands in quotation marks",
                 rows->separator == ','   ? "comma"
                 : rows->separator == ';' ? "semicolon"
                                          : "tab");
        return ATL_FAILED;
    }
    const char *cell = rows->bytes.data;
    row->json = cJSON_CreateObject();
    for (size_t i = 0; i < rows->cell_count; i++) {
        cJSON_AddItemToObject(row->json, rows->headings[i],
                              cJSON_CreateString(atl_csv_plain(cell)));
        cell += strlen(cell) + 1;
    }
    return ATL_OK;
}
