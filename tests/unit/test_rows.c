/* Tables of issues in CSV, JSON and JSON lines. */
#include "atlcli/rows.h"

#include "unit.h"

#include "atlcli/text.h"

#include <stdlib.h>
#include <string.h>

static struct atl_arena arena;

static int clean_up(void **state)
{
    (void)state;
    atl_arena_free(&arena);
    return 0;
}

/* "column|column / line: cell|cell / …", with - for what isn't there */
static void assert_rows_of(const char *text, size_t length, enum atl_rows_format format,
                           const char *expected)
{
    struct atl_rows rows;
    struct atl_error error = {0};
    struct atl_buffer shown = {0};
    if (atl_rows_read(&arena, text, length, format, "plan", &rows, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    for (size_t i = 0; i < rows.column_count; i++) {
        atl_buffer_printf(&shown, "%s%s", i == 0 ? "" : "|", rows.columns[i]);
    }
    for (size_t row = 0; row < rows.count; row++) {
        atl_buffer_printf(&shown, " / %zu:", rows.rows[row].number);
        for (size_t i = 0; i < rows.column_count; i++) {
            const char *cell = rows.rows[row].cells[i];
            atl_buffer_printf(&shown, "%s%s", i == 0 ? " " : "|", cell == NULL ? "-" : cell);
        }
    }
    assert_string_equal(atl_buffer_text(&shown), expected);
    atl_buffer_free(&shown);
}

static void assert_rows(const char *text, const char *expected)
{
    assert_rows_of(text, strlen(text), ATL_ROWS_DETECT, expected);
}

static void assert_refused(const char *text, const char *expected)
{
    struct atl_rows rows;
    struct atl_error error = {0};
    assert_int_equal(
        atl_rows_read(&arena, text, strlen(text), ATL_ROWS_DETECT, "plan", &rows, &error),
        ATL_USAGE);
    assert_int_equal(error.status, ATL_USAGE);
    if (strstr(error.message, expected) == NULL) {
        fail_msg("'%s' isn't in '%s'", expected, error.message);
    }
}

static void csv_is_read_as_spreadsheets_write_it(void **state)
{
    (void)state;
    assert_rows("a,b\n1,2\n3,4\n", "a|b / 2: 1|2 / 3: 3|4");
    assert_rows("\xEF\xBB\xBF"
                "a;b\r\n1;2,5\r\n\r\n3;4",
                "a|b / 2: 1|2,5 / 4: 3|4");
    assert_rows("a\tb\r1\t2\r", "a|b / 2: 1|2");
}

static void quotes_hold_separators_and_lines(void **state)
{
    (void)state;
    assert_rows("a,\"b,c\"\n\"x \"\"y\"\"\nz\",\nq\n", "a|b,c / 2: x \"y\"\nz| / 4: q|-");
    assert_rows("a\n'=1+1\n''x\n'plain\n", "a / 2: =1+1 / 3: ''x / 4: 'plain");
}

static void large_cells_are_read(void **state)
{
    (void)state;
    enum { LARGE = 10 * 1024 * 1024 };
    struct atl_buffer text = {0};
    struct atl_rows rows;
    atl_buffer_add(&text, "a,b\n\"");
    for (size_t i = 0; i < LARGE; i++) {
        atl_buffer_add_char(&text, i % 80 == 79 ? '\n' : 'x');
    }
    atl_buffer_add(&text, "\",end\n");
    assert_int_equal(
        atl_rows_read(&arena, text.data, text.length, ATL_ROWS_CSV, "plan", &rows, NULL), ATL_OK);
    assert_int_equal(strlen(rows.rows[0].cells[0]), LARGE);
    assert_string_equal(rows.rows[0].cells[1], "end");
    atl_buffer_free(&text);
}

static void json_is_read_by_members(void **state)
{
    (void)state;
    assert_rows("[{\"a\":\"x\",\"n\":5},{\"b\":[\"y\"],\"a\":null}]",
                "a|n|b / 1: x|5|- / 2: -|-|[\"y\"]");
    assert_rows("{\"schemaVersion\":\"1\",\"issues\":[{\"a\":true}]}", "a / 1: true");
    assert_rows("{\"a\":\"x\"}\n\n{\"b\":{\"c\":1}}\n", "a|b / 1: x|- / 3: -|{\"c\":1}");
}

static void fields_of_exports_are_members(void **state)
{
    static const char text[] =
        "{\"names\":{\"c_1\":\"Size\"},\"issues\":[{\"key\":\"A-1\",\"summary\":\"flat\","
        "\"fields\":{\"summary\":\"x\",\"c_1\":5}}]}";
    struct atl_rows rows;
    (void)state;
    assert_rows(text, "key|summary|c_1 / 1: A-1|x|5");
    assert_int_equal(
        atl_rows_read(&arena, text, strlen(text), ATL_ROWS_DETECT, "plan", &rows, NULL), ATL_OK);
    assert_int_equal(rows.format, ATL_ROWS_JSON);
    assert_null(rows.labels[0]);
    assert_string_equal(rows.labels[2], "Size");
}

static const char *odd_lines(void *context, const char *column, size_t number)
{
    (void)context;
    return number % 2 == 0 ? NULL : column[0] == 'k' ? "K-1" : "UP-1";
}

static void assert_filled(const char *text, const char *expected)
{
    static const char *const columns[] = {"key", "up", NULL};
    struct atl_buffer filled = {0};
    assert_int_equal(atl_rows_fill(text, strlen(text), ATL_ROWS_DETECT, "plan", columns, odd_lines,
                                   NULL, &filled, NULL),
                     ATL_OK);
    assert_string_equal(atl_buffer_text(&filled), expected);
    atl_buffer_free(&filled);
}

static void a_column_is_filled_in(void **state)
{
    (void)state;
    assert_filled("a,Key\n1,\n'=2,x\n", "a,Key\n1,\n'=2,K-1\n");
    assert_filled("a;b\r\n1;2,5\r\n\"x;y\"\r\n", "key;a;b\r\n;1;\"2,5\"\r\nK-1;\"x;y\";\r\n");
    assert_filled("a\n\n1\n", "key,a\nK-1,1\n");
    /* Or it would be taken for three. */
    assert_filled("\"a;b;c\"\n1\n", "key,\"a;b;c\"\n,1\n");
    assert_filled("\xEF\xBB\xBF[{\"a\":1},{\"key\":\"x\"}]",
                  "\xEF\xBB\xBF[\n  {\n    \"key\": \"K-1\",\n    \"a\": 1\n  },\n  {\n"
                  "    \"key\": \"x\"\n  }\n]\n");
    assert_filled("{\"key\":null,\"a\":1}\n{\"a\":2}\n", "{\"key\":\"K-1\",\"a\":1}\n{\"a\":2}\n");
    assert_filled("Key\n", "Key\n");
    /* Others are filled in where they are. */
    assert_filled("Up,a\n1,2\nx,y\n", "key,Up,a\n,1,2\nK-1,UP-1,y\n");
    assert_filled("{\"up\":\"flat\",\"fields\":{\"up\":{\"key\":\"A-1\"}}}\n{\"a\":1}\n",
                  "{\"key\":\"K-1\",\"up\":\"flat\",\"fields\":{\"up\":\"UP-1\"}}\n{\"a\":1}\n");
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    assert_refused("", "plan is empty");
    assert_refused("a,b\n1,2,3\n", "plan, line 2: 3 cells, but there are 2 columns");
    assert_refused("a,A\n", "plan, line 1: two columns are called 'A'");
    assert_refused("a,,b\n", "plan, line 1: column 2 has no name");
    assert_refused("a\n1\n\"open\n", "plan, line 3: a quote is opened and never closed");
    assert_refused("a\n\"x\"y\n", "plan, line 2: text follows a closing quote");
    assert_refused("a\nM\xFCller\n", "plan, line 2: byte 0xfc is not UTF-8");
    assert_refused("[1]", "plan, item 1: an object is expected");
    assert_refused("{\"a\":1}", "plan: an array of objects is expected");
    assert_refused("{\"a\":1}\n{\"b\":\n", "plan, line 2");
    struct atl_rows rows;
    assert_int_equal(atl_rows_read(&arena, "a\0b", 3, ATL_ROWS_CSV, "plan", &rows, NULL),
                     ATL_USAGE);
}

static void the_format_follows_from_the_name(void **state)
{
    (void)state;
    assert_int_equal(atl_rows_format_of("x/plan.CSV"), ATL_ROWS_CSV);
    assert_int_equal(atl_rows_format_of("plan.json"), ATL_ROWS_JSON);
    assert_int_equal(atl_rows_format_of("plan.jsonl"), ATL_ROWS_JSONL);
    assert_int_equal(atl_rows_format_of("-"), ATL_ROWS_DETECT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(csv_is_read_as_spreadsheets_write_it, clean_up),
        cmocka_unit_test_teardown(quotes_hold_separators_and_lines, clean_up),
        cmocka_unit_test_teardown(large_cells_are_read, clean_up),
        cmocka_unit_test_teardown(json_is_read_by_members, clean_up),
        cmocka_unit_test_teardown(fields_of_exports_are_members, clean_up),
        cmocka_unit_test(a_column_is_filled_in),
        cmocka_unit_test_teardown(what_is_wrong_is_said_with_its_line, clean_up),
        cmocka_unit_test(the_format_follows_from_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
