/* What goes out and what comes back: methods, headers, bodies, limits, connections, the log. */
#include "atlcli/loop.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

static enum fate echo(struct connection *connection, const struct received *request, void *context)
{
    (void)context;
    struct atl_buffer body = {0};
    atl_buffer_printf(&body, "%s %s %s", request->method, request->target,
                      request->body == NULL ? "" : request->body);
    reply(connection, 200, "Content-Type: text/plain\r\nX-Two: 2\r\n", body.data);
    atl_buffer_free(&body);
    return KEEP;
}

static void assert_header(struct server *server, int index, const char *name, const char *value)
{
    char *found = received_header(server_request(server, index), name);
    if (value == NULL) {
        assert_null(found);
    } else {
        assert_non_null(found);
        assert_string_equal(found, value);
    }
    free(found);
}

static void methods_and_bodies_arrive_as_given(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    static const enum atl_method methods[] = {ATL_GET,  ATL_POST,   ATL_GET,   ATL_PUT,
                                              ATL_POST, ATL_DELETE, ATL_PATCH, ATL_GET};
    static const char *const bodies[] = {NULL, "{\"a\":1}", NULL, "put", NULL, NULL, "patch", NULL};
    test.count = sizeof methods / sizeof *methods;
    for (size_t i = 0; i < test.count; i++) {
        test.requests[i] = (struct atl_http_request){
            .method = methods[i],
            .path = "/x?y=1",
            .body = bodies[i],
            .body_length = bodies[i] == NULL ? 0 : strlen(bodies[i]),
        };
    }
    fetch(&test);
    for (size_t i = 0; i < test.count; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "%s /x?y=1 %s", atl_method_name(methods[i]),
                 bodies[i] == NULL ? "" : bodies[i]);
        assert_int_equal(test.outcomes[i].status, ATL_OK);
        assert_string_equal(test.outcomes[i].response.body, expected);
    }
    assert_header(server, 1, "Content-Type", "application/json");
    assert_header(server, 1, "Content-Length", "7");
    assert_header(server, 0, "Content-Type", NULL);
    assert_header(server, 4, "Content-Length", "0");
    assert_header(server, 0, "Accept", "application/json");
    assert_header(server, 1, "Expect", NULL);
    assert_header(server, 0, "User-Agent", "atlcli/" ATLCLI_VERSION);
    /* All of them over one connection. */
    assert_int_equal(server_connections(server), 1);
    assert_int_equal(test.statistics.connections, 1);
    fetch_end(&test);
    server_stop(server);
}

static void head_gets_headers_and_no_body(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].method = ATL_HEAD;
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    assert_int_equal(test.outcomes[0].response.length, 0);
    assert_string_equal(atl_http_header(&test.outcomes[0].response, "x-two"), "2");
    fetch_end(&test);
    server_stop(server);
}

static void large_body_is_sent_without_waiting_for_100_continue(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    size_t length = 3 * 1024 * 1024;
    char *body = atl_alloc(length + 1);
    memset(body, 'x', length);
    test.requests[0].method = ATL_PUT;
    test.requests[0].body = body;
    test.requests[0].body_length = length;
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    assert_int_equal(server_request(server, 0)->body_length, length);
    assert_header(server, 0, "Expect", NULL);
    free(body);
    fetch_end(&test);
    server_stop(server);
}

static void own_headers_replace_the_usual_ones(void **state)
{
    (void)state;
    static const char *const lines[] = {"X-Atlassian-Token: no-check", "accept: text/html",
                                        "User-Agent: probe", "accept-encoding: identity", NULL};
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].headers = lines;
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    assert_header(server, 0, "X-Atlassian-Token", "no-check");
    assert_header(server, 0, "Accept", "text/html");
    assert_header(server, 0, "User-Agent", "probe");
    assert_header(server, 0, "Accept-Encoding", "identity");
    fetch_end(&test);
    server_stop(server);
}

static void header_with_a_line_break_is_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {"X-A: b\r\nX-Evil: 1", NULL};
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].headers = lines;
    assert_int_equal(fetch_path(&test, "/x"), ATL_USAGE);
    assert_int_equal(server_requests(server), 0);
    fetch_end(&test);
    server_stop(server);
}

