/* Frontmatter: found, read, and edited without touching the user's lines. */
#include "unit.h"

#include <atlcli/frontmatter.h>

#include <string.h>

static void expect_none(const char *text)
{
    struct atl_frontmatter found;
    assert_int_equal(atl_frontmatter_find(text, strlen(text), &found, NULL), ATL_OK);
    assert_null(found.yaml);
    assert_int_equal(found.length, 0);
}

static void expect_found(const char *text, const char *yaml, const char *rest)
{
    struct atl_frontmatter found;
    assert_int_equal(atl_frontmatter_find(text, strlen(text), &found, NULL), ATL_OK);
    assert_int_equal(found.yaml_length, strlen(yaml));
    assert_memory_equal(found.yaml, yaml, found.yaml_length);
    assert_string_equal(text + found.length, rest);
}

static void a_mapping_between_fences_is_found(void **state)
{
    (void)state;
    expect_found("---\ntitle: x\n---\ntext", "title: x\n", "text");
    expect_found("---  \r\ntitle: x\r\n---\r\ntext", "title: x\r\n", "text");
    expect_found("---\n# only a comment\n---", "# only a comment\n", "");
    expect_found("---\n---\ntext", "", "text");
}

static void other_lines_of_dashes_are_markdown(void **state)
{
    (void)state;
    expect_none("");
    expect_none("---");
    expect_none("---\n");
    expect_none("text\n---\na: b\n---\n");
    expect_none("---\nA heading\n---\n");
    expect_none("---\n- a list\n---\n");
    expect_none("---\na: b\nno end\n");
    expect_none("----\na: b\n---\n");
}

static void a_mistake_in_it_is_an_error_with_its_place(void **state)
{
    (void)state;
    const char text[] = "---\ntitle: x\nother: [a\n---\ntext";
    struct atl_frontmatter found;
    struct atl_error error;
    assert_int_equal(atl_frontmatter_find(text, sizeof text - 1, &found, &error), ATL_FAILED);
    assert_non_null(strstr(error.message, "line 4, column 1: frontmatter: "));
    assert_null(found.yaml);
}

static void values_have_their_types(void **state)
{
    (void)state;
    const char yaml[] =
        "text: plain\nquoted: \"12\"\nnumber: 12\nhalf: 0.5\nid: 12345678901234567890\n"
        "zeros: 007\nyes: true\nnone: ~\nempty:\nlist: [1, b]\n"
        "deep:\n  er: x\n";
    cJSON *root;
    assert_int_equal(atl_frontmatter_parse(yaml, sizeof yaml - 1, &root, NULL), ATL_OK);
    char *text = atl_json_print(root, false);
    assert_string_equal(text, "{\"text\":\"plain\",\"quoted\":\"12\",\"number\":12,\"half\":0.5,"
                              "\"id\":\"12345678901234567890\",\"zeros\":\"007\",\"yes\":true,"
                              "\"none\":null,\"empty\":null,\"list\":[1,\"b\"],"
                              "\"deep\":{\"er\":\"x\"}}");
    cJSON_free(text);
    cJSON_Delete(root);
}

static void expect_unreadable(const char *yaml, const char *problem)
{
    cJSON *root;
    struct atl_error error;
    assert_int_equal(atl_frontmatter_parse(yaml, strlen(yaml), &root, &error), ATL_FAILED);
    assert_null(root);
    if (strstr(error.message, problem) == NULL) {
        fail_msg("%s", error.message);
    }
}

static void aliases_are_expanded_within_bounds(void **state)
{
    (void)state;
    const char good[] = "a: &x {b: 1}\nc: *x\n";
    cJSON *root;
    assert_int_equal(atl_frontmatter_parse(good, sizeof good - 1, &root, NULL), ATL_OK);
    assert_int_equal(atl_json_integer(root, "c.b", 0), 1);
    cJSON_Delete(root);
    expect_unreadable("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                      "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                      "e: [*d,*d,*d,*d,*d,*d,*d]\n",
                      "too many values");
    expect_unreadable("a: *nothing\n", "line 2, column 4: frontmatter: an alias of nothing");
    expect_unreadable("a: &x [*x]\n", "an alias of nothing");
}

