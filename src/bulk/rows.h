/* What the readers of tables share. */
#ifndef BULK_ROWS_H
#define BULK_ROWS_H

#include "atlcli/rows.h"
#include "atlcli/text.h"

/* A table that grows while it is read. */
struct rows_builder {
    struct atl_arena *arena;
    const char *source;
    struct atl_list columns;
    struct atl_list rows; /* struct rows_row */
};

/* A row of fewer cells than there are columns in the end. */
struct rows_row {
    size_t number;
    size_t count;
    const char **cells;
};

enum atl_status rows_read_csv(struct rows_builder *builder, const char *text, size_t length,
                              struct atl_error *error);
enum atl_status rows_read_json(struct rows_builder *builder, const char *text, size_t length,
                               struct atl_error *error);
enum atl_status rows_read_jsonl(struct rows_builder *builder, const char *text, size_t length,
                                struct atl_error *error);

#endif
