/* The sandbox's trouble on demand, as far as it needs no network: switches, limits, counting. */
#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"
#include "sandbox/server/route.h"
#include "unit.h"

#include "atlcli/json.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- switches ---- */

static enum atl_status set(struct fault_switches *switches, const char *name, const char *value,
                           struct atl_error *error)
{
    const struct fault_switch *entry = fault_switch_find(name);
    assert_non_null(entry);
    return fault_switch_set(entry, switches, value, error);
}

static void everything_is_off_at_first(void **state)
{
    (void)state;
    struct fault_switches switches;
    fault_switches_init(&switches);
    struct fault_switches expected = {.fail_status = 503, .retry_after = -1};
    assert_memory_equal(&switches, &expected, sizeof switches);
}

static void values_are_checked_and_the_message_says_what_is_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *value;
        const char *message; /* NULL: it's fine */
    } cases[] = {
        {"latency", "0", NULL},
        {"latency", "600000", NULL},
        {"latency", "600001", "wants a whole number from 0 to 600000, not '600001'"},
        {"latency", "-1", "wants a whole number from 0 to 600000, not '-1'"},
        {"latency", "1.5", "wants a whole number from 0 to 600000, not '1.5'"},
        {"latency", "", "wants a whole number from 0 to 600000, not ''"},
        {"fail-status", "400", NULL},
        {"fail-status", "200", "wants a whole number from 400 to 599, not '200'"},
        {"reset-when", "after", NULL},
        {"reset-when", "never", "wants before or after, not 'never'"},
        {"body-fault", "stalled", NULL},
        {"body-fault", "odd", "wants truncated, malformed, empty, html or stalled, not 'odd'"},
        {"bulk-forbidden", "true", NULL},
        {"bulk-forbidden", "yes", "wants true or false, not 'yes'"},
        {"hidden-project", "WEB,API", NULL},
        {"hidden-project", "", NULL},
        {"hidden-project", "WEB,", "wants keys separated by commas, not 'WEB,'"},
        {"hidden-project", "WEB API", "wants keys separated by commas, not 'WEB API'"},
        {"faults-for", "/rest", NULL},
        {"faults-for", "POST /rest", NULL},
        {"faults-for", "", NULL},
        {"faults-for", "POST",
         "wants a path such as /rest/api/3/issue, maybe with a method before it, not 'POST'"},
        {"faults-for", "post /rest",
         "wants a path such as /rest/api/3/issue, maybe with a method before it, not 'post /rest'"},
    };
    struct fault_switches switches;
    fault_switches_init(&switches);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct atl_error error;
        enum atl_status status = set(&switches, cases[i].name, cases[i].value, &error);
        assert_int_equal(status, cases[i].message == NULL ? ATL_OK : ATL_USAGE);
        if (cases[i].message != NULL) {
            assert_string_equal(error.message, cases[i].message);
        }
    }
    fault_switches_free(&switches);
    assert_null(fault_switch_find("frobnicate"));
}

static void what_is_set_is_shown_and_can_be_set_back(void **state)
{
    (void)state;
    static const char *const given[][2] = {
        {"latency", "20"},           {"fail-every", "3"},     {"fail-status", "500"},
        {"retry-after", "0"},        {"reset-when", "after"}, {"body-fault", "html"},
        {"faults-for", "PUT /rest"}, {"hidden-space", "A,B"}, {"bulk-forbidden", "true"},
    };
    struct fault_switches switches;
    fault_switches_init(&switches);
    for (size_t i = 0; i < COUNT(given); i++) {
        assert_int_equal(set(&switches, given[i][0], given[i][1], NULL), ATL_OK);
    }
    struct atl_buffer json = {0};
    atl_buffer_add_char(&json, '{');
    fault_switches_emit(&json, &switches);
    atl_buffer_add_char(&json, '}');
    cJSON *shown;
    assert_int_equal(atl_json_parse(json.data, json.length, "the switches", &shown, NULL), ATL_OK);
    assert_int_equal(cJSON_GetArraySize(shown), fault_switch_count());
    assert_int_equal(atl_json_integer(shown, "latency", -1), 20);
    assert_int_equal(atl_json_integer(shown, "retry-after", -1), 0);
    assert_string_equal(atl_json_text(shown, "reset-when", ""), "after");
    assert_string_equal(atl_json_text(shown, "body-fault", ""), "html");
    assert_string_equal(atl_json_text(shown, "faults-for", ""), "PUT /rest");
    assert_string_equal(atl_json_text(shown, "hidden-space.1", ""), "B");
    assert_true(atl_json_bool(shown, "bulk-forbidden", false));
    assert_int_equal(atl_json_count(shown, "hidden-project"), 0);
    cJSON_Delete(shown);
    atl_buffer_free(&json);

    for (size_t i = 0; i < COUNT(given); i++) {
        assert_int_equal(set(&switches, given[i][0], NULL, NULL), ATL_OK);
    }
    everything_is_off_at_first(state);
    assert_int_equal(switches.fail_status, 503);
    assert_int_equal(switches.retry_after, -1);
    assert_null(switches.only_for);
    assert_null(switches.hidden_spaces);
}

