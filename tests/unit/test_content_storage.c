/* Storage format: where it is wrong, what is hostile, what the corpus can't show. */
#include "content/safe_url.h"
#include "content/storage/storage_fragment.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* ---- errors ---- */

static void check_error(const char *text, const char *expected)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text, strlen(text), NULL, &tree, &error),
        ATL_FAILED);
    assert_null(tree);
    assert_string_equal(error.message, expected);
    atl_arena_free(&arena);
}

static void what_cannot_be_mended_is_an_error_with_its_place(void **state)
{
    (void)state;
    check_error("<p>a</p>\n <ac:structured-macro ac:name=\"x\"><p>b</p>",
                "storage: line 2, column 2: this element has no end tag");
    check_error("<p>a</p></ac:link>", "storage: line 1, column 9: this end tag has no start tag");
    check_error("<ac:layout><ac:layout-section></ac:layout>",
                "storage: line 1, column 12: this element has no end tag");
    check_error("<p>\xC3\xA9<![CDATA[ab</p>",
                "storage: line 1, column 5: this CDATA section doesn't end");
    check_error("a\n\n  <!-- b", "storage: line 3, column 3: this comment doesn't end");
}

static void document_types_and_entities_are_refused(void **state)
{
    (void)state;
    const char *message =
        "storage: line 1, column 1: document types and entity declarations are not allowed";
    check_error("<!DOCTYPE p [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;&a;\">]><p>&c;</p>", message);
    check_error("<!doctype html><p>a</p>", message);
    check_error("<!ENTITY a SYSTEM \"file:///etc/passwd\"><p>&a;</p>", message);
    check_error("</root><!DOCTYPE root><root>",
                "storage: line 1, column 8: document types and entity declarations are not "
                "allowed");
}

static char *repeat(const char *text, size_t times, const char *end)
{
    struct atl_buffer buffer = {0};
    for (size_t i = 0; i < times; i++) {
        atl_buffer_add(&buffer, text);
    }
    atl_buffer_add(&buffer, end);
    return atl_buffer_take(&buffer);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    char *open = repeat("<blockquote>", 10000, "");
    char *close = repeat("</blockquote>", 10000, "");
    struct atl_buffer whole = {0};
    atl_buffer_add(&whole, open);
    atl_buffer_add(&whole, close);
    check_error(open, "storage: line 1, column 10801: elements are nested more levels deep than "
                      "900");
    check_error(whole.data, "storage: line 1, column 10801: elements are nested more levels deep "
                            "than 900");
    atl_buffer_free(&whole);
    free(open);
    free(close);

    open = repeat("<blockquote>", 300, "");
    close = repeat("</blockquote>", 300, "");
    atl_buffer_add(&whole, open);
    atl_buffer_add(&whole, close);
    check_error(whole.data, "storage: nested more than 256 levels deep");
    atl_buffer_free(&whole);
    free(open);
    free(close);
}

static void attributes_of_one_element_are_bounded(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    atl_buffer_add(&text, "<p");
    for (int i = 0; i < 20000; i++) {
        atl_buffer_printf(&text, " a%d=\"b\"", i);
    }
    atl_buffer_add(&text, ">c</p>");
    check_error(text.data, "storage: line 1, column 1: this element has more than 256 attributes");
    atl_buffer_free(&text);
}

static void namespaces_are_bounded(void **state)
{
    (void)state;
    struct atl_buffer text = {0};
    for (int i = 0; i < 100; i++) {
        atl_buffer_printf(&text, "<i xmlns:a%d=\"b\">", i);
    }
    for (int i = 0; i < 100; i++) {
        atl_buffer_add(&text, "</i>");
    }
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text.data, text.length, NULL, &tree, &error),
        ATL_FAILED);
    assert_non_null(strstr(error.message, "more namespaces are declared here than 64"));
    atl_arena_free(&arena);
    atl_buffer_free(&text);
}

/* ---- what is read and written ---- */

/* Reads storage format and checks what is written of it and, if given, its outline. */
static void check(const char *text, const char *written, const char *outline)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    struct atl_buffer buffer = {0};
    struct atl_buffer lines = {0};
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text, strlen(text), NULL, &tree, &error),
        ATL_OK);
    assert_int_equal(atl_content_write(tree, ATL_CONTENT_STORAGE, NULL, &buffer, &error), ATL_OK);
    assert_string_equal(atl_buffer_text(&buffer), written);
    if (outline != NULL) {
        atl_content_outline(tree, &lines);
        assert_string_equal(atl_buffer_text(&lines), outline);
    }
    atl_buffer_free(&lines);
    atl_buffer_free(&buffer);
    atl_arena_free(&arena);
}

