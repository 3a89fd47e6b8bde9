/*
 * What queries of Jira mean: its fields, the operators that each of them takes, its functions; and
 * a check of a parsed query against them. Knows no network: what a site has besides is handed in.
 *
 * Rules come from Atlassian's documents "JQL fields", "JQL operators" and "JQL functions", of Cloud
 * and of Data Center. Where the two differ, what either takes is fine.
 */
#ifndef ATLCLI_JQL_H
#define ATLCLI_JQL_H

#include "atlcli/memory.h"
#include "atlcli/query.h"

#include <stdbool.h>
#include <stddef.h>

/* What a field holds, as far as functions and the form of values depend on it. */
enum atl_jql_type {
    ATL_JQL_ANY, /* not known, or nothing is known about its values */
    ATL_JQL_TEXT,
    ATL_JQL_DATE,
    ATL_JQL_DURATION,
    ATL_JQL_NUMBER,
    ATL_JQL_PERSON,
    ATL_JQL_PROJECT,
    ATL_JQL_ISSUE,
    ATL_JQL_ISSUE_TYPE,
    ATL_JQL_VERSION,
    ATL_JQL_COMPONENT,
    ATL_JQL_SPRINT,
    ATL_JQL_CHOICE, /* another list of values: statuses, labels, … */
};

/* A set of operators, as bits. */
#define ATL_JQL_OPERATOR(comparison) (1U << (comparison))

struct atl_jql_field {
    const char *names; /* as queries may call it, separated by '|'; the usual one first */
    enum atl_jql_type type;
    unsigned operators; /* of ATL_JQL_OPERATOR; 0: not known, every one goes */
    bool unsortable;
    int64_t custom_id; /* of a custom field: 10016 for cf[10016]; otherwise 0 */
};

struct atl_jql_function {
    const char *name;
    enum atl_jql_type type; /* of the fields that take what it gives */
    bool gives_list;        /* goes with "in", not with "=" */
    int least;              /* arguments */
    int most;               /* below 0: any number */
};

/* What a site has beside what every Jira has. */
struct atl_jql_site {
    const struct atl_jql_field *fields;
    size_t field_count;
    const char *const *functions; /* names */
    size_t function_count;
};

/* Something that is wrong with a query. Texts are in the arena of the check. */
struct atl_jql_problem {
    bool is_warning;
    struct atl_query_position position;
    size_t length; /* bytes that it is about */
    const char *message;
    const char *suggestion; /* what to write there instead; NULL: nothing comes to mind */
};

struct atl_jql_problems {
    struct atl_jql_problem *problems; /* in the order of the query */
    size_t count;
    size_t errors; /* those that are no warnings */
};

/*
 * A field of Jira's own by one of its names, in any case; NULL when there is none. Sprint, Epic
 * Link and others that come with Jira Software count as its own.
 */
const struct atl_jql_field *atl_jql_find_field(const char *name);
const struct atl_jql_function *atl_jql_find_function(const char *name);

/* The table's entries by their place; NULL behind the last one. */
const struct atl_jql_field *atl_jql_field_at(size_t index);
const struct atl_jql_function *atl_jql_function_at(size_t index);

/*
 * Checks a query (JQL) that parsed; `text` is its source. `site` may be NULL: a name that isn't
 * known here may then be a site's own, and is only warned about, with a suggestion when it looks
 * like a slip of the pen. With a site it is an error. At most 100 problems.
 */
void atl_jql_check(struct atl_arena *arena, const char *text, const struct atl_query *query,
                   const struct atl_jql_site *site, struct atl_jql_problems *problems);

/*
 * Bytes of the word, the quoted text or the cf[10001] that begins at an offset of a query; at least
 * 1 unless the text ends there.
 */
size_t atl_jql_word_length(const char *text, size_t offset);

/*
 * Whether a text is a date as JQL has them: 2026-01-31, 2026/01/31, either with a time ("2026-01-31
 * 08:15"), a period relative to now (-7d, "4w 2d", in y, M, w, d, h, m), or a number of
 * milliseconds since 1970.
 */
bool atl_jql_is_date(const char *text);

#endif
