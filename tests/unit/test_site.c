#include "atlcli/config.h"
#include "atlcli/text.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct atl_arena arena;

static int free_arena(void **state)
{
    (void)state;
    atl_arena_free(&arena);
    return 0;
}

struct normalised {
    const char *given;
    const char *site;
};

static void check(const struct normalised *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct atl_error error;
        const char *site;
        atl_error_clear(&error);
        enum atl_status status = atl_site_normalise(&arena, cases[i].given, &site, &error);
        if (status != ATL_OK) {
            fail_msg("%s: %s", cases[i].given, error.message);
        }
        assert_string_equal(site, cases[i].site);
        const char *again;
        assert_int_equal(atl_site_normalise(&arena, site, &again, &error), ATL_OK);
        assert_string_equal(again, site);
    }
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof((cases)[0]))

static void missing_scheme_means_https(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"company", "https://company"},
        {"company.atlassian.net", "https://company.atlassian.net"},
        {"jira.company.com:8443", "https://jira.company.com:8443"},
        {"jira.company.com:8443/jira", "https://jira.company.com:8443/jira"},
        {"localhost", "https://localhost"},
        {"localhost:8080", "https://localhost:8080"},
        {"127.0.0.1:8080/jira", "https://127.0.0.1:8080/jira"},
        {"[::1]:8080", "https://[::1]:8080"},
        {"https:/company.com", "https://company.com"},
    };
    CHECK(cases);
}

static void case_ports_slashes_and_dots_have_one_form(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"HTTPS://Company.Example.COM", "https://company.example.com"},
        {"HTTP://Company.Example.com", "http://company.example.com"},
        {"https://company.com/", "https://company.com"},
        {"https://company.com///", "https://company.com"},
        {"https://company.com:443", "https://company.com"},
        {"https://company.com:", "https://company.com"},
        {"http://company.com:80/", "http://company.com"},
        {"http://company.com:443", "http://company.com:443"},
        {"https://company.com:08443", "https://company.com:8443"},
        {"https://company.com.", "https://company.com"},
        {"https://company.com?os_destination=x", "https://company.com"},
        {"https://company.com/#top", "https://company.com"},
        {"  https://company.com\n", "https://company.com"},
        {"https://my_server.internal", "https://my_server.internal"},
    };
    CHECK(cases);
}

static void path_of_a_cloud_site_is_dropped(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"https://company.atlassian.net/wiki", "https://company.atlassian.net"},
        {"https://company.atlassian.net/wiki/", "https://company.atlassian.net"},
        {"https://company.atlassian.net/jira", "https://company.atlassian.net"},
        {"company.atlassian.net/wiki/spaces/TEAM/pages/12/T", "https://company.atlassian.net"},
        {"https://Company.atlassian.net/jira/software/projects/KEY/boards/1?x=1#y",
         "https://company.atlassian.net"},
        {"https://company.atlassian.net/browse/KEY-1", "https://company.atlassian.net"},
        {"https://company.atlassian.net./wiki", "https://company.atlassian.net"},
        {"https://company.jira.com/secure/Dashboard.jspa", "https://company.jira.com"},
        {"acme.atlassian-us-gov-mod.net/wiki", "https://acme.atlassian-us-gov-mod.net"},
    };
    CHECK(cases);
}

static void path_below_the_gateway_of_cloud_is_kept(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"https://api.atlassian.com/ex/jira/11223344-a1b2/",
         "https://api.atlassian.com/ex/jira/11223344-a1b2"},
    };
    CHECK(cases);
}

