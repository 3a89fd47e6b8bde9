/* The result of an import: the file that was imported, with the keys of the new issues in it. */
#ifndef CMD_JIRA_IMPORT_RESULT_H
#define CMD_JIRA_IMPORT_RESULT_H

#include "atlcli/bulk.h"
#include "atlcli/rows.h"
#include "cli/context.h"

struct import_source {
    const char *path; /* "-": standard input */
    const char *text; /* what it holds */
    enum atl_rows_format format;
    const char *key_column; /* its name; "key" where there is none */
};

/*
 * Finds out where the result goes, and notes it in the job. ATL_CONFLICT when the keys of another
 * import are there, or when one of this file has been interrupted: importing it again would create
 * issues twice. Fails, too, when nothing can be written there.
 */
enum atl_status import_result_begin(struct atl_context *context, struct atl_bulk_job *job,
                                    const struct import_source *source, struct atl_error *error);

/*
 * Writes the keys that the job has so far. Keys that are in the result already stay. ATL_OK with
 * nothing done for a job that has no result.
 */
enum atl_status import_result_write(struct atl_context *context, const struct atl_bulk_job *job,
                                    struct atl_error *error);

/* ---- what is in it ---- */

enum atl_rows_format import_result_format(const struct atl_bulk_job *job);

/* The result as it is; false when it isn't there, or no table. In the arena. */
bool import_result_read(struct atl_arena *arena, const struct atl_bulk_job *job,
                        struct atl_rows *rows);

/* What a row has in a column, by its name; NULL: nothing. `rows` may be NULL, and have fewer. */
const char *import_result_cell(const struct atl_rows *rows, size_t row, const char *column);

/*
 * Appends the file that was imported with the keys that the job has: those of its rows, of which
 * there are `filled`, and of what these belong to. The keys of a result that is there already
 * (`before`, NULL: there is none) stay.
 */
enum atl_status import_result_fill(struct atl_arena *arena, const struct atl_bulk_job *job,
                                   const struct atl_rows *before, struct atl_buffer *text,
                                   size_t *filled, struct atl_error *error);

/*
 * ATL_CONFLICT when the result has been imported since: what failed may have been created then, and
 * trying it again would create it twice. ATL_OK for a job without a result.
 */
enum atl_status import_result_check_retry(struct atl_context *context,
                                          const struct atl_bulk_job *job, struct atl_error *error);

#endif
