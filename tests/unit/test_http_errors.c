/* What a user reads when a server says no. */
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct canned {
    int status;
    const char *lines;
    const char *body;
};

static enum fate give(struct connection *connection, const struct received *request, void *context)
{
    (void)request;
    const struct canned *canned = context;
    reply(connection, canned->status, canned->lines, canned->body);
    return KEEP;
}

static const char json_type[] = "Content-Type: application/json\r\n";

static void run(const struct canned *canned, struct fetch *test, const char *path)
{
    struct server *server = server_start(give, (void *)(uintptr_t)canned);
    test->account.site = server_url(server);
    fetch_path(test, path);
    server_stop(server);
}

static bool hints_say(const struct atl_error *error, const char *words)
{
    for (size_t i = 0; i < error->hint_count; i++) {
        if (strstr(error->hints[i], words) != NULL) {
            return true;
        }
    }
    return false;
}

static void statuses_become_the_right_kind_of_error(void **state)
{
    (void)state;
    static const struct {
        int status;
        enum atl_status kind;
        const char *words;
    } cases[] = {
        {200, ATL_OK, ""},
        {204, ATL_OK, ""},
        {299, ATL_OK, ""},
        {304, ATL_FAILED, "(304)"},
        {400, ATL_FAILED, "rejected the request (400)"},
        {401, ATL_UNAUTHENTICATED, "Authentication failed (401)"},
        {403, ATL_FORBIDDEN, "You don't have permission (403)"},
        {404, ATL_NOT_FOUND, "Not found (404)"},
        {409, ATL_CONFLICT, "Conflict (409)"},
        {410, ATL_NOT_FOUND, "(410)"},
        {412, ATL_CONFLICT, "(412)"},
        {418, ATL_FAILED, "(418)"},
        {429, ATL_FAILED, "Too many requests (429)"},
        {500, ATL_FAILED, "The server failed (500)"},
        {503, ATL_FAILED, "(503)"},
        {599, ATL_FAILED, "(599)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct canned canned = {.status = cases[i].status};
        struct fetch test = fetch_from(NULL);
        run(&canned, &test, "/rest/api/3/x");
        const struct atl_error *error = &test.outcomes[0].error;
        assert_int_equal(test.outcomes[0].status, ATL_OK);
        if (error->status != cases[i].kind || strstr(error->message, cases[i].words) == NULL) {
            fail_msg("%d gave %d, '%s'", cases[i].status, error->status, error->message);
        }
        if (cases[i].kind != ATL_OK) {
            assert_int_equal(error->http_status, cases[i].status);
            assert_non_null(strstr(error->message, "[profile 'work', http://127.0.0.1:"));
            assert_null(strstr(error->message, "s3cret"));
            assert_true(hints_say(error, "try again later") == (cases[i].status >= 500));
        }
        fetch_end(&test);
    }
}

static void server_words_are_found_in_all_their_places(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        const char *words;
    } cases[] = {
        {"{\"errorMessages\":[\"Issue does not exist.\"],\"errors\":{}}",
         "(400): Issue does not exist ["},
        {"{\"errorMessages\":[],\"errors\":{\"summary\":\"is required\",\"x\":\"bad\"}}",
         "(400): summary: is required; x: bad ["},
        {"{\"errorMessages\":[\"a\",\"b\"]}", "(400): a; b ["},
        {"{\"statusCode\":400,\"message\":\"No space with key : A\"}",
         "(400): No space with key : A ["},
        {"{\"errors\":[{\"status\":400,\"code\":\"X\",\"title\":\"Invalid cursor\","
         "\"detail\":null}]}",
         "(400): Invalid cursor ["},
        {"{\"errors\":[{\"title\":\"T\",\"detail\":\"the detail\"}]}", "(400): the detail ["},
        {"{\"message\":\"same\",\"errorMessages\":[\"same\"]}", "(400): same ["},
        {"{\"data\":{\"errors\":[{\"message\":{\"key\":\"some.key\",\"args\":[]}}]}}",
         "(400): some.key ["},
        {"{\"error\":\"Unauthorized\"}", "(400): Unauthorized ["},
        {"just text", "(400): just text ["},
        {"{\"unknown\":1}", "(400) ["},
        {"[1,2]", "(400) ["},
        {"{\"errorMessages\":[1,null,{}],\"errors\":7}", "(400) ["},
        {"<html><head><title>Bad</title></head></html>", "(400): the answer is a web page"},
        {"", "(400) ["},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct canned canned = {.status = 400, .body = cases[i].body};
        struct fetch test = fetch_from(NULL);
        run(&canned, &test, "/x");
        if (strstr(test.outcomes[0].error.message, cases[i].words) == NULL) {
            fail_msg("'%s' is not in '%s'", cases[i].words, test.outcomes[0].error.message);
        }
        fetch_end(&test);
    }
}

