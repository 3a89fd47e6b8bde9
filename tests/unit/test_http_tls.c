/* TLS: what is trusted, what is refused and why, and that a replaced CA file counts at once. */
#include "atlcli/loop.h"
#include "support/certificates.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

static enum fate hello(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    (void)context;
    reply(connection, 200, NULL, "{\"hello\":true}");
    return KEEP;
}

static enum fate hello_once(struct connection *connection, const struct received *request,
                            void *context)
{
    hello(connection, request, context);
    return CLOSE;
}

static struct server *serve(const struct certificate_files *files)
{
    return server_start_tls(hello, NULL, files->certificate, files->key);
}

static void assert_says(const struct fetch *test, const char *words)
{
    const struct atl_error *error = &test->outcomes[0].error;
    if (strstr(error->message, words) == NULL) {
        fail_msg("'%s' doesn't say '%s'", error->message, words);
    }
}

static void assert_hints(const struct fetch *test, const char *words)
{
    const struct atl_error *error = &test->outcomes[0].error;
    for (size_t i = 0; i < error->hint_count; i++) {
        if (strstr(error->hints[i], words) != NULL) {
            return;
        }
    }
    fail_msg("no hint says '%s'", words);
}

/* ---- what is trusted ---- */

static void server_of_the_own_ca_is_trusted(void **state)
{
    (void)state;
    static const char *const files[] = {ca, bundle, "with-key.pem"};
    static const struct certificate_files *const servers[] = {&good, &chained};
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 2; j++) {
            struct server *server = serve(servers[j]);
            struct fetch test = fetch_from(server_url(server));
            test.account.tls_ca_file = files[i];
            if (fetch_path(&test, "/") != ATL_OK) {
                fail_msg("%s with %s: %s", servers[j]->certificate, files[i],
                         test.outcomes[0].error.message);
            }
            assert_string_equal(test.outcomes[0].response.body, "{\"hello\":true}");
            fetch_end(&test);
            server_stop(server);
        }
    }
}

static void address_in_the_certificate_is_accepted(void **state)
{
    (void)state;
    struct server *server = serve(&good);
    char site[64];
    snprintf(site, sizeof site, "https://127.0.0.1:%d", server_port(server));
    struct fetch test = fetch_from(site);
    test.account.tls_ca_file = ca;
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    fetch_end(&test);
    server_stop(server);
}

static void self_signed_certificate_is_trusted_when_given_as_ca(void **state)
{
    (void)state;
    struct server *server = serve(&self_signed);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = self_signed.certificate;
    if (fetch_path(&test, "/") != ATL_OK) {
        fail_msg("%s", test.outcomes[0].error.message);
    }
    fetch_end(&test);
    server_stop(server);
}

static void session_is_described_for_doctor(void **state)
{
    (void)state;
    struct server *server = serve(&good);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    assert_string_equal(test.tls.version, "TLSv1.3");
    assert_string_equal(test.tls.subject, "CN=localhost");
    assert_string_equal(test.tls.issuer, "CN=First CA, O=Tests");
    assert_string_equal(test.tls.names, "localhost, 127.0.0.1, ::1");
    assert_int_equal(test.tls.not_before_ms, INT64_C(1577836800000)); /* 2020-01-01 */
    assert_true(test.tls.not_after_ms == INT64_C(3944678400000));     /* 2095-01-01 */
    fetch_end(&test);
    server_stop(server);
}

static void plain_http_has_no_session(void **state)
{
    (void)state;
    struct server *server = server_start(hello, NULL);
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    assert_null(test.tls.version);
    assert_null(test.tls.subject);
    fetch_end(&test);
    server_stop(server);
}