static void nodes_know_their_lines(void **state)
{
    (void)state;
    const char *text = "<p>a</p>\n<h1>b</h1>\n\n<ul>\n<li>c</li></ul>";
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text, strlen(text), NULL, &tree, NULL),
        ATL_OK);
    const struct atl_node *node = tree->document->first;
    assert_int_equal(node->line, 1);
    assert_int_equal(node->next->line, 2);
    assert_int_equal(node->next->next->line, 4);
    assert_int_equal(node->next->next->first->line, 5);
    atl_arena_free(&arena);
}

static void entities_do_not_shift_what_is_kept_to_the_letter(void **state)
{
    (void)state;
    const char *raw = "<div class=\"x\">&eacute;&#233;\xC3\xA9&lt;</div>";
    struct atl_buffer text = {0};
    for (int i = 0; i < 2000; i++) {
        atl_buffer_add(&text, "<p title=\"&eacute;&nbsp;\">&nbsp;&mdash;\xE2\x82\xAC&amp;</p>\n");
    }
    atl_buffer_add(&text, raw);
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text.data, text.length, NULL, &tree, NULL),
        ATL_OK);
    const struct atl_node *last = tree->document->last;
    assert_int_equal(last->kind, ATL_NODE_RAW);
    assert_true(atl_node_text_is(last, raw));
    assert_int_equal(last->line, 2001);
    atl_arena_free(&arena);
    atl_buffer_free(&text);
}

static void long_texts_are_read_whole(void **state)
{
    (void)state;
    char *words = repeat("word ", 40000, "end");
    struct atl_buffer text = {0};
    struct atl_buffer expected = {0};
    atl_buffer_printf(&text, "<p>%s</p><p><![CDATA[%s]]></p>", words, words);
    atl_buffer_printf(&expected, "<p>%s</p><p>%s</p>", words, words);
    check(text.data, expected.data, NULL);
    atl_buffer_free(&text);
    atl_buffer_free(&expected);
    free(words);
}

static void many_of_one_kind_of_repair_are_one_entry(void **state)
{
    (void)state;
    char *text = repeat("& ", 50000, "<b");
    struct atl_arena arena = {0};
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text, strlen(text), &options, &tree, NULL),
        ATL_OK);
    assert_int_equal(report.entries, 2);
    assert_int_equal(report.first->kind, ATL_REPORT_REPAIRED);
    assert_int_equal(report.first->count, 50000);
    assert_int_equal(report.first->line, 1);
    assert_int_equal(report.total, 50001);
    atl_content_report_free(&report);
    atl_arena_free(&arena);
    free(text);
}

static void repairs_say_in_which_line(void **state)
{
    (void)state;
    const char *text = "<p>a\nb</p>\n<p>c<br>\n<table a = b\n c>\n</table></p>";
    struct atl_arena arena = {0};
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text, strlen(text), &options, &tree, NULL),
        ATL_OK);
    assert_string_equal(report.first->message, "elements that are always empty: closed");
    assert_int_equal(report.first->line, 3);
    assert_int_equal(report.first->next->line, 4);
    atl_content_report_free(&report);
    atl_arena_free(&arena);
}

static void unclosed_everything_is_closed(void **state)
{
    (void)state;
    check("<p>a<b>b<i>c", "<p>a<strong>b<em>c</em></strong></p>", NULL);
    check("<", "<p>&lt;</p>", NULL);
    check("<p", "<p>&lt;p</p>", NULL);
    check("<p a=\"", "<p>&lt;p a=\"</p>", NULL);
    check("</p>", "", NULL);
    check("&", "<p>&amp;</p>", NULL);
    check("<p><b>a</b\n>b<br></p\n>", "<p><strong>a</strong>b</p>", NULL);
    check("]]>", "<p>]]&gt;</p>", NULL);
    check("", "", "document\n");
}

static void nothing_deep_in_macros_is_copied_without_end(void **state)
{
    (void)state;
    /* Each level would keep a copy of all that is in it; beyond a bound it is written anew. */
    struct atl_buffer text = {0};
    char *start = repeat("<ac:structured-macro ac:name=\"x\"><ac:rich-text-body>", 100, "");
    char *body = repeat("word ", 20000, "");
    char *end = repeat("</ac:rich-text-body></ac:structured-macro>", 100, "");
    atl_buffer_printf(&text, "%s<p>%s</p>%s", start, body, end);
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    assert_int_equal(
        atl_content_read(&arena, ATL_CONTENT_STORAGE, text.data, text.length, NULL, &tree, NULL),
        ATL_OK);
    size_t kept = 0;
    const struct atl_node *node = tree->document;
    while ((node = atl_node_following(node, tree->document)) != NULL) {
        const char *source = atl_node_attribute(node, STORAGE_SOURCE_ATTRIBUTE);
        kept += source == NULL ? 0 : strlen(source);
    }
    assert_true(kept >= text.length);
    assert_true(kept <= text.length * 4);
    atl_arena_free(&arena);
    atl_buffer_free(&text);
    free(start);
    free(body);
    free(end);
}

