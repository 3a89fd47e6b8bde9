/* Redirects: followed where that is safe, and never with credentials to somebody else. */
#include "support/certificates.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Redirects "/to/…" to what the context says; answers everything else. */
static enum fate redirect(struct connection *connection, const struct received *request,
                          void *context)
{
    int status = 302;
    if (strncmp(request->target, "/to", 3) != 0) {
        reply(connection, 200, NULL, request->target);
        return KEEP;
    }
    sscanf(request->target, "/to/%d", &status);
    char line[512];
    snprintf(line, sizeof line, "Location: %s\r\n", (const char *)context);
    reply(connection, status, line, NULL);
    return KEEP;
}

static void assert_credentials(struct server *server, int index, bool expected)
{
    char *sent = received_header(server_request(server, index), "Authorization");
    assert_int_equal(sent != NULL, expected);
    free(sent);
    sent = received_header(server_request(server, index), "Cookie");
    assert_int_equal(sent != NULL, expected);
    free(sent);
}

static const char *const cookie[] = {"Cookie: session=1", NULL};

static void redirect_on_the_same_host_is_followed(void **state)
{
    (void)state;
    static const char *const paths[] = {"/to/301", "/to/302", "/to/303", "/to/307", "/to/308"};
    for (size_t i = 0; i < 5; i++) {
        struct server *server = server_start(redirect, (void *)"/there?a=b#c");
        struct fetch test = fetch_from(server_url(server));
        test.requests[0].headers = cookie;
        assert_int_equal(fetch_path(&test, paths[i]), ATL_OK);
        assert_string_equal(test.outcomes[0].response.body, "/there?a=b");
        char expected[128];
        snprintf(expected, sizeof expected, "%s/there?a=b", server_url(server));
        assert_string_equal(test.outcomes[0].response.url, expected);
        assert_int_equal(server_requests(server), 2);
        assert_credentials(server, 1, true);
        fetch_end(&test);
        server_stop(server);
    }
}

static void relative_location_is_resolved(void **state)
{
    (void)state;
    struct server *server = server_start(redirect, (void *)"../../c/d");
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/to/302/x"), ATL_OK);
    assert_string_equal(test.outcomes[0].response.body, "/c/d");
    fetch_end(&test);
    server_stop(server);
}

static void other_host_gets_no_credentials(void **state)
{
    (void)state;
    struct server *other = server_start(redirect, (void *)"/");
    char location[128];
    snprintf(location, sizeof location, "%s/download", server_url(other));
    struct server *server = server_start(redirect, location);
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].headers = cookie;
    assert_int_equal(fetch_path(&test, "/to"), ATL_OK);
    assert_string_equal(test.outcomes[0].response.body, "/download");
    assert_credentials(server, 0, true);
    assert_credentials(other, 0, false);
    fetch_end(&test);
    server_stop(server);
    server_stop(other);
}

/* Away and back: what came from elsewhere doesn't decide what is sent with the credentials. */
static void way_back_has_no_credentials_either(void **state)
{
    (void)state;
    char to_other[128];
    char to_own[128];
    struct server *server = server_start(redirect, to_other);
    struct server *other = server_start(redirect, to_own);
    snprintf(to_other, sizeof to_other, "%s/to", server_url(other));
    snprintf(to_own, sizeof to_own, "%s/back", server_url(server));
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].headers = cookie;
    assert_int_equal(fetch_path(&test, "/to"), ATL_OK);
    assert_string_equal(test.outcomes[0].response.body, "/back");
    assert_credentials(server, 1, false);
    fetch_end(&test);
    server_stop(server);
    server_stop(other);
}

static void same_name_on_another_port_is_another_host(void **state)
{
    (void)state;
    struct server *other = server_start(redirect, (void *)"/");
    char location[128];
    snprintf(location, sizeof location, "//127.0.0.1:%d/x", server_port(other));
    struct server *server = server_start(redirect, location);
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/to"), ATL_OK);
    assert_credentials(other, 0, false);
    fetch_end(&test);
    server_stop(server);
    server_stop(other);
}

static void circle_ends_after_five(void **state)
{
    (void)state;
    struct server *server = server_start(redirect, (void *)"/to/302");
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/to/302"), ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "more than 5"));
    assert_int_equal(server_requests(server), 6);
    fetch_end(&test);
    server_stop(server);
}

static void circle_between_hosts_ends_after_five(void **state)
{
    (void)state;
    char to_other[128];
    char to_own[128];
    struct server *server = server_start(redirect, to_other);
    struct server *other = server_start(redirect, to_own);
    snprintf(to_other, sizeof to_other, "%s/to", server_url(other));
    snprintf(to_own, sizeof to_own, "%s/to", server_url(server));
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/to"), ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "more than 5"));
    assert_int_equal(server_requests(server) + server_requests(other), 6);
    for (int i = 0; i < server_requests(other); i++) {
        assert_credentials(other, i, false);
    }
    fetch_end(&test);
    server_stop(server);
    server_stop(other);
}