static void skipped_check_warns_every_time(void **state)
{
    (void)state;
    static const struct certificate_files *const servers[] = {&by_other, &expired, &wrong_host,
                                                              &self_signed};
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        struct server *server = serve(servers[i]);
        struct fetch test = fetch_from(server_url(server));
        test.account.tls_skip_verify = true;
        test.count = 2;
        test.requests[0].path = "/";
        test.requests[1].path = "/";
        fetch(&test);
        assert_int_equal(test.outcomes[0].status, ATL_OK);
        assert_int_equal(test.outcomes[1].status, ATL_OK);
        assert_non_null(test.warnings);
        assert_non_null(strstr(test.warnings, "is not checked"));
        /* Once per engine, not per request. */
        assert_ptr_equal(strchr(test.warnings, '\n') + 1, test.warnings + strlen(test.warnings));
        fetch_end(&test);
        server_stop(server);
    }
}

/* ---- what is refused ---- */

/* The server must not see the request, nor more attempts than the failed one and the look at it. */
static void assert_refused(const struct certificate_files *files, const char *ca_file,
                           const char *words, const char *hint)
{
    struct server *server = serve(files);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca_file;
    test.options.retries = 3;
    assert_int_equal(fetch_path(&test, "/"), ATL_TLS);
    assert_says(&test, words);
    assert_says(&test, "localhost");
    assert_hints(&test, hint);
    assert_int_equal(server_requests(server), 0);
    assert_int_equal(test.statistics.requests, 1);
    fetch_end(&test);
    server_stop(server);
}

static void unknown_issuer_is_refused(void **state)
{
    (void)state;
    assert_refused(&good, NULL, "unknown issuer (CN=First CA, O=Tests)", "--ca-file");
    assert_refused(&good, other_ca, "unknown issuer (CN=First CA, O=Tests)", "other-ca.pem");
    assert_refused(&by_other, ca, "unknown issuer (CN=Second CA, O=Tests)", "ca.pem");
    assert_refused(&chained, other_ca, "unknown issuer", "other-ca.pem");
    assert_refused(&self_signed, NULL, "self-signed (CN=localhost)", "--ca-file");
}

static void expired_certificate_is_refused(void **state)
{
    (void)state;
    assert_refused(&expired, ca, "has expired, on 2020-02-01", "clock");
}

static void certificate_of_the_future_is_refused(void **state)
{
    (void)state;
    assert_refused(&not_yet, ca, "is not valid yet, only from 2090-01-01", "clock");
}

static void certificate_for_another_host_is_refused(void **state)
{
    (void)state;
    assert_refused(&wrong_host, ca, "another host name: jira.example.com, wiki.example.com",
                   "name");
}

static void certificate_without_the_address_is_refused(void **state)
{
    (void)state;
    struct server *server = serve(&wrong_host);
    char site[64];
    snprintf(site, sizeof site, "https://127.0.0.1:%d", server_port(server));
    struct fetch test = fetch_from(site);
    test.account.tls_ca_file = ca;
    test.options.retries = 3;
    assert_int_equal(fetch_path(&test, "/"), ATL_TLS);
    assert_says(&test, "another host name: jira.example.com");
    assert_int_equal(test.statistics.requests, 1);
    fetch_end(&test);
    server_stop(server);
}

static void refused_certificate_can_be_looked_at(void **state)
{
    (void)state;
    struct server *server = serve(&expired);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    assert_int_equal(fetch_path(&test, "/"), ATL_TLS);
    assert_null(test.tls.version);
    assert_string_equal(test.tls.issuer, "CN=First CA, O=Tests");
    fetch_end(&test);
    server_stop(server);
}

static void plain_http_on_a_tls_port_is_recognised(void **state)
{
    (void)state;
    struct server *server = server_start(hello_once, NULL);
    char site[64];
    snprintf(site, sizeof site, "https://localhost:%d", server_port(server));
    struct server *chatty = server_start_raw(hello_once, NULL);
    snprintf(site, sizeof site, "https://localhost:%d", server_port(chatty));
    struct fetch test = fetch_from(site);
    assert_int_equal(fetch_path(&test, "/"), ATL_TLS);
    assert_says(&test, "plain text");
    assert_hints(&test, "http://");
    fetch_end(&test);
    server_stop(chatty);
    server_stop(server);
}

/* ---- the CA file ---- */

