/*
 * ADF: what the corpus can't show. Errors and where they are, hostile input, and that whatever is
 * in a tree, what is written is what the schema allows.
 *
 * test_content_adf --write-random FILE COUNT tests nothing: it writes the ADF of so many random
 * trees, one a line, for tests/contract/adf.bats to validate against the schema itself.
 */
#include "content/adf/schema.h"
#include "content/builder.h"
#include "content/color.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static enum atl_status read_adf(struct atl_arena *arena, const char *text, size_t length,
                                struct atl_content_tree **tree, struct atl_error *error)
{
    atl_error_clear(error);
    return atl_content_read(arena, ATL_CONTENT_ADF, text, length, NULL, tree, error);
}

static void expect_error(const char *text, const char *message)
{
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(read_adf(&arena, text, strlen(text), &tree, &error), ATL_FAILED);
    assert_string_equal(error.message, message);
    assert_null(tree);
    atl_arena_free(&arena);
}

static void malformed_json_says_line_and_column(void **state)
{
    (void)state;
    expect_error("{\"type\": \"doc\",\n \"content\": [}",
                 "adf: the document is not valid JSON (line 2, column 14)");
    const char *nothing = "adf: nothing is there, and an empty ADF document is "
                          "{\"version\":1,\"type\":\"doc\",\"content\":[]}";
    expect_error("", nothing);
    expect_error(" \r\n\t", nothing);
}

static void what_is_no_document_is_refused(void **state)
{
    (void)state;
    expect_error("[]", "adf: not an ADF document: it has no type");
    expect_error("{}", "adf: not an ADF document: it has no type");
    expect_error("3", "adf: not an ADF document: it has no type");
    expect_error("{\"type\":7}", "adf: not an ADF document: it has no type");
    expect_error("{\"type\":\"paragraph\"}", "adf: not an ADF document: its type is not \"doc\"");
    expect_error("{\"type\":\"doc\",\"version\":2}",
                 "adf: its version is not 1, the only one there is");
}

static void errors_name_the_place(void **state)
{
    (void)state;
    expect_error("{\"type\":\"doc\",\"content\":7}", "adf: its content is not a list");
    expect_error("{\"type\":\"doc\",\"content\":[{\"type\":\"rule\"},{\"text\":\"x\"}]}",
                 "adf: content.1: not a node: it has no type");
    expect_error(
        "{\"type\":\"doc\",\"content\":[{\"type\":\"rule\"},{\"type\":\"blockquote\","
        "\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"hardBreak\"},3]}]}]}",
        "adf: content.1.content.0.content.1: not a node: it has no type");
    expect_error("{\"type\":\"doc\",\"content\":[{\"type\":\"blockquote\",\"content\":\"x\"}]}",
                 "adf: content.0: its content is not a list");
}

static void repeat(struct atl_buffer *buffer, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        atl_buffer_add(buffer, text);
    }
}

static void deep_nesting_is_an_error(void **state)
{
    (void)state;
    static const size_t depths[] = {300, 10000};
    for (size_t i = 0; i < 2; i++) {
        struct atl_arena arena = {0};
        struct atl_buffer text = {0};
        struct atl_content_tree *tree;
        struct atl_error error;
        atl_buffer_add(&text, "{\"type\":\"doc\",\"content\":[");
        repeat(&text, "{\"type\":\"blockquote\",\"content\":[", depths[i]);
        repeat(&text, "]}", depths[i] + 1);
        assert_int_equal(read_adf(&arena, text.data, text.length, &tree, &error), ATL_FAILED);
        assert_string_equal(error.message, "adf: nested too deeply");
        atl_buffer_free(&text);
        atl_arena_free(&arena);
    }
}

static void what_is_written_can_be_read_however_deep_it_is(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer markdown = {0};
    struct atl_buffer text = {0};
    struct atl_content_tree *tree;
    struct atl_content_tree *again;
    struct atl_error error;
    repeat(&markdown, "- ", (ATL_CONTENT_DEPTH - 2) / 2);
    atl_buffer_add(&markdown, "x\n");
    assert_int_equal(atl_content_read(&arena, ATL_CONTENT_MARKDOWN, markdown.data, markdown.length,
                                      NULL, &tree, &error),
                     ATL_OK);
    assert_int_equal(atl_content_write(tree, ATL_CONTENT_ADF, NULL, &text, &error), ATL_OK);
    assert_int_equal(read_adf(&arena, text.data, text.length, &again, &error), ATL_OK);
    assert_true(atl_content_equal(tree, again, NULL));
    atl_buffer_free(&markdown);
    atl_buffer_free(&text);
    atl_arena_free(&arena);
}

