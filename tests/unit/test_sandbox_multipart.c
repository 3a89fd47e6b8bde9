/* Uploads as multipart/form-data, RFC 7578. */
#include "sandbox/server/multipart.h"
#include "unit.h"

#include <string.h>

static struct atl_arena arena;
static struct multipart form;

static const char *parse(const char *content_type, const char *body)
{
    return multipart_parse(&arena, content_type, body, strlen(body), &form);
}

/* Whether the problem, if there is one, has these words. */
static void refuses(const char *content_type, const char *body, const char *words)
{
    const char *problem = parse(content_type, body);
    assert_non_null(problem);
    assert_non_null(strstr(problem, words));
}

static void has_bytes(const struct multipart_part *part, const char *bytes)
{
    assert_int_equal(part->length, strlen(bytes));
    assert_memory_equal(part->bytes, bytes, part->length);
}

static int clean_up(void **state)
{
    (void)state;
    atl_arena_free(&arena);
    return 0;
}

static void files_and_fields_come_apart(void **state)
{
    (void)state;
    assert_null(parse("multipart/form-data; boundary=xyz",
                      "--xyz\r\n"
                      "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                      "Content-Type: text/markdown\r\n\r\n"
                      "one\r\ntwo\r\n"
                      "--xyz\r\n"
                      "content-disposition: form-data; name=comment\r\n\r\n"
                      "a note\r\n"
                      "--xyz\r\n"
                      "Content-Disposition: form-data; name=\"file\"; filename=\"b\"\r\n\r\n"
                      "\r\n"
                      "--xyz--\r\n"));
    assert_int_equal(form.count, 3);
    assert_string_equal(form.parts[0].file_name, "a.txt");
    assert_string_equal(form.parts[0].media_type, "text/markdown");
    has_bytes(&form.parts[0], "one\r\ntwo");
    assert_null(form.parts[1].file_name);
    assert_string_equal(multipart_text(&form, &arena, "comment"), "a note");
    assert_null(multipart_text(&form, &arena, "file"));
    const struct multipart_part *first = multipart_file(&form, "file", NULL);
    const struct multipart_part *second = multipart_file(&form, "file", first);
    assert_ptr_equal(second, &form.parts[2]);
    assert_string_equal(second->media_type, "application/octet-stream");
    has_bytes(second, "");
    assert_null(multipart_file(&form, "file", second));
}

static void what_is_around_the_parts_is_ignored(void **state)
{
    (void)state;
    assert_null(parse("multipart/form-data; charset=utf-8; boundary=\"a b\"",
                      "to whom it may concern\r\n--a b \t\r\n"
                      "Content-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n--a b--\r\nthe end"));
    assert_string_equal(multipart_text(&form, &arena, "n"), "v");
}

static void names_are_made_safe(void **state)
{
    (void)state;
    static const struct {
        const char *sent;
        const char *name;
    } cases[] = {
        {"plain.txt", "plain.txt"},
        {"../../etc/passwd", "passwd"},
        {"C:\\Documents\\report.docx", "report.docx"},
        {"say %22hi%22.txt", "say \"hi\".txt"},
        {"say \\\"hi\\\".txt", "say \"hi\".txt"},
        {"a%0D%0AX-Header: b", "a  X-Header: b"},
        {"Prüfung.pdf", "Prüfung.pdf"},
        {"\xFF.txt", "\xEF\xBF\xBD.txt"},
        {"tab\there", "tabhere"},
        {"a/..", "file"},
        {"", "file"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *body = atl_arena_printf(&arena,
                                            "--x\r\nContent-Disposition: form-data; name=\"file\"; "
                                            "filename=\"%s\"\r\n\r\n\r\n--x--",
                                            cases[i].sent);
        assert_null(parse("multipart/form-data; boundary=x", body));
        assert_string_equal(form.parts[0].file_name, cases[i].name);
    }
}

static void a_long_name_ends_at_a_character(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    atl_buffer_add(&body, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    for (int i = 0; i < 300; i++) {
        atl_buffer_add(&body, "ü");
    }
    atl_buffer_add(&body, "\"\r\n\r\n\r\n--x--");
    assert_null(parse("multipart/form-data; boundary=x", body.data));
    assert_int_equal(strlen(form.parts[0].file_name), 254);
    atl_buffer_free(&body);
}

static void a_broken_form_is_refused(void **state)
{
    (void)state;
    static const char type[] = "multipart/form-data; boundary=x";
    refuses("multipart/form-data", "--x--", "boundary");
    refuses("multipart/form-data; boundary=", "--x--", "boundary");
    refuses(type, "", "no part");
    refuses(type, "x", "no part");
    refuses(type, "--x", "line of its own");
    refuses(type, "--xy\r\n", "line of its own");
    refuses(type, "--x\r\nContent-Disposition: form-data; name=a", "don't end");
    refuses(type, "--x\r\n\r\na\r\n--x--", "Content-Disposition");
    refuses(type, "--x\r\nContent-Type: text/plain\r\n\r\na\r\n--x--", "Content-Disposition");
    refuses(type, "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--", "name");
    refuses(type, "--x\r\nContent-Disposition: form-data; name=a\r\n\r\na", "last part");
}

static void too_many_parts_are_refused(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    for (int i = 0; i <= MULTIPART_MOST_PARTS; i++) {
        atl_buffer_add(&body, "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n");
    }
    atl_buffer_add(&body, "--x--\r\n");
    refuses("multipart/form-data; boundary=x", body.data, "too many");
    atl_buffer_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(files_and_fields_come_apart, clean_up),
        cmocka_unit_test_teardown(what_is_around_the_parts_is_ignored, clean_up),
        cmocka_unit_test_teardown(names_are_made_safe, clean_up),
        cmocka_unit_test_teardown(a_long_name_ends_at_a_character, clean_up),
        cmocka_unit_test_teardown(a_broken_form_is_refused, clean_up),
        cmocka_unit_test_teardown(too_many_parts_are_refused, clean_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
