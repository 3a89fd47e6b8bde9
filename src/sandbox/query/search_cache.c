#include "sandbox/query/search_cache.h"

#include "sandbox/query/records_cql.h"

#include <stdlib.h>
#include <string.h>

static void clear(struct search_result *entry)
{
    free(entry->query);
    free(entry->items);
    *entry = (struct search_result){0};
}

static struct search_result *find(struct search_cache *cache, enum atl_query_dialect dialect,
                                  const char *query)
{
    for (size_t i = 0; i < SEARCH_CACHE_ENTRIES; i++) {
        struct search_result *entry = &cache->entries[i];
        if (entry->query != NULL && entry->dialect == dialect && !entry->uses_time &&
            strcmp(entry->query, query) == 0) {
            return entry;
        }
    }
    return NULL;
}

/* An unused entry, or the one that was used longest ago, emptied. */
static struct search_result *make_room(struct search_cache *cache)
{
    struct search_result *oldest = &cache->entries[0];
    for (size_t i = 0; i < SEARCH_CACHE_ENTRIES; i++) {
        struct search_result *entry = &cache->entries[i];
        if (entry->query == NULL || entry->uses_time) {
            oldest = entry;
            break;
        }
        if (entry->used_at < oldest->used_at) {
            oldest = entry;
        }
    }
    clear(oldest);
    return oldest;
}

static enum atl_status run_cql(const struct data *data, struct atl_arena *arena,
                               const struct atl_query *query, struct search_result *result,
                               struct atl_error *error)
{
    struct cql_plan plan;
    enum atl_status status =
        records_cql_compile(data, arena, query, data_now_ms(data), &plan, error);
    if (status == ATL_OK) {
        result->items = records_cql_run(&plan, data, &result->count);
        result->uses_time = plan.uses_time;
    }
    return status;
}

enum atl_status search_run(struct search_cache *cache, const struct data *data,
                           enum atl_query_dialect dialect, const char *query,
                           const struct search_result **result, struct atl_error *error)
{
    struct search_result *entry = find(cache, dialect, query);
    enum atl_status status = ATL_OK;
    if (entry == NULL) {
        struct atl_arena arena = {0};
        const struct atl_query *parsed;
        struct search_result found = {.dialect = dialect};
        status = atl_query_parse(&arena, dialect, query, &parsed, NULL, error);
        if (status == ATL_OK) {
            found.bounded = parsed->where != NULL;
            status = run_cql(data, &arena, parsed, &found, error);
        } else {
            status = atl_fail(error, ATL_USAGE, "Could not parse cql : %s", query);
        }
        atl_arena_free(&arena);
        if (status != ATL_OK) {
            return status;
        }
        found.query = atl_strdup(query);
        entry = make_room(cache);
        *entry = found;
    }
    entry->used_at = ++cache->clock;
    *result = entry;
    return status;
}

void search_cache_free(struct search_cache *cache)
{
    for (size_t i = 0; i < SEARCH_CACHE_ENTRIES; i++) {
        clear(&cache->entries[i]);
    }
}
