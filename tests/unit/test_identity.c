/* What a site is, and whose token it is: as real sites say it, and as other servers don't. */
#include "atlcli/identity.h"
#include "support/fetch.h"
#include "support/server.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- sites ---- */

enum { MOST_PAGES = 4 };

struct page {
    const char *path;
    int status;
    const char *type; /* NULL: application/json */
    const char *body;
};

/* Pages that a site has; everything else is `otherwise`, or a 404 with a web page. */
struct site {
    struct page pages[MOST_PAGES];
    struct page otherwise;
};

static const char jira_info[] = "/rest/api/2/serverInfo";
static const char manifest[] = "/rest/applinks/1.0/manifest";
static const char cloud_wiki[] = "/wiki/rest/api/user/current";
static const char own_wiki[] = "/rest/api/user/current";

static enum fate serve(struct connection *connection, const struct received *request, void *context)
{
    const struct site *site = context;
    static const struct page absent = {NULL, 404, "text/html", "<html>Oops</html>"};
    const struct page *found = site->otherwise.status != 0 ? &site->otherwise : &absent;
    for (size_t i = 0; i < MOST_PAGES && site->pages[i].path != NULL; i++) {
        if (strcmp(site->pages[i].path, request->target) == 0) {
            found = &site->pages[i];
        }
    }
    char line[128];
    snprintf(line, sizeof line, "Content-Type: %s\r\n",
             found->type == NULL ? "application/json" : found->type);
    reply(connection, found->status, line, found->body);
    return KEEP;
}

/* ---- what is it? ---- */

struct finding {
    enum atl_status status;
    struct atl_error error;
    struct atl_server server;
    struct atl_identity identity;
    char described[128];
};

static void identify(struct fetch *test, void *context)
{
    struct finding *finding = context;
    finding->status =
        atl_identify_server(test->http, &test->arena, &finding->server, &finding->error);
    if (finding->status == ATL_OK) {
        snprintf(finding->described, sizeof finding->described, "%s",
                 atl_server_describe(&finding->server, &test->arena));
    }
}

static void fetch_any(struct fetch *test, void *context)
{
    struct finding *finding = context;
    finding->status =
        atl_identity_fetch_any(test->http, &test->arena, &finding->identity, &finding->error);
}

/* Asks a site; texts of the finding live until fetch_end. */
static struct server *ask(const struct site *site, enum atl_auth_type auth_type,
                          void (*question)(struct fetch *, void *), struct fetch *test,
                          struct finding *finding)
{
    struct server *server = server_start(serve, (void *)(uintptr_t)site);
    *finding = (struct finding){0};
    *test = fetch_from(server_url(server));
    test->account.auth_type = auth_type;
    test->instead = question;
    test->context = finding;
    fetch(test);
    return server;
}

static void assert_is(const struct site *site, const char *described, enum atl_product product)
{
    struct fetch test;
    struct finding finding;
    struct server *server = ask(site, ATL_AUTH_BASIC, identify, &test, &finding);
    assert_int_equal(finding.status, ATL_OK);
    assert_string_equal(finding.described, described);
    assert_int_equal(finding.server.product, product);
    for (int i = 0; i < server_requests(server); i++) {
        assert_null(received_header(server_request(server, i), "Authorization"));
    }
    fetch_end(&test);
    server_stop(server);
}

static void jira_cloud_is_known_by_its_server_info(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{jira_info, 200, NULL,
                   "{\"baseUrl\":\"https://company.atlassian.net\",\"version\":\"1001.0.0\","
                   "\"deploymentType\":\"Cloud\",\"serverTitle\":\"Jira\"}"}}};
    assert_is(&site, "Atlassian Cloud", ATL_PRODUCT_JIRA);
}

static void jira_data_center_is_known_by_its_server_info(void **state)
{
    (void)state;
    const struct site site = {.pages = {{jira_info, 200, NULL,
                                         "{\"baseUrl\":\"https://jira.company.com\",\"version\":"
                                         "\"9.12.4\",\"deploymentType\":\"Server\"}"}}};
    assert_is(&site, "Jira Data Center 9.12.4", ATL_PRODUCT_JIRA);
}

static void jira_that_says_no_deployment_type_is_an_old_server(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{jira_info, 200, NULL,
                   "{\"baseUrl\":\"http://jira\",\"version\":6,\"deploymentType\":null}"}}};
    assert_is(&site, "Jira Data Center", ATL_PRODUCT_JIRA);
}

static void jira_closed_to_strangers_is_known_by_its_manifest(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{jira_info, 403, NULL, "{\"errorMessages\":[\"no\"]}"},
                  {manifest, 200, NULL, "{\"typeId\":\"jira\",\"version\":\"10.3.0\"}"}}};
    assert_is(&site, "Jira Data Center 10.3.0", ATL_PRODUCT_JIRA);
}

