/* How the sandbox's store is filled: from a seed, again, with more, and in a file that lasts. */
#include "seed_checks.h"

#include "sandbox/seed/document.h"
#include "sandbox/seed/seed_store.h"

#include "atlcli/json.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const int64_t today_ms = INT64_C(1769817600000); /* 2026-01-31, a Saturday */

static struct sandbox_options usual_options(int64_t seed, int64_t issues, int64_t pages)
{
    return (struct sandbox_options){.user_email = "you@example.com",
                                    .seed = seed,
                                    .issues = issues,
                                    .pages = pages,
                                    .attachments = 10,
                                    .today_ms = today_ms};
}

static void make_store(struct store *store, const struct sandbox_options *options)
{
    struct atl_error error;
    struct sandbox_options copy = *options;
    if (seed_open(store, &copy, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

static int64_t number(struct store *store, const char *sql)
{
    int64_t value = store_integer(store, -1, sql, NO_VALUES);
    if (store->failure != NULL) {
        fail_msg("%s: %s", sql, store->failure);
    }
    return value;
}

/* All rows of all tables as one text. */
static char *dump(struct store *store)
{
    struct atl_arena arena = {0};
    struct atl_list tables = {0};
    struct atl_buffer text = {0};
    struct rows rows = store_select(store,
                                    "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                    " ORDER BY name",
                                    NO_VALUES);
    while (rows_next(&rows)) {
        atl_list_add(&tables, rows_copy(&rows, 0, &arena));
    }
    for (size_t i = 0; i < tables.count; i++) {
        const char *sql =
            atl_arena_printf(&arena, "SELECT * FROM %s ORDER BY 1, 2", (char *)tables.items[i]);
        if (strcmp(tables.items[i], "sqlite_sequence") == 0) {
            continue;
        }
        struct sql statement = {0};
        sql_add(&statement,
                strcmp(tables.items[i], "setting") == 0 ? "SELECT * FROM setting" : sql);
        for (rows = store_select_sql(store, &statement); rows_next(&rows);) {
            for (int column = 0; column < sqlite3_column_count(rows.statement); column++) {
                const char *value = rows_text(&rows, column);
                atl_buffer_printf(&text, "%s|", value == NULL ? "" : value);
            }
            atl_buffer_add_char(&text, '\n');
        }
        sql_free(&statement);
    }
    assert_null(store->failure);
    atl_list_free(&tables);
    atl_arena_free(&arena);
    return atl_buffer_take(&text);
}

/* ---- from a seed ---- */

static void the_same_seed_fills_the_same_store(void **state)
{
    (void)state;
    const int64_t seeds[] = {5, 5, 6};
    char *dumps[COUNT(seeds)];
    for (size_t i = 0; i < COUNT(seeds); i++) {
        struct store store;
        struct sandbox_options options = usual_options(seeds[i], 300, 100);
        make_store(&store, &options);
        dumps[i] = dump(&store);
        store_close(&store);
    }
    assert_string_equal(dumps[0], dumps[1]);
    assert_string_not_equal(dumps[0], dumps[2]);
    for (size_t i = 0; i < COUNT(seeds); i++) {
        free(dumps[i]);
    }
}

static void everything_fits_together(void **state)
{
    (void)state;
    static const struct {
        enum sandbox_deployment deployment;
        int64_t issues;
        int64_t pages;
    } cases[] = {{SANDBOX_CLOUD, 50, 50},        {SANDBOX_CLOUD, 3000, 400},
                 {SANDBOX_DATA_CENTER, 400, 90}, {SANDBOX_CLOUD, 0, 0},
                 {SANDBOX_CLOUD, 1, 1},          {SANDBOX_DATA_CENTER, 0, 20}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store store;
        struct sandbox_options options = usual_options(1, cases[i].issues, cases[i].pages);
        options.deployment = cases[i].deployment;
        make_store(&store, &options);
        check_store(&store);
        assert_int_equal(number(&store, "SELECT count(*) FROM issue"), cases[i].issues);
        assert_int_equal(number(&store, "SELECT count(*) FROM content WHERE type = 'page'"),
                         cases[i].pages);
        finds_nothing(&store, "SELECT id FROM project WHERE last_number !="
                              " (SELECT count(*) FROM issue WHERE project = project.id)");
        store_close(&store);
    }
}

static void indexes_are_there_after_a_large_filling(void **state)
{
    (void)state;
    int64_t counts[2];
    for (size_t i = 0; i < 2; i++) {
        struct store store;
        struct sandbox_options options = usual_options(1, i == 0 ? 10 : 2500, 10);
        make_store(&store, &options);
        counts[i] = number(&store, "SELECT count(*) FROM sqlite_schema WHERE type = 'index'");
        store_close(&store);
    }
    assert_int_equal(counts[0], counts[1]);
}

/* What other tests and the README's examples count on. */
static void names_and_ids_stay_what_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        const char *expected;
    } cases[] = {
        {"SELECT name || ' ' || email || ' ' || key FROM person WHERE id = 1",
         "Robin Ashdown you@example.com JIRAUSER10100"},
        {"SELECT username || ' ' || key FROM person WHERE id = 24", "yuki.tanaka JIRAUSER10123"},
        {"SELECT count(*) FROM person", "24"},
        {"SELECT id || key || name FROM project ORDER BY id LIMIT 1", "10000WEBWeb Shop"},
        {"SELECT id || name FROM board WHERE type = 'scrum' ORDER BY id LIMIT 1", "1WEB board"},
        {"SELECT id || name || state FROM sprint WHERE id = 7", "7WEB Sprint 7active"},
        {"SELECT id || name || state FROM sprint WHERE id = 16", "16MOB Sprint 8future"},
        {"SELECT min(id) || '-' || max(id) FROM issue", "10001-10050"},
        {"SELECT id || key FROM space ORDER BY id LIMIT 1", "65537ENG"},
        {"SELECT id || title FROM content WHERE type = 'page' ORDER BY id LIMIT 1",
         "200001Engineering Home"},
        {"SELECT max(id) FROM content WHERE type = 'page'", "200050"},
        {"SELECT group_concat(name, '|') FROM (SELECT name FROM status ORDER BY position)",
         "To Do|Reopened|In Progress|Blocked|In Review|Done|Won't \"do\""},
        {"SELECT id FROM label WHERE name = 'architecture'", "300001"},
    };
    struct store store;
    struct sandbox_options options = usual_options(1, 50, 50);
    struct atl_arena arena = {0};
    make_store(&store, &options);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *found = store_text(&store, &arena, cases[i].sql, NO_VALUES);
        if (!atl_text_equal(found, cases[i].expected)) {
            fail_msg("%s: %s", cases[i].sql, found);
        }
    }
    atl_arena_free(&arena);
    store_close(&store);
}

