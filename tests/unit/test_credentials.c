/* What the credentials file says, and what is said of one that is wrong. */
#include "atlcli/text.h"
#include "config_scratch.h"

static const char manual[] = "{\n"
                             "  \"currentProfile\": \"work\",\n"
                             "  \"profiles\": {\n"
                             "    \"default\": {\n"
                             "      \"name\": \"default\",\n"
                             "      \"baseUrl\": \"https://company.atlassian.net\",\n"
                             "      \"email\": \"you@company.com\",\n"
                             "      \"apiToken\": \"ATATT3x-default\"\n"
                             "    },\n"
                             "    \"work\": {\n"
                             "      \"name\": \"work\",\n"
                             "      \"baseUrl\": \"https://Work.atlassian.net/wiki/\",\n"
                             "      \"email\": \"work@company.com\",\n"
                             "      \"apiToken\": \"ATATT3x-work\"\n"
                             "    },\n"
                             "    \"onprem\": {\n"
                             "      \"name\": \"onprem\",\n"
                             "      \"baseUrl\": \"https://jira.company.internal\",\n"
                             "      \"authType\": \"bearer\",\n"
                             "      \"username\": \"myuser\",\n"
                             "      \"tlsCaFile\": \"/etc/ssl/certs/company-ca.pem\",\n"
                             "      \"tlsSkipVerify\": true\n"
                             "    }\n"
                             "  }\n"
                             "}\n";

static void a_missing_file_is_an_empty_one(void **state)
{
    (void)state;
    struct atl_credentials *credentials = load();
    assert_int_equal(atl_credentials_count(credentials), 0);
    assert_null(atl_credentials_current(credentials));
    assert_null(atl_credentials_at(credentials, 0));
    assert_null(atl_credentials_find(credentials, "work"));
    assert_false(atl_credentials_is_exposed(credentials));
    assert_string_equal(atl_credentials_path(credentials), path);
}

static void a_missing_directory_is_an_empty_file(void **state)
{
    (void)state;
    assert_int_equal(rmdir(directory), 0);
    assert_int_equal(atl_credentials_count(load()), 0);
    assert_int_equal(access(directory, F_OK), -1);
}

static void the_example_of_the_manual_is_read(void **state)
{
    (void)state;
    write_file(manual);
    struct atl_credentials *credentials = load();
    assert_string_equal(atl_credentials_current(credentials), "work");
    assert_int_equal(atl_credentials_count(credentials), 3);
    assert_string_equal(atl_credentials_at(credentials, 0)->name, "default");
    assert_string_equal(atl_credentials_at(credentials, 1)->name, "work");

    const struct atl_profile *work = atl_credentials_find(credentials, "work");
    assert_string_equal(work->site, "https://work.atlassian.net");
    assert_string_equal(work->email, "work@company.com");
    assert_string_equal(work->token, "ATATT3x-work");
    assert_int_equal(work->auth_type, ATL_AUTH_BASIC);
    assert_null(work->username);
    assert_null(work->tls_ca_file);
    assert_false(work->tls_skip_verify);

    const struct atl_profile *onprem = atl_credentials_at(credentials, 2);
    assert_int_equal(onprem->auth_type, ATL_AUTH_BEARER);
    assert_string_equal(onprem->username, "myuser");
    assert_string_equal(onprem->tls_ca_file, "/etc/ssl/certs/company-ca.pem");
    assert_true(onprem->tls_skip_verify);
    assert_null(onprem->token);
    assert_null(atl_credentials_at(credentials, 3));
    assert_null(atl_credentials_find(credentials, "Work"));
}

static const char *token_of(const char *fields)
{
    write_file(atl_arena_printf(&arena, "{\"profiles\": {\"p\": {%s}}}", fields));
    return atl_credentials_find(load(), "p")->token;
}

static void a_personal_access_token_is_read_from_pat_or_else_api_token(void **state)
{
    (void)state;
    assert_string_equal(token_of("\"authType\": \"bearer\", \"pat\": \"A\""), "A");
    assert_string_equal(token_of("\"authType\": \"bearer\", \"apiToken\": \"B\""), "B");
    assert_string_equal(token_of("\"apiToken\": \"B\", \"authType\": \"Bearer\", \"pat\": \"A\""),
                        "A");
    assert_string_equal(token_of("\"apiToken\": \"B\", \"pat\": \"A\""), "B");
    assert_null(token_of("\"pat\": \"A\""));
}

