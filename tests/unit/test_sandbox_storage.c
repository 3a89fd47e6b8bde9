/* Bodies in storage format: as documents, and with marks for inline comments. */
#include "unit.h"

#include "sandbox/confluence/adf.h"
#include "sandbox/confluence/inline_marker.h"
#include "sandbox/confluence/storage_tree.h"

#include <string.h>

/* ---- documents ---- */

/* The content of the document, without what is around it. */
static void assert_document(const char *storage, const char *expected)
{
    static const char start[] = "{\"type\":\"doc\",\"version\":1,\"content\":[";
    struct atl_buffer json = {0};
    adf_append_storage(&json, storage);
    assert_true(atl_text_starts_with(json.data, start));
    assert_true(atl_text_ends_with(json.data, "]}"));
    atl_buffer_truncate(&json, json.length - 2);
    assert_string_equal(json.data + strlen(start), expected);
    atl_buffer_free(&json);
}

#define PARAGRAPH(text)                                                                            \
    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"" text "\"}]}"

static void blocks_become_nodes(void **state)
{
    (void)state;
    assert_document("", "");
    assert_document("<p>a</p><p>b &amp; c</p>", PARAGRAPH("a") "," PARAGRAPH("b & c"));
    assert_document("loose", PARAGRAPH("loose"));
    assert_document("<div><p>a</p></div>", PARAGRAPH("a"));
    assert_document("<h3>a</h3><hr/>", "{\"type\":\"heading\",\"attrs\":{\"level\":3},\"content\":["
                                       "{\"type\":\"text\",\"text\":\"a\"}]},{\"type\":\"rule\"}");
    assert_document("<blockquote><p>a</p></blockquote>",
                    "{\"type\":\"blockquote\",\"content\":[" PARAGRAPH("a") "]}");
    assert_document("<pre>a\n b</pre>", "{\"type\":\"codeBlock\",\"content\":["
                                        "{\"type\":\"text\",\"text\":\"a\\n b\"}]}");
}

static void lists_and_tables_nest(void **state)
{
    (void)state;
    assert_document(
        "<ul>\n<li>a<ol><li><p>b</p></li></ol></li></ul>",
        "{\"type\":\"bulletList\",\"content\":[{\"type\":\"listItem\",\"content\":[" PARAGRAPH(
            "a") ",{\"type\":\"orderedList\",\"content\":["
                 "{\"type\":\"listItem\",\"content\":[" PARAGRAPH("b") "]}]}]}]}");
    assert_document("<table><tbody><tr><th>a</th><td></td></tr></tbody></table>",
                    "{\"type\":\"table\",\"content\":[{\"type\":\"tableRow\",\"content\":["
                    "{\"type\":\"tableHeader\",\"content\":[" PARAGRAPH(
                        "a") "]},"
                             "{\"type\":\"tableCell\",\"content\":[{\"type\":\"paragraph\"}]}]}]}");
}

static void text_carries_marks(void **state)
{
    (void)state;
    assert_document("<p>a<br/><strong><em>b</em></strong></p>",
                    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                    "{\"type\":\"hardBreak\"},{\"type\":\"text\",\"text\":\"b\",\"marks\":["
                    "{\"type\":\"strong\"},{\"type\":\"em\"}]}]}");
    assert_document("<p><a href=\"http://a/?b&amp;c\"><code><b>d</b></code></a></p>",
                    "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"d\","
                    "\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"http://a/?b&c\"}},"
                    "{\"type\":\"code\"}]}]}");
}

