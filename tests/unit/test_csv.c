/* Cells of CSV: what can't be run as a formula, and is read back as it was. */
#include "atlcli/csv.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

static char *cell(const char *text)
{
    struct atl_buffer line = {0};
    atl_csv_append_cell(&line, text);
    return atl_buffer_take(&line);
}

/* The cell as a reader of RFC 4180 takes it: without its quotation. */
static char *unquote(const char *cell)
{
    struct atl_buffer text = {0};
    size_t length = strlen(cell);
    bool quoted = *cell == '"';
    for (size_t i = quoted ? 1 : 0; i < length - (quoted ? 1 : 0); i++) {
        atl_buffer_add_char(&text, cell[i]);
        i += quoted && cell[i] == '"' ? 1 : 0;
    }
    return atl_buffer_take(&text);
}

static void assert_cell(const char *text, const char *expected)
{
    char *written = cell(text);
    assert_string_equal(written, expected);
    char *read = unquote(written);
    assert_string_equal(atl_csv_plain(read), text);
    free(read);
    free(written);
}

static void cells_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    assert_cell("", "");
    assert_cell("plain text", "plain text");
    assert_cell("a,b", "\"a,b\"");
    assert_cell("say \"yes\"", "\"say \"\"yes\"\"\"");
    assert_cell("two\nlines", "\"two\nlines\"");
    assert_cell("two\r\nlines", "\"two\r\nlines\"");
    assert_cell("\"", "\"\"\"\"");
    assert_cell(" spaces ", " spaces ");
    assert_cell("Zieli\xC5\x84ska \xF0\x9F\x98\x80", "Zieli\xC5\x84ska \xF0\x9F\x98\x80");
}

static void formulas_get_an_apostrophe_that_reading_takes_off(void **state)
{
    (void)state;
    assert_cell("=1+1", "'=1+1");
    assert_cell("@SUM(A1)", "'@SUM(A1)");
    assert_cell("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0");
    assert_cell("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    assert_cell("\tx", "'\tx");
    assert_cell("\n=1", "\"'\n=1\"");
    assert_cell("＝1", "'＝1");
    assert_cell("- item", "'- item");
}

static void numbers_are_no_formulas(void **state)
{
    (void)state;
    assert_cell("-5", "-5");
    assert_cell("+3.25", "+3.25");
    assert_cell("-5-5", "'-5-5");
    assert_cell("-", "'-");
    assert_cell("-.5", "'-.5");
}

static void apostrophes_of_the_text_stay(void **state)
{
    (void)state;
    assert_cell("'quoted'", "'quoted'");
    assert_cell("'", "'");
    assert_cell("'=1", "''=1");
    assert_cell("''=1", "'''=1");
    assert_cell("'-5", "'-5");
    assert_cell("''", "''");
}

static void malformed_bytes_become_the_replacement_character(void **state)
{
    (void)state;
    char *written = cell("caf\xE9 \"\xC3");
    assert_string_equal(written, "\"caf\xEF\xBF\xBD \"\"\xEF\xBF\xBD\"");
    free(written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_where_they_must_be),
        cmocka_unit_test(formulas_get_an_apostrophe_that_reading_takes_off),
        cmocka_unit_test(numbers_are_no_formulas),
        cmocka_unit_test(apostrophes_of_the_text_stay),
        cmocka_unit_test(malformed_bytes_become_the_replacement_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
