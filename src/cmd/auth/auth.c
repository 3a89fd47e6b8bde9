/* The group `auth`, and what its commands share about profiles. */
#include "cmd/auth/auth.h"

#include "atlcli/text.h"
#include "cli/console.h"

#include <string.h>

const struct atl_command atl_command_auth = {
    .words = "auth",
    .summary = "Log in to sites and manage profiles",
    .description =
        "A profile is a site with the account to use there. Profiles are kept in "
        "~/.atlcli/credentials.json (ATLCLI_CONFIG_DIR moves the directory), readable by you "
        "alone.\n"
        "\n"
        "Cloud sites take your e-mail address and an API token, made at " AUTH_TOKEN_PAGE ". "
        "Server and Data Center sites take a personal access token, made in your profile there.\n"
        "\n"
        "A command uses the active profile, or the one that ATLCLI_PROFILE or --profile names. "
        "ATLCLI_SITE, ATLCLI_EMAIL and ATLCLI_API_TOKEN replace what the active profile says; "
        "with these three no profile is needed.",
    .examples = (const struct atl_example[]){{"auth init", "Set up access to a site, step by step"},
                                             {"auth status", "See who you are, and where"},
                                             {"auth list", "List all profiles"},
                                             {0}},
};

enum atl_status auth_choose_profile(const struct atl_context *context,
                                    const struct atl_credentials *credentials, const char **name,
                                    struct atl_error *error)
{
    struct atl_environment environment = atl_environment_read();
    const char *origin = NULL;
    if (context->globals.profile != NULL) {
        *name = context->globals.profile;
        origin = "--profile";
    } else if (environment.profile != NULL) {
        *name = environment.profile;
        origin = "ATLCLI_PROFILE";
    } else {
        *name = atl_credentials_current(credentials);
        return ATL_OK;
    }
    enum atl_status status = atl_profile_name_check(*name, error);
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", origin);
    }
    return status;
}

enum atl_status auth_refuse_profile_option(const struct atl_context *context,
                                           struct atl_error *error)
{
    if (context->globals.profile == NULL) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "--profile has no meaning for '%s'", context->command->words);
    if (context->command->arguments != NULL) {
        atl_hint(error, "name the profile as an argument: atlcli %s %s", context->command->words,
                 atl_text_is_empty(context->globals.profile) ? "NAME" : context->globals.profile);
    }
    return ATL_USAGE;
}

void auth_note_environment_profile(struct atl_context *context, const char *active)
{
    struct atl_environment environment = atl_environment_read();
    if (environment.profile != NULL && !atl_text_equal(environment.profile, active)) {
        atl_note(context->console, "ATLCLI_PROFILE is set, so commands use '%s' until it is unset",
                 environment.profile);
    }
}

size_t auth_count_sharing(const struct atl_credentials *credentials,
                          const struct atl_profile *profile)
{
    size_t sharing = 0;
    const struct atl_profile *other;
    for (size_t i = 0; (other = atl_credentials_at(credentials, i)) != NULL; i++) {
        if (other->username != NULL && atl_text_equal(other->username, profile->username) &&
            !atl_text_equal(other->name, profile->name)) {
            sharing++;
        }
    }
    return sharing;
}

enum atl_status auth_check_email(const char *email, struct atl_error *error)
{
    const char *at = strchr(email, '@');
    if (at == NULL || at == email || at[1] == '\0' || strpbrk(email, " \t:") != NULL) {
        return atl_fail(error, ATL_USAGE, "'%s' is not an e-mail address", email);
    }
    return ATL_OK;
}
