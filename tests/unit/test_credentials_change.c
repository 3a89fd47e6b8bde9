/* Changing the credentials file: what is written, what survives, what is refused. */
#include "atlcli/text.h"
#include "config_scratch.h"

/* One change, as a command would make it. */
enum operation { PUT, SWITCH, RENAME, FORGET, REMOVE };

struct request {
    enum operation operation;
    const char *name;
    const char *new_name;
    struct atl_profile profile;
};

static enum atl_status apply(struct atl_credentials *credentials, void *context,
                             struct atl_error *error)
{
    const struct request *request = context;
    switch (request->operation) {
    case PUT:
        return atl_credentials_put(credentials, &request->profile, error);
    case SWITCH:
        return atl_credentials_set_current(credentials, request->name, error);
    case RENAME:
        return atl_credentials_rename(credentials, request->name, request->new_name, error);
    case FORGET:
        return atl_credentials_forget_token(credentials, request->name, error);
    case REMOVE:
        return atl_credentials_remove(credentials, request->name, error);
    }
    return ATL_FAILED;
}

static enum atl_status try_to(struct request request, struct atl_error *error)
{
    return atl_credentials_update(&arena, apply, &request, error);
}

static void do_it(struct request request)
{
    struct atl_error error;
    if (try_to(request, &error) != ATL_OK) {
        fail_msg("%s", error.message);
    }
}

static void put(struct atl_profile profile)
{
    do_it((struct request){.operation = PUT, .profile = profile});
}

static void a_first_profile_makes_the_file_of_the_manual(void **state)
{
    (void)state;
    assert_int_equal(rmdir(directory), 0);
    put((struct atl_profile){.name = "work",
                             .site = "Work.atlassian.net/wiki",
                             .email = "work@company.com",
                             .token = "ATATT3x"});
    do_it((struct request){.operation = SWITCH, .name = "work"});
    assert_string_equal(read_file(), "{\n"
                                     "  \"currentProfile\": \"work\",\n"
                                     "  \"profiles\": {\n"
                                     "    \"work\": {\n"
                                     "      \"name\": \"work\",\n"
                                     "      \"baseUrl\": \"https://work.atlassian.net\",\n"
                                     "      \"email\": \"work@company.com\",\n"
                                     "      \"apiToken\": \"ATATT3x\"\n"
                                     "    }\n"
                                     "  }\n"
                                     "}\n");
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(mode_of(directory), 0700);
}

static void a_bearer_profile_keeps_its_token_as_pat(void **state)
{
    (void)state;
    put((struct atl_profile){.name = "onprem",
                             .site = "https://jira.company.internal",
                             .auth_type = ATL_AUTH_BEARER,
                             .username = "myuser",
                             .token = "PAT",
                             .tls_ca_file = "C:\\certs\\company-ca.pem",
                             .tls_skip_verify = true});
    assert_string_equal(read_file(), "{\n"
                                     "  \"profiles\": {\n"
                                     "    \"onprem\": {\n"
                                     "      \"name\": \"onprem\",\n"
                                     "      \"baseUrl\": \"https://jira.company.internal\",\n"
                                     "      \"authType\": \"bearer\",\n"
                                     "      \"username\": \"myuser\",\n"
                                     "      \"pat\": \"PAT\",\n"
                                     "      \"tlsCaFile\": \"C:\\\\certs\\\\company-ca.pem\",\n"
                                     "      \"tlsSkipVerify\": true\n"
                                     "    }\n"
                                     "  }\n"
                                     "}\n");
}

static void putting_a_profile_again_replaces_what_atlcli_knows_and_nothing_else(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"p\": {\"color\": \"red\", \"apiToken\": \"old\", \"email\": "
               "\"a@b\", \"tlsSkipVerify\": true, \"name\": \"other\", \"more\": {\"pat\": 1}}}}");
    put((struct atl_profile){
        .name = "p", .site = "https://j.x", .auth_type = ATL_AUTH_BEARER, .token = "new"});
    assert_string_equal(read_file(), "{\n"
                                     "  \"profiles\": {\n"
                                     "    \"p\": {\n"
                                     "      \"color\": \"red\",\n"
                                     "      \"name\": \"p\",\n"
                                     "      \"more\": {\n"
                                     "        \"pat\": 1\n"
                                     "      },\n"
                                     "      \"baseUrl\": \"https://j.x\",\n"
                                     "      \"authType\": \"bearer\",\n"
                                     "      \"pat\": \"new\"\n"
                                     "    }\n"
                                     "  }\n"
                                     "}\n");
    put((struct atl_profile){.name = "p", .site = "https://j.x", .email = "a@b", .token = "t"});
    const struct atl_profile *profile = atl_credentials_find(load(), "p");
    assert_int_equal(profile->auth_type, ATL_AUTH_BASIC);
    assert_string_equal(profile->token, "t");
    assert_null(strstr(read_file(), "\"pat\": \"new\""));
}

