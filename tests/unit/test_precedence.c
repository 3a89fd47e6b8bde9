/*
 * Which profile, site, e-mail and token a command runs with: every combination of a profile in the
 * file, the four variables and --profile, with what is expected written out.
 *
 * The file of the first half has no profile. That of the second has three: "active", which is
 * currentProfile, "variable", which ATLCLI_PROFILE names, and "option", which --profile names. They
 * are on three sites; ATLCLI_SITE is a fourth one.
 */
#include "atlcli/config.h"
#include "atlcli/text.h"
#include "config/credentials_internal.h"
#include "unit.h"

#include <string.h>

static struct atl_arena arena;

static int free_arena(void **state)
{
    (void)state;
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

/* Where each value is expected from. */
enum {
    NONE = ATL_SOURCE_NONE,
    FILE_ = ATL_SOURCE_FILE,
    ENV = ATL_SOURCE_ENVIRONMENT,
    OPT = ATL_SOURCE_OPTION,
};

struct expected_value {
    const char *text;
    int source;
};

struct combination {
    /* Present or absent: */
    bool file;    /* profiles in the file */
    bool profile; /* ATLCLI_PROFILE=variable */
    bool site;    /* ATLCLI_SITE=https://env.atlassian.net */
    bool email;   /* ATLCLI_EMAIL=env@env */
    bool token;   /* ATLCLI_API_TOKEN=env-token */
    bool option;  /* --profile option */
    /* Expected: */
    enum atl_status status;
    struct expected_value name;
    struct expected_value url;
    struct expected_value mail;
    struct expected_value secret;
};

#define NOTHING                                                                                    \
    {                                                                                              \
        NULL, NONE                                                                                 \
    }
#define MISSING ATL_NOT_FOUND, NOTHING, NOTHING, NOTHING, NOTHING
#define ACTIVE                                                                                     \
    {                                                                                              \
        "active", FILE_                                                                            \
    }
#define VARIABLE                                                                                   \
    {                                                                                              \
        "variable", ENV                                                                            \
    }
#define OPTION                                                                                     \
    {                                                                                              \
        "option", OPT                                                                              \
    }
#define ACTIVE_SITE                                                                                \
    {                                                                                              \
        "https://active.atlassian.net", FILE_                                                      \
    }
#define VARIABLE_SITE                                                                              \
    {                                                                                              \
        "https://variable.atlassian.net", FILE_                                                    \
    }
#define OPTION_SITE                                                                                \
    {                                                                                              \
        "https://option.atlassian.net", FILE_                                                      \
    }
#define ENV_SITE                                                                                   \
    {                                                                                              \
        "https://env.atlassian.net", ENV                                                           \
    }
#define ACTIVE_MAIL                                                                                \
    {                                                                                              \
        "active@file", FILE_                                                                       \
    }
#define VARIABLE_MAIL                                                                              \
    {                                                                                              \
        "variable@file", FILE_                                                                     \
    }
#define OPTION_MAIL                                                                                \
    {                                                                                              \
        "option@file", FILE_                                                                       \
    }
#define ENV_MAIL                                                                                   \
    {                                                                                              \
        "env@env", ENV                                                                             \
    }
#define ACTIVE_TOKEN                                                                               \
    {                                                                                              \
        "active-token", FILE_                                                                      \
    }
#define VARIABLE_TOKEN                                                                             \
    {                                                                                              \
        "variable-token", FILE_                                                                    \
    }
#define OPTION_TOKEN                                                                               \
    {                                                                                              \
        "option-token", FILE_                                                                      \
    }
#define ENV_TOKEN                                                                                  \
    {                                                                                              \
        "env-token", ENV                                                                           \
    }

/* clang-format off */
static const struct combination combinations[] = {
    /* file profile site email token option */
    /* Nothing in the file: a profile that is named is missing, the variables stand for themselves. */
    {0, 0, 0, 0, 0, 0,  ATL_OK, NOTHING, NOTHING,  NOTHING,  NOTHING},
    {0, 0, 0, 0, 0, 1,  MISSING},
    {0, 0, 0, 0, 1, 0,  ATL_OK, NOTHING, NOTHING,  NOTHING,  ENV_TOKEN},
    {0, 0, 0, 0, 1, 1,  MISSING},
    {0, 0, 0, 1, 0, 0,  ATL_OK, NOTHING, NOTHING,  ENV_MAIL, NOTHING},
    {0, 0, 0, 1, 0, 1,  MISSING},
    {0, 0, 0, 1, 1, 0,  ATL_OK, NOTHING, NOTHING,  ENV_MAIL, ENV_TOKEN},
    {0, 0, 0, 1, 1, 1,  MISSING},
    {0, 0, 1, 0, 0, 0,  ATL_OK, NOTHING, ENV_SITE, NOTHING,  NOTHING},
    {0, 0, 1, 0, 0, 1,  MISSING},
    {0, 0, 1, 0, 1, 0,  ATL_OK, NOTHING, ENV_SITE, NOTHING,  ENV_TOKEN},
    {0, 0, 1, 0, 1, 1,  MISSING},
    {0, 0, 1, 1, 0, 0,  ATL_OK, NOTHING, ENV_SITE, ENV_MAIL, NOTHING},
    {0, 0, 1, 1, 0, 1,  MISSING},
    {0, 0, 1, 1, 1, 0,  ATL_OK, NOTHING, ENV_SITE, ENV_MAIL, ENV_TOKEN},
    {0, 0, 1, 1, 1, 1,  MISSING},
    {0, 1, 0, 0, 0, 0,  MISSING},
    {0, 1, 0, 0, 0, 1,  MISSING},
    {0, 1, 0, 0, 1, 0,  MISSING},
    {0, 1, 0, 0, 1, 1,  MISSING},
    {0, 1, 0, 1, 0, 0,  MISSING},
    {0, 1, 0, 1, 0, 1,  MISSING},
    {0, 1, 0, 1, 1, 0,  MISSING},
    {0, 1, 0, 1, 1, 1,  MISSING},
    {0, 1, 1, 0, 0, 0,  MISSING},
    {0, 1, 1, 0, 0, 1,  MISSING},
    {0, 1, 1, 0, 1, 0,  MISSING},
    {0, 1, 1, 0, 1, 1,  MISSING},
    {0, 1, 1, 1, 0, 0,  MISSING},
    {0, 1, 1, 1, 0, 1,  MISSING},
    {0, 1, 1, 1, 1, 0,  MISSING},
    {0, 1, 1, 1, 1, 1,  MISSING},
    /* Profiles in the file. ATLCLI_SITE is another site than theirs, so their tokens stay home. */
    {1, 0, 0, 0, 0, 0,  ATL_OK, ACTIVE,   ACTIVE_SITE,   ACTIVE_MAIL,   ACTIVE_TOKEN},
    {1, 0, 0, 0, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 0, 0, 0, 1, 0,  ATL_OK, ACTIVE,   ACTIVE_SITE,   ACTIVE_MAIL,   ENV_TOKEN},
    {1, 0, 0, 0, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 0, 0, 1, 0, 0,  ATL_OK, ACTIVE,   ACTIVE_SITE,   ENV_MAIL,      ACTIVE_TOKEN},
    {1, 0, 0, 1, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 0, 0, 1, 1, 0,  ATL_OK, ACTIVE,   ACTIVE_SITE,   ENV_MAIL,      ENV_TOKEN},
    {1, 0, 0, 1, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 0, 1, 0, 0, 0,  ATL_OK, ACTIVE,   ENV_SITE,      ACTIVE_MAIL,   NOTHING},
    {1, 0, 1, 0, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 0, 1, 0, 1, 0,  ATL_OK, ACTIVE,   ENV_SITE,      ACTIVE_MAIL,   ENV_TOKEN},
    {1, 0, 1, 0, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 0, 1, 1, 0, 0,  ATL_OK, ACTIVE,   ENV_SITE,      ENV_MAIL,      NOTHING},
    {1, 0, 1, 1, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 0, 1, 1, 1, 0,  ATL_OK, ACTIVE,   ENV_SITE,      ENV_MAIL,      ENV_TOKEN},
    {1, 0, 1, 1, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 1, 0, 0, 0, 0,  ATL_OK, VARIABLE, VARIABLE_SITE, VARIABLE_MAIL, VARIABLE_TOKEN},
    {1, 1, 0, 0, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 1, 0, 0, 1, 0,  ATL_OK, VARIABLE, VARIABLE_SITE, VARIABLE_MAIL, ENV_TOKEN},
    {1, 1, 0, 0, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 1, 0, 1, 0, 0,  ATL_OK, VARIABLE, VARIABLE_SITE, ENV_MAIL,      VARIABLE_TOKEN},
    {1, 1, 0, 1, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 1, 0, 1, 1, 0,  ATL_OK, VARIABLE, VARIABLE_SITE, ENV_MAIL,      ENV_TOKEN},
    {1, 1, 0, 1, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 1, 1, 0, 0, 0,  ATL_OK, VARIABLE, ENV_SITE,      VARIABLE_MAIL, NOTHING},
    {1, 1, 1, 0, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 1, 1, 0, 1, 0,  ATL_OK, VARIABLE, ENV_SITE,      VARIABLE_MAIL, ENV_TOKEN},
    {1, 1, 1, 0, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
    {1, 1, 1, 1, 0, 0,  ATL_OK, VARIABLE, ENV_SITE,      ENV_MAIL,      NOTHING},
    {1, 1, 1, 1, 0, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   OPTION_TOKEN},
    {1, 1, 1, 1, 1, 0,  ATL_OK, VARIABLE, ENV_SITE,      ENV_MAIL,      ENV_TOKEN},
    {1, 1, 1, 1, 1, 1,  ATL_OK, OPTION,   OPTION_SITE,   OPTION_MAIL,   ENV_TOKEN},
};
/* clang-format on */

static void check_value(const char *what, const char *where, const char *text,
                        enum atl_source source, const struct expected_value *expected)
{
    if (!atl_text_equal(text, expected->text) || (int)source != expected->source) {
        fail_msg("%s: %s is %s (%s), expected %s (%s)", where, what, text == NULL ? "-" : text,
                 atl_source_name(source), expected->text == NULL ? "-" : expected->text,
                 atl_source_name((enum atl_source)expected->source));
    }
}

static void check_combination(const struct combination *row)
{
    const char *where = atl_arena_printf(&arena, "%d%d%d%d%d%d", row->file, row->profile, row->site,
                                         row->email, row->token, row->option);
    struct atl_environment environment = {
        .profile = row->profile ? "variable" : NULL,
        .site = row->site ? "https://env.atlassian.net/wiki" : NULL,
        .email = row->email ? "env@env" : NULL,
        .api_token = row->token ? "env-token" : NULL,
    };
    struct atl_account account;
    struct atl_error error;
    atl_error_clear(&error);
    enum atl_status status =
        atl_account_resolve(&arena, parse(row->file ? three_profiles : "{}"), &environment,
                            row->option ? "option" : NULL, false, &account, &error);
    if (status != row->status) {
        fail_msg("%s: %s", where, error.message);
    }
    if (status != ATL_OK) {
        return;
    }
    check_value("profile", where, account.profile, account.profile_source, &row->name);
    check_value("site", where, account.site, account.site_source, &row->url);
    check_value("e-mail", where, account.email, account.email_source, &row->mail);
    check_value("token", where, account.token, account.token_source, &row->secret);
    assert_int_equal(account.has_environment_token, row->token);
    assert_int_equal(account.has_file_token, row->file);
    assert_int_equal(account.environment_token_for_chosen_profile, row->token && row->option);
}

static void every_combination_of_sources_gives_what_the_manual_says(void **state)
{
    (void)state;
    size_t count = sizeof combinations / sizeof combinations[0];
    assert_int_equal(count, 64);
    for (size_t i = 0; i < count; i++) {
        const struct combination *row = &combinations[i];
        /* In binary order, so that none is there twice and none missing. */
        size_t number = (size_t)row->file << 5 | (size_t)row->profile << 4 |
                        (size_t)row->site << 3 | (size_t)row->email << 2 | (size_t)row->token << 1 |
                        (size_t)row->option;
        assert_int_equal(number, i);
        check_combination(row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_combination_of_sources_gives_what_the_manual_says,
                                  free_arena),
    };
    return cmocka_run_group_tests_name("precedence", tests, NULL, NULL);
}
