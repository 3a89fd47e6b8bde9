/* The Markdown reader: errors and their places, hostile input, options, reports. */
#include "unit.h"

#include <atlcli/content.h>

#include <stdlib.h>
#include <string.h>

enum {
    HOSTILE_BYTES = 200 * 1024,
};

/* ---- helpers ---- */

static void expect_outline(const char *markdown, const struct atl_content_options *options,
                           const char *outline)
{
    struct atl_arena arena = {0};
    struct atl_buffer buffer = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    if (atl_content_read(&arena, ATL_CONTENT_MARKDOWN, markdown, strlen(markdown), options, &tree,
                         &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    atl_content_outline(tree, &buffer);
    assert_string_equal(atl_buffer_text(&buffer), outline);
    atl_buffer_free(&buffer);
    atl_arena_free(&arena);
}

static void expect_failure(const char *markdown, size_t length, const char *message)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_MARKDOWN, markdown, length, NULL, &tree, &error),
        ATL_FAILED);
    if (strstr(error.message, message) == NULL) {
        fail_msg("%s", error.message);
    }
    atl_arena_free(&arena);
}

static void expect_report(const char *markdown, uint32_t line, const char *message)
{
    struct atl_arena arena = {0};
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    struct atl_content_tree *tree;
    assert_int_equal(atl_content_read(&arena, ATL_CONTENT_MARKDOWN, markdown, strlen(markdown),
                                      &options, &tree, NULL),
                     ATL_OK);
    assert_non_null(report.first);
    assert_int_equal(report.first->kind, ATL_REPORT_REPAIRED);
    assert_int_equal(report.first->line, line);
    assert_string_equal(report.first->message, message);
    assert_null(report.first->next);
    atl_content_report_free(&report);
    atl_arena_free(&arena);
}

/* Text of one piece over and over, with a start and an end. */
static void repeat(struct atl_buffer *buffer, const char *start, const char *piece, const char *end)
{
    atl_buffer_truncate(buffer, 0);
    atl_buffer_add(buffer, start);
    while (buffer->length < in_quantity(HOSTILE_BYTES)) {
        atl_buffer_add(buffer, piece);
    }
    atl_buffer_add(buffer, end);
}

/* ---- tests ---- */

static void nesting_too_deep_is_an_error_with_its_place(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "first\n\n");
    for (int i = 0; i < 300; i++) {
        atl_buffer_add(&text, "> ");
    }
    atl_buffer_add(&text, "x\n");
    expect_failure(text.data, text.length, "markdown: line 3, column 601: nested more than 256");
    repeat(&text, "", "<u>", "x");
    expect_failure(text.data, text.length, "line 1, column ");
    repeat(&text, "", "::: info\n", "x");
    expect_failure(text.data, text.length, "line 258, column 1: nested more than 256");
    atl_buffer_free(&text);
}

static void a_table_of_missing_cells_is_an_error(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "a");
    for (int i = 0; i < 100; i++) {
        atl_buffer_add(&text, "|a");
    }
    atl_buffer_add(&text, "\n-");
    for (int i = 0; i < 100; i++) {
        atl_buffer_add(&text, "|-");
    }
    for (int i = 0; i < 3000; i++) {
        atl_buffer_add(&text, "\na");
    }
    expect_failure(text.data, text.length, "too many rows with missing cells");
    atl_buffer_free(&text);
}

static void a_mistake_in_the_frontmatter_is_an_error(void **state)
{
    (void)state;
    const char text[] = "---\na: [\n---\n";
    expect_failure(text, sizeof text - 1, "markdown: line 3, column 1: frontmatter: ");
}

