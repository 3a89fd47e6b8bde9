/* The retry table of http.h: what the server saw, and what the caller got, for every way to fail.
 */
#include "http/retry.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

/* ---- ways to fail ---- */

typedef enum fate (*failure)(struct connection *connection);

static enum fate answer_429(struct connection *connection)
{
    reply(connection, 429, NULL, "slow down");
    return KEEP;
}

static enum fate answer_429_with_wait(struct connection *connection)
{
    reply(connection, 429, "Retry-After: 0\r\n", "slow down");
    return KEEP;
}

static enum fate answer_503_with_wait(struct connection *connection)
{
    reply(connection, 503, "Retry-After: 0\r\n", NULL);
    return KEEP;
}

static enum fate answer_500(struct connection *connection)
{
    reply(connection, 500, NULL, "{}");
    return KEEP;
}

static enum fate answer_502(struct connection *connection)
{
    reply(connection, 502, NULL, NULL);
    return KEEP;
}

static enum fate answer_503(struct connection *connection)
{
    reply(connection, 503, NULL, NULL);
    return KEEP;
}

static enum fate answer_504(struct connection *connection)
{
    reply(connection, 504, NULL, NULL);
    return KEEP;
}

static enum fate break_off(struct connection *connection)
{
    (void)connection;
    return RESET;
}

static enum fate say_nothing(struct connection *connection)
{
    (void)connection;
    return CLOSE;
}

static enum fate break_off_in_header(struct connection *connection)
{
    send_text(connection, "HTTP/1.1 200 OK\r\nContent-Le");
    return RESET;
}

static enum fate break_off_in_body(struct connection *connection)
{
    send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"cut\":");
    return CLOSE;
}

static enum fate break_off_in_chunk(struct connection *connection)
{
    send_text(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"cut\":");
    return CLOSE;
}

static enum fate talk_nonsense(struct connection *connection)
{
    send_text(connection, "200 fine, I suppose\r\n\r\n");
    return CLOSE;
}

static enum fate answer_501(struct connection *connection)
{
    reply(connection, 501, NULL, NULL);
    return KEEP;
}

static enum fate answer_400(struct connection *connection)
{
    reply(connection, 400, NULL, "{}");
    return KEEP;
}

static enum fate answer_401(struct connection *connection)
{
    reply(connection, 401, NULL, "{}");
    return KEEP;
}

static enum fate answer_404(struct connection *connection)
{
    reply(connection, 404, NULL, "{}");
    return KEEP;
}

static enum fate answer_408(struct connection *connection)
{
    reply(connection, 408, NULL, "{}");
    return KEEP;
}

static enum fate answer_409(struct connection *connection)
{
    reply(connection, 409, NULL, "{}");
    return KEEP;
}

enum rule { ALWAYS, IF_REPEATABLE, NEVER };

static const struct {
    const char *name;
    failure fail;
    enum rule repeated;
    bool without_answer;
    bool needs_body; /* a HEAD doesn't notice */
} rows[] = {
    {"429", answer_429, ALWAYS, false, false},
    {"429 with Retry-After", answer_429_with_wait, ALWAYS, false, false},
    {"503 with Retry-After", answer_503_with_wait, ALWAYS, false, false},
    {"500", answer_500, IF_REPEATABLE, false, false},
    {"502", answer_502, IF_REPEATABLE, false, false},
    {"503", answer_503, IF_REPEATABLE, false, false},
    {"504", answer_504, IF_REPEATABLE, false, false},
    {"reset", break_off, IF_REPEATABLE, true, false},
    {"empty reply", say_nothing, IF_REPEATABLE, true, false},
    {"reset in the header", break_off_in_header, IF_REPEATABLE, true, false},
    {"truncated body", break_off_in_body, IF_REPEATABLE, true, true},
    {"truncated chunk", break_off_in_chunk, IF_REPEATABLE, true, true},
    {"malformed status line", talk_nonsense, IF_REPEATABLE, true, false},
    {"501", answer_501, NEVER, false, false},
    {"400", answer_400, NEVER, false, false},
    {"401", answer_401, NEVER, false, false},
    {"404", answer_404, NEVER, false, false},
    {"408", answer_408, NEVER, false, false},
    {"409", answer_409, NEVER, false, false},
};

static const struct {
    const char *name;
    enum atl_method method;
    bool safe_to_repeat;
    bool repeatable;
} methods[] = {
    {"GET", ATL_GET, false, true},       {"HEAD", ATL_HEAD, false, true},
    {"PUT", ATL_PUT, false, true},       {"DELETE", ATL_DELETE, false, true},
    {"POST", ATL_POST, false, false},    {"PATCH", ATL_PATCH, false, false},
    {"safe POST", ATL_POST, true, true},
};

