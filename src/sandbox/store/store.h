/*
 * The sandbox's memory: one SQLite database, in memory or in a file, and a small way to talk to it.
 * Used by the server's thread alone.
 *
 * What goes wrong in the database itself (a full disk, a broken file, a mistake in a statement) is
 * kept in `failure`, and everything after it does nothing: the request that met it is rolled back
 * and answered with 500 (see server.c). So callers needn't look after each step.
 */
#ifndef SANDBOX_STORE_H
#define SANDBOX_STORE_H

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct store {
    sqlite3 *handle;
    sqlite3_stmt **statements; /* prepared ones, kept for the next time, by their text */
    size_t statement_count;
    char *failure;       /* NULL: nothing went wrong */
    char *last_failure;  /* why a transaction was undone, the last time that was the reason */
    uint64_t generation; /* another number after each change */
    bool changed;        /* since the transaction began */
};

/* ---- values for the question marks of a statement ---- */

enum value_kind {
    VALUE_END, /* closes a list */
    VALUE_NULL,
    VALUE_INTEGER,
    VALUE_REAL,
    VALUE_TEXT,
    VALUE_BLOB,
};

struct value {
    enum value_kind kind;
    int64_t integer;
    double real;
    const char *text; /* lives until the rows are read */
    size_t length;    /* of a blob */
};

struct value sql_integer(int64_t integer);
struct value sql_optional(int64_t integer); /* NULL when negative */
struct value sql_real(double real);
struct value sql_text(const char *text); /* NULL for NULL */
struct value sql_blob(const void *bytes, size_t length);
struct value sql_null(void);

/* The list: VALUES(sql_integer(id), sql_text(name)). NO_VALUES for statements without any. */
#define VALUES(...) ((const struct value[]){__VA_ARGS__, {.kind = VALUE_END}})
#define NO_VALUES   NULL

/* ---- opening ---- */

/*
 * Opens a database, NULL: one in memory, and makes the tables where there are none. ATL_FAILED,
 * naming the file, when it can't be opened, isn't the sandbox's, or is of another version.
 */
enum atl_status store_open(struct store *store, const char *path, struct atl_error *error);
void store_close(struct store *store);

/* ---- transactions ---- */

void store_begin(struct store *store);
/* False, and nothing kept, when anything has failed since store_begin. Clears the failure. */
bool store_commit(struct store *store);
void store_rollback(struct store *store);
/* Part of a transaction that can be undone on its own: one item of many. May be nested. */
void store_savepoint(struct store *store);
void store_release(struct store *store, bool keep);

/* ---- reading ---- */

/* The rows that a SELECT gives, one after the other. */
struct rows {
    struct store *store;
    sqlite3_stmt *statement; /* NULL: at the end */
    bool temporary;
};

/*
 *     struct rows rows = store_select(store, "SELECT id, name FROM person WHERE active = ?",
 *                                     VALUES(sql_integer(1)));
 *     while (rows_next(&rows)) { … rows_integer(&rows, 0) … rows_text(&rows, 1) … }
 *
 * Call rows_finish when leaving before the end. Each text is prepared once and kept.
 */
struct rows store_select(struct store *store, const char *sql, const struct value *values);
bool rows_next(struct rows *rows);
void rows_finish(struct rows *rows);

int64_t rows_integer(const struct rows *rows, int column);  /* 0 for NULL */
int64_t rows_optional(const struct rows *rows, int column); /* -1 for NULL */
double rows_real(const struct rows *rows, int column);
const char *rows_text(const struct rows *rows, int column); /* until the next step; NULL for NULL */
char *rows_copy(const struct rows *rows, int column, struct atl_arena *arena);
const void *rows_blob(const struct rows *rows, int column, size_t *length);
bool rows_is_null(const struct rows *rows, int column);

/* The first column of the first row. */
int64_t store_integer(struct store *store, int64_t fallback, const char *sql,
                      const struct value *values); /* fallback: without a row, and for NULL */
char *store_text(struct store *store, struct atl_arena *arena, const char *sql,
                 const struct value *values); /* NULL without a row, and for NULL */
bool store_exists(struct store *store, const char *sql, const struct value *values);

/* ---- changing ---- */

/* Runs an INSERT, UPDATE or DELETE; the number of rows that it changed. */
int64_t store_run(struct store *store, const char *sql, const struct value *values);
/* The same for an INSERT; the new row's id. */
int64_t store_insert(struct store *store, const char *sql, const struct value *values);

/* ---- statements that are put together ---- */

/* SQL text with its values, for filters that differ from request to request. Zeroed to start. */
struct sql {
    struct atl_buffer text;
    struct value *values;
    size_t count;
};

void sql_add(struct sql *sql, const char *text);
void sql_printf(struct sql *sql, const char *format, ...) ATL_PRINTF(2, 3);
/* Adds a value whose question mark is in the text already. */
void sql_value(struct sql *sql, struct value value);
/* Appends "?" and the value. */
void sql_mark(struct sql *sql, struct value value);
/* As store_select; these statements aren't kept. */
struct rows store_select_sql(struct store *store, const struct sql *sql);
int64_t store_integer_sql(struct store *store, int64_t fallback, const struct sql *sql);
void sql_free(struct sql *sql);

#endif