static void confluence_data_center_is_known_by_its_manifest(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{manifest, 200, NULL,
                   "{\"typeId\":\"confluence\",\"version\":\"8.5.4\",\"name\":\"Wiki\"}"}}};
    assert_is(&site, "Confluence Data Center 8.5.4", ATL_PRODUCT_CONFLUENCE);
}

static void confluence_without_manifest_is_known_by_its_answer(void **state)
{
    (void)state;
    const struct site refusing = {
        .pages = {{own_wiki, 401, NULL, "{\"statusCode\":401,\"message\":\"log in\"}"}}};
    const struct site open_to_all = {
        .pages = {{own_wiki, 200, NULL, "{\"type\":\"anonymous\",\"displayName\":\"Anonymous\"}"}}};
    assert_is(&refusing, "Confluence Data Center", ATL_PRODUCT_CONFLUENCE);
    assert_is(&open_to_all, "Confluence Data Center", ATL_PRODUCT_CONFLUENCE);
}

static void confluence_cloud_without_jira_is_known_by_its_answer(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{cloud_wiki, 403, NULL, "{\"statusCode\":403,\"message\":\"not permitted\"}"}}};
    assert_is(&site, "Atlassian Cloud", ATL_PRODUCT_CONFLUENCE);
}

static void assert_is_not_found(const struct site *site, const char *message)
{
    struct fetch test;
    struct finding finding;
    struct server *server = ask(site, ATL_AUTH_BASIC, identify, &test, &finding);
    assert_int_equal(finding.status, ATL_NOT_FOUND);
    assert_non_null(strstr(finding.error.message, "there is no Jira or Confluence at http://"));
    assert_non_null(strstr(finding.error.message, message));
    assert_true(finding.error.hint_count > 0);
    fetch_end(&test);
    server_stop(server);
}

static void other_servers_are_not_taken_for_one(void **state)
{
    (void)state;
    const struct site web_page = {.otherwise = {NULL, 200, "text/html; charset=utf-8", "<html>"}};
    const struct site api = {.otherwise = {NULL, 200, NULL, "{\"status\":\"ok\",\"version\":1}"}};
    const struct site list = {.otherwise = {NULL, 200, NULL, "[]"}};
    const struct site other_api = {.otherwise = {NULL, 404, NULL, "{\"message\":\"no\"}"}};
    const struct site bamboo = {
        .pages = {{manifest, 200, NULL, "{\"typeId\":\"bamboo\",\"version\":\"9\"}"}},
        .otherwise = {NULL, 404, NULL, "{}"}};
    const struct site damaged = {.otherwise = {NULL, 200, NULL, "{\"baseUrl\":\"http://x"}};
    const struct site empty = {.otherwise = {NULL, 204, NULL, NULL}};
    assert_is_not_found(&web_page, ": a web page answers");
    assert_is_not_found(&api, "(200)");
    assert_is_not_found(&list, "(200)");
    assert_is_not_found(&other_api, "(404)");
    assert_is_not_found(&bamboo, "(404)");
    assert_is_not_found(&damaged, "(200)");
    assert_is_not_found(&empty, "(204)");
}

static void site_that_fails_for_now_is_not_said_to_be_absent(void **state)
{
    (void)state;
    const struct site site = {.otherwise = {NULL, 503, "text/html", "<html>maintenance"}};
    struct fetch test;
    struct finding finding;
    struct server *server = ask(&site, ATL_AUTH_BASIC, identify, &test, &finding);
    assert_int_equal(finding.status, ATL_FAILED);
    assert_non_null(strstr(finding.error.message, "(503)"));
    fetch_end(&test);
    server_stop(server);
}

/* ---- whose token is it? ---- */

static const char jira_me[] = "/rest/api/3/myself";
static const char own_jira_me[] = "/rest/api/2/myself";

static void cloud_account_has_an_id(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{jira_me, 200, NULL,
                   "{\"accountId\":\"5b1\",\"displayName\":\"Ada\",\"emailAddress\":\"\"}"}}};
    struct fetch test;
    struct finding finding;
    struct server *server = ask(&site, ATL_AUTH_BASIC, fetch_any, &test, &finding);
    assert_int_equal(finding.status, ATL_OK);
    assert_int_equal(finding.identity.product, ATL_PRODUCT_JIRA);
    assert_string_equal(finding.identity.account_id, "5b1");
    assert_string_equal(finding.identity.display_name, "Ada");
    assert_null(finding.identity.name);
    assert_null(finding.identity.email);
    fetch_end(&test);
    server_stop(server);
}