static void bad_ca_files_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        const char *words;
    } cases[] = {
        {"missing.pem", "missing.pem"},
        {"empty.pem", "is empty"},
        {"ca.der", "DER"},
        {"cut.pem", "no certificate that can be read"},
        {"ca.key", "private key"},
        {"openssl.conf", "no PEM certificate"},
        {"/", "directory"},
    };
    struct server *server = serve(&good);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct atl_error error;
        assert_int_equal(atl_tls_check_ca_file(cases[i].path, NULL, &error), ATL_TLS);
        if (strstr(error.message, cases[i].words) == NULL) {
            fail_msg("%s: '%s' doesn't say '%s'", cases[i].path, error.message, cases[i].words);
        }
        /* A request says the same. */
        struct fetch test = fetch_from(server_url(server));
        test.account.tls_ca_file = cases[i].path;
        assert_int_equal(fetch_path(&test, "/"), ATL_TLS);
        assert_string_equal(test.outcomes[0].error.message, error.message);
        fetch_end(&test);
    }
    assert_int_equal(server_requests(server), 0);
    server_stop(server);
}

static void good_ca_files_are_counted(void **state)
{
    (void)state;
    struct atl_ca_file found;
    assert_int_equal(atl_tls_check_ca_file(ca, &found, NULL), ATL_OK);
    assert_int_equal(found.certificates, 1);
    assert_int_equal(found.expired, 0);
    assert_false(found.has_private_key);
    assert_int_equal(atl_tls_check_ca_file(bundle, &found, NULL), ATL_OK);
    assert_int_equal(found.certificates, 2);
    assert_int_equal(atl_tls_check_ca_file("with-key.pem", &found, NULL), ATL_OK);
    assert_int_equal(found.certificates, 1);
    assert_true(found.has_private_key);
    assert_int_equal(atl_tls_check_ca_file("expired-ca.pem", &found, NULL), ATL_OK);
    assert_int_equal(found.expired, 1);
}

static void copy_file(const char *from, const char *to)
{
    char command[256];
    snprintf(command, sizeof command, "cp %s %s.new && mv %s.new %s", from, to, to, to);
    assert_int_equal(system(command), 0);
}

static enum atl_status get(struct fetch *test, size_t index)
{
    test->requests[index] = (struct atl_http_request){.path = "/"};
    struct outcome *outcome = &test->outcomes[index];
    outcome->status = atl_http_send(test->http, &test->requests[index], &test->arena,
                                    &outcome->response, &outcome->error);
    return outcome->status;
}

static void replace_the_ca_file(struct fetch *test, void *context)
{
    (void)context;
    assert_int_equal(get(test, 0), ATL_OK);
    /* The connection that is there was made under the old file: it isn't used any more. */
    copy_file(other_ca, "live.pem");
    assert_int_equal(get(test, 1), ATL_TLS);
    copy_file(ca, "live.pem");
    assert_int_equal(get(test, 2), ATL_OK);
    assert_int_equal(get(test, 3), ATL_OK);
    assert_int_equal(unlink("live.pem"), 0);
    assert_int_equal(get(test, 4), ATL_TLS);
    copy_file(bundle, "live.pem");
    assert_int_equal(get(test, 5), ATL_OK);
}

static void replaced_ca_file_counts_for_the_next_request(void **state)
{
    (void)state;
    struct server *server = serve(&good);
    struct fetch test = fetch_from(server_url(server));
    copy_file(ca, "live.pem");
    test.account.tls_ca_file = "live.pem";
    test.instead = replace_the_ca_file;
    fetch(&test);
    assert_non_null(strstr(test.outcomes[1].error.message, "unknown issuer"));
    assert_non_null(strstr(test.outcomes[4].error.message, "live.pem"));
    /* 1; 2 refused, and the look at it; 3 and 4 together; 6 */
    assert_int_equal(server_requests(server), 4);
    fetch_end(&test);
    server_stop(server);
}

static void rewrite_the_ca_file_in_place(struct fetch *test, void *context)
{
    (void)context;
    assert_int_equal(get(test, 0), ATL_OK);
    assert_int_equal(system("cat other-ca.pem >live.pem"), 0);
    assert_int_equal(get(test, 1), ATL_TLS);
}

