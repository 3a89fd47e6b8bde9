/*
 * What the parts of the CQL compiler share.
 *
 * Fields are data. In the SQL of a field "#" stands for " IN (?, ?)" with the values that a clause
 * names, and "@" for them as rows: "(?), (?)".
 */
#ifndef SANDBOX_CQL_COMPILER_H
#define SANDBOX_CQL_COMPILER_H

#include "sandbox/query/cql.h"

struct cql_compiler {
    const struct cql_context *context;
    struct atl_arena *arena;
    bool *uses_time;
    struct atl_error *error;
    size_t clauses; /* so far */
    size_t values;
    /* "WITH part1(id) AS (…), part2(id) AS (…)": parts of a query that is nested deeply. */
    struct sql parts;
    size_t part_count;
};

enum cql_kind {
    CQL_TYPE,    /* of content */
    CQL_WORD,    /* texts, compared as they are */
    CQL_LABEL,   /* names, with or without a prefix */
    CQL_TITLE,   /* texts, compared as they are and searched in */
    CQL_TEXT,    /* texts that are searched in only */
    CQL_PERSON,  /* ids, found by account id or by name */
    CQL_MENTION, /* people, as storage format names them */
    CQL_MACRO,   /* names of macros, as storage format has them */
    CQL_CONTENT, /* ids */
    CQL_TIME,    /* milliseconds */
};

struct cql_field {
    const char *names; /* as queries write them, separated by "|" */
    enum cql_kind kind;
    const char *condition; /* for = and IN, with "#" or "@"; NULL: takes neither */
    const char *text;      /* an expression for "~"; NULL: doesn't take it */
    const char *time;      /* an expression for <, > and their like */
    const char *sort;      /* an expression to order by; NULL: can't be */
};

/* Values that a clause names. */
struct cql_values {
    struct value *items;
    size_t count;
    size_t capacity;
};

/* NULL when there is no such field. */
const struct cql_field *cql_find_field(const char *name);

void cql_add_value(struct cql_compiler *compiler, struct cql_values *values, struct value value);
/* The operand of = or IN, or all operands in the list. */
enum atl_status cql_resolve(struct cql_compiler *compiler, const struct atl_query_clause *clause,
                            const struct cql_field *field, struct cql_values *values);
/* *day: it is a date without hours. */
enum atl_status cql_resolve_time(struct cql_compiler *compiler,
                                 const struct atl_query_clause *clause, int64_t *ms, bool *day);
enum atl_status cql_fail_value(struct cql_compiler *compiler, const struct atl_query_clause *clause,
                               const struct atl_query_operand *operand);

/* Writes what a clause says about a row of `content`: it is never negative, but may be NULL. */
enum atl_status cql_write_clause(struct cql_compiler *compiler,
                                 const struct atl_query_clause *clause, struct sql *sql);

/* Appends a statement with its values to another one. */
void cql_append(struct sql *sql, const struct sql *part);

#endif
