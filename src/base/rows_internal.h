/* What the files of rows share. */
#ifndef BASE_ROWS_INTERNAL_H
#define BASE_ROWS_INTERNAL_H

#include "atlcli/rows.h"
#include "atlcli/text.h"

#include <stdio.h>

enum {
    ROWS_MOST_BYTES = 64 * 1024 * 1024, /* of one row */
    ROWS_MOST_COLUMNS = 10000,
    ROWS_END = -1, /* what rows_get gives at the end of the file */
};

struct atl_rows {
    FILE *file;
    const char *name;
    enum atl_rows_format format;
    struct atl_arena arena;
    size_t line; /* of the byte that comes next */
    char separator;
    const char **headings;
    size_t heading_count;
    struct atl_buffer bytes; /* of a row: CSV: its cells, each with a NUL behind it */
    size_t cell_count;
    bool in_list; /* JSON: between the brackets of the list */
    bool bare;    /* … which is the document itself */
    bool ended;
};

/* The next byte, or ROWS_END; and one that is put back. */
int rows_get(struct atl_rows *rows);
void rows_unget(struct atl_rows *rows, int byte);

/* Keeps a byte of the row. */
enum atl_status rows_keep(struct atl_rows *rows, int byte, size_t line, struct atl_error *error);

/* "issues.csv, line 3: …" */
enum atl_status rows_fail(const struct atl_rows *rows, size_t line, struct atl_error *error,
                          const char *format, ...) ATL_PRINTF(4, 5);

/* ATL_FAILED when what was kept of the row is no UTF-8. */
enum atl_status rows_check_text(const struct atl_rows *rows, size_t line, struct atl_error *error);

enum atl_status rows_read_heading(struct atl_rows *rows, struct atl_error *error);
enum atl_status rows_next_csv(struct atl_rows *rows, struct atl_row *row, struct atl_error *error);
enum atl_status rows_next_json(struct atl_rows *rows, struct atl_row *row, struct atl_error *error);
enum atl_status rows_next_line(struct atl_rows *rows, struct atl_row *row, struct atl_error *error);

#endif