static void basic_and_bearer_credentials_are_sent(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch basic = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&basic, "/x"), ATL_OK);
    /* base64("you@example.com:s3cret-t0ken") */
    assert_header(server, 0, "Authorization", "Basic eW91QGV4YW1wbGUuY29tOnMzY3JldC10MGtlbg==");
    fetch_end(&basic);
    struct fetch bearer = fetch_from(server_url(server));
    bearer.account.auth_type = ATL_AUTH_BEARER;
    assert_int_equal(fetch_path(&bearer, "/x"), ATL_OK);
    assert_header(server, 1, "Authorization", "Bearer s3cret-t0ken");
    fetch_end(&bearer);
    struct fetch without = fetch_from(server_url(server));
    without.requests[0].without_credentials = true;
    assert_int_equal(fetch_path(&without, "/x"), ATL_OK);
    assert_header(server, 2, "Authorization", NULL);
    fetch_end(&without);
    server_stop(server);
}

static void long_token_is_encoded_on_one_line(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    char token[601];
    memset(token, 'T', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    test.account.token = token;
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    char *sent = received_header(server_request(server, 0), "Authorization");
    assert_int_equal(strlen(sent), strlen("Basic ") + (16 + 600 + 2) / 3 * 4);
    free(sent);
    fetch_end(&test);
    server_stop(server);
}

static void absolute_url_elsewhere_gets_no_credentials(void **state)
{
    (void)state;
    struct server *own = server_start(echo, NULL);
    struct server *other = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(own));
    char own_url[128];
    char other_url[128];
    snprintf(own_url, sizeof own_url, "%s/x", server_url(own));
    snprintf(other_url, sizeof other_url, "%s/x", server_url(other));
    test.count = 2;
    test.requests[0].path = own_url;
    test.requests[1].path = other_url;
    fetch(&test);
    char *sent = received_header(server_request(own, 0), "Authorization");
    assert_non_null(sent);
    free(sent);
    assert_header(other, 0, "Authorization", NULL);
    fetch_end(&test);
    server_stop(own);
    server_stop(other);
}

static void context_path_of_the_site_is_kept(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    char site[128];
    snprintf(site, sizeof site, "%s/jira/", server_url(server));
    struct fetch test = fetch_from(site);
    assert_int_equal(fetch_path(&test, "/rest/api/2/myself"), ATL_OK);
    assert_string_equal(server_request(server, 0)->target, "/jira/rest/api/2/myself");
    fetch_end(&test);
    server_stop(server);
}

static void bad_paths_are_refused(void **state)
{
    (void)state;
    static const char *const paths[] = {"rest/api", "ftp://example.com/", "", "/with space",
                                        "http://",  "/new\nline"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct fetch test = fetch_from("http://127.0.0.1:1");
        if (fetch_path(&test, paths[i]) != ATL_USAGE) {
            fail_msg("'%s' gave %d", paths[i], test.outcomes[0].status);
        }
        fetch_end(&test);
    }
}

static void token_with_line_break_is_refused(void **state)
{
    (void)state;
    struct fetch test = fetch_from("http://127.0.0.1:1");
    test.account.token = "abc\ndef";
    assert_int_equal(fetch_path(&test, "/x"), ATL_UNAUTHENTICATED);
    assert_null(strstr(test.outcomes[0].error.message, "abc"));
    fetch_end(&test);
}

/* ---- limits ---- */

static enum fate large(struct connection *connection, const struct received *request, void *context)
{
    (void)context;
    char body[2001];
    memset(body, 'x', sizeof body - 1);
    body[sizeof body - 1] = '\0';
    if (strcmp(request->target, "/declared") == 0) {
        reply(connection, 200, NULL, body);
        return KEEP;
    }
    send_text(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 4; i++) {
        send_text(connection, "1f4\r\n");
        send_bytes(connection, body, 500);
        send_text(connection, "\r\n");
    }
    send_text(connection, "0\r\n\r\n");
    return KEEP;
}

static enum fate endless(struct connection *connection, const struct received *request,
                         void *context)
{
    (void)request;
    (void)context;
    send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx");
    stall(connection);
    return CLOSE;
}

static void too_large_answers_are_refused_once(void **state)
{
    (void)state;
    static const char *const paths[] = {"/declared", "/chunked"};
    for (size_t i = 0; i < 2; i++) {
        struct server *server = server_start(large, NULL);
        struct fetch test = fetch_from(server_url(server));
        test.options.retries = 3;
        test.options.response_limit = 1999;
        assert_int_equal(fetch_path(&test, paths[i]), ATL_FAILED);
        assert_non_null(strstr(test.outcomes[0].error.message, "larger than 1999 bytes"));
        assert_int_equal(server_requests(server), 1);
        fetch_end(&test);
        struct fetch exact = fetch_from(server_url(server));
        exact.requests[0].response_limit = 2000;
        assert_int_equal(fetch_path(&exact, paths[i]), ATL_OK);
        assert_int_equal(exact.outcomes[0].response.length, 2000);
        fetch_end(&exact);
        server_stop(server);
    }
}

