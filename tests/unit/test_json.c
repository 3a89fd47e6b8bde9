#include "atlcli/json.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static cJSON *parse(const char *text)
{
    cJSON *root;
    struct atl_error error;
    assert_int_equal(atl_json_parse(text, strlen(text), "test", &root, &error), ATL_OK);
    return root;
}

static void paths_reach_members_and_elements(void **state)
{
    (void)state;
    cJSON *root = parse("{\"issues\":[{\"key\":\"A-1\",\"fields\":{\"votes\":3,\"done\":true}}],"
                        "\"Key\":\"other\",\"big\":1e300}");
    assert_string_equal(atl_json_text(root, "issues.0.key", ""), "A-1");
    assert_int_equal(atl_json_integer(root, "issues.0.fields.votes", -1), 3);
    assert_true(atl_json_bool(root, "issues.0.fields.done", false));
    assert_int_equal(atl_json_count(root, "issues"), 1);
    assert_null(atl_json_get(root, "issues.1.key"));
    assert_null(atl_json_get(root, "issues.x"));
    assert_null(atl_json_get(root, "key"));
    assert_string_equal(atl_json_text(root, "issues.0.fields.votes", "fallback"), "fallback");
    assert_int_equal(atl_json_integer(root, "big", -1), -1);
    assert_null(atl_json_get(NULL, "a.b"));
    assert_int_equal(atl_json_count(NULL, "a"), 0);
    cJSON_Delete(root);
}

static void check_rejected(const char *text, size_t length, const char *message)
{
    cJSON *root;
    struct atl_error error;
    assert_int_equal(atl_json_parse(text, length, "credentials.json", &root, &error), ATL_FAILED);
    assert_null(root);
    assert_string_equal(error.message, message);
}

static void errors_name_source_line_and_column(void **state)
{
    (void)state;
    check_rejected("{\n  \"a\": tru\n}", 14,
                   "credentials.json is not valid JSON (line 2, column 8)");
    check_rejected("", 0, "credentials.json is not valid JSON (line 1, column 1)");
    check_rejected("{} x", 4, "credentials.json is not valid JSON (line 1, column 4)");
    check_rejected("{}\0{}", 5, "credentials.json is not valid JSON (line 1, column 3)");
}

static void a_byte_order_mark_and_white_space_are_fine(void **state)
{
    (void)state;
    cJSON *root = parse("\xEF\xBB\xBF {\"a\":1} \r\n\t");
    assert_int_equal(atl_json_integer(root, "a", 0), 1);
    cJSON_Delete(root);
}

static void setting_keeps_the_order_of_members(void **state)
{
    (void)state;
    cJSON *root = parse("{\"a\":\"1\",\"b\":\"2\",\"c\":true}");
    atl_json_set_text(root, "a", "new");
    atl_json_set_text(root, "b", NULL);
    atl_json_set_text(root, "missing", NULL);
    atl_json_set_bool(root, "c", false);
    atl_json_set_text(root, "d", "4");
    char *text = atl_json_print(root, false);
    assert_string_equal(text, "{\"a\":\"new\",\"c\":false,\"d\":\"4\"}");
    free(text);
    cJSON_Delete(root);
}

static void printing_indents_by_two_and_round_trips(void **state)
{
    (void)state;
    cJSON *root =
        parse("{\"a\":[1,-2.5,0.1,1e21,null],\"e\":{},\"l\":[],\"t\":\"q\\\"\\n\\u001b\"}");
    char *text = atl_json_print(root, true);
    assert_string_equal(text,
                        "{\n  \"a\": [\n    1,\n    -2.5,\n    0.1,\n    1e+21,\n    null\n  ],\n"
                        "  \"e\": {},\n  \"l\": [],\n  \"t\": \"q\\\"\\n\\u001b\"\n}");
    cJSON *again = parse(text);
    assert_true(cJSON_Compare(root, again, true));
    free(text);
    cJSON_Delete(again);
    cJSON_Delete(root);
}

static void strings_are_escaped_for_terminals_too(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    atl_json_append_string(&buffer, "\x07\xC2\x9B\x7F é \xFF \\ \u202E\u2066\u2028");
    assert_string_equal(buffer.data, "\"\\u0007\\u009b\\u007f é � \\\\ \\u202e\\u2066\\u2028\"");
    atl_buffer_free(&buffer);
}

static void kept_trees_go_with_their_arena(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    cJSON *root = atl_json_keep(&arena, parse("{\"a\":[1,2,3]}"));
    assert_int_equal(atl_json_count(root, "a"), 3);
    assert_null(atl_json_keep(&arena, NULL));
    atl_arena_free(&arena); /* the leak check of the sanitizer build is the assertion */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_reach_members_and_elements),
        cmocka_unit_test(errors_name_source_line_and_column),
        cmocka_unit_test(a_byte_order_mark_and_white_space_are_fine),
        cmocka_unit_test(setting_keeps_the_order_of_members),
        cmocka_unit_test(printing_indents_by_two_and_round_trips),
        cmocka_unit_test(strings_are_escaped_for_terminals_too),
        cmocka_unit_test(kept_trees_go_with_their_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
