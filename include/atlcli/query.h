/*
 * Queries: JQL and CQL as trees, with errors that say where; values as literals that can't break
 * out of them; and the caret that points at an error. Knows no network and no field's meaning.
 *
 * The language is the one that Jira's and Confluence's own documents describe ("Advanced searching
 * using JQL", "Advanced searching using CQL"); messages about JQL are worded as Jira words them.
 */
#ifndef ATLCLI_QUERY_H
#define ATLCLI_QUERY_H

#include "atlcli/error.h"
#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum atl_query_dialect {
    ATL_QUERY_JQL,
    ATL_QUERY_CQL,
};

enum {
    /* Parentheses, NOTs and lists may nest this deep; more is an error, not a stack overflow. */
    ATL_QUERY_MAX_DEPTH = 100,
};

/* A place in a query. Columns count characters, not bytes; both counts start at 1. */
struct atl_query_position {
    size_t offset; /* bytes from the start of the query */
    unsigned line;
    unsigned column;
};

/* ---- the tree ---- */

enum atl_query_operand_kind {
    ATL_QUERY_VALUE,    /* a word, number, date or quoted text */
    ATL_QUERY_EMPTY,    /* EMPTY or NULL */
    ATL_QUERY_FUNCTION, /* currentUser(), startOfDay(-7d), … */
    ATL_QUERY_LIST,     /* (a, b, c) */
};

struct atl_query_operand {
    enum atl_query_operand_kind kind;
    const char *text;                      /* the value, or the function's name; NULL for lists */
    bool quoted;                           /* the value stood in quotation marks */
    const struct atl_query_operand *items; /* a list's items, a function's arguments */
    size_t item_count;
    struct atl_query_position position;
};

struct atl_query_field {
    /* As written, escapes resolved; "cf[10001]" and "issue.property[key].path" as JQL has them. */
    const char *name;
    int64_t custom_id; /* 10001 for cf[10001], otherwise -1 */
    bool is_property;  /* issue.property[key].path, development[pullrequests].open */
    struct atl_query_position position;
};

enum atl_query_operator {
    ATL_QUERY_EQUALS,
    ATL_QUERY_NOT_EQUALS,
    ATL_QUERY_CONTAINS,
    ATL_QUERY_NOT_CONTAINS,
    ATL_QUERY_LESS,
    ATL_QUERY_LESS_OR_EQUAL,
    ATL_QUERY_GREATER,
    ATL_QUERY_GREATER_OR_EQUAL,
    ATL_QUERY_IN,
    ATL_QUERY_NOT_IN,
    ATL_QUERY_IS,
    ATL_QUERY_IS_NOT,
    ATL_QUERY_WAS,
    ATL_QUERY_WAS_NOT,
    ATL_QUERY_WAS_IN,
    ATL_QUERY_WAS_NOT_IN,
    ATL_QUERY_CHANGED,
};

/* What may follow WAS and CHANGED: FROM x TO y BY user BEFORE, AFTER, ON date DURING (a, b). */
enum atl_query_predicate_kind {
    ATL_QUERY_FROM,
    ATL_QUERY_TO,
    ATL_QUERY_BY,
    ATL_QUERY_BEFORE,
    ATL_QUERY_AFTER,
    ATL_QUERY_ON,
    ATL_QUERY_DURING,
};

struct atl_query_predicate {
    enum atl_query_predicate_kind kind;
    struct atl_query_operand operand;
};

struct atl_query_clause {
    struct atl_query_field field;
    enum atl_query_operator comparison;
    struct atl_query_position comparison_position;
    struct atl_query_operand operand; /* unset for CHANGED */
    const struct atl_query_predicate *predicates;
    size_t predicate_count;
};

enum atl_query_node_kind {
    ATL_QUERY_AND, /* two or more children */
    ATL_QUERY_OR,
    ATL_QUERY_NOT, /* one child */
    ATL_QUERY_CLAUSE,
};

struct atl_query_node {
    enum atl_query_node_kind kind;
    const struct atl_query_node *const *children;
    size_t child_count;
    struct atl_query_clause clause; /* set for ATL_QUERY_CLAUSE */
};

enum atl_query_direction {
    ATL_QUERY_UNSPECIFIED,
    ATL_QUERY_ASCENDING,
    ATL_QUERY_DESCENDING,
};

struct atl_query_sort {
    struct atl_query_field field;
    enum atl_query_direction direction;
};

struct atl_query {
    enum atl_query_dialect dialect;
    const struct atl_query_node *where; /* NULL: no restriction */
    const struct atl_query_sort *sorts;
    size_t sort_count;
};

/*
 * Parses a query; everything in the tree lives in the arena. An empty query is fine: no restriction
 * and no order. Returns ATL_USAGE with the server's wording when it is no JQL or CQL; *position, if
 * asked for, is then the place of the error (the end of the text when something is missing there).
 */
enum atl_status atl_query_parse(struct atl_arena *arena, enum atl_query_dialect dialect,
                                const char *text, const struct atl_query **query,
                                struct atl_query_position *position, struct atl_error *error);

/* The operator as it is written: "=", "not in", "was". Static text. */
const char *atl_query_operator_text(enum atl_query_operator comparison);

/* ---- writing queries ---- */

/*
 * Appends a value as a literal that reads back as exactly this text, whatever is in it: as a bare
 * word where that is safe, else in quotation marks with escapes. Malformed UTF-8 becomes U+FFFD.
 * The words after "~" have a syntax of their own (Lucene's), which is not touched.
 */
void atl_jql_quote(struct atl_buffer *query, const char *value);
void atl_cql_quote(struct atl_buffer *query, const char *value);

/*
 * Appends a query that parsed, in one line and one way of writing: operators in the same words,
 * quotation marks where they are needed, AND, OR and ORDER BY in capitals. It parses into the same
 * tree.
 */
void atl_query_append(struct atl_buffer *text, const struct atl_query *query);

/*
 * Cuts a query before its ORDER BY without parsing the rest, so that a condition can be added, also
 * to what only the server understands: "(" where ") AND …" order. *where is trimmed; *order is "",
 * or starts with ORDER. Both are in the arena. ATL_USAGE when quotation marks or parentheses don't
 * match: a condition would then change the meaning; *position, if asked for, is the unmatched
 * one's.
 */
enum atl_status atl_query_split(struct atl_arena *arena, enum atl_query_dialect dialect,
                                const char *text, const char **where, const char **order,
                                struct atl_query_position *position, struct atl_error *error);

/* ---- showing errors ---- */

/*
 * Appends the line of the query that holds the position, and below it a caret under that place:
 *     project = ATL AND statu Done
 *                             ^
 * Both lines end in a newline and start with `indent` spaces. A line wider than `columns` is
 * shortened around the caret (0: never). Wide and combining characters are measured as a terminal
 * shows them; control characters are replaced, so that a query can't drive a terminal.
 */
void atl_query_append_caret(struct atl_buffer *text, const char *query,
                            struct atl_query_position position, unsigned indent, unsigned columns);

#endif
