/* What is missing for a request, and what to do about it. */
#include "atlcli/config.h"

static void hint_variables(struct atl_error *error)
{
    atl_hint(error, "or set ATLCLI_SITE, ATLCLI_EMAIL and ATLCLI_API_TOKEN");
}

static enum atl_status fail_without_site(const struct atl_account *account, struct atl_error *error)
{
    if (account->profile == NULL) {
        atl_fail(error, ATL_UNAUTHENTICATED, "not logged in: there is no active profile");
        atl_hint(error, "log in with: atlcli auth init");
        atl_hint(error, "or make a profile active with: atlcli auth switch NAME");
        hint_variables(error);
    } else {
        atl_fail(error, ATL_UNAUTHENTICATED, "profile '%s' has no site", account->profile);
        atl_hint(error, "set it with: atlcli auth login --profile %s --site URL", account->profile);
    }
    return ATL_UNAUTHENTICATED;
}

static void hint_login(const struct atl_account *account, struct atl_error *error)
{
    const char *bearer = account->auth_type == ATL_AUTH_BEARER ? " --bearer" : "";
    if (account->profile == NULL) {
        atl_hint(error, "log in with: atlcli auth login%s --site %s", bearer, account->site);
    } else {
        atl_hint(error, "log in with: atlcli auth login%s --profile %s --site %s", bearer,
                 account->profile, account->site);
    }
}

static enum atl_status fail_without_token(const struct atl_account *account,
                                          struct atl_error *error)
{
    atl_fail(error, ATL_UNAUTHENTICATED, "not logged in to %s: there is no token", account->site);
    if (account->profile_is_for_other_site) {
        atl_hint(error,
                 "ATLCLI_SITE is another site than that of profile '%s', whose token is only for "
                 "its own site",
                 account->profile);
        atl_hint(error, "set ATLCLI_API_TOKEN to a token for %s, or unset ATLCLI_SITE",
                 account->site);
        return ATL_UNAUTHENTICATED;
    }
    if (account->keychain_problem != NULL) {
        atl_hint(error, "the keychain was asked for '%s': %s", account->username,
                 account->keychain_problem);
    } else if (account->username != NULL) {
        atl_hint(error, "the keychain has no item of service atlcli and account '%s'",
                 account->username);
    }
    hint_login(account, error);
    atl_hint(error, "or set ATLCLI_API_TOKEN");
    return ATL_UNAUTHENTICATED;
}

const char *atl_account_profile(const struct atl_account *account)
{
    return account->profile_is_for_other_site ? NULL : account->profile;
}

void atl_account_hint_site(const struct atl_account *account, const char *profile, const char *site,
                           struct atl_error *error)
{
    if (profile != NULL && !atl_text_equal(profile, atl_account_profile(account))) {
        atl_hint(error, "it was made with --profile %s", profile);
    } else {
        atl_hint(error, "choose a profile for that site with --profile, or set ATLCLI_SITE=%s",
                 site);
    }
}

enum atl_status atl_account_require(const struct atl_account *account, struct atl_error *error)
{
    if (account->site == NULL) {
        return fail_without_site(account, error);
    }
    if (account->token == NULL) {
        return fail_without_token(account, error);
    }
    if (account->auth_type == ATL_AUTH_BASIC && account->email == NULL) {
        atl_fail(error, ATL_UNAUTHENTICATED, "no e-mail address to log in to %s with",
                 account->site);
        if (atl_account_profile(account) != NULL) {
            atl_hint(error, "set it with: atlcli auth login --profile %s --site %s --email ADDRESS",
                     account->profile, account->site);
        }
        atl_hint(error, "or set ATLCLI_EMAIL");
        return ATL_UNAUTHENTICATED;
    }
    return ATL_OK;
}
