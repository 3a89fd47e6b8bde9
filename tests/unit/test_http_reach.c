/* How far a request came on its way, and by whose clock it was answered. */
#include "support/certificates.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum fate hello(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    (void)context;
    reply(connection, 200, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "{}");
    return KEEP;
}

static enum fate hang_up(struct connection *connection, const struct received *request,
                         void *context)
{
    (void)connection;
    (void)request;
    (void)context;
    return CLOSE;
}

static enum fate say_nothing(struct connection *connection, const struct received *request,
                             void *context)
{
    (void)request;
    (void)context;
    stall(connection);
    return CLOSE;
}

/* Sends the request and looks. */
static void look(struct fetch *test, void *context)
{
    struct outcome *outcome = &test->outcomes[0];
    outcome->status = atl_http_send(test->http, &test->requests[0], &test->arena,
                                    &outcome->response, &outcome->error);
    *(struct atl_http_reach *)context = atl_http_reach(test->http);
}

static struct atl_http_reach reach_of(struct fetch *test)
{
    struct atl_http_reach reach = {0};
    test->requests[0].path = "/";
    test->instead = look;
    test->context = &reach;
    fetch(test);
    return reach;
}

static void assert_peer(const struct atl_http_reach *reach, const struct server *server)
{
    assert_string_equal(reach->address, "127.0.0.1");
    assert_int_equal(reach->port, server_port(server));
}

static void answer_is_the_last_stage(void **state)
{
    (void)state;
    struct server *server = server_start(hello, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(reach.stage, ATL_STAGE_ANSWERED);
    assert_false(reach.through_proxy);
    assert_peer(&reach, server);
    assert_in_range(test.outcomes[0].response.setup_ms, 0, test.outcomes[0].response.milliseconds);
    fetch_end(&test);
    server_stop(server);
}

static void name_that_is_none_is_not_resolved(void **state)
{
    (void)state;
    /* A label of more than 63 bytes (RFC 1035): no name server is asked. */
    struct fetch test =
        fetch_from("https://"
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                   "aaaaaaaa.example.com");
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_NETWORK);
    assert_int_equal(reach.stage, ATL_STAGE_BEGUN);
    assert_string_equal(reach.address, "");
    fetch_end(&test);
}

static void refused_connection_is_none(void **state)
{
    (void)state;
    struct server *gone = server_start(hello, NULL);
    char url[64];
    snprintf(url, sizeof url, "%s", server_url(gone));
    server_stop(gone);
    struct fetch test = fetch_from(url);
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_NETWORK);
    assert_int_equal(reach.stage, ATL_STAGE_RESOLVED);
    assert_string_equal(reach.address, "");
    fetch_end(&test);
}

static void connection_without_an_answer_is_one(void **state)
{
    (void)state;
    struct server *server = server_start(hang_up, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_NETWORK);
    assert_int_equal(reach.stage, ATL_STAGE_CONNECTED);
    assert_peer(&reach, server);
    fetch_end(&test);
    server_stop(server);
}

static void handshake_that_never_ends_is_told_from_no_connection(void **state)
{
    (void)state;
    struct server *server = server_start_raw(say_nothing, NULL);
    char url[64];
    snprintf(url, sizeof url, "https://127.0.0.1:%d", server_port(server));
    struct fetch test = fetch_from(url);
    test.options.timeout_ms = 1000;
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_NETWORK);
    assert_int_equal(reach.stage, ATL_STAGE_CONNECTED);
    assert_peer(&reach, server);
    fetch_end(&test);
    server_stop(server);
}

static void refused_certificate_ends_the_way_at_the_connection(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hello, NULL, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = other_ca;
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_TLS);
    assert_int_equal(reach.stage, ATL_STAGE_CONNECTED);
    assert_int_equal(reach.port, server_port(server));
    fetch_end(&test);
    struct fetch trusting = fetch_from(server_url(server));
    trusting.account.tls_ca_file = ca;
    reach = reach_of(&trusting);
    assert_int_equal(reach.stage, ATL_STAGE_ANSWERED);
    fetch_end(&trusting);
    server_stop(server);
}