static void a_profile_can_be_read_changed_and_put_back(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"p\": {\"baseUrl\": \"ftp://kept\", \"apiToken\": \"t\"}}}");
    struct atl_profile profile = *atl_credentials_find(load(), "p");
    profile.email = "me@company.com";
    put(profile);
    /* The site that could not be read was not lost by that. */
    assert_non_null(strstr(read_file(), "\"baseUrl\": \"ftp://kept\""));
    assert_string_equal(atl_credentials_find(load(), "p")->token, "t");
}

static void unknown_keys_survive_every_change_in_their_order(void **state)
{
    (void)state;
    write_file("{\"$schema\": \"x\", \"profiles\": {\"a\": {\"z\": [1, {\"y\": null}], \"name\": "
               "\"a\", \"apiToken\": \"t\", \"b\": false}, \"c\": {\"extra\": \"\\u00e4\\n\"}}, "
               "\"defaults\": {\"project\": \"KEY\"}, \"currentProfile\": \"a\"}");
    do_it((struct request){.operation = RENAME, .name = "a", .new_name = "n"});
    do_it((struct request){.operation = FORGET, .name = "n"});
    do_it((struct request){.operation = SWITCH, .name = "c"});
    assert_string_equal(read_file(), "{\n"
                                     "  \"$schema\": \"x\",\n"
                                     "  \"profiles\": {\n"
                                     "    \"n\": {\n"
                                     "      \"z\": [\n"
                                     "        1,\n"
                                     "        {\n"
                                     "          \"y\": null\n"
                                     "        }\n"
                                     "      ],\n"
                                     "      \"name\": \"n\",\n"
                                     "      \"b\": false\n"
                                     "    },\n"
                                     "    \"c\": {\n"
                                     "      \"extra\": \"ä\\n\"\n"
                                     "    }\n"
                                     "  },\n"
                                     "  \"defaults\": {\n"
                                     "    \"project\": \"KEY\"\n"
                                     "  },\n"
                                     "  \"currentProfile\": \"c\"\n"
                                     "}\n");
    do_it((struct request){.operation = REMOVE, .name = "n"});
    assert_non_null(strstr(read_file(), "\"project\": \"KEY\""));
    assert_non_null(strstr(read_file(), "\"$schema\": \"x\""));
}

static void unknown_numbers_survive_digit_by_digit(void **state)
{
    (void)state;
    static const char *const numbers[] = {
        "9007199254740993",
        "-9223372036854775808",
        "18446744073709551615",
        "0.1",
        "1.0",
        "1e400",
        "-0",
        "1E+2",
        "3.141592653589793238462643383279",
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        write_file(atl_arena_printf(
            &arena, "{\"1\": \"2-3\", \"n\": %s, \"profiles\": {\"p\": {\"q\\\"4\": [5, %s]}}}",
            numbers[i], numbers[i]));
        do_it((struct request){.operation = SWITCH, .name = "p"});
        const char *text = read_file();
        assert_non_null(strstr(text, atl_arena_printf(&arena, "\"n\": %s,\n", numbers[i])));
        assert_non_null(strstr(text, atl_arena_printf(&arena, "5,\n        %s\n", numbers[i])));
        assert_non_null(strstr(text, "\"1\": \"2-3\""));
    }
}

static void switching_puts_the_active_profile_before_the_profiles(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"p\": {}}}");
    do_it((struct request){.operation = SWITCH, .name = "p"});
    assert_true(atl_text_starts_with(read_file(), "{\n  \"currentProfile\": \"p\",\n"));
}

static void renaming_keeps_place_and_activity(void **state)
{
    (void)state;
    write_file("{\"currentProfile\": \"b\", \"profiles\": {\"a\": {}, \"b\": {}, \"c\": {}}}");
    do_it((struct request){.operation = RENAME, .name = "b", .new_name = "z"});
    struct atl_credentials *credentials = load();
    assert_string_equal(atl_credentials_at(credentials, 1)->name, "z");
    assert_string_equal(atl_credentials_current(credentials), "z");
    assert_non_null(strstr(read_file(), "\"name\": \"z\""));
    do_it((struct request){.operation = RENAME, .name = "a", .new_name = "y"});
    assert_string_equal(atl_credentials_current(load()), "z");
}

static void removing_the_active_profile_leaves_none_active(void **state)
{
    (void)state;
    write_file("{\"currentProfile\": \"b\", \"profiles\": {\"a\": {}, \"b\": {}}}");
    do_it((struct request){.operation = REMOVE, .name = "b"});
    assert_null(atl_credentials_current(load()));
    assert_int_equal(atl_credentials_count(load()), 1);
    assert_null(strstr(read_file(), "currentProfile"));
}

static void removing_another_profile_leaves_the_active_one(void **state)
{
    (void)state;
    write_file("{\"currentProfile\": \"b\", \"profiles\": {\"a\": {}, \"b\": {}}}");
    do_it((struct request){.operation = REMOVE, .name = "a"});
    assert_string_equal(atl_credentials_current(load()), "b");
}

