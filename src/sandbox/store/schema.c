#include "sandbox/store/schema.h"

#include <stddef.h>

enum {
    APPLICATION_ID = 0x41544C53, /* "ATLS", PRAGMA application_id */
};

/* What both products share. Times are milliseconds since 1970, UTC, everywhere. */
const char schema_site[] =
    /* What the database was made for: deployment, seed, today. */
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"

    /* Person 1 is the account that the tokens belong to. key: Data Center's (JIRAUSER10100). */
    "CREATE TABLE person ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL, username TEXT NOT NULL UNIQUE,"
    "    email TEXT NOT NULL, account_id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE,"
    "    active INTEGER NOT NULL DEFAULT 1);"
    "CREATE TABLE team ("
    "    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, group_id TEXT NOT NULL UNIQUE);"
    "CREATE TABLE team_member (team INTEGER, person INTEGER, PRIMARY KEY (team, person))"
    "    WITHOUT ROWID;"

    /*
     * Work that goes on after its request was answered: bulk changes, copies, archiving. kind says
     * what, request and result are JSON; state is ENQUEUED, RUNNING, COMPLETE, FAILED or CANCELLED.
     */
    "CREATE TABLE task ("
    "    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    "    state TEXT NOT NULL, author INTEGER NOT NULL, created INTEGER NOT NULL,"
    "    started INTEGER, updated INTEGER NOT NULL, finished INTEGER,"
    "    total INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,"
    "    request TEXT, result TEXT, message TEXT);"
    /* One item of it: state is PENDING, DONE, FAILED or INVALID (not there, or not allowed). */
    "CREATE TABLE task_item ("
    "    task INTEGER, position INTEGER, item INTEGER, name TEXT, state TEXT NOT NULL,"
    "    message TEXT, PRIMARY KEY (task, position)) WITHOUT ROWID;";

static int pragma(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int value = 0;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        value = sqlite3_column_int(statement, 0);
    }
    sqlite3_finalize(statement);
    return value;
}

static const char *make_tables(sqlite3 *handle)
{
    static const char *const parts[] = {schema_site,   schema_jira,  schema_filters,
                                        schema_issues, schema_agile, schema_confluence};
    char *marks = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                  (int)APPLICATION_ID, (int)SCHEMA_VERSION);
    int result = sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL);
    for (size_t i = 0; result == SQLITE_OK && i < sizeof parts / sizeof *parts; i++) {
        result = sqlite3_exec(handle, parts[i], NULL, NULL, NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(handle, marks, NULL, NULL, NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
    }
    sqlite3_free(marks);
    return result == SQLITE_OK ? NULL : sqlite3_errmsg(handle);
}

const char *schema_prepare(sqlite3 *handle)
{
    if (pragma(handle, "SELECT count(*) FROM sqlite_schema") == 0) {
        return make_tables(handle);
    }
    if (pragma(handle, "PRAGMA application_id") != APPLICATION_ID) {
        return "this is not a database of the sandbox";
    }
    if (pragma(handle, "PRAGMA user_version") != SCHEMA_VERSION) {
        return "this database was made by another version of the sandbox";
    }
    return NULL;
}