static enum fate fail_once(struct connection *connection, const struct received *request,
                           void *context)
{
    const failure *fail = context;
    if (request->number == 1) {
        return (*fail)(connection);
    }
    reply(connection, 200, NULL, "{\"fine\":true}");
    return KEEP;
}

static void check_row(size_t row, size_t method)
{
    struct server *server = server_start(fail_once, (void *)&rows[row].fail);
    struct fetch test = fetch_from(server_url(server));
    bool repeated = rows[row].repeated == ALWAYS ||
                    (rows[row].repeated == IF_REPEATABLE && methods[method].repeatable);
    bool noticed = !(rows[row].needs_body && methods[method].method == ATL_HEAD);
    test.options.retries = 3;
    test.requests[0].method = methods[method].method;
    test.requests[0].safe_to_repeat = methods[method].safe_to_repeat;
    enum atl_status status = fetch_path(&test, "/rest/api/3/thing");
    int seen = server_requests(server);
    int expected = repeated && noticed ? 2 : 1;
    enum atl_status expected_status =
        rows[row].without_answer && !repeated && noticed ? ATL_UNKNOWN_OUTCOME : ATL_OK;
    if (seen != expected || status != expected_status) {
        fail_msg("%s of %s: %d requests instead of %d, status %d instead of %d (%s)",
                 rows[row].name, methods[method].name, seen, expected, status, expected_status,
                 test.outcomes[0].error.message);
    }
    if (repeated && noticed) {
        assert_int_equal(test.outcomes[0].response.status, 200);
        assert_int_equal(test.outcomes[0].response.attempts, 2);
        assert_int_equal(test.statistics.retries, 1);
    }
    fetch_end(&test);
    server_stop(server);
}

static void every_failure_is_repeated_as_the_table_says(void **state)
{
    (void)state;
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        for (size_t method = 0; method < sizeof methods / sizeof *methods; method++) {
            check_row(row, method);
        }
    }
}

static enum fate stall_once(struct connection *connection, const struct received *request,
                            void *context)
{
    (void)context;
    if (request->number == 1) {
        stall(connection);
        return CLOSE;
    }
    reply(connection, 200, NULL, "{}");
    return KEEP;
}

static enum fate stall_in_body(struct connection *connection, const struct received *request,
                               void *context)
{
    (void)request;
    (void)context;
    send_text(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"cut\":");
    stall(connection);
    return CLOSE;
}

