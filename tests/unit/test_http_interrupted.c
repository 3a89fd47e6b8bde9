/* Requests that are cancelled: what was sent may have been done, and the error says so. */
#include "atlcli/loop.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <string.h>

static enum fate stall_always(struct connection *connection, const struct received *request,
                              void *context)
{
    (void)request;
    (void)context;
    stall(connection);
    return CLOSE;
}

static enum atl_status send_one(void *context, size_t index, struct atl_error *error)
{
    struct fetch *test = context;
    return atl_http_send(test->http, &test->requests[index], &test->arena,
                         &test->outcomes[index].response, error);
}

/* A fiber: what a command is, with its requests in fibers of their own. */
static enum atl_status command(void *argument, struct atl_error *error)
{
    struct fetch *test = argument;
    test->outcomes[0].status = atl_each(2, 2, send_one, test, &test->outcomes[0].error);
    *error = test->outcomes[0].error;
    return test->outcomes[0].status;
}

static void cancel_when_the_server_has_one(struct fetch *test, void *context)
{
    struct atl_group *group = atl_group_open(0, false);
    assert_int_equal(atl_group_spawn(group, command, test), ATL_OK);
    while (server_requests(context) == 0) {
        assert_int_equal(atl_sleep(1, NULL), ATL_OK);
    }
    atl_group_cancel(group);
    assert_int_equal(atl_group_wait(group, NULL), ATL_OK);
}

/* What is said when these two are cancelled: the first is with the server, the other waits. */
static struct atl_error cancel_two(struct atl_http_request first, struct atl_http_request second)
{
    struct server *server = server_start(stall_always, NULL);
    struct fetch test = fetch_from(server_url(server));
    test.options.concurrency = 1;
    test.requests[0] = first;
    test.requests[1] = second;
    test.instead = cancel_when_the_server_has_one;
    test.context = server;
    fetch(&test);
    assert_int_equal(test.outcomes[0].status, ATL_CANCELLED);
    struct atl_error error = test.outcomes[0].error;
    fetch_end(&test);
    server_stop(server);
    return error;
}

static const struct atl_http_request read_request = {.method = ATL_GET, .path = "/read"};

static void a_change_that_was_sent_is_in_doubt(void **state)
{
    (void)state;
    static const enum atl_method methods[] = {ATL_POST, ATL_PUT, ATL_DELETE};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        const struct atl_http_request change = {.method = methods[i], .path = "/change"};
        struct atl_error error = cancel_two(change, read_request);
        assert_true(atl_error_is_in_doubt(&error));
        assert_non_null(strstr(error.message, "/change: cancelled, so whether the server applied "
                                              "it is not known"));
        assert_int_equal(error.hint_count, 1);
        assert_string_equal(error.hints[0],
                            "look at the server before trying again: it may have been done");
    }
}

static void assert_not_in_doubt(const struct atl_error *error)
{
    assert_false(atl_error_is_in_doubt(error));
    assert_string_equal(error->message, "cancelled");
    assert_int_equal(error->hint_count, 0);
}

static void a_change_that_was_not_sent_yet_is_not(void **state)
{
    (void)state;
    const struct atl_http_request change = {.method = ATL_POST, .path = "/change"};
    struct atl_error error = cancel_two(read_request, change);
    assert_not_in_doubt(&error);
}

static void what_only_reads_is_not(void **state)
{
    (void)state;
    const struct atl_http_request question = {
        .method = ATL_POST, .path = "/ask", .safe_to_repeat = true};
    struct atl_error error = cancel_two(question, read_request);
    assert_not_in_doubt(&error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_that_was_sent_is_in_doubt),
        cmocka_unit_test(a_change_that_was_not_sent_yet_is_not),
        cmocka_unit_test(what_only_reads_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