static void rewritten_ca_file_counts_for_the_next_request(void **state)
{
    (void)state;
    struct server *server = serve(&good);
    struct fetch test = fetch_from(server_url(server));
    copy_file(ca, "live.pem");
    test.account.tls_ca_file = "live.pem";
    test.instead = rewrite_the_ca_file_in_place;
    fetch(&test);
    fetch_end(&test);
    server_stop(server);
}

static void get_many(struct fetch *test, void *context)
{
    (void)context;
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(get(test, i), ATL_OK);
    }
}

static int count_events(int notifier)
{
    int count = 0;
    char bytes[4096] __attribute__((aligned(8)));
    ssize_t length;
    while ((length = read(notifier, bytes, sizeof bytes)) > 0) {
        for (char *at = bytes; at < bytes + length;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;
            count++;
            at += sizeof *event + event->len;
        }
    }
    return count;
}

static void unchanged_ca_file_is_read_once_for_many_connections(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hello_once, NULL, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    int notifier = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    assert_true(notifier >= 0);
    copy_file(ca, "live.pem");
    assert_true(inotify_add_watch(notifier, "live.pem", IN_OPEN) >= 0);
    test.account.tls_ca_file = "live.pem";
    test.instead = get_many;
    fetch(&test);
    assert_int_equal(server_connections(server), 10);
    assert_int_equal(count_events(notifier), 1);
    close(notifier);
    fetch_end(&test);
    server_stop(server);
}

static void next_connection_resumes_the_session(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hello_once, NULL, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    test.instead = get_many;
    fetch(&test);
    assert_int_equal(server_connections(server), 10);
    assert_int_equal(server_resumptions(server), 9);
    fetch_end(&test);
    server_stop(server);
}

static void replace_between_two(struct fetch *test, void *context)
{
    (void)context;
    assert_int_equal(get(test, 0), ATL_OK);
    copy_file(bundle, "live.pem");
    assert_int_equal(get(test, 1), ATL_OK);
}

/* A session stands for a certificate that was verified under the former file. */
static void session_of_the_former_ca_file_is_not_resumed(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hello_once, NULL, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    copy_file(ca, "live.pem");
    test.account.tls_ca_file = "live.pem";
    test.instead = replace_between_two;
    fetch(&test);
    assert_int_equal(server_connections(server), 2);
    assert_int_equal(server_resumptions(server), 0);
    fetch_end(&test);
    server_stop(server);
}

static enum fate hold_first(struct connection *connection, const struct received *request,
                            void *context)
{
    if (strcmp(request->target, "/slow") == 0) {
        hold(connection);
    }
    return hello(connection, request, context);
}

struct overtaking {
    struct fetch *test;
    struct server *server;
};

static enum atl_status send_slow(void *argument, struct atl_error *error)
{
    (void)error;
    struct overtaking *overtaking = argument;
    struct fetch *test = overtaking->test;
    test->requests[0].path = "/slow";
    return atl_http_send(test->http, &test->requests[0], &test->arena, &test->outcomes[0].response,
                         &test->outcomes[0].error);
}

static enum atl_status replace_meanwhile(void *argument, struct atl_error *error)
{
    struct overtaking *overtaking = argument;
    while (server_requests(overtaking->server) == 0) {
        enum atl_status status = atl_sleep(1, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    copy_file(bundle, "live.pem");
    enum atl_status status = get(overtaking->test, 1);
    server_release(overtaking->server);
    return status;
}

static void replace_during_a_request(struct fetch *test, void *context)
{
    struct overtaking overtaking = {.test = test, .server = context};
    struct atl_error error;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, send_slow, &overtaking), ATL_OK);
    assert_int_equal(atl_group_spawn(group, replace_meanwhile, &overtaking), ATL_OK);
    assert_int_equal(atl_group_wait(group, &error), ATL_OK);
}

