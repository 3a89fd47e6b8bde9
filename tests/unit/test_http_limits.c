/* Rate limits: pauses that hold for the whole host, and concurrency that adapts. */
#include "atlcli/clock.h"
#include "atlcli/loop.h"
#include "http/backoff.h"
#include "http/host.h"
#include "http/retry_after.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- what the server says ---- */

static void waits_are_read_as_the_servers_write_them(void **state)
{
    (void)state;
    const int64_t now = INT64_C(1790000000000); /* 2026-09-21T14:13:20Z */
    static const char date[] = "Mon, 21 Sep 2026 14:13:20 GMT";
    static const struct {
        struct atl_rate_limit limit;
        bool refused;
        int64_t expected;
    } cases[] = {
        {{.retry_after = "0"}, true, 0},
        {{.retry_after = "12"}, true, 12000},
        {{.retry_after = "12"}, false, -1},
        {{.retry_after = "99999999999"}, true, INT64_C(99999999999000)},
        {{.retry_after = "-1"}, true, -1},
        {{.retry_after = "soon"}, true, -1},
        {{.retry_after = ""}, true, -1},
        {{.retry_after = "1.5"}, true, -1},
        {{.retry_after = "Mon, 21 Sep 2026 14:13:50 GMT"}, true, 30000},
        {{.retry_after = "Monday, 21-Sep-26 14:13:50 GMT"}, true, 30000},
        {{.retry_after = "Mon Sep 21 14:13:50 2026"}, true, 30000},
        {{.retry_after = "Mon, 21 Sep 2020 14:13:50 GMT"}, true, 0},
        /* The server's clock is an hour ahead of ours, and its dates with it. */
        {{.retry_after = "Mon, 21 Sep 2026 15:13:30 GMT", .date = "Mon, 21 Sep 2026 15:13:20 GMT"},
         true,
         10000},
        {{.reset = "2026-09-21T14:13:30Z", .date = date}, true, 10000},
        {{.reset = "2026-09-21T14:14Z", .date = date}, true, 40000},
        {{.reset = "1790000005"}, true, 5000},
        {{.reset = "7"}, true, 7000},
        {{.reset = "nonsense"}, true, -1},
        {{.retry_after = "3", .reset = "7"}, true, 3000},
        {{.retry_after = "soon", .reset = "7"}, true, 7000},
        {{.reset = "7", .remaining = "0"}, false, 7000},
        {{.reset = "7", .remaining = "1"}, false, -1},
        {{.reset = "7"}, false, -1},
        {{.remaining = "0"}, false, -1},
        {{0}, true, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t wait = atl_rate_limit_wait_ms(&cases[i].limit, cases[i].refused, now);
        if (wait != cases[i].expected) {
            fail_msg("case %zu: %lld instead of %lld", i, (long long)wait,
                     (long long)cases[i].expected);
        }
    }
}

static void backoff_doubles_up_to_its_bound(void **state)
{
    (void)state;
    static const int64_t longest[] = {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000};
    uint64_t random = 42;
    for (int repeat = 1; repeat <= 8; repeat++) {
        int64_t highest = 0;
        for (int i = 0; i < 1000; i++) {
            int64_t pause = atl_backoff_ms(&random, ATL_BACKOFF_FIRST_MS, repeat);
            assert_in_range(pause, 0, longest[repeat - 1]);
            highest = pause > highest ? pause : highest;
        }
        assert_true(highest > longest[repeat - 1] * 9 / 10);
    }
    assert_true(atl_backoff_ms(&random, ATL_BACKOFF_FIRST_MS, 1000000) <= ATL_BACKOFF_LONGEST_MS);
}

static void spread_never_shortens_a_wait(void **state)
{
    (void)state;
    static const int64_t waits[] = {0, 10, 1000, 20000, 300000};
    static const int64_t most[] = {50, 60, 1100, 22000, 302000};
    uint64_t random = 7;
    for (size_t i = 0; i < 5; i++) {
        for (int round = 0; round < 1000; round++) {
            assert_in_range(atl_spread_ms(&random, waits[i]), waits[i], most[i]);
        }
    }
}

/* ---- pauses ---- */

static enum fate refuse_first(struct connection *connection, const struct received *request,
                              void *context)
{
    if (request->number == 1) {
        reply(connection, 429, context, "slow down");
    } else {
        reply(connection, 200, NULL, "{}");
    }
    return KEEP;
}

/*
 * The second request is sent only once the first one's 429 has been read: that there is a pause by
 * then is known from the statistics. It has to wait, too.
 */
static enum atl_status send_second_during_the_pause(void *argument, struct atl_error *error)
{
    struct fetch *test = argument;
    while (atl_http_statistics(test->http).rate_limit_waits == 0) {
        enum atl_status status = atl_sleep(1, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    int64_t until = test->http->hosts->paused_until_ms;
    assert_true(until > 0);
    enum atl_status status = atl_http_send(test->http, &test->requests[1], &test->arena,
                                           &test->outcomes[1].response, error);
    assert_true(atl_clock_monotonic_ms() >= until);
    return status;
}

static enum atl_status send_first(void *argument, struct atl_error *error)
{
    struct fetch *test = argument;
    return atl_http_send(test->http, &test->requests[0], &test->arena, &test->outcomes[0].response,
                         error);
}

static void send_two(struct fetch *test, void *context)
{
    (void)context;
    struct atl_error error;
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, send_first, test), ATL_OK);
    assert_int_equal(atl_group_spawn(group, send_second_during_the_pause, test), ATL_OK);
    assert_int_equal(atl_group_wait(group, &error), ATL_OK);
}

static void pause_holds_for_the_whole_host(void **state)
{
    (void)state;
    struct server *server = server_start(refuse_first, (void *)"Retry-After: 1\r\n");
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 1;
    test.options.concurrency = 1; /* or the two could overtake each other on the way */
    test.requests[0].path = "/first";
    test.requests[1].path = "/second";
    test.instead = send_two;
    fetch(&test);
    assert_int_equal(test.outcomes[0].response.status, 200);
    assert_int_equal(test.outcomes[1].response.status, 200);
    assert_int_equal(server_requests(server), 3);
    /* Whoever was refused goes first when the wait is over. */
    assert_string_equal(server_request(server, 1)->target, "/first");
    assert_non_null(strstr(test.log, "http: waiting 1."));
    assert_non_null(strstr(test.log, "(429)"));
    fetch_end(&test);
    server_stop(server);
}

static enum fate exhaust(struct connection *connection, const struct received *request,
                         void *context)
{
    (void)context;
    (void)request;
    reply(connection, 200, "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 60\r\n", "{}");
    return KEEP;
}

static void note_pause(struct fetch *test, void *context)
{
    (void)context;
    test->requests[0].path = "/";
    assert_int_equal(atl_http_send(test->http, &test->requests[0], &test->arena,
                                   &test->outcomes[0].response, NULL),
                     ATL_OK);
    assert_true(test->http->hosts->paused_until_ms > atl_clock_monotonic_ms());
}

static void host_with_nothing_remaining_is_left_alone(void **state)
{
    (void)state;
    struct server *server = server_start(exhaust, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.instead = note_pause;
    fetch(&test);
    assert_int_equal(test.statistics.rate_limit_waits, 1);
    fetch_end(&test);
    server_stop(server);
}

static void absurd_wait_is_an_error_that_names_it(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        const char *words;
    } cases[] = {
        {"Retry-After: 3600\r\n", "3600 s"},
        {"Retry-After: 301\r\n", "301 s"},
        {"Retry-After: 999999999999\r\n", "999999999999 s"},
        {"Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n", "wait"},
        {"X-RateLimit-Reset: 4102444800\r\n", "wait"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct server *server = server_start(refuse_first, (void *)(uintptr_t)cases[i].lines);
        struct fetch test = fetch_from(server_url(server));
        test.options.retries = 4;
        assert_int_equal(fetch_path(&test, "/"), ATL_FAILED);
        assert_non_null(strstr(test.outcomes[0].error.message, cases[i].words));
        assert_int_equal(test.outcomes[0].error.http_status, 429);
        assert_int_equal(server_requests(server), 1);
        fetch_end(&test);
        server_stop(server);
    }
}

static void date_in_the_past_means_at_once(void **state)
{
    (void)state;
    struct server *server =
        server_start(refuse_first, (void *)"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n");
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 1;
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    assert_int_equal(test.outcomes[0].response.status, 200);
    fetch_end(&test);
    server_stop(server);
}

static void cancel_during_the_pause(struct fetch *test, void *context)
{
    (void)context;
    struct atl_deadline deadline;
    struct atl_error error;
    test->requests[0].path = "/";
    atl_deadline_begin(&deadline, 500);
    enum atl_status status = atl_http_send(test->http, &test->requests[0], &test->arena,
                                           &test->outcomes[0].response, &error);
    atl_deadline_end(&deadline);
    assert_int_equal(status, ATL_CANCELLED);
}

static void pause_can_be_cancelled(void **state)
{
    (void)state;
    struct server *server = server_start(refuse_first, (void *)"Retry-After: 290\r\n");
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 1;
    test.instead = cancel_during_the_pause;
    fetch(&test);
    assert_true(server_requests(server) <= 1);
    /* A slow machine may not have come to the answer. */
    if (test.statistics.rate_limit_waits > 0) {
        assert_non_null(strstr(test.warnings, "the server asks for a pause: going on in 29"));
    }
    fetch_end(&test);
    server_stop(server);
}

static void pause_is_not_spoken_of_when_nothing_waits_for_its_end(void **state)
{
    (void)state;
    struct server *server = server_start(refuse_first, (void *)"Retry-After: 20\r\n");
    struct fetch test = fetch_from(server_url(server));
    assert_int_equal(fetch_path(&test, "/"), ATL_OK);
    assert_int_equal(test.outcomes[0].response.status, 429);
    assert_int_equal(test.statistics.rate_limit_waits, 1);
    assert_null(test.warnings);
    fetch_end(&test);
    server_stop(server);
}

/* ---- concurrency ---- */

static struct atl_host *host_of(struct atl_http *http)
{
    struct atl_origin origin = {.text = (char *)(uintptr_t) "http://host.example:80"};
    return atl_host_find(http, &origin);
}

static void enter(struct atl_host *host, uint64_t *rounds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(atl_host_enter(host, false, &rounds[i], NULL), ATL_OK);
    }
}

static void halve(struct fetch *test, void *context)
{
    (void)context;
    uint64_t rounds[16];
    struct atl_host *host = host_of(test->http);
    enter(host, rounds, 16);
    assert_true(host->limit == 16);
    /* All sixteen were under way together: they count as one refusal. */
    for (size_t i = 0; i < 16; i++) {
        atl_host_leave(host, rounds[i], ATL_LOAD_TOO_MUCH);
    }
    assert_true(host->limit == 8);
    for (int i = 0; i < 10; i++) {
        enter(host, rounds, 1);
        atl_host_leave(host, rounds[0], ATL_LOAD_TOO_MUCH);
    }
    assert_true(host->limit == 1);
    assert_int_equal(host->in_flight, 0);
}

static void concurrency_halves_once_per_round_and_never_below_one(void **state)
{
    (void)state;
    struct fetch test = fetch_from("http://127.0.0.1:1");
    test.instead = halve;
    fetch(&test);
    fetch_end(&test);
}

static enum atl_status pass_through(void *context, size_t index, struct atl_error *error)
{
    (void)index;
    uint64_t round;
    struct atl_host *host = context;
    enum atl_status status = atl_host_enter(host, false, &round, error);
    if (status == ATL_OK) {
        status = atl_yield(error);
        atl_host_leave(host, round, ATL_LOAD_GOOD);
    }
    return status;
}

static void grow(struct fetch *test, void *context)
{
    (void)context;
    struct atl_error error;
    struct atl_host *host = host_of(test->http);
    /* Nobody waits: nothing to grow for. */
    assert_int_equal(atl_each(1000, 8, pass_through, host, &error), ATL_OK);
    assert_true(host->limit == 16);
    assert_int_equal(atl_each(17, 17, pass_through, host, &error), ATL_OK);
    assert_true(host->limit > 16 && host->limit < 19);
    assert_int_equal(atl_each(2000, 100, pass_through, host, &error), ATL_OK);
    assert_true(host->limit == 40); /* the most that was asked for */
}

static void concurrency_grows_while_it_is_used_up(void **state)
{
    (void)state;
    struct fetch test = fetch_from("http://127.0.0.1:1");
    test.options.concurrency = 40;
    test.instead = grow;
    fetch(&test);
    fetch_end(&test);
}

struct order {
    struct atl_host *host;
    size_t next;
    size_t seen[8];
};

static enum atl_status note_order(void *context, size_t index, struct atl_error *error)
{
    struct order *order = context;
    uint64_t round;
    enum atl_status status = atl_host_enter(order->host, false, &round, error);
    if (status == ATL_OK) {
        order->seen[order->next++] = index;
        status = atl_yield(error);
        atl_host_leave(order->host, round, ATL_LOAD_GOOD);
    }
    return status;
}

static void queue_up(struct fetch *test, void *context)
{
    (void)context;
    struct order order = {.host = host_of(test->http)};
    struct atl_error error;
    assert_int_equal(atl_each(8, 8, note_order, &order, &error), ATL_OK);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(order.seen[i], i);
    }
}

