/*
 * CQL: any bytes parse or fail in an orderly way, any value quoted reads back as itself, and what
 * parses is found, or refused, by the sandbox: never a statement that SQLite doesn't take.
 */
#include "fuzz_query.h"

#include "sandbox/query/cql.h"
#include "sandbox/query/seen.h"

static const char content[] =
    "INSERT INTO person VALUES (1, 'Robin', 'robin', 'r@example.com', 'acc-1', 'key-1', 1);"
    "INSERT INTO space (id, key, name, creator, created) VALUES (1, 'ENG', 'Engineering', 1, 0);"
    "INSERT INTO content (id, type, status, space, parent, position, title, body_text, creator,"
    " created, modifier, modified) VALUES (1, 'page', 'current', 1, NULL, 0, 'Home', 'one', 1, 0,"
    " 1, 0), (2, 'page', 'current', 1, 1, 0, 'Child', 'two', 1, 60000, 1, 1769865000000);";

static struct store *open_store(void)
{
    static struct store store;
    static struct seen seen;
    if (store.handle == NULL &&
        (store_open(&store, NULL, NULL) != ATL_OK ||
         sqlite3_exec(store.handle, content, NULL, NULL, NULL) != SQLITE_OK)) {
        abort();
    }
    seen_keep_up(&seen, &store, 1);
    return &store;
}

static void run(const struct atl_query *query, struct atl_arena *arena, bool is_cloud)
{
    struct store *store = open_store();
    /* One of them looks at what an index that lags has seen. */
    struct cql_context context = {.store = store,
                                  .me = 1,
                                  .now_ms = INT64_C(1769865000000),
                                  .is_cloud = is_cloud,
                                  .seen = is_cloud};
    struct sql sql = {0};
    struct atl_error error;
    bool uses_time;
    if (cql_compile(&context, arena, query, &sql, &uses_time, &error) == ATL_OK) {
        struct rows rows = store_select_sql(store, &sql);
        while (rows_next(&rows)) {
        }
    } else if (error.message[0] == '\0') {
        abort();
    }
    if (store->failure != NULL) {
        abort();
    }
    sql_free(&sql);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_query(ATL_QUERY_CQL, atl_cql_quote, data, size);
    struct atl_arena arena = {0};
    struct atl_error error;
    const struct atl_query *query;
    const char *text = atl_arena_strndup(&arena, (const char *)data, size);
    if (cql_parse(&arena, text, &query, &error) == ATL_OK) {
        run(query, &arena, true);
        run(query, &arena, false);
    }
    atl_arena_free(&arena);
    return 0;
}
