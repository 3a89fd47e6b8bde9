/*
 * HTTP/2: many requests over one connection, and what becomes of a request when the server refuses
 * its stream, goes away or breaks off. The servers here speak just enough frames (RFC 9113).
 */
#include "support/certificates.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum frame_type { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7 };
enum frame_flag { END_STREAM = 1, ACK = 1, END_HEADERS = 4 };
enum { NO_ERROR = 0, INTERNAL_ERROR = 2, REFUSED_STREAM = 7 };

struct frame {
    unsigned type;
    unsigned flags;
    unsigned stream;
    size_t length;
    unsigned char payload[32 * 1024];
};

static bool receive_all(struct connection *connection, void *bytes, size_t length)
{
    unsigned char *rest = bytes;
    while (length > 0) {
        size_t count = receive_bytes(connection, rest, length);
        if (count == 0) {
            return false;
        }
        rest += count;
        length -= count;
    }
    return true;
}

static bool receive_frame(struct connection *connection, struct frame *frame)
{
    unsigned char head[9];
    if (!receive_all(connection, head, sizeof head)) {
        return false;
    }
    frame->length = (size_t)head[0] << 16 | (size_t)head[1] << 8 | head[2];
    frame->type = head[3];
    frame->flags = head[4];
    frame->stream =
        (unsigned)head[5] << 24 | (unsigned)head[6] << 16 | (unsigned)head[7] << 8 | head[8];
    return frame->length <= sizeof frame->payload &&
           receive_all(connection, frame->payload, frame->length);
}

static void send_frame(struct connection *connection, unsigned type, unsigned flags,
                       unsigned stream, const void *payload, size_t length)
{
    unsigned char bytes[256] = {0,
                                0,
                                (unsigned char)length,
                                (unsigned char)type,
                                (unsigned char)flags,
                                (unsigned char)(stream >> 24),
                                (unsigned char)(stream >> 16),
                                (unsigned char)(stream >> 8),
                                (unsigned char)stream};
    if (length > 0) {
        memcpy(bytes + 9, payload, length);
    }
    send_bytes(connection, bytes, 9 + length);
}

static void send_number_frame(struct connection *connection, unsigned type, unsigned stream,
                              unsigned number)
{
    unsigned char payload[4] = {0, 0, 0, (unsigned char)number};
    send_frame(connection, type, 0, stream, payload, sizeof payload);
}

/* GOAWAY without an error: nothing above `last` has been processed. */
static void send_goaway(struct connection *connection, unsigned last)
{
    unsigned char payload[8] = {0, 0, 0, (unsigned char)last};
    send_frame(connection, GOAWAY, 0, 0, payload, sizeof payload);
}

/* ":status: 200" is entry 8 of HPACK's static table. */
static void answer(struct connection *connection, unsigned stream)
{
    static const unsigned char status_200[] = {0x88};
    send_frame(connection, HEADERS, END_HEADERS, stream, status_200, sizeof status_200);
    send_frame(connection, DATA, END_STREAM, stream, "{}", 2);
}

/* What happens to the streams that come, counted over all connections. */
typedef bool (*stream_handler)(struct connection *connection, unsigned stream, int number);

struct script {
    stream_handler handle; /* false ends the connection */
    atomic_int streams;
};

static enum fate speak_http2(struct connection *connection, const struct received *request,
                             void *context)
{
    (void)request;
    struct script *script = context;
    char preface[24];
    struct frame *frame = malloc(sizeof *frame);
    enum fate fate = CLOSE;
    if (receive_all(connection, preface, sizeof preface)) {
        send_frame(connection, SETTINGS, 0, 0, NULL, 0);
        while (receive_frame(connection, frame)) {
            if (frame->type == SETTINGS && (frame->flags & ACK) == 0) {
                send_frame(connection, SETTINGS, ACK, 0, NULL, 0);
            } else if (frame->type == PING && (frame->flags & ACK) == 0) {
                send_frame(connection, PING, ACK, 0, frame->payload, frame->length);
            } else if (frame->type == HEADERS) {
                int number = atomic_fetch_add(&script->streams, 1) + 1;
                if (!script->handle(connection, frame->stream, number)) {
                    fate = RESET;
                    break;
                }
            }
        }
    }
    free(frame);
    return fate;
}

