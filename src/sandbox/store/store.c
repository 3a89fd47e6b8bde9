#include "sandbox/store/store.h"

#include "sandbox/store/functions.h"
#include "sandbox/store/schema.h"
#include "sandbox/store/statements.h"

#include <stdlib.h>

/* ---- opening ---- */

static enum atl_status set_up(struct store *store, const char *name, struct atl_error *error)
{
    /* Pages that hold a dozen issues each: fewer of them to split, and less memory. */
    statements_execute(
        store, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
               "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
               "PRAGMA foreign_keys = OFF;");
    functions_register(store->handle);
    if (store->failure == NULL) {
        const char *problem = schema_prepare(store->handle);
        if (problem != NULL) {
            return atl_fail(error, ATL_FAILED, "%s: %s", name, problem);
        }
        return ATL_OK;
    }
    return atl_fail(error, ATL_FAILED, "can't use %s as a database: %s", name, store->failure);
}

enum atl_status store_open(struct store *store, const char *path, struct atl_error *error)
{
    *store = (struct store){.generation = 1};
    statements_init(store);
    const char *name = path == NULL ? "the sandbox's memory" : path;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    enum atl_status status;
    if (sqlite3_open_v2(path == NULL ? ":memory:" : path, &store->handle, flags, NULL) ==
        SQLITE_OK) {
        status = set_up(store, name, error);
    } else {
        status =
            atl_fail(error, ATL_FAILED, "can't open %s: %s", name, sqlite3_errmsg(store->handle));
    }
    if (status != ATL_OK) {
        store_close(store);
    }
    return status;
}

void store_close(struct store *store)
{
    statements_free(store);
    sqlite3_close(store->handle);
    free(store->failure);
    free(store->last_failure);
    *store = (struct store){0};
}

/* ---- transactions ---- */

void store_begin(struct store *store)
{
    store->changed = false;
    statements_execute(store, "BEGIN IMMEDIATE");
}

bool store_commit(struct store *store)
{
    if (store->failure == NULL) {
        statements_execute(store, "COMMIT");
    }
    if (store->failure != NULL) {
        store_rollback(store);
        return false;
    }
    store->generation += store->changed;
    store->changed = false;
    return true;
}

void store_rollback(struct store *store)
{
    if (store->failure != NULL) {
        free(store->last_failure);
        store->last_failure = store->failure;
        store->failure = NULL;
    }
    if (sqlite3_get_autocommit(store->handle) == 0) {
        statements_execute(store, "ROLLBACK");
    }
    /* Whoever keeps results by generation may have seen what is undone now. */
    store->generation += store->changed;
    store->changed = false;
}

void store_savepoint(struct store *store)
{
    statements_execute(store, "SAVEPOINT item");
}

void store_release(struct store *store, bool keep)
{
    statements_execute(store, keep ? "RELEASE item" : "ROLLBACK TO item; RELEASE item");
}

/* ---- reading ---- */

struct rows store_select(struct store *store, const char *sql, const struct value *values)
{
    struct rows rows = {.store = store};
    rows.statement = statements_start(store, sql, values, &rows.temporary);
    return rows;
}

bool rows_next(struct rows *rows)
{
    if (rows->statement == NULL) {
        return false;
    }
    int result = sqlite3_step(rows->statement);
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        statements_fail(rows->store);
    }
    rows_finish(rows);
    return false;
}

void rows_finish(struct rows *rows)
{
    statements_finish(rows->statement, rows->temporary);
    rows->statement = NULL;
}

int64_t rows_integer(const struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

int64_t rows_optional(const struct rows *rows, int column)
{
    return rows_is_null(rows, column) ? -1 : rows_integer(rows, column);
}

double rows_real(const struct rows *rows, int column)
{
    return sqlite3_column_double(rows->statement, column);
}

const char *rows_text(const struct rows *rows, int column)
{
    return (const char *)sqlite3_column_text(rows->statement, column);
}

char *rows_copy(const struct rows *rows, int column, struct atl_arena *arena)
{
    return atl_arena_strdup(arena, rows_text(rows, column));
}

const void *rows_blob(const struct rows *rows, int column, size_t *length)
{
    const void *bytes = sqlite3_column_blob(rows->statement, column);
    *length = (size_t)sqlite3_column_bytes(rows->statement, column);
    return bytes;
}

bool rows_is_null(const struct rows *rows, int column)
{
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

static int64_t first_integer(struct rows rows, int64_t fallback)
{
    if (rows_next(&rows) && !rows_is_null(&rows, 0)) {
        fallback = rows_integer(&rows, 0);
    }
    rows_finish(&rows);
    return fallback;
}

int64_t store_integer(struct store *store, int64_t fallback, const char *sql,
                      const struct value *values)
{
    return first_integer(store_select(store, sql, values), fallback);
}

char *store_text(struct store *store, struct atl_arena *arena, const char *sql,
                 const struct value *values)
{
    struct rows rows = store_select(store, sql, values);
    char *text = rows_next(&rows) ? rows_copy(&rows, 0, arena) : NULL;
    rows_finish(&rows);
    return text;
}

bool store_exists(struct store *store, const char *sql, const struct value *values)
{
    struct rows rows = store_select(store, sql, values);
    bool exists = rows_next(&rows);
    rows_finish(&rows);
    return exists;
}

/* ---- changing ---- */

int64_t store_run(struct store *store, const char *sql, const struct value *values)
{
    struct rows rows = store_select(store, sql, values);
    if (rows.statement == NULL) {
        return 0;
    }
    store->changed = true;
    while (rows_next(&rows)) {
        /* A RETURNING clause may give rows. */
    }
    return store->failure == NULL ? sqlite3_changes64(store->handle) : 0;
}

int64_t store_insert(struct store *store, const char *sql, const struct value *values)
{
    store_run(store, sql, values);
    return sqlite3_last_insert_rowid(store->handle);
}

/* ---- statements that are put together ---- */

struct rows store_select_sql(struct store *store, const struct sql *sql)
{
    struct rows rows = {.store = store, .temporary = true};
    rows.statement = statements_start_once(store, atl_buffer_text(&sql->text), sql->values);
    return rows;
}

int64_t store_integer_sql(struct store *store, int64_t fallback, const struct sql *sql)
{
    return first_integer(store_select_sql(store, sql), fallback);
}
