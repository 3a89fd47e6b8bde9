/* Rows of files: as people, spreadsheets and programs write them, and as they shouldn't. */
#include "atlcli/rows.h"

#include "atlcli/text.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* All rows as "LINE {…}", a line each, and the error if there is one. */
static char *read_text(const char *text, size_t length, enum atl_rows_format format)
{
    struct atl_buffer all = {0};
    struct atl_error error;
    struct atl_rows *rows;
    atl_error_clear(&error);
    enum atl_status status = atl_rows_open_text(text, length, "f", format, &rows, &error);
    while (status == ATL_OK) {
        struct atl_row row;
        status = atl_rows_next(rows, &row, &error);
        if (status != ATL_OK || row.json == NULL) {
            break;
        }
        char *printed = atl_json_print(row.json, false);
        atl_buffer_printf(&all, "%zu %s\n", row.line, printed);
        free(printed);
        cJSON_Delete(row.json);
    }
    if (status != ATL_OK) {
        atl_buffer_printf(&all, "error: %s", error.message);
    }
    atl_rows_close(rows);
    return atl_buffer_take(&all);
}

static void assert_rows(enum atl_rows_format format, const char *text, const char *expected)
{
    char *read = read_text(text, strlen(text), format);
    assert_string_equal(read, expected);
    free(read);
}

static void csv_is_read_however_it_is_written(void **state)
{
    (void)state;
    assert_rows(ATL_ROWS_CSV, "a,b\n1,2\n", "2 {\"a\":\"1\",\"b\":\"2\"}\n");
    assert_rows(ATL_ROWS_CSV,
                "\xEF\xBB\xBF"
                "a,b\r\n1,2\r\n\r\n3,4",
                "2 {\"a\":\"1\",\"b\":\"2\"}\n"
                "4 {\"a\":\"3\",\"b\":\"4\"}\n");
    assert_rows(ATL_ROWS_CSV, "\n a , b \n1,\n", "3 {\"a\":\"1\",\"b\":\"\"}\n");
    assert_rows(ATL_ROWS_CSV, "a;b\n1,5;2\n", "2 {\"a\":\"1,5\",\"b\":\"2\"}\n");
    assert_rows(ATL_ROWS_CSV, "\"x;y\",b\n1,2\n", "2 {\"x;y\":\"1\",\"b\":\"2\"}\n");
    assert_rows(ATL_ROWS_CSV, "a\tb\n1\t2\n", "2 {\"a\":\"1\",\"b\":\"2\"}\n");
    assert_rows(ATL_ROWS_CSV, "a\n\"\"\n", "2 {\"a\":\"\"}\n");
    assert_rows(ATL_ROWS_CSV, "a,b", "");
    assert_rows(ATL_ROWS_CSV, "a,b\n,", "2 {\"a\":\"\",\"b\":\"\"}\n");
}

static void quoted_cells_hold_anything(void **state)
{
    (void)state;
    assert_rows(ATL_ROWS_CSV, "a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n",
                "2 {\"a\":\"x, \\\"y\\\"\\nz\",\"b\":\"2\"}\n4 {\"a\":\"3\",\"b\":\"4\"}\n");
    assert_rows(ATL_ROWS_CSV, "a\n\"x\r\ny\"\r\n", "2 {\"a\":\"x\\r\\ny\"}\n");
    assert_rows(ATL_ROWS_CSV, "a\nx\"y\n", "2 {\"a\":\"x\\\"y\"}\n");
    assert_rows(ATL_ROWS_CSV, "a\n'=1\n''=1\n'x\n",
                "2 {\"a\":\"=1\"}\n3 {\"a\":\"'=1\"}\n"
                "4 {\"a\":\"'x\"}\n");
}

static void csv_that_is_broken_says_where(void **state)
{
    (void)state;
    assert_rows(ATL_ROWS_CSV, "", "error: f is empty: not even a heading is in it");
    assert_rows(ATL_ROWS_CSV, "a,a\n",
                "error: f, line 1: columns 1 and 2 have the same heading 'a'");
    assert_rows(ATL_ROWS_CSV, "a,\n", "error: f, line 1: column 2 has no heading");
    assert_rows(ATL_ROWS_CSV, "a,b\n1,2\n3\n",
                "2 {\"a\":\"1\",\"b\":\"2\"}\nerror: f, line 3: 1 cell, but the heading has 2");
    assert_rows(ATL_ROWS_CSV, "a,b\n1,2,3\n", "error: f, line 2: 3 cells, but the heading has 2");
    assert_rows(ATL_ROWS_CSV, "a\n\"x\ny\n",
                "error: f, line 2: the quotation mark that begins a cell has no end");
    assert_rows(ATL_ROWS_CSV, "a\n\"x\"y\n",
                "error: f, line 2: text follows the end of a quoted cell");
    assert_rows(ATL_ROWS_CSV, "a\nok\n\"x\ncaf\xE9\"\n",
                "2 {\"a\":\"ok\"}\nerror: f, line 4: byte 0xE9 is no UTF-8");
    assert_rows(ATL_ROWS_CSV,
                "\xFF\xFE"
                "a",
                "error: f, line 1: the file is UTF-16");
    char *read = read_text("a\nx\0y\n", 6, ATL_ROWS_CSV);
    assert_string_equal(read, "error: f, line 2: there is a NUL byte");
    free(read);
}