static void hostile_text_is_read_in_one_go(void **state)
{
    (void)state;
    static const char *const pieces[][3] = {
        {"", "[", ""},
        {"", "![", ""},
        {"", "*a ", ""},
        {"", "_a ", ""},
        {"", "~~a", ""},
        {"", "`", ""},
        {"", "`a", ""},
        {"", "$a ", ""},
        {"", ":::\n", ""},
        {"", "::: foo\n", ""},
        {"", "[^a]: x\n", ""},
        {"[^a]: x\n\n", "[^a]", ""},
        {"", "</u>", ""},
        {"", "<span>", "</u>"},
        {"", "<a \"", ""},
        {"", "<!--", ""},
        {"", "&amp;", ""},
        {"", "\\", ""},
        {"", "www.a_", ""},
        {"", "www.", ""},
        {"", "http://a_.", ""},
        {"", "a@", ""},
        {"www.a.b/", "(", ")"},
        {"www.a.b/(", ")", ""},
        {"www.a.b/", "&a;", ""},
        {"", ":a", ""},
        {"", "a\r", ""},
        {"", "---\n", ""},
        {"---\na: ", "[", "\n---\n"},
        {"::: toc ", "a=1 ", ":::"},
        {"```", " title=1", "\n```"},
        {"[A](jira:A?", "a=1&", ")"},
        {"<details>", "<summary>", ""},
        {"", "<figcaption>", ""},
        {"", "<table>", "</table>"},
        {"a|b\n-|-\n", "|", ""},
        {"", "a|b\n", ""},
    };
    struct atl_buffer text = {0};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct atl_arena arena = {0};
        struct atl_content_tree *tree = NULL;
        struct atl_error error;
        repeat(&text, pieces[i][0], pieces[i][1], pieces[i][2]);
        enum atl_status status = atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text.data,
                                                  text.length, NULL, &tree, &error);
        assert_true(status == ATL_OK ? tree != NULL : error.message[0] != '\0');
        atl_arena_free(&arena);
    }
    atl_buffer_free(&text);
}

static void what_is_left_open_is_reported(void **state)
{
    (void)state;
    expect_report("a\n\n::: info\nx\n", 3,
                  "\"::: info\" that isn't closed: closed at the end of what it is in");
    expect_report("> <details>\n>\n> x\n\ny\n", 1,
                  "<details> that isn't closed: closed at the end of what it is in");
    expect_report("a\n\nb <u>c\n", 3, "<u> that isn't closed: closed at the end of what it is in");
}

static void commonmark_knows_no_extensions(void **state)
{
    (void)state;
    const struct atl_content_options options = {.commonmark = true};
    expect_outline("::: info\n~~a~~ :smile: [x](status:red) <u>b</u>\n", &options,
                   "document\n"
                   "  paragraph\n"
                   "    text \"::: info\"\n"
                   "    soft break\n"
                   "    text \"~~a~~ :smile: \"\n"
                   "    link \"status:red\"\n"
                   "      text \"x\"\n"
                   "    text \" \"\n"
                   "    raw value=5 \"<u>\"\n"
                   "    text \"b\"\n"
                   "    raw value=5 \"</u>\"\n");
}

static void github_knows_its_own_extensions_only(void **state)
{
    (void)state;
    const struct atl_content_options options = {.gfm = true};
    expect_outline("> [!NOTE]\n> ~~a~~ :smile: [^n]\n\n[^n]: b\n", &options,
                   "document\n"
                   "  panel\n"
                   "    paragraph\n"
                   "      strike\n"
                   "        text \"a\"\n"
                   "      text \" :smile: \"\n"
                   "      footnote reference \"n\"\n"
                   "  footnote \"n\"\n"
                   "    paragraph\n"
                   "      text \"b\"\n");
}

static void what_looks_like_a_directive_in_code_is_code(void **state)
{
    (void)state;
    expect_outline("> ```\n> ::: info\n> [^a]: b\n> ```\n\n    :::\n\n`:::`\n", NULL,
                   "document\n"
                   "  quote\n"
                   "    code block \"::: info\\n[^a]: b\\n\"\n"
                   "  code block \":::\\n\"\n"
                   "  paragraph\n"
                   "    code \":::\"\n");
    expect_outline("    <x>|\n    ::: info\n    y\n", NULL,
                   "document\n"
                   "  code block \"<x>|\\n::: info\\ny\\n\"\n");
    expect_outline("<!--\n::: info\nx\n:::\n-->\n::: toc :::\n", NULL,
                   "document\n"
                   "  raw value=5 \"<!--\\n::: info\\nx\\n:::\\n-->\"\n"
                   "  macro \"toc\"\n");
}

/* md4c gives the columns of an empty line of code, but no text to find them at. */
static void tabs_on_empty_lines_of_code_stay(void **state)
{
    (void)state;
    expect_outline("```\na\n\t\nb\n  \t \n\t\t\n\n\tc\n\t\n```\n", NULL,
                   "document\n"
                   "  code block \"a\\n\\t\\nb\\n  \\t \\n\\t\\t\\n\\n\\tc\\n\\t\\n\"\n");
    expect_outline("> - ```\r\n>   a\r\n>   \t\r\n>\r\n>    \t\r\n>   ```\r\n", NULL,
                   "document\n"
                   "  quote\n"
                   "    bullet list tight\n"
                   "      list item\n"
                   "        code block \"a\\n\\t\\n\\n \\t\\n\"\n");
    /* Between a directive that isn't one and the next text the place isn't known. */
    expect_outline("```\na\n::: toc :::\n\t\nb\n\t\n```\n", NULL,
                   "document\n"
                   "  code block \"a\\n::: toc :::\\n    \\nb\\n\\t\\n\"\n");
}

