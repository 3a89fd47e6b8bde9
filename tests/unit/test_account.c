/*
 * What a command runs with besides the matrix of test_precedence.c: the keychain, secrets that stay
 * with their site, values that can't be used, and what is missing.
 */
#include "atlcli/config.h"
#include "config/credentials_internal.h"
#include "config/keychain_internal.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static struct atl_arena arena;

static int free_arena(void **state)
{
    (void)state;
    keychain_replace(NULL);
    atl_arena_free(&arena);
    return 0;
}

static struct atl_credentials *parse(const char *text)
{
    struct atl_credentials *credentials;
    struct atl_error error;
    enum atl_status status =
        credentials_parse(&arena, "credentials.json", text, strlen(text), &credentials, &error);
    if (status != ATL_OK) {
        fail_msg("%s", error.message);
    }
    return credentials;
}

static const char three_profiles[] =
    "{\"currentProfile\": \"active\", \"profiles\": {"
    "\"active\": {\"baseUrl\": \"https://active.atlassian.net\", \"email\": \"active@file\","
    " \"apiToken\": \"active-token\"},"
    "\"variable\": {\"baseUrl\": \"https://variable.atlassian.net\", \"email\": \"variable@file\","
    " \"apiToken\": \"variable-token\"},"
    "\"option\": {\"baseUrl\": \"https://option.atlassian.net\", \"email\": \"option@file\","
    " \"apiToken\": \"option-token\"}}}";

static const char onprem[] =
    "{\"currentProfile\": \"onprem\", \"profiles\": {\"onprem\": {"
    "\"baseUrl\": \"https://jira.company.com/jira\", \"authType\": \"bearer\","
    "\"pat\": \"file-pat\", \"username\": \"me\", \"tlsCaFile\": \"C:\\\\certs\\\\ca.pem\","
    "\"tlsSkipVerify\": true}}}";

static struct atl_account resolve(const char *file, struct atl_environment environment)
{
    struct atl_account account;
    struct atl_error error;
    enum atl_status status = atl_account_resolve(&arena, file == NULL ? NULL : parse(file),
                                                 &environment, NULL, false, &account, &error);
    if (status != ATL_OK) {
        fail_msg("%s", error.message);
    }
    return account;
}

/* ---- a keychain of one item ---- */

static const char *item;
static int asked;

static bool always_available(void)
{
    return true;
}

static enum atl_status get_item(const char *username, struct atl_arena *in, const char **token,
                                struct atl_error *error)
{
    asked++;
    assert_string_equal(username, "me");
    if (item == NULL) {
        return atl_fail(error, ATL_NOT_FOUND, "no item");
    }
    if (strcmp(item, "locked") == 0) {
        return atl_fail(error, ATL_FAILED, "the keychain is locked");
    }
    *token = atl_arena_strdup(in, item);
    return ATL_OK;
}

static void use_keychain(const char *token)
{
    static const struct keychain fake = {
        .name = "fake", .is_available = always_available, .get = get_item};
    keychain_replace(&fake);
    item = token;
    asked = 0;
}

static void keychain_token_comes_before_that_of_the_file(void **state)
{
    (void)state;
    use_keychain("keychain-token\n");
    struct atl_account account = resolve(onprem, (struct atl_environment){0});
    assert_string_equal(account.token, "keychain-token");
    assert_int_equal(account.token_source, ATL_SOURCE_KEYCHAIN);
    assert_true(account.has_keychain_token);
    assert_true(account.has_file_token);
    assert_null(account.keychain_problem);
}

static void keychain_without_the_item_leaves_the_file_token(void **state)
{
    (void)state;
    use_keychain(NULL);
    struct atl_account account = resolve(onprem, (struct atl_environment){0});
    assert_string_equal(account.token, "file-pat");
    assert_int_equal(account.token_source, ATL_SOURCE_FILE);
    assert_false(account.has_keychain_token);
    assert_null(account.keychain_problem);
}