static void announced_size_is_refused_before_it_arrives(void **state)
{
    (void)state;
    struct server *server = server_start(endless, NULL);
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/x"), ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "larger than"));
    fetch_end(&test);
    server_stop(server);
}

static size_t compress_zeroes(size_t length, unsigned char *target, size_t size)
{
    static unsigned char zeroes[64 * 1024];
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_out = target;
    stream.avail_out = (uInt)size;
    for (size_t done = 0; done < length; done += sizeof zeroes) {
        stream.next_in = zeroes;
        stream.avail_in = sizeof zeroes;
        assert_int_equal(deflate(&stream, Z_NO_FLUSH), Z_OK);
    }
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t used = size - stream.avail_out;
    deflateEnd(&stream);
    return used;
}

static enum fate gzip(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    const size_t *length = context;
    static unsigned char packed[256 * 1024];
    size_t size = compress_zeroes(*length, packed, sizeof packed);
    char head[128];
    snprintf(head, sizeof head,
             "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", size);
    send_text(connection, head);
    send_bytes(connection, packed, size);
    return KEEP;
}

static void compressed_answer_is_unpacked(void **state)
{
    (void)state;
    size_t length = 1024 * 1024;
    struct server *server = server_start(gzip, &length);
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    assert_int_equal(test.outcomes[0].response.length, length);
    char *accepted = received_header(server_request(server, 0), "Accept-Encoding");
    assert_non_null(strstr(accepted, "gzip"));
    assert_non_null(strstr(accepted, "br"));
    assert_non_null(strstr(accepted, "zstd"));
    free(accepted);
    fetch_end(&test);
    server_stop(server);
}

static void compression_bomb_is_refused(void **state)
{
    (void)state;
    size_t length = in_quantity(128 * 1024 * 1024);
    struct server *server = server_start(gzip, &length);
    struct fetch test = fetch_from(server_url(server));
    test.options.response_limit = length / 2;
    assert_int_equal(fetch_path(&test, "/x"), ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "larger than"));
    fetch_end(&test);
    server_stop(server);
}

static enum fate long_header(struct connection *connection, const struct received *request,
                             void *context)
{
    (void)request;
    (void)context;
    send_text(connection, "HTTP/1.1 200 OK\r\n");
    char line[1024];
    memset(line, 'h', sizeof line);
    memcpy(line, "X-A: ", 5);
    memcpy(line + sizeof line - 3, "\r\n", 3);
    for (int i = 0; i < 1000; i++) {
        send_text(connection, line);
    }
    send_text(connection, "\r\n");
    return CLOSE;
}

static void endless_header_is_refused(void **state)
{
    (void)state;
    struct server *server = server_start(long_header, NULL);
    struct fetch test = fetch_from(server_url(server));
    enum atl_status status = fetch_path(&test, "/x");
    assert_true(status == ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "header"));
    fetch_end(&test);
    server_stop(server);
}

/* ---- cancellation ---- */

static enum fate stall_always(struct connection *connection, const struct received *request,
                              void *context)
{
    (void)request;
    (void)context;
    stall(connection);
    return CLOSE;
}

static enum atl_status send_and_note(void *context, size_t index, struct atl_error *error)
{
    struct fetch *test = context;
    (void)error;
    test->outcomes[index].status =
        atl_http_send(test->http, &test->requests[0], &test->arena, &test->outcomes[index].response,
                      &test->outcomes[index].error);
    return test->outcomes[index].status;
}