static void context_path_of_a_data_center_site_is_kept(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"https://company.internal/jira", "https://company.internal/jira"},
        {"https://company.internal/jira/", "https://company.internal/jira"},
        {"https://company.internal//jira//", "https://company.internal/jira"},
        {"https://company.internal/tools/Confluence", "https://company.internal/tools/Confluence"},
        {"https://company.internal/wiki", "https://company.internal/wiki"},
        {"https://company.internal/issues", "https://company.internal/issues"},
        {"https://company.internal/a/../jira", "https://company.internal/jira"},
        {"https://company.internal/j%C3%ADra", "https://company.internal/j%C3%ADra"},
        /* Looks like Cloud, but is not below its domain. */
        {"https://atlassian.net.company.com/wiki", "https://atlassian.net.company.com/wiki"},
        {"https://myatlassian.net/wiki", "https://myatlassian.net/wiki"},
    };
    CHECK(cases);
}

static void page_of_a_data_center_site_is_dropped(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"https://jira.company.com/browse/KEY-1", "https://jira.company.com"},
        {"https://company.com/jira/browse/KEY-1?focusedId=1", "https://company.com/jira"},
        {"https://company.com/jira/login.jsp", "https://company.com/jira"},
        {"https://company.com/jira/secure/Dashboard.jspa", "https://company.com/jira"},
        {"https://jira.company.com/secure/RapidBoard.jspa?rapidView=1", "https://jira.company.com"},
        {"https://company.com/jira/projects/KEY/issues", "https://company.com/jira"},
        {"https://company.com/jira/issues/?jql=x", "https://company.com/jira"},
        {"https://company.com/wiki/display/SPACE/Page", "https://company.com/wiki"},
        {"https://company.com/wiki/display/~me@company.com", "https://company.com/wiki"},
        {"https://wiki.company.com/spaces/SPACE/overview", "https://wiki.company.com"},
        {"https://wiki.company.com/pages/viewpage.action?pageId=1", "https://wiki.company.com"},
        {"https://wiki.company.com/dashboard.action", "https://wiki.company.com"},
        {"https://wiki.company.com/x/AbCd", "https://wiki.company.com"},
        {"https://company.com/jira/rest/api/2/myself", "https://company.com/jira"},
        {"https://company.com/jira/plugins/servlet/x", "https://company.com/jira"},
    };
    CHECK(cases);
}

static void addresses_have_their_usual_form(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"https://[::1]", "https://[::1]"},
        {"https://[0:0:0:0:0:0:0:1]:443/jira", "https://[::1]/jira"},
        {"https://[2001:DB8::1]:8443/jira", "https://[2001:db8::1]:8443/jira"},
        {"https://[fe80::1%25eth0]:8443", "https://[fe80::1%25eth0]:8443"},
        {"https://127.1", "https://127.0.0.1"},
        {"https://0x7f.1", "https://127.0.0.1"},
        {"https://１２７.0.0.1", "https://127.0.0.1"},
        {"https://127.1.", "https://127.0.0.1"},
    };
    CHECK(cases);
}

static void internationalised_hosts_become_ascii(void **state)
{
    (void)state;
    static const struct normalised cases[] = {
        {"https://bücher.example", "https://xn--bcher-kva.example"},
        {"https://BÜCHER.example/jira", "https://xn--bcher-kva.example/jira"},
        {"https://b%C3%BCcher.example", "https://xn--bcher-kva.example"},
        /* Non-transitional: the sharp s is a letter of its own. */
        {"https://straße.example", "https://xn--strae-oqa.example"},
        {"https://例え.テスト", "https://xn--r8jz45g.xn--zckzah"},
        {"https://xn--bcher-kva.example", "https://xn--bcher-kva.example"},
    };
    CHECK(cases);
}

struct refused {
    const char *given;
    const char *reason; /* part of the message */
};