static void request_under_way_outlives_the_former_ca_file(void **state)
{
    (void)state;
    struct server *server = server_start_tls(hold_first, NULL, good.certificate, good.key);
    struct fetch test = fetch_from(server_url(server));
    copy_file(ca, "live.pem");
    test.account.tls_ca_file = "live.pem";
    test.instead = replace_during_a_request;
    test.context = server;
    fetch(&test);
    assert_int_equal(test.outcomes[0].response.status, 200);
    assert_int_equal(test.outcomes[1].response.status, 200);
    assert_int_equal(server_connections(server), 2);
    fetch_end(&test);
    server_stop(server);
}

static void many_at_once_work_without_http2(void **state)
{
    (void)state;
    struct server *server = serve(&good);
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    test.options.concurrency = 8;
    test.count = MOST_FETCHES;
    test.width = MOST_FETCHES;
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        test.requests[i].path = "/";
    }
    fetch(&test);
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        assert_int_equal(test.outcomes[i].status, ATL_OK);
    }
    assert_true(server_connections(server) <= 8);
    fetch_end(&test);
    server_stop(server);
}

static void system_bundle_is_taken_from_the_environment(void **state)
{
    (void)state;
    static const char *const variables[] = {"SSL_CERT_FILE", "CURL_CA_BUNDLE"};
    struct server *server = serve(&good);
    unsetenv(variables[0]);
    unsetenv(variables[1]);
    for (size_t i = 0; i < 2; i++) {
        setenv(variables[i], ca, 1);
        struct fetch test = fetch_from(server_url(server));
        assert_int_equal(fetch_path(&test, "/"), ATL_OK);
        fetch_end(&test);
        unsetenv(variables[i]);
    }
    server_stop(server);
}

/* ---- proxies and old servers ---- */

static enum fate act_as_proxy(struct connection *connection, const struct received *request,
                              void *context)
{
    char *credentials = received_header(request, "Authorization");
    assert_null(credentials);
    assert_string_equal(request->method, "CONNECT");
    send_text(connection, "HTTP/1.1 200 Connection established\r\n\r\n");
    tunnel(connection, server_port(context));
    return CLOSE;
}

static void tunnel_through_a_proxy_is_verified_end_to_end(void **state)
{
    (void)state;
    struct server *target = serve(&good);
    struct server *proxy = server_start(act_as_proxy, target);
    setenv("https_proxy", server_url(proxy), 1);
    struct fetch test = fetch_from(server_url(target));
    test.account.tls_ca_file = ca;
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    fetch_end(&test);
    struct fetch refused = fetch_from(server_url(target));
    refused.account.tls_ca_file = other_ca;
    assert_int_equal(fetch_path(&refused, "/"), ATL_TLS);
    assert_says(&refused, "unknown issuer");
    fetch_end(&refused);
    unsetenv("https_proxy");
    assert_int_equal(server_requests(target), 1);
    server_stop(proxy);
    server_stop(target);
}