static void bodies_are_in_the_form_of_the_deployment(void **state)
{
    (void)state;
    static const char *const bodies[] = {"SELECT description FROM issue",
                                         "SELECT body FROM comment",
                                         "SELECT body FROM worklog WHERE body IS NOT NULL"};
    for (int is_cloud = 0; is_cloud < 2; is_cloud++) {
        struct store store;
        struct sandbox_options options = usual_options(1, 120, 5);
        options.deployment = is_cloud ? SANDBOX_CLOUD : SANDBOX_DATA_CENTER;
        make_store(&store, &options);
        for (size_t i = 0; i < COUNT(bodies); i++) {
            size_t count = 0;
            for (struct rows rows = store_select(&store, bodies[i], NO_VALUES); rows_next(&rows);
                 count++) {
                const char *body = rows_text(&rows, 0);
                cJSON *tree = NULL;
                atl_json_parse(body, strlen(body), "a body", &tree, NULL);
                assert_string_equal(atl_json_text(tree, "type", ""), is_cloud ? "doc" : "");
                cJSON_Delete(tree);
            }
            assert_true(count > 10);
        }
        store_close(&store);
    }
}

static void there_is_something_of_everything_for_me(void **state)
{
    (void)state;
    static const char *const mine[] = {
        "SELECT 1 FROM issue WHERE assignee = 1 AND resolution IS NULL",
        "SELECT 1 FROM issue WHERE assignee = 1 AND resolution IS NOT NULL",
        "SELECT 1 FROM issue WHERE reporter = 1",
        "SELECT 1 FROM comment WHERE author = 1",
        "SELECT 1 FROM worklog WHERE author = 1",
        "SELECT 1 FROM watcher WHERE person = 1",
        "SELECT 1 FROM vote WHERE person = 1",
        "SELECT 1 FROM history WHERE author = 1",
        "SELECT 1 FROM issue_value WHERE field = 10041 AND value = 1 OR field = 10034",
        "SELECT 1 FROM attachment WHERE author = 1",
        "SELECT 1 FROM project WHERE lead = 1",
        "SELECT 1 FROM filter WHERE owner = 1",
        "SELECT 1 FROM filter_favourite WHERE person = 1",
        "SELECT 1 FROM content WHERE type = 'page' AND creator = 1",
        "SELECT 1 FROM content WHERE type = 'comment' AND creator = 1",
        "SELECT 1 FROM content WHERE type = 'blogpost' AND creator = 1",
        "SELECT 1 FROM content_watch WHERE person = 1",
        "SELECT 1 FROM content_restriction WHERE person = 1",
        "SELECT 1 FROM content_comment WHERE resolution = 'resolved'",
        "SELECT 1 FROM content WHERE type = 'folder'",
        "SELECT 1 FROM content WHERE type = 'attachment'",
        "SELECT 1 FROM issue_link",
        "SELECT 1 FROM epic",
        "SELECT 1 FROM issue WHERE time_spent > 0 AND original_estimate > 0",
        "SELECT 1 FROM history WHERE field_id = 'customfield_10020'",
        "SELECT 1 FROM issue_sprint GROUP BY issue HAVING count(*) > 1",
    };
    struct store store;
    struct sandbox_options options = usual_options(1, 50, 50);
    make_store(&store, &options);
    for (size_t i = 0; i < COUNT(mine); i++) {
        if (!store_exists(&store, mine[i], NO_VALUES)) {
            fail_msg("nothing: %s", mine[i]);
        }
    }
    /* Every field that can have a value has one. */
    finds_nothing(&store, "SELECT name FROM field WHERE type NOT IN ('sprint', 'rank', 'epic-link',"
                          " 'epic-name') AND id NOT IN (SELECT field FROM issue_value)");
    store_close(&store);
}

