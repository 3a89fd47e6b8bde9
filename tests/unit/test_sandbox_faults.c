/*
 * What clients of the sandbox see on the wire when it misbehaves, byte by byte: resets, bodies that
 * end too soon or never, and the port that downloads come from, whose content the tests provide.
 */
#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"
#include "sandbox/server/server.h"
#include "unit.h"

#include "atlcli/clock.h"
#include "atlcli/json.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    FILE_BYTES = 300 * 1000, /* more than fits into one packet or buffer */
    LONG_MS = 60 * 1000,     /* ends a hang, nothing else */
    SHORT_MS = 300,          /* long enough to be sure that nothing comes */
};

/* ---- the sandbox, in this process ---- */

static struct sandbox *sandbox;
static struct MHD_Daemon *daemon_running;
static pthread_t waiting;
static uint16_t port;
static atomic_int files_read; /* how often the handler ran */

static bool content(struct sandbox *of, const char *path, struct reply *reply)
{
    (void)of;
    files_read++;
    if (strcmp(path, "attachment/7") != 0) {
        return false;
    }
    reply->content_type = "text/plain";
    for (int i = 0; i < FILE_BYTES; i++) {
        atl_buffer_add_char(&reply->body, (char)('a' + i % 26));
    }
    return true;
}

static void *release(void *context)
{
    latency_run(context);
    return NULL;
}

static int start(void **state)
{
    (void)state;
    struct atl_error error;
    int listener;
    int media_listener;
    uint16_t media_port;
    files_read = 0;
    sandbox = atl_alloc(sizeof *sandbox);
    sandbox->options = (struct sandbox_options){.context_path = "",
                                                .token = "sandbox-token",
                                                .user_email = "you@example.com",
                                                .products = SANDBOX_JIRA};
    fault_switches_init(&sandbox->faults.switches);
    assert_int_equal(store_open(&sandbox->store, NULL, &error), ATL_OK);
    assert_int_equal(latency_init(&sandbox->latency, sandbox_resume, &error), ATL_OK);
    assert_int_equal(sandbox_listen("127.0.0.1", 0, &listener, &port, &error), ATL_OK);
    assert_int_equal(sandbox_listen("127.0.0.1", 0, &media_listener, &media_port, &error), ATL_OK);
    media_init(&sandbox->media, media_listener, media_port, atl_strdup("http://localhost"));
    sandbox->media.content = content;
    sandbox->site = atl_strdup("http://localhost");
    assert_int_equal(sandbox_start(sandbox, listener, NULL, &daemon_running, &error), ATL_OK);
    assert_int_equal(media_start(&sandbox->media, daemon_running, &error), ATL_OK);
    assert_int_equal(pthread_create(&waiting, NULL, release, &sandbox->latency), 0);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    latency_stop(&sandbox->latency);
    pthread_join(waiting, NULL);
    media_stop(&sandbox->media);
    sandbox_stop(daemon_running);
    faults_free(&sandbox->faults);
    counters_free(&sandbox->counters);
    media_free(&sandbox->media);
    store_close(&sandbox->store);
    latency_free(&sandbox->latency);
    free(sandbox->site);
    free(sandbox);
    return 0;
}

/* ---- a client ---- */

enum ending {
    IS_OPEN, /* nothing more has come for a while */
    IS_CLOSED,
    IS_RESET,
};

struct answer {
    char *text; /* all bytes */
    size_t length;
    enum ending ending;
};

static int connect_to(uint16_t to)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(to), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int client = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    return client;
}

static void say(int client, const char *request)
{
    assert_int_equal(send(client, request, strlen(request), MSG_NOSIGNAL), strlen(request));
}

enum {
    TO_THE_END = FILE_BYTES + 1, /* no body is so long */
};

/* Whether so many bytes of a body have come: after a header, or of the rest of a body. */
static bool has_come(const struct atl_buffer *bytes, size_t expected)
{
    const char *text = atl_buffer_text(bytes);
    const char *body = strstr(text, "\r\n\r\n");
    if (!atl_text_starts_with(text, "HTTP/")) {
        return bytes->length > 0 && bytes->length >= expected;
    }
    return body != NULL && bytes->length - (size_t)(body + 4 - text) >= expected;
}