static void a_locked_keychain_is_no_error_where_the_file_has_the_token(void **state)
{
    (void)state;
    use_keychain("locked");
    struct atl_account account = resolve(onprem, (struct atl_environment){0});
    assert_string_equal(account.token, "file-pat");
    assert_string_equal(account.keychain_problem, "the keychain is locked");
    assert_int_equal(atl_account_require(&account, NULL), ATL_OK);
}

static void a_locked_keychain_is_named_when_no_token_is_left(void **state)
{
    (void)state;
    use_keychain("locked");
    struct atl_account account =
        resolve("{\"currentProfile\": \"a\", \"profiles\": {\"a\": {\"baseUrl\": \"https://j.x\","
                "\"authType\": \"bearer\", \"username\": \"me\"}}}",
                (struct atl_environment){0});
    struct atl_error error;
    assert_int_equal(atl_account_require(&account, &error), ATL_UNAUTHENTICATED);
    assert_string_equal(error.hints[0], "the keychain was asked for 'me': the keychain is locked");
    assert_string_equal(error.hints[1],
                        "log in with: atlcli auth login --bearer --profile a --site https://j.x");
}

static void environment_token_spares_the_keychain(void **state)
{
    (void)state;
    use_keychain("keychain-token");
    struct atl_account account = resolve(onprem, (struct atl_environment){.api_token = "env"});
    assert_string_equal(account.token, "env");
    assert_int_equal(asked, 0);
    assert_false(account.has_keychain_token);
}

static void keychain_is_consulted_for_a_report_although_the_environment_has_a_token(void **state)
{
    (void)state;
    use_keychain("keychain-token");
    struct atl_environment environment = {.api_token = "env"};
    struct atl_account account;
    assert_int_equal(
        atl_account_resolve(&arena, parse(onprem), &environment, NULL, true, &account, NULL),
        ATL_OK);
    assert_string_equal(account.token, "env");
    assert_int_equal(account.token_source, ATL_SOURCE_ENVIRONMENT);
    assert_true(account.has_keychain_token);
}

static void a_profile_without_user_name_never_asks_the_keychain(void **state)
{
    (void)state;
    use_keychain("keychain-token");
    struct atl_environment environment = {0};
    struct atl_account account;
    assert_int_equal(atl_account_resolve(&arena, parse(three_profiles), &environment, NULL, true,
                                         &account, NULL),
                     ATL_OK);
    assert_int_equal(asked, 0);
    assert_string_equal(account.token, "active-token");
}

/* ---- ATLCLI_SITE and the profile's secrets ---- */

static void what_a_profile_keeps_is_used_for_its_own_site_in_any_spelling(void **state)
{
    (void)state;
    use_keychain(NULL);
    struct atl_account account = resolve(
        onprem, (struct atl_environment){.site = "https://JIRA.company.com:443/confluence/"});
    assert_string_equal(account.site, "https://jira.company.com/confluence");
    assert_int_equal(account.site_source, ATL_SOURCE_ENVIRONMENT);
    assert_false(account.profile_is_for_other_site);
    assert_string_equal(account.token, "file-pat");
    assert_string_equal(account.tls_ca_file, "C:\\certs\\ca.pem");
    assert_true(account.tls_skip_verify);
    assert_int_equal(account.auth_type, ATL_AUTH_BEARER);
}

static void what_a_profile_keeps_never_goes_to_another_site(void **state)
{
    (void)state;
    static const char *const others[] = {
        "https://other.company.com/jira",
        "http://jira.company.com/jira",
        "https://jira.company.com:8443/jira",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        use_keychain("keychain-token");
        struct atl_account account = resolve(onprem, (struct atl_environment){.site = others[i]});
        assert_true(account.profile_is_for_other_site);
        assert_null(account.token);
        assert_int_equal(account.token_source, ATL_SOURCE_NONE);
        assert_int_equal(asked, 0);
        assert_null(account.username);
        assert_null(account.tls_ca_file);
        assert_false(account.tls_skip_verify);
        assert_true(account.has_file_token);
    }
}