static void attachments_are_real_files(void **state)
{
    (void)state;
    struct store store;
    struct sandbox_options options = usual_options(1, 20, 20);
    options.attachments = 31;
    make_store(&store, &options);
    check_store(&store);
    assert_int_equal(number(&store, "SELECT count(*) FROM attachment"), 16);
    assert_int_equal(number(&store, "SELECT count(*) FROM content_file"), 15);
    finds_nothing(&store, "SELECT id FROM attachment WHERE name LIKE '%.png' AND"
                          " hex(substr(content, 1, 8)) != '89504E470D0A1A0A'");
    finds_nothing(&store, "SELECT id FROM attachment WHERE name LIKE '%.csv' AND"
                          " CAST(content AS TEXT) NOT LIKE 'component,cases,minutes%'");
    store_close(&store);
}

/* ---- the plan ---- */

static void issues_are_those_of_the_plan(void **state)
{
    (void)state;
    struct store store;
    struct plan plan;
    struct sandbox_options options = usual_options(3, 400, 60);
    make_store(&store, &options);
    plan_make(&plan, &options);
    struct rows rows = store_select(&store,
                                    "SELECT number, type, status, priority, assignee, created,"
                                    " updated, parent, rank, summary, project FROM issue"
                                    " ORDER BY id",
                                    NO_VALUES);
    for (uint32_t i = 0; i < 400; i++) {
        const struct issue *issue = &plan.issues[i];
        struct atl_buffer summary = {0};
        plan_append_summary(&plan, i, &summary);
        assert_true(rows_next(&rows));
        assert_int_equal(rows_integer(&rows, 0), issue->number);
        assert_int_equal(rows_integer(&rows, 1), plan_issue_types[issue->type].id);
        assert_int_equal(rows_integer(&rows, 2), plan_statuses[issue->status].id);
        assert_int_equal(rows_integer(&rows, 3), plan_priorities[issue->priority].id);
        assert_int_equal(rows_integer(&rows, 4),
                         issue->assignee == PLAN_NOBODY ? 0 : issue->assignee + 1);
        assert_int_equal(rows_integer(&rows, 5), (int64_t)issue->created * 1000);
        assert_int_equal(rows_integer(&rows, 6), (int64_t)issue->updated * 1000);
        assert_int_equal(rows_integer(&rows, 7),
                         issue->parent == PLAN_NO_PARENT ? 0 : issue->parent + PLAN_FIRST_ISSUE_ID);
        assert_int_equal(rows_integer(&rows, 8), issue->rank);
        assert_string_equal(rows_text(&rows, 9), summary.data);
        assert_int_equal(rows_integer(&rows, 10), issue->project + PLAN_FIRST_PROJECT_ID);
        atl_buffer_free(&summary);
    }
    rows_finish(&rows);
    plan_free(&plan);
    store_close(&store);
}

