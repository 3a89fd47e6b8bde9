/*
 * Results on stdout. A command says what its columns are and pushes rows or records; whether they
 * become a table, JSON, JSONL or CSV, and which columns are shown, is decided here.
 *
 * A list:
 *
 *     static const struct atl_column columns[] = {
 *         {.key = "name", .heading = "PROFILE", .style = ATL_STYLE_NAME},
 *         {.key = "site", .heading = "SITE", .shrinks = true},
 *         {.key = "active", .heading = "ACTIVE", .kind = ATL_CELL_BOOLEAN},
 *         {0}};
 *     static const struct atl_listing listing = {.name = "profiles", .columns = columns};
 *
 *     status = atl_output_begin(context->output, &listing, error);
 *     for (…) status = atl_output_row(context->output, cells, error);
 *     status = atl_output_end(context->output, error);
 *
 * One thing (auth status, jira me): atl_output_record. A change that was made: atl_output_message.
 * In one run of a command there is either one list, or one record, or one message; with --json
 * more than one would be more than one document. Every function returns the errors of
 * atl_console_write.
 *
 * Texts may come from a server: control characters and the like never reach a terminal or a table,
 * and are escaped in JSON.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "atlcli/error.h"
#include "atlcli/json.h"
#include "cli/console.h"
#include "cli/context.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum atl_cell_kind {
    ATL_CELL_TEXT,
    ATL_CELL_INTEGER, /* aligned right in tables */
    ATL_CELL_BOOLEAN, /* ✓ or nothing in tables, true and false elsewhere */
    ATL_CELL_TIME,    /* "2026-01-31 08:15", local, in tables; ISO 8601 in UTC elsewhere */
};

struct atl_column {
    const char *key;     /* in JSON, in CSV's first line and for --fields: "assignee" */
    const char *heading; /* in tables: "ASSIGNEE"; with atl_output_record the label: "Assignee" */
    const char *path; /* records: where the value is ("fields.assignee.displayName"); NULL: key */
    enum atl_cell_kind kind;
    enum atl_style style; /* of its cells; a cell's own style goes before it */
    bool shrinks;         /* gives way, and is cut with "…", when a terminal is too narrow */
    bool extra;           /* in tables and CSV only when --fields asks for it */
    bool spare; /* left out, the last one first, when a terminal is too narrow for the others */
};

/* A value of a row. Texts are used during the call only, or kept as a copy. */
struct atl_cell {
    enum atl_cell_kind kind;
    bool present; /* false: JSON null, an empty cell */
    enum atl_style style;
    const char *text;
    int64_t integer; /* integers; times: milliseconds since 1970, UTC */
    bool boolean;
};

struct atl_cell atl_cell_none(void);
struct atl_cell atl_cell_text(const char *text); /* NULL: as atl_cell_none */
struct atl_cell atl_cell_integer(int64_t integer);
struct atl_cell atl_cell_boolean(bool boolean);
struct atl_cell atl_cell_time(int64_t wall_ms);
/* The same cell in another style. */
struct atl_cell atl_cell_styled(struct atl_cell cell, enum atl_style style);

struct atl_listing {
    const char *name; /* member of the JSON document that holds the rows: "issues" */
    const struct atl_column *columns; /* ends with an empty one */
    const char *when_empty;           /* table: a note when there are no rows: "No issues found." */
};

/* ---- lists ---- */

/*
 * Starts a list. Call it before asking the server for anything: ATL_USAGE when --fields names a
 * column that isn't there. The listing must stay until atl_output_end.
 */
enum atl_status atl_output_begin(struct atl_output *output, const struct atl_listing *listing,
                                 struct atl_error *error);

/* Whether anybody will see the column: to spare the server what nobody asked for. */
bool atl_output_wants(const struct atl_output *output, const char *key);

/* One row: a cell for each column, in their order. */
enum atl_status atl_output_row(struct atl_output *output, const struct atl_cell *cells,
                               struct atl_error *error);

/*
 * One row from an object: cells come from the columns' paths. JSON and JSONL print the object as it
 * is, or with --fields an object of the keys asked for. Numbers keep at most 17 digits. Arrays of
 * texts become "a, b" in tables and CSV; dates of ATL_CELL_TIME columns are ISO 8601 texts.
 */
enum atl_status atl_output_object(struct atl_output *output, const cJSON *object,
                                  struct atl_error *error);

/*
 * A further member of the JSON document, beside the rows: "total". Takes `value`. Any time between
 * begin and end; other forms leave it out.
 */
void atl_output_member(struct atl_output *output, const char *name, cJSON *value);

/* Ends the list: prints what is still held back. */
enum atl_status atl_output_end(struct atl_output *output, struct atl_error *error);

/* ---- one thing ---- */

/*
 * ATL_USAGE when --fields names a column that isn't there: to find that out before doing anything.
 * For what a command declares as its `fields` this is done before it runs. A message then has
 * these columns; they must stay.
 */
enum atl_status atl_output_check(struct atl_output *output, const struct atl_column *columns,
                                 struct atl_error *error);

/*
 * Prints one object: "Label: value" lines in a table (those with a value); its members after
 * "schemaVersion" as the document in JSON; one line in JSONL; a heading and a row in CSV.
 * --fields picks from the columns. The caller keeps the object. ATL_FAILED when it is none: a
 * server may have answered with a list.
 */
enum atl_status atl_output_record(struct atl_output *output, const struct atl_column *columns,
                                  const cJSON *object, struct atl_error *error);

/*
 * Says that something was done: the sentence in a table, the object in JSON and JSONL, its members
 * as a heading and a row in CSV. `object` may be NULL when there is nothing to tell but that it was
 * done. --fields picks from the columns that were checked last; a member that isn't there is null.
 * When none were checked, names that the object doesn't have are only warned about, since the deed
 * is done. The caller keeps the object.
 */
enum atl_status atl_output_message(struct atl_output *output, const cJSON *object,
                                   struct atl_error *error, const char *format, ...)
    ATL_PRINTF(4, 5);

/*
 * Text of the command's own shape, such as a page in Markdown or `auth status`, for people:
 * printed in table form alone; the other forms leave it out, so give them a record as well.
 * Made safe for terminals; newlines and tabs are kept.
 */
enum atl_status atl_output_text(struct atl_output *output, struct atl_error *error,
                                const char *format, ...) ATL_PRINTF(3, 4);
/* The same for a text in a style, without a newline at its end. */
enum atl_status atl_output_styled(struct atl_output *output, enum atl_style style, const char *text,
                                  struct atl_error *error);

/*
 * Bytes as they are, in every form: a completion script, a downloaded file, the body of an answer
 * (`api`). What a server sent must be made safe before when it goes to a terminal.
 */
enum atl_status atl_output_bytes(struct atl_output *output, const void *bytes, size_t length,
                                 struct atl_error *error);

enum atl_output_form atl_output_form(const struct atl_output *output);

/* ---- for main ---- */

/* `globals` and `console` must outlive it. */
struct atl_output *atl_output_open(struct atl_console *console, const struct atl_globals *globals);

/*
 * Ends the output of a command that returned `status` with `failure`. With --json the document is
 * completed, with the error in it when there was one; without a document the error becomes one.
 * Flushes, and then says what had to wait for the document. Returns ATL_OK or the errors of
 * atl_console_write.
 */
enum atl_status atl_output_finish(struct atl_output *output, enum atl_status status,
                                  const struct atl_error *failure, struct atl_error *error);
void atl_output_close(struct atl_output *output);

#endif
