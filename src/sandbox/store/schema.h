/* The tables of the sandbox's database. schema_jira.c and schema_confluence.c say what is in them.
 */
#ifndef SANDBOX_SCHEMA_H
#define SANDBOX_SCHEMA_H

#include <sqlite3.h>

enum {
    SCHEMA_VERSION = 5, /* PRAGMA user_version; another one, another sandbox */
};

/* SQL that makes the tables. */
extern const char schema_site[];
extern const char schema_jira[];
extern const char schema_filters[];
extern const char schema_issues[];
extern const char schema_agile[];
extern const char schema_confluence[];

/*
 * Makes the tables in an empty database. NULL when all is well, else what is wrong: it is another
 * program's, or of another version.
 */
const char *schema_prepare(sqlite3 *handle);

#endif