/* ---- documents ---- */

static void documents_are_the_same_in_all_forms(void **state)
{
    (void)state;
    struct plan plan;
    struct sandbox_options options = usual_options(1, 0, 200);
    plan_make(&plan, &options);
    for (uint32_t i = 0; i < 200; i++) {
        struct atl_arena arena = {0};
        struct document document = document_of_page(&plan, &arena, i);
        struct atl_buffer adf = {0};
        struct atl_buffer storage = {0};
        struct atl_buffer wiki = {0};
        document_emit_adf(&adf, NULL, &document);
        document_append_storage(&storage, &document);
        document_append_wiki(&wiki, &document);
        cJSON *tree;
        assert_int_equal(atl_json_parse(adf.data, adf.length, "ADF", &tree, NULL), ATL_OK);
        assert_string_equal(atl_json_text(tree, "type", ""), "doc");
        assert_int_equal(atl_json_count(tree, "content"), document.block_count);
        assert_string_equal(atl_json_text(tree, "content.0.content.0.text", ""),
                            document.blocks[0].text);
        assert_true(atl_text_starts_with(storage.data, "<p>"));
        assert_null(strstr(storage.data, "<not>")); /* a sentence has it: as an entity */
        assert_true(atl_text_starts_with(wiki.data, document.blocks[0].text));
        cJSON_Delete(tree);
        atl_buffer_free(&adf);
        atl_buffer_free(&storage);
        atl_buffer_free(&wiki);
        atl_arena_free(&arena);
    }
    plan_free(&plan);
}

/* ---- more, and again ---- */

static void more_comes_after_what_is_there(void **state)
{
    (void)state;
    struct store store;
    struct sandbox_options options = usual_options(1, 60, 40);
    struct seed_added amounts = {.issues = 70, .pages = 900, .attachments = 8};
    struct seed_added added;
    make_store(&store, &options);
    for (int i = 0; i < 2; i++) {
        store_begin(&store);
        seed_more(&store, &options, 7, &amounts, &added);
        assert_true(store_commit(&store));
        assert_int_equal(added.issues, 70);
        assert_int_equal(added.pages, 900);
        assert_int_equal(added.attachments, 8);
        check_store(&store);
    }
    assert_int_equal(number(&store, "SELECT count(*) FROM issue"), 200);
    assert_int_equal(number(&store, "SELECT max(id) FROM issue"), 10200);
    assert_int_equal(number(&store, "SELECT count(*) FROM content WHERE type = 'page'"), 1840);
    assert_int_equal(number(&store, "SELECT count(*) FROM person"), 24);
    finds_nothing(&store, "SELECT id FROM project WHERE last_number !="
                          " (SELECT count(*) FROM issue WHERE project = project.id)");
    store_close(&store);
}

