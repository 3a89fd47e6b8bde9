/* Names of files for titles. */
#include "sync/names.h"
#include "unit.h"

#include "atlcli/text.h"

#include <string.h>

static void titles_become_names(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        const char *name;
    } cases[] = {
        {"Release plan", "Release plan"},
        {"  two   spaces\t", "two spaces"},
        {"a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"},
        {"../../x", "_.-..-x"},
        {"..", "_"},
        {"/", "-"},
        {"", "_"},
        {".hidden", "_hidden"},
        {"~root", "_root"},
        {"dots...", "dots"},
        {"trailing .", "trailing"},
        {"CON", "CON_"},
        {"lpt1.2", "lpt1_.2"},
        {"con.txt", "con_.txt"},
        {"COM1", "COM1_"},
        {"COM10", "COM10"},
        {"CONTENT", "CONTENT"},
        {"README.md", "README-md"},
        {"x.Attachments", "x-Attachments"},
        {"line\nbreak", "line break"},
        {"be\x1b[2Jll", "be-[2Jll"},
        {"\xE2\x80\xAEgpj", "-gpj"},
        {"bro\xFFken", "bro-ken"},
        {"🦜 日本", "🦜 日本"},
    };
    struct atl_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(sync_name_of_title(&arena, cases[i].title), cases[i].name);
    }
    atl_arena_free(&arena);
}

static void long_titles_are_cut_between_characters(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    struct atl_buffer title = {0};
    for (int i = 0; i < 300; i++) {
        atl_buffer_add(&title, "e\xCC\x81"); /* two code points, one character */
    }
    const char *name = sync_name_of_title(&arena, title.data);
    assert_int_equal(strlen(name), SYNC_NAME_BYTES);
    assert_true(atl_text_ends_with(name, "e\xCC\x81"));
    atl_buffer_add(&title, ".tar.gz");
    name = sync_name_of_attachment(&arena, title.data);
    assert_int_equal(strlen(name), SYNC_NAME_BYTES - SYNC_NAME_BYTES % 3 + strlen(".gz"));
    assert_true(atl_text_ends_with(name, "e\xCC\x81.gz"));
    atl_buffer_free(&title);
    atl_arena_free(&arena);
}

static void a_name_is_its_own_name(void **state)
{
    (void)state;
    static const char *const beginnings[] = {"LPT1.", "con .", "Plan", "x.md", ".."};
    struct atl_arena arena = {0};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        struct atl_buffer title = {0};
        atl_buffer_add(&title, beginnings[i]);
        for (int letters = 0; letters < SYNC_NAME_BYTES; letters++) {
            const char *name = sync_name_of_title(&arena, title.data);
            assert_true(strlen(name) <= SYNC_NAME_BYTES);
            assert_string_equal(sync_name_of_title(&arena, name), name);
            atl_buffer_add_char(&title, 'g');
        }
        atl_buffer_free(&title);
    }
    atl_arena_free(&arena);
}

static void ids_lead_nowhere_else(void **state)
{
    (void)state;
    struct atl_arena arena = {0};
    assert_string_equal(sync_name_of_id(&arena, "98305"), "98305");
    assert_string_equal(sync_name_of_id(&arena, "att98305"), "att98305");
    assert_string_equal(sync_name_of_id(&arena, "../../x"), "_.-..-x");
    assert_string_equal(sync_name_of_id(&arena, ""), "_");
    atl_arena_free(&arena);
}

static void attachments_keep_their_endings(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        const char *name;
    } cases[] = {
        {"report.pdf", "report.pdf"}, {"../a/b.png", "_.-a-b.png"},
        {".bashrc", "_bashrc"},       {"a.md", "a.md"},
        {"nul.txt", "nul_.txt"},      {"x.attachments", "x.attachments"},
        {"no ending", "no ending"},
    };
    struct atl_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(sync_name_of_attachment(&arena, cases[i].file), cases[i].name);
    }
    atl_arena_free(&arena);
}

static void names_that_some_file_system_takes_for_one_are_the_same(void **state)
{
    (void)state;
    assert_true(sync_name_is_same("Plan", "PLAN"));
    assert_true(sync_name_is_same("Straße", "STRASSE"));
    assert_true(sync_name_is_same("\xC3\x84", "a\xCC\x88")); /* composed, and not */
    assert_false(sync_name_is_same("Plan", "Plans"));
    assert_false(sync_name_is_same("a\xFF", "A\xFF")); /* no UTF-8: bytes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_become_names),
        cmocka_unit_test(long_titles_are_cut_between_characters),
        cmocka_unit_test(a_name_is_its_own_name),
        cmocka_unit_test(ids_lead_nowhere_else),
        cmocka_unit_test(attachments_keep_their_endings),
        cmocka_unit_test(names_that_some_file_system_takes_for_one_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
