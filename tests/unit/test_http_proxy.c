/* Proxies that lie: whatever they answer, nobody but the site sees credentials. */
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
    reply(connection, 200, NULL, "{\"hello\":true}");
    return KEEP;
}

/* What a proxy does with a request for a tunnel. */
struct lie {
    const char *answer; /* NULL: none at all */
    struct server *to;  /* where it then leads, instead of to the site */
};

static enum fate tell(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    const struct lie *lie = context;
    if (lie->answer == NULL) {
        stall(connection);
        return CLOSE;
    }
    send_text(connection, lie->answer);
    if (lie->to != NULL) {
        tunnel(connection, server_port(lie->to));
    }
    return CLOSE;
}

static const char connected[] = "HTTP/1.1 200 Connection established\r\n\r\n";

static void assert_no_credentials(struct server *server)
{
    for (int i = 0; i < server_requests(server); i++) {
        char *sent = received_header(server_request(server, i), "Authorization");
        assert_null(sent);
    }
}

/* A request to the https site through a proxy that tells the lie: what comes of it. */
static void assert_fails(struct lie lie, enum atl_status status, const char *words,
                         const char *hint)
{
    struct server *site = server_start_tls(hello, NULL, good.certificate, good.key);
    struct server *proxy = server_start(tell, &lie);
    char address[128];
    snprintf(address, sizeof address, "http://proxyuser:PROXYSECRET@127.0.0.1:%d",
             server_port(proxy));
    setenv("https_proxy", address, 1);
    struct fetch test = fetch_from(server_url(site));
    test.account.tls_ca_file = ca;
    if (lie.answer == NULL) {
        test.options.connect_timeout_ms = 300;
    }
    enum atl_status got = fetch_path(&test, "/");
    const struct atl_error *error = &test.outcomes[0].error;
    unsetenv("https_proxy");
    if (got != status || strstr(error->message, words) == NULL) {
        fail_msg("%d, '%s' is not %d, '%s'", got, error->message, status, words);
    }
    bool hinted = hint == NULL;
    for (size_t i = 0; i < error->hint_count; i++) {
        hinted = hinted || strstr(error->hints[i], hint) != NULL;
        assert_null(strstr(error->hints[i], "PROXYSECRET"));
    }
    assert_true(hinted);
    assert_null(strstr(error->message, "PROXYSECRET"));
    assert_true(test.log == NULL || strstr(test.log, "PROXYSECRET") == NULL);
    assert_int_equal(server_requests(site), 0);
    assert_no_credentials(proxy);
    fetch_end(&test);
    server_stop(proxy);
    server_stop(site);
}

static void certificate_of_its_own_is_refused(void **state)
{
    (void)state;
    static const struct {
        const struct certificate_files *files;
        const char *words;
    } cases[] = {
        {&by_other, "unknown issuer (CN=Second CA, O=Tests)"},
        {&self_signed, "self-signed"},
        {&wrong_host, "another host name: jira.example.com"},
        {&expired, "has expired"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server *other =
            server_start_tls(hello, NULL, cases[i].files->certificate, cases[i].files->key);
        assert_fails((struct lie){connected, other}, ATL_TLS, cases[i].words, "proxy");
        assert_int_equal(server_requests(other), 0);
        server_stop(other);
    }
}

static enum fate greet(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    (void)context;
    send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    return CLOSE;
}

static void plain_text_behind_it_is_no_answer(void **state)
{
    (void)state;
    struct server *other = server_start_raw(greet, NULL);
    assert_fails((struct lie){connected, other}, ATL_TLS, "plain text", "http://");
    server_stop(other);
    assert_fails((struct lie){"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", NULL}, ATL_TLS,
                 "TLS handshake", "proxy");
}

static void demand_for_a_password_is_told(void **state)
{
    (void)state;
    assert_fails((struct lie){"HTTP/1.1 407 Proxy Authentication Required\r\n"
                              "Proxy-Authenticate: Basic realm=\"\x1b[31mred\"\r\n"
                              "Content-Length: 0\r\n\r\n",
                              NULL},
                 ATL_NETWORK, "407", "https_proxy");
}

static void refusal_is_told(void **state)
{
    (void)state;
    assert_fails((struct lie){"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", NULL},
                 ATL_NETWORK, "403", "proxy");
    assert_fails((struct lie){"HTTP/1.1 502 Bad gateway\r\nContent-Length: 0\r\n\r\n", NULL},
                 ATL_NETWORK, "502", "proxy");
}

static void redirect_leads_nowhere(void **state)
{
    (void)state;
    struct server *other = server_start(hello, NULL);
    char answer[256];
    snprintf(answer, sizeof answer,
             "HTTP/1.1 302 Found\r\nLocation: %s/\r\nContent-Length: 0\r\n\r\n", server_url(other));
    assert_fails((struct lie){answer, NULL}, ATL_NETWORK, "302", "proxy");
    assert_int_equal(server_connections(other), 0);
    server_stop(other);
}

static void garbage_is_no_answer(void **state)
{
    (void)state;
    static const char *const answers[] = {"\x16\x03\x01garbage\r\n\r\n", "220 smtp.example.com\r\n",
                                          "", "HTTP/1.1", "HTTP/1.1 200"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        assert_fails((struct lie){answers[i], NULL}, ATL_NETWORK, "", "proxy");
    }
}

static void silence_has_an_end(void **state)
{
    (void)state;
    assert_fails((struct lie){NULL, NULL}, ATL_NETWORK, "can't connect to localhost", "proxy");
}

static int make_certificates(void **state)
{
    (void)state;
    return certificates_make() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificate_of_its_own_is_refused),
        cmocka_unit_test(plain_text_behind_it_is_no_answer),
        cmocka_unit_test(demand_for_a_password_is_told),
        cmocka_unit_test(refusal_is_told),
        cmocka_unit_test(redirect_leads_nowhere),
        cmocka_unit_test(garbage_is_no_answer),
        cmocka_unit_test(silence_has_an_end),
    };
    return cmocka_run_group_tests_name("http proxy", tests, make_certificates, NULL);
}
