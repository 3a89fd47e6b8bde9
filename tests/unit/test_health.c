/* What a site's answers say about its health. */
#include "atlcli/clock.h"
#include "atlcli/health.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* An answer to everything, or to one path alone. */
struct script {
    const char *path; /* NULL: any */
    int status;
    const char *lines;
    const char *body;
};

static enum fate play(struct connection *connection, const struct received *request, void *context)
{
    const struct script *script = context;
    if (script->path == NULL || strcmp(request->target, script->path) == 0) {
        reply(connection, script->status, script->lines, script->body);
    } else {
        reply(connection, 404, "Content-Type: text/html\r\n", "<html>no</html>");
    }
    return KEEP;
}

struct examination {
    struct script script;
    bool of_confluence;
    enum atl_auth_type auth_type;
    struct atl_health health;
    enum atl_status status;
    char version[32];
};

static void examine_in_loop(struct fetch *test, void *context)
{
    struct examination *examination = context;
    struct atl_health *health = &examination->health;
    struct atl_error *error = &test->outcomes[0].error;
    examination->status = examination->of_confluence
                              ? atl_health_of_confluence(test->http, &test->arena, health, error)
                              : atl_health_of_jira(test->http, &test->arena, health, error);
    snprintf(examination->version, sizeof examination->version, "%s",
             health->version == NULL ? "none" : health->version);
}

static void examine(struct examination *examination)
{
    struct server *server = server_start(play, &examination->script);
    struct fetch test = fetch_from(server_url(server));
    test.account.auth_type = examination->auth_type;
    test.instead = examine_in_loop;
    test.context = examination;
    fetch(&test);
    for (int i = 0; i < server_requests(server); i++) {
        assert_null(received_header(server_request(server, i), "Authorization"));
    }
    fetch_end(&test);
    server_stop(server);
}

static void jira_is_known_by_its_server_info(void **state)
{
    (void)state;
    struct examination cloud = {
        .script = {"/rest/api/2/serverInfo", 200, NULL,
                   "{\"baseUrl\":\"x\",\"version\":\"1001.0.0\",\"deploymentType\":\"Cloud\"}"},
    };
    examine(&cloud);
    assert_int_equal(cloud.health.presence, ATL_PRESENT);
    assert_string_equal(cloud.version, "none");
    struct examination own = {
        .script = {"/rest/api/2/serverInfo", 200, NULL,
                   "{\"baseUrl\":\"x\",\"version\":\"9.12.0\",\"deploymentType\":\"Server\"}"},
        .auth_type = ATL_AUTH_BEARER,
    };
    examine(&own);
    assert_int_equal(own.health.presence, ATL_PRESENT);
    assert_string_equal(own.version, "9.12.0");
}

static void confluence_is_known_by_its_version_or_by_who_asks(void **state)
{
    (void)state;
    static const struct {
        struct script script;
        enum atl_auth_type auth_type;
        const char *version;
    } cases[] = {
        {{"/rest/api/server-information", 200, NULL, "{\"version\":\"9.2.0\"}"},
         ATL_AUTH_BEARER,
         "9.2.0"},
        {{"/rest/api/user/current", 200, NULL, "{\"type\":\"anonymous\"}"},
         ATL_AUTH_BEARER,
         "none"},
        {{"/rest/api/user/current", 401, NULL, "{\"message\":\"who?\"}"}, ATL_AUTH_BEARER, "none"},
        {{"/wiki/rest/api/user/current", 403, NULL, "{\"message\":\"no\"}"},
         ATL_AUTH_BASIC,
         "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct examination examination = {
            .script = cases[i].script,
            .of_confluence = true,
            .auth_type = cases[i].auth_type,
        };
        examine(&examination);
        assert_int_equal(examination.status, ATL_OK);
        assert_int_equal(examination.health.presence, ATL_PRESENT);
        assert_string_equal(examination.version, cases[i].version);
    }
}

static void other_answers_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        struct script script;
        enum atl_presence presence;
        bool is_page;
    } cases[] = {
        {{NULL, 200, "Content-Type: text/html\r\n", "<html>"}, ATL_ABSENT, true},
        {{NULL, 200, NULL, "{\"some\":\"thing\"}"}, ATL_ABSENT, false},
        {{NULL, 404, NULL, "{}"}, ATL_ABSENT, false},
        {{NULL, 401, "Content-Type: text/html\r\n", "<html>log in"}, ATL_PRESENCE_HIDDEN, true},
        {{NULL, 403, NULL, "no"}, ATL_PRESENCE_HIDDEN, false},
        {{NULL, 429, NULL, ""}, ATL_UNWELL, false},
        {{NULL, 502, NULL, ""}, ATL_UNWELL, false},
    };
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        struct examination examination = {
            .script = cases[i / 2].script,
            .of_confluence = i % 2 == 1,
            .auth_type = ATL_AUTH_BEARER,
        };
        examine(&examination);
        assert_int_equal(examination.status, ATL_OK);
        assert_int_equal(examination.health.presence, cases[i / 2].presence);
        assert_int_equal(examination.health.is_page, cases[i / 2].is_page);
        assert_int_equal(examination.health.http_status, cases[i / 2].script.status);
    }
}

static void clock_is_compared_with_the_date_of_the_answer(void **state)
{
    (void)state;
    static const int hours[] = {0, 1, -1};
    for (size_t i = 0; i < 3; i++) {
        char line[128];
        time_t then = (time_t)(atl_clock_wall_seconds() + hours[i] * 3600);
        struct tm parts;
        gmtime_r(&then, &parts);
        strftime(line, sizeof line, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        struct examination examination = {.script = {NULL, 404, line, "{}"}};
        examine(&examination);
        assert_true(examination.health.has_clock);
        /* A minute's leeway for a slow machine. */
        int64_t off_ms = examination.health.clock_skew_ms - hours[i] * INT64_C(3600000);
        assert_true(off_ms > -60000 && off_ms < 2000);
    }
    struct examination undated = {.script = {NULL, 404, NULL, "{}"}};
    examine(&undated);
    assert_false(undated.health.has_clock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jira_is_known_by_its_server_info),
        cmocka_unit_test(confluence_is_known_by_its_version_or_by_who_asks),
        cmocka_unit_test(other_answers_are_told_apart),
        cmocka_unit_test(clock_is_compared_with_the_date_of_the_answer),
    };
    return cmocka_run_group_tests_name("health", tests, NULL, NULL);
}