static enum atl_status cancel_when_they_wait(void *argument, struct atl_error *error)
{
    struct server *server = argument;
    /* The loop must go on while the server receives: look again after each round. */
    while (server_requests(server) < 2) {
        enum atl_status status = atl_sleep(1, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    return atl_fail(error, ATL_FAILED, "stop");
}

struct cancelling {
    struct fetch *test;
    size_t index;
};

static enum atl_status send_indexed(void *argument, struct atl_error *error)
{
    struct cancelling *cancelling = argument;
    return send_and_note(cancelling->test, cancelling->index, error);
}

/* Two requests are with the server, two wait for their turn; then the group is cancelled. */
static void cancel_all(struct fetch *test, void *context)
{
    struct cancelling each[4];
    struct atl_error error;
    struct atl_group *group = atl_group_open(0, false);
    for (size_t i = 0; i < 4; i++) {
        each[i] = (struct cancelling){.test = test, .index = i};
        assert_int_equal(atl_group_spawn(group, send_indexed, &each[i]), ATL_OK);
    }
    assert_int_equal(atl_group_spawn(group, cancel_when_they_wait, context), ATL_OK);
    assert_int_equal(atl_group_wait(group, &error), ATL_FAILED);
    assert_string_equal(error.message, "stop");
}

static void cancelled_requests_end_at_once(void **state)
{
    (void)state;
    struct server *server = server_start(stall_always, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.concurrency = 2;
    test.requests[0].path = "/x";
    test.instead = cancel_all;
    test.context = server;
    fetch(&test);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(test.outcomes[i].status, ATL_CANCELLED);
    }
    assert_int_equal(server_requests(server), 2);
    fetch_end(&test);
    server_stop(server);
}

static void deadline_ends_a_request(struct fetch *test, void *context)
{
    (void)context;
    struct atl_deadline deadline;
    atl_deadline_begin(&deadline, 50);
    test->outcomes[0].status = atl_http_send(test->http, &test->requests[0], &test->arena,
                                             &test->outcomes[0].response, &test->outcomes[0].error);
    assert_true(atl_deadline_end(&deadline));
}

static void request_past_its_deadline_is_cancelled(void **state)
{
    (void)state;
    struct server *server = server_start(stall_always, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.requests[0].path = "/x";
    test.instead = deadline_ends_a_request;
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_CANCELLED);
    fetch_end(&test);
    server_stop(server);
}

/* ---- the log ---- */

static void log_has_one_line_per_attempt_and_no_secret(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 4;
    test.count = 2;
    test.requests[0].path = "/x?access_token=TOPSECRET&jql=a%3Db&nextPageToken=page2";
    test.requests[1].path = "/y?os_password=TOPSECRET#jwt=TOPSECRET";
    fetch(&test);
    assert_null(strstr(test.log, "TOPSECRET"));
    assert_null(strstr(test.log, "s3cret"));
    assert_null(strstr(test.log, "eW91QGV4YW1wbGUuY29tOnMzY3JldC10MGtlbg"));
    assert_null(strstr(test.log, "Authorization"));
    assert_non_null(strstr(test.log, "/x?access_token=***&jql=a%3Db&nextPageToken=page2 200 "));
    assert_non_null(strstr(test.log, " bytes attempt 1/5 new HTTP/1.1\n"));
    assert_non_null(strstr(test.log, " bytes attempt 1/5 reused HTTP/1.1\n"));
    size_t lines = 0;
    for (const char *c = test.log; *c != '\0'; c++) {
        lines += *c == '\n';
    }
    assert_int_equal(lines, 2);
    fetch_end(&test);
    server_stop(server);
}

/* ---- proxies ---- */

static enum fate act_as_proxy(struct connection *connection, const struct received *request,
                              void *context)
{
    struct server *target = context;
    if (strcmp(request->method, "CONNECT") == 0) {
        send_text(connection, "HTTP/1.1 200 Connection established\r\nX-From-Proxy: 1\r\n\r\n");
        tunnel(connection, server_port(target));
        return CLOSE;
    }
    reply(connection, 200, NULL, "from the proxy");
    return KEEP;
}

static void proxy_of_the_environment_is_used(void **state)
{
    (void)state;
    struct server *target = server_start(echo, NULL);
    struct server *proxy = server_start(act_as_proxy, target);
    char url[128];
    snprintf(url, sizeof url, "http://proxyuser:PROXYSECRET@127.0.0.1:%d", server_port(proxy));
    setenv("http_proxy", url, 1);
    struct fetch test = fetch_from(server_url(target));
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    assert_string_equal(test.outcomes[0].response.body, "from the proxy");
    assert_null(strstr(test.log, "PROXYSECRET"));
    fetch_end(&test);
    setenv("no_proxy", "127.0.0.1", 1);
    struct fetch direct = fetch_from(server_url(target));
    assert_int_equal(fetch_path(&direct, "/x"), ATL_OK);
    assert_string_equal(direct.outcomes[0].response.body, "GET /x ");
    fetch_end(&direct);
    unsetenv("http_proxy");
    unsetenv("no_proxy");
    server_stop(proxy);
    server_stop(target);
}

static void unreachable_proxy_is_named_as_the_cause(void **state)
{
    (void)state;
    struct server *gone = server_start(echo, NULL);
    char url[64];
    snprintf(url, sizeof url, "%s", server_url(gone));
    server_stop(gone);
    setenv("http_proxy", url, 1);
    struct fetch test = fetch_from("http://jira.example.com");
    assert_int_equal(fetch_path(&test, "/x"), ATL_NETWORK);
    assert_non_null(strstr(test.outcomes[0].error.hints[0], "proxy"));
    fetch_end(&test);
    unsetenv("http_proxy");
}

/* ---- in general ---- */

static void many_at_once_share_the_connections(void **state)
{
    (void)state;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.concurrency = 4;
    test.count = MOST_FETCHES;
    test.width = MOST_FETCHES;
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        test.requests[i].path = "/x";
    }
    fetch(&test);
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        assert_int_equal(test.outcomes[i].status, ATL_OK);
        assert_string_equal(test.outcomes[i].response.body, "GET /x ");
    }
    assert_true(server_connections(server) <= 4);
    assert_int_equal(test.statistics.most_in_flight, 4);
    assert_int_equal(test.statistics.requests, MOST_FETCHES);
    fetch_end(&test);
    server_stop(server);
}

