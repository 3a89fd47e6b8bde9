/*
 * What the parts of the JQL compiler share.
 *
 * SQL in the tables of fields, domains and functions is written down as data. In a field's SQL "$"
 * stands before a table that holds a part of issues (see jql_write), and "?" for the field's own
 * number.
 */
#ifndef SANDBOX_JQL_COMPILER_H
#define SANDBOX_JQL_COMPILER_H

#include "sandbox/query/jql.h"

/* A filter that is being compiled in place of its name. */
struct jql_inlined {
    int64_t filter;
    const char *name;
    const struct jql_inlined *outer;
};

struct jql_compiler {
    const struct jql_context *context;
    struct atl_arena *arena;
    struct sql *sql; /* what is being written */
    bool *uses_time;
    struct atl_error *error;
    const struct jql_inlined *inlined;
    size_t clauses; /* so far, those of filters included */
};

/* ---- what there is ---- */

enum jql_kind {
    JQL_CHOICE,   /* ids, found by name: statuses, people, … */
    JQL_WORD,     /* texts, compared as a whole: labels */
    JQL_TEXT,     /* texts, searched with "~" */
    JQL_TIME,     /* milliseconds */
    JQL_DAY,      /* a day's midnight, in milliseconds */
    JQL_NUMBER,   /* with or without a fraction */
    JQL_DURATION, /* seconds */
    JQL_ISSUE,    /* ids, found by key */
    JQL_FILTER,   /* saved queries */
    JQL_ANY_TEXT, /* all fields of texts together */
};

/* Which operators a field takes. */
enum {
    JQL_EQUALITY = 1,   /* = != in, not in */
    JQL_RELATION = 2,   /* < <= > >= */
    JQL_CONTAINS = 4,   /* ~ */
    JQL_LACKS = 8,      /* !~ */
    JQL_EMPTINESS = 16, /* is, is not */
};

/* What the ids of a field stand for. The SELECTs give ids, and the projects that these belong to.
 */
struct jql_domain {
    const char *by_name;     /* ?1: the name; ?2: the custom field's number */
    const char *by_id;       /* ?1: the id; NULL when ids aren't written in queries */
    const char *relation[2]; /* what is ordered: SQL before and after the operator */
};

struct jql_field {
    const char *names; /* as queries write them, separated by "|" */
    enum jql_kind kind;
    unsigned operators;
    bool never_empty; /* can't be asked for EMPTY */
    const struct jql_domain *domain;
    /* Either one value: an expression over the issue … */
    const char *column;
    const char *through; /* "SELECT id FROM status WHERE category": what the values are of */
    /* … or many: rows of a table with a column "issue", and the value in one of its columns. */
    const char *from;
    const char *where; /* NULL: all rows */
    const char *value;
    const char *sort[2]; /* expressions; NULL: can't be sorted by */
    bool descending;     /* when the query doesn't say */
    const char *history; /* its name in histories' field_id; NULL: not searched there */
    int64_t custom_id;
};

/* A function that gives values. */
struct jql_function;

/* The values that a clause names. */
struct jql_values {
    struct value *items;
    size_t count;
    size_t capacity;
    bool empty; /* EMPTY is among them */
};

extern const struct jql_domain jql_projects;
extern const struct jql_domain jql_statuses;
extern const struct jql_domain jql_categories;
extern const struct jql_domain jql_types;
extern const struct jql_domain jql_priorities;
extern const struct jql_domain jql_resolutions;
extern const struct jql_domain jql_people;
extern const struct jql_domain jql_components;
extern const struct jql_domain jql_versions;
extern const struct jql_domain jql_issues;
extern const struct jql_domain jql_sprints;
extern const struct jql_domain jql_link_types;
extern const struct jql_domain jql_options;
extern const struct jql_domain jql_cascades;

/* NULL when there is no such field. */
const struct jql_field *jql_find_field(struct jql_compiler *compiler,
                                       const struct atl_query_field *wanted);
