/*
 * Searching, and the results of recent searches, so that the pages of one search don't each search
 * again. Used by the server's thread alone.
 */
#ifndef SANDBOX_SEARCH_H
#define SANDBOX_SEARCH_H

#include "sandbox/query/cql.h"
#include "sandbox/query/jql.h"
#include "sandbox/query/seen.h"

enum {
    SEARCHES_KEPT = 16,
};

struct search_found {
    char *key;    /* the query, and who asks for what; NULL: unused */
    int64_t *ids; /* of issues or content, in order */
    size_t count;
    bool bounded;   /* the query had a restriction */
    bool passing;   /* another time, another result: not kept beyond the next search */
    uint64_t store; /* the generations that it is of */
    uint64_t seen;
    uint64_t used_at;
};

struct searches {
    struct search_found kept[SEARCHES_KEPT];
    uint64_t clock;
    struct seen seen; /* with a lag: what queries see */
};

/*
 * Finds what the query finds. The result belongs to the searches and is good until the next one.
 * ATL_USAGE, in the product's words, when the query is wrong; ATL_FAILED when the database is.
 * Whether queries look at what the index has seen is taken from searches->seen.
 */
enum atl_status search_jql(struct searches *searches, const struct jql_context *context,
                           const char *jql, const struct search_found **found,
                           struct atl_error *error);
enum atl_status search_cql(struct searches *searches, const struct cql_context *context,
                           const char *cql, const struct search_found **found,
                           struct atl_error *error);

void searches_free(struct searches *searches);

#endif
