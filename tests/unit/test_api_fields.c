/* --field of `api`: parameters and bodies. */
#include "cmd/api/fields.h"

#include "cmd/json_indent.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void assert_query(const char *const *fields, const char *expected)
{
    struct atl_buffer path = {0};
    struct atl_error error;
    atl_buffer_add(&path, "/x");
    assert_int_equal(api_fields_to_query(fields, &path, &error), ATL_OK);
    assert_string_equal(path.data, expected);
    atl_buffer_free(&path);
}

static void assert_body(const char *const *fields, const char *expected)
{
    cJSON *body;
    struct atl_error error;
    assert_int_equal(api_fields_to_body(fields, &body, &error), ATL_OK);
    char *text = atl_json_print(body, false);
    assert_string_equal(text, expected);
    free(text);
    cJSON_Delete(body);
}

static void assert_refused(const char *const *fields, const char *message)
{
    cJSON *body;
    struct atl_error error;
    assert_int_equal(api_fields_to_body(fields, &body, &error), ATL_USAGE);
    assert_string_equal(error.message, message);
    assert_null(body);
}

static void fields_become_parameters(void **state)
{
    (void)state;
    assert_query(FIELDS("a=b"), "/x?a=b");
    assert_query(FIELDS("a=b c&d", "e=ü", "a=2"), "/x?a=b%20c%26d&e=%C3%BC&a=2");
    assert_query(FIELDS("a=b=c"), "/x?a=b%3Dc");
    assert_query(FIELDS("a="), "/x?a=");
    assert_query(FIELDS("n:=5", "b:=true", "t:=\"x y\"", "l:=[1,2]"),
                 "/x?n=5&b=true&t=x%20y&l=%5B1%2C2%5D");
    assert_query(FIELDS("space-id=1", "a.b=c"), "/x?space-id=1&a.b=c");
}

static void fields_become_a_body(void **state)
{
    (void)state;
    assert_body(FIELDS("a=b", "n:=5", "t:=true", "z:=null"),
                "{\"a\":\"b\",\"n\":5,\"t\":true,\"z\":null}");
    assert_body(FIELDS("fields.summary=Hi", "fields.project.key=ATL"),
                "{\"fields\":{\"summary\":\"Hi\",\"project\":{\"key\":\"ATL\"}}}");
    assert_body(FIELDS("fields.labels[]=a", "fields.labels[]=b", "ids[]:=1"),
                "{\"fields\":{\"labels\":[\"a\",\"b\"]},\"ids\":[1]}");
    assert_body(FIELDS("a:={\"b\":{}}", "a.b.c=d"), "{\"a\":{\"b\":{\"c\":\"d\"}}}");
    assert_body(FIELDS("quote=\"\\"), "{\"quote\":\"\\\"\\\\\"}");
}

static void values_come_from_files(void **state)
{
    (void)state;
    FILE *file = fopen("value.json", "w");
    assert_non_null(file);
    fputs("{\"x\": [1, 2]}", file);
    fclose(file);
    assert_body(FIELDS("text=@value.json", "tree:=@value.json"),
                "{\"text\":\"{\\\"x\\\": [1, 2]}\",\"tree\":{\"x\":[1,2]}}");
    remove("value.json");
}

static void what_makes_no_field_is_refused(void **state)
{
    (void)state;
    assert_refused(FIELDS("a"), "--field: 'a' is not name=value");
    assert_refused(FIELDS("=b"), "--field: '=b' is not name=value");
    assert_refused(FIELDS(":=b"), "--field: ':=b' is not name=value");
    assert_refused(FIELDS("."
                          "=b"),
                   "--field: '.=b' has no name");
    assert_refused(FIELDS("a:=nope"), "--field: a is not valid JSON (line 1, column 1)");
    assert_refused(FIELDS("a=1", "a=2"), "--field: 'a=2' gives 'a' a second value");
    assert_refused(FIELDS("a=1", "a.b=2"), "--field: 'a.b=2' gives 'a' a second value");
    assert_refused(FIELDS("a=1", "a[]=2"), "--field: 'a[]=2' gives 'a' a second value");
}

static void names_of_many_parts_are_refused(void **state)
{
    (void)state;
    struct atl_buffer field = {0};
    for (int i = 0; i < 99; i++) {
        atl_buffer_add(&field, "a.");
    }
    atl_buffer_add(&field, "b=1");
    cJSON *body;
    assert_int_equal(api_fields_to_body(FIELDS(field.data), &body, NULL), ATL_OK);
    cJSON_Delete(body);
    struct atl_buffer deeper = {0};
    atl_buffer_printf(&deeper, "a.%s", field.data);
    assert_refused(FIELDS(deeper.data), "--field: a name has more than 100 parts");
    atl_buffer_free(&deeper);
    atl_buffer_free(&field);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    cJSON *body;
    struct atl_error error;
    assert_int_equal(api_fields_to_body(FIELDS("a=@nowhere"), &body, &error), ATL_NOT_FOUND);
    assert_non_null(strstr(error.message, "nowhere"));
}

static void json_is_indented_without_a_change(void **state)
{
    (void)state;
    static const struct {
        const char *given;
        const char *indented;
    } examples[] = {
        {"{}", "{}"},
        {" [ ] ", "[]"},
        {"12345678901234567890.10", "12345678901234567890.10"},
        {"\"a \\\" {b}\"", "\"a \\\" {b}\""},
        {"{\"a\":1,\"b\":[1,{\"c\":[]}]}",
         "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    {\n      \"c\": []\n    }\n  ]\n}"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct atl_buffer text = {0};
        json_indent(&text, examples[i].given);
        assert_string_equal(text.data, examples[i].indented);
        atl_buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_become_parameters),
        cmocka_unit_test(fields_become_a_body),
        cmocka_unit_test(values_come_from_files),
        cmocka_unit_test(what_makes_no_field_is_refused),
        cmocka_unit_test(names_of_many_parts_are_refused),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(json_is_indented_without_a_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
