/*
 * CSV: cells as atlcli/csv.h has them; lines end in LF, as everything else that goes through a
 * pipeline.
 */
#include "atlcli/csv.h"
#include "cli/output_internal.h"

#include <string.h>

enum atl_status csv_heading(struct atl_output *output, const struct atl_column *const *columns,
                            size_t count, struct atl_error *error)
{
    struct atl_buffer line = {0};
    struct atl_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        atl_buffer_truncate(&text, 0);
        atl_text_append_safe(&text, columns[i]->key, strlen(columns[i]->key), false);
        atl_buffer_add(&line, i > 0 ? "," : "");
        atl_csv_append_cell(&line, atl_buffer_text(&text));
    }
    atl_buffer_add_char(&line, '\n');
    enum atl_status status = output_emit_line(output, &line, error);
    atl_buffer_free(&text);
    atl_buffer_free(&line);
    return status;
}

enum atl_status csv_row(struct atl_output *output, const struct atl_cell *cells, size_t count,
                        struct atl_error *error)
{
    struct atl_buffer line = {0};
    struct atl_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        atl_buffer_truncate(&text, 0);
        cell_append_plain(&cells[i], &text);
        atl_buffer_add(&line, i > 0 ? "," : "");
        atl_csv_append_cell(&line, atl_buffer_text(&text));
    }
    /* A line of one empty field would be an empty line, which readers skip. */
    atl_buffer_add(&line, line.length == 0 ? "\"\"\n" : "\n");
    enum atl_status status = output_emit_line(output, &line, error);
    atl_buffer_free(&text);
    atl_buffer_free(&line);
    return status;
}