static void a_copy_stands_for_itself(void **state)
{
    (void)state;
    struct fault_switches switches;
    struct fault_switches copy;
    fault_switches_init(&switches);
    assert_int_equal(set(&switches, "hidden-project", "WEB", NULL), ATL_OK);
    fault_switches_copy(&copy, &switches);
    assert_int_equal(set(&switches, "hidden-project", "API", NULL), ATL_OK);
    assert_string_equal(copy.hidden_projects, "WEB");
    fault_switches_free(&switches);
    assert_string_equal(copy.hidden_projects, "WEB");
    fault_switches_free(&copy);
}

static void keys_are_found_whatever_their_case(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        const char *key;
        bool found;
    } cases[] = {
        {NULL, "WEB", false},         {"WEB", "WEB", true},       {"WEB", "web", true},
        {"WEB", "WE", false},         {"WEB", "WEBX", false},     {"API,WEB,OPS", "WEB", true},
        {"API,WEB,OPS", "OPS", true}, {"API,WEB", "API,", false}, {"WEB", "", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(fault_switch_has_key(cases[i].keys, cases[i].key), cases[i].found);
    }
}

/* ---- the token bucket ---- */

static void tokens_run_out_and_come_back(void **state)
{
    (void)state;
    struct rate_limit limit = {0};
    int64_t now = 1000;
    for (int i = 0; i < 3; i++) {
        assert_true(rate_limit_take(&limit, 2, 3, now));
    }
    assert_false(rate_limit_take(&limit, 2, 3, now));
    assert_int_equal(rate_limit_remaining(&limit), 0);
    assert_int_equal(rate_limit_wait_seconds(&limit, 2), 1);
    assert_false(rate_limit_take(&limit, 2, 3, now + 499));
    assert_true(rate_limit_take(&limit, 2, 3, now + 500));
    assert_true(rate_limit_take(&limit, 2, 3, now + 60000));
    assert_int_equal(rate_limit_remaining(&limit), 2); /* no more than the bucket holds */
    assert_int_equal(rate_limit_wait_seconds(&limit, 2), 0);
}

/* ---- changes ---- */

static void the_same_change_again_is_counted_and_named(void **state)
{
    (void)state;
    struct changes changes = {0};
    changes_apply(&changes, "POST /issue", "{\"a\":1}", 7);
    changes_apply(&changes, "POST /issue", "{\"a\":2}", 7);
    changes_apply(&changes, "DELETE /issue/1", NULL, 0);
    assert_int_equal(changes.repeated, 0);
    changes_apply(&changes, "POST /issue", "{\"a\":1}", 7);
    changes_apply(&changes, "POST /issue", "{\"a\":1}", 7);
    assert_int_equal(changes.applied, 5);
    assert_int_equal(changes.repeated, 2);
    assert_string_equal(changes.named[0], "POST /issue");
    changes_free(&changes);
    assert_int_equal(changes.applied, 0);
}

static void many_changes_are_told_apart(void **state)
{
    (void)state;
    enum {
        MANY = 20000,
    };
    struct changes changes = {0};
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MANY; i++) {
            changes_apply(&changes, "PUT /issue", (const char *)&i, sizeof i);
        }
        assert_int_equal(changes.repeated, round * MANY);
    }
    assert_int_equal(changes.named_count, CHANGES_MOST_NAMED);
    changes_free(&changes);
}