static void what_is_no_site_is_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct refused cases[] = {
        {"", "it is empty"},
        {" \n", "it is empty"},
        {"https://", "no host name"},
        {"/", "no host name"},
        {"//company.com", "no host name"},
        {"https:///", "no host name"},
        {"https://company.com:0", "port"},
        {"https://company.com:65536", "port"},
        {"https://company.com:http", "port"},
        {"https://company.com:-1", "port"},
        {"company.com:99999/jira", "port"},
        {"mailto:me", "port"},
        {"ftp://company.com", "scheme"},
        {"file:///etc/passwd", "scheme"},
        {"ssh://company.com", "scheme"},
        {"my company", "space"},
        {"https://company.com/my jira", "space"},
        {"https://comp\tany.com", "control character"},
        {"https://company.com/\x01", "control character"},
        {"https://[::1", "host name"},
        {"https://[::g]", "host name"},
        {"https://[fe80::1%25a/b]", "host name"},
        {"https://company%20x.com", "host name"},
        {"https://company%00.com", "host name"},
        {"https://%", "host name"},
        {"https://company..com", "host name"},
        {"https://.company.com", "host name"},
        {"https://.", "host name"},
        {"https://comp\\any", "host name"},
        {"https://a,b", "host name"},
        {"https://a/%zz", "path"},
        {"https://a/<b>", "path"},
        {"https://a/b|c", "path"},
        {"https://a/%0d%0aHost:x", "path"},
        {"https://\xff\xfe.com", "host name"},
        {"https://a"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
         "host name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct atl_error error;
        const char *site = "unset";
        enum atl_status status = atl_site_normalise(&arena, cases[i].given, &site, &error);
        if (status != ATL_USAGE || site != NULL) {
            fail_msg("'%s' was not refused (%s)", cases[i].given, site == NULL ? "" : site);
        }
        if (strstr(error.message, cases[i].reason) == NULL) {
            fail_msg("'%s': %s", cases[i].given, error.message);
        }
        assert_true(error.hint_count > 0);
    }
}

static void a_password_in_the_url_is_refused_and_never_repeated(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "https://me:s3cret@company.com",      "https://me:s3cret@company.com:99999",
        "https://me@s3cret:company.com/jira", "me:s3cret@company.com",
        "https://me:s3cret/x@company.com",    "https://me/s3cret@company.com",
        "ftp://me:s3cret@company.com",        "https://me:s3cret@",
        "https://me:s3cret@comp any.com",     "https://s3cret@company.com",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct atl_error error;
        const char *site;
        assert_int_equal(atl_site_normalise(&arena, cases[i], &site, &error), ATL_USAGE);
        assert_null(strstr(error.message, "s3cret"));
        for (size_t hint = 0; hint < error.hint_count; hint++) {
            assert_null(strstr(error.hints[hint], "s3cret"));
        }
    }
    struct atl_error error;
    const char *site;
    atl_site_normalise(&arena, cases[0], &site, &error);
    assert_string_equal(error.message, "not a usable site URL: it holds a user name or password");
}

static void a_token_given_as_site_is_not_repeated(void **state)
{
    (void)state;
    char token[193];
    memset(token, 'T', sizeof token - 1);
    token[150] = '=';
    token[192] = '\0';
    struct atl_error error;
    const char *site;
    assert_int_equal(atl_site_normalise(&arena, token, &site, &error), ATL_USAGE);
    assert_null(strstr(error.message, "TTTT"));
}

static void an_endless_url_is_refused(void **state)
{
    (void)state;
    static char text[5000] = "https://company.com/";
    memset(text + 20, 'a', sizeof text - 21);
    struct atl_error error;
    const char *site;
    assert_int_equal(atl_site_normalise(&arena, text, &site, &error), ATL_USAGE);
    assert_string_equal(error.message, "not a usable site URL: it is too long");
}

