/* Widths, cutting and wrapping of text as terminals show it. */
#include "unit.h"

#include "atlcli/text.h"

#include <string.h>

static void measures_what_a_terminal_shows(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned width;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"Grüße", 5},
        {"漢字", 4},
        {"한국어", 6},
        {"ｆｕｌｌ", 8},
        {"ﾊﾝｶｸ", 5 - 1},
        {"e\xCC\x81", 1},        /* e, combining acute */
        {"\xF0\x9F\x98\x80", 2}, /* grinning face */
        {"\xE2\x9C\x93", 1},     /* check mark */
        {"a\xE2\x80\x8B"
         "b",
         2},                                         /* zero width space */
        {"\xE0\xB8\x97\xE0\xB8\xB5\xE0\xB9\x88", 1}, /* Thai consonant, vowel, tone */
        {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", 4},     /* Hebrew */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned width = atl_text_width(cases[i].text);
        if (width != cases[i].width) {
            fail_msg("'%s' has width %u", cases[i].text, width);
        }
    }
}

static void cuts_between_characters_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned columns;
        const char *cut;
        unsigned width;
    } cases[] = {
        {"plain", 5, "plain", 5},
        {"plain", 4, "pla…", 4},
        {"plain", 1, "…", 1},
        {"plain", 0, "", 0},
        {"", 0, "", 0},
        {"漢字漢字", 8, "漢字漢字", 8},
        {"漢字漢字", 7, "漢字漢…", 7},
        {"漢字漢字", 6, "漢字…", 5},
        {"漢字", 2, "…", 1},
        {"ae\xCC\x81z", 3, "ae\xCC\x81z", 3},
        {"ae\xCC\x81zz", 3, "ae\xCC\x81…", 3},
        {"ae\xCC\x81zz", 2, "a…", 2},
        /* thumbs up with a skin tone; a family joined by zero width joiners */
        {"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBDok", 5, "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD…", 5},
        {"\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBDok", 4, "…", 1},
        {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7!", 4, "…", 1},
        {"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAAx", 2, "…", 1}, /* a flag is one character */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_buffer text = {0};
        unsigned width = atl_text_append_cut(&text, cases[i].text, cases[i].columns);
        if (strcmp(atl_buffer_text(&text), cases[i].cut) != 0) {
            fail_msg("'%s' in %u columns is '%s'", cases[i].text, cases[i].columns,
                     atl_buffer_text(&text));
        }
        assert_int_equal(width, cases[i].width);
        assert_true(width <= cases[i].columns);
        atl_buffer_free(&text);
    }
}

static void wraps_at_spaces(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned indent;
        unsigned columns;
        const char *wrapped;
    } cases[] = {
        {"", 0, 10, ""},
        {"one two three", 0, 20, "one two three"},
        {"one two three", 0, 13, "one two three"},
        {"one two three", 0, 12, "one two\nthree"},
        {"one two three", 2, 9, "one two\n  three"},
        {"incomprehensibilities now", 0, 10, "incomprehensibilities\nnow"},
        {"a  b", 0, 10, "a b"},
        {"one\ntwo", 2, 20, "one\n  two"},
        {"one\n\ntwo", 0, 20, "one\n\ntwo"},
        {"漢字 漢字", 0, 8, "漢字\n漢字"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_buffer text = {0};
        atl_text_append_wrapped(&text, cases[i].text, cases[i].indent, cases[i].columns);
        assert_string_equal(atl_buffer_text(&text), cases[i].wrapped);
        atl_buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_what_a_terminal_shows),
        cmocka_unit_test(cuts_between_characters_only),
        cmocka_unit_test(wraps_at_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
