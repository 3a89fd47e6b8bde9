/*
 * JQL over the store: a parsed query becomes one SQL statement that gives the ids of the issues.
 *
 * What doesn't hold a value matches only where EMPTY is asked for: never "!=", "not in" and "!~".
 * NOT is pushed down to the clauses, as Jira does it: "not assignee = x" is "assignee != x".
 */
#ifndef SANDBOX_JQL_H
#define SANDBOX_JQL_H

#include "sandbox/store/store.h"

#include "atlcli/query.h"

struct jql_context {
    struct store *store;
    int64_t me;      /* the person that currentUser() is */
    int64_t now_ms;  /* what now() and -7d count from */
    int64_t zone_ms; /* how far the zone that dates are in is ahead of UTC */
    bool is_cloud;
    bool seen; /* look at the issues as the search index has seen them; see seen.h */
    const int64_t *hidden_projects; /* not found, and unknown by name */
    size_t hidden_count;
};

/*
 * "SELECT issue.id FROM issue WHERE … ORDER BY …", every value bound; into a zeroed *sql, which the
 * caller frees in any case, and before the arena, where its texts are. *uses_time: asked later, the
 * query may find something else. ATL_USAGE, in Jira's words, when fields, operators or values don't
 * exist or don't fit.
 */
enum atl_status jql_compile(const struct jql_context *context, struct atl_arena *arena,
                            const struct atl_query *query, struct sql *sql, bool *uses_time,
                            struct atl_error *error);

#endif