/* ---- from other formats ---- */

static struct atl_node *add(struct content_builder *builder, enum atl_node_kind kind,
                            const char *text)
{
    return content_leaf(builder, kind, text, text == NULL ? 0 : strlen(text));
}

/* Writes what `build` puts into a document; the report's first entry must be `message`. */
static void check_written(void (*build)(struct content_builder *builder), const char *written,
                          enum atl_report_kind kind, const char *message)
{
    struct atl_arena arena = {0};
    struct content_builder builder;
    struct atl_content_tree *tree;
    struct atl_content_report report = {0};
    const struct atl_content_options options = {.report = &report};
    struct atl_buffer buffer = {0};
    content_builder_start(&builder, &arena);
    build(&builder);
    assert_int_equal(content_builder_finish(&builder, &tree, NULL), ATL_OK);
    assert_int_equal(atl_content_write(tree, ATL_CONTENT_STORAGE, &options, &buffer, NULL), ATL_OK);
    assert_string_equal(atl_buffer_text(&buffer), written);
    assert_int_equal(report.entries, 1);
    assert_int_equal(report.first->kind, kind);
    assert_string_equal(report.first->message, message);
    atl_content_report_free(&report);
    atl_buffer_free(&buffer);
    atl_arena_free(&arena);
}

static void build_script_link(struct content_builder *builder)
{
    content_open(builder, ATL_NODE_PARAGRAPH);
    content_set_text(content_open(builder, ATL_NODE_LINK), " Java\tScript:alert(1)", 21);
    content_text(builder, "a", 1);
    content_close(builder);
    content_close(builder);
}

static void build_raw_html(struct content_builder *builder)
{
    add(builder, ATL_NODE_RAW, "<script>alert(1)</script>")->value = ATL_CONTENT_HTML;
}

static void build_raw_adf(struct content_builder *builder)
{
    add(builder, ATL_NODE_RAW,
        "{\"type\":\"newThing\",\"content\":[{\"type\":\"text\",\"text\":\"a < b\"}]}")
        ->value = ATL_CONTENT_ADF;
}

static void build_controls(struct content_builder *builder)
{
    content_open(builder, ATL_NODE_PARAGRAPH);
    content_text(builder,
                 "a\x01"
                 "b\xEF\xBF\xBF",
                 6);
    content_close(builder);
}

static void build_media(struct content_builder *builder)
{
    struct atl_node *image = add(builder, ATL_NODE_IMAGE, "media:1?collection=c");
    content_set_attribute(builder->arena, image, "alt", "what it shows");
}

static void build_footnotes(struct content_builder *builder)
{
    content_open(builder, ATL_NODE_PARAGRAPH);
    content_text(builder, "a", 1);
    add(builder, ATL_NODE_FOOTNOTE_REF, "x");
    add(builder, ATL_NODE_FOOTNOTE_REF, "b");
    content_close(builder);
    for (int i = 0; i < 2; i++) {
        content_set_text(content_open(builder, ATL_NODE_FOOTNOTE), i == 0 ? "b" : "x", 1);
        content_open(builder, ATL_NODE_PARAGRAPH);
        content_text(builder, i == 0 ? "one" : "two", 3);
        content_close(builder);
        content_close(builder);
    }
}

static void build_mixed_tasks(struct content_builder *builder)
{
    content_open(builder, ATL_NODE_BULLET_LIST);
    content_open(builder, ATL_NODE_LIST_ITEM);
    content_close(builder);
    content_open(builder, ATL_NODE_TASK_ITEM)->flags = ATL_NODE_DONE;
    content_open(builder, ATL_NODE_PARAGRAPH);
    content_text(builder, "a", 1);
    content_close(builder);
    content_close(builder);
    content_close(builder);
}

static void what_storage_cannot_hold_is_reported(void **state)
{
    (void)state;
    check_written(build_script_link, "<p>a</p>", ATL_REPORT_NEUTRALISED,
                  "addresses that run a script: left out");
    check_written(build_raw_html, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
                  ATL_REPORT_NEUTRALISED, "raw HTML: shown as text");
    check_written(build_raw_adf, "<p>a &lt; b</p>", ATL_REPORT_LOST,
                  "ADF nodes of type 'newThing': their text is left");
    check_written(build_controls,
                  "<p>a\xEF\xBF\xBD"
                  "b\xEF\xBF\xBD</p>",
                  ATL_REPORT_LOST, "characters that XML can't hold: U+FFFD stands for them");
    check_written(build_media, "<p>what it shows</p>", ATL_REPORT_LOST,
                  "images that are neither attached nor on the web: their alternative text is "
                  "left");
    check_written(build_mixed_tasks,
                  "<ul><li></li><li><ac:task-list><ac:task><ac:task-id>1</ac:task-id>"
                  "<ac:task-status>complete</ac:task-status><ac:task-body>"
                  "<span class=\"placeholder-inline-tasks\">a</span></ac:task-body></ac:task>"
                  "</ac:task-list></li></ul>",
                  ATL_REPORT_LOST,
                  "tasks among other items of a list: each a list of tasks of its own");
}

