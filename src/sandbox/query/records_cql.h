/* CQL over the sandbox's pages: a parsed query becomes a plan that is checked page by page. */
#ifndef SANDBOX_RECORDS_CQL_H
#define SANDBOX_RECORDS_CQL_H

#include "sandbox/seed/data.h"
#include "sandbox/text/text_match.h"

#include "atlcli/query.h"

struct cql_field;

struct cql_test {
    const struct cql_field *field;
    enum atl_query_operator comparison;
    bool *marked;    /* spaces or people that are looked for */
    uint32_t labels; /* bits */
    uint32_t *pages; /* indexes */
    const char **texts;
    int64_t *times;   /* milliseconds */
    bool *whole_days; /* the time is a date without hours: "=" means all of the day */
    size_t count;     /* of pages, texts or times */
    struct text_pattern pattern;
    bool pages_wanted; /* of types: pages are among them */
};

struct cql_node {
    enum atl_query_node_kind kind;
    struct cql_node *children;
    size_t child_count;
    struct cql_test test;
};

struct cql_order {
    int (*compare)(const struct data *data, uint32_t left, uint32_t right);
    bool descending;
};

struct cql_plan {
    struct cql_node *filter; /* NULL: everything */
    struct cql_order *orders;
    size_t order_count;
    bool uses_time;
};

/* As jql_compile. */
enum atl_status records_cql_compile(const struct data *data, struct atl_arena *arena,
                            const struct atl_query *query, int64_t now_ms, struct cql_plan *plan,
                            struct atl_error *error);

/* The indexes of the matching pages in their order; the caller frees them. */
uint32_t *records_cql_run(const struct cql_plan *plan, const struct data *data, size_t *count);

#endif