static void server_words_cannot_drive_a_terminal(void **state)
{
    (void)state;
    struct canned canned = {
        .status = 400,
        .lines = json_type,
        .body = "{\"errorMessages\":[\"\\u001b[31mred\\u0007\\nnext line\\u202eevil\"]}"};
    struct fetch test = fetch_from(NULL);
    run(&canned, &test, "/x");
    for (const char *c = test.outcomes[0].error.message; *c != '\0'; c++) {
        assert_true((unsigned char)*c >= ' ');
    }
    assert_null(strstr(test.outcomes[0].error.message, "\xE2\x80\xAE"));
    assert_non_null(strstr(test.outcomes[0].error.message, "next line"));
    fetch_end(&test);
}

static void long_words_are_cut(void **state)
{
    (void)state;
    struct atl_buffer body = {0};
    atl_buffer_add(&body, "{\"errorMessages\":[");
    for (int i = 0; i < 2000; i++) {
        atl_buffer_printf(&body, "%s\"message number %d\"", i == 0 ? "" : ",", i);
    }
    atl_buffer_add(&body, "]}");
    struct canned canned = {.status = 400, .body = body.data};
    struct fetch test = fetch_from(NULL);
    run(&canned, &test, "/x");
    const char *message = test.outcomes[0].error.message;
    assert_true(strlen(message) < ATL_ERROR_MESSAGE_BYTES);
    /* Who and where isn't pushed out by it. */
    assert_non_null(strstr(message, "[profile 'work', "));
    atl_buffer_free(&body);
    fetch_end(&test);
}

static void unauthenticated_on_cloud_gets_its_hints(void **state)
{
    (void)state;
    struct canned canned = {.status = 401};
    struct fetch test = fetch_from(NULL);
    run(&canned, &test, "/rest/api/3/myself");
    const struct atl_error *error = &test.outcomes[0].error;
    assert_true(hints_say(error, "API token hasn't expired"));
    assert_true(hints_say(error, "https://"));
    assert_true(hints_say(error, "you@example.com matches your Atlassian account"));
    assert_true(hints_say(error, "atlcli auth init"));
    fetch_end(&test);
}

static void unauthenticated_with_bearer_gets_its_hints(void **state)
{
    (void)state;
    struct canned canned = {.status = 401};
    struct fetch test = fetch_from(NULL);
    test.account.auth_type = ATL_AUTH_BEARER;
    run(&canned, &test, "/rest/api/2/myself");
    const struct atl_error *error = &test.outcomes[0].error;
    assert_true(hints_say(error, "personal access token hasn't expired"));
    assert_true(hints_say(error, "permissions"));
    assert_true(hints_say(error, "atlcli auth login --bearer --site http://127.0.0.1"));
    assert_false(hints_say(error, "API token"));
    fetch_end(&test);
}

static void unauthenticated_without_token_says_so(void **state)
{
    (void)state;
    struct canned canned = {.status = 401};
    struct fetch test = fetch_from(NULL);
    test.account.token = NULL;
    run(&canned, &test, "/x");
    assert_true(hints_say(&test.outcomes[0].error, "no token is configured"));
    fetch_end(&test);
}

static void captcha_is_recognised(void **state)
{
    (void)state;
    static const int statuses[] = {401, 403};
    for (size_t i = 0; i < 2; i++) {
        struct canned canned = {.status = statuses[i],
                                .lines = "X-Seraph-LoginReason: AUTHENTICATION_DENIED\r\n"};
        struct fetch test = fetch_from(NULL);
        test.account.auth_type = ATL_AUTH_BEARER;
        run(&canned, &test, "/x");
        assert_true(hints_say(&test.outcomes[0].error, "CAPTCHA"));
        fetch_end(&test);
    }
}

