/* Prepared statements: each is prepared once, found again by its text. For store.c, mostly. */
#ifndef SANDBOX_STATEMENTS_H
#define SANDBOX_STATEMENTS_H

#include "sandbox/store/store.h"

void statements_init(struct store *store);
void statements_free(struct store *store);

/* Keeps the database's message as the store's failure, unless there is one. */
void statements_fail(struct store *store);

/* Runs SQL without values or rows. */
void statements_execute(struct store *store, const char *sql);

/*
 * A statement with its values, ready to be stepped; NULL after a failure. *temporary: it isn't kept
 * and has to be finished as such, because its like is running already, or no more are kept.
 */
sqlite3_stmt *statements_start(struct store *store, const char *sql, const struct value *values,
                               bool *temporary);
/* The same, never kept. */
sqlite3_stmt *statements_start_once(struct store *store, const char *sql,
                                    const struct value *values);
void statements_finish(sqlite3_stmt *statement, bool temporary);

#endif