static void macros_become_panels_and_code(void **state)
{
    (void)state;
    assert_document(
        "<ac:structured-macro ac:name=\"tip\"><ac:rich-text-body><p>a</p>"
        "</ac:rich-text-body></ac:structured-macro>",
        "{\"type\":\"panel\",\"attrs\":{\"panelType\":\"success\"},\"content\":[" PARAGRAPH(
            "a") "]}");
    assert_document("<ac:structured-macro ac:name=\"code\"><ac:parameter ac:name=\"language\">c"
                    "</ac:parameter><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body>"
                    "</ac:structured-macro>",
                    "{\"type\":\"codeBlock\",\"attrs\":{\"language\":\"c\"},\"content\":["
                    "{\"type\":\"text\",\"text\":\"a < b\"}]}");
    assert_document("<ac:structured-macro ac:name=\"expand\"><ac:parameter ac:name=\"title\">t"
                    "</ac:parameter><ac:rich-text-body><p>a</p></ac:rich-text-body>"
                    "</ac:structured-macro>",
                    PARAGRAPH("a"));
}

static void broken_bodies_become_something(void **state)
{
    (void)state;
    static const char *const bodies[] = {"<",         "<p", "</p>",       "<p a='",
                                         "<![CDATA[", "&",  "<a href=x>y"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct atl_buffer json = {0};
        adf_append_storage(&json, bodies[i]);
        assert_true(atl_text_ends_with(json.data, "]}"));
        atl_buffer_free(&json);
    }
}

static void attributes_are_found_by_name(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    const struct storage_node *root =
        storage_tree_parse(&arena, "<a x = '1' ac:name=\"b &gt; c\" y=\">\"/>d");
    assert_string_equal(storage_attribute(&arena, root->first, "x"), "1");
    assert_string_equal(storage_attribute(&arena, root->first, "ac:name"), "b > c");
    assert_string_equal(storage_attribute(&arena, root->first, "y"), ">");
    assert_null(storage_attribute(&arena, root->first, "name"));
    assert_string_equal(storage_text(&arena, root), "d");
    atl_arena_free(&arena);
}

/* ---- marks ---- */

#define MARK(text) "<ac:inline-comment-marker ac:ref=\"m\">" text "</ac:inline-comment-marker>"

static void assert_marked(const char *storage, const char *text, size_t index, const char *expected)
{
    struct atl_arena arena = {0};
    const char *marked = inline_marker_place(&arena, storage, text, index, "m");
    if (expected == NULL) {
        assert_null(marked);
    } else {
        assert_non_null(marked);
        assert_string_equal(marked, expected);
    }
    atl_arena_free(&arena);
}

static void texts_are_found_in_paragraphs(void **state)
{
    (void)state;
    assert_int_equal(inline_marker_count("<p>aba</p><p>a</p>", "a"), 3);
    assert_int_equal(inline_marker_count("<p>a</p><p>b</p>", "ab"), 0);
    assert_int_equal(inline_marker_count("<p>a<em>b</em></p>", "ab"), 1);
    assert_int_equal(inline_marker_count("<p class=\"ab\">x</p>", "ab"), 0);
    assert_int_equal(inline_marker_count("<p><![CDATA[ab]]></p>", "ab"), 0);
    assert_int_equal(inline_marker_count("<p>a &amp; b&nbsp;c</p>", "& b c"), 1);
    assert_int_equal(inline_marker_count("<p>a</p>", ""), 0);
}

static void marks_are_put_around_texts(void **state)
{
    (void)state;
    assert_marked("<p>aba</p>", "a", 1, "<p>ab" MARK("a") "</p>");
    assert_marked("<p>x &lt;y&gt; z</p>", "<y>", 0, "<p>x " MARK("&lt;y&gt;") " z</p>");
    assert_marked("<p>a<em>b</em>c</p>", "abc", 0,
                  "<p>" MARK("a") "<em>" MARK("b") "</em>" MARK("c") "</p>");
    assert_marked("<p>a</p>", "a", 1, NULL);
    assert_marked("<p>a</p>", "b", 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_become_nodes),
        cmocka_unit_test(lists_and_tables_nest),
        cmocka_unit_test(text_carries_marks),
        cmocka_unit_test(macros_become_panels_and_code),
        cmocka_unit_test(broken_bodies_become_something),
        cmocka_unit_test(attributes_are_found_by_name),
        cmocka_unit_test(texts_are_found_in_paragraphs),
        cmocka_unit_test(marks_are_put_around_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