static void handshake_without_an_answer_is_secured(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hang_up, NULL, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_NETWORK);
    assert_int_equal(reach.stage, ATL_STAGE_SECURED);
    fetch_end(&test);
    server_stop(server);
}

static void unreadable_ca_file_means_that_no_attempt_is_made(void **state)
{
    (void)state;
    struct fetch test = fetch_from("https://127.0.0.1:1");
    test.account.tls_ca_file = "missing.pem";
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_TLS);
    assert_int_equal(reach.stage, ATL_STAGE_NONE);
    fetch_end(&test);
}

static void address_behind_a_proxy_is_the_proxys(void **state)
{
    (void)state;
    struct server *proxy = server_start(hello, NULL);
    setenv("http_proxy", server_url(proxy), 1);
    struct fetch test = fetch_from("http://jira.example.com");
    struct atl_http_reach reach = reach_of(&test);
    unsetenv("http_proxy");
    assert_int_equal(reach.stage, ATL_STAGE_ANSWERED);
    assert_true(reach.through_proxy);
    assert_peer(&reach, proxy);
    fetch_end(&test);
    server_stop(proxy);
}

static enum fate send_elsewhere(struct connection *connection, const struct received *request,
                                void *context)
{
    (void)request;
    char location[128];
    snprintf(location, sizeof location, "Location: %s/\r\n", (const char *)context);
    reply(connection, 302, location, "");
    return KEEP;
}

static void other_site_after_a_redirect_says_nothing(void **state)
{
    (void)state;
    struct server *gone = server_start(hello, NULL);
    char elsewhere[64];
    snprintf(elsewhere, sizeof elsewhere, "%s", server_url(gone));
    server_stop(gone);
    struct server *server = server_start(send_elsewhere, elsewhere);
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].without_credentials = true;
    struct atl_http_reach reach = reach_of(&test);
    assert_int_equal(test.outcomes[0].status, ATL_NETWORK);
    assert_int_equal(reach.stage, ATL_STAGE_ANSWERED);
    assert_peer(&reach, server);
    fetch_end(&test);
    server_stop(server);
}

static void date_of_an_answer_is_read(void **state)
{
    (void)state;
    struct server *server = server_start(hello, NULL);
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    int64_t wall_ms = 0;
    assert_true(atl_http_date(&test.outcomes[0].response, &wall_ms));
    assert_int_equal(wall_ms, INT64_C(784111777000));
    struct atl_http_response undated = {.headers = ""};
    assert_false(atl_http_date(&undated, &wall_ms));
    struct atl_http_response odd = {.headers = "Date\0yesterday, I think\0"};
    assert_false(atl_http_date(&odd, &wall_ms));
    fetch_end(&test);
    server_stop(server);
}

static int make_certificates(void **state)
{
    (void)state;
    return certificates_make() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_is_the_last_stage),
        cmocka_unit_test(name_that_is_none_is_not_resolved),
        cmocka_unit_test(refused_connection_is_none),
        cmocka_unit_test(connection_without_an_answer_is_one),
        cmocka_unit_test(handshake_that_never_ends_is_told_from_no_connection),
        cmocka_unit_test(refused_certificate_ends_the_way_at_the_connection),
        cmocka_unit_test(handshake_without_an_answer_is_secured),
        cmocka_unit_test(unreadable_ca_file_means_that_no_attempt_is_made),
        cmocka_unit_test(address_behind_a_proxy_is_the_proxys),
        cmocka_unit_test(other_site_after_a_redirect_says_nothing),
        cmocka_unit_test(date_of_an_answer_is_read),
    };
    return cmocka_run_group_tests_name("http reach", tests, make_certificates, NULL);
}
