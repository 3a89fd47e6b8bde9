/* What the readers of tables share. */
#ifndef BULK_ROWS_H
#define BULK_ROWS_H

#include "atlcli/json.h"
#include "atlcli/rows.h"
#include "atlcli/text.h"

/* A table that grows while it is read. */
struct rows_builder {
    struct atl_arena *arena;
    const char *source;
    struct atl_list columns;
    const char **labels;  /* by column; NULL: there are none */
    char separator;       /* of cells of CSV */
    struct atl_list rows; /* struct rows_row */
};

/* A row of fewer cells than there are columns in the end. */
struct rows_row {
    size_t number;
    size_t count;
    const char **cells;
};

/*
 * What comes before reading: takes a BOM off, refuses what isn't UTF-8, and finds out the format
 * where it isn't said.
 */
enum atl_status rows_begin(const char **text, size_t *length, enum atl_rows_format *format,
                           const char *source, struct atl_error *error);

/* What was read, in the shape that all have in the end. */
void rows_complete(struct rows_builder *builder, struct atl_rows *rows);

/* The array of objects in a document; NULL: there is none. */
const cJSON *rows_find_array(const cJSON *document);

/* A document that a file holds: what is wrong with it is its writer's mistake. */
enum atl_status rows_parse_json(const char *text, size_t length, const char *source,
                                cJSON **document, struct atl_error *error);

/*
 * The next line that isn't blank as a document, for the caller to delete; NULL at the end. `line`
 * is the number of the last one that was read; starts with 0.
 */
enum atl_status rows_next_line(const char **text, const char *end, size_t *line, const char *source,
                               cJSON **document, struct atl_error *error);

enum atl_status rows_read_csv(struct rows_builder *builder, const char *text, size_t length,
                              struct atl_error *error);
enum atl_status rows_read_json(struct rows_builder *builder, const char *text, size_t length,
                               struct atl_error *error);
enum atl_status rows_read_jsonl(struct rows_builder *builder, const char *text, size_t length,
                                struct atl_error *error);

#endif
