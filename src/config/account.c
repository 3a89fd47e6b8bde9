/* The order of precedence: which profile, site, e-mail and token a command runs with. */
#include "atlcli/config.h"
#include "atlcli/text.h"
#include "config/secret.h"

#include <string.h>

/* What the steps below share. */
struct resolution {
    struct atl_arena *arena;
    const struct atl_credentials *credentials; /* may be NULL */
    const struct atl_environment *environment;
    const char *chosen;                /* the argument of --profile */
    const struct atl_profile *profile; /* NULL: none */
    struct atl_account *account;
    struct atl_error *error;
};

static enum atl_status find_profile(struct resolution *step, const char *name,
                                    enum atl_source source)
{
    static const char *const asked_by[] = {
        [ATL_SOURCE_FILE] = "the active profile",
        [ATL_SOURCE_ENVIRONMENT] = "ATLCLI_PROFILE",
        [ATL_SOURCE_OPTION] = "--profile",
    };
    enum atl_status status;
    if (step->credentials == NULL) {
        status = atl_fail(step->error, ATL_NOT_FOUND, "profile '%s' does not exist", name);
        atl_hint(step->error, "there is no credentials file; create one with: atlcli auth init");
    } else {
        status = atl_credentials_require(step->credentials, name, &step->profile, step->error);
    }
    if (status != ATL_OK) {
        atl_error_prefix(step->error, "%s", asked_by[source]);
        return status;
    }
    step->account->profile = step->profile->name;
    step->account->profile_source = source;
    return ATL_OK;
}

static enum atl_status choose_profile(struct resolution *step)
{
    if (step->chosen != NULL) {
        if (step->chosen[0] == '\0') {
            return atl_fail(step->error, ATL_USAGE, "--profile: the profile name is empty");
        }
        return find_profile(step, step->chosen, ATL_SOURCE_OPTION);
    }
    if (step->environment->profile != NULL) {
        return find_profile(step, step->environment->profile, ATL_SOURCE_ENVIRONMENT);
    }
    const char *current =
        step->credentials == NULL ? NULL : atl_credentials_current(step->credentials);
    if (current == NULL) {
        return ATL_OK;
    }
    bool exists = atl_credentials_find(step->credentials, current) != NULL;
    if (!exists && step->environment->site != NULL) {
        return ATL_OK;
    }
    enum atl_status status = find_profile(step, current, ATL_SOURCE_FILE);
    if (status != ATL_OK) {
        atl_hint(step->error, "make another one active with: atlcli auth switch NAME");
    }
    return status;
}

static enum atl_status fail_invalid_site(struct resolution *step)
{
    atl_fail(step->error, ATL_FAILED, "the site of profile '%s' in %s is not a usable URL",
             step->profile->name, atl_credentials_path(step->credentials));
    atl_hint(step->error, "set it with: atlcli auth login --profile %s --site URL",
             step->profile->name);
    return ATL_FAILED;
}

static enum atl_status choose_site(struct resolution *step)
{
    struct atl_account *account = step->account;
    if (step->chosen == NULL && step->environment->site != NULL) {
        enum atl_status status =
            atl_site_normalise(step->arena, step->environment->site, &account->site, step->error);
        if (status != ATL_OK) {
            atl_error_prefix(step->error, "ATLCLI_SITE");
            return status;
        }
        account->site_source = ATL_SOURCE_ENVIRONMENT;
        account->profile_is_for_other_site =
            step->profile != NULL && !atl_site_same_origin(account->site, step->profile->site);
        return ATL_OK;
    }
    if (step->profile != NULL && step->profile->site_is_invalid) {
        return fail_invalid_site(step);
    }
    if (step->profile != NULL && step->profile->site != NULL) {
        account->site = step->profile->site;
        account->site_source = ATL_SOURCE_FILE;
    }
    return ATL_OK;
}

static enum atl_status choose_email(struct resolution *step)
{
    struct atl_account *account = step->account;
    if (step->chosen == NULL && step->environment->email != NULL) {
        const char *email = atl_text_trim(step->arena, step->environment->email);
        if (has_control_character(email)) {
            return atl_fail(step->error, ATL_USAGE,
                            "ATLCLI_EMAIL holds a line break or a control character");
        }
        if (email[0] != '\0') {
            account->email = email;
            account->email_source = ATL_SOURCE_ENVIRONMENT;
            return ATL_OK;
        }
    }
    if (step->profile == NULL || step->profile->email == NULL) {
        return ATL_OK;
    }
    if (has_control_character(step->profile->email)) {
        return atl_fail(step->error, ATL_FAILED,
                        "the e-mail address of profile '%s' in %s holds a control character",
                        step->profile->name, atl_credentials_path(step->credentials));
    }
    account->email = step->profile->email;
    account->email_source = ATL_SOURCE_FILE;
    return ATL_OK;
}

