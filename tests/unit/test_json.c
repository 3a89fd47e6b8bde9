#include "atlcli/json.h"
#include "unit.h"

#include <stdio.h>
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

/* Each byte where it may stand among others that need nothing: in eight of them at once, or after.
 */
static void strings_are_escaped_wherever_it_is_needed(void **state)
{
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        char alone[] = {(char)byte, '\0'};
        struct atl_buffer escaped = {0};
        atl_json_append_string(&escaped, alone);
        atl_buffer_truncate(&escaped, escaped.length - 1);
        for (size_t at = 0; at < 20; at++) {
            char text[] = "plain bytes as such.";
            text[at] = (char)byte;
            struct atl_buffer expected = {0};
            struct atl_buffer written = {0};
            atl_buffer_add(&expected, "\"");
            atl_buffer_append(&expected, text, at);
            atl_buffer_add(&expected, escaped.data + 1);
            atl_buffer_add(&expected, text + at + 1);
            atl_buffer_add(&expected, "\"");
            atl_json_append_string(&written, text);
            assert_string_equal(written.data, expected.data);
            atl_buffer_free(&expected);
            atl_buffer_free(&written);
        }
        atl_buffer_free(&escaped);
    }
}

static void numbers_are_as_short_as_they_can_be(void **state)
{
    (void)state;
    static const char *const numbers[] = {
        "0",   "-0",  "7",      "-10",    "999999999999999",  "-999999999999999",    "1e+15",
        "0.5", "0.1", "-1e-09", "1e+300", "3.14159265358979", "0.30000000000000004", "2147483648"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        cJSON *root = parse(numbers[i]);
        char *text = atl_json_print(root, false);
        assert_string_equal(text, numbers[i]);
        free(text);
        cJSON_Delete(root);
    }
}

/* ---- trees that are only looked at ---- */

static void check_read(const char *text)
{
    struct atl_arena arena = {0};
    const cJSON *looked_at;
    cJSON *tree = parse(text);
    assert_int_equal(atl_json_read(&arena, text, strlen(text), "test", &looked_at, NULL), ATL_OK);
    char *as_read = atl_json_print(looked_at, false);
    char *as_parsed = atl_json_print(tree, false);
    assert_string_equal(as_read, as_parsed);
    free(as_read);
    char *own = atl_arena_strdup(&arena, text);
    const cJSON *in_place;
    assert_int_equal(atl_json_read_in_place(&arena, own, strlen(own), "test", &in_place, NULL),
                     ATL_OK);
    as_read = atl_json_print(in_place, false);
    assert_string_equal(as_read, as_parsed);
    free(as_read);
    free(as_parsed);
    assert_int_equal(cJSON_GetArraySize(looked_at), cJSON_GetArraySize(tree));
    if (looked_at->child != NULL) {
        assert_int_equal(looked_at->child->valueint, tree->child->valueint);
        assert_null(looked_at->child->prev->next);
    }
    cJSON_Delete(tree);
    atl_arena_free(&arena);
}

static void what_is_looked_at_is_what_cjson_makes_of_it(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "null",
        " \r\n\t[ ] ",
        "\xEF\xBB\xBF{}",
        "[1,-2,0,-0,0.5,1e3,-1E-3,12345678901234567890,2147483647,-2147483649,007]",
        "[true,false,null,\"\",\"a\"]",
        "{\"a\":{\"b\":[{\"c\":[]},[[]]]},\"a\":2,\"\":3}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\ude00 and more\"",
        "[\"twenty bytes and then \\u00e4 something\", \"\\\\\\\\\\\\\\\\ \"]",
        "{\"key with \\\"quotes\\\"\" : \"é \xFF\"}",
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        check_read(documents[i]);
    }
}

static void check_unreadable(const char *text, size_t length, const char *where)
{
    struct atl_arena arena = {0};
    const cJSON *root;
    struct atl_error error;
    assert_int_equal(atl_json_read(&arena, text, length, "it", &root, &error), ATL_FAILED);
    assert_null(root);
    char message[64];
    snprintf(message, sizeof message, "it is not valid JSON (%s)", where);
    assert_string_equal(error.message, message);
    atl_arena_free(&arena);
}

static void what_is_no_json_is_not_looked_at(void **state)
{
    (void)state;
    static const char *const broken[] = {"",
                                         " ",
                                         "[",
                                         "[1",
                                         "[1,",
                                         "[1,]",
                                         "[,1]",
                                         "{",
                                         "{\"a\"",
                                         "{\"a\":",
                                         "{\"a\":1",
                                         "{\"a\":1,}",
                                         "{a:1}",
                                         "{\"a\" 1}",
                                         "[1 2]",
                                         "nul",
                                         "tru",
                                         "+1",
                                         "-",
                                         ".5",
                                         "1 2",
                                         "\"",
                                         "\"a",
                                         "\"\\",
                                         "\"\\x\"",
                                         "\"\\u12\"",
                                         "\"\\u12g4\"",
                                         "\"\\ud83d\"",
                                         "\"\\ud83dxx\"",
                                         "\"\\ud83d\\u0041\"",
                                         "\"\\ude00\"",
                                         "]",
                                         "}",
                                         "[}",
                                         "{]",
                                         "[\x01]"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct atl_arena arena = {0};
        const cJSON *root;
        assert_int_equal(atl_json_read(&arena, broken[i], strlen(broken[i]), "", &root, NULL),
                         ATL_FAILED);
        char *own = atl_arena_strdup(&arena, broken[i]);
        assert_int_equal(atl_json_read_in_place(&arena, own, strlen(own), "", &root, NULL),
                         ATL_FAILED);
        assert_null(root);
        atl_arena_free(&arena);
    }
    check_unreadable("{\n  \"a\": tru\n}", 14, "line 2, column 8");
    check_unreadable("{} x", 4, "line 1, column 4");
    check_unreadable("{}\0{}", 5, "line 1, column 3");
}

static void depth_has_its_bound_where_cjson_has_it(void **state)
{
    (void)state;
    char text[2 * (ATL_JSON_DEPTH + 1)];
    for (size_t depth = ATL_JSON_DEPTH; depth <= ATL_JSON_DEPTH + 1; depth++) {
        struct atl_arena arena = {0};
        const cJSON *root;
        cJSON *tree;
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        enum atl_status parsed = atl_json_parse(text, 2 * depth, "", &tree, NULL);
        assert_int_equal(atl_json_read(&arena, text, 2 * depth, "", &root, NULL), parsed);
        assert_int_equal(parsed, depth == ATL_JSON_DEPTH ? ATL_OK : ATL_FAILED);
        cJSON_Delete(tree);
        atl_arena_free(&arena);
    }
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
        cmocka_unit_test(strings_are_escaped_wherever_it_is_needed),
        cmocka_unit_test(numbers_are_as_short_as_they_can_be),
        cmocka_unit_test(what_is_looked_at_is_what_cjson_makes_of_it),
        cmocka_unit_test(what_is_no_json_is_not_looked_at),
        cmocka_unit_test(depth_has_its_bound_where_cjson_has_it),
        cmocka_unit_test(kept_trees_go_with_their_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