static void forgetting_removes_the_token_in_both_places_and_nothing_else(void **state)
{
    (void)state;
    write_file(
        "{\"profiles\": {\"p\": {\"apiToken\": \"1\", \"email\": \"a@b\", \"pat\": \"2\"}}}");
    do_it((struct request){.operation = FORGET, .name = "p"});
    assert_string_equal(read_file(), "{\n"
                                     "  \"profiles\": {\n"
                                     "    \"p\": {\n"
                                     "      \"email\": \"a@b\"\n"
                                     "    }\n"
                                     "  }\n"
                                     "}\n");
}

struct refusal {
    struct request request;
    enum atl_status status;
    const char *message;
};

static void what_cannot_be_done_says_why_and_writes_nothing(void **state)
{
    (void)state;
    static const char before[] = "{\"profiles\": {\"a\": {}, \"b\": {}}}";
    static const struct refusal cases[] = {
        {{.operation = SWITCH, .name = "x"}, ATL_NOT_FOUND, "profile 'x' does not exist"},
        {{.operation = RENAME, .name = "x", .new_name = "y"},
         ATL_NOT_FOUND,
         "profile 'x' does not exist"},
        {{.operation = RENAME, .name = "a", .new_name = "b"},
         ATL_CONFLICT,
         "profile 'b' exists already"},
        {{.operation = RENAME, .name = "a", .new_name = "a"},
         ATL_CONFLICT,
         "profile 'a' exists already"},
        {{.operation = RENAME, .name = "a", .new_name = ""},
         ATL_USAGE,
         "the profile name is empty"},
        {{.operation = RENAME, .name = "a", .new_name = "a b"},
         ATL_USAGE,
         "'a b' is not a profile name"},
        {{.operation = FORGET, .name = "x"}, ATL_NOT_FOUND, "profile 'x' does not exist"},
        {{.operation = REMOVE, .name = "x"}, ATL_NOT_FOUND, "profile 'x' does not exist"},
        {{.operation = PUT, .profile = {.name = "../x"}},
         ATL_USAGE,
         "'../x' is not a profile name"},
        {{.operation = PUT, .profile = {.name = "p", .site = "ftp://x"}},
         ATL_USAGE,
         "'ftp://x' is not a usable site URL: its scheme is neither https nor http"},
        {{.operation = PUT, .profile = {.name = "p", .token = "s3cret\n"}},
         ATL_USAGE,
         "the token holds a line break or a control character"},
        {{.operation = PUT, .profile = {.name = "p", .email = "a\x1b"}},
         ATL_USAGE,
         "the e-mail address holds a line break or a control character"},
        {{.operation = PUT, .profile = {.name = "p", .username = "\n"}},
         ATL_USAGE,
         "the user name holds a line break or a control character"},
        {{.operation = PUT, .profile = {.name = "p", .tls_ca_file = "\x7f"}},
         ATL_USAGE,
         "the path of the CA file holds a line break or a control character"},
    };
    write_file(before);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct atl_error error;
        assert_int_equal(try_to(cases[i].request, &error), cases[i].status);
        assert_string_equal(error.message, cases[i].message);
        assert_string_equal(read_file(), before);
    }
}

static void names_that_other_software_wrote_can_be_used_and_removed(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"my profile\": {}, \"\": {}}}");
    put((struct atl_profile){.name = "my profile", .site = "https://x"});
    do_it((struct request){.operation = SWITCH, .name = "my profile"});
    do_it((struct request){.operation = RENAME, .name = "my profile", .new_name = "mine"});
    do_it((struct request){.operation = REMOVE, .name = ""});
    assert_int_equal(atl_credentials_count(load()), 1);
    assert_string_equal(atl_credentials_current(load()), "mine");
}

static void what_was_read_stays_valid_through_changes(void **state)
{
    (void)state;
    write_file("{\"profiles\": {\"p\": {\"apiToken\": \"before\"}}}");
    struct atl_credentials *credentials = load();
    const struct atl_profile *profile = atl_credentials_at(credentials, 0);
    assert_int_equal(atl_credentials_forget_token(credentials, "p", NULL), ATL_OK);
    assert_int_equal(atl_credentials_remove(credentials, "p", NULL), ATL_OK);
    assert_string_equal(profile->name, "p");
    assert_string_equal(profile->token, "before");
    assert_int_equal(atl_credentials_count(credentials), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_first_profile_makes_the_file_of_the_manual),
        TEST(a_bearer_profile_keeps_its_token_as_pat),
        TEST(putting_a_profile_again_replaces_what_atlcli_knows_and_nothing_else),
        TEST(a_profile_can_be_read_changed_and_put_back),
        TEST(unknown_keys_survive_every_change_in_their_order),
        TEST(unknown_numbers_survive_digit_by_digit),
        TEST(switching_puts_the_active_profile_before_the_profiles),
        TEST(renaming_keeps_place_and_activity),
        TEST(removing_the_active_profile_leaves_none_active),
        TEST(removing_another_profile_leaves_the_active_one),
        TEST(forgetting_removes_the_token_in_both_places_and_nothing_else),
        TEST(what_cannot_be_done_says_why_and_writes_nothing),
        TEST(names_that_other_software_wrote_can_be_used_and_removed),
        TEST(what_was_read_stays_valid_through_changes),
    };
    return cmocka_run_group_tests_name("credentials_change", tests, NULL, NULL);
}