static void a_cell_may_be_large(void **state)
{
    (void)state;
    enum { SIZE = 10 * 1024 * 1024 };
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "a\n\"");
    for (size_t i = 0; i < SIZE; i++) {
        atl_buffer_add_char(&text, i % 80 == 79 ? '\n' : 'x');
    }
    atl_buffer_add(&text, "\"\n");
    struct atl_rows *rows;
    struct atl_row row;
    assert_int_equal(atl_rows_open_text(text.data, text.length, "f", ATL_ROWS_CSV, &rows, NULL),
                     ATL_OK);
    assert_int_equal(atl_rows_next(rows, &row, NULL), ATL_OK);
    assert_int_equal(strlen(atl_json_text(row.json, "a", "")), SIZE);
    cJSON_Delete(row.json);
    atl_rows_close(rows);
    atl_buffer_free(&text);
}

static void json_is_a_list_or_has_one(void **state)
{
    (void)state;
    assert_rows(ATL_ROWS_JSON, "[{\"a\":1},\n {\"b\":[\"}\",{\"c\":\"\\\"]\"}]}]\n",
                "1 {\"a\":1}\n2 {\"b\":[\"}\",{\"c\":\"\\\"]\"}]}\n");
    assert_rows(ATL_ROWS_JSON, " [ ] ", "");
    assert_rows(
        ATL_ROWS_JSON,
        "{\"schemaVersion\":\"1\",\"names\":{\"issues\":[1]},\"n\":7,\"issues\":[\n{\"a\":1}\n],"
        "\"more\":null}",
        "2 {\"a\":1}\n");
}

static void json_that_is_broken_says_where(void **state)
{
    (void)state;
    static const char shape[] = "error: f, line 1: this is no list of rows";
    assert_rows(ATL_ROWS_JSON, " ", "error: f is empty");
    assert_rows(ATL_ROWS_JSON, "7", shape);
    assert_rows(ATL_ROWS_JSON, "{\"issues\":7}", shape);
    assert_rows(ATL_ROWS_JSON, "{\"a\":7}", shape);
    assert_rows(ATL_ROWS_JSON, "[] x", shape);
    assert_rows(ATL_ROWS_JSON, "[\n{\"a\":1}\n{\"a\":2}]",
                "2 {\"a\":1}\nerror: f, line 3: a comma, or the end of the list, is missing");
    assert_rows(ATL_ROWS_JSON, "[\n7]", "error: f, line 2: a row must be an object: {…}");
    assert_rows(ATL_ROWS_JSON, "[{\"a\":1},\n{\"a\":",
                "1 {\"a\":1}\nerror: f, line 2: the file ends in the middle of a value");
    assert_rows(ATL_ROWS_JSON, "[{\"a\":\"\xE9\"}]", "error: f, line 1: byte 0xE9 is no UTF-8");
}

static void jsonl_has_a_row_a_line(void **state)
{
    (void)state;
    assert_rows(ATL_ROWS_JSONL, "{\"a\":1}\n\n  {\"a\":2}\r\n{\"a\":3}",
                "1 {\"a\":1}\n3 {\"a\":2}\n4 {\"a\":3}\n");
    assert_rows(ATL_ROWS_JSONL, "", "");
    assert_rows(ATL_ROWS_JSONL, "{\"a\":1}\n[2]\n",
                "1 {\"a\":1}\nerror: f, line 2: a row must be an object: {…}");
    char *read = read_text("{\"a\":1}\n{\"a\":\n", 14, ATL_ROWS_JSONL);
    assert_non_null(strstr(read, "error: f, line 2: "));
    free(read);
}

static void the_ending_says_the_format(void **state)
{
    (void)state;
    enum atl_rows_format format;
    assert_true(atl_rows_format_of("x/y.CSV", &format));
    assert_int_equal(format, ATL_ROWS_CSV);
    assert_true(atl_rows_format_of("y.b.jsonl", &format));
    assert_int_equal(format, ATL_ROWS_JSONL);
    assert_true(atl_rows_format_of("y.json", &format));
    assert_int_equal(format, ATL_ROWS_JSON);
    assert_false(atl_rows_format_of("csv", &format));
    assert_false(atl_rows_format_of("y.xlsx", &format));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_read_however_it_is_written),
        cmocka_unit_test(quoted_cells_hold_anything),
        cmocka_unit_test(csv_that_is_broken_says_where),
        cmocka_unit_test(a_cell_may_be_large),
        cmocka_unit_test(json_is_a_list_or_has_one),
        cmocka_unit_test(json_that_is_broken_says_where),
        cmocka_unit_test(jsonl_has_a_row_a_line),
        cmocka_unit_test(the_ending_says_the_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
