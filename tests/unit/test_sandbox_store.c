/* The sandbox's database: tables, transactions, statements, failures. */
#include "unit.h"

#include "sandbox/store/store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct store store;

static int open_memory(void **state)
{
    (void)state;
    struct atl_error error;
    return store_open(&store, NULL, &error) == ATL_OK ? 0 : -1;
}

static int close_store(void **state)
{
    (void)state;
    store_close(&store);
    return 0;
}

static int64_t add_label(const char *name)
{
    return store_insert(&store, "INSERT INTO label (name) VALUES (?)", VALUES(sql_text(name)));
}

static int64_t count_labels(void)
{
    return store_integer(&store, -1, "SELECT count(*) FROM label", NO_VALUES);
}

static void committed_changes_stay(void **state)
{
    (void)state;
    uint64_t generation = store.generation;
    store_begin(&store);
    int64_t id = add_label("runbook");
    assert_true(store_commit(&store));
    assert_true(store.generation > generation);
    struct atl_arena arena = {0};
    assert_string_equal(
        store_text(&store, &arena, "SELECT name FROM label WHERE id = ?", VALUES(sql_integer(id))),
        "runbook");
    atl_arena_free(&arena);
}

static void rolled_back_changes_are_gone(void **state)
{
    (void)state;
    store_begin(&store);
    add_label("runbook");
    store_rollback(&store);
    assert_int_equal(count_labels(), 0);
}

static void one_item_of_a_transaction_can_be_undone(void **state)
{
    (void)state;
    store_begin(&store);
    store_savepoint(&store);
    add_label("kept");
    store_release(&store, true);
    store_savepoint(&store);
    add_label("undone");
    store_release(&store, false);
    assert_true(store_commit(&store));
    assert_int_equal(count_labels(), 1);
}

static void a_failure_undoes_the_transaction_and_is_forgotten(void **state)
{
    (void)state;
    store_begin(&store);
    add_label("twice");
    add_label("twice");
    assert_non_null(store.failure);
    add_label("not even tried");
    assert_false(store_commit(&store));
    assert_null(store.failure);
    assert_non_null(strstr(store.last_failure, "UNIQUE"));
    assert_int_equal(count_labels(), 0);
}

static void a_statement_runs_within_itself(void **state)
{
    (void)state;
    static const char sql[] = "SELECT id FROM label ORDER BY id";
    add_label("a");
    add_label("b");
    int pairs = 0;
    struct rows outer = store_select(&store, sql, NO_VALUES);
    while (rows_next(&outer)) {
        struct rows inner = store_select(&store, sql, NO_VALUES);
        while (rows_next(&inner)) {
            pairs++;
        }
    }
    assert_int_equal(pairs, 4);
}

static void values_come_back_as_they_went(void **state)
{
    (void)state;
    struct rows rows = store_select(&store, "SELECT ?, ?, ?, ?, ?",
                                    VALUES(sql_integer(INT64_MIN), sql_optional(-1), sql_real(0.5),
                                           sql_text("é"), sql_blob("a\0b", 3)));
    size_t length;
    assert_true(rows_next(&rows));
    assert_int_equal(rows_integer(&rows, 0), INT64_MIN);
    assert_true(rows_is_null(&rows, 1));
    assert_int_equal(rows_optional(&rows, 1), -1);
    assert_true(rows_real(&rows, 2) == 0.5);
    assert_string_equal(rows_text(&rows, 3), "é");
    assert_memory_equal(rows_blob(&rows, 4, &length), "a\0b", 3);
    assert_int_equal(length, 3);
    rows_finish(&rows);
}

static void statements_are_put_together(void **state)
{
    (void)state;
    add_label("a");
    add_label("b");
    add_label("c");
    struct sql sql = {0};
    sql_printf(&sql, "SELECT count(*) FROM %s WHERE name IN (", "label");
    sql_mark(&sql, sql_text("a"));
    sql_add(&sql, ", ");
    sql_mark(&sql, sql_text("c"));
    sql_add(&sql, ")");
    assert_int_equal(store_integer_sql(&store, -1, &sql), 2);
    sql_free(&sql);
}

static void text_is_matched_by_words(void **state)
{
    (void)state;
    assert_int_equal(
        store_integer(&store, -1, "SELECT text_matches('log* page', 'The Login page')", NO_VALUES),
        1);
    assert_int_equal(
        store_integer(&store, -1, "SELECT text_matches('logout', 'The Login page')", NO_VALUES), 0);
}

static void a_file_keeps_what_was_written(void **state)
{
    (void)state;
    char path[] = "store-XXXXXX";
    struct store file;
    struct atl_error error;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    assert_int_equal(store_open(&file, path, &error), ATL_OK);
    store_insert(&file, "INSERT INTO label (name) VALUES ('kept')", NO_VALUES);
    store_close(&file);
    assert_int_equal(store_open(&file, path, &error), ATL_OK);
    assert_true(store_exists(&file, "SELECT 1 FROM label WHERE name = 'kept'", NO_VALUES));
    store_close(&file);
    unlink(path);
}

static void refuse(const char *setup, const char *expected)
{
    char path[] = "store-XXXXXX";
    struct store file;
    struct atl_error error;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    assert_int_equal(store_open(&file, path, &error), ATL_OK);
    assert_int_equal(sqlite3_exec(file.handle, setup, NULL, NULL, NULL), SQLITE_OK);
    store_close(&file);
    assert_int_equal(store_open(&file, path, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, expected));
    unlink(path);
}

static void foreign_databases_are_refused(void **state)
{
    (void)state;
    refuse("PRAGMA application_id = 7", "not a database of the sandbox");
    refuse("PRAGMA user_version = 1000", "another version of the sandbox");
}

static void a_file_that_is_no_database_is_refused(void **state)
{
    (void)state;
    char path[] = "store-XXXXXX";
    struct store file;
    struct atl_error error;
    int descriptor = mkstemp(path);
    assert_true(
        write(descriptor, "This is a letter, not a database, whatever its name says.", 57) == 57);
    close(descriptor);
    assert_int_equal(store_open(&file, path, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, path));
    unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_memory, close_store)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(committed_changes_stay),
        TEST(rolled_back_changes_are_gone),
        TEST(one_item_of_a_transaction_can_be_undone),
        TEST(a_failure_undoes_the_transaction_and_is_forgotten),
        TEST(a_statement_runs_within_itself),
        TEST(values_come_back_as_they_went),
        TEST(statements_are_put_together),
        TEST(text_is_matched_by_words),
        cmocka_unit_test(a_file_keeps_what_was_written),
        cmocka_unit_test(foreign_databases_are_refused),
        cmocka_unit_test(a_file_that_is_no_database_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
