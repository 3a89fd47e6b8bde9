/* URLs: where they lead, and what of them may be shown. */
#include "http/header.h"
#include "http/url.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void origins_are_normalised(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        const char *origin;
    } cases[] = {
        {"https://example.com", "https://example.com:443"},
        {"HTTPS://Example.COM/jira?x#y", "https://example.com:443"},
        {"http://example.com:8080/", "http://example.com:8080"},
        {"http://example.com", "http://example.com:80"},
        {"https://example.com:443", "https://example.com:443"},
        {"https://[::1]:8443/x", "https://[::1]:8443"},
        {"https://user:password@example.com/", "https://example.com:443"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_origin origin;
        assert_int_equal(atl_origin_parse(cases[i].url, &origin, NULL), ATL_OK);
        assert_string_equal(origin.text, cases[i].origin);
        assert_int_equal(origin.secure, strncmp(cases[i].origin, "https", 5) == 0);
        atl_origin_free(&origin);
    }
}

static void what_is_no_http_url_has_no_origin(void **state)
{
    (void)state;
    static const char *const urls[] = {"",          "example.com",   "ftp://example.com",
                                       "https://",  "https://a b/",  "https://a:99999/",
                                       "/rest/api", "file:///etc/x", "https://a\nb/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct atl_origin origin;
        struct atl_error error;
        if (atl_origin_parse(urls[i], &origin, &error) != ATL_USAGE) {
            fail_msg("'%s' was taken", urls[i]);
        }
        assert_null(origin.text);
    }
}

static void references_are_resolved(void **state)
{
    (void)state;
    static const struct {
        const char *reference;
        const char *url;
    } cases[] = {
        {"/x", "https://example.com/x"},
        {"x?y", "https://example.com/a/x?y"},
        {"../x", "https://example.com/x"},
        {"?q", "https://example.com/a/b?q"},
        {"//other.example/x", "https://other.example/x"},
        {"http://other.example:81/x#fragment", "http://other.example:81/x"},
        {"/with space", "https://example.com/with%20space"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *url = atl_url_resolve("https://example.com/a/b?c=d", cases[i].reference);
        assert_non_null(url);
        assert_string_equal(url, cases[i].url);
        free(url);
    }
    assert_null(atl_url_resolve("https://example.com/", "http://a b:c/"));
}

static void secrets_are_not_shown(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        const char *shown;
    } cases[] = {
        {"https://example.com/x?a=b&c=d", "https://example.com/x?a=b&c=d"},
        {"https://user:pw@example.com/x", "https://example.com/x"},
        {"https://a@b:pw@example.com/x", "https://example.com/x"},
        {"//user:pw@example.com/x", "//user:pw@example.com/x"},
        {"/x?token=T", "/x?token=***"},
        {"/x?TOKEN=T&a=1", "/x?TOKEN=***&a=1"},
        {"/x?access_token=T", "/x?access_token=***"},
        {"/x?os_username=u&os_password=T", "/x?os_username=u&os_password=***"},
        {"/x?jwt=T", "/x?jwt=***"},
        {"/x?X-Amz-Signature=T&X-Amz-Date=1", "/x?X-Amz-Signature=***&X-Amz-Date=1"},
        {"/x?X-Amz-Security-Token=T", "/x?X-Amz-Security-Token=***"},
        {"/x?client_secret=T", "/x?client_secret=***"},
        {"/x?api_key=T&sig=T&code=T", "/x?api_key=***&sig=***&code=***"},
        {"/x?nextPageToken=page&projectKey=A", "/x?nextPageToken=page&projectKey=A"},
        {"/x?token", "/x?token"},
        {"/x?a=b#token=T", "/x?a=b"},
        {"/x#token=T", "/x"},
        {"/email@example.com?x=a@b", "/email@example.com?x=a@b"},
        {"/x?a=\x1b[31m", "/x?a=\xEF\xBF\xBD[31m"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_buffer shown = {0};
        atl_url_append_public(&shown, cases[i].url);
        assert_string_equal(atl_buffer_text(&shown), cases[i].shown);
        atl_buffer_free(&shown);
    }
}

static void header_fields_are_found_in_any_case(void **state)
{
    (void)state;
    struct atl_buffer block = {0};
    static const char *const lines[] = {"HTTP/1.1 100 Continue\r\n",
                                        "Dropped: yes\r\n",
                                        "HTTP/1.1 200 OK\r\n",
                                        "Content-Type:text/plain\r\n",
                                        "X-Empty:\r\n",
                                        "X-Spaces: \t a b \t\r\n",
                                        "no field\r\n",
                                        ": no name\r\n",
                                        "x-twice: 1\r\n",
                                        "X-Twice: 2\r\n",
                                        "\r\n"};
    assert_null(atl_header_find(atl_buffer_text(&block), "X"));
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        atl_header_add_line(&block, lines[i], strlen(lines[i]));
    }
    assert_string_equal(atl_header_find(block.data, "content-type"), "text/plain");
    assert_string_equal(atl_header_find(block.data, "X-EMPTY"), "");
    assert_string_equal(atl_header_find(block.data, "X-Spaces"), "a b");
    assert_string_equal(atl_header_find(block.data, "X-Twice"), "1");
    assert_null(atl_header_find(block.data, "Dropped"));
    assert_null(atl_header_find(block.data, "text/plain"));
    atl_buffer_free(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origins_are_normalised),
        cmocka_unit_test(what_is_no_http_url_has_no_origin),
        cmocka_unit_test(references_are_resolved),
        cmocka_unit_test(secrets_are_not_shown),
        cmocka_unit_test(header_fields_are_found_in_any_case),
    };
    return cmocka_run_group_tests_name("http url", tests, NULL, NULL);
}
