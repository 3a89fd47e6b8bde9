/* Wiki markup: what the corpus can't show. */
#include "unit.h"

#include "atlcli/content.h"

#include <stdlib.h>
#include <string.h>

/* Reads `text`, writes it as `to`, and gives the result to the caller, who frees it. */
static char *convert(const char *text, enum atl_content_format from, enum atl_content_format to,
                     struct atl_content_report *report)
{
    struct atl_arena arena = {0};
    struct atl_buffer buffer = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    struct atl_content_options options = {.report = report};
    assert_int_equal(atl_content_read(&arena, from, text, strlen(text), &options, &tree, &error),
                     ATL_OK);
    assert_int_equal(atl_content_write(tree, to, &options, &buffer, &error), ATL_OK);
    atl_arena_free(&arena);
    return atl_buffer_take(&buffer);
}

static void assert_written(const char *markdown, const char *wiki)
{
    char *written = convert(markdown, ATL_CONTENT_MARKDOWN, ATL_CONTENT_WIKI, NULL);
    assert_string_equal(written, wiki);
    free(written);
}

static void assert_same_tree(const char *left, const char *right)
{
    struct atl_arena arena = {0};
    struct atl_buffer difference = {0};
    struct atl_content_tree *trees[2];
    struct atl_error error;
    const char *texts[2] = {left, right};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(atl_content_read(&arena, ATL_CONTENT_WIKI, texts[i], strlen(texts[i]),
                                          NULL, &trees[i], &error),
                         ATL_OK);
    }
    atl_content_equal(trees[0], trees[1], &difference);
    assert_string_equal(atl_buffer_text(&difference), "");
    atl_buffer_free(&difference);
    atl_arena_free(&arena);
}

static void links_that_would_run_are_neutralised(void **state)
{
    (void)state;
    struct atl_content_report report = {0};
    char *written =
        convert("[a|javascript:alert(1)] b", ATL_CONTENT_WIKI, ATL_CONTENT_WIKI, &report);
    assert_string_equal(written, "a b\n");
    assert_int_equal(report.total, 1);
    assert_int_equal(report.first->kind, ATL_REPORT_NEUTRALISED);
    assert_int_equal(report.first->line, 1);
    free(written);
    atl_content_report_free(&report);
}

static void reports_say_the_line(void **state)
{
    (void)state;
    struct atl_content_report report = {0};
    free(convert("one\n\n??two??\n", ATL_CONTENT_WIKI, ATL_CONTENT_TEXT, &report));
    assert_int_equal(report.total, 1);
    assert_int_equal(report.first->line, 3);
    assert_string_equal(report.first->message, "citations are read as emphasis");
    atl_content_report_free(&report);
}

static void too_deep_a_list_is_an_error_with_its_line(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "a\n\n");
    for (int i = 0; i < 10000; i++) {
        atl_buffer_add_char(&text, '*');
    }
    atl_buffer_add(&text, " x");
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_WIKI, text.data, text.length, NULL, &tree, &error),
        ATL_FAILED);
    assert_null(tree);
    assert_non_null(strstr(error.message, "line 3"));
    assert_non_null(strstr(error.message, "nested more than 256 levels deep"));
    atl_buffer_free(&text);
    atl_arena_free(&arena);
}

/* Any number of these, and of what they are made of, is read and written as the same again. */
static void much_of_one_thing_is_read_and_written(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "{",           "[",           "*",       "|",   "!",       "\\",    "{{",
        "{code}",      "{quote}",     "{a}",     "[a|", "!a.png ", "{*}a ", "*a _b ",
        "{color:red}", "{panel:a=b}", "}} ",     "&",   "??",      "----",  "h1. a\n",
        "* a\n# b\n",  "|a\n",        "http://", "(",   ":",       "\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct atl_buffer text = {0};
        while (text.length < in_quantity(50000)) {
            atl_buffer_add(&text, pieces[i]);
        }
        char *once = convert(text.data, ATL_CONTENT_WIKI, ATL_CONTENT_WIKI, NULL);
        char *twice = convert(once, ATL_CONTENT_WIKI, ATL_CONTENT_WIKI, NULL);
        assert_string_equal(once, twice);
        free(once);
        free(twice);
        atl_buffer_free(&text);
    }
}

static void line_ends_of_windows_are_line_ends(void **state)
{
    (void)state;
    char *written = convert("* a\r\n* b\r\n\r\n{code}\r\nx\r\n{code}\r\n", ATL_CONTENT_WIKI,
                            ATL_CONTENT_WIKI, NULL);
    assert_string_equal(written, "* a\n* b\n\n{code}\nx\n{code}\n");
    free(written);
}

static void code_can_hold_what_would_end_it(void **state)
{
    (void)state;
    assert_written("```\n{code}\n```\n", "{code}\n{ code}\n{code}\n");
}

/* The last letter of one would make the next none. */
static void emoji_side_by_side_have_a_space_between(void **state)
{
    (void)state;
    assert_written(":stuck_out_tongue::wink:\n", ":P ;)\n");
    assert_written(":wink::stuck_out_tongue:\n", ";):P\n");
    assert_written(":stuck_out_tongue:**:wink:**\n", ":P{*};)*\n");
}

static void nothing_is_written_for_nothing(void **state)
{
    (void)state;
    assert_written("", "");
}