static void a_reset_makes_it_as_it_was(void **state)
{
    (void)state;
    struct store store;
    struct seed_added added;
    struct atl_error error;
    struct sandbox_options options = usual_options(4, 80, 30);
    make_store(&store, &options);
    char *before = dump(&store);
    for (int i = 0; i < 2; i++) {
        store_begin(&store);
        store_run(&store, "DELETE FROM issue WHERE id % 2", NO_VALUES);
        store_run(&store, "UPDATE person SET name = 'Somebody else'", NO_VALUES);
        assert_true(store_commit(&store));
        store_begin(&store);
        assert_int_equal(seed_again(&store, &options, &added, &error), ATL_OK);
        assert_true(store_commit(&store));
        char *after = dump(&store);
        assert_string_equal(before, after);
        free(after);
    }
    assert_int_equal(added.issues, 80);
    free(before);
    store_close(&store);
}

/* ---- a file that lasts ---- */

static void a_database_goes_on_where_it_ended(void **state)
{
    (void)state;
    char path[] = "/tmp/seed_database_XXXXXX";
    int descriptor = mkstemp(path);
    struct store store;
    struct atl_error error;
    assert_true(descriptor >= 0);
    close(descriptor);
    struct sandbox_options options = usual_options(1, 20, 20);
    options.database = path;
    make_store(&store, &options);
    store_begin(&store);
    store_run(&store, "DELETE FROM issue WHERE id = 10001", NO_VALUES);
    assert_true(store_commit(&store));
    store_close(&store);

    /* Other numbers change nothing; the day is that of the first start. */
    struct sandbox_options later = usual_options(9, 500, 500);
    later.database = path;
    later.today_ms = -1;
    later.user_email = "me@example.com";
    assert_int_equal(seed_open(&store, &later, &error), ATL_OK);
    assert_int_equal(later.today_ms, today_ms);
    assert_int_equal(number(&store, "SELECT count(*) FROM issue"), 19);
    assert_true(store_exists(
        &store, "SELECT 1 FROM person WHERE id = 1 AND email = 'me@example.com'", NO_VALUES));
    store_close(&store);

    later.deployment = SANDBOX_DATA_CENTER;
    assert_int_equal(seed_open(&store, &later, &error), ATL_USAGE);
    assert_non_null(strstr(error.message, "was made with --deployment cloud, not datacenter"));
    for (const char *const *suffix = (const char *const[]){"-wal", "-shm", "", NULL};
         *suffix != NULL; suffix++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", path, *suffix);
        unlink(name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_fills_the_same_store),
        cmocka_unit_test(everything_fits_together),
        cmocka_unit_test(indexes_are_there_after_a_large_filling),
        cmocka_unit_test(names_and_ids_stay_what_they_are),
        cmocka_unit_test(bodies_are_in_the_form_of_the_deployment),
        cmocka_unit_test(there_is_something_of_everything_for_me),
        cmocka_unit_test(attachments_are_real_files),
        cmocka_unit_test(issues_are_those_of_the_plan),
        cmocka_unit_test(documents_are_the_same_in_all_forms),
        cmocka_unit_test(more_comes_after_what_is_there),
        cmocka_unit_test(a_reset_makes_it_as_it_was),
        cmocka_unit_test(a_database_goes_on_where_it_ended),
    };
    return cmocka_run_group_tests_name("sandbox seed", tests, NULL, NULL);
}