/* All that comes until the end, or until nothing follows the bytes of the body that are expected.
 */
static struct answer hear(int client, size_t expected)
{
    struct atl_buffer bytes = {0};
    enum ending ending = IS_OPEN;
    struct pollfd descriptor = {.fd = client, .events = POLLIN};
    while (poll(&descriptor, 1, has_come(&bytes, expected) ? SHORT_MS : LONG_MS) > 0) {
        char piece[16 * 1024];
        ssize_t count = recv(client, piece, sizeof piece, 0);
        if (count <= 0) {
            ending = count == 0 ? IS_CLOSED : IS_RESET;
            assert_true(count == 0 || errno == ECONNRESET);
            break;
        }
        atl_buffer_append(&bytes, piece, (size_t)count);
    }
    struct answer answer = {.length = bytes.length, .ending = ending};
    atl_buffer_add(&bytes, "");
    answer.text = bytes.data == NULL ? atl_strdup("") : atl_buffer_take(&bytes);
    return answer;
}

/* How many bytes of the body have come. */
static size_t body_length(const struct answer *answer)
{
    const char *body = strstr(answer->text, "\r\n\r\n");
    return body == NULL ? 0 : answer->length - (size_t)(body + 4 - answer->text);
}

/* One request on a connection of its own, which the client wants closed afterwards. */
static struct answer ask(uint16_t to, const char *method, const char *target, const char *lines,
                         const char *body)
{
    struct atl_buffer request = {0};
    atl_buffer_printf(&request,
                      "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      "Content-Length: %zu\r\n%s\r\n%s",
                      method, target, strlen(body), lines, body);
    int client = connect_to(to);
    say(client, request.data);
    struct answer answer = hear(client, TO_THE_END);
    close(client);
    atl_buffer_free(&request);
    return answer;
}

static void switch_to(const char *json)
{
    struct answer answer =
        ask(port, "PUT", "/__sandbox/faults", "Content-Type: application/json\r\n", json);
    assert_true(atl_text_starts_with(answer.text, "HTTP/1.1 200 "));
    free(answer.text);
}

static int64_t counter(const char *path)
{
    struct answer answer = ask(port, "GET", "/__sandbox/counters", "", "");
    cJSON *tree;
    const char *body = strstr(answer.text, "\r\n\r\n");
    assert_non_null(body);
    assert_int_equal(atl_json_parse(body, strlen(body), "counters", &tree, NULL), ATL_OK);
    int64_t value = atl_json_integer(tree, path, 0);
    cJSON_Delete(tree);
    free(answer.text);
    return value;
}

static void await_counter(const char *path, int64_t value)
{
    int64_t deadline = atl_clock_monotonic_ms() + LONG_MS;
    while (counter(path) != value) {
        assert_true(atl_clock_monotonic_ms() < deadline);
        poll(NULL, 0, 10);
    }
}

/* What follows the host of a URL for that file, as a handler would redirect to it. */
static const char *file_target(const char *kind, int64_t id)
{
    static char target[512];
    struct request request = {.sandbox = sandbox};
    const char *url = media_url(&request, kind, id);
    snprintf(target, sizeof target, "%s", strchr(url + strlen("http://"), '/'));
    atl_arena_free(&request.arena);
    return target;
}

static struct answer download(const char *lines)
{
    return ask(sandbox->media.port, "GET", file_target("attachment", 7), lines, "");
}

static void expect_status(struct answer answer, int status)
{
    char line[32];
    snprintf(line, sizeof line, "HTTP/1.1 %d ", status);
    if (!atl_text_starts_with(answer.text, line)) {
        fail_msg("expected %s, got %.60s", line, answer.text);
    }
    free(answer.text);
}

/* ---- downloads ---- */

static void a_signed_url_gives_the_file(void **state)
{
    (void)state;
    struct answer answer = download("");
    assert_int_equal(body_length(&answer), FILE_BYTES);
    assert_int_equal(answer.ending, IS_CLOSED);
    expect_status(answer, 200);
    expect_status(ask(sandbox->media.port, "GET", file_target("attachment", 8), "", ""), 404);
}