static void require_explains_why_the_stored_token_is_not_used(void **state)
{
    (void)state;
    struct atl_account account =
        resolve(onprem, (struct atl_environment){.site = "https://other.com"});
    struct atl_error error;
    assert_int_equal(atl_account_require(&account, &error), ATL_UNAUTHENTICATED);
    assert_string_equal(error.message, "not logged in to https://other.com: there is no token");
    assert_string_equal(error.hints[0], "ATLCLI_SITE is another site than that of profile 'onprem',"
                                        " whose token is only for its own site");
    assert_string_equal(error.hints[1],
                        "set ATLCLI_API_TOKEN to a token for https://other.com, or unset "
                        "ATLCLI_SITE");
}

/* ---- variables alone ---- */

static void authentication_of_variables_alone_follows_from_email_and_site(void **state)
{
    (void)state;
    static const struct {
        struct atl_environment environment;
        enum atl_auth_type auth_type;
    } cases[] = {
        {{.site = "x.atlassian.net"}, ATL_AUTH_BASIC},
        {{.site = "x.atlassian.net", .email = "a@b"}, ATL_AUTH_BASIC},
        {{.site = "https://jira.company.com"}, ATL_AUTH_BEARER},
        {{.site = "https://jira.company.com", .email = "a@b"}, ATL_AUTH_BASIC},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct atl_account account = resolve(NULL, cases[i].environment);
        assert_int_equal(account.auth_type, cases[i].auth_type);
    }
    /* The same holds for another site than the active profile's, whatever that one says. */
    struct atl_account account =
        resolve(three_profiles, (struct atl_environment){.site = "https://jira.company.com"});
    assert_int_equal(account.auth_type, ATL_AUTH_BEARER);
}

static void variables_alone_satisfy_a_request(void **state)
{
    (void)state;
    struct atl_account account = resolve(
        NULL, (struct atl_environment){
                  .site = "ci.atlassian.net", .email = " ci@company.com\n", .api_token = "t\r\n"});
    assert_int_equal(atl_account_require(&account, NULL), ATL_OK);
    assert_string_equal(account.email, "ci@company.com");
    assert_string_equal(account.token, "t");
    assert_null(account.profile);
    assert_int_equal(account.profile_source, ATL_SOURCE_NONE);
}

/* ---- values that can't be used ---- */

static enum atl_status resolve_badly(const char *file, struct atl_environment environment,
                                     const char *chosen, struct atl_error *error)
{
    struct atl_account account;
    atl_error_clear(error);
    return atl_account_resolve(&arena, parse(file), &environment, chosen, false, &account, error);
}

static void a_token_with_a_line_break_is_refused_and_not_repeated(void **state)
{
    (void)state;
    struct atl_error error;
    struct atl_environment environment = {.api_token = "s3cret\r\nX-Evil: 1"};
    assert_int_equal(resolve_badly("{}", environment, NULL, &error), ATL_USAGE);
    assert_string_equal(
        error.message, "the token from ATLCLI_API_TOKEN holds a line break or a control character");
    assert_null(strstr(error.hints[0], "s3cret"));

    const char *file = "{\"currentProfile\": \"a\", \"profiles\": {\"a\": {\"baseUrl\": \"x\","
                       "\"apiToken\": \"s3cret\\u001bx\"}}}";
    assert_int_equal(resolve_badly(file, (struct atl_environment){0}, NULL, &error), ATL_FAILED);
    assert_string_equal(error.message, "the token from credentials.json (profile 'a') holds a line "
                                       "break or a control character");
    assert_int_equal(error.status, ATL_FAILED);
}

static void an_email_with_a_control_character_is_refused(void **state)
{
    (void)state;
    struct atl_error error;
    struct atl_environment environment = {.email = "a\x1b@b"};
    assert_int_equal(resolve_badly("{}", environment, NULL, &error), ATL_USAGE);
    assert_string_equal(error.message, "ATLCLI_EMAIL holds a line break or a control character");
}

static void a_site_variable_that_is_no_url_is_refused(void **state)
{
    (void)state;
    struct atl_error error;
    struct atl_environment environment = {.site = "https://me:s3cret@company.com"};
    assert_int_equal(resolve_badly("{}", environment, NULL, &error), ATL_USAGE);
    assert_string_equal(error.message,
                        "ATLCLI_SITE: not a usable site URL: it holds a user name or password");
}