static void first_come_first_served(void **state)
{
    (void)state;
    struct fetch test = fetch_from("http://127.0.0.1:1");
    test.options.concurrency = 1;
    test.instead = queue_up;
    fetch(&test);
    fetch_end(&test);
}

/* A server that takes two at a time: everything gets done, and the client learns. */
struct capacity {
    int in_flight;
    int refused;
};

static enum fate serve_two(struct connection *connection, const struct received *request,
                           void *context)
{
    (void)request;
    struct capacity *capacity = context;
    int now = __atomic_add_fetch(&capacity->in_flight, 1, __ATOMIC_SEQ_CST);
    if (now > 2) {
        __atomic_add_fetch(&capacity->refused, 1, __ATOMIC_SEQ_CST);
        reply(connection, 429, "Retry-After: 0\r\n", NULL);
    } else {
        reply(connection, 200, NULL, "{}");
    }
    __atomic_sub_fetch(&capacity->in_flight, 1, __ATOMIC_SEQ_CST);
    return KEEP;
}

static void everything_gets_done_against_a_small_server(void **state)
{
    (void)state;
    struct capacity capacity = {0};
    struct server *server = server_start(serve_two, &capacity);
    struct fetch test = fetch_from(server_url(server));
    test.options.retries = 50;
    test.count = MOST_FETCHES;
    test.width = MOST_FETCHES;
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        test.requests[i] = (struct atl_http_request){.method = ATL_POST, .path = "/"};
    }
    fetch(&test);
    for (size_t i = 0; i < MOST_FETCHES; i++) {
        assert_int_equal(test.outcomes[i].status, ATL_OK);
        assert_int_equal(test.outcomes[i].response.status, 200);
    }
    assert_int_equal(server_requests(server), MOST_FETCHES + capacity.refused);
    fetch_end(&test);
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_are_read_as_the_servers_write_them),
        cmocka_unit_test(backoff_doubles_up_to_its_bound),
        cmocka_unit_test(spread_never_shortens_a_wait),
        cmocka_unit_test(pause_holds_for_the_whole_host),
        cmocka_unit_test(host_with_nothing_remaining_is_left_alone),
        cmocka_unit_test(absurd_wait_is_an_error_that_names_it),
        cmocka_unit_test(date_in_the_past_means_at_once),
        cmocka_unit_test(pause_can_be_cancelled),
        cmocka_unit_test(pause_is_not_spoken_of_when_nothing_waits_for_its_end),
        cmocka_unit_test(concurrency_halves_once_per_round_and_never_below_one),
        cmocka_unit_test(concurrency_grows_while_it_is_used_up),
        cmocka_unit_test(first_come_first_served),
        cmocka_unit_test(everything_gets_done_against_a_small_server),
    };
    return cmocka_run_group_tests_name("http limits", tests, NULL, NULL);
}