/* What the profile says besides: it holds for the profile's own site only. */
static void choose_the_rest(struct resolution *step)
{
    struct atl_account *account = step->account;
    if (step->profile != NULL && !account->profile_is_for_other_site) {
        account->username = step->profile->username;
        account->auth_type = step->profile->auth_type;
        account->tls_ca_file = step->profile->tls_ca_file;
        account->tls_skip_verify = step->profile->tls_skip_verify;
        return;
    }
    bool basic =
        account->email_source == ATL_SOURCE_ENVIRONMENT || atl_site_is_cloud(account->site);
    account->auth_type = basic ? ATL_AUTH_BASIC : ATL_AUTH_BEARER;
}

static void use_token(struct atl_account *account, const char *token, enum atl_source source)
{
    if (account->token == NULL) {
        account->token = token;
        account->token_source = source;
    }
}

static enum atl_status take_environment_token(struct resolution *step)
{
    const char *token;
    enum atl_status status = atl_token_clean(step->arena, step->environment->api_token,
                                             "ATLCLI_API_TOKEN", &token, step->error);
    if (status == ATL_OK && token != NULL) {
        struct atl_account *account = step->account;
        use_token(account, token, ATL_SOURCE_ENVIRONMENT);
        account->has_environment_token = true;
        account->environment_token_for_chosen_profile = step->chosen != NULL;
    }
    return status;
}

static enum atl_status take_keychain_token(struct resolution *step, bool consult_keychain)
{
    struct atl_account *account = step->account;
    bool wanted = account->token == NULL || consult_keychain;
    if (account->username == NULL || !wanted) {
        return ATL_OK;
    }
    struct atl_error problem;
    const char *found = NULL;
    enum atl_status status = atl_keychain_get(account->username, step->arena, &found, &problem);
    if (status != ATL_OK) {
        if (status != ATL_NOT_FOUND) {
            account->keychain_problem = atl_arena_strdup(step->arena, problem.message);
        }
        return ATL_OK;
    }
    const char *origin = atl_arena_printf(step->arena, "the keychain (%s)", account->username);
    const char *token;
    status = atl_token_clean(step->arena, found, origin, &token, step->error);
    if (status == ATL_OK && token != NULL) {
        account->has_keychain_token = true;
        use_token(account, token, ATL_SOURCE_KEYCHAIN);
    }
    return status;
}

static enum atl_status take_file_token(struct resolution *step)
{
    if (step->profile == NULL || step->profile->token == NULL) {
        return ATL_OK;
    }
    struct atl_account *account = step->account;
    account->has_file_token = true;
    if (account->profile_is_for_other_site || account->token != NULL) {
        return ATL_OK;
    }
    const char *origin =
        atl_arena_printf(step->arena, "%s (profile '%s')", atl_credentials_path(step->credentials),
                         step->profile->name);
    const char *token;
    enum atl_status status =
        atl_token_clean(step->arena, step->profile->token, origin, &token, step->error);
    if (status != ATL_OK) {
        /* The file is at fault, not what was typed now. */
        if (step->error != NULL) {
            step->error->status = ATL_FAILED;
        }
        return ATL_FAILED;
    }
    if (token != NULL) {
        use_token(account, token, ATL_SOURCE_FILE);
    }
    return ATL_OK;
}

enum atl_status atl_account_resolve(struct atl_arena *arena,
                                    const struct atl_credentials *credentials,
                                    const struct atl_environment *environment, const char *chosen,
                                    bool consult_keychain, struct atl_account *account,
                                    struct atl_error *error)
{
    *account = (struct atl_account){0};
    struct resolution step = {
        .arena = arena,
        .credentials = credentials,
        .environment = environment,
        .chosen = chosen,
        .account = account,
        .error = error,
    };
    enum atl_status status = choose_profile(&step);
    if (status == ATL_OK) {
        status = choose_site(&step);
    }
    if (status == ATL_OK) {
        status = choose_email(&step);
    }
    if (status != ATL_OK) {
        return status;
    }
    choose_the_rest(&step);
    status = take_environment_token(&step);
    if (status == ATL_OK) {
        status = take_keychain_token(&step, consult_keychain);
    }
    if (status == ATL_OK) {
        status = take_file_token(&step);
    }
    return status;
}

enum atl_status atl_account_load(struct atl_arena *arena, const char *chosen, bool consult_keychain,
                                 struct atl_account *account, struct atl_credentials **credentials,
                                 struct atl_error *error)
{
    struct atl_environment environment = atl_environment_read();
    struct atl_credentials *file = NULL;
    const char *directory;
    enum atl_status status = atl_config_directory(arena, &directory, error);
    bool variables_suffice = chosen == NULL && environment.profile == NULL &&
                             environment.site != NULL && environment.api_token != NULL;
    if (status == ATL_OK || !variables_suffice) {
        status = atl_credentials_load(arena, &file, error);
    } else {
        status = ATL_OK;
    }
    if (credentials != NULL) {
        *credentials = file;
    }
    if (status == ATL_OK) {
        status = atl_account_resolve(arena, file, &environment, chosen, consult_keychain, account,
                                     error);
    }
    return status;
}
