/*
 * Rows of files: any bytes are rows or an error, in all formats; and what is written as a cell of
 * CSV reads back as itself.
 */
#include "atlcli/csv.h"
#include "atlcli/rows.h"

#include <stdlib.h>
#include <string.h>

static void read_all(const char *text, size_t length, enum atl_rows_format format)
{
    struct atl_rows *rows;
    struct atl_row row;
    struct atl_error error;
    if (atl_rows_open_text(text, length, "rows", format, &rows, &error) != ATL_OK) {
        return;
    }
    while (atl_rows_next(rows, &row, &error) == ATL_OK && row.json != NULL) {
        cJSON_Delete(row.json);
    }
    atl_rows_close(rows);
}

static bool is_utf8(const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        uint32_t code_point;
        size_t length = atl_utf8_decode(text, left, &code_point);
        if (length == 1 && code_point >= 0x80) {
            return false;
        }
        text += length;
        left -= length;
    }
    return true;
}

static void check_cell(const char *text)
{
    struct atl_buffer file = {0};
    struct atl_rows *rows;
    struct atl_row row;
    atl_buffer_add(&file, "a,b\n");
    atl_csv_append_cell(&file, text);
    atl_buffer_add(&file, ",");
    atl_csv_append_cell(&file, text);
    atl_buffer_add(&file, "\n");
    if (atl_rows_open_text(file.data, file.length, "rows", ATL_ROWS_CSV, &rows, NULL) != ATL_OK ||
        atl_rows_next(rows, &row, NULL) != ATL_OK ||
        strcmp(atl_json_text(row.json, "a", ""), text) != 0 ||
        strcmp(atl_json_text(row.json, "b", ""), text) != 0) {
        abort();
    }
    cJSON_Delete(row.json);
    atl_rows_close(rows);
    atl_buffer_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = atl_strndup((const char *)data, size); /* up to the first NUL */
    if (is_utf8(text)) {
        check_cell(text);
    }
    free(text);
    read_all((const char *)data, size, ATL_ROWS_CSV);
    read_all((const char *)data, size, ATL_ROWS_JSON);
    read_all((const char *)data, size, ATL_ROWS_JSONL);
    return 0;
}