/* On its own host as well: what is in there is nobody's business to repeat, or to send. */
static void location_with_a_password_is_refused(void **state)
{
    (void)state;
    char location[128];
    struct server *other = server_start(redirect, (void *)"/");
    struct server *server = server_start(redirect, location);
    struct server *const targets[] = {server, other};
    for (size_t i = 0; i < 2; i++) {
        snprintf(location, sizeof location, "http://somebody:PASSWORD@127.0.0.1:%d/x",
                 server_port(targets[i]));
        struct fetch test = fetch_from(server_url(server));
        assert_int_equal(fetch_path(&test, "/to"), ATL_FAILED);
        assert_non_null(strstr(test.outcomes[0].error.message, "a user name or a password"));
        assert_null(strstr(test.outcomes[0].error.message, "PASSWORD"));
        assert_null(strstr(test.outcomes[0].error.message, "somebody"));
        assert_true(test.log == NULL || strstr(test.log, "PASSWORD") == NULL);
        fetch_end(&test);
    }
    assert_int_equal(server_requests(other), 0);
    assert_int_equal(server_requests(server), 2);
    server_stop(server);
    server_stop(other);
}

static void nonsense_locations_are_refused(void **state)
{
    (void)state;
    static const char *const locations[] = {"ftp://127.0.0.1/x", "file:///etc/passwd",
                                            "javascript:alert(1)", "http://"};
    for (size_t i = 0; i < sizeof locations / sizeof *locations; i++) {
        struct server *server = server_start(redirect, (void *)(uintptr_t)locations[i]);
        struct fetch test = fetch_from(server_url(server));
        if (fetch_path(&test, "/to") != ATL_FAILED) {
            fail_msg("'%s' gave %d, %s", locations[i], test.outcomes[0].status,
                     test.outcomes[0].response.url);
        }
        fetch_end(&test);
        server_stop(server);
    }
}

static void https_to_http_is_refused(void **state)
{
    (void)state;
    if (!certificates_make()) {
        skip();
    }
    struct server *plain = server_start(redirect, (void *)"/");
    char location[128];
    snprintf(location, sizeof location, "%s/x", server_url(plain));
    struct server *server = server_start_tls(redirect, location, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    assert_int_equal(fetch_path(&test, "/to"), ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "plain http"));
    assert_int_equal(server_requests(plain), 0);
    fetch_end(&test);
    server_stop(server);
    server_stop(plain);
}

static void redirected_post_is_an_error_that_says_where_to(void **state)
{
    (void)state;
    static const enum atl_method methods[] = {ATL_POST, ATL_PUT, ATL_DELETE, ATL_PATCH};
    for (size_t i = 0; i < 4; i++) {
        struct server *server =
            server_start(redirect, (void *)"https://sso.example.com/login?token=SECRET");
        struct fetch test = fetch_from(server_url(server));
        test.options.retries = 3;
        test.requests[0].method = methods[i];
        assert_int_equal(fetch_path(&test, "/to"), ATL_OK);
        assert_int_equal(test.outcomes[0].response.status, 302);
        assert_int_equal(fetch_check(&test, 0), ATL_FAILED);
        assert_non_null(
            strstr(test.outcomes[0].error.message, "https://sso.example.com/login?token=***"));
        assert_int_equal(server_requests(server), 1);
        fetch_end(&test);
        server_stop(server);
    }
}

static void empty_location_leads_nowhere(void **state)
{
    (void)state;
    struct server *server = server_start(redirect, (void *)"");
    struct fetch test = fetch_from(server_url(server));
    enum atl_status status = fetch_path(&test, "/to");
    /* An empty reference means the same page: a circle of its own. */
    assert_int_equal(status, ATL_FAILED);
    fetch_end(&test);
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redirect_on_the_same_host_is_followed),
        cmocka_unit_test(relative_location_is_resolved),
        cmocka_unit_test(other_host_gets_no_credentials),
        cmocka_unit_test(way_back_has_no_credentials_either),
        cmocka_unit_test(same_name_on_another_port_is_another_host),
        cmocka_unit_test(circle_ends_after_five),
        cmocka_unit_test(circle_between_hosts_ends_after_five),
        cmocka_unit_test(location_with_a_password_is_refused),
        cmocka_unit_test(nonsense_locations_are_refused),
        cmocka_unit_test(https_to_http_is_refused),
        cmocka_unit_test(redirected_post_is_an_error_that_says_where_to),
        cmocka_unit_test(empty_location_leads_nowhere),
    };
    return cmocka_run_group_tests_name("http redirects", tests, NULL, NULL);
}