static void footnotes_lead_to_a_list_at_the_end(void **state)
{
    (void)state;
    check_written(
        build_footnotes,
        "<p>a<sup><ac:link ac:anchor=\"footnote-2\"><ac:link-body>2</ac:link-body></ac:link></sup>"
        "<sup><ac:link ac:anchor=\"footnote-1\"><ac:link-body>1</ac:link-body></ac:link></sup></p>"
        "<hr /><ol><li><p><ac:structured-macro ac:name=\"anchor\" ac:schema-version=\"1\">"
        "<ac:parameter ac:name=\"\">footnote-1</ac:parameter></ac:structured-macro>one</p></li>"
        "<li><p><ac:structured-macro ac:name=\"anchor\" ac:schema-version=\"1\"><ac:parameter "
        "ac:name=\"\">footnote-2</ac:parameter></ac:structured-macro>two</p></li></ol>",
        ATL_REPORT_LOST, "footnotes: numbers that lead to a list at the end");
}

/* ---- fragments ---- */

static void fragments_go_where_they_stand(void **state)
{
    (void)state;
    static const struct atl_content_options options;
    const char *inlines = "a <strong>b</strong> ";
    const char *broken = "x\n<ac:link>";
    struct atl_arena arena = {0};
    struct content_builder builder;
    struct atl_content_tree *tree;
    struct atl_buffer buffer = {0};
    struct atl_error error;
    content_builder_start(&builder, &arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    storage_read_fragment(&builder, inlines, strlen(inlines), &options);
    content_text(&builder, "c", 1);
    content_close(&builder);
    storage_read_fragment(&builder, inlines, strlen(inlines), &options);
    storage_write_node(builder.tree->document, &options, &buffer);
    assert_string_equal(buffer.data, "<p>a <strong>b</strong> c</p><p>a <strong>b</strong></p>");

    builder.line = 10;
    storage_read_fragment(&builder, broken, strlen(broken), &options);
    assert_int_equal(content_builder_finish(&builder, &tree, &error), ATL_FAILED);
    assert_string_equal(error.message, "line 11, column 1: this element has no end tag");
    atl_buffer_free(&buffer);
    atl_arena_free(&arena);
}

/* ---- addresses ---- */

static void addresses_that_run_are_known_in_any_disguise(void **state)
{
    (void)state;
    static const char *const running[] = {
        "javascript:alert(1)",   "JaVaScRiPt:x",       "  javascript:x", "java\nscript:x",
        "\x01javascript:x",      "java\tscript\r:x",   "vbscript:x",     "data:text/html,x",
        "data:image/svg+xml,<x", "DATA:text/html;b,x", "data:,x",        "data:image/pngx,y",
    };
    static const char *const harmless[] = {
        "https://example.com/javascript:x",
        "javascript",
        "#javascript:x",
        "mailto:a@b",
        "data:image/png;base64,AAAA",
        "page:javascript",
        "",
        "/data:x",
        "data:image/jpeg,x",
        "java script",
    };
    for (size_t i = 0; i < sizeof running / sizeof *running; i++) {
        assert_true(content_url_runs(running[i], strlen(running[i])));
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        assert_false(content_url_runs(harmless[i], strlen(harmless[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_mended_is_an_error_with_its_place),
        cmocka_unit_test(document_types_and_entities_are_refused),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(attributes_of_one_element_are_bounded),
        cmocka_unit_test(namespaces_are_bounded),
        cmocka_unit_test(nodes_know_their_lines),
        cmocka_unit_test(entities_do_not_shift_what_is_kept_to_the_letter),
        cmocka_unit_test(long_texts_are_read_whole),
        cmocka_unit_test(many_of_one_kind_of_repair_are_one_entry),
        cmocka_unit_test(repairs_say_in_which_line),
        cmocka_unit_test(unclosed_everything_is_closed),
        cmocka_unit_test(nothing_deep_in_macros_is_copied_without_end),
        cmocka_unit_test(what_storage_cannot_hold_is_reported),
        cmocka_unit_test(footnotes_lead_to_a_list_at_the_end),
        cmocka_unit_test(fragments_go_where_they_stand),
        cmocka_unit_test(addresses_that_run_are_known_in_any_disguise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
