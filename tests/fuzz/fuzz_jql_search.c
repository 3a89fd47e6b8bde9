/*
 * JQL in the sandbox: whatever parses is found, or refused in words, and never makes a statement
 * that SQLite doesn't take; with a search index that lags, too.
 */
#include "sandbox/query/search.h"
#include "sandbox/seed/site.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char content[] =
    "INSERT INTO person VALUES (1, 'Robin', 'robin', 'r@example.com', 'acc-1', 'key-1', 1);"
    "INSERT INTO project (id, key, name, lead) VALUES (1, 'WEB', 'Web', 1), (2, 'MOB', 'App', 1);"
    "INSERT INTO board VALUES (1, 'Board', 'scrum', 1, 1);"
    "INSERT INTO sprint (id, board, name, state, created) VALUES (1, 1, 'One', 'active', 0);"
    "INSERT INTO version (id, project, name, released, position) VALUES (1, 1, '1.0', 1, 0),"
    " (2, 1, '2.0', 0, 1);"
    "INSERT INTO component (id, project, name, lead) VALUES (1, 1, 'Shop', 1);"
    "INSERT INTO filter (id, name, owner, jql) VALUES (1, 'Bugs', 1, 'type = Bug'),"
    " (2, 'More', 1, 'filter = Bugs or filter != 1'), (3, 'Ring', 1, 'filter = Ring'),"
    " (4, 'Bad', 1, 'a b');"
    "INSERT INTO issue (id, project, number, type, status, summary, description_text, assignee,"
    " creator, created, updated, status_changed, rank) VALUES"
    " (1, 1, 1, 10000, 3, 'Epic', NULL, 1, 1, 0, 0, 0, 1),"
    " (2, 1, 2, 10004, 10000, 'Bug', 'text', NULL, 1, 1769865000000, 0, 0, 2);"
    "INSERT INTO issue_label VALUES (2, 'late');"
    "INSERT INTO history (change, issue, author, created, field, field_id, from_value, to_value)"
    " VALUES (1, 1, 1, 5, 'status', 'status', '10000', '3');";

static struct searches searches;

static struct store *open_store(void)
{
    static struct store store;
    if (store.handle == NULL) {
        if (store_open(&store, NULL, NULL) != ATL_OK) {
            abort();
        }
        site_set_up(&store);
        if (store.failure != NULL ||
            sqlite3_exec(store.handle, content, NULL, NULL, NULL) != SQLITE_OK) {
            abort();
        }
        seen_keep_up(&searches.seen, &store, 1000);
    }
    return &store;
}

static void check(const char *jql, bool is_cloud, bool seen)
{
    static const int64_t hidden[] = {2};
    struct store *store = open_store();
    const struct search_found *found;
    struct atl_error error = {0};
    struct jql_context context = {.store = store,
                                  .me = 1,
                                  .now_ms = INT64_C(1769865000000),
                                  .is_cloud = is_cloud,
                                  .hidden_projects = hidden,
                                  .hidden_count = !is_cloud};
    searches.seen.on = seen;
    enum atl_status status = search_jql(&searches, &context, jql, &found, &error);
    if (store->failure != NULL ||
        (status != ATL_OK && (status != ATL_USAGE || error.message[0] == '\0'))) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *jql = atl_strndup((const char *)data, size);
    check(jql, true, false);
    check(jql, false, true);
    free(jql);
    return 0;
}
