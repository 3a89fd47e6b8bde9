#include "sandbox/query/search.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is kept ---- */

static void clear(struct search_found *found)
{
    free(found->key);
    free(found->ids);
    *found = (struct search_found){0};
}

/* Whether it still is what a search would find now. */
static bool is_good(const struct searches *searches, const struct store *store,
                    const struct search_found *found)
{
    return found->key != NULL && !found->passing && found->store == store->generation &&
           found->seen == searches->seen.generation;
}

static struct search_found *find(struct searches *searches, const struct store *store,
                                 const char *key)
{
    for (size_t i = 0; i < SEARCHES_KEPT; i++) {
        struct search_found *found = &searches->kept[i];
        if (is_good(searches, store, found) && strcmp(found->key, key) == 0) {
            return found;
        }
    }
    return NULL;
}

/* An entry that isn't good any more, or the one that was used longest ago, emptied. */
static struct search_found *make_room(struct searches *searches, const struct store *store)
{
    struct search_found *oldest = &searches->kept[0];
    for (size_t i = 0; i < SEARCHES_KEPT; i++) {
        struct search_found *found = &searches->kept[i];
        if (!is_good(searches, store, found)) {
            oldest = found;
            break;
        }
        oldest = found->used_at < oldest->used_at ? found : oldest;
    }
    clear(oldest);
    return oldest;
}

/* Everything that makes another result of the same query. */
static char *make_key(char language, int64_t me, bool flag, const int64_t *hidden, size_t count,
                      const char *query)
{
    struct atl_buffer key = {0};
    atl_buffer_printf(&key, "%c%d %" PRId64, language, flag, me);
    for (size_t i = 0; i < count; i++) {
        atl_buffer_printf(&key, " %" PRId64, hidden[i]);
    }
    atl_buffer_printf(&key, "\n%s", query);
    return atl_buffer_take(&key);
}

/* What may be seen is part of the statement, so it tells results apart. */
static char *make_cql_key(const struct cql_context *context, const char *cql)
{
    struct atl_buffer seen = {0};
    const struct sql *visible = context->visible;
    atl_buffer_add(&seen, visible == NULL ? "" : atl_buffer_text(&visible->text));
    for (size_t i = 0; visible != NULL && i < visible->count; i++) {
        atl_buffer_printf(&seen, " %" PRId64, visible->values[i].integer);
    }
    atl_buffer_printf(&seen, "\n%s", cql);
    char *key = make_key(context->seen ? 'c' : 'C', context->me, context->archived_spaces, NULL, 0,
                         seen.data);
    atl_buffer_free(&seen);
    return key;
}

/* ---- searching ---- */

static enum atl_status read_ids(struct store *store, const struct sql *sql,
                                struct search_found *found, struct atl_error *error)
{
    size_t capacity = 0;
    struct rows rows = store_select_sql(store, sql);
    while (rows_next(&rows)) {
        if (found->count == capacity) {
            capacity = capacity == 0 ? 64 : capacity * 2;
            found->ids = atl_realloc(found->ids, capacity, sizeof *found->ids);
        }
        found->ids[found->count++] = rows_integer(&rows, 0);
    }
    if (store->failure != NULL) {
        return atl_fail(error, ATL_FAILED, "%s", store->failure);
    }
    return ATL_OK;
}

/* Keeps what was found; key belongs to it from here on. */
static const struct search_found *keep(struct searches *searches, const struct store *store,
                                       char *key, struct search_found found)
{
    struct search_found *kept = make_room(searches, store);
    *kept = found;
    kept->key = key;
    kept->store = store->generation;
    kept->seen = searches->seen.generation;
    /* What a request has changed itself may be undone yet. */
    kept->passing |= store->changed && sqlite3_get_autocommit(store->handle) == 0;
    return kept;
}

static enum atl_status run_jql(const struct jql_context *context, const char *jql,
                               struct search_found *found, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct sql sql = {0};
    const struct atl_query *query;
    enum atl_status status = atl_query_parse(&arena, ATL_QUERY_JQL, jql, &query, NULL, error);
    if (status == ATL_OK) {
        found->bounded = query->where != NULL;
        status = jql_compile(context, &arena, query, &sql, &found->passing, error);
    }
    if (status == ATL_OK) {
        status = read_ids(context->store, &sql, found, error);
    }
    sql_free(&sql);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status run_cql(const struct cql_context *context, const char *cql,
                               struct search_found *found, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct sql sql = {0};
    const struct atl_query *query;
    enum atl_status status = cql_parse(&arena, cql, &query, error);
    if (status == ATL_OK) {
        found->bounded = query->where != NULL;
        status = cql_compile(context, &arena, query, &sql, &found->passing, error);
    }
    if (status == ATL_OK) {
        status = read_ids(context->store, &sql, found, error);
    }
    sql_free(&sql);
    atl_arena_free(&arena);
    return status;
}

/* Ends a search: what was found is kept, or thrown away when it went wrong. */
static enum atl_status finish(struct searches *searches, const struct store *store,
                              enum atl_status status, char *key, struct search_found found,
                              const struct search_found **result)
{
    if (status == ATL_OK) {
        *result = keep(searches, store, key, found);
    } else {
        free(key);
        free(found.ids);
    }
    return status;
}

static bool find_again(struct searches *searches, const struct store *store, char *key,
                       const struct search_found **found)
{
    struct search_found *kept = find(searches, store, key);
    searches->clock++;
    if (kept == NULL) {
        return false;
    }
    kept->used_at = searches->clock;
    *found = kept;
    free(key);
    return true;
}

enum atl_status search_jql(struct searches *searches, const struct jql_context *context,
                           const char *jql, const struct search_found **found,
                           struct atl_error *error)
{
    struct jql_context seeing = *context;
    seeing.seen = searches->seen.on;
    char *key = make_key('J', context->me, seeing.seen, context->hidden_projects,
                         context->hidden_count, jql);
    if (find_again(searches, context->store, key, found)) {
        return ATL_OK;
    }
    struct search_found fresh = {.used_at = searches->clock};
    enum atl_status status = run_jql(&seeing, jql, &fresh, error);
    return finish(searches, context->store, status, key, fresh, found);
}

enum atl_status search_cql(struct searches *searches, const struct cql_context *context,
                           const char *cql, const struct search_found **found,
                           struct atl_error *error)
{
    struct cql_context seeing = *context;
    seeing.seen = searches->seen.on;
    char *key = make_cql_key(&seeing, cql);
    if (find_again(searches, context->store, key, found)) {
        return ATL_OK;
    }
    struct search_found fresh = {.used_at = searches->clock};
    enum atl_status status = run_cql(&seeing, cql, &fresh, error);
    return finish(searches, context->store, status, key, fresh, found);
}

void searches_free(struct searches *searches)
{
    for (size_t i = 0; i < SEARCHES_KEPT; i++) {
        clear(&searches->kept[i]);
    }
}
