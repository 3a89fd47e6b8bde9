/*
 * Tables of issues, in each of their formats: they are read or refused in an orderly way, and one
 * in which keys are filled in is read as the same rows.
 */
#include "atlcli/rows.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *value_of(void *context, const char *column, size_t number)
{
    (void)context;
    (void)column;
    return number % 2 == 0 ? NULL : "KEY-1";
}

static void fill(const char *text, size_t size, const struct atl_rows *rows)
{
    const char *const columns[] = {"key", rows->column_count > 0 ? rows->columns[0] : "x", NULL};
    struct atl_arena arena = {0};
    struct atl_buffer filled = {0};
    struct atl_rows again;
    struct atl_error error;
    if (atl_rows_fill(text, size, rows->format, "input", columns, value_of, NULL, &filled,
                      &error) != ATL_OK ||
        atl_rows_read(&arena, atl_buffer_text(&filled), filled.length, rows->format, "filled",
                      &again, &error) != ATL_OK ||
        again.count != rows->count) {
        abort();
    }
    atl_buffer_free(&filled);
    atl_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int format = ATL_ROWS_DETECT; format <= ATL_ROWS_JSONL; format++) {
        struct atl_arena arena = {0};
        struct atl_rows rows;
        struct atl_error error;
        if (atl_rows_read(&arena, (const char *)data, size, (enum atl_rows_format)format, "input",
                          &rows, &error) == ATL_OK) {
            for (size_t row = 0; row < rows.count; row++) {
                for (size_t i = 0; i < rows.column_count; i++) {
                    const char *cell = rows.rows[row].cells[i];
                    if (cell != NULL && cell[0] == '\0' && rows.columns[i] == NULL) {
                        abort();
                    }
                }
            }
            fill((const char *)data, size, &rows);
        }
        atl_arena_free(&arena);
    }
    return 0;
}
