/* docs preview: which requests are understood, and whose they are. */
#include "sync/preview/preview.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static struct preview_request request;

static bool parse(const char *head)
{
    return preview_parse(head, strlen(head), &request);
}

static void a_request_is_taken_apart(void **state)
{
    (void)state;
    assert_true(parse("GET /A%20b/c.md?12 HTTP/1.1\r\nAccept: */*\r\nhOST:  localhost:8000 "));
    assert_string_equal(request.method, "GET");
    assert_string_equal(request.path, "/A b/c.md");
    assert_string_equal(request.query, "12");
    assert_string_equal(request.host, "localhost:8000");
    assert_true(parse("HEAD / HTTP/1.0"));
    assert_string_equal(request.host, "");
}

static void what_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "",
        "GET",
        "GET /",
        "GET / ",
        "GET  HTTP/1.1",
        "GET x HTTP/1.1",
        "GET http://localhost/ HTTP/1.1",
        "GET / SPDY/3.1",
        "GET / HTTP/2",
        "GET /%00 HTTP/1.1",
        "UNREASONABLE / HTTP/1.1",
        "GET / HTTP/1.1\r\nHost: localhost:1\r\nHost: example.com",
        "\r\nGET / HTTP/1.1",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (parse(heads[i])) {
            fail_msg("taken for a request: %s", heads[i]);
        }
    }
    char *long_one = atl_alloc(8192);
    memcpy(long_one, "GET /", 5);
    memset(long_one + 5, 'x', 8000);
    memcpy(long_one + 8005, " HTTP/1.1", sizeof " HTTP/1.1");
    assert_false(parse(long_one));
    free(long_one);
}

static void only_this_machine_is_served(void **state)
{
    (void)state;
    assert_true(preview_is_own_host("127.0.0.1:8000", 8000));
    assert_true(preview_is_own_host("LocalHost:8000", 8000));
    assert_true(preview_is_own_host("localhost", 80));
    assert_false(preview_is_own_host("localhost", 8000));
    assert_false(preview_is_own_host("localhost:8001", 8000));
    assert_false(preview_is_own_host("", 8000));
    assert_false(preview_is_own_host("example.com:8000", 8000));
    assert_false(preview_is_own_host("localhost:8000.example.com", 8000));
    assert_false(preview_is_own_host("127.0.0.1:8000:8000", 8000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_taken_apart),
        cmocka_unit_test(what_is_none_is_refused),
        cmocka_unit_test(only_this_machine_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
