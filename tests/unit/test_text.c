#include "atlcli/text.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void buffer_grows_and_stays_terminated(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    assert_string_equal(atl_buffer_text(&buffer), "");
    for (int i = 0; i < 1000; i++) {
        atl_buffer_printf(&buffer, "%d,", i);
        assert_int_equal(strlen(buffer.data), buffer.length);
    }
    atl_buffer_truncate(&buffer, 3);
    atl_buffer_add(&buffer, NULL);
    atl_buffer_add_char(&buffer, '!');
    assert_string_equal(buffer.data, "0,1!");
    char *taken = atl_buffer_take(&buffer);
    assert_string_equal(taken, "0,1!");
    assert_null(buffer.data);
    free(taken);
    taken = atl_buffer_take(&buffer);
    assert_string_equal(taken, "");
    free(taken);
}

/* Into the room that there is, to its last byte, and into more. */
static void what_is_formatted_is_whole_whatever_room_there_was(void **state)
{
    (void)state;
    for (int before = 0; before <= 130; before++) {
        for (int length = 1; length <= 130; length++) {
            struct atl_buffer buffer = {0};
            char expected[512];
            for (int i = 0; i < before; i++) {
                atl_buffer_add_char(&buffer, '.');
            }
            atl_buffer_printf(&buffer, "%0*d", length, 7);
            memset(expected, '.', (size_t)before);
            snprintf(expected + before, sizeof expected - (size_t)before, "%0*d", length, 7);
            assert_string_equal(buffer.data, expected);
            assert_int_equal(buffer.length, before + length);
            atl_buffer_free(&buffer);
        }
    }
}

static void buffer_keeps_nul_bytes(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    atl_buffer_append(&buffer, "a\0b", 3);
    assert_int_equal(buffer.length, 3);
    assert_memory_equal(buffer.data, "a\0b", 4);
    atl_buffer_free(&buffer);
}

static void comparison_treats_null_as_a_value(void **state)
{
    (void)state;
    assert_true(atl_text_equal(NULL, NULL));
    assert_false(atl_text_equal(NULL, ""));
    assert_true(atl_text_equal_ignoring_case("Content-TYPE", "content-type"));
    assert_false(atl_text_equal_ignoring_case("content", "content-type"));
    assert_true(atl_text_equal_ignoring_case("É", "é"));
    assert_true(atl_text_equal_ignoring_case("Zu ÄRGERN", "zu ärgern"));
    assert_true(atl_text_equal_ignoring_case("Straße", "STRASSE"));
    assert_true(atl_text_equal_ignoring_case("ГОТОВО", "готово"));
    assert_false(atl_text_equal_ignoring_case("Ärger", "Arger"));
    assert_false(atl_text_equal_ignoring_case("ä", "äb"));
    assert_false(atl_text_equal_ignoring_case("İ", "i"));
    assert_false(atl_text_equal_ignoring_case("a\xC3", "a\xC4"));
    assert_true(atl_text_equal_ignoring_case("A\xC3", "a\xC3"));
    assert_true(atl_text_contains_ignoring_case("Web und ÜBERSICHT", "übers"));
    assert_true(atl_text_contains_ignoring_case("Hauptstraße", "STRASSE"));
    assert_true(atl_text_contains_ignoring_case(NULL, ""));
    assert_false(atl_text_contains_ignoring_case(NULL, "x"));
    assert_false(atl_text_contains_ignoring_case("Ubersicht", "übers"));
    assert_true(atl_text_contains_ignoring_case("a\xC3 Board", "BOARD"));
    assert_true(atl_text_starts_with("/rest/api", "/rest"));
    assert_false(atl_text_starts_with("/re", "/rest"));
    assert_true(atl_text_ends_with("page.md", ".md"));
    assert_false(atl_text_ends_with("d", ".md"));
}

static void split_trims_and_drops_empty_parts(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    char **parts;
    assert_int_equal(atl_text_split(&arena, " key, summary ,,status\n", ',', &parts), 3);
    assert_string_equal(parts[0], "key");
    assert_string_equal(parts[1], "summary");
    assert_string_equal(parts[2], "status");
    assert_null(parts[3]);
    assert_int_equal(atl_text_split(&arena, " , ", ',', &parts), 0);
    assert_null(parts[0]);
    assert_string_equal(atl_text_trim(&arena, "\t a b \r\n"), "a b");
    atl_arena_free(&arena);
}

static void integers_are_whole_and_within_bounds(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", " 1", "+1", "1 ", "7x", "x", "1.5", "0x10", "101", "-1", "99999999999999999999"};
    int64_t value = 42;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(atl_text_to_integer(wrong[i], 0, 100, &value));
    }
    assert_false(atl_text_to_integer(NULL, 0, 100, &value));
    assert_int_equal(value, 42);
    assert_true(atl_text_to_integer("100", 0, 100, &value));
    assert_int_equal(value, 100);
    assert_true(atl_text_to_integer("-5", -5, 5, &value));
    assert_int_equal(value, -5);
}

static void utf8_round_trips_every_code_point(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        atl_buffer_truncate(&buffer, 0);
        atl_utf8_append(&buffer, code_point);
        uint32_t decoded;
        assert_int_equal(atl_utf8_decode(buffer.data, buffer.length, &decoded), buffer.length);
        assert_int_equal(decoded, is_surrogate ? 0xFFFD : code_point);
    }
    atl_buffer_free(&buffer);
}

