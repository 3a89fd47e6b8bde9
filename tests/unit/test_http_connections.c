/* TLS connections: how they come about, and when requests get theirs. */
#include "support/certificates.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static enum fate hello(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    (void)context;
    reply(connection, 200, NULL, "{\"hello\":true}");
    return KEEP;
}

/* The first is answered only when the second has come. */
static enum fate hold_the_first(struct connection *connection, const struct received *request,
                                void *context)
{
    struct server **server = context;
    if (request->number == 1) {
        hold(connection);
    } else {
        server_release(*server);
    }
    return hello(connection, request, NULL);
}

static void requests_need_not_wait_for_an_answer_without_http2(void **state)
{
    (void)state;
    struct server *server;
    server = server_start_tls(hold_the_first, &server, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    test.options.timeout_ms = 20000;
    test.count = 2;
    test.width = 2;
    test.requests[0].path = test.requests[1].path = "/";
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_OK);
    assert_int_equal(test.outcomes[1].status, ATL_OK);
    assert_int_equal(server_connections(server), 2);
    fetch_end(&test);
    server_stop(server);
}

static void next_request_goes_when_the_first_has_no_connection(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hello, NULL, expired.certificate, expired.key);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    test.count = 3;
    test.width = 3;
    for (size_t i = 0; i < test.count; i++) {
        test.requests[i].path = "/";
    }
    fetch(&test);
    for (size_t i = 0; i < test.count; i++) {
        assert_int_not_equal(test.outcomes[i].status, ATL_OK);
    }
    assert_int_equal(server_requests(server), 0);
    fetch_end(&test);
    server_stop(server);
}

/* What a ClientHello says in an extension (RFC 8446 section 4.1.2), from its `skip`-th byte on. */
static unsigned number_in_extension(const unsigned char *hello, size_t length, unsigned type,
                                    size_t skip)
{
    size_t at = 5 + 4 + 2 + 32; /* record, message, version, random */
    at += 1U + hello[at];
    at += 2U + ((size_t)hello[at] << 8 | hello[at + 1]);
    at += 1U + hello[at] + 2;
    while (at + 4 + skip + 2 <= length) {
        const unsigned char *content = hello + at + 4 + skip;
        if (((unsigned)hello[at] << 8 | hello[at + 1]) == type) {
            return (unsigned)content[0] << 8 | content[1];
        }
        at += 4U + ((size_t)hello[at + 2] << 8 | hello[at + 3]);
    }
    return 0;
}

struct groups {
    unsigned best;   /* of those that are offered (extension 10) */
    unsigned of_key; /* that a key went along for (51) */
};

static enum fate read_groups(struct connection *connection, const struct received *request,
                             void *context)
{
    (void)request;
    struct groups *groups = context;
    unsigned char hello[4096] = {0};
    size_t length = 0;
    while (length < 5 || length < 5 + ((size_t)hello[3] << 8 | hello[4])) {
        size_t count = receive_bytes(connection, hello + length, sizeof hello - length);
        if (count == 0) {
            return CLOSE;
        }
        length += count;
    }
    groups->best = number_in_extension(hello, length, 10, 2);
    groups->of_key = number_in_extension(hello, length, 51, 2);
    return CLOSE;
}

static void key_goes_along_for_the_group_that_is_offered_first(void **state)
{
    (void)state;
    struct groups groups = {0};
    struct server *server = server_start_raw(read_groups, &groups);
    char site[64];
    snprintf(site, sizeof site, "https://localhost:%d", server_port(server));
    struct fetch test = fetch_from(site);
    test.account.tls_ca_file = ca;
    fetch_path(&test, "/");
    assert_int_not_equal(groups.of_key, 0);
    assert_int_equal(groups.best, groups.of_key);
    fetch_end(&test);
    server_stop(server);
}

static void connections_to_two_hosts_are_kept(void **state)
{
    (void)state;
    struct server *site = server_start(hello, NULL);
    struct server *other = server_start(hello, NULL);
    struct fetch test = fetch_from(server_url(site));
    char elsewhere[128];
    snprintf(elsewhere, sizeof elsewhere, "%s/file", server_url(other));
    test.options.concurrency = 2;
    test.width = 2;
    test.count = 16;
    for (size_t i = 0; i < test.count; i++) {
        test.requests[i].path = i / 2 % 2 == 0 ? "/" : elsewhere;
    }
    fetch(&test);
    for (size_t i = 0; i < test.count; i++) {
        assert_int_equal(test.outcomes[i].status, ATL_OK);
    }
    assert_in_range(server_connections(site), 1, 2);
    assert_in_range(server_connections(other), 1, 2);
    fetch_end(&test);
    server_stop(other);
    server_stop(site);
}

static int make_certificates(void **state)
{
    (void)state;
    return certificates_make() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_need_not_wait_for_an_answer_without_http2),
        cmocka_unit_test(next_request_goes_when_the_first_has_no_connection),
        cmocka_unit_test(connections_to_two_hosts_are_kept),
        cmocka_unit_test(key_goes_along_for_the_group_that_is_offered_first),
    };
    return cmocka_run_group_tests_name("http connections", tests, make_certificates, NULL);
}
