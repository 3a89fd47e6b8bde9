/*
 * Results of recent searches, so that the pages of one search don't each search again. Used by the
 * server's thread alone.
 */
#ifndef SANDBOX_SEARCH_CACHE_H
#define SANDBOX_SEARCH_CACHE_H

#include "sandbox/seed/data.h"

#include "atlcli/query.h"

enum {
    SEARCH_CACHE_ENTRIES = 16,
};

struct search_result {
    char *query; /* NULL: unused */
    enum atl_query_dialect dialect;
    uint32_t *items; /* indexes of issues or pages, in order */
    size_t count;
    bool bounded;   /* the query had a restriction */
    bool uses_time; /* another time, another result: not kept beyond the next search */
    uint64_t used_at;
};

struct search_cache {
    struct search_result entries[SEARCH_CACHE_ENTRIES];
    uint64_t clock;
};

/*
 * Finds what the query finds. The result belongs to the cache and is good until the next search.
 * ATL_USAGE, in the product's words, when the query is wrong.
 */
enum atl_status search_run(struct search_cache *cache, const struct data *data,
                           enum atl_query_dialect dialect, const char *query,
                           const struct search_result **result, struct atl_error *error);

void search_cache_free(struct search_cache *cache);

#endif