/* ---- requests that meet with them ---- */

static struct sandbox *sandbox;

static int make_sandbox(void **state)
{
    (void)state;
    sandbox = atl_alloc(sizeof *sandbox);
    sandbox->options.context_path = "";
    sandbox->options.products = SANDBOX_JIRA | SANDBOX_CONFLUENCE;
    fault_switches_init(&sandbox->faults.switches);
    return 0;
}

static int free_sandbox(void **state)
{
    (void)state;
    faults_free(&sandbox->faults);
    counters_free(&sandbox->counters);
    free(sandbox);
    return 0;
}

static void turn(const char *name, const char *value)
{
    assert_int_equal(set(&sandbox->faults.switches, name, value, NULL), ATL_OK);
}

static const struct route jira_route = {.method = "GET", .base = ROUTE_JIRA, .path = "/issue/{}"};

static struct request *make_request(const char *method, const char *target)
{
    struct request *request = atl_alloc(sizeof *request);
    request->sandbox = sandbox;
    request->reply.arena = &request->arena;
    request->method = method;
    request->access = ACCESS_FULL;
    request->route = &jira_route;
    request_set_target(request, target, "");
    reply_restart(&request->reply, 200);
    return request;
}

/* Whether the request got as far as its handler. */
static bool passes(const char *method, const char *target)
{
    struct request *request = make_request(method, target);
    bool passed = !faults_before(request);
    request_free(request);
    return passed;
}

static void faults_are_aimed_by_method_and_path(void **state)
{
    (void)state;
    turn("fail-every", "1");
    assert_false(passes("GET", "/rest/api/3/issue/WEB-1"));
    turn("faults-for", "POST /rest/api/3/issue");
    assert_false(passes("POST", "/rest/api/3/issue"));
    assert_false(passes("POST", "/rest/api/3/issue/bulk"));
    assert_true(passes("GET", "/rest/api/3/issue"));
    assert_true(passes("POST", "/rest/api/3/search"));
    turn("faults-for", "/wiki");
    assert_false(passes("GET", "/wiki/api/v2/pages"));
    assert_true(passes("GET", "/rest/api/3/issue"));
    assert_int_equal(sandbox->counters.faults[FAULT_FAIL], 4);
}

static void each_switch_counts_for_itself(void **state)
{
    (void)state;
    turn("fail-every", "2");
    turn("reset-every", "2");
    char seen[9] = {0};
    for (int i = 0; i < 8; i++) {
        struct request *request = make_request("GET", "/rest/api/3/issue/WEB-1");
        faults_before(request);
        seen[i] = request->fault == FAULT_FAIL ? 'f' : request->fault == FAULT_NONE ? '.' : 'r';
        request_free(request);
    }
    assert_string_equal(seen, ".f"
                              "rf"
                              ".f"
                              "rf");
}

static void other_switches_start_counting_anew(void **state)
{
    (void)state;
    turn("fail-every", "2");
    assert_true(passes("GET", "/rest/api/3/myself"));
    struct fault_switches switches;
    fault_switches_copy(&switches, &sandbox->faults.switches);
    faults_replace(&sandbox->faults, &switches);
    assert_true(passes("GET", "/rest/api/3/myself"));
    assert_false(passes("GET", "/rest/api/3/myself"));
}

static void a_token_expires_after_so_many_requests(void **state)
{
    (void)state;
    turn("expire-after", "2");
    for (int i = 0; i < 4; i++) {
        struct request *request = make_request("GET", "/rest/api/3/myself");
        assert_false(faults_before(request));
        assert_int_equal(request->access, i < 2 ? ACCESS_FULL : ACCESS_ANONYMOUS);
        request_free(request);
    }
    assert_int_equal(sandbox->counters.faults[FAULT_TOKEN_EXPIRED], 2);
}

static void projects_and_spaces_are_hidden(void **state)
{
    (void)state;
    turn("hidden-project", "WEB");
    turn("hidden-space", "ENG");
    assert_true(faults_hides_project(sandbox, "WEB"));
    assert_false(faults_hides_project(sandbox, "ENG"));
    assert_true(faults_hides_space(sandbox, "eng"));
    assert_false(faults_hides_space(sandbox, "WEB"));
}