/* Starts `openssl s_server` for TLS 1.1 alone on any port, which it prints. */
static pid_t start_old_server(int *port)
{
    extern char **environ;
    int output[2];
    pid_t child;
    char *command[] = {"openssl", "s_server",        "-www", "-accept",  "127.0.0.1:0",
                       "-cert",   "good.pem",        "-key", "good.key", "-tls1_1",
                       "-cipher", "ALL:@SECLEVEL=0", NULL};
    posix_spawn_file_actions_t actions;
    assert_int_equal(pipe(output), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, output[0]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
    assert_int_equal(posix_spawnp(&child, command[0], &actions, NULL, command, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(output[1]);
    FILE *lines = fdopen(output[0], "r");
    char line[256];
    *port = 0;
    while (*port == 0 && fgets(line, sizeof line, lines) != NULL) {
        sscanf(line, "ACCEPT 127.0.0.1:%d", port);
    }
    fclose(lines);
    return child;
}

static void server_without_tls_1_2_is_refused(void **state)
{
    (void)state;
    int port;
    pid_t child = start_old_server(&port);
    if (port == 0) {
        waitpid(child, NULL, 0);
        skip(); /* an OpenSSL without TLS 1.1, or one that takes no port 0 */
    }
    char site[64];
    snprintf(site, sizeof site, "https://127.0.0.1:%d", port);
    struct fetch test = fetch_from(site);
    test.account.tls_ca_file = ca;
    assert_int_equal(fetch_path(&test, "/"), ATL_TLS);
    assert_says(&test, "no TLS version from 1.2 on");
    fetch_end(&test);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
}

static int make_certificates(void **state)
{
    (void)state;
    return certificates_make() ? 0 : -1;
}

/* ---- a site that becomes another one ---- */

struct sites {
    int first; /* ports */
    int then;
};

static enum fate lead_on(struct connection *connection, const struct received *request,
                         void *context)
{
    const struct sites *sites = context;
    tunnel(connection, request->connection == 1 ? sites->first : sites->then);
    return CLOSE;
}

static enum fate close_after_applying(struct connection *connection, const struct received *request,
                                      void *context)
{
    return strcmp(request->target, "/warm-up") == 0 ? hello(connection, request, context) : CLOSE;
}

/* The request that was swallowed may have been applied, whoever answers now. */
static void a_change_sent_before_the_certificate_was_bad_is_in_doubt(void **state)
{
    (void)state;
    struct server *trusted =
        server_start_tls(close_after_applying, NULL, good.certificate, good.key);
    static const struct certificate_files *const others[] = {&by_other, &expired};
    for (size_t i = 0; i < 2; i++) {
        struct server *other = serve(others[i]);
        struct sites sites = {server_port(trusted), server_port(other)};
        struct server *front = server_start_raw(lead_on, &sites);
        char site[64];
        snprintf(site, sizeof site, "https://localhost:%d", server_port(front));
        struct fetch test = fetch_from(site);
        test.account.tls_ca_file = ca;
        test.options.retries = 2;
        test.count = 2;
        test.requests[0].path = "/warm-up";
        test.requests[1].path = "/create";
        test.requests[1].method = ATL_POST;
        fetch(&test);
        assert_int_equal(test.outcomes[0].status, ATL_OK);
        assert_int_equal(test.outcomes[1].status, ATL_UNKNOWN_OUTCOME);
        assert_int_equal(server_requests(other), 0);
        fetch_end(&test);
        server_stop(front);
        server_stop(other);
    }
    server_stop(trusted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(server_of_the_own_ca_is_trusted),
        cmocka_unit_test(address_in_the_certificate_is_accepted),
        cmocka_unit_test(self_signed_certificate_is_trusted_when_given_as_ca),
        cmocka_unit_test(session_is_described_for_doctor),
        cmocka_unit_test(plain_http_has_no_session),
        cmocka_unit_test(skipped_check_warns_every_time),
        cmocka_unit_test(unknown_issuer_is_refused),
        cmocka_unit_test(expired_certificate_is_refused),
        cmocka_unit_test(certificate_of_the_future_is_refused),
        cmocka_unit_test(certificate_for_another_host_is_refused),
        cmocka_unit_test(certificate_without_the_address_is_refused),
        cmocka_unit_test(refused_certificate_can_be_looked_at),
        cmocka_unit_test(plain_http_on_a_tls_port_is_recognised),
        cmocka_unit_test(bad_ca_files_are_named),
        cmocka_unit_test(good_ca_files_are_counted),
        cmocka_unit_test(replaced_ca_file_counts_for_the_next_request),
        cmocka_unit_test(rewritten_ca_file_counts_for_the_next_request),
        cmocka_unit_test(unchanged_ca_file_is_read_once_for_many_connections),
        cmocka_unit_test(next_connection_resumes_the_session),
        cmocka_unit_test(session_of_the_former_ca_file_is_not_resumed),
        cmocka_unit_test(request_under_way_outlives_the_former_ca_file),
        cmocka_unit_test(many_at_once_work_without_http2),
        cmocka_unit_test(system_bundle_is_taken_from_the_environment),
        cmocka_unit_test(tunnel_through_a_proxy_is_verified_end_to_end),
        cmocka_unit_test(server_without_tls_1_2_is_refused),
        cmocka_unit_test(a_change_sent_before_the_certificate_was_bad_is_in_doubt),
    };
    return cmocka_run_group_tests_name("http tls", tests, make_certificates, NULL);
}