static void what_could_not_be_read_again_is_not_written(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer markdown = {0};
    struct atl_buffer text = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    atl_buffer_add(&markdown, "```adf\n{\"type\":\"unknown\",\"attrs\":{\"a\":");
    repeat(&markdown, "[", 598);
    repeat(&markdown, "]", 598);
    atl_buffer_add(&markdown, "}}\n```\n");
    assert_int_equal(atl_content_read(&arena, ATL_CONTENT_MARKDOWN, markdown.data, markdown.length,
                                      NULL, &tree, &error),
                     ATL_OK);
    atl_buffer_add(&text, "before");
    assert_int_equal(atl_content_write(tree, ATL_CONTENT_ADF, NULL, &text, &error), ATL_FAILED);
    assert_string_equal(error.message, "adf: nested too deeply to be read again");
    assert_string_equal(atl_buffer_text(&text), "before");
    atl_buffer_free(&markdown);
    atl_buffer_free(&text);
    atl_arena_free(&arena);
}

static void many_marks_are_an_error(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    atl_buffer_add(&text, "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":["
                          "{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"em\"}");
    repeat(&text, ",{\"type\":\"strong\"}", 20000);
    atl_buffer_add(&text, "]}]}]}");
    assert_int_equal(read_adf(&arena, text.data, text.length, &tree, &error), ATL_FAILED);
    assert_string_equal(error.message, "adf: content.0.content.0: has too many marks");
    atl_buffer_free(&text);
    atl_arena_free(&arena);
}

static void nuls_are_replaced(void **state)
{
    (void)state;
    static const char text[] =
        "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":["
        "{\"type\":\"text\",\"text\":\"a\\u0000b\\\\u0000\"}]}]}";
    struct atl_arena arena = {0};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(read_adf(&arena, text, sizeof text - 1, &tree, &error), ATL_OK);
    assert_true(atl_node_text_is(tree->document->first->first, "a\xEF\xBF\xBD"
                                                               "b\\u0000"));
    atl_arena_free(&arena);
}

/* ---- colours ---- */

static void colours_are_read_as_css_writes_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *hex; /* NULL: no colour */
    } colors[] = {
        {"#FF5630", "#ff5630"},
        {"#abc", "#aabbcc"},
        {"#abcd", "#aabbcc"},
        {"#11223344", "#112233"},
        {"red", "#ff0000"},
        {"RebeccaPurple", "#663399"},
        {"rgb(1,2,3)", "#010203"},
        {"rgba( 255, 128 , 0, 0.5)", "#ff8000"},
        {"", NULL},
        {"#", NULL},
        {"#12345", NULL},
        {"#ggg", NULL},
        {"rgb(1,2)", NULL},
        {"rgb(1,2,300)", NULL},
        {"rgb(-1,2,3)", NULL},
        {"reddish", NULL},
        {"#123456789012345678", NULL},
    };
    for (size_t i = 0; i < sizeof colors / sizeof colors[0]; i++) {
        char hex[CONTENT_COLOR_BYTES];
        bool found = content_color_parse(colors[i].text, strlen(colors[i].text), hex);
        assert_int_equal(found, colors[i].hex != NULL);
        if (found) {
            assert_string_equal(hex, colors[i].hex);
        }
    }
}

/* ---- random trees ---- */

struct random {
    uint32_t seed;
    struct atl_arena *arena;
    unsigned left; /* nodes that may still be made */
};

static uint32_t pick(struct random *random, uint32_t limit)
{
    random->seed = random->seed * 1664525U + 1013904223U;
    return (random->seed >> 8) % limit;
}

static const char script_link[] =
    "{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"link\",\"attrs\":"
    "{\"href\":\"javascript:x\"}}]}";

static const char *pick_word(struct random *random)
{
    static const char *const words[] = {
        "",
        "a",
        "two words",
        "\"quoted\" \\ and \xE2\x80\xA8 more",
        "#ff0000",
        "#f00",
        "red",
        "no colour",
        "https://example.com/a",
        "javascript:alert(1)",
        "page:Title",
        "media:12-34?collection=c",
        "media:",
        "attachment:a.png",
        "2026-11-26",
        "1",
        "50%",
        "-3",
        "300px",
        "1e99",
        "120,80,0,60",
        "center",
        "right",
        "left",
        "wide",
        "true",
        "2 #00ff00",
        "two_left_sidebar",
        "inline",
        "{\"a\":1}",
        "{broken",
        "{\"type\":\"rule\"}",
        "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}",
        "{\"type\":\"status\",\"attrs\":{\"text\":\"x\",\"color\":\"red\"}}",
        "{\"type\":\"table\",\"content\":[]}",
        "{\"type\":\"panel\",\"attrs\":{\"panelType\":\"info\"},\"content\":[{\"type\":\"rule\"}]}",
        script_link,
        "{\"id\":\"x\",\"parameters\":1,\"views\":[{\"type\":\"table\"}]}",
        "<b>html</b>",
        "<!-- comment -->",
        "DEFAULT",
    };
    return words[pick(random, sizeof words / sizeof words[0])];
}