static void latency_is_within_its_bounds(void **state)
{
    (void)state;
    turn("latency", "100");
    turn("jitter", "10");
    int64_t least = 1000;
    int64_t most = 0;
    for (int i = 0; i < 200; i++) {
        struct request *request = make_request("GET", "/rest/api/3/myself");
        sandbox->counters.requests++;
        int64_t latency = faults_latency_ms(request);
        least = latency < least ? latency : least;
        most = latency > most ? latency : most;
        request_free(request);
    }
    assert_int_equal(least, 100);
    assert_int_equal(most, 110);
    turn("faults-for", "/wiki");
    struct request *request = make_request("GET", "/rest/api/3/myself");
    assert_int_equal(faults_latency_ms(request), 0);
    request_free(request);
}

/* What a body fault makes of a body. */
static struct request *break_body(const char *fault, unsigned status, const char *body)
{
    turn("body-every", "1");
    turn("body-fault", fault);
    struct request *request = make_request("GET", "/rest/api/3/myself");
    assert_false(faults_before(request));
    reply_restart(&request->reply, status);
    atl_buffer_add(&request->reply.body, body);
    faults_after(request);
    return request;
}

static void a_malformed_body_is_never_json(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{}", "[]", "1", "\"a\"", "[1]", "{\"a\":[]}", "{\"a\":\"b\"}", "[[1,2],[3,4]]"};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct request *request = break_body("malformed", 200, bodies[i]);
        cJSON *tree;
        struct atl_error error;
        const struct atl_buffer *body = &request->reply.body;
        assert_int_not_equal(atl_json_parse(body->data, body->length, "it", &tree, &error), ATL_OK);
        request_free(request);
    }
}

static void a_web_page_comes_in_place_of_an_answer(void **state)
{
    (void)state;
    struct request *request = break_body("html", 204, "");
    assert_int_equal(request->reply.status, 200);
    assert_string_equal(request->reply.content_type, "text/html;charset=UTF-8");
    assert_true(atl_text_starts_with(request->reply.body.data, "<!DOCTYPE html>"));
    request_free(request);
    request = break_body("html", 404, "{}");
    assert_int_equal(request->reply.status, 404);
    request_free(request);
}

static void an_answer_without_a_body_has_none_to_break(void **state)
{
    (void)state;
    static const char *const kinds[] = {"truncated", "malformed", "empty", "stalled"};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct request *request = break_body(kinds[i], 204, "");
        assert_int_equal(request->fault, FAULT_NONE);
        assert_int_equal(request->reply.body.length, 0);
        request_free(request);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_off_at_first),
        cmocka_unit_test(values_are_checked_and_the_message_says_what_is_wanted),
        cmocka_unit_test(what_is_set_is_shown_and_can_be_set_back),
        cmocka_unit_test(a_copy_stands_for_itself),
        cmocka_unit_test(keys_are_found_whatever_their_case),
        cmocka_unit_test(tokens_run_out_and_come_back),
        cmocka_unit_test(the_same_change_again_is_counted_and_named),
        cmocka_unit_test(many_changes_are_told_apart),
        cmocka_unit_test_setup_teardown(faults_are_aimed_by_method_and_path, make_sandbox,
                                        free_sandbox),
        cmocka_unit_test_setup_teardown(each_switch_counts_for_itself, make_sandbox, free_sandbox),
        cmocka_unit_test_setup_teardown(other_switches_start_counting_anew, make_sandbox,
                                        free_sandbox),
        cmocka_unit_test_setup_teardown(a_token_expires_after_so_many_requests, make_sandbox,
                                        free_sandbox),
        cmocka_unit_test_setup_teardown(projects_and_spaces_are_hidden, make_sandbox, free_sandbox),
        cmocka_unit_test_setup_teardown(latency_is_within_its_bounds, make_sandbox, free_sandbox),
        cmocka_unit_test_setup_teardown(a_malformed_body_is_never_json, make_sandbox, free_sandbox),
        cmocka_unit_test_setup_teardown(a_web_page_comes_in_place_of_an_answer, make_sandbox,
                                        free_sandbox),
        cmocka_unit_test_setup_teardown(an_answer_without_a_body_has_none_to_break, make_sandbox,
                                        free_sandbox),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