static void cloud_sites_are_recognised_by_their_domain(void **state)
{
    (void)state;
    assert_true(atl_site_is_cloud("https://company.atlassian.net"));
    assert_true(atl_site_is_cloud("https://company.jira.com"));
    assert_true(atl_site_is_cloud("http://company.atlassian.net:8080"));
    assert_true(atl_site_is_cloud("https://api.atlassian.com/ex/jira/1"));
    assert_false(atl_site_is_cloud("https://atlassian.net"));
    assert_false(atl_site_is_cloud("https://myatlassian.net"));
    assert_false(atl_site_is_cloud("https://company.atlassian.net.evil.com"));
    assert_false(atl_site_is_cloud("https://evil.com/company.atlassian.net"));
    assert_false(atl_site_is_cloud("https://jira.company.com"));
    assert_false(atl_site_is_cloud("https://[::1]:8080"));
    assert_false(atl_site_is_cloud(NULL));
}

static void plain_http_is_exposed_unless_it_stays_on_this_machine(void **state)
{
    (void)state;
    static const char *const here[] = {
        "http://localhost",      "http://localhost:8080/jira", "http://jira.localhost",
        "http://127.0.0.1:8080", "http://127.255.255.254",     "http://[::1]:8080/x",
        "http://[::1]",          "http://[::ffff:127.0.0.1]",
    };
    for (size_t i = 0; i < sizeof here / sizeof here[0]; i++) {
        assert_true(atl_site_is_loopback(here[i]));
        assert_false(atl_site_is_exposed(here[i]));
    }
    static const char *const elsewhere[] = {
        "http://jira.company.com", "http://localhost.company.com", "http://mylocalhost",
        "http://128.0.0.1",        "http://127.0.0.1.company.com", "http://[::2]",
        "http://[::ffff:8.8.8.8]", "http://[fe80::1%25lo]",        "http://company/localhost",
        "http://0.0.0.0",
    };
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        assert_false(atl_site_is_loopback(elsewhere[i]));
        assert_true(atl_site_is_exposed(elsewhere[i]));
    }
    assert_false(atl_site_is_exposed("https://jira.company.com"));
    assert_false(atl_site_is_exposed(NULL));
    assert_false(atl_site_is_loopback(NULL));
}

static void same_origin_is_scheme_host_and_port(void **state)
{
    (void)state;
    const char *site = "https://company.com:8443/jira";
    assert_true(atl_site_same_origin(site, "https://company.com:8443"));
    assert_true(atl_site_same_origin(site, "https://company.com:8443/wiki"));
    assert_false(atl_site_same_origin(site, "https://company.com"));
    assert_false(atl_site_same_origin(site, "http://company.com:8443"));
    assert_false(atl_site_same_origin(site, "https://company.com:84430"));
    assert_false(atl_site_same_origin(site, "https://company.com.evil.com:8443"));
    assert_false(atl_site_same_origin(site, NULL));
    assert_false(atl_site_same_origin(NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(missing_scheme_means_https, free_arena),
        cmocka_unit_test_teardown(case_ports_slashes_and_dots_have_one_form, free_arena),
        cmocka_unit_test_teardown(path_of_a_cloud_site_is_dropped, free_arena),
        cmocka_unit_test_teardown(path_below_the_gateway_of_cloud_is_kept, free_arena),
        cmocka_unit_test_teardown(context_path_of_a_data_center_site_is_kept, free_arena),
        cmocka_unit_test_teardown(page_of_a_data_center_site_is_dropped, free_arena),
        cmocka_unit_test_teardown(addresses_have_their_usual_form, free_arena),
        cmocka_unit_test_teardown(internationalised_hosts_become_ascii, free_arena),
        cmocka_unit_test_teardown(what_is_no_site_is_refused_with_the_reason, free_arena),
        cmocka_unit_test_teardown(a_password_in_the_url_is_refused_and_never_repeated, free_arena),
        cmocka_unit_test_teardown(a_token_given_as_site_is_not_repeated, free_arena),
        cmocka_unit_test_teardown(an_endless_url_is_refused, free_arena),
        cmocka_unit_test(cloud_sites_are_recognised_by_their_domain),
        cmocka_unit_test(plain_http_is_exposed_unless_it_stays_on_this_machine),
        cmocka_unit_test(same_origin_is_scheme_host_and_port),
    };
    return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
