/* What the forms of output share: table, JSON, CSV. */
#ifndef CLI_OUTPUT_INTERNAL_H
#define CLI_OUTPUT_INTERNAL_H

#include "cli/output.h"

struct table; /* table.c */

struct atl_output {
    struct atl_console *console;
    const struct atl_globals *globals;
    enum atl_output_form form;

    const struct atl_listing *listing; /* the list that is open, NULL when none is */
    const struct atl_column **shown;   /* its columns to show, in their order */
    size_t shown_count;
    size_t column_count; /* all of the listing's */
    uint64_t rows;       /* those before the one being printed, and that one */
    struct table *table;

    const struct atl_column *checked; /* what --fields was checked against; NULL: nothing yet */

    bool used;          /* something was printed */
    bool document_open; /* the JSON document's "{" was printed, its "}" not yet */
    bool rows_open;     /* likewise "[" and "]" of the rows */
    cJSON *members;     /* of the document, to be printed after the rows */
    struct atl_buffer scratch;
};

/* ---- fields.c ---- */

/*
 * Which columns to show: those of --fields in its order, else all that aren't extra (in JSON all).
 * The array is on the heap. ATL_USAGE for an unknown name.
 */
enum atl_status fields_choose(const struct atl_globals *globals, const struct atl_column *columns,
                              const struct atl_column ***shown, size_t *count,
                              struct atl_error *error);

/* ---- cell.c ---- */

/* The column's value in an object. Its text lives in the object or in `scratch`. */
struct atl_cell cell_from_object(const struct atl_column *column, const cJSON *object,
                                 struct atl_buffer *scratch);
/* Appends what a table shows; safe, on one line. */
void cell_append_shown(const struct atl_cell *cell, struct atl_buffer *text);
/* Appends the plain value for CSV; safe, newlines kept. */
void cell_append_plain(const struct atl_cell *cell, struct atl_buffer *text);
/* A new JSON value. */
cJSON *cell_to_json(const struct atl_cell *cell);

/* ---- the forms ---- */

/* A record, as "Label: value" lines: a column without a heading has its key for one. */
enum atl_status table_record(struct atl_output *output, const struct atl_column *const *columns,
                             const struct atl_cell *cells, size_t count, struct atl_error *error);

/* `cells` has one for each shown column. */
struct table *table_open(const struct atl_output *output);
enum atl_status table_row(struct atl_output *output, const struct atl_cell *cells,
                          struct atl_error *error);
enum atl_status table_end(struct atl_output *output, struct atl_error *error);
void table_free(struct table *table);

enum atl_status csv_heading(struct atl_output *output, const struct atl_column *const *columns,
                            size_t count, struct atl_error *error);
enum atl_status csv_row(struct atl_output *output, const struct atl_cell *cells, size_t count,
                        struct atl_error *error);

/* One object: a row of the document, or a line of JSONL. */
enum atl_status json_row(struct atl_output *output, const cJSON *object, struct atl_error *error);
/* Ends the rows, and prints output->members after them. */
enum atl_status json_end_rows(struct atl_output *output, struct atl_error *error);
/* The object's members as the document's own. NULL is an empty object. */
enum atl_status json_record(struct atl_output *output, const cJSON *object,
                            struct atl_error *error);
/* Completes the document; with `failure` as its "error". */
enum atl_status json_finish(struct atl_output *output, const struct atl_error *failure,
                            struct atl_error *error);

/* Writes, and flushes when somebody waits for each line. */
enum atl_status output_emit_line(struct atl_output *output, const struct atl_buffer *text,
                                 struct atl_error *error);

#endif