/* A 401 to an account that is known is about permissions, and about credentials in all doubt. */
static void accepted_log_ins_make_401_a_missing_permission(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        bool is_permission;
    } cases[] = {
        {"X-AUSERNAME: robin.ashdown\r\n", true},
        {"X-AUSERNAME: you%40example.com\r\nX-Seraph-LoginReason: OK\r\n", true},
        {"X-Seraph-LoginReason: OK\r\n", true},
        {"x-seraph-loginreason:OK \r\n", true},
        {"X-Seraph-LoginReason: OUT\r\nX-Seraph-LoginReason: OK\r\n", true},
        {"X-Seraph-LoginReason: OUT, OK\r\n", true},
        {"X-AUSERNAME: anonymous\r\nX-Seraph-LoginReason: OK\r\n", true},
        {"X-AUSERNAME: robin\r\nX-AUSERNAME: robin\r\n", true},
        {NULL, false},
        {"X-AUSERNAME: anonymous\r\n", false},
        {"X-AUSERNAME: Anonymous\r\n", false},
        {"X-AUSERNAME: %61nonymous\r\n", false},
        {"X-AUSERNAME: anonymous%00robin\r\n", false},
        {"X-AUSERNAME: %00\r\n", false},
        {"X-AUSERNAME:\r\n", false},
        {"X-AUSERNAME: two words\r\n", false},
        {"X-AUSERNAME: robin%4\r\n", false},
        {"X-AUSERNAME: robin%zz\r\n", false},
        {"X-AUSERNAME: r\xC3\xB6"
         "bin\r\n",
         false},
        {"X-AUSERNAME: robin\r\nX-AUSERNAME: anonymous\r\n", false},
        {"X-AUSERNAME: robin, anonymous\r\n", false},
        {"X-Seraph-LoginReason: AUTHENTICATED_FAILED\r\n", false},
        {"X-Seraph-LoginReason: OUT\r\n", false},
        {"X-Seraph-LoginReason:\r\n", false},
        {"X-Seraph-LoginReason: OKAY\r\n", false},
        {"X-Seraph-LoginReason: OK,\r\n", false},
        {"X-AUSERNAME: robin\r\nX-Seraph-LoginReason: AUTHENTICATED_FAILED\r\n", false},
        {"X-AUSERNAME: robin\r\nX-Seraph-LoginReason: AUTHORISATION_FAILED\r\n", false},
        {"X-AUSERNAME: robin\r\nX-Seraph-LoginReason: AUTHENTICATION_DENIED\r\n", false},
        {"X-AUSERNAME: robin\r\nX-Authentication-Denied-Reason: CAPTCHA_CHALLENGE\r\n", false},
        {"X-Seraph-LoginReason: OK\r\nX-Seraph-LoginReason: AUTHENTICATED_FAILED\r\n", false},
        {"X-Seraph-LoginReason: AUTHENTICATED_FAILED, OK\r\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct canned canned = {
            .status = 401, .lines = cases[i].lines, .body = "{\"message\":\"No link\"}"};
        struct fetch test = fetch_from(NULL);
        test.account.auth_type = ATL_AUTH_BEARER;
        run(&canned, &test, "/rest/api/2/issueLink");
        const struct atl_error *error = &test.outcomes[0].error;
        bool is_permission =
            error->status == ATL_FORBIDDEN &&
            strstr(error->message, "You don't have permission (401): No link") != NULL &&
            hints_say(error, "for Jira, verify") && !hints_say(error, "token");
        bool is_login = error->status == ATL_UNAUTHENTICATED &&
                        strstr(error->message, "Authentication failed (401): No link") != NULL &&
                        hints_say(error, "personal access token hasn't expired");
        if (is_permission != cases[i].is_permission || is_login == cases[i].is_permission) {
            fail_msg("'%s' gave '%s'", cases[i].lines, error->message);
        }
        assert_int_equal(error->http_status, 401);
        fetch_end(&test);
    }
}

static void only_401_is_about_the_log_in(void **state)
{
    (void)state;
    static const int statuses[] = {400, 403, 404, 407, 500};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct canned plain = {.status = statuses[i]};
        struct canned signed_one = {.status = statuses[i], .lines = "X-Seraph-LoginReason: OK\r\n"};
        struct fetch one = fetch_from(NULL);
        struct fetch other = fetch_from(NULL);
        run(&plain, &one, "/x");
        run(&signed_one, &other, "/x");
        assert_int_equal(one.outcomes[0].error.status, other.outcomes[0].error.status);
        fetch_end(&one);
        fetch_end(&other);
    }
}

