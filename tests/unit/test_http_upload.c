/* Bodies that come from a source: streamed, of the length announced, begun anew on a repeat. */
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

enum { LARGE = 3 * 1024 * 1024 + 17 };

/* A body of the digits 0 to 9 in turn. */
struct digits {
    size_t length; /* given before it ends */
    size_t fail_at;
    size_t at;
    size_t largest; /* piece asked for */
    int rewinds;
    bool stays; /* rewinding fails */
};

static bool give(void *context, void *bytes, size_t size, size_t *length)
{
    struct digits *digits = context;
    char *text = bytes;
    *length = 0;
    digits->largest = size > digits->largest ? size : digits->largest;
    while (*length < size && digits->at < digits->length) {
        if (digits->fail_at != 0 && digits->at == digits->fail_at) {
            return false;
        }
        text[(*length)++] = (char)('0' + digits->at++ % 10);
    }
    return true;
}

static bool begin_anew(void *context)
{
    struct digits *digits = context;
    digits->rewinds++;
    digits->at = 0;
    return !digits->stays;
}

static void ask(struct fetch *test, size_t index, enum atl_method method, size_t announced,
                struct digits *digits)
{
    test->requests[index] = (struct atl_http_request){
        .method = method,
        .path = "/upload",
        .content_type = "text/plain",
        .body_length = announced,
        .source = give,
        .rewind = begin_anew,
        .source_context = digits,
    };
}

static void assert_digits(const struct received *request, size_t length)
{
    assert_int_equal(request->body_length, length);
    for (size_t i = 0; i < length; i++) {
        if (request->body[i] != (char)('0' + i % 10)) {
            fail_msg("byte %zu is %c", i, request->body[i]);
        }
    }
}

static enum fate accept_all(struct connection *connection, const struct received *request,
                            void *context)
{
    (void)request;
    (void)context;
    reply(connection, 200, NULL, "{}");
    return KEEP;
}

static void a_source_is_streamed_with_its_length(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 16 * 1024, LARGE};
    static const enum atl_method methods[] = {ATL_POST, ATL_PUT};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (size_t j = 0; j < sizeof methods / sizeof *methods; j++) {
            struct server *server = server_start(accept_all, NULL);
            struct fetch test = fetch_from(server_url(server));
            struct digits digits = {.length = lengths[i]};
            ask(&test, 0, methods[j], lengths[i], &digits);
            fetch(&test);
            assert_int_equal(test.outcomes[0].status, ATL_OK);
            const struct received *request = server_request(server, 0);
            assert_string_equal(request->method, atl_method_name(methods[j]));
            assert_digits(request, lengths[i]);
            char *type = received_header(request, "Content-Type");
            assert_string_equal(type, "text/plain");
            free(type);
            assert_null(received_header(request, "Transfer-Encoding"));
            assert_true(digits.largest <= 1024 * 1024);
            assert_int_equal(digits.rewinds, 0);
            fetch_end(&test);
            server_stop(server);
        }
    }
}

/* A handle is used again: what it was set to for the one must not hold for the other. */
static void sources_and_other_bodies_take_turns(void **state)
{
    (void)state;
    struct server *server = server_start(accept_all, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct digits first = {.length = 100};
    struct digits second = {.length = 200000};
    test.count = 5;
    ask(&test, 0, ATL_POST, 100, &first);
    test.requests[1] = (struct atl_http_request){
        .method = ATL_POST, .path = "/b", .body = "{\"a\":1}", .body_length = 7};
    ask(&test, 2, ATL_POST, 200000, &second);
    test.requests[3] = (struct atl_http_request){.method = ATL_GET, .path = "/c"};
    test.requests[4] = (struct atl_http_request){.method = ATL_POST, .path = "/d"};
    fetch(&test);
    assert_digits(server_request(server, 0), 100);
    assert_string_equal(server_request(server, 1)->body, "{\"a\":1}");
    assert_digits(server_request(server, 2), 200000);
    assert_int_equal(server_request(server, 3)->body_length, 0);
    assert_int_equal(server_request(server, 4)->body_length, 0);
    assert_int_equal(server_connections(server), 1);
    fetch_end(&test);
    server_stop(server);
}

static enum fate refuse_once(struct connection *connection, const struct received *request,
                             void *context)
{
    (void)context;
    if (request->number == 1) {
        reply(connection, 429, "Retry-After: 0\r\n", NULL);
    } else {
        reply(connection, 200, NULL, "{}");
    }
    return KEEP;
}

static void a_repeated_upload_begins_anew(void **state)
{
    (void)state;
    struct server *server = server_start(refuse_once, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct digits digits = {.length = LARGE};
    test.options.retries = 2;
    ask(&test, 0, ATL_POST, LARGE, &digits);
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_OK);
    assert_int_equal(test.outcomes[0].response.status, 200);
    assert_int_equal(server_requests(server), 2);
    assert_digits(server_request(server, 1), LARGE);
    assert_int_equal(digits.rewinds, 1);
    fetch_end(&test);
    server_stop(server);
}

static void one_that_cant_begin_anew_is_not_repeated(void **state)
{
    (void)state;
    struct server *server = server_start(refuse_once, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct digits digits = {.length = 100, .stays = true};
    test.options.retries = 2;
    ask(&test, 0, ATL_POST, 100, &digits);
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_FAILED);
    assert_non_null(strstr(test.outcomes[0].error.message, "can't be read again"));
    assert_int_equal(server_requests(server), 1);
    fetch_end(&test);
    server_stop(server);
}

static void a_source_that_fails_or_ends_early_stops_the_upload(void **state)
{
    (void)state;
    static const struct digits sources[] = {
        {.length = LARGE, .fail_at = 1000000}, {.length = 1000000}, {.length = 0}};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct server *server = server_start(accept_all, NULL);
        struct fetch test = fetch_from(server_url(server));
        struct digits digits = sources[i];
        test.options.retries = 2;
        ask(&test, 0, ATL_POST, LARGE, &digits);
        fetch(&test);
        assert_int_equal(test.outcomes[0].status, ATL_FAILED);
        assert_non_null(strstr(test.outcomes[0].error.message, "can't be read to its end"));
        assert_int_equal(server_requests(server), 0);
        fetch_end(&test);
        server_stop(server);
    }
}

static enum fate break_off(struct connection *connection, const struct received *request,
                           void *context)
{
    (void)connection;
    (void)request;
    (void)context;
    return RESET;
}

static void a_post_that_broke_off_is_not_sent_twice(void **state)
{
    (void)state;
    struct server *server = server_start(break_off, NULL);
    struct fetch test = fetch_from(server_url(server));
    struct digits digits = {.length = LARGE};
    test.options.retries = 3;
    ask(&test, 0, ATL_POST, LARGE, &digits);
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_UNKNOWN_OUTCOME);
    assert_int_equal(server_requests(server), 1);
    fetch_end(&test);
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_is_streamed_with_its_length),
        cmocka_unit_test(sources_and_other_bodies_take_turns),
        cmocka_unit_test(a_repeated_upload_begins_anew),
        cmocka_unit_test(one_that_cant_begin_anew_is_not_repeated),
        cmocka_unit_test(a_source_that_fails_or_ends_early_stops_the_upload),
        cmocka_unit_test(a_post_that_broke_off_is_not_sent_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