static void malformed_utf8_counts_byte_by_byte(void **state)
{
    (void)state;
    static const char *const malformed[] = {
        "\x80",         "\xC0\xAF",         "\xC1\xBF",         "\xE0\x80\x80",     "\xE2\x82",
        "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80", "\xFF"};
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        uint32_t decoded;
        assert_int_equal(atl_utf8_decode(malformed[i], strlen(malformed[i]), &decoded), 1);
        assert_int_equal(decoded, 0xFFFD);
    }
}

static void check_safe(const char *text, bool keep_newlines, const char *expected)
{
    struct atl_buffer buffer = {0};
    atl_text_append_safe(&buffer, text, strlen(text), keep_newlines);
    assert_string_equal(atl_buffer_text(&buffer), expected);
    atl_buffer_free(&buffer);
}

static void unsafe_characters_are_replaced(void **state)
{
    (void)state;
    check_safe("plain é 漢 😀", false, "plain é 漢 😀");
    check_safe("\x1b]0;title\x07", false, "�]0;title�");
    check_safe("a\r\nb\tc\rd", false, "a b c d");
    check_safe("a\r\nb\tc", true, "a\nb\tc");
    check_safe("\xC2\x9B"
               "31m",
               false, "�31m");
    check_safe("\xE2\x80\xAE"
               "evil\xE2\x81\xA6",
               false, "�evil�");
    check_safe("a\xE2\x80\x8E"
               "b\xE2\x80\x8F"
               "c\xD8\x9C"
               "d\xE2\x80\x8D",
               false, "abcd\xE2\x80\x8D");
    check_safe("bad \xC3( byte \xFF", false, "bad �( byte �");
    check_safe("kept \xEF\xBF\xBD", false, "kept \xEF\xBF\xBD");
    check_safe("\x7F", true, "�");
}

static void url_encoding_keeps_only_unreserved_characters(void **state)
{
    (void)state;
    struct atl_buffer buffer = {0};
    atl_text_append_url_encoded(&buffer, "a-Z_0.~ /?&=%+é");
    assert_string_equal(buffer.data, "a-Z_0.~%20%2F%3F%26%3D%25%2B%C3%A9");
    atl_buffer_free(&buffer);
}

static void url_decoding_takes_off_what_is_encoded(void **state)
{
    (void)state;
    static const char *const texts[][3] = {
        /* encoded, decoded, decoded in a query */
        {"a-Z%20%2F%c3%A9", "a-Z /é", "a-Z /é"},
        {"a+b%2B", "a+b+", "a b+"},
        {"%41", "A", "A"},
        {"%4", "%4", "%4"},
        {"%", "%", "%"},
        {"100%", "100%", "100%"},
        {"%G0%0g%%41", "%G0%0g%A", "%G0%0g%A"},
        {"a%00b", "a", "a"},
        {"", "", ""},
    };
    struct atl_arena arena = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *encoded = texts[i][0];
        assert_string_equal(atl_text_url_decoded(&arena, encoded, strlen(encoded), false),
                            texts[i][1]);
        assert_string_equal(atl_text_url_decoded(&arena, encoded, strlen(encoded), true),
                            texts[i][2]);
    }
    assert_string_equal(atl_text_url_decoded(&arena, "%41%42", 5, false), "A%4");
    atl_arena_free(&arena);
}

static void hexadecimal_digits_have_values_and_nothing_else_has(void **state)
{
    (void)state;
    static const char digits[] = "0123456789abcdefABCDEF";
    for (int byte = -128; byte < 256; byte++) {
        const char *found = byte <= 0 ? NULL : strchr(digits, byte);
        int expected = found == NULL ? -1 : (int)(found - digits) - (found - digits > 15 ? 6 : 0);
        assert_int_equal(atl_hex_value((char)byte), byte > 127 ? -1 : expected);
    }
}

static void list_keeps_order(void **state)
{
    (void)state;
    struct atl_list list = {0};
    int numbers[100];
    for (size_t i = 0; i < 100; i++) {
        atl_list_add(&list, &numbers[i]);
    }
    assert_int_equal(list.count, 100);
    assert_ptr_equal(list.items[99], &numbers[99]);
    atl_list_free(&list);
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_grows_and_stays_terminated),
        cmocka_unit_test(what_is_formatted_is_whole_whatever_room_there_was),
        cmocka_unit_test(buffer_keeps_nul_bytes),
        cmocka_unit_test(comparison_treats_null_as_a_value),
        cmocka_unit_test(split_trims_and_drops_empty_parts),
        cmocka_unit_test(integers_are_whole_and_within_bounds),
        cmocka_unit_test(utf8_round_trips_every_code_point),
        cmocka_unit_test(malformed_utf8_counts_byte_by_byte),
        cmocka_unit_test(unsafe_characters_are_replaced),
        cmocka_unit_test(url_encoding_keeps_only_unreserved_characters),
        cmocka_unit_test(url_decoding_takes_off_what_is_encoded),
        cmocka_unit_test(hexadecimal_digits_have_values_and_nothing_else_has),
        cmocka_unit_test(list_keeps_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