static void what_json_can_not_hold_is_an_error(void **state)
{
    (void)state;
    expect_unreadable("a: 1\na: 2\n", "a key that is there twice");
    expect_unreadable("? [a]\n: b\n", "a key that is no text");
    expect_unreadable("- a\n", "not a mapping of keys to values");
    expect_unreadable(
        "a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        "nested too deeply");
}

static void expect_set(const char *yaml, const char *path, const char *value, const char *result)
{
    struct atl_buffer buffer = {0};
    struct atl_error error;
    if (atl_frontmatter_set(yaml, strlen(yaml), path, value, &buffer, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
    assert_string_equal(atl_buffer_text(&buffer), result);
    atl_buffer_free(&buffer);
}

static void a_value_is_replaced_where_it_is(void **state)
{
    (void)state;
    expect_set("# mine\ntitle: Old   # why\nother: x\n", "title", "New title",
               "# mine\ntitle: New title   # why\nother: x\n");
    expect_set("title: 'Old'\n", "title", "12", "title: \"12\"\n");
    expect_set("title:\nother: x\n", "title", "a: b", "title: \"a: b\"\nother: x\n");
    expect_set("title: |\n  two\n  lines\n# next\nother: x\n", "title", "one",
               "title: one\n# next\nother: x\n");
    expect_set("title:\n  - a\n  - b\nother: x\n", "title", "one", "title: one\nother: x\n");
    expect_set("über: Ä\ntitle: Ö # ü\n", "title", "Ü", "über: Ä\ntitle: \"Ü\" # ü\n");
    expect_set("{a: 1, title: x}\n", "title", "z", "{a: 1, title: z}\n");
}

static void a_missing_key_is_added(void **state)
{
    (void)state;
    expect_set("", "title", "x", "title: x\n");
    expect_set("# c\n", "title", "x", "# c\ntitle: x\n");
    expect_set("a: 1", "title", "x", "a: 1\ntitle: x\n");
    expect_set("a: 1\n", "title", "true", "a: 1\ntitle: \"true\"\n");
    expect_set("{a: 1}\n", "title", "x", "{a: 1, title: x}\n");
    expect_set("{}\n", "title", "x", "{title: x}\n");
}

static void a_key_in_a_mapping_is_set_in_it(void **state)
{
    (void)state;
    expect_set("a: 1\n", "atlcli.id", "12", "a: 1\natlcli: {id: \"12\"}\n");
    expect_set("atlcli: {id: \"12\"}\n", "atlcli.title", "x", "atlcli: {id: \"12\", title: x}\n");
    expect_set("atlcli: {id: \"12\"} # c\nb: 2\n", "atlcli.id", "13",
               "atlcli: {id: \"13\"} # c\nb: 2\n");
    expect_set("atlcli:\n    id: 1 # c\n\nb: 2\n", "atlcli.title", "x",
               "atlcli:\n    id: 1 # c\n    title: x\n\nb: 2\n");
    expect_set("atlcli:\n  id: 1\n  title: y\nid: 3\n", "atlcli.title", "x",
               "atlcli:\n  id: 1\n  title: x\nid: 3\n");
    expect_set("atlcli: # c\nb: 2\n", "atlcli.id", "a", "atlcli:\n  id: a # c\nb: 2\n");
    expect_set("atlcli: no\nb: 2\n", "atlcli.id", "a", "atlcli:\n  id: a\nb: 2\n");
}

/* What an alias stands for would change with it. */
static void setting_a_key_that_others_share_is_an_error(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    struct atl_error error;
    const char yaml[] = "atlcli: &it {a: 1}\nother: *it\n";
    assert_int_equal(atl_frontmatter_set(yaml, sizeof yaml - 1, "atlcli.id", "x", &buffer, &error),
                     ATL_FAILED);
    assert_string_equal(error.message, "frontmatter: atlcli.id can't be set in YAML of this form");
    assert_int_equal(buffer.length, 0);
}

static void setting_a_key_of_what_is_malformed_is_an_error(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    struct atl_error error;
    assert_int_equal(atl_frontmatter_set("a: [", 4, "title", "x", &buffer, &error), ATL_FAILED);
    assert_int_equal(atl_frontmatter_set("- a", 3, "title", "x", &buffer, &error), ATL_FAILED);
    assert_int_equal(buffer.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mapping_between_fences_is_found),
        cmocka_unit_test(other_lines_of_dashes_are_markdown),
        cmocka_unit_test(a_mistake_in_it_is_an_error_with_its_place),
        cmocka_unit_test(values_have_their_types),
        cmocka_unit_test(aliases_are_expanded_within_bounds),
        cmocka_unit_test(what_json_can_not_hold_is_an_error),
        cmocka_unit_test(a_value_is_replaced_where_it_is),
        cmocka_unit_test(a_missing_key_is_added),
        cmocka_unit_test(a_key_in_a_mapping_is_set_in_it),
        cmocka_unit_test(setting_a_key_that_others_share_is_an_error),
        cmocka_unit_test(setting_a_key_of_what_is_malformed_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