/* True for one of the names in "issuetype|type". */
bool jql_is_called(const char *names, const char *name);
const struct jql_field *jql_find_system_field(const char *name);
const struct jql_field *jql_find_custom_field(struct jql_compiler *compiler,
                                              const struct atl_query_field *wanted);
/* The fields that "text" searches: the system's, then custom ones; NULL at the end. */
const struct jql_field *const *jql_text_fields(struct jql_compiler *compiler);

/* ---- checking ---- */

/* A value as messages show it: "Done", 10002, currentUser(), (a, b). */
const char *jql_show(struct jql_compiler *compiler, const struct atl_query_operand *operand);
/* Whether the operator goes with such a value, and with the field. */
enum atl_status jql_check(struct jql_compiler *compiler, const struct atl_query_clause *clause,
                          const struct jql_field *field);
bool jql_is_negative(enum atl_query_operator comparison);
bool jql_is_relation(enum atl_query_operator comparison);
enum atl_query_operator jql_negate(enum atl_query_operator comparison);

/* ---- values ---- */

void jql_add_value(struct jql_compiler *compiler, struct jql_values *values, struct value value);
/* Adds the ids that a SELECT of ids and projects gives, without those that are hidden. */
size_t jql_add_ids(struct jql_compiler *compiler, struct jql_values *values, const char *sql,
                   const struct value *parameters);
/* What a name or id stands for: the number of things that were added. */
size_t jql_look_up(struct jql_compiler *compiler, const struct jql_domain *domain,
                   const struct jql_field *field, const char *text, struct jql_values *values);
/* An issue by key or id, -1 when there is none. */
int64_t jql_find_issue(struct jql_compiler *compiler, const char *text);
/* The operand, or all that are in the list. */
enum atl_status jql_resolve(struct jql_compiler *compiler, const struct atl_query_clause *clause,
                            const struct jql_field *field, const struct atl_query_operand *operand,
                            struct jql_values *values);
enum atl_status jql_resolve_time(struct jql_compiler *compiler,
                                 const struct atl_query_clause *clause,
                                 const struct atl_query_operand *operand, int64_t *ms);

/* NULL when there is no such function; those of dates aren't among these. */
const struct jql_function *jql_find_function(const char *name);
bool jql_function_exists(const char *name);
/* Whether it gives several values, which go with IN. */
bool jql_function_gives_list(const char *name);
enum atl_status jql_call(struct jql_compiler *compiler, const struct atl_query_clause *clause,
                         const struct jql_field *field, const struct atl_query_operand *operand,
                         struct jql_values *values);
enum atl_status jql_fail_function(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause, const char *function);

/* ---- writing ---- */

/* Writes SQL of a field (NULL: of none): "$" and "?" are replaced as said above. */
void jql_write(struct jql_compiler *compiler, const struct jql_field *field, const char *sql);
/* " = ?", " IN (?, ?)", or the like for the values, to stand after an expression. */
void jql_write_in(struct jql_compiler *compiler, const struct jql_values *values);
/* What a clause says about an issue, for operators other than those of histories. */
void jql_write_condition(struct jql_compiler *compiler, const struct jql_field *field,
                         enum atl_query_operator comparison, const struct jql_values *values);
enum atl_status jql_write_history(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause,
                                  const struct jql_field *field, bool negated);
enum atl_status jql_write_filters(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause, bool negated);
enum atl_status jql_write_order(struct jql_compiler *compiler, const struct atl_query *query);
/* A tree of conditions; *height is how deep it is nested. */
enum atl_status jql_write_node(struct jql_compiler *compiler, const struct atl_query_node *node,
                               bool negated, unsigned *height);
/* A text of its own to write into, which lives as long as the arena. */
struct sql *jql_new_text(struct jql_compiler *compiler);
void jql_append(struct jql_compiler *compiler, const struct sql *part);

#endif