static void absent_null_and_empty_values_are_the_same(void **state)
{
    (void)state;
    write_file(
        "{\"currentProfile\": \"\", \"profiles\": {\"p\": {\"name\": null, \"baseUrl\": \"\","
        "\"email\": null, \"apiToken\": \"\", \"authType\": null, \"tlsSkipVerify\": null}}}");
    const struct atl_profile *profile = atl_credentials_at(load(), 0);
    assert_string_equal(profile->name, "p");
    assert_null(profile->site);
    assert_false(profile->site_is_invalid);
    assert_null(profile->email);
    assert_null(profile->token);
    assert_int_equal(profile->auth_type, ATL_AUTH_BASIC);
    assert_null(atl_credentials_current(load()));
    write_file("{\"currentProfile\": null, \"profiles\": null}");
    assert_int_equal(atl_credentials_count(load()), 0);
}

static void a_blank_file_is_an_empty_one(void **state)
{
    (void)state;
    write_file("");
    assert_int_equal(atl_credentials_count(load()), 0);
    write_file(" \r\n\t\n");
    assert_int_equal(atl_credentials_count(load()), 0);
}

static void a_byte_order_mark_is_no_error(void **state)
{
    (void)state;
    write_file("\xEF\xBB\xBF{\"currentProfile\": \"p\"}");
    assert_string_equal(atl_credentials_current(load()), "p");
}

static void a_site_that_is_no_url_does_not_spoil_the_others(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"a\": {\"baseUrl\": \"ftp://x\"}, \"b\": {\"baseUrl\": \"y\"}}}");
    struct atl_credentials *credentials = load();
    assert_null(atl_credentials_find(credentials, "a")->site);
    assert_true(atl_credentials_find(credentials, "a")->site_is_invalid);
    assert_string_equal(atl_credentials_find(credentials, "b")->site, "https://y");
    assert_false(atl_credentials_find(credentials, "b")->site_is_invalid);
}

struct wrong {
    const char *text;
    const char *message; /* after the path */
};

static void each_wrong_shape_has_its_own_message(void **state)
{
    (void)state;
    static const struct wrong cases[] = {
        {"[]", ": the document is not an object"},
        {"\"s3cret\"", ": the document is not an object"},
        {"{\"profiles\": []}", ": \"profiles\" is not an object"},
        {"{\"profiles\": \"s3cret\"}", ": \"profiles\" is not an object"},
        {"{\"currentProfile\": 1}", ": \"currentProfile\" is not a text"},
        {"{\"profiles\": {\"p\": 7}}", ": profile 'p' is not an object"},
        {"{\"profiles\": {\"p\": []}}", ": profile 'p' is not an object"},
        {"{\"profiles\": {\"p\": {\"baseUrl\": {}}}}",
         ": \"baseUrl\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"apiToken\": 12345}}}",
         ": \"apiToken\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"pat\": [\"s3cret\"]}}}",
         ": \"pat\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"email\": false}}}", ": \"email\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"username\": 1}}}",
         ": \"username\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"tlsCaFile\": 1}}}",
         ": \"tlsCaFile\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"name\": 1}}}", ": \"name\" of profile 'p' is not a text"},
        {"{\"profiles\": {\"p\": {\"authType\": \"oauth\"}}}",
         ": \"authType\" of profile 'p' is neither \"basic\" nor \"bearer\""},
        {"{\"profiles\": {\"p\": {\"tlsSkipVerify\": \"yes\"}}}",
         ": \"tlsSkipVerify\" of profile 'p' is neither true nor false"},
        {"{\"profiles\": {\"p\": {}, \"q\": {}, \"p\": {}}}",
         ": profile 'p' is there more than once"},
        {"{\"profiles\": {}, \"profiles\": {}}", ": \"profiles\" is there more than once"},
        {"{\"profiles\": {\"p\": {\"apiToken\": \"s3cret\", \"apiToken\": \"b\"}}}",
         ": \"apiToken\" of profile 'p' is there more than once"},
        {"{\"profiles\": {\"p\": {\"apiToken\": \"s3cret}}}",
         " is not valid JSON (line 1, column 34)"},
        {"{\n  \"profiles\": {\n    \"p\": {\"apiToken\": \"s3cret\",}\n  }\n}",
         " is not valid JSON (line 3, column 33)"},
        {"{} s3cret", " is not valid JSON (line 1, column 4)"},
        {"s3cret", " is not valid JSON (line 1, column 1)"},
        {"{\"a\": \"x\",\n \"b\": \"\xff\"}", " holds bytes that are not UTF-8 in line 2"},
        {"{\"a\": \"x\\\\\\u0000y\"}", " holds a NUL character (\\u0000) in line 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_file(cases[i].text);
        struct atl_credentials *credentials;
        struct atl_error error;
        assert_int_equal(atl_credentials_load(&arena, &credentials, &error), ATL_FAILED);
        assert_null(credentials);
        assert_string_equal(error.message,
                            atl_arena_printf(&arena, "%s%s", path, cases[i].message));
        assert_true(error.hint_count >= 1);
        assert_null(strstr(error.message, "s3cret"));
    }
}

static enum atl_status add_profile(struct atl_credentials *credentials, void *context,
                                   struct atl_error *error)
{
    (void)context;
    struct atl_profile profile = {.name = "new", .site = "https://x.atlassian.net"};
    return atl_credentials_put(credentials, &profile, error);
}

static void a_file_that_is_wrong_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const texts[] = {"{\"profiles\": {\"p\": 7}}", "{ broken", "[]",
                                        "{\"a\": \"\xff\"}",
                                        "{\"profiles\": {\"p\": {}, \"p\": {}}}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        write_file(texts[i]);
        struct atl_error error;
        assert_int_equal(atl_credentials_update(&arena, add_profile, NULL, &error), ATL_FAILED);
        assert_string_equal(read_file(), texts[i]);
    }
}