static void add_attributes(struct random *random, struct atl_node *node)
{
    static const char *const names[] = {
        "layout",      "width",     "widths",     "display",       "numbered", "colspan",
        "rowspan",     "align",     "background", "title",         "color",    "icon",
        "borderStyle", "type",      "breakout",   "breakoutWidth", "indent",   "language",
        "info",        "data",      "datasource", "originalWidth", "card",     "text",
        "accessLevel", "userType",  "id",         "style",         "alt",      "height",
        "border",      "thumbnail", "link",       "file",          "",         "\x01source",
    };
    for (uint32_t count = pick(random, 6); count > 0; count--) {
        content_set_attribute(random->arena, node,
                              names[pick(random, sizeof names / sizeof names[0])],
                              pick_word(random));
    }
}

/* What belongs below a parent most of the time, anything else now and then. */
static enum atl_node_kind pick_kind(struct random *random, const struct atl_node *parent)
{
    static const uint8_t usual[ATL_NODE_KINDS] = {
        [ATL_NODE_BULLET_LIST] = ATL_NODE_LIST_ITEM,
        [ATL_NODE_ORDERED_LIST] = ATL_NODE_LIST_ITEM,
        [ATL_NODE_TASK_LIST] = ATL_NODE_TASK_ITEM,
        [ATL_NODE_DECISION_LIST] = ATL_NODE_DECISION_ITEM,
        [ATL_NODE_TABLE] = ATL_NODE_TABLE_ROW,
        [ATL_NODE_TABLE_ROW] = ATL_NODE_TABLE_CELL,
        [ATL_NODE_LAYOUT] = ATL_NODE_LAYOUT_SECTION,
        [ATL_NODE_LAYOUT_SECTION] = ATL_NODE_LAYOUT_CELL,
        [ATL_NODE_MEDIA_GROUP] = ATL_NODE_IMAGE,
    };
    if (pick(random, 8) == 0) {
        return (enum atl_node_kind)(1 + pick(random, ATL_NODE_KINDS - 1));
    }
    if (usual[parent->kind] != 0) {
        return (enum atl_node_kind)usual[parent->kind];
    }
    if (atl_node_holds_inlines(parent)) {
        return pick(random, 2) == 0 ? ATL_NODE_TEXT
                                    : (enum atl_node_kind)(ATL_NODE_EMPHASIS +
                                                           pick(random, ATL_NODE_FOOTNOTE_REF -
                                                                            ATL_NODE_EMPHASIS + 1));
    }
    return (enum atl_node_kind)(1 + pick(random, ATL_NODE_EMBED_CARD));
}

/* Any kind of node below any other, with any text and any attributes. */
static void add_children(struct random *random, struct atl_node *parent, unsigned depth)
{
    for (uint32_t count = pick(random, 5); count > 0 && random->left > 0; count--) {
        random->left--;
        enum atl_node_kind kind = pick_kind(random, parent);
        struct atl_node *node = content_node_new(random->arena, kind);
        const char *word = pick_word(random);
        content_set_text(node, word, strlen(word));
        node->value = (uint8_t)pick(random, kind == ATL_NODE_RAW ? 5 : 8);
        node->flags = (uint8_t)pick(random, 8);
        node->number = (int32_t)pick(random, 12) - 2;
        add_attributes(random, node);
        content_append(parent, node);
        if (depth < 12) {
            add_children(random, node, depth + 1);
        }
    }
}

/* Memory is the arena's. */
static struct atl_content_tree *make_tree(struct atl_arena *arena, uint32_t seed)
{
    struct random random = {.seed = seed, .arena = arena, .left = 150};
    struct atl_content_tree *tree = atl_arena_alloc(arena, sizeof *tree);
    tree->arena = arena;
    tree->document = content_node_new(arena, ATL_NODE_DOCUMENT);
    while (random.left > 20) {
        add_children(&random, tree->document, 1);
    }
    return tree;
}

static void check_valid(const char *text, size_t length)
{
    cJSON *root;
    struct atl_error error;
    assert_int_equal(atl_json_parse(text, length, "output", &root, &error), ATL_OK);
    const cJSON *content = atl_json_member(root, "content");
    assert_true(cJSON_IsArray(content));
    for (const cJSON *node = content->child; node != NULL; node = node->next) {
        if (adf_check_node(ADF_DOC, node == content->child, node) != ADF_VALID) {
            char *printed = atl_json_print(node, true);
            print_error("not valid: %s\n", printed);
            free(printed);
            fail();
        }
    }
    cJSON_Delete(root);
}