static void forbidden_gets_the_hints_of_its_product(void **state)
{
    (void)state;
    struct canned canned = {.status = 403};
    struct fetch jira = fetch_from(NULL);
    run(&canned, &jira, "/rest/api/3/issue/A-1");
    assert_true(hints_say(&jira.outcomes[0].error, "access to the project or space"));
    assert_true(hints_say(&jira.outcomes[0].error, "for Jira"));
    assert_true(hints_say(&jira.outcomes[0].error, "atlcli auth status"));
    fetch_end(&jira);
    struct fetch confluence = fetch_from(NULL);
    run(&canned, &confluence, "/wiki/api/v2/pages");
    assert_true(hints_say(&confluence.outcomes[0].error, "for Confluence"));
    fetch_end(&confluence);
}

/* ---- atl_http_json ---- */

struct parsed {
    enum atl_status status;
    struct atl_error error;
    const cJSON *json;
    char text[64];
};

static void ask_for_json(struct fetch *test, void *context)
{
    struct parsed *parsed = context;
    test->requests[0].path = "/x";
    parsed->status =
        atl_http_json(test->http, &test->requests[0], &test->arena, &parsed->json, &parsed->error);
    snprintf(parsed->text, sizeof parsed->text, "%s", atl_json_text(parsed->json, "a", "-"));
}

static struct parsed ask(int status, const char *lines, const char *body)
{
    struct parsed parsed = {0};
    struct canned canned = {.status = status, .lines = lines, .body = body};
    struct server *server = server_start(give, &canned);
    struct fetch test = fetch_from(server_url(server));
    test.instead = ask_for_json;
    test.context = &parsed;
    fetch(&test);
    fetch_end(&test);
    server_stop(server);
    return parsed;
}

static void json_is_parsed(void **state)
{
    (void)state;
    struct parsed parsed = ask(200, json_type, "{\"a\":\"b\"}");
    assert_int_equal(parsed.status, ATL_OK);
    assert_string_equal(parsed.text, "b");
}

static void empty_answer_is_no_json_and_no_error(void **state)
{
    (void)state;
    struct parsed parsed = ask(204, NULL, NULL);
    assert_int_equal(parsed.status, ATL_OK);
    assert_null(parsed.json);
}

static void web_page_instead_of_json_says_so(void **state)
{
    (void)state;
    static const char *const bodies[] = {"<!DOCTYPE html><html></html>", "\n <HTML>", "x"};
    static const char *const types[] = {NULL, NULL, "Content-Type: text/html;charset=UTF-8\r\n"};
    for (size_t i = 0; i < 3; i++) {
        struct parsed parsed = ask(200, types[i], bodies[i]);
        assert_int_equal(parsed.status, ATL_FAILED);
        assert_non_null(strstr(parsed.error.message, "web page instead of JSON"));
        assert_true(hints_say(&parsed.error, "log-in page"));
    }
}

static void broken_json_says_where(void **state)
{
    (void)state;
    struct parsed parsed = ask(200, json_type, "{\"a\":");
    assert_int_equal(parsed.status, ATL_FAILED);
    assert_non_null(strstr(parsed.error.message, "the server's answer"));
    assert_int_equal(parsed.error.http_status, 200);
}

static void json_with_error_status_is_an_error(void **state)
{
    (void)state;
    struct parsed parsed = ask(404, json_type, "{\"errorMessages\":[\"nope\"]}");
    assert_int_equal(parsed.status, ATL_NOT_FOUND);
    assert_null(parsed.json);
    assert_non_null(strstr(parsed.error.message, "nope"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_become_the_right_kind_of_error),
        cmocka_unit_test(server_words_are_found_in_all_their_places),
        cmocka_unit_test(server_words_cannot_drive_a_terminal),
        cmocka_unit_test(long_words_are_cut),
        cmocka_unit_test(unauthenticated_on_cloud_gets_its_hints),
        cmocka_unit_test(unauthenticated_with_bearer_gets_its_hints),
        cmocka_unit_test(unauthenticated_without_token_says_so),
        cmocka_unit_test(captcha_is_recognised),
        cmocka_unit_test(accepted_log_ins_make_401_a_missing_permission),
        cmocka_unit_test(only_401_is_about_the_log_in),
        cmocka_unit_test(forbidden_gets_the_hints_of_its_product),
        cmocka_unit_test(json_is_parsed),
        cmocka_unit_test(empty_answer_is_no_json_and_no_error),
        cmocka_unit_test(web_page_instead_of_json_says_so),
        cmocka_unit_test(broken_json_says_where),
        cmocka_unit_test(json_with_error_status_is_an_error),
    };
    return cmocka_run_group_tests_name("http errors", tests, NULL, NULL);
}