static void an_escaped_backslash_before_u0000_is_no_nul(void **state)
{
    (void)state;
    write_file("{\"note\": \"C:\\\\u0000\"}");
    assert_int_equal(atl_credentials_count(load()), 0);
}

static void require_lists_what_there_is(void **state)
{
    (void)state;
    struct atl_error error;
    const struct atl_profile *profile;
    assert_int_equal(atl_credentials_require(load(), "w", &profile, &error), ATL_NOT_FOUND);
    assert_null(profile);
    assert_string_equal(error.message, "profile 'w' does not exist");
    assert_string_equal(error.hints[0],
                        "there are no profiles yet; create one with: atlcli auth init");
    write_file(manual);
    assert_int_equal(atl_credentials_require(load(), "w", &profile, &error), ATL_NOT_FOUND);
    assert_string_equal(error.hints[0], atl_arena_printf(&arena,
                                                         "profiles in %s: default, work, "
                                                         "onprem",
                                                         path));
    assert_int_equal(atl_credentials_require(load(), "work", &profile, &error), ATL_OK);
    assert_string_equal(profile->name, "work");
}

static void profile_names_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {
        "work",
        "a",
        "_x",
        "client-acme",
        "2026.q1",
        "A_b-c.9",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    static const char *const bad[] = {
        "",     "-x",
        ".x",   "a b",
        "a/b",  "a\n",
        "é",    "a'b",
        "$(x)", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(atl_profile_name_check(good[i], NULL), ATL_OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct atl_error error;
        assert_int_equal(atl_profile_name_check(bad[i], &error), ATL_USAGE);
        assert_int_equal(error.hint_count, 1);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_missing_file_is_an_empty_one),
        TEST(a_missing_directory_is_an_empty_file),
        TEST(the_example_of_the_manual_is_read),
        TEST(a_personal_access_token_is_read_from_pat_or_else_api_token),
        TEST(absent_null_and_empty_values_are_the_same),
        TEST(a_blank_file_is_an_empty_one),
        TEST(a_byte_order_mark_is_no_error),
        TEST(a_site_that_is_no_url_does_not_spoil_the_others),
        TEST(each_wrong_shape_has_its_own_message),
        TEST(a_file_that_is_wrong_stays_as_it_is),
        TEST(an_escaped_backslash_before_u0000_is_no_nul),
        TEST(require_lists_what_there_is),
        TEST(profile_names_are_checked),
    };
    return cmocka_run_group_tests_name("credentials", tests, NULL, NULL);
}
