/* What corpus cases can't show of the Markdown writer: reports, sizes, trees no reader makes. */
#include "content/builder.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
    struct atl_arena arena;
    struct content_builder builder;
    struct atl_content_report report;
    struct atl_buffer text;
};

static void start(struct fixture *fixture)
{
    *fixture = (struct fixture){0};
    content_builder_start(&fixture->builder, &fixture->arena);
}

static const char *write(struct fixture *fixture)
{
    const struct atl_content_options options = {.report = &fixture->report};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(content_builder_finish(&fixture->builder, &tree, &error), ATL_OK);
    assert_int_equal(
        atl_content_write(tree, ATL_CONTENT_MARKDOWN, &options, &fixture->text, &error), ATL_OK);
    return atl_buffer_text(&fixture->text);
}

static void finish(struct fixture *fixture)
{
    atl_buffer_free(&fixture->text);
    atl_content_report_free(&fixture->report);
    atl_arena_free(&fixture->arena);
}

static struct atl_node *begin(struct fixture *fixture, enum atl_node_kind kind, const char *text)
{
    struct atl_node *node = content_open(&fixture->builder, kind);
    content_set_text(node, text, text == NULL ? 0 : strlen(text));
    return node;
}

static void add(struct fixture *fixture, const char *text)
{
    content_text(&fixture->builder, text, strlen(text));
}

static void leaf(struct fixture *fixture, enum atl_node_kind kind)
{
    content_leaf(&fixture->builder, kind, NULL, 0);
}

/* ---- trees that readers don't make ---- */

static void an_empty_tree_is_an_empty_text(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    assert_string_equal(write(&fixture), "");
    finish(&fixture);
}

static void what_shows_nothing_is_left_out(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    begin(&fixture, ATL_NODE_STRONG, NULL);
    add(&fixture, "  ");
    content_close(&fixture.builder);
    leaf(&fixture, ATL_NODE_HARD_BREAK);
    content_close(&fixture.builder);
    leaf(&fixture, ATL_NODE_BULLET_LIST);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    leaf(&fixture, ATL_NODE_EMPHASIS);
    add(&fixture, "a");
    content_close(&fixture.builder);
    assert_string_equal(write(&fixture), "a\n");
    finish(&fixture);
}

static void a_link_in_a_link_is_reported(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    begin(&fixture, ATL_NODE_LINK, "https://x.example/a");
    add(&fixture, "a ");
    begin(&fixture, ATL_NODE_LINK, "https://x.example/b");
    add(&fixture, "b");
    assert_string_equal(write(&fixture), "[a b](https://x.example/a)\n");
    assert_int_equal(fixture.report.total, 1);
    assert_int_equal(fixture.report.first->kind, ATL_REPORT_LOST);
    assert_string_equal(fixture.report.first->message,
                        "a link inside a link: only its text is kept");
    finish(&fixture);
}

static void a_title_that_says_card_is_reported(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    struct atl_node *link = begin(&fixture, ATL_NODE_LINK, "https://x.example/");
    content_set_attribute(&fixture.arena, link, "title", "card");
    add(&fixture, "a");
    assert_string_equal(write(&fixture), "[a](https://x.example/)\n");
    assert_int_equal(fixture.report.total, 1);
    finish(&fixture);
}

static void a_link_without_text_is_kept(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    begin(&fixture, ATL_NODE_LINK, "https://x.example/");
    assert_string_equal(write(&fixture), "[](https://x.example/)\n");
    finish(&fixture);
}

static void levels_and_numbers_stay_within_what_markdown_has(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_HEADING, NULL)->number = 9;
    add(&fixture, "a");
    content_close(&fixture.builder);
    begin(&fixture, ATL_NODE_ORDERED_LIST, NULL)->number = INT32_MAX;
    for (int i = 0; i < 2; i++) {
        begin(&fixture, ATL_NODE_LIST_ITEM, NULL);
        begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
        add(&fixture, "b");
        content_close(&fixture.builder);
        content_close(&fixture.builder);
    }
    assert_string_equal(write(&fixture), "###### a\n\n999999999. b\n\n999999999. b\n");
    finish(&fixture);
}

static void control_characters_are_written_as_references(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    add(&fixture, "\ta\nb\rc\t");
    assert_string_equal(write(&fixture), "&#9;a&#10;b&#13;c&#9;\n");
    finish(&fixture);
}

/* ---- large trees ---- */

static void one_sign_many_times_is_written(void **state)
{
    (void)state;
    static const char signs[] = "*_~`$[]<&\\:|.@#-+> \xC2";
    enum { COUNT = 100000 };
    char *text = atl_alloc(COUNT + 1);
    for (size_t i = 0; i + 1 < sizeof signs; i++) {
        struct fixture fixture;
        start(&fixture);
        memset(text, signs[i], COUNT);
        begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
        content_text(&fixture.builder, "x", 1);
        content_text(&fixture.builder, text, COUNT);
        size_t length = strlen(write(&fixture));
        assert_in_range(length, COUNT + 2, 2 * COUNT + 16);
        finish(&fixture);
    }
    free(text);
}

static void deep_trees_are_written(void **state)
{
    (void)state;
    static const enum atl_node_kind kinds[] = {ATL_NODE_QUOTE, ATL_NODE_PANEL, ATL_NODE_EXPAND,
                                               ATL_NODE_LAYOUT_CELL};
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        struct fixture fixture;
        start(&fixture);
        for (int i = 0; i < ATL_CONTENT_DEPTH - 1; i++) {
            begin(&fixture, kinds[kind], NULL);
        }
        begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
        add(&fixture, "deepest");
        assert_non_null(strstr(write(&fixture), "deepest"));
        finish(&fixture);
    }
}

/* Marks as deep as they go around a leaf, over and over. */
static void many_leaves_in_many_marks_are_written(void **state)
{
    (void)state;
    enum { LEAVES = 5000 };
    struct fixture fixture;
    start(&fixture);
    begin(&fixture, ATL_NODE_PARAGRAPH, NULL);
    for (int i = 0; i < ATL_CONTENT_DEPTH - 2; i++) {
        begin(&fixture, i % 2 == 0 ? ATL_NODE_STRONG : ATL_NODE_COLOR, "#ff5630");
    }
    for (int i = 0; i < LEAVES; i++) {
        begin(&fixture, i % 2 == 0 ? ATL_NODE_EMPHASIS : ATL_NODE_STRIKE, NULL);
        add(&fixture, "a");
        content_close(&fixture.builder);
    }
    write(&fixture);
    assert_in_range(fixture.text.length, LEAVES, 40 * LEAVES + ATL_CONTENT_DEPTH * 100);
    finish(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_tree_is_an_empty_text),
        cmocka_unit_test(what_shows_nothing_is_left_out),
        cmocka_unit_test(a_link_in_a_link_is_reported),
        cmocka_unit_test(a_title_that_says_card_is_reported),
        cmocka_unit_test(a_link_without_text_is_kept),
        cmocka_unit_test(levels_and_numbers_stay_within_what_markdown_has),
        cmocka_unit_test(control_characters_are_written_as_references),
        cmocka_unit_test(one_sign_many_times_is_written),
        cmocka_unit_test(deep_trees_are_written),
        cmocka_unit_test(many_leaves_in_many_marks_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
