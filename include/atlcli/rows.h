/*
 * Tables of issues in files: CSV (RFC 4180), a JSON document, or JSON lines, all read into the same
 * shape of named columns and rows of texts.
 */
#ifndef ATLCLI_ROWS_H
#define ATLCLI_ROWS_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stddef.h>

struct atl_row {
    size_t number; /* CSV and JSON lines: the line it begins on; JSON: its place, from 1 */
    /*
     * By column. NULL: nothing is said (no cell, null). JSON's numbers and truth values are as JSON
     * writes them, arrays and objects JSON texts.
     */
    const char **cells;
};

enum atl_rows_format {
    ATL_ROWS_DETECT, /* JSON begins with [ or {; several documents are JSON lines */
    ATL_ROWS_CSV,
    ATL_ROWS_JSON,
    ATL_ROWS_JSONL,
};

struct atl_rows {
    enum atl_rows_format format; /* that it was read in */
    const char **columns;
    const char **labels; /* by column: what a JSON document's "names" call it; NULL: nothing */
    size_t column_count;
    struct atl_row *rows;
    size_t count;
};

/* By the ending of a file's name, ATL_ROWS_DETECT for any other. */
enum atl_rows_format atl_rows_format_of(const char *path);

/*
 * Reads a table; everything is in the arena. `source` names it in errors, which say the line.
 *
 * CSV: the first line has the columns; cells are separated by what separates these, comma,
 * semicolon or tab. A BOM, CRLF and CR, quotes with line breaks within, and empty lines are fine. A
 * shorter row has no cells at its end. The apostrophe that keeps spreadsheets from running a cell
 * (atlcli/csv.h) is taken off. JSON: an array of objects, or an object with one in "issues" or the
 * only array in it; columns are the members of all objects, in the order in which they come up.
 * What a member "fields" holds counts as members of the object itself, as servers and exports write
 * issues; it goes before a member of the same name.
 *
 * ATL_USAGE for what can't be read: bytes that aren't UTF-8 (a file in Latin-1), an open quote, a
 * row with more cells than columns, columns without a name or with the same one.
 */
enum atl_status atl_rows_read(struct atl_arena *arena, const char *text, size_t length,
                              enum atl_rows_format format, const char *source,
                              struct atl_rows *rows, struct atl_error *error);

/* What a column is to say in the row of that number; NULL: what it says. */
typedef const char *(*atl_rows_value)(void *context, const char *column, size_t number);

/*
 * Appends the same table in the same format, with columns of texts filled in (NULL-terminated, in
 * any case; asked about row by row, and in a row in this order). Where the first isn't there it
 * becomes the first one of the table (in JSON: a member of the objects that get a value); the
 * others are filled in where they are. CSV keeps its separator, its BOM and its line ends. Errors
 * as above.
 */
enum atl_status atl_rows_fill(const char *text, size_t length, enum atl_rows_format format,
                              const char *source, const char *const *columns, atl_rows_value value,
                              void *context, struct atl_buffer *filled, struct atl_error *error);

#endif