static void data_center_account_has_a_name(void **state)
{
    (void)state;
    const struct site site = {
        .pages = {{own_jira_me, 200, NULL, "{\"key\":\"JIRAUSER1\",\"name\":\"ada\"}"}}};
    struct fetch test;
    struct finding finding;
    struct server *server = ask(&site, ATL_AUTH_BEARER, fetch_any, &test, &finding);
    assert_int_equal(finding.status, ATL_OK);
    assert_string_equal(finding.identity.name, "ada");
    assert_null(finding.identity.account_id);
    /* Better than no name at all. */
    assert_string_equal(finding.identity.display_name, "ada");
    fetch_end(&test);
    server_stop(server);
}

static void confluence_is_asked_where_there_is_no_jira(void **state)
{
    (void)state;
    const struct site site = {.pages = {{own_wiki, 200, NULL,
                                         "{\"type\":\"known\",\"username\":\"ada\","
                                         "\"userKey\":\"ff\",\"displayName\":\"Ada\"}"}}};
    struct fetch test;
    struct finding finding;
    struct server *server = ask(&site, ATL_AUTH_BEARER, fetch_any, &test, &finding);
    assert_int_equal(finding.status, ATL_OK);
    assert_int_equal(finding.identity.product, ATL_PRODUCT_CONFLUENCE);
    assert_string_equal(finding.identity.name, "ada");
    assert_string_equal(finding.identity.display_name, "Ada");
    assert_string_equal(finding.error.message, "");
    fetch_end(&test);
    server_stop(server);
}

static void assert_fails(const struct site *site, enum atl_status status, int requests)
{
    struct fetch test;
    struct finding finding;
    struct server *server = ask(site, ATL_AUTH_BASIC, fetch_any, &test, &finding);
    assert_int_equal(finding.status, status);
    assert_int_equal(finding.error.status, status);
    assert_int_equal(server_requests(server), requests);
    fetch_end(&test);
    server_stop(server);
}

static void error_that_says_more_is_told(void **state)
{
    (void)state;
    const struct site wrong_token = {.pages = {{jira_me, 401, NULL, "{}"}}};
    const struct site neither = {0};
    const struct site no_access = {.pages = {{jira_me, 403, NULL, "{}"}}};
    const struct site only_wiki = {.pages = {{cloud_wiki, 401, NULL, "{}"}}};
    const struct site stranger = {
        .pages = {{cloud_wiki, 200, NULL, "{\"type\":\"anonymous\",\"accountId\":\"\"}"}}};
    assert_fails(&wrong_token, ATL_UNAUTHENTICATED, 1);
    assert_fails(&neither, ATL_NOT_FOUND, 2);
    assert_fails(&no_access, ATL_FORBIDDEN, 2);
    assert_fails(&only_wiki, ATL_UNAUTHENTICATED, 2);
    assert_fails(&stranger, ATL_UNAUTHENTICATED, 2);
}

static void answers_that_name_nobody_are_errors(void **state)
{
    (void)state;
    const struct site page = {.pages = {{jira_me, 200, "text/html", "<html>Log in</html>"}}};
    const struct site nobody = {.pages = {{jira_me, 200, NULL, "{\"displayName\":\"Ada\"}"}}};
    const struct site numbers = {.pages = {{jira_me, 200, NULL, "{\"accountId\":5}"}}};
    const struct site nothing = {.pages = {{jira_me, 204, NULL, NULL}}};
    assert_fails(&page, ATL_FAILED, 1);
    assert_fails(&nobody, ATL_FAILED, 1);
    assert_fails(&numbers, ATL_FAILED, 1);
    assert_fails(&nothing, ATL_FAILED, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jira_cloud_is_known_by_its_server_info),
        cmocka_unit_test(jira_data_center_is_known_by_its_server_info),
        cmocka_unit_test(jira_that_says_no_deployment_type_is_an_old_server),
        cmocka_unit_test(jira_closed_to_strangers_is_known_by_its_manifest),
        cmocka_unit_test(confluence_data_center_is_known_by_its_manifest),
        cmocka_unit_test(confluence_without_manifest_is_known_by_its_answer),
        cmocka_unit_test(confluence_cloud_without_jira_is_known_by_its_answer),
        cmocka_unit_test(other_servers_are_not_taken_for_one),
        cmocka_unit_test(site_that_fails_for_now_is_not_said_to_be_absent),
        cmocka_unit_test(cloud_account_has_an_id),
        cmocka_unit_test(data_center_account_has_a_name),
        cmocka_unit_test(confluence_is_asked_where_there_is_no_jira),
        cmocka_unit_test(error_that_says_more_is_told),
        cmocka_unit_test(answers_that_name_nobody_are_errors),
    };
    return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
