/* auth logout: the profile stays, what it authenticates with goes. */
#include "cmd/auth/auth.h"

#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"

struct logout {
    struct atl_context *context;
    const char *name;
    bool had_token;
};

static enum atl_status choose(struct atl_context *context,
                              const struct atl_credentials *credentials, const char **name,
                              struct atl_error *error)
{
    *name = atl_argument(context, "NAME");
    if (*name != NULL) {
        return **name == '\0' ? atl_profile_name_check(*name, error)
                              : auth_refuse_profile_option(context, error);
    }
    enum atl_status status = auth_choose_profile(context, credentials, name, error);
    if (status == ATL_OK && *name == NULL) {
        status = atl_fail(error, ATL_NOT_FOUND, "no profile is active");
        atl_hint(error, "name one: atlcli auth logout NAME");
    }
    return status;
}

/*
 * The keychain's item goes. A keychain that can't be reached is no reason to keep the file's token;
 * where that isn't there either, nothing would have been done.
 */
static enum atl_status forget_keychain_item(struct logout *logout,
                                            const struct atl_profile *profile,
                                            struct atl_error *error)
{
    enum atl_status status = atl_keychain_delete(profile->username, error);
    if (status == ATL_OK) {
        logout->had_token = true;
    }
    if (status == ATL_OK || status == ATL_NOT_FOUND) {
        return ATL_OK;
    }
    if (profile->token == NULL) {
        return status;
    }
    atl_warn(logout->context->console,
             "an item of '%s' in the keychain, if any, is still there: %s", profile->username,
             error->message);
    return ATL_OK;
}

/* Without its user name the profile doesn't look into the keychain any more. */
static enum atl_status leave_shared_item(struct logout *logout, struct atl_credentials *credentials,
                                         const struct atl_profile *profile, struct atl_error *error)
{
    struct atl_profile changed = *profile;
    atl_note(logout->context->console,
             "The keychain item of '%s' stays: another profile uses it, too", profile->username);
    changed.username = NULL;
    logout->had_token = true;
    return atl_credentials_put(credentials, &changed, error);
}

static enum atl_status forget(struct atl_credentials *credentials, void *context,
                              struct atl_error *error)
{
    struct logout *logout = context;
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_require(credentials, logout->name, &profile, error);
    if (status != ATL_OK) {
        return status;
    }
    logout->had_token = profile->token != NULL;
    if (profile->username != NULL) {
        status = auth_count_sharing(credentials, profile) > 0
                     ? leave_shared_item(logout, credentials, profile, error)
                     : forget_keychain_item(logout, profile, error);
    }
    return status == ATL_OK ? atl_credentials_forget_token(credentials, logout->name, error)
                            : status;
}

static enum atl_status report(const struct logout *logout, struct atl_error *error)
{
    struct atl_context *context = logout->context;
    cJSON *object = atl_json_keep(context->arena, cJSON_CreateObject());
    atl_json_set_text(object, "profile", logout->name);
    atl_json_set_bool(object, "hadToken", logout->had_token);
    enum atl_status status = atl_output_message(
        context->output, object, error,
        logout->had_token ? "Logged out of profile '%s'" : "Profile '%s' was not logged in",
        logout->name);
    struct atl_environment environment = atl_environment_read();
    if (environment.api_token != NULL) {
        atl_note(context->console, "ATLCLI_API_TOKEN is set, and goes on being used");
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct logout logout = {.context = context};
    struct atl_credentials *credentials;
    enum atl_status status = atl_credentials_load(context->arena, &credentials, error);
    if (status == ATL_OK) {
        status = choose(context, credentials, &logout.name, error);
    }
    if (status == ATL_OK) {
        status = atl_credentials_update(context->arena, forget, &logout, error);
    }
    return status == ATL_OK ? report(&logout, error) : status;
}

const struct atl_command atl_command_auth_logout = {
    .words = "auth logout",
    .summary = "Forget a profile's token and keep the profile",
    .description =
        "Removes the token from the credentials file and from the keychain. Site, e-mail and TLS "
        "settings stay, so that a new log-in needs little more than the token.\n"
        "\n"
        "Profiles with the same user name share one keychain item. It stays as long as another "
        "profile uses it; this one then forgets its user name instead.",
    .arguments = (const struct atl_argument[]){{.name = "NAME",
                                                .summary = "Profile; the active one when left out",
                                                .arity = ATL_OPTIONAL,
                                                .completion = ATL_COMPLETE_PROFILE},
                                               {0}},
    .examples = (const struct atl_example[]){{"auth logout", "Log out of the active profile"},
                                             {"auth logout work", "Log out of another one"},
                                             {0}},
    .fields = (const struct atl_column[]){{.key = "profile"}, {.key = "hadToken"}, {0}},
    .run = run,
};
