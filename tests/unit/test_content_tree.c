/* The document tree itself: building it, comparing it, references, reports. */
#include "content/builder.h"
#include "content/equal.h"
#include "content/marks.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* ---- building ---- */

static struct atl_content_tree *finish(struct content_builder *builder)
{
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(content_builder_finish(builder, &tree, &error), ATL_OK);
    return tree;
}

static void add_text(struct content_builder *builder, const char *text)
{
    content_text(builder, text, strlen(text));
}

static void pieces_of_text_become_one_node(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct content_builder builder;
    static const char source[] = "one two";
    content_builder_start(&builder, &arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    content_text(&builder, source, 4);
    content_text(&builder, source + 4, 3);
    content_leaf(&builder, ATL_NODE_HARD_BREAK, NULL, 0);
    add_text(&builder, "a");
    content_text_copy(&builder, "&", 1);
    add_text(&builder, "b");
    content_close(&builder);
    const struct atl_node *first = finish(&builder)->document->first->first;
    assert_ptr_equal(first->text, source);
    assert_true(atl_node_text_is(first, "one two"));
    assert_int_equal(first->next->kind, ATL_NODE_HARD_BREAK);
    assert_true(atl_node_text_is(first->next->next, "a&b"));
    assert_null(first->next->next->next);
    atl_arena_free(&arena);
}

static void nesting_beyond_the_limit_fails_once_and_for_all(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct content_builder builder;
    struct atl_content_tree *tree;
    struct atl_error error;
    content_builder_start(&builder, &arena);
    for (int i = 0; i < ATL_CONTENT_DEPTH; i++) {
        content_open(&builder, ATL_NODE_QUOTE);
    }
    assert_false(content_builder_failed(&builder));
    assert_non_null(content_open(&builder, ATL_NODE_QUOTE));
    assert_true(content_builder_failed(&builder));
    content_builder_fail(&builder, ATL_FAILED, "another");
    add_text(&builder, "late");
    content_close(&builder);
    assert_int_equal(content_builder_finish(&builder, &tree, &error), ATL_FAILED);
    assert_null(tree);
    assert_string_equal(error.message, "nested more than 256 levels deep");
    atl_arena_free(&arena);
}

static void nodes_can_be_moved(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_node *from = content_node_new(&arena, ATL_NODE_QUOTE);
    struct atl_node *to = content_node_new(&arena, ATL_NODE_PANEL);
    struct atl_node *one = content_node_new(&arena, ATL_NODE_RULE);
    struct atl_node *two = content_node_new(&arena, ATL_NODE_RULE);
    struct atl_node *three = content_node_new(&arena, ATL_NODE_RULE);
    content_append(from, two);
    content_insert(from, NULL, one);
    content_append(to, three);
    content_move_children(from, to);
    assert_null(from->first);
    assert_ptr_equal(to->first, three);
    assert_ptr_equal(to->last, two);
    assert_ptr_equal(two->parent, to);
    content_remove(one, two);
    assert_ptr_equal(to->last, one);
    content_remove(NULL, three);
    assert_ptr_equal(to->first, one);
    assert_null(one->next);
    atl_arena_free(&arena);
}

/* ---- comparing ---- */

enum order {
    EMPHASIS_OUTSIDE,
    STRONG_OUTSIDE,
};

/* "both rest", of which the first word is strong and emphasised. */
static struct atl_content_tree *marked(struct atl_arena *arena, enum order order,
                                       const char *inside, const char *outside)
{
    struct content_builder builder;
    content_builder_start(&builder, arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    content_open(&builder, order == EMPHASIS_OUTSIDE ? ATL_NODE_EMPHASIS : ATL_NODE_STRONG);
    content_open(&builder, order == EMPHASIS_OUTSIDE ? ATL_NODE_STRONG : ATL_NODE_EMPHASIS);
    add_text(&builder, inside);
    content_close(&builder);
    content_close(&builder);
    add_text(&builder, outside);
    content_close(&builder);
    return finish(&builder);
}

static void order_of_marks_and_marked_spaces_make_no_difference(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *left = marked(&arena, EMPHASIS_OUTSIDE, "both ", "rest");
    struct atl_content_tree *right = marked(&arena, STRONG_OUTSIDE, "both", " rest");
    assert_true(atl_content_equal(left, right, NULL));
    atl_arena_free(&arena);
}

static struct atl_content_tree *colored(struct atl_arena *arena, const char *outer,
                                        const char *inner)
{
    struct content_builder builder;
    content_builder_start(&builder, arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    for (size_t i = 0; i < 2; i++) {
        const char *color = i == 0 ? outer : inner;
        if (color != NULL) {
            content_set_text(content_open(&builder, ATL_NODE_COLOR), color, strlen(color));
        }
    }
    add_text(&builder, "text");
    content_close(&builder);
    return finish(&builder);
}

static void of_colours_within_colours_the_inner_one_counts(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *left = colored(&arena, "#ff0000", "#00ff00");
    assert_true(atl_content_equal(left, colored(&arena, NULL, "#00ff00"), NULL));
    assert_false(atl_content_equal(left, colored(&arena, "#ff0000", NULL), NULL));
    assert_false(atl_content_equal(left, colored(&arena, "#00ff00", "#ff0000"), NULL));
    atl_arena_free(&arena);
}

static void marks_on_text_make_a_difference(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer difference = {0};
    struct atl_content_tree *left = marked(&arena, EMPHASIS_OUTSIDE, "both", " rest");
    struct atl_content_tree *right = marked(&arena, EMPHASIS_OUTSIDE, "bot", "h rest");
    assert_false(atl_content_equal(left, right, &difference));
    assert_string_equal(difference.data, "in paragraph of document: marks differ");
    atl_buffer_free(&difference);
    atl_arena_free(&arena);
}

static struct atl_content_tree *two_tags(struct atl_arena *arena, const char *second)
{
    struct content_builder builder;
    content_builder_start(&builder, arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    content_inline_html(&builder, "<x>", 3);
    content_inline_html(&builder, second, strlen(second));
    content_close(&builder);
    return finish(&builder);
}

static struct atl_content_tree *tags_in_nodes_of_their_own(struct atl_arena *arena)
{
    struct content_builder builder;
    content_builder_start(&builder, arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    content_leaf(&builder, ATL_NODE_RAW, "<x>", 3)->value = ATL_CONTENT_HTML;
    content_leaf(&builder, ATL_NODE_RAW, "<y>", 3)->value = ATL_CONTENT_HTML;
    content_close(&builder);
    return finish(&builder);
}

static void tags_in_one_node_or_in_two_are_equal(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *left = two_tags(&arena, "<y>");
    const struct atl_node *raw = left->document->first->first;
    assert_ptr_equal(raw, left->document->first->last);
    assert_true(atl_node_text_is(raw, "<x><y>"));
    assert_true(atl_content_equal(left, tags_in_nodes_of_their_own(&arena), NULL));
    assert_false(atl_content_equal(left, two_tags(&arena, "<z>"), NULL));
    atl_arena_free(&arena);
}

static struct atl_content_tree *macro(struct atl_arena *arena, const char *first,
                                      const char *second)
{
    struct content_builder builder;
    content_builder_start(&builder, arena);
    struct atl_node *node = content_leaf(&builder, ATL_NODE_MACRO, "toc", 3);
    content_set_attribute(arena, node, first, "1");
    content_set_attribute(arena, node, second, "1");
    content_set_attribute(arena, node, "\x01source", first);
    return finish(&builder);
}

static void attributes_are_compared_in_any_order_and_as_often_as_they_occur(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *left = macro(&arena, "a", "b");
    assert_true(atl_content_equal(left, macro(&arena, "b", "a"), NULL));
    assert_false(atl_content_equal(left, macro(&arena, "a", "a"), NULL));
    assert_false(atl_content_equal(macro(&arena, "a", "a"), left, NULL));
    atl_arena_free(&arena);
}

static void empty_paragraphs_make_no_difference(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct content_builder builder;
    content_builder_start(&builder, &arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    content_leaf(&builder, ATL_NODE_HARD_BREAK, NULL, 0);
    content_close(&builder);
    struct atl_content_tree *filled = finish(&builder);
    content_builder_start(&builder, &arena);
    struct atl_content_tree *empty = finish(&builder);
    assert_true(atl_content_equal(filled, empty, NULL));
    content_builder_start(&builder, &arena);
    content_leaf(&builder, ATL_NODE_RULE, NULL, 0);
    assert_false(atl_content_equal(filled, finish(&builder), NULL));
    atl_arena_free(&arena);
}

static void outline_shows_every_part_of_a_node(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct content_builder builder;
    struct atl_buffer outline = {0};
    content_builder_start(&builder, &arena);
    struct atl_node *list = content_open(&builder, ATL_NODE_ORDERED_LIST);
    list->number = 3;
    list->flags = ATL_NODE_TIGHT;
    struct atl_node *status = content_leaf(&builder, ATL_NODE_STATUS, "On\nit", 5);
    status->value = ATL_STATUS_BLUE;
    content_set_attribute(&arena, status, "style", "subtle");
    atl_content_outline(finish(&builder), &outline);
    assert_string_equal(outline.data, "document\n"
                                      "  ordered list 3 tight\n"
                                      "    status value=2 \"On\\nit\" style=\"subtle\"\n");
    atl_buffer_free(&outline);
    atl_arena_free(&arena);
}

/* ---- references ---- */

static void check_reference(const char *text, enum atl_reference_kind kind)
{
    struct atl_arena arena = {0};
    struct atl_reference reference;
    atl_reference_parse(&arena, text, strlen(text), &reference);
    assert_int_equal(reference.kind, kind);
    if (kind != ATL_REFERENCE_URL) {
        assert_string_equal(atl_reference_format(&arena, &reference), text);
    }
    atl_arena_free(&arena);
}

static void references_come_back_as_they_were(void **state)
{
    (void)state;
    check_reference("page:Release%20plan", ATL_REFERENCE_PAGE);
    check_reference("page://TEAM/Über%20uns%2Falles#a%23b", ATL_REFERENCE_PAGE);
    check_reference("#anchor", ATL_REFERENCE_PAGE);
    check_reference("blog://TEAM/2026/11/26/Title", ATL_REFERENCE_BLOG);
    check_reference("blog:///2026/11/26/Title", ATL_REFERENCE_BLOG);
    check_reference("attachment:a%20b.pdf", ATL_REFERENCE_ATTACHMENT);
    check_reference("attachment://TEAM/Page%20one/a%2Fb.pdf", ATL_REFERENCE_ATTACHMENT);
    check_reference("attachment:///Page/a.pdf", ATL_REFERENCE_ATTACHMENT);
    check_reference("media:1-2-3?collection=contentId-5", ATL_REFERENCE_MEDIA);
    check_reference("space:TEAM", ATL_REFERENCE_SPACE);
    check_reference("user:557058:ab-cd", ATL_REFERENCE_USER);
    check_reference("user:key:ff80", ATL_REFERENCE_USER);
    check_reference("content:123", ATL_REFERENCE_CONTENT);
    check_reference("shortcut:JIRA/WEB-1", ATL_REFERENCE_SHORTCUT);
    check_reference("https://example.com/page:x", ATL_REFERENCE_URL);
    check_reference("page.md", ATL_REFERENCE_URL);
    check_reference("page:", ATL_REFERENCE_URL);
    check_reference("#", ATL_REFERENCE_URL);
}

static void parts_of_references_are_decoded(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_reference reference;
    static const char text[] = "attachment://TEAM/Page%20one/100%25%00%zz.pdf";
    atl_reference_parse(&arena, text, sizeof text - 1, &reference);
    assert_string_equal(reference.space, "TEAM");
    assert_string_equal(reference.title, "Page one");
    assert_string_equal(reference.file, "100%%00%zz.pdf");
    assert_null(reference.anchor);
    atl_arena_free(&arena);
}

static const char *to_file(void *context, struct atl_arena *arena, const struct atl_node *node,
                           const char *target)
{
    (void)node;
    ++*(int *)context;
    return strncmp(target, "page:", 5) == 0 ? atl_arena_printf(arena, "%s.md", target + 5) : NULL;
}

static void resolving_reaches_links_images_and_parameters(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct content_builder builder;
    content_builder_start(&builder, &arena);
    struct atl_node *include = content_leaf(&builder, ATL_NODE_MACRO, "include", 7);
    content_set_attribute(&arena, include, "", "page:Other");
    content_set_attribute(&arena, include, "text", "https://example.com");
    content_set_attribute(&arena, include, "\x01source", "as it was read");
    content_open(&builder, ATL_NODE_PARAGRAPH);
    struct atl_node *link = content_open(&builder, ATL_NODE_LINK);
    content_set_text(link, "page:Plan", 9);
    struct atl_node *image = content_leaf(&builder, ATL_NODE_IMAGE, "a.png", 5);
    content_set_attribute(&arena, image, "link", "page:Plan");
    content_close(&builder);
    content_close(&builder);
    struct atl_content_tree *tree = finish(&builder);
    int calls = 0;
    atl_content_resolve(tree, to_file, &calls);
    assert_int_equal(calls, 4);
    assert_string_equal(atl_node_attribute(include, ""), "Other.md");
    assert_null(atl_node_attribute(include, "\x01source"));
    assert_string_equal(atl_node_attribute(include, "text"), "https://example.com");
    assert_true(atl_node_text_is(link, "Plan.md"));
    assert_true(atl_node_text_is(image, "a.png"));
    assert_string_equal(atl_node_attribute(image, "link"), "Plan.md");
    atl_arena_free(&arena);
}

/* ---- the report ---- */

static void the_same_thing_twice_is_one_entry(void **state)
{
    (void)state;
    struct atl_content_report report = {0};
    atl_content_report_add(&report, ATL_REPORT_LOST, 9, "%s cells", "merged");
    atl_content_report_add(&report, ATL_REPORT_LOST, 4, "merged cells");
    atl_content_report_add(&report, ATL_REPORT_REPAIRED, 0, "merged cells");
    assert_int_equal(report.entries, 2);
    assert_int_equal(report.total, 3);
    assert_int_equal(report.first->count, 2);
    assert_int_equal(report.first->line, 4);
    atl_content_report_add(NULL, ATL_REPORT_LOST, 0, "nobody listens");
    atl_content_report_free(&report);
    assert_null(report.first);
}

static void a_report_is_bounded(void **state)
{
    (void)state;
    struct atl_content_report report = {0};
    for (int i = 0; i < ATL_REPORT_ENTRIES + 5; i++) {
        atl_content_report_add(&report, ATL_REPORT_LOST, 0, "thing %d", i);
    }
    assert_int_equal(report.entries, ATL_REPORT_ENTRIES);
    assert_int_equal(report.total, ATL_REPORT_ENTRIES + 5);
    atl_content_report_free(&report);
}

/* ---- reading ---- */

static void text_that_is_no_utf8_is_refused_with_its_place(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    static const char text[] = "first line\n\xC3\xA4\xFFrest of the line";
    enum atl_status status =
        atl_content_read(&arena, ATL_CONTENT_MARKDOWN, text, sizeof text - 1, NULL, &tree, &error);
    assert_int_equal(status, ATL_FAILED);
    assert_null(tree);
    assert_string_equal(error.message, "markdown: line 2, column 2: byte 0xff is not UTF-8");
    atl_arena_free(&arena);
}

/* A byte order mark is taken off what is read, so a text that begins with one is written with two.
 */
static void a_mark_that_is_text_stays(void **state)
{
    (void)state;
    static const enum atl_content_format formats[] = {ATL_CONTENT_MARKDOWN, ATL_CONTENT_WIKI};
    static const char marked[] = "\xEF\xBB\xBF\xEF\xBB\xBF"
                                 "a\n";
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct atl_arena arena = {0};
        struct atl_content_tree *tree;
        struct atl_buffer written = {0};
        assert_int_equal(
            atl_content_read(&arena, formats[i], marked, sizeof marked - 1, NULL, &tree, NULL),
            ATL_OK);
        assert_true(atl_node_text_is(tree->document->first->first, "\xEF\xBB\xBF"
                                                                   "a"));
        atl_buffer_add(&written, "before ");
        assert_int_equal(atl_content_write(tree, formats[i], NULL, &written, NULL), ATL_OK);
        assert_memory_equal(written.data, "before ", 7);
        assert_memory_equal(written.data + 7, marked, sizeof marked - 2);
        atl_buffer_free(&written);
        atl_arena_free(&arena);
    }
}

static void an_empty_text_needs_no_bytes(void **state)
{
    (void)state;
    for (enum atl_content_format format = ATL_CONTENT_MARKDOWN; format <= ATL_CONTENT_JIRA_WIKI;
         format++) {
        struct atl_arena arena = {0};
        struct atl_content_tree *tree;
        enum atl_status status = atl_content_read(&arena, format, NULL, 0, NULL, &tree, NULL);
        assert_int_equal(status, format == ATL_CONTENT_ADF ? ATL_FAILED : ATL_OK);
        atl_arena_free(&arena);
    }
}

static void what_can_only_be_written_is_not_read(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(atl_content_read(&arena, ATL_CONTENT_HTML, "", 0, NULL, &tree, &error),
                     ATL_USAGE);
    assert_string_equal(error.message, "html can be written, not read");
    atl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_text_become_one_node),
        cmocka_unit_test(nesting_beyond_the_limit_fails_once_and_for_all),
        cmocka_unit_test(nodes_can_be_moved),
        cmocka_unit_test(order_of_marks_and_marked_spaces_make_no_difference),
        cmocka_unit_test(marks_on_text_make_a_difference),
        cmocka_unit_test(tags_in_one_node_or_in_two_are_equal),
        cmocka_unit_test(of_colours_within_colours_the_inner_one_counts),
        cmocka_unit_test(attributes_are_compared_in_any_order_and_as_often_as_they_occur),
        cmocka_unit_test(empty_paragraphs_make_no_difference),
        cmocka_unit_test(outline_shows_every_part_of_a_node),
        cmocka_unit_test(references_come_back_as_they_were),
        cmocka_unit_test(parts_of_references_are_decoded),
        cmocka_unit_test(resolving_reaches_links_images_and_parameters),
        cmocka_unit_test(the_same_thing_twice_is_one_entry),
        cmocka_unit_test(a_report_is_bounded),
        cmocka_unit_test(text_that_is_no_utf8_is_refused_with_its_place),
        cmocka_unit_test(a_mark_that_is_text_stays),
        cmocka_unit_test(an_empty_text_needs_no_bytes),
        cmocka_unit_test(what_can_only_be_written_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