static void a_url_is_good_for_what_was_signed_only(void **state)
{
    (void)state;
    char target[512];
    snprintf(target, sizeof target, "%s", file_target("attachment", 7));
    target[strlen("/file/attachment/")] = '8';
    expect_status(ask(sandbox->media.port, "GET", target, "", ""), 403);
    snprintf(target, sizeof target, "%s", file_target("attachment", 7));
    char *expires = strstr(target, "expires=") + strlen("expires=");
    *expires = '9';
    expect_status(ask(sandbox->media.port, "GET", target, "", ""), 403);
    expect_status(ask(sandbox->media.port, "GET", "/file/attachment/7", "", ""), 403);
    assert_int_equal(files_read, 0);
}

static void each_port_has_its_own_paths(void **state)
{
    (void)state;
    expect_status(ask(port, "GET", file_target("attachment", 7), "", ""), 404);
    expect_status(ask(sandbox->media.port, "GET", "/rest/api/3/serverInfo", "", ""), 404);
    expect_status(ask(sandbox->media.port, "GET", "/__sandbox/counters", "", ""), 404);
}

static void credentials_that_were_sent_are_counted(void **state)
{
    (void)state;
    free(download("").text);
    assert_int_equal(counter("mediaRequests"), 1);
    assert_int_equal(counter("mediaRequestsWithCredentials"), 0);
    free(download("Authorization: Bearer secret\r\n").text);
    free(download("Cookie: session=secret\r\n").text);
    assert_int_equal(counter("mediaRequests"), 3);
    assert_int_equal(counter("mediaRequestsWithCredentials"), 2);
}

/* ---- resets ---- */

static void a_reset_before_leaves_nothing_done(void **state)
{
    (void)state;
    switch_to("{\"reset-every\": 1}");
    struct answer answer = download("");
    assert_int_equal(answer.ending, IS_RESET);
    assert_int_equal(answer.length, 0);
    free(answer.text);
    assert_int_equal(files_read, 0);
    assert_int_equal(counter("faults.reset-before"), 1);
}

static void a_reset_after_comes_when_it_is_done(void **state)
{
    (void)state;
    switch_to("{\"reset-every\": 2, \"reset-when\": \"after\"}");
    expect_status(download(""), 200);
    struct answer answer = download("");
    assert_int_equal(answer.ending, IS_RESET);
    assert_int_equal(answer.length, 0);
    free(answer.text);
    assert_int_equal(files_read, 2);
    assert_int_equal(counter("faults.reset-after"), 1);
    assert_int_equal(counter("statuses.200"), 1);
}

static void a_kept_connection_is_reset_too(void **state)
{
    (void)state;
    switch_to("{\"reset-every\": 2}");
    char request[600];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n",
             file_target("attachment", 7));
    int client = connect_to(sandbox->media.port);
    say(client, request);
    struct answer answer = hear(client, FILE_BYTES);
    assert_int_equal(answer.ending, IS_OPEN);
    assert_int_equal(body_length(&answer), FILE_BYTES);
    free(answer.text);
    say(client, request);
    answer = hear(client, TO_THE_END);
    assert_int_equal(answer.ending, IS_RESET);
    free(answer.text);
    close(client);
}

/* ---- bodies ---- */

static void a_truncated_body_ends_before_its_length(void **state)
{
    (void)state;
    switch_to("{\"body-every\": 1, \"body-fault\": \"truncated\"}");
    struct answer answer = download("");
    assert_non_null(strstr(answer.text, "Content-Length: 300000\r\n"));
    assert_int_equal(body_length(&answer), FILE_BYTES / 2);
    assert_int_equal(answer.ending, IS_CLOSED);
    expect_status(answer, 200);
}

static void a_body_cut_short_may_be_a_compressed_one(void **state)
{
    (void)state;
    switch_to("{\"body-every\": 1, \"body-fault\": \"truncated\"}");
    struct answer answer = download("Accept-Encoding: gzip\r\n");
    assert_non_null(strstr(answer.text, "Content-Encoding: gzip\r\n"));
    const char *length = strstr(answer.text, "Content-Length: ") + strlen("Content-Length: ");
    assert_int_equal(body_length(&answer), strtoul(length, NULL, 10) / 2);
    free(answer.text);
}

