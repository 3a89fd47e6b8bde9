/*
 * Rows of a file, one at a time, whatever its size: CSV (RFC 4180), JSON or JSONL.
 *
 *     struct atl_rows *rows;
 *     status = atl_rows_open("issues.csv", ATL_ROWS_CSV, &rows, &error);
 *     while ((status = atl_rows_next(rows, &row, &error)) == ATL_OK && row.json != NULL) {
 *         …
 *         cJSON_Delete(row.json);
 *     }
 *     atl_rows_close(rows);
 *
 * CSV has a heading. Cells are separated by commas, or by what the heading has instead: semicolons,
 * as spreadsheets write them in many countries, or tabs. Lines end in LF or CRLF; a BOM is skipped;
 * empty lines count for nothing. JSON is an array of objects, or a document that has one as its
 * member "issues".
 *
 * Texts are UTF-8, and hold no NUL. Errors are ATL_FAILED, say the line, and hints how to mend the
 * file: one in Latin-1, say. A row may take 64 MiB.
 */
#ifndef ATLCLI_ROWS_H
#define ATLCLI_ROWS_H

#include "atlcli/error.h"
#include "atlcli/json.h"

#include <stdbool.h>
#include <stddef.h>

enum atl_rows_format {
    ATL_ROWS_CSV,
    ATL_ROWS_JSON,
    ATL_ROWS_JSONL,
};

/* The format that a file's name ends in: .csv, .json, .jsonl, .ndjson. False for any other. */
bool atl_rows_format_of(const char *path, enum atl_rows_format *format);

struct atl_rows;

/* A row: of CSV an object of texts, by heading; of JSON the object. The caller deletes it. */
struct atl_row {
    cJSON *json; /* NULL: there are no more */
    size_t line; /* where it begins, from 1 */
};

/* Opens a file. ATL_NOT_FOUND when it isn't there. CSV's heading is read at once. */
enum atl_status atl_rows_open(const char *path, enum atl_rows_format format, struct atl_rows **rows,
                              struct atl_error *error);
/* The same of a text that is in memory, and outlives the rows; `name` is for errors. */
enum atl_status atl_rows_open_text(const char *text, size_t length, const char *name,
                                   enum atl_rows_format format, struct atl_rows **rows,
                                   struct atl_error *error);

enum atl_status atl_rows_next(struct atl_rows *rows, struct atl_row *row, struct atl_error *error);

/* CSV's headings, in their order; none for other formats. */
const char *const *atl_rows_headings(const struct atl_rows *rows, size_t *count);

void atl_rows_close(struct atl_rows *rows);

#endif
