/* Tables of issues, in each of their formats. */
#include "atlcli/rows.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
        }
        atl_arena_free(&arena);
    }
    return 0;
}