static void look_at_descriptors(struct fetch *test, void *context)
{
    int *sockets = context;
    test->requests[0].path = "/x";
    assert_int_equal(atl_http_send(test->http, &test->requests[0], &test->arena,
                                   &test->outcomes[0].response, NULL),
                     ATL_OK);
    for (int descriptor = 3; descriptor < 256; descriptor++) {
        struct stat found;
        if (fstat(descriptor, &found) == 0 && S_ISSOCK(found.st_mode)) {
            ++*sockets;
            assert_int_equal(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
        }
    }
}

static void connections_are_not_inherited_by_other_programs(void **state)
{
    (void)state;
    int sockets = 0;
    struct server *server = server_start(echo, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.instead = look_at_descriptors;
    test.context = &sockets;
    fetch(&test);
    assert_true(sockets >= 3); /* the listener and both ends */
    fetch_end(&test);
    server_stop(server);
}

static void method_words_are_read_in_either_case(void **state)
{
    (void)state;
    enum atl_method method;
    assert_true(atl_method_parse("delete", &method));
    assert_int_equal(method, ATL_DELETE);
    assert_true(atl_method_parse("PATCH", &method));
    assert_int_equal(method, ATL_PATCH);
    assert_false(atl_method_parse("BREW", &method));
    assert_false(atl_method_parse("", &method));
}

static enum fate interim(struct connection *connection, const struct received *request,
                         void *context)
{
    (void)request;
    (void)context;
    send_text(connection, "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
                          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Late: 1\r\n\r\n{}");
    return KEEP;
}

static void headers_of_interim_answers_are_dropped(void **state)
{
    (void)state;
    struct server *server = server_start(interim, NULL);
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/x"), ATL_OK);
    assert_null(atl_http_header(&test.outcomes[0].response, "X-Early"));
    assert_non_null(atl_http_header(&test.outcomes[0].response, "X-Late"));
    const char *name = NULL;
    const char *value = NULL;
    size_t count = 0;
    while (atl_http_header_next(&test.outcomes[0].response, &name, &value)) {
        count++;
    }
    assert_int_equal(count, 2);
    fetch_end(&test);
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_and_bodies_arrive_as_given),
        cmocka_unit_test(head_gets_headers_and_no_body),
        cmocka_unit_test(large_body_is_sent_without_waiting_for_100_continue),
        cmocka_unit_test(own_headers_replace_the_usual_ones),
        cmocka_unit_test(header_with_a_line_break_is_refused),
        cmocka_unit_test(basic_and_bearer_credentials_are_sent),
        cmocka_unit_test(long_token_is_encoded_on_one_line),
        cmocka_unit_test(absolute_url_elsewhere_gets_no_credentials),
        cmocka_unit_test(context_path_of_the_site_is_kept),
        cmocka_unit_test(bad_paths_are_refused),
        cmocka_unit_test(token_with_line_break_is_refused),
        cmocka_unit_test(too_large_answers_are_refused_once),
        cmocka_unit_test(announced_size_is_refused_before_it_arrives),
        cmocka_unit_test(compressed_answer_is_unpacked),
        cmocka_unit_test(compression_bomb_is_refused),
        cmocka_unit_test(endless_header_is_refused),
        cmocka_unit_test(cancelled_requests_end_at_once),
        cmocka_unit_test(request_past_its_deadline_is_cancelled),
        cmocka_unit_test(log_has_one_line_per_attempt_and_no_secret),
        cmocka_unit_test(proxy_of_the_environment_is_used),
        cmocka_unit_test(unreachable_proxy_is_named_as_the_cause),
        cmocka_unit_test(many_at_once_share_the_connections),
        cmocka_unit_test(connections_are_not_inherited_by_other_programs),
        cmocka_unit_test(method_words_are_read_in_either_case),
        cmocka_unit_test(headers_of_interim_answers_are_dropped),
    };
    return cmocka_run_group_tests_name("http requests", tests, NULL, NULL);
}
