/*
 * CQL over the store: a parsed query becomes one SQL statement that gives the ids of content.
 *
 * Found is what is current, and, of comments and attachments, what belongs to something current.
 * "!=" and its like are the plain opposite of "=": what has no value is found by them.
 */
#ifndef SANDBOX_CQL_H
#define SANDBOX_CQL_H

#include "sandbox/store/store.h"

#include "atlcli/query.h"

struct cql_context {
    struct store *store;
    int64_t me;      /* the person that currentUser() is */
    int64_t now_ms;  /* what now() and -7d count from */
    int64_t zone_ms; /* how far the zone that dates are in is ahead of UTC */
    bool is_cloud;
    bool seen;                 /* look at the content as the search index has seen it; see seen.h */
    bool archived_spaces;      /* content of archived spaces is found, too */
    const struct sql *visible; /* " AND …" about `content`: what may be seen; NULL: all of it */
};

/* As atl_query_parse, worded as Confluence words it. */
enum atl_status cql_parse(struct atl_arena *arena, const char *text, const struct atl_query **query,
                          struct atl_error *error);

/*
 * "SELECT content.id FROM content WHERE … ORDER BY …", every value bound; into a zeroed *sql, which
 * the caller frees in any case, and before the arena, where its texts are. *uses_time: asked later,
 * the query may find something else. ATL_USAGE, in Confluence's words, when fields, operators or
 * values don't exist or don't fit.
 */
enum atl_status cql_compile(const struct cql_context *context, struct atl_arena *arena,
                            const struct atl_query *query, struct sql *sql, bool *uses_time,
                            struct atl_error *error);

#endif