/* The time limit must pass here; on a slow machine more attempts may meet it, and succeed later. */
static void get_is_repeated_after_a_timeout(void **state)
{
    (void)state;
    struct server *server = server_start(stall_once, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 100;
    test.options.timeout_ms = 200;
    assert_int_equal(fetch_path(&test, "/a"), ATL_OK);
    assert_int_equal(test.outcomes[0].response.status, 200);
    assert_true(server_requests(server) >= 2);
    fetch_end(&test);
    server_stop(server);
}

static void post_is_not_repeated_after_a_timeout(void **state)
{
    (void)state;
    struct server *server = server_start(stall_in_body, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 5;
    test.options.timeout_ms = 200;
    test.requests[0].method = ATL_POST;
    assert_int_equal(fetch_path(&test, "/a"), ATL_UNKNOWN_OUTCOME);
    assert_true(server_requests(server) <= 1);
    assert_non_null(strstr(test.outcomes[0].error.message, "timed out"));
    fetch_end(&test);
    server_stop(server);
}

static enum fate always_500(struct connection *connection, const struct received *request,
                            void *context)
{
    (void)request;
    (void)context;
    reply(connection, 500, NULL, "{\"errorMessages\":[\"database is down\"]}");
    return KEEP;
}

static void attempts_end_after_the_retries_asked_for(void **state)
{
    (void)state;
    static const int retries[] = {0, 1, 4};
    for (size_t i = 0; i < sizeof retries / sizeof *retries; i++) {
        struct server *server = server_start(always_500, NULL);
        struct fetch test = fetch_from(server_url(server));
        test.options.retries = retries[i];
        assert_int_equal(fetch_path(&test, "/a"), ATL_OK);
        assert_int_equal(server_requests(server), retries[i] + 1);
        assert_int_equal(fetch_check(&test, 0), ATL_FAILED);
        assert_non_null(strstr(test.outcomes[0].error.message, "database is down"));
        fetch_end(&test);
        server_stop(server);
    }
}

static void post_answered_500_has_an_unknown_outcome(void **state)
{
    (void)state;
    struct server *server = server_start(always_500, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 5;
    test.requests[0].method = ATL_POST;
    assert_int_equal(fetch_path(&test, "/a"), ATL_OK);
    assert_int_equal(fetch_check(&test, 0), ATL_UNKNOWN_OUTCOME);
    assert_int_equal(test.outcomes[0].error.http_status, 500);
    assert_int_equal(server_requests(server), 1);
    fetch_end(&test);
    server_stop(server);
}

/* ---- never sent ---- */

static enum fate refuse_handshake(struct connection *connection, const struct received *request,
                                  void *context)
{
    (void)request;
    (void)context;
    char hello[64];
    receive_bytes(connection, hello, sizeof hello);
    return RESET;
}

static void failed_handshake_is_repeated_even_for_post(void **state)
{
    (void)state;
    struct server *server = server_start_raw(refuse_handshake, NULL);
    char site[64];
    snprintf(site, sizeof site, "https://localhost:%d", server_port(server));
    struct fetch test = fetch_from(site);
    test.options.retries = 2;
    test.requests[0].method = ATL_POST;
    assert_int_equal(fetch_path(&test, "/a"), ATL_TLS);
    /* An address of localhost that nobody listens on may be tried, too, but isn't seen here. */
    assert_int_equal(server_requests(server), 3);
    fetch_end(&test);
    server_stop(server);
}

static void refused_connection_is_repeated_even_for_post(void **state)
{
    (void)state;
    struct server *server = server_start_raw(refuse_handshake, NULL);
    char site[64];
    snprintf(site, sizeof site, "%s", server_url(server));
    server_stop(server);
    struct fetch test = fetch_from(site);
    test.options.retries = 2;
    test.requests[0].method = ATL_POST;
    assert_int_equal(fetch_path(&test, "/a"), ATL_NETWORK);
    assert_int_equal(test.statistics.requests, 3);
    assert_non_null(strstr(test.outcomes[0].error.message, "can't connect to 127.0.0.1"));
    assert_non_null(strstr(test.outcomes[0].error.message, ": Connection refused"));
    assert_null(strstr(test.outcomes[0].error.message, "Failed to connect"));
    fetch_end(&test);
}

static void unknown_host_says_so(void **state)
{
    (void)state;
    struct fetch test = fetch_from("http://no-such-host.invalid");
    assert_int_equal(fetch_path(&test, "/a"), ATL_NETWORK);
    assert_non_null(strstr(test.outcomes[0].error.message, "no-such-host.invalid"));
    fetch_end(&test);
}

/* ---- a kept connection that the server closes ---- */

/* The first request of a connection is answered, the second one carried out and not answered. */
static enum fate close_after_applying(struct connection *connection, const struct received *request,
                                      void *context)
{
    (void)context;
    if (strcmp(request->target, "/warm-up") == 0 || request->connection > 1) {
        reply(connection, 200, NULL, "{}");
        return KEEP;
    }
    return CLOSE;
}

static void post_on_a_closed_connection_is_not_doubled(void **state)
{
    (void)state;
    struct server *server = server_start(close_after_applying, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 5;
    test.count = 2;
    test.requests[0].path = "/warm-up";
    test.requests[1].path = "/create";
    test.requests[1].method = ATL_POST;
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_OK);
    assert_int_equal(test.outcomes[1].status, ATL_UNKNOWN_OUTCOME);
    assert_int_equal(server_requests(server), 2);
    fetch_end(&test);
    server_stop(server);
}

/* The same, and nobody can be reached any more. */
static enum fate disappear_after_applying(struct connection *connection,
                                          const struct received *request, void *context)
{
    (void)context;
    if (strcmp(request->target, "/warm-up") == 0) {
        reply(connection, 200, NULL, "{}");
        return KEEP;
    }
    refuse_connections(connection);
    return CLOSE;
}

static void check_disappearing(enum atl_method method, enum atl_status status, bool in_doubt)
{
    struct server *server = server_start(disappear_after_applying, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 2;
    test.count = 2;
    test.requests[0].path = "/warm-up";
    test.requests[1].path = "/change";
    test.requests[1].method = method;
    fetch(&test);
    const struct atl_error *error = &test.outcomes[1].error;
    assert_int_equal(test.outcomes[1].status, status);
    assert_int_equal(server_requests(server), 2);
    assert_int_equal(atl_error_is_in_doubt(error), in_doubt);
    const char *last = error->hint_count == 0 ? "" : error->hints[error->hint_count - 1];
    assert_true((strstr(last, "it may have been done") != NULL) == in_doubt);
    fetch_end(&test);
    server_stop(server);
}

/* libcurl connects anew by itself: when that fails, the request had been sent before all the same.
 */
static void what_was_sent_is_in_doubt_when_connecting_again_fails(void **state)
{
    (void)state;
    check_disappearing(ATL_POST, ATL_UNKNOWN_OUTCOME, true);
    check_disappearing(ATL_PUT, ATL_NETWORK, true);
    check_disappearing(ATL_DELETE, ATL_NETWORK, true);
    check_disappearing(ATL_GET, ATL_NETWORK, false);
}

static void get_on_a_closed_connection_is_sent_again(void **state)
{
    (void)state;
    struct server *server = server_start(close_after_applying, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.count = 2;
    test.requests[0].path = "/warm-up";
    test.requests[1].path = "/read";
    fetch(&test);
    assert_int_equal(test.outcomes[1].status, ATL_OK);
    assert_int_equal(test.outcomes[1].response.status, 200);
    assert_int_equal(test.outcomes[0].response.attempts, 1);
    assert_int_equal(test.outcomes[1].response.attempts, 2);
    assert_int_equal(server_requests(server), 3);
    fetch_end(&test);
    server_stop(server);
}

/* ---- sinks ---- */

struct collected {
    struct atl_buffer bytes;
    int restarts;
};

static bool collect(void *context, const void *bytes, size_t length)
{
    struct collected *collected = context;
    atl_buffer_append(&collected->bytes, bytes, length);
    return true;
}

static void start_over(void *context)
{
    struct collected *collected = context;
    collected->restarts++;
    atl_buffer_truncate(&collected->bytes, 0);
}

static void sink_starts_over_before_a_repeated_attempt(void **state)
{
    (void)state;
    failure fail = break_off_in_body;
    struct server *server = server_start(fail_once, (void *)&fail);
    struct fetch test = fetch_from(server_url(server));
    struct collected collected = {0};
    test.options.retries = 1;
    test.requests[0].sink = collect;
    test.requests[0].restart = start_over;
    test.requests[0].sink_context = &collected;
    assert_int_equal(fetch_path(&test, "/a"), ATL_OK);
    assert_int_equal(collected.restarts, 1);
    assert_string_equal(collected.bytes.data, "{\"fine\":true}");
    assert_string_equal(test.outcomes[0].response.body, "");
    atl_buffer_free(&collected.bytes);
    fetch_end(&test);
    server_stop(server);
}

static bool refuse(void *context, const void *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return false;
}

static void sink_that_refuses_ends_the_request(void **state)
{
    (void)state;
    failure fail = answer_500;
    struct server *server = server_start(fail_once, (void *)&fail);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 5;
    test.requests[0].sink = refuse;
    assert_int_equal(fetch_path(&test, "/a"), ATL_FAILED);
    /* The 500 was repeated: its body is not for the sink. */
    assert_int_equal(server_requests(server), 2);
    fetch_end(&test);
    server_stop(server);
}

/* ---- the table itself ---- */

static void impossible_and_given_up_are_never_repeated(void **state)
{
    (void)state;
    for (int repeatable = 0; repeatable < 2; repeatable++) {
        struct atl_attempt attempt = {.ending = ATL_ENDING_IMPOSSIBLE};
        assert_int_equal(atl_retry_judge(repeatable, &attempt), ATL_VERDICT_DONE);
        attempt.ending = ATL_ENDING_GIVEN_UP;
        assert_int_equal(atl_retry_judge(repeatable, &attempt), ATL_VERDICT_DONE);
        attempt.ending = ATL_ENDING_NEVER_SENT;
        assert_int_equal(atl_retry_judge(repeatable, &attempt), ATL_VERDICT_REPEAT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failure_is_repeated_as_the_table_says),
        cmocka_unit_test(get_is_repeated_after_a_timeout),
        cmocka_unit_test(post_is_not_repeated_after_a_timeout),
        cmocka_unit_test(attempts_end_after_the_retries_asked_for),
        cmocka_unit_test(post_answered_500_has_an_unknown_outcome),
        cmocka_unit_test(failed_handshake_is_repeated_even_for_post),
        cmocka_unit_test(refused_connection_is_repeated_even_for_post),
        cmocka_unit_test(unknown_host_says_so),
        cmocka_unit_test(post_on_a_closed_connection_is_not_doubled),
        cmocka_unit_test(what_was_sent_is_in_doubt_when_connecting_again_fails),
        cmocka_unit_test(get_on_a_closed_connection_is_sent_again),
        cmocka_unit_test(sink_starts_over_before_a_repeated_attempt),
        cmocka_unit_test(sink_that_refuses_ends_the_request),
        cmocka_unit_test(impossible_and_given_up_are_never_repeated),
    };
    return cmocka_run_group_tests_name("http retries", tests, NULL, NULL);
}