static void a_profile_whose_site_is_no_url_is_an_error_only_when_used(void **state)
{
    (void)state;
    const char *file = "{\"currentProfile\": \"good\", \"profiles\": {"
                       "\"good\": {\"baseUrl\": \"x.atlassian.net\"},"
                       "\"bad\": {\"baseUrl\": \"https://me:s3cret@x\"}}}";
    struct atl_error error;
    assert_int_equal(resolve_badly(file, (struct atl_environment){0}, NULL, &error), ATL_OK);
    assert_int_equal(resolve_badly(file, (struct atl_environment){0}, "bad", &error), ATL_FAILED);
    assert_string_equal(error.message,
                        "the site of profile 'bad' in credentials.json is not a usable URL");
}

static void a_missing_profile_is_named_with_whoever_asked_for_it(void **state)
{
    (void)state;
    struct atl_error error;
    struct atl_environment environment = {.profile = "gone"};
    assert_int_equal(resolve_badly(three_profiles, environment, NULL, &error), ATL_NOT_FOUND);
    assert_string_equal(error.message, "ATLCLI_PROFILE: profile 'gone' does not exist");
    assert_string_equal(error.hints[0], "profiles in credentials.json: active, variable, option");

    environment.profile = NULL;
    assert_int_equal(resolve_badly(three_profiles, environment, "nope", &error), ATL_NOT_FOUND);
    assert_string_equal(error.message, "--profile: profile 'nope' does not exist");
    assert_int_equal(resolve_badly(three_profiles, environment, "", &error), ATL_USAGE);
    assert_string_equal(error.message, "--profile: the profile name is empty");
}

static void an_active_profile_that_is_gone_matters_only_without_a_site_variable(void **state)
{
    (void)state;
    const char *file = "{\"currentProfile\": \"gone\"}";
    struct atl_error error;
    assert_int_equal(resolve_badly(file, (struct atl_environment){0}, NULL, &error), ATL_NOT_FOUND);
    assert_string_equal(error.message, "the active profile: profile 'gone' does not exist");
    struct atl_environment environment = {.site = "x.atlassian.net"};
    assert_int_equal(resolve_badly(file, environment, NULL, &error), ATL_OK);
}

/* ---- what is missing ---- */

static void require_says_what_is_missing_and_what_to_do(void **state)
{
    (void)state;
    struct atl_error error;
    struct atl_account account = {0};
    assert_int_equal(atl_account_require(&account, &error), ATL_UNAUTHENTICATED);
    assert_string_equal(error.message, "not logged in: there is no active profile");
    assert_string_equal(error.hints[0], "log in with: atlcli auth init");

    account.profile = "work";
    assert_int_equal(atl_account_require(&account, &error), ATL_UNAUTHENTICATED);
    assert_string_equal(error.message, "profile 'work' has no site");

    account.site = "https://x.atlassian.net";
    assert_int_equal(atl_account_require(&account, &error), ATL_UNAUTHENTICATED);
    assert_string_equal(error.message,
                        "not logged in to https://x.atlassian.net: there is no token");
    assert_string_equal(
        error.hints[0],
        "log in with: atlcli auth login --profile work --site https://x.atlassian.net");

    account.token = "t";
    assert_int_equal(atl_account_require(&account, &error), ATL_UNAUTHENTICATED);
    assert_string_equal(error.message,
                        "no e-mail address to log in to https://x.atlassian.net with");

    account.auth_type = ATL_AUTH_BEARER;
    assert_int_equal(atl_account_require(&account, &error), ATL_OK);
    account.auth_type = ATL_AUTH_BASIC;
    account.email = "a@b";
    assert_int_equal(atl_account_require(&account, &error), ATL_OK);
}

/* ---- reading it all at once ---- */

static void clear_variables(void)
{
    static const char *const names[] = {"ATLCLI_PROFILE", "ATLCLI_SITE", "ATLCLI_EMAIL",
                                        "ATLCLI_API_TOKEN", "ATLCLI_CONFIG_DIR"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unsetenv(names[i]);
    }
}

