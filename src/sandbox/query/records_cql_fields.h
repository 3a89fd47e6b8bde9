/* The fields that CQL knows. */
#ifndef SANDBOX_RECORDS_CQL_FIELDS_H
#define SANDBOX_RECORDS_CQL_FIELDS_H

#include "sandbox/query/records_cql.h"
#include "sandbox/query/page_order.h"

/* What a query is being compiled with. */
struct cql_compiler {
    const struct data *data;
    struct atl_arena *arena;
    int64_t now_ms;
    struct cql_plan *plan;
    const struct atl_query_clause *clause;
    struct atl_error *error;
};

/* A field: how an operand is taken in, whether a page is among what was taken in, its order. */
struct cql_field {
    const char *names; /* separated by spaces */
    bool is_text;      /* takes ~ */
    bool is_exact;     /* takes = and in */
    bool is_date;      /* takes < and > */
    enum atl_status (*add)(struct cql_compiler *compiler, const struct atl_query_operand *operand,
                           struct cql_test *test);
    bool (*found)(const struct cql_test *test, const struct data *data, uint32_t index);
    page_comparison compare;
};

/* NULL when there is no such field. */
const struct cql_field *records_cql_find_field(const char *name);

#endif
