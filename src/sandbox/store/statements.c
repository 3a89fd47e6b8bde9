#include "sandbox/store/statements.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 4096, /* a power of two, far above the number of statements in the sources */
    MOST_KEPT = SLOTS / 2,
};

void statements_init(struct store *store)
{
    store->statements = atl_alloc(SLOTS * sizeof *store->statements);
}

void statements_free(struct store *store)
{
    for (size_t i = 0; store->statements != NULL && i < SLOTS; i++) {
        sqlite3_finalize(store->statements[i]);
    }
    free(store->statements);
}

void statements_fail(struct store *store)
{
    if (store->failure == NULL) {
        store->failure = atl_strdup(sqlite3_errmsg(store->handle));
    }
}

void statements_execute(struct store *store, const char *sql)
{
    if (store->failure == NULL && sqlite3_exec(store->handle, sql, NULL, NULL, NULL) != SQLITE_OK) {
        statements_fail(store);
    }
}

static void bind(sqlite3_stmt *statement, int position, const struct value *value)
{
    switch (value->kind) {
    case VALUE_INTEGER:
        sqlite3_bind_int64(statement, position, value->integer);
        break;
    case VALUE_REAL:
        sqlite3_bind_double(statement, position, value->real);
        break;
    case VALUE_TEXT:
        sqlite3_bind_text(statement, position, value->text, -1, SQLITE_STATIC);
        break;
    case VALUE_BLOB:
        /* A NULL pointer would be bound as NULL. */
        sqlite3_bind_blob64(statement, position, value->text == NULL ? "" : value->text,
                            value->length, SQLITE_STATIC);
        break;
    default:
        sqlite3_bind_null(statement, position);
        break;
    }
}

static void bind_all(sqlite3_stmt *statement, const struct value *values)
{
    for (int i = 0; statement != NULL && values != NULL && values[i].kind != VALUE_END; i++) {
        bind(statement, i + 1, &values[i]);
    }
}

static sqlite3_stmt *prepare(struct store *store, const char *sql, unsigned flags)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(store->handle, sql, -1, flags, &statement, NULL) != SQLITE_OK) {
        statements_fail(store);
    }
    return statement;
}

/* FNV-1a, eight bytes at a time: statements are long, and looked for all the time. */
static size_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t left = strlen(text); left > 0;) {
        uint64_t word = 0;
        size_t length = left < sizeof word ? left : sizeof word;
        memcpy(&word, text, length);
        hash = (hash ^ word) * UINT64_C(0x100000001B3);
        hash ^= hash >> 32;
        text += length;
        left -= length;
    }
    return (size_t)hash;
}

/* Where the statement of this text is, or belongs. */
static sqlite3_stmt **find(struct store *store, const char *sql)
{
    for (size_t at = hash_of(sql);; at++) {
        sqlite3_stmt **slot = &store->statements[at % SLOTS];
        if (*slot == NULL || strcmp(sqlite3_sql(*slot), sql) == 0) {
            return slot;
        }
    }
}

sqlite3_stmt *statements_start(struct store *store, const char *sql, const struct value *values,
                               bool *temporary)
{
    *temporary = false;
    if (store->failure != NULL) {
        return NULL;
    }
    sqlite3_stmt **slot = find(store, sql);
    if (*slot == NULL && store->statement_count < MOST_KEPT) {
        *slot = prepare(store, sql, SQLITE_PREPARE_PERSISTENT);
        store->statement_count += *slot != NULL;
    } else if (*slot == NULL || sqlite3_stmt_busy(*slot)) {
        *temporary = true;
        return statements_start_once(store, sql, values);
    }
    bind_all(*slot, values);
    return *slot;
}

sqlite3_stmt *statements_start_once(struct store *store, const char *sql,
                                    const struct value *values)
{
    sqlite3_stmt *statement = store->failure == NULL ? prepare(store, sql, 0) : NULL;
    bind_all(statement, values);
    return statement;
}

void statements_finish(sqlite3_stmt *statement, bool temporary)
{
    if (temporary) {
        sqlite3_finalize(statement);
    } else if (statement != NULL) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
}
