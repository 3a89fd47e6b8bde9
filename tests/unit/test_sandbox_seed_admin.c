/* POST /__sandbox/seed and /__sandbox/reset, as the server calls them. */
#include "unit.h"

#include "sandbox/sandbox.h"
#include "sandbox/seed/seed_store.h"
#include "sandbox/server/route.h"

#include <stdlib.h>
#include <string.h>

static struct sandbox *sandbox;

static int start(void **state)
{
    (void)state;
    struct atl_error error;
    sandbox = atl_alloc(sizeof *sandbox);
    sandbox->options = (struct sandbox_options){.products = SANDBOX_JIRA | SANDBOX_CONFLUENCE,
                                                .context_path = "",
                                                .user_email = "you@example.com",
                                                .seed = 1,
                                                .issues = 10,
                                                .pages = 10,
                                                .today_ms = INT64_C(1769817600000)};
    return seed_open(&sandbox->store, &sandbox->options, &error) == ATL_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    store_close(&sandbox->store);
    free(sandbox);
    return 0;
}

/* The status; the answer is to hold the text. */
static unsigned post(const char *path, const char *body, const char *expected)
{
    bool other_method;
    struct request *request = atl_alloc(sizeof *request);
    request->sandbox = sandbox;
    request->method = "POST";
    request->content_type = "application/json";
    request->reply.arena = &request->arena;
    atl_buffer_add(&request->body, body);
    request_set_target(request, path, "");
    reply_restart(&request->reply, 200);
    request->route = route_find(request, &other_method);
    assert_non_null(request->route);
    store_begin(&sandbox->store);
    request->route->handle(request, &request->reply);
    unsigned status = request->reply.status;
    if (status < 400) {
        assert_true(store_commit(&sandbox->store));
    } else {
        store_rollback(&sandbox->store);
    }
    if (strstr(request->reply.body.data, expected) == NULL) {
        fail_msg("%s gave %s", body, request->reply.body.data);
    }
    request_free(request);
    return status;
}

static int64_t issues(void)
{
    return store_integer(&sandbox->store, -1, "SELECT count(*) FROM issue", NO_VALUES);
}

static void numbers_add_that_much(void **state)
{
    (void)state;
    assert_int_equal(post("/__sandbox/seed", "{\"issues\":5,\"pages\":2,\"attachments\":3}",
                          "{\"issues\":5,\"pages\":2,\"attachments\":3}"),
                     200);
    assert_int_equal(issues(), 15);
}

static void a_document_adds_what_it_says(void **state)
{
    (void)state;
    assert_int_equal(post("/__sandbox/seed",
                          "{\"site\":{\"issues\":[{\"project\":\"WEB\",\"summary\":\"One\"}]}}",
                          "{\"issues\":1,\"pages\":0,\"attachments\":0}"),
                     200);
    assert_int_equal(issues(), 11);
}

static void what_is_wrong_is_said_and_adds_nothing(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{\"issues\":-1}", "'issues' isn't right"},
        {"{\"issues\":1.5}", "'issues' isn't right"},
        {"{\"issues\":1000001}", "'issues' isn't right"},
        {"{\"issues\":5,\"spaces\":1}", "'spaces' isn't right"},
        {"{\"site\":{},\"issues\":5}", "or site alone"},
        {"[]", "an object is expected"},
        {"{\"site\":{\"issues\":[{\"project\":\"WEB\",\"summary\":\"One\"},{}]}}",
         "issues[1]: 'project' or 'key' is needed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(post("/__sandbox/seed", cases[i][0], cases[i][1]), 400);
        assert_int_equal(issues(), 10);
    }
}

static void a_reset_takes_all_that_was_added(void **state)
{
    (void)state;
    post("/__sandbox/seed", "{\"issues\":5}", "{\"issues\":5");
    assert_int_equal(post("/__sandbox/reset", "", "{\"issues\":10,\"pages\":10"), 200);
    assert_int_equal(issues(), 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_add_that_much, start, stop),
        cmocka_unit_test_setup_teardown(a_document_adds_what_it_says, start, stop),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_and_adds_nothing, start, stop),
        cmocka_unit_test_setup_teardown(a_reset_takes_all_that_was_added, start, stop),
    };
    return cmocka_run_group_tests_name("sandbox seed admin", tests, NULL, NULL);
}
