/* What the files of `jira import` share. */
#ifndef CMD_JIRA_IMPORT_H
#define CMD_JIRA_IMPORT_H

#include "atlcli/bulk.h"
#include "atlcli/jira_agile.h"
#include "atlcli/jira_bulk.h"
#include "cmd/jira/rows.h"

/* ---- problems.c: what is wrong in the file ---- */

enum {
    IMPORT_PROBLEMS_SHOWN = 20,
};

struct import_problem {
    size_t line;        /* of the row; 0: that of the columns */
    const char *column; /* NULL: the row as a whole */
    const char *value;  /* NULL: none */
    size_t others;      /* rows in which the same is wrong */
    struct atl_error why;
};

struct import_problems {
    struct import_problem *first; /* so many as are shown; in the arena */
    size_t shown;
    size_t count;
};

/* ---- the import ---- */

enum import_role {
    IMPORT_FIELD,
    IMPORT_KEY,
    IMPORT_TYPE,
    IMPORT_LEFT_OUT,
};

struct import_column {
    const char *name;   /* in the file */
    const char *target; /* the field it goes to: its own name, or what --map says */
    const char *label;  /* what the file says that the field is called; NULL: nothing */
    bool mapped;        /* by --map */
    enum import_role role;
};

/* Issues that rows name as what they belong to, by key. */
struct import_parents {
    const char **keys; /* sorted */
    struct atl_jira_fetched *fetched;
    size_t count;
};

/* What becomes of a row. */
enum import_fate {
    IMPORT_IS_ELSEWHERE, /* another shard's */
    IMPORT_IS_THERE,     /* it has a key of the project */
    IMPORT_IS_WRONG,     /* which is said */
    IMPORT_IS_CREATED,
};

/* Rows as others of the file name them. */
struct import_tree {
    struct import_key *keys; /* sorted */
    size_t count;
    enum import_fate *fates; /* by row */
    size_t *items;           /* by row: its place in the job, if it is created */
    const size_t *tops;      /* by row: the one on top of it, often itself; for shards alone */
};

/* A sprint that has been closed takes no more issues. */
struct import_sprints {
    bool loaded;
    struct atl_jira_sprints own;  /* of the project's boards */
    struct atl_jira_sprints site; /* of all boards */
    bool site_loaded;
    size_t closed; /* values left out because all their sprints are closed */
};

struct importing {
    struct jira_rows rows;
    struct atl_bulk_job *job;
    const char *source; /* the file, in errors */
    const char *project;
    struct atl_rows table;
    struct import_column *columns; /* by column */
    size_t key_column;             /* column_count: there is none */
    size_t type_column;
    struct jira_rows_kind **kinds; /* by row; NULL: isn't created */
    struct import_problems problems;
    struct import_sprints sprints;
    struct import_parents parents;
    struct import_tree tree;
    size_t created; /* rows */
    size_t skipped; /* rows that have a key of the project */
};

/* Notes a problem; `row` and `column` may be NULL. */
void import_problem_add(struct importing *importing, const struct atl_row *row, const char *column,
                        const char *value, const struct atl_error *why);

/* ATL_USAGE, with all of them shown, when there are any. */
enum atl_status import_problems_report(struct importing *importing, struct atl_error *error);

/* "line 3", or in a JSON document "item 3"; in the arena. */
const char *import_place(const struct importing *importing, size_t number);

/* ---- columns.c: what columns stand for ---- */

/* Reads --map, and finds the key and the type. Asks for nothing. */
enum atl_status import_columns_map(struct importing *importing, struct atl_error *error);

/*
 * Finds each kind's fields for the columns, kind->columns, and notes columns that are none. Says
 * which are left out.
 */
enum atl_status import_columns_find(struct importing *importing, struct atl_error *error);

/* ---- value.c, sprint.c: what cells say ---- */

/*
 * A cell as a value of the field: what servers write of it is understood as well as what people do.
 * *value is NULL when there is nothing to be set.
 */
enum atl_status import_value(struct importing *importing, const struct jira_rows_kind *kind,
                             const struct atl_jira_field *field, const char *cell, cJSON **value,
                             struct atl_error *error);

/* The names of sprints, NULL-terminated, as a value: the last of them that is open. */
enum atl_status import_sprint(struct importing *importing, const char *const *names, cJSON **value,
                              struct atl_error *error);
bool import_is_sprint(const struct atl_jira_field *field);
/* Of one person, or of several. */
bool import_is_of_people(const struct atl_jira_field *field);

/* ---- parents.c ---- */

/* Whether the field holds the key of an issue that this one belongs to. */
bool import_is_parent(const struct atl_jira_field *field);

/* Reads all issues that rows name as their parents or epics. */
enum atl_status import_parents_read(struct importing *importing, struct atl_error *error);

/* ATL_NOT_FOUND and the like when there is no such issue. */
enum atl_status import_parent_check(const struct importing *importing, const char *key,
                                    struct atl_error *error);

/* The key in a cell: a text, or what servers write of an issue. In the arena; NULL: there is none.
 */
const char *import_parent_key(struct atl_arena *arena, const char *cell);

/* ---- tree.c: rows that belong to other rows ---- */

/* Finds out which rows have which keys. */
void import_tree_index(struct importing *importing);

/* Finds the rows that are on top of others: a shard has all that is below one. */
void import_tree_find_tops(struct importing *importing);

/* Notes what would be below itself. For when fates and fields are known. */
void import_tree_check(struct importing *importing);

/* Whether it is one of the project's: then the issue is there. */
bool import_is_own_key(const struct importing *importing, const char *key);

/* Whether the key is that of a row, and not of an issue that is on the site. */
bool import_tree_has(const struct importing *importing, const char *key);

/* Notes in what is sent for a row that this field gets the key of another row, if it does. */
enum atl_status import_tree_note(const struct importing *importing,
                                 const struct atl_jira_field *field, const char *cell, cJSON *row,
                                 struct atl_error *error);

#endif