/* What is in front decides about the offsets that the parser deals with. */
static void a_list_item_goes_on_behind_a_block_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const blocks[] = {"# a", "***", "```\n  a\n  ```", "::: toc :::"};
    struct atl_buffer text = {0};
    for (size_t block = 0; block < 4; block++) {
        for (size_t offset = 0; offset < 256; offset++) {
            struct atl_arena arena = {0};
            struct atl_content_tree *tree;
            atl_buffer_truncate(&text, 0);
            for (size_t i = 0; i < offset; i++) {
                atl_buffer_add(&text, "x");
            }
            atl_buffer_printf(&text, "\n\n- first\n\n  %s\n\n  last\n", blocks[block]);
            assert_int_equal(atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text.data, text.length,
                                              NULL, &tree, NULL),
                             ATL_OK);
            assert_int_equal(tree->document->last->kind, ATL_NODE_BULLET_LIST);
            atl_arena_free(&arena);
        }
    }
    atl_buffer_free(&text);
}

static void links_and_images_know_their_own_lines(void **state)
{
    (void)state;
    const char text[] = "a\n[b](c) ![](d)\n![e\nf](g)\n\nx [](h)\n[![i](j)](k)\n";
    const uint32_t lines[] = {2, 2, 3, 6, 7};
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text, sizeof text - 1, NULL, &tree, NULL),
        ATL_OK);
    size_t count = 0;
    for (const struct atl_node *node = tree->document; node != NULL;
         node = atl_node_following(node, tree->document)) {
        if (node->kind == ATL_NODE_LINK || node->kind == ATL_NODE_IMAGE) {
            assert_true(count < sizeof lines / sizeof *lines);
            assert_int_equal(node->line, lines[count++]);
        }
    }
    assert_int_equal(count, sizeof lines / sizeof *lines);
    atl_arena_free(&arena);
}

static void nodes_know_their_lines(void **state)
{
    (void)state;
    const char text[] = "---\nt: x\n---\n# a\n\n- b\n\n  > c\n\n::: info\nd *e*\n:::\n";
    const uint32_t lines[] = {1, 4, 4, 6, 6, 6, 6, 8, 8, 8, 10, 11, 11, 11, 11};
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text, sizeof text - 1, NULL, &tree, NULL),
        ATL_OK);
    size_t count = 0;
    for (const struct atl_node *node = tree->document; node != NULL;
         node = atl_node_following(node, tree->document)) {
        assert_true(count < sizeof lines / sizeof *lines);
        assert_int_equal(node->line, lines[count++]);
    }
    assert_int_equal(count, sizeof lines / sizeof *lines);
    atl_arena_free(&arena);
}

/* A node for each of ten million bytes of tags took seventy times as much memory as the text. */
static void tags_side_by_side_are_one_node(void **state)
{
    (void)state;
    const char text[] = "a <x><y k=v> </y>\n";
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text, sizeof text - 1, NULL, &tree, NULL),
        ATL_OK);
    struct atl_buffer outline = {0};
    atl_content_outline(tree, &outline);
    assert_string_equal(atl_buffer_text(&outline), "document\n"
                                                   "  paragraph\n"
                                                   "    text \"a \"\n"
                                                   "    raw value=5 \"<x><y k=v>\"\n"
                                                   "    text \" \"\n"
                                                   "    raw value=5 \"</y>\"\n");
    atl_buffer_free(&outline);
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_too_deep_is_an_error_with_its_place),
        cmocka_unit_test(a_table_of_missing_cells_is_an_error),
        cmocka_unit_test(a_mistake_in_the_frontmatter_is_an_error),
        cmocka_unit_test(hostile_text_is_read_in_one_go),
        cmocka_unit_test(what_is_left_open_is_reported),
        cmocka_unit_test(commonmark_knows_no_extensions),
        cmocka_unit_test(github_knows_its_own_extensions_only),
        cmocka_unit_test(what_looks_like_a_directive_in_code_is_code),
        cmocka_unit_test(tabs_on_empty_lines_of_code_stay),
        cmocka_unit_test(a_list_item_goes_on_behind_a_block_wherever_it_stands),
        cmocka_unit_test(links_and_images_know_their_own_lines),
        cmocka_unit_test(nodes_know_their_lines),
        cmocka_unit_test(tags_side_by_side_are_one_node),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
