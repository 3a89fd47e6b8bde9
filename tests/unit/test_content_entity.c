/* Character references, named and numeric. */
#include "unit.h"

#include "content/entity.h"

#include <string.h>

static void expect(const char *text, const char *decoded, size_t taken)
{
    char bytes[CONTENT_ENTITY_BYTES];
    size_t size = 0;
    assert_int_equal(content_entity_decode(text, strlen(text), bytes, &size), taken);
    assert_int_equal(size, strlen(decoded));
    assert_memory_equal(bytes, decoded, size);
}

static void expect_none(const char *text)
{
    expect(text, "", 0);
}

static void names_stand_for_one_or_two_characters(void **state)
{
    (void)state;
    expect("&nbsp;x", "\u00A0", 6);
    expect("&amp;", "&", 5);
    expect("&NotEqualTilde;", "\u2242\u0338", 15);
    expect("&CounterClockwiseContourIntegral;", "\u2233", 33);
}

static void numbers_are_decimal_or_hexadecimal(void **state)
{
    (void)state;
    expect("&#65;&", "A", 5);
    expect("&#x1F600;", "\U0001F600", 9);
    expect("&#XeF;", "\u00EF", 6);
    expect("&#0000000000065;", "A", 16);
}

static void numbers_that_are_no_character_are_replaced(void **state)
{
    (void)state;
    expect("&#0;", "\uFFFD", 4);
    expect("&#xD800;", "\uFFFD", 8);
    expect("&#x110000;", "\uFFFD", 10);
    expect("&#99999999999999999999;", "\uFFFD", 23);
}

static void what_is_no_reference_is_left(void **state)
{
    (void)state;
    expect_none("");
    expect_none("&");
    expect_none("&;");
    expect_none("&amp");
    expect_none("&unheardof;");
    expect_none("&#;");
    expect_none("&#x;");
    expect_none("&#12a;");
    expect_none("&#12");
    expect_none("&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;");
}

static void a_name_is_looked_up_without_its_signs(void **state)
{
    (void)state;
    uint32_t code_points[2];
    assert_true(content_entity_named("mdash", 5, code_points));
    assert_int_equal(code_points[0], 0x2014);
    assert_int_equal(code_points[1], 0);
    assert_false(content_entity_named("mdas", 4, code_points));
    assert_false(content_entity_named("", 0, code_points));
}

static void four_characters_are_escaped(void **state)
{
    (void)state;
    assert_string_equal(content_entity_of('<'), "&lt;");
    assert_string_equal(content_entity_of('>'), "&gt;");
    assert_string_equal(content_entity_of('&'), "&amp;");
    assert_string_equal(content_entity_of('"'), "&quot;");
    for (int byte = 0; byte < 256; byte++) {
        if (byte == 0 || strchr("<>&\"", byte) == NULL) {
            assert_null(content_entity_of((char)byte));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_for_one_or_two_characters),
        cmocka_unit_test(numbers_are_decimal_or_hexadecimal),
        cmocka_unit_test(numbers_that_are_no_character_are_replaced),
        cmocka_unit_test(what_is_no_reference_is_left),
        cmocka_unit_test(a_name_is_looked_up_without_its_signs),
        cmocka_unit_test(four_characters_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