static void empty_variables_count_as_not_set(void **state)
{
    (void)state;
    clear_variables();
    setenv("ATLCLI_PROFILE", "", 1);
    setenv("ATLCLI_SITE", "", 1);
    setenv("ATLCLI_EMAIL", "me@company.com", 1);
    struct atl_environment environment = atl_environment_read();
    assert_null(environment.profile);
    assert_null(environment.site);
    assert_string_equal(environment.email, "me@company.com");
    assert_null(environment.api_token);
    clear_variables();
}

static void variables_need_no_home_directory(void **state)
{
    (void)state;
    clear_variables();
    char *home = atl_arena_strdup(&arena, getenv("HOME"));
    unsetenv("HOME");
    setenv("ATLCLI_SITE", "ci.atlassian.net", 1);
    setenv("ATLCLI_EMAIL", "ci@company.com", 1);
    setenv("ATLCLI_API_TOKEN", "token", 1);
    struct atl_account account;
    struct atl_credentials *credentials;
    struct atl_error error;
    assert_int_equal(atl_account_load(&arena, NULL, false, &account, &credentials, &error), ATL_OK);
    assert_null(credentials);
    assert_int_equal(atl_account_require(&account, &error), ATL_OK);

    assert_int_equal(atl_account_load(&arena, "work", false, &account, NULL, &error), ATL_FAILED);
    unsetenv("ATLCLI_API_TOKEN");
    assert_int_equal(atl_account_load(&arena, NULL, false, &account, NULL, &error), ATL_FAILED);
    assert_string_equal(error.message,
                        "no place for credentials: neither HOME nor ATLCLI_CONFIG_DIR is set");
    setenv("HOME", home, 1);
    clear_variables();
}

static void sources_have_words(void **state)
{
    (void)state;
    assert_string_equal(atl_source_name(ATL_SOURCE_NONE), "none");
    assert_string_equal(atl_source_name(ATL_SOURCE_FILE), "file");
    assert_string_equal(atl_source_name(ATL_SOURCE_ENVIRONMENT), "environment");
    assert_string_equal(atl_source_name(ATL_SOURCE_OPTION), "option");
    assert_string_equal(atl_source_name(ATL_SOURCE_KEYCHAIN), "keychain");
    assert_string_equal(atl_auth_type_name(ATL_AUTH_BASIC), "basic");
    assert_string_equal(atl_auth_type_name(ATL_AUTH_BEARER), "bearer");
}

#define TEST(name) cmocka_unit_test_teardown(name, free_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keychain_token_comes_before_that_of_the_file),
        TEST(keychain_without_the_item_leaves_the_file_token),
        TEST(a_locked_keychain_is_no_error_where_the_file_has_the_token),
        TEST(a_locked_keychain_is_named_when_no_token_is_left),
        TEST(environment_token_spares_the_keychain),
        TEST(keychain_is_consulted_for_a_report_although_the_environment_has_a_token),
        TEST(a_profile_without_user_name_never_asks_the_keychain),
        TEST(what_a_profile_keeps_is_used_for_its_own_site_in_any_spelling),
        TEST(what_a_profile_keeps_never_goes_to_another_site),
        TEST(require_explains_why_the_stored_token_is_not_used),
        TEST(authentication_of_variables_alone_follows_from_email_and_site),
        TEST(variables_alone_satisfy_a_request),
        TEST(a_token_with_a_line_break_is_refused_and_not_repeated),
        TEST(an_email_with_a_control_character_is_refused),
        TEST(a_site_variable_that_is_no_url_is_refused),
        TEST(a_profile_whose_site_is_no_url_is_an_error_only_when_used),
        TEST(a_missing_profile_is_named_with_whoever_asked_for_it),
        TEST(an_active_profile_that_is_gone_matters_only_without_a_site_variable),
        TEST(require_says_what_is_missing_and_what_to_do),
        TEST(empty_variables_count_as_not_set),
        TEST(variables_need_no_home_directory),
        TEST(sources_have_words),
    };
    return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
