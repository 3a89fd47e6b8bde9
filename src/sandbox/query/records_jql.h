/* JQL over the sandbox's issues: a parsed query becomes a plan that is checked issue by issue. */
#ifndef SANDBOX_RECORDS_JQL_H
#define SANDBOX_RECORDS_JQL_H

#include "sandbox/query/records_jql_choices.h"
#include "sandbox/text/text_match.h"

#include "atlcli/query.h"

/* What can be said about a field. */
enum jql_kind {
    JQL_CHOICE, /* one of a few values, or none: status, assignee, sprint, … */
    JQL_LABELS,
    JQL_TEXT,
    JQL_DATE,
    JQL_NUMBER,
    JQL_KEY,
};

struct jql_field {
    const char *const *names; /* as queries write them; NULL-terminated */
    int64_t custom_id;        /* -1: not a custom field */
    enum jql_kind kind;
    bool never_empty; /* may not even be asked for EMPTY */
    bool sortable;
    bool ordered; /* choices that < and > make sense for */
    /* What is chosen from, and the issue's choice (-1: none). */
    const struct jql_choices *choices;
    int (*choice)(const struct data *data, uint32_t index);
    /* Dates (milliseconds), numbers: the value, -1 for none. */
    int64_t (*number)(const struct data *data, uint32_t index);
    void (*text)(const struct data *data, uint32_t index, struct atl_buffer *text);
    /* The order, smaller first; NULL: by choice or number. */
    int (*compare)(const struct data *data, uint32_t left, uint32_t right);
};

/* NULL when there is no such field. */
const struct jql_field *records_jql_find_field(const struct atl_query_field *wanted);

/* True for functions that exist for any field at all. */
bool records_jql_is_function(const char *name);

/* One clause, ready to be checked. */
struct jql_test {
    const struct jql_field *field;
    enum atl_query_operator comparison;
    bool negated;
    bool wants_empty; /* EMPTY is among what is looked for */
    bool *choices;    /* marked: looked for */
    uint32_t labels;  /* bits */
    int64_t *numbers; /* of dates and numbers */
    uint32_t *issues; /* of keys: indexes, sorted */
    size_t count;     /* of numbers or issues */
    struct text_pattern pattern;
};

struct jql_node {
    enum atl_query_node_kind kind; /* never NOT: that is pushed down into the tests */
    struct jql_node *children;
    size_t child_count;
    struct jql_test test;
};

struct jql_order {
    const struct jql_field *field;
    bool descending;
};

struct jql_plan {
    struct jql_node *filter; /* NULL: everything */
    struct jql_order *orders;
    size_t order_count;
    bool uses_time; /* the result depends on when it is asked for */
};

/*
 * Checks that fields, operators and values exist and fit, with Jira's wording where they don't
 * (ATL_USAGE). `now_ms` is what now() and -7d count from. In the arena.
 */
enum atl_status records_jql_compile(const struct data *data, struct atl_arena *arena,
                                    const struct atl_query *query, int64_t now_ms,
                                    struct jql_plan *plan, struct atl_error *error);

bool records_jql_matches(const struct jql_plan *plan, const struct data *data, uint32_t index);

/* Below 0 when the left one comes first. Never 0 for two issues. */
int records_jql_compare(const struct jql_plan *plan, const struct data *data, uint32_t left,
                        uint32_t right);

/* The indexes of the matching issues in their order; the caller frees them. */
uint32_t *records_jql_run(const struct jql_plan *plan, const struct data *data, size_t *count);

#endif