static void whatever_is_in_a_tree_valid_adf_is_written(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 1000; seed++) {
        struct atl_arena arena = {0};
        struct atl_buffer first = {0};
        struct atl_buffer second = {0};
        struct atl_content_tree *tree = make_tree(&arena, seed);
        struct atl_error error;
        assert_int_equal(atl_content_write(tree, ATL_CONTENT_ADF, NULL, &first, &error), ATL_OK);
        check_valid(first.data, first.length);
        /* What is written reads back, and is valid again. */
        assert_int_equal(read_adf(&arena, first.data, first.length, &tree, &error), ATL_OK);
        assert_int_equal(atl_content_write(tree, ATL_CONTENT_ADF, NULL, &second, &error), ATL_OK);
        check_valid(second.data, second.length);
        atl_buffer_free(&first);
        atl_buffer_free(&second);
        atl_arena_free(&arena);
    }
}

static int write_random(const char *path, const char *count)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return 1;
    }
    for (long seed = 1; seed <= strtol(count, NULL, 10); seed++) {
        struct atl_arena arena = {0};
        struct atl_buffer text = {0};
        atl_content_write(make_tree(&arena, (uint32_t)seed), ATL_CONTENT_ADF, NULL, &text, NULL);
        fprintf(file, "%s\n", atl_buffer_text(&text));
        atl_buffer_free(&text);
        atl_arena_free(&arena);
    }
    return fclose(file) == 0 ? 0 : 1;
}

/* ---- writing ---- */

static void addresses_that_would_run_are_neutralised(void **state)
{
    (void)state;
    static const char text[] =
        "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
        "\"text\":\"x\",\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"javascript:x\"}}]},"
        "{\"type\":\"inlineCard\",\"attrs\":{\"url\":\"JavaScript:y\"}}]},{\"type\":\"blockCard\","
        "\"attrs\":{\"url\":\"javascript:z\"}},{\"type\":\"mediaSingle\",\"content\":[{\"type\":"
        "\"media\",\"attrs\":{\"type\":\"external\",\"url\":\"javascript:w\"}}]},{\"type\":"
        "\"blockCard\",\"attrs\":{\"data\":{\"url\":\"javascript:v\"}}}]}";
    struct atl_arena arena = {0};
    struct atl_buffer output = {0};
    struct atl_content_report report = {0};
    struct atl_content_options options = {.report = &report};
    struct atl_content_tree *tree;
    struct atl_error error;
    assert_int_equal(read_adf(&arena, text, sizeof text - 1, &tree, &error), ATL_OK);
    assert_int_equal(atl_content_write(tree, ATL_CONTENT_ADF, &options, &output, &error), ATL_OK);
    assert_null(strstr(output.data, "href"));
    assert_null(strstr(output.data, "\"url\""));
    assert_non_null(strstr(output.data, "\"text\":\"x"));
    assert_int_equal(report.first->kind, ATL_REPORT_NEUTRALISED);
    check_valid(output.data, output.length);
    atl_buffer_free(&output);
    atl_content_report_free(&report);
    atl_arena_free(&arena);
}

static void long_texts_of_many_marks_are_written(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct content_builder builder;
    struct atl_content_tree *tree;
    struct atl_error error;
    struct atl_buffer output = {0};
    content_builder_start(&builder, &arena);
    content_open(&builder, ATL_NODE_PARAGRAPH);
    for (int i = 0; i < 200; i++) {
        content_open(&builder, i % 2 == 0 ? ATL_NODE_STRONG : ATL_NODE_EMPHASIS);
    }
    for (size_t i = 0; i < in_quantity(20000); i++) {
        content_text(&builder, "a", 1);
        content_open(&builder, ATL_NODE_UNDERLINE);
        content_text(&builder, "b", 1);
        content_close(&builder);
    }
    assert_int_equal(content_builder_finish(&builder, &tree, &error), ATL_OK);
    assert_int_equal(atl_content_write(tree, ATL_CONTENT_ADF, NULL, &output, &error), ATL_OK);
    check_valid(output.data, output.length);
    atl_buffer_free(&output);
    atl_arena_free(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_json_says_line_and_column),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(errors_name_the_place),
        cmocka_unit_test(deep_nesting_is_an_error),
        cmocka_unit_test(what_is_written_can_be_read_however_deep_it_is),
        cmocka_unit_test(what_could_not_be_read_again_is_not_written),
        cmocka_unit_test(many_marks_are_an_error),
        cmocka_unit_test(nuls_are_replaced),
        cmocka_unit_test(colours_are_read_as_css_writes_them),
        cmocka_unit_test(whatever_is_in_a_tree_valid_adf_is_written),
        cmocka_unit_test(addresses_that_would_run_are_neutralised),
        cmocka_unit_test(long_texts_of_many_marks_are_written),
    };
    if (argc == 4 && strcmp(argv[1], "--write-random") == 0) {
        return write_random(argv[2], argv[3]);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
