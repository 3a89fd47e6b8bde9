/* CQL over the store: the queries of tests/data/cql/queries.txt, asked of its content.sql. */
#include "sandbox/query/search.h"
#include "unit.h"

#include "atlcli/file.h"

#include <stdlib.h>
#include <string.h>

enum {
    ME = 1,
    SECRET_SPACE = 5,
};

static const int64_t now_ms = INT64_C(1769865000000); /* 2026-01-31T13:10:00Z */

static struct store store;
static struct sql visible;

static char *read_data(const char *name)
{
    char *path = NULL;
    struct atl_buffer text = {0};
    struct atl_error error;
    const char *source = getenv("PROJECT_SOURCE");
    struct atl_arena arena = {0};
    path = atl_arena_printf(&arena, "%s/tests/data/cql/%s", source == NULL ? "." : source, name);
    if (atl_file_read(path, SIZE_MAX, &text, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    atl_arena_free(&arena);
    return atl_buffer_take(&text);
}

static int set_up(void **state)
{
    (void)state;
    struct atl_error error;
    if (store_open(&store, NULL, &error) != ATL_OK) {
        return -1;
    }
    char *content = read_data("content.sql");
    int result = sqlite3_exec(store.handle, content, NULL, NULL, NULL);
    free(content);
    sql_add(&visible, " AND content.space <> ");
    sql_mark(&visible, sql_integer(SECRET_SPACE));
    return result == SQLITE_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    sql_free(&visible);
    store_close(&store);
    return 0;
}

/* ---- asking ---- */

static struct cql_context context_of(bool is_cloud)
{
    return (struct cql_context){
        .store = &store, .me = ME, .now_ms = now_ms, .is_cloud = is_cloud, .visible = &visible};
}

/* "1 2 3", or what is wrong. */
static void ask(const struct cql_context *context, const char *cql, struct atl_buffer *answer,
                bool *uses_time)
{
    struct atl_arena arena = {0};
    struct atl_error error;
    const struct atl_query *query;
    struct sql sql = {0};
    *uses_time = false;
    enum atl_status status = cql_parse(&arena, cql, &query, &error);
    if (status == ATL_OK) {
        status = cql_compile(context, &arena, query, &sql, uses_time, &error);
    }
    if (status == ATL_OK) {
        struct rows rows = store_select_sql(context->store, &sql);
        while (rows_next(&rows)) {
            atl_buffer_printf(answer, "%s%lld", answer->length == 0 ? "" : " ",
                              (long long)rows_integer(&rows, 0));
        }
    } else {
        assert_int_equal(status, ATL_USAGE);
        atl_buffer_add(answer, error.message);
    }
    sql_free(&sql);
    atl_arena_free(&arena);
    if (store.failure != NULL) {
        fail_msg("%s: %s", cql, store.failure);
    }
}

static size_t failures; /* all are shown before the test fails */

static void check(bool is_cloud, const char *cql, const char *expected)
{
    struct atl_buffer answer = {0};
    bool uses_time;
    struct cql_context context = context_of(is_cloud);
    ask(&context, cql, &answer, &uses_time);
    if (strcmp(atl_buffer_text(&answer), expected) != 0) {
        print_error("%s on %s: expected '%s', got '%s'\n", cql, is_cloud ? "Cloud" : "Data Center",
                    expected, atl_buffer_text(&answer));
        failures++;
    }
    atl_buffer_free(&answer);
}

/* ---- the table ---- */

static void check_line(const char *line)
{
    struct atl_arena arena = {0};
    bool on_cloud = !atl_text_starts_with(line, "server:");
    bool on_server = !atl_text_starts_with(line, "cloud:");
    const char *query = on_cloud && on_server ? line : strchr(line, ':') + 1;
    const char *mark = strstr(query, "=>");
    mark = mark == NULL ? strstr(query, "!!") : mark;
    if (mark == NULL) {
        fail_msg("neither => nor !! in: %s", line);
        return;
    }
    const char *cql =
        atl_text_trim(&arena, atl_arena_strndup(&arena, query, (size_t)(mark - query)));
    const char *expected = atl_text_trim(&arena, mark + strlen("=>"));
    if (on_cloud) {
        check(true, cql, expected);
    }
    if (on_server) {
        check(false, cql, expected);
    }
    atl_arena_free(&arena);
}

static void queries_find_what_they_say(void **state)
{
    (void)state;
    char *queries = read_data("queries.txt");
    size_t count = 0;
    for (char *line = strtok(queries, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (*line != '#') {
            check_line(line);
            count++;
        }
    }
    free(queries);
    assert_true(count > 100);
    assert_int_equal(failures, 0);
}

/* ---- what no table says well ---- */

static void archived_spaces_are_found_when_asked_for(void **state)
{
    (void)state;
    struct atl_buffer answer = {0};
    bool uses_time;
    struct cql_context context = context_of(true);
    context.archived_spaces = true;
    ask(&context, "space = OLD", &answer, &uses_time);
    assert_string_equal(answer.data, "15");
    atl_buffer_free(&answer);
}

static void queries_that_depend_on_the_time_say_so(void **state)
{
    (void)state;
    static const struct {
        const char *cql;
        bool uses_time;
    } cases[] = {
        {"type = page", false},
        {"created > \"2026-01-01\"", false},
        {"created > \"2026/01/01 12:00\"", false},
        {"created > \"-1d\"", true},
        {"type = page or created > startOfDay()", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_buffer answer = {0};
        bool uses_time;
        struct cql_context context = context_of(true);
        ask(&context, cases[i].cql, &answer, &uses_time);
        assert_int_equal(uses_time, cases[i].uses_time);
        atl_buffer_free(&answer);
    }
}

static void a_query_may_be_nested_and_long(void **state)
{
    (void)state;
    struct atl_buffer cql = {0};
    for (int i = 0; i < 70; i++) {
        atl_buffer_add(&cql, i % 3 == 2 ? "not (" : "(");
        atl_buffer_add(&cql, i % 2 == 0 ? "id = 7 or " : "id != 9 and ");
    }
    atl_buffer_add(&cql, "type = blogpost");
    for (int i = 0; i < 70; i++) {
        atl_buffer_add_char(&cql, ')');
    }
    atl_buffer_add(&cql, " and id = 7");
    check(true, cql.data, "7");
    atl_buffer_truncate(&cql, 0);
    atl_buffer_add(&cql, "id = 3");
    for (int i = 0; i < 1023; i++) {
        atl_buffer_add(&cql, " or id = 3");
    }
    check(true, cql.data, "3");
    atl_buffer_add(&cql, " or id = 3");
    check(true, cql.data, "maxClauseCount is set to 1024");
    atl_buffer_free(&cql);
    assert_int_equal(failures, 0);
}

static void many_values_are_bound_or_refused(void **state)
{
    (void)state;
    struct atl_buffer cql = {0};
    atl_buffer_add(&cql, "contributor in (currentUser()");
    for (int i = 0; i < 2000; i++) {
        atl_buffer_add(&cql, ", currentUser()");
    }
    atl_buffer_add(&cql, ") and type = blogpost");
    check(true, cql.data, "");
    atl_buffer_truncate(&cql, 0);
    atl_buffer_add(&cql, "id in (1");
    for (int i = 0; i < 20000; i++) {
        atl_buffer_add(&cql, ", 1");
    }
    atl_buffer_add(&cql, ")");
    check(true, cql.data, "The query names too many values.");
    atl_buffer_free(&cql);
    assert_int_equal(failures, 0);
}

static void searches_are_kept_until_something_changes(void **state)
{
    (void)state;
    static struct searches searches;
    struct cql_context context = context_of(true);
    struct cql_context unrestricted = context;
    unrestricted.visible = NULL;
    const struct search_found *found;
    struct atl_error error;
    assert_int_equal(search_cql(&searches, &context, "type = blogpost", &found, &error), ATL_OK);
    const int64_t *ids = found->ids;
    assert_int_equal(found->count, 1);
    assert_int_equal(search_cql(&searches, &context, "type = blogpost", &found, &error), ATL_OK);
    assert_ptr_equal(found->ids, ids);
    assert_int_equal(search_cql(&searches, &unrestricted, "type = blogpost", &found, &error),
                     ATL_OK);
    assert_ptr_not_equal(found->ids, ids);
    store_begin(&store);
    store_run(&store, "UPDATE content SET status = 'trashed' WHERE id = 7", NO_VALUES);
    store_commit(&store);
    assert_int_equal(search_cql(&searches, &context, "type = blogpost", &found, &error), ATL_OK);
    assert_int_equal(found->count, 0);
    assert_int_equal(search_cql(&searches, &context, "type page", &found, &error), ATL_USAGE);
    assert_string_equal(error.message, "Could not parse cql : type page");
    store_run(&store, "UPDATE content SET status = 'current' WHERE id = 7", NO_VALUES);
    searches_free(&searches);
}

static size_t count_titled(struct searches *searches, const char *title)
{
    struct atl_arena arena = {0};
    struct cql_context context = context_of(true);
    const struct search_found *found;
    struct atl_error error;
    const char *cql = atl_arena_printf(&arena, "title ~ %s and text ~ %s", title, title);
    assert_int_equal(search_cql(searches, &context, cql, &found, &error), ATL_OK);
    atl_arena_free(&arena);
    return found->count;
}

static void changes_are_seen_late_with_a_lag(void **state)
{
    (void)state;
    static struct searches searches;
    enum { LAG_MS = 600 * 1000 };
    seen_keep_up(&searches.seen, &store, LAG_MS);
    store_run(&store, "UPDATE content SET title = 'Lunch news' WHERE id = 7", NO_VALUES);
    store_run(&store, "DELETE FROM content WHERE id = 14", NO_VALUES);
    seen_keep_up(&searches.seen, &store, LAG_MS);
    assert_int_equal(count_titled(&searches, "lunch"), 0);
    assert_int_equal(count_titled(&searches, "launch"), 1);
    assert_int_equal(count_titled(&searches, "notes"), 1);
    /* As if so much time had passed. */
    store_run(&store, "UPDATE seen_queue SET at = at - ?", VALUES(sql_integer(LAG_MS + 1)));
    seen_keep_up(&searches.seen, &store, LAG_MS);
    assert_int_equal(count_titled(&searches, "lunch"), 1);
    assert_int_equal(count_titled(&searches, "notes"), 0);
    seen_keep_up(&searches.seen, &store, 0);
    assert_false(searches.seen.on);
    assert_int_equal(count_titled(&searches, "launch"), 0);
    searches_free(&searches);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_what_they_say),
        cmocka_unit_test(archived_spaces_are_found_when_asked_for),
        cmocka_unit_test(queries_that_depend_on_the_time_say_so),
        cmocka_unit_test(a_query_may_be_nested_and_long),
        cmocka_unit_test(many_values_are_bound_or_refused),
        cmocka_unit_test(searches_are_kept_until_something_changes),
        cmocka_unit_test(changes_are_seen_late_with_a_lag),
    };
    return cmocka_run_group_tests_name("sandbox cql", tests, set_up, tear_down);
}
