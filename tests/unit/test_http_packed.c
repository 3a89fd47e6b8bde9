/* Answers that stay as the server packed them until they are wanted. */
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char text[] = "{\"errorMessages\":[\"There is no field 'x'.\"]}";

/* What the server says to each request. */
struct say {
    int status;
    const char *encoding; /* NULL: none */
    unsigned char bytes[256];
    size_t length;
};

static size_t pack(unsigned char *bytes, size_t room, const void *from, size_t length)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)from,
                       .avail_in = (uInt)length,
                       .next_out = bytes,
                       .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 9,
                                  Z_DEFAULT_STRATEGY),
                     Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return room - stream.avail_out;
}

static struct say say_packed(int status)
{
    struct say say = {.status = status, .encoding = "gzip"};
    say.length = pack(say.bytes, sizeof say.bytes, text, strlen(text));
    return say;
}

static enum fate answer(struct connection *connection, const struct received *request,
                        void *context)
{
    (void)request;
    const struct say *say = context;
    char header[256];
    snprintf(
        header, sizeof header,
        "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\n%s%s%sContent-Length: %zu\r\n\r\n",
        say->status, say->encoding == NULL ? "" : "Content-Encoding: ",
        say->encoding == NULL ? "" : say->encoding, say->encoding == NULL ? "" : "\r\n",
        say->length);
    send_text(connection, header);
    send_bytes(connection, say->bytes, say->length);
    return KEEP;
}

static struct server *ask(struct fetch *asked, struct say *say)
{
    struct server *server = server_start(answer, say);
    *asked = fetch_from(server_url(server));
    asked->requests[0] =
        (struct atl_http_request){.method = ATL_GET, .path = "/it", .keep_packed = true};
    asked->options.response_limit = 10000;
    fetch(asked);
    assert_int_equal(asked->outcomes[0].status, ATL_OK);
    return server;
}

static void end(struct fetch *asked, struct server *server)
{
    fetch_end(asked);
    server_stop(server);
}

/* The engine is closed by now; of it, unpacking wants the limit alone. */
static enum atl_status unpack(struct fetch *asked, struct atl_error *error)
{
    struct atl_http *http = atl_http_open(&asked->account, &asked->options);
    atl_error_clear(error);
    enum atl_status status =
        atl_http_unpack(http, &asked->arena, &asked->outcomes[0].response, error);
    atl_http_close(http);
    return status;
}

static void packed_answers_stay_so_until_they_are_wanted(void **state)
{
    (void)state;
    struct say say = say_packed(200);
    struct fetch asked;
    struct atl_error error;
    struct server *server = ask(&asked, &say);
    const struct atl_http_response *response = &asked.outcomes[0].response;
    assert_string_equal(response->packing, "gzip");
    assert_int_equal(response->length, say.length);
    assert_memory_equal(response->body, say.bytes, say.length);
    char *accepted = received_header(server_request(server, 0), "Accept-Encoding");
    assert_string_equal(accepted, "gzip");
    free(accepted);
    assert_int_equal(unpack(&asked, &error), ATL_OK);
    assert_string_equal(response->body, text);
    assert_int_equal(response->length, strlen(text));
    assert_null(response->packing);
    end(&asked, server);
}

static void answers_that_are_not_packed_are_left_alone(void **state)
{
    (void)state;
    static const char *const encodings[] = {NULL, "identity"};
    for (size_t i = 0; i < 2; i++) {
        struct say say = {.status = 200, .encoding = encodings[i], .length = strlen(text)};
        memcpy(say.bytes, text, say.length);
        struct fetch asked;
        struct atl_error error;
        struct server *server = ask(&asked, &say);
        assert_null(asked.outcomes[0].response.packing);
        assert_int_equal(unpack(&asked, &error), ATL_OK);
        assert_string_equal(asked.outcomes[0].response.body, text);
        end(&asked, server);
    }
}

static void refusals_are_unpacked_at_once(void **state)
{
    (void)state;
    struct say say = say_packed(400);
    struct fetch asked;
    struct server *server = ask(&asked, &say);
    assert_null(asked.outcomes[0].response.packing);
    assert_int_equal(fetch_check(&asked, 0), ATL_FAILED);
    assert_non_null(strstr(asked.outcomes[0].error.message, "There is no field 'x'"));
    end(&asked, server);
}

static void check_damaged(struct say *say, const char *message)
{
    struct fetch asked;
    struct atl_error error;
    struct server *server = ask(&asked, say);
    assert_int_equal(unpack(&asked, &error), ATL_FAILED);
    assert_string_equal(error.message, message);
    end(&asked, server);
}

static void damaged_answers_are_errors(void **state)
{
    (void)state;
    struct say say = say_packed(200);
    say.bytes[say.length - 6] ^= 1;
    check_damaged(&say, "the server's answer can't be unpacked: it is damaged, or cut short");
    say = say_packed(200);
    say.length -= 12;
    check_damaged(&say, "the server's answer can't be unpacked: it is damaged, or cut short");
    say = say_packed(200);
    say.bytes[0] = 'x';
    check_damaged(&say, "the server's answer can't be unpacked: it is damaged, or cut short");
    say = say_packed(200);
    say.bytes[say.length++] = 'x';
    check_damaged(&say, "the server's answer can't be unpacked: it goes on behind its end");
    say = say_packed(200);
    say.encoding = "br";
    check_damaged(&say, "the server packed its answer as 'br', and not as asked");
}

/* Nobody's word is taken for how long it is: neither too little nor too much. */
static void length_is_what_comes_out(void **state)
{
    (void)state;
    static const unsigned char lies[] = {0, 1, 0x7F, 0xFF};
    for (size_t i = 0; i < sizeof lies; i++) {
        struct say say = say_packed(200);
        memset(say.bytes + say.length - 4, lies[i], 4);
        check_damaged(&say, "the server's answer can't be unpacked: it is damaged, or cut short");
    }
    char much[20000] = {0};
    struct say say = {.status = 200, .encoding = "gzip"};
    say.length = pack(say.bytes, sizeof say.bytes, much, sizeof much);
    check_damaged(&say, "the answer is larger than 10000 bytes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_answers_stay_so_until_they_are_wanted),
        cmocka_unit_test(answers_that_are_not_packed_are_left_alone),
        cmocka_unit_test(refusals_are_unpacked_at_once),
        cmocka_unit_test(damaged_answers_are_errors),
        cmocka_unit_test(length_is_what_comes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
