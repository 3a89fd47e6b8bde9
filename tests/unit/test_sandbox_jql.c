/* JQL: what tests/data/jql/queries.txt says, over the site that tests/data/jql/site.sql sets up. */
#include "sandbox/query/jql.h"
#include "sandbox/seed/site.h"
#include "sandbox/store/statements.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t now_ms = INT64_C(1769862600000); /* 2026-01-31T12:30:00Z, a Saturday */

static struct store store;
static struct jql_context context = {.store = &store, .me = 1, .now_ms = 0, .is_cloud = true};

static char *read_data(const char *name)
{
    struct atl_buffer path = {0};
    struct atl_buffer text = {0};
    char block[4096];
    const char *source = getenv("PROJECT_SOURCE");
    atl_buffer_printf(&path, "%s/tests/data/jql/%s", source == NULL ? "." : source, name);
    FILE *file = fopen(path.data, "r");
    if (file == NULL) {
        fail_msg("can't read %s", path.data);
    }
    size_t length;
    while ((length = fread(block, 1, sizeof block, file)) > 0) {
        atl_buffer_append(&text, block, length);
    }
    fclose(file);
    atl_buffer_free(&path);
    return atl_buffer_take(&text);
}

static int set_up(void **state)
{
    (void)state;
    struct atl_error error;
    assert_int_equal(store_open(&store, NULL, &error), ATL_OK);
    site_set_up(&store);
    char *sql = read_data("site.sql");
    statements_execute(&store, sql);
    free(sql);
    if (store.failure != NULL) {
        fail_msg("%s", store.failure);
    }
    context.now_ms = now_ms;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    store_close(&store);
    return 0;
}

/* What a query finds, as "WEB-1 WEB-2", or "! " and what is wrong with it. The caller frees it. */
static char *answer(const char *jql, bool *uses_time)
{
    struct atl_arena arena = {0};
    struct atl_error error = {0};
    struct atl_buffer text = {0};
    struct sql sql = {0};
    const struct atl_query *query;
    enum atl_status status = atl_query_parse(&arena, ATL_QUERY_JQL, jql, &query, NULL, &error);
    if (status == ATL_OK) {
        status = jql_compile(&context, &arena, query, &sql, uses_time, &error);
    }
    if (status == ATL_OK) {
        struct rows rows = store_select_sql(&store, &sql);
        while (rows_next(&rows)) {
            struct atl_arena scratch = {0};
            atl_buffer_printf(&text, "%s%s", text.length == 0 ? "" : " ",
                              store_text(&store, &scratch,
                                         "SELECT project.key || '-' || number FROM issue JOIN"
                                         " project ON project.id = project WHERE issue.id = ?",
                                         VALUES(sql_integer(rows_integer(&rows, 0)))));
            atl_arena_free(&scratch);
        }
    } else {
        assert_int_equal(status, ATL_USAGE);
        atl_buffer_printf(&text, "! %s", error.message);
    }
    if (store.failure != NULL) {
        fail_msg("%s\n  %s\n  %s", jql, store.failure, atl_buffer_text(&sql.text));
    }
    sql_free(&sql);
    atl_arena_free(&arena);
    return atl_buffer_take(&text);
}

static int compare_words(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The same words in the order of the alphabet. */
static const char *sorted(struct atl_arena *arena, const char *words)
{
    char **items;
    struct atl_buffer text = {0};
    size_t count = atl_text_split(arena, words, ' ', &items);
    qsort(items, count, sizeof *items, compare_words);
    for (size_t i = 0; i < count; i++) {
        atl_buffer_printf(&text, "%s%s", i == 0 ? "" : " ", items[i]);
    }
    const char *copy = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return copy;
}

/* A query, and below it what is expected: ": " keys in any order, "= " in this one, "! " words. */
static void check(const char *jql, const char *expected)
{
    struct atl_arena arena = {0};
    bool uses_time;
    char *given = answer(jql, &uses_time);
    const char *wanted = expected;
    const char *found = given;
    if (expected[0] == ':' && given[0] != '!') {
        found = sorted(&arena, given);
        wanted = sorted(&arena, expected + 1);
    } else if (expected[0] == '=') {
        wanted = atl_text_trim(&arena, expected + 1);
    }
    if (strcmp(found, wanted) != 0) {
        fail_msg("%s\n  gave %s\n  not  %s", jql, found, wanted);
    }
    free(given);
    atl_arena_free(&arena);
}

static void queries_find_what_they_say(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    char *text = read_data("queries.txt");
    char **lines;
    size_t count = atl_text_split(&arena, text, '\n', &lines);
    const char *query = NULL;
    size_t checked = 0;
    for (size_t i = 0; i < count; i++) {
        if (lines[i][0] == '#') {
            continue;
        }
        if (query == NULL) {
            query = strcmp(lines[i], "\"\"") == 0 ? "" : lines[i];
        } else {
            check(query, lines[i]);
            query = NULL;
            checked++;
        }
    }
    assert_null(query);
    assert_true(checked >= 150);
    free(text);
    atl_arena_free(&arena);
}

/* Thirteen hours ahead it is February already. */
static void dates_are_in_the_zone_of_the_account(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"created >= \"2026/01/30 22:00\" ORDER BY key", "created >= 1769763600000 ORDER BY key"},
        {"created >= startOfDay(-20d) ORDER BY key", "created >= 1768129200000 ORDER BY key"},
        {"created >= -168h ORDER BY key", "created >= 1769257800000 ORDER BY key"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        bool uses_time;
        context.zone_ms = (int64_t)13 * 60 * 60 * 1000;
        char *there = answer(pairs[i][0], &uses_time);
        context.zone_ms = 0;
        char *anywhere = answer(pairs[i][1], &uses_time);
        assert_string_equal(there, anywhere);
        free(there);
        free(anywhere);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_what_they_say),
        cmocka_unit_test(dates_are_in_the_zone_of_the_account),
    };
    return cmocka_run_group_tests_name("sandbox jql", tests, set_up, tear_down);
}