/* Where one thing stands next to another that could be taken for a part of it. */
static void what_is_written_is_read_as_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *written;
    } cases[] = {
        /* A macro alone on its line is a block: the line breaks beside others have to be forced. */
        {"a\\\\ {toc}", "a\\\\ {toc}\n"},
        {"{toc}\\\\ a", "{toc}\\\\ a\n"},
        {"{toc}{quote}b{quote}", "{toc}\n\nbq. b\n"},
        {"a {foo}h1. b{foo}", "a {foo}h1. b{foo}\n"},
        {"a {foo}{{{foo} {jira}", "a {foo}\\{\\{{foo} {jira}\n"},
        /* Macros go before monospaced text and images that would hold a part of them. */
        {"{{}}{foo}}b{foo}", "\\{\\{}}{foo}}b{foo}\n"},
        {"!a/{foo}!b{foo}", "\\!a/{foo}\\!b{foo}\n"},
        {"\\\\{color:red}\\\\{color}a", "\\\\ {color:#ff0000}\\\\ {color}a\n"},
        {"h1. {toc}{code}b{code}", "h1. \n\n{toc}\n\n{code}\nb\n{code}\n"},
        {"{_}a {{b}}{_}c", "_a {{b}}{_}c\n"},
        {"{color:red}\n{color}{toc}", "{toc}\n"},
        /* Colours: of nothing, with signs in them, before a line break. */
        {"{color:red}{color}!a.png!", "!a.png!\n"},
        {"{color:red|a!}b{color}", "{color:red&#124;a&#33;}b{color}\n"},
        {"{color:#0f0}\\\\ a{color}", "{color:#00ff00}\\\\ a{color}\n"},
        {"{color:red}a {color:#0f0}b{color}{color}",
         "{color:#ff0000}a{color} {color:#00ff00}b{color}\n"},
        /* Signs next to the same sign, at the start of a line, in what would be an emoticon. */
        {"-a{-}-", "-a-\\-\n"},
        {"{*}-- a*", "{*}-- a*\n"},
        {"*\\(*)", "*({*})\n"},
        {"\\:(x)", "&#58;(x)\n"},
        {"*:P**:P*", "*:P**:P*\n"},
        {"*:P*:P", "*:P*:P\n"},
        {"*[a|#b|t]&#32;*", "[*a*|#b|t]&#32;\n"},
        {"a\n&#10;\nb", "a\n&#32;\nb\n"},
        /* Addresses end before what is no part of them, however that is written. */
        {"https://x\x7f", "[https://x]\x7f\n"},
        {"https://\\\\\\", "https&#58;//&#92;&#92;\\\n"},
        {"[\\[!a.png!|http://x]", "[\\[!a.png!|http://x]\n"},
        {"!^{!", "!attachment:%7B!\n"},
        {"|## |b|", "| # \n##  | b |\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct atl_content_report report = {0};
        char *written = convert(cases[i].text, ATL_CONTENT_WIKI, ATL_CONTENT_WIKI, &report);
        assert_string_equal(written, cases[i].written);
        assert_int_equal(report.total, 0);
        assert_same_tree(cases[i].text, written);
        free(written);
    }
}

/* Any other panel is one, however near its look comes to that of a kind. */
static void panels_are_known_by_the_whole_of_their_look(void **state)
{
    (void)state;
    static const char *const others[] = {
        "{panel:borderStyle=solid|borderColor=#4c9aff|titleBGColor=#b3d4ff|bgColor=#deebff}\na\n"
        "{panel}\n",
        "{panel:title=Info|borderStyle=solid|borderColor=#4c9aff|bgColor=#deebff}\na\n{panel}\n",
        "{panel:title=Info|borderStyle=solid|borderColor=#4c9aff|borderWidth=1|"
        "titleBGColor=#b3d4ff|bgColor=#deebff}\na\n{panel}\n",
        "{panel:title=Info|borderStyle=solid|borderColor=#998dd9|titleBGColor=#b3d4ff|"
        "bgColor=#deebff}\na\n{panel}\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct atl_content_report report = {0};
        char *jira = convert(others[i], ATL_CONTENT_JIRA_WIKI, ATL_CONTENT_JIRA_WIKI, &report);
        char *confluence = convert(others[i], ATL_CONTENT_WIKI, ATL_CONTENT_WIKI, &report);
        assert_string_equal(jira, others[i]);
        assert_string_equal(confluence, others[i]);
        assert_int_equal(report.total, 0);
        free(jira);
        free(confluence);
    }
}

static void a_panel_that_would_be_taken_for_a_kind_is_reported(void **state)
{
    (void)state;
    static const char panel[] =
        "::: panel title=\"A\" borderStyle=\"solid\" borderColor=\"#4c9aff\" "
        "titleBGColor=\"#b3d4ff\" color=\"#deebff\"\na\n:::\n";
    static const enum atl_content_format formats[] = {ATL_CONTENT_WIKI, ATL_CONTENT_JIRA_WIKI};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct atl_content_report report = {0};
        free(convert(panel, ATL_CONTENT_MARKDOWN, formats[i], &report));
        assert_int_equal(report.total, 1);
        atl_content_report_free(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_that_would_run_are_neutralised),
        cmocka_unit_test(reports_say_the_line),
        cmocka_unit_test(too_deep_a_list_is_an_error_with_its_line),
        cmocka_unit_test(much_of_one_thing_is_read_and_written),
        cmocka_unit_test(line_ends_of_windows_are_line_ends),
        cmocka_unit_test(code_can_hold_what_would_end_it),
        cmocka_unit_test(emoji_side_by_side_have_a_space_between),
        cmocka_unit_test(nothing_is_written_for_nothing),
        cmocka_unit_test(what_is_written_is_read_as_it_was),
        cmocka_unit_test(panels_are_known_by_the_whole_of_their_look),
        cmocka_unit_test(a_panel_that_would_be_taken_for_a_kind_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