/* A client whose download has come half, and stays there. */
static int stalled_client(void)
{
    char request[600];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n",
             file_target("attachment", 7));
    int client = connect_to(sandbox->media.port);
    say(client, request);
    struct answer answer = hear(client, FILE_BYTES / 2);
    assert_int_equal(body_length(&answer), FILE_BYTES / 2);
    assert_int_equal(answer.ending, IS_OPEN);
    free(answer.text);
    return client;
}

static void a_stalled_body_goes_on_when_it_is_switched_off(void **state)
{
    (void)state;
    switch_to("{\"body-every\": 1, \"body-fault\": \"stalled\"}");
    int client = stalled_client();
    switch_to("{\"body-every\": 0}");
    struct answer rest = hear(client, FILE_BYTES - FILE_BYTES / 2);
    assert_int_equal(rest.length, FILE_BYTES - FILE_BYTES / 2);
    assert_int_equal(rest.ending, IS_OPEN);
    free(rest.text);
    close(client);
}

static void a_stalled_body_ends_when_the_client_gives_up(void **state)
{
    (void)state;
    switch_to("{\"body-every\": 1, \"body-fault\": \"stalled\"}");
    int client = stalled_client();
    assert_int_equal(counter("inFlight"), 1);
    close(client);
    await_counter("inFlight", 0);
}

static void the_server_ends_with_stalled_bodies(void **state)
{
    (void)state;
    switch_to("{\"body-every\": 1, \"body-fault\": \"stalled\"}");
    int first = stalled_client();
    int second = stalled_client();
    stop(state);
    struct answer answer = hear(first, TO_THE_END);
    assert_int_not_equal(answer.ending, IS_OPEN);
    assert_int_equal(answer.length, 0);
    free(answer.text);
    close(first);
    close(second);
    start(state);
}

static void a_connection_outlives_a_body_that_is_merely_wrong(void **state)
{
    (void)state;
    static const char *const kinds[] = {"malformed", "empty", "html"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char json[64];
        snprintf(json, sizeof json, "{\"body-every\": 2, \"body-fault\": \"%s\"}", kinds[i]);
        switch_to(json);
        int client = connect_to(sandbox->media.port);
        static const char request[] = "GET /file/a/1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (int time = 0; time < 3; time++) {
            say(client, request);
            struct answer answer = hear(client, 0);
            assert_int_equal(answer.ending, IS_OPEN);
            assert_int_equal(strstr(answer.text, "missing or wrong") != NULL, time != 1);
            expect_status(answer, 403);
        }
        close(client);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_signed_url_gives_the_file, start, stop),
        cmocka_unit_test_setup_teardown(a_url_is_good_for_what_was_signed_only, start, stop),
        cmocka_unit_test_setup_teardown(each_port_has_its_own_paths, start, stop),
        cmocka_unit_test_setup_teardown(credentials_that_were_sent_are_counted, start, stop),
        cmocka_unit_test_setup_teardown(a_reset_before_leaves_nothing_done, start, stop),
        cmocka_unit_test_setup_teardown(a_reset_after_comes_when_it_is_done, start, stop),
        cmocka_unit_test_setup_teardown(a_kept_connection_is_reset_too, start, stop),
        cmocka_unit_test_setup_teardown(a_truncated_body_ends_before_its_length, start, stop),
        cmocka_unit_test_setup_teardown(a_body_cut_short_may_be_a_compressed_one, start, stop),
        cmocka_unit_test_setup_teardown(a_stalled_body_goes_on_when_it_is_switched_off, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_stalled_body_ends_when_the_client_gives_up, start, stop),
        cmocka_unit_test_setup_teardown(the_server_ends_with_stalled_bodies, start, stop),
        cmocka_unit_test_setup_teardown(a_connection_outlives_a_body_that_is_merely_wrong, start,
                                        stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