/* Sends a GET, which opens the connection, and then a POST over it. */
static void run_script(stream_handler handle, struct fetch *test, struct script *script)
{
    *script = (struct script){.handle = handle};
    struct server *server =
        server_start_raw_tls(speak_http2, script, good.certificate, good.key, "h2");
    char site[64];
    snprintf(site, sizeof site, "%s", server_url(server));
    *test = fetch_from(site);
    test->account.tls_ca_file = ca;
    test->options.retries = 3;
    test->count = 2;
    test->requests[0].path = "/warm-up";
    test->requests[1].path = "/create";
    test->requests[1].method = ATL_POST;
    fetch(test);
    server_stop(server);
}

static bool answer_all(struct connection *connection, unsigned stream, int number)
{
    (void)number;
    answer(connection, stream);
    return true;
}

static void requests_share_one_connection(void **state)
{
    (void)state;
    struct script script = {.handle = answer_all};
    struct server *server =
        server_start_raw_tls(speak_http2, &script, good.certificate, good.key, "h2");
    struct fetch test = fetch_from(server_url(server));
    test.account.tls_ca_file = ca;
    test.count = MOST_FETCHES;
    test.width = MOST_FETCHES;
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        test.requests[i].path = "/x";
    }
    fetch(&test);
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        assert_int_equal(test.outcomes[i].status, ATL_OK);
        assert_string_equal(test.outcomes[i].response.body, "{}");
    }
    assert_int_equal(server_connections(server), 1);
    assert_int_equal(test.statistics.connections, 1);
    assert_non_null(strstr(test.log, "new HTTP/2\n"));
    assert_non_null(strstr(test.log, "reused HTTP/2\n"));
    fetch_end(&test);
    server_stop(server);
}

static bool refuse_second(struct connection *connection, unsigned stream, int number)
{
    if (number == 2) {
        send_number_frame(connection, RST_STREAM, stream, REFUSED_STREAM);
    } else {
        answer(connection, stream);
    }
    return true;
}

static void refused_stream_is_repeated_even_for_post(void **state)
{
    (void)state;
    struct fetch test;
    struct script script;
    run_script(refuse_second, &test, &script);
    assert_int_equal(test.outcomes[1].status, ATL_OK);
    assert_int_equal(test.outcomes[1].response.status, 200);
    assert_int_equal(script.streams, 3);
    fetch_end(&test);
}

/* As a server does that has had its number of requests: this one came too late. */
static bool go_away_before_second(struct connection *connection, unsigned stream, int number)
{
    if (number == 2) {
        send_goaway(connection, stream - 2);
        return true;
    }
    answer(connection, stream);
    return true;
}

static void request_that_came_after_goaway_is_repeated_even_for_post(void **state)
{
    (void)state;
    struct fetch test;
    struct script script;
    run_script(go_away_before_second, &test, &script);
    if (test.outcomes[1].status != ATL_OK) {
        fail_msg("%s\n%s", test.outcomes[1].error.message, test.log);
    }
    assert_int_equal(test.outcomes[1].response.status, 200);
    assert_int_equal(script.streams, 3);
    fetch_end(&test);
}

static bool go_away_after_applying(struct connection *connection, unsigned stream, int number)
{
    if (number == 2) {
        send_goaway(connection, stream);
        return false;
    }
    answer(connection, stream);
    return true;
}

static bool break_off_second(struct connection *connection, unsigned stream, int number)
{
    if (number == 2) {
        return false;
    }
    answer(connection, stream);
    return true;
}

static bool fail_second(struct connection *connection, unsigned stream, int number)
{
    if (number == 2) {
        send_number_frame(connection, RST_STREAM, stream, INTERNAL_ERROR);
    } else {
        answer(connection, stream);
    }
    return true;
}

static void post_that_may_have_been_applied_is_not_doubled(void **state)
{
    (void)state;
    static const stream_handler handlers[] = {go_away_after_applying, break_off_second,
                                              fail_second};
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++) {
        struct fetch test;
        struct script script;
        run_script(handlers[i], &test, &script);
        assert_int_equal(test.outcomes[0].status, ATL_OK);
        if (test.outcomes[1].status != ATL_UNKNOWN_OUTCOME || script.streams != 2) {
            fail_msg("handler %zu: status %d, %d streams, %s", i, test.outcomes[1].status,
                     script.streams, test.log);
        }
        fetch_end(&test);
    }
}

static int make_certificates(void **state)
{
    (void)state;
    return certificates_make() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_share_one_connection),
        cmocka_unit_test(refused_stream_is_repeated_even_for_post),
        cmocka_unit_test(request_that_came_after_goaway_is_repeated_even_for_post),
        cmocka_unit_test(post_that_may_have_been_applied_is_not_doubled),
    };
    return cmocka_run_group_tests_name("http http2", tests, make_certificates, NULL);
}
