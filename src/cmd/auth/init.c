/* auth init: asks for everything, checks it with the server, saves it. */
#include "cmd/auth/auth.h"

#include "atlcli/clock.h"
#include "atlcli/file.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/prompt.h"

#include <stdlib.h>
#include <string.h>

struct interview {
    struct atl_context *context;
    struct atl_credentials *credentials;
    const struct atl_profile *existing; /* NULL: a new one */
    struct auth_draft draft;
    struct atl_server server;
};

static const char instead[] =
    "in a script: atlcli auth login --site URL --email ADDRESS --token-stdin (Cloud), or "
    "--bearer --site URL --token-stdin (Server, Data Center)";

/* ---- asking ---- */

/* Says what went wrong. Hints at other commands are of no use to one who is being asked. */
static void report(const struct interview *interview, const struct atl_error *error)
{
    struct atl_error shown = *error;
    shown.hint_count = 0;
    for (size_t i = 0; i < error->hint_count; i++) {
        if (strstr(error->hints[i], "atlcli ") == NULL && strstr(error->hints[i], "--") == NULL) {
            memcpy(shown.hints[shown.hint_count++], error->hints[i], sizeof error->hints[i]);
        }
    }
    atl_console_report(interview->context->console, &shown);
}

/* True when the answer was wrong in a way that asking again can mend; says what was wrong. */
static bool may_ask_again(const struct interview *interview, enum atl_status status,
                          const struct atl_error *error)
{
    if (status == ATL_OK || status == ATL_CANCELLED) {
        return false;
    }
    report(interview, error);
    return true;
}

static enum atl_status ask_site(struct interview *interview, struct atl_error *error)
{
    struct atl_context *context = interview->context;
    const char *fallback = interview->draft.profile.site;
    for (;;) {
        const char *given;
        enum atl_status status = atl_prompt_line(context, "Site", fallback, instead, &given, error);
        if (status != ATL_OK) {
            return status;
        }
        status = atl_site_normalise(context->arena, given, &interview->draft.profile.site, error);
        if (!may_ask_again(interview, status, error)) {
            return status;
        }
    }
}

static const char *expand_home(struct atl_arena *arena, const char *path)
{
    const char *home = getenv("HOME");
    return atl_text_starts_with(path, "~/") && !atl_text_is_empty(home)
               ? atl_path_join(arena, home, path + 2)
               : path;
}

/* Offers to trust another CA. *given is false when there is none. */
static enum atl_status ask_ca_file(struct interview *interview, bool *given,
                                   struct atl_error *error)
{
    struct atl_context *context = interview->context;
    *given = false;
    bool wanted;
    enum atl_status status =
        atl_prompt_yes(context, "Do you have the CA's certificate in a file (PEM)?", true, instead,
                       &wanted, error);
    while (status == ATL_OK && wanted && !*given) {
        const char *path;
        status = atl_prompt_line(context, "CA file", NULL, instead, &path, error);
        if (status != ATL_OK) {
            return status;
        }
        status = auth_take_ca_file(context, expand_home(context->arena, path),
                                   &interview->draft.profile.tls_ca_file, error);
        *given = status == ATL_OK;
        if (may_ask_again(interview, status, error)) {
            status = atl_prompt_yes(context, "Try another file?", true, instead, &wanted, error);
        }
    }
    return status;
}

/* ---- what is it? ---- */

/* The settings that an existing profile has for this very site. */
static const struct atl_profile *known(const struct interview *interview)
{
    const struct atl_profile *existing = interview->existing;
    return existing != NULL && atl_text_equal(existing->site, interview->draft.profile.site)
               ? existing
               : NULL;
}

static void take_over(struct interview *interview)
{
    const struct atl_profile *existing = known(interview);
    struct atl_profile *profile = &interview->draft.profile;
    *profile = (struct atl_profile){.name = profile->name, .site = profile->site};
    if (existing != NULL) {
        profile->email = existing->email;
        profile->username = existing->username;
        profile->tls_ca_file = existing->tls_ca_file;
        profile->tls_skip_verify = existing->tls_skip_verify;
    }
}

/* A certificate that another CA file could make acceptable: no date stands against it. */
static bool may_need_ca(const struct atl_http_tls *tls)
{
    int64_t now = atl_clock_wall_ms();
    return tls->subject != NULL && tls->not_before_ms <= now && now <= tls->not_after_ms;
}

/* Asks the site what it is, with a CA file if need be. What goes wrong has been said. */
static enum atl_status look_at_site(struct interview *interview, struct atl_error *error)
{
    struct atl_context *context = interview->context;
    /* Who waits at a terminal would rather hear of a failure than have it tried often. */
    int retries = context->globals.retries >= 0 ? context->globals.retries : 1;
    for (;;) {
        struct atl_account account = auth_account_of(&interview->draft.profile);
        struct atl_http_tls tls;
        account.token = NULL;
        atl_note(context->console, "Asking %s …", account.site);
        enum atl_status status =
            auth_identify(context, &account, retries, &interview->server, &tls, error);
        if (!may_ask_again(interview, status, error) || status != ATL_TLS || !may_need_ca(&tls)) {
            return status;
        }
        bool given;
        enum atl_status asked = ask_ca_file(interview, &given, error);
        if (asked != ATL_OK || !given) {
            return asked != ATL_OK ? asked : status;
        }
    }
}

/* A profile that nobody named may not be meant to lose its site. */
static enum atl_status confirm_other_site(struct interview *interview, bool *confirmed,
                                          struct atl_error *error)
{
    struct atl_context *context = interview->context;
    const struct atl_profile *existing = interview->existing;
    *confirmed = true;
    if (existing == NULL || existing->site == NULL || known(interview) != NULL ||
        context->globals.profile != NULL) {
        return ATL_OK;
    }
    const char *question =
        atl_arena_printf(context->arena, "Profile '%s' is for %s. Replace it by one for %s?",
                         existing->name, existing->site, interview->draft.profile.site);
    enum atl_status status = atl_prompt_yes(context, question, false, instead, confirmed, error);
    if (status == ATL_OK && !*confirmed) {
        atl_note(context->console, "To keep both: atlcli auth init --profile NAME");
        interview->draft.profile.site = existing->site;
    }
    return status;
}

static enum atl_status find_site(struct interview *interview, struct atl_error *error)
{
    for (;;) {
        bool confirmed;
        enum atl_status status = ask_site(interview, error);
        if (status == ATL_OK) {
            status = confirm_other_site(interview, &confirmed, error);
        }
        if (status != ATL_OK) {
            return status;
        }
        if (!confirmed) {
            continue;
        }
        take_over(interview);
        auth_warn_about_site(interview->context, interview->draft.profile.site);
        status = look_at_site(interview, error);
        if (status == ATL_OK || status == ATL_CANCELLED) {
            return status;
        }
    }
}

/* ---- who are you? ---- */

static enum atl_status ask_email(struct interview *interview, struct atl_error *error)
{
    struct atl_profile *profile = &interview->draft.profile;
    const char *fallback = profile->email;
    for (;;) {
        enum atl_status status = atl_prompt_line(interview->context, "E-mail", fallback, instead,
                                                 &profile->email, error);
        if (status != ATL_OK) {
            return status;
        }
        status = auth_check_email(profile->email, error);
        if (!may_ask_again(interview, status, error)) {
            return status;
        }
    }
}

/* The token that is stored for this site, if the user wants to keep it. */
static enum atl_status offer_stored_token(struct interview *interview, struct atl_error *error)
{
    struct atl_context *context = interview->context;
    const struct atl_profile *existing = known(interview);
    struct auth_draft *draft = &interview->draft;
    bool keep = false;
    const char *token = existing == NULL ? NULL : existing->token;
    const char *in_keychain = NULL;
    draft->from_keychain =
        existing != NULL && existing->username != NULL &&
        atl_keychain_get(existing->username, context->arena, &in_keychain, NULL) == ATL_OK;
    token = draft->from_keychain ? in_keychain : token;
    if (token == NULL) {
        return ATL_OK;
    }
    enum atl_status status =
        atl_prompt_yes(context, "Keep the token that is stored?", true, instead, &keep, error);
    draft->profile.token = keep ? token : NULL;
    draft->from_keychain = draft->from_keychain && keep;
    return status;
}

static enum atl_status ask_token(struct interview *interview, bool first, struct atl_error *error)
{
    struct atl_profile *profile = &interview->draft.profile;
    profile->token = NULL;
    interview->draft.from_keychain = false;
    enum atl_status status = first ? offer_stored_token(interview, error) : ATL_OK;
    const char *question = profile->auth_type == ATL_AUTH_BEARER
                               ? "Personal access token (not shown)"
                               : "API token (not shown)";
    while (status == ATL_OK && profile->token == NULL) {
        status = atl_prompt_secret(interview->context, question, instead, &profile->token, error);
        if (status == ATL_USAGE && may_ask_again(interview, status, error)) {
            status = ATL_OK;
        }
    }
    return status;
}

static void explain_token(struct interview *interview)
{
    struct atl_context *context = interview->context;
    struct atl_profile *profile = &interview->draft.profile;
    if (interview->server.deployment == ATL_CLOUD) {
        profile->auth_type = ATL_AUTH_BASIC;
        atl_note(context->console, "Make an API token at " AUTH_TOKEN_PAGE);
    } else {
        profile->auth_type = ATL_AUTH_BEARER;
        atl_note(context->console,
                 "This is %s. Make a personal access token there: your picture, Profile, Personal "
                 "Access Tokens",
                 atl_server_describe(&interview->server, context->arena));
    }
}

static enum atl_status ask_for_account(struct interview *interview, struct atl_error *error)
{
    struct auth_draft *draft = &interview->draft;
    explain_token(interview);
    for (bool first = true;; first = false) {
        enum atl_status status = ATL_OK;
        if (draft->profile.auth_type == ATL_AUTH_BASIC) {
            status = ask_email(interview, error);
        }
        if (status == ATL_OK) {
            status = ask_token(interview, first, error);
        }
        if (status != ATL_OK) {
            return status;
        }
        struct atl_account account = auth_account_of(&draft->profile);
        status = auth_verify(interview->context, &account, &draft->proof, error);
        draft->verified = status == ATL_OK;
        if (!may_ask_again(interview, status, error)) {
            return status;
        }
    }
}

/* ---- all of it ---- */

static enum atl_status begin(struct interview *interview, struct atl_error *error)
{
    struct atl_context *context = interview->context;
    if (!atl_prompt_is_possible()) {
        atl_fail(error, ATL_USAGE, "auth init asks questions, and standard input is no terminal");
        atl_hint(error, "%s", instead);
        return ATL_USAGE;
    }
    enum atl_status status = atl_credentials_load(context->arena, &interview->credentials, error);
    const char *name;
    if (status == ATL_OK) {
        status = auth_choose_profile(context, interview->credentials, &name, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    struct atl_profile *profile = &interview->draft.profile;
    profile->name = name == NULL ? "default" : name;
    interview->existing = atl_credentials_find(interview->credentials, profile->name);
    if (interview->existing == NULL) {
        atl_note(context->console, "Setting up profile '%s'. Ctrl-C ends without a change.",
                 profile->name);
    } else {
        profile->site = interview->existing->site;
        atl_note(context->console,
                 "Profile '%s' exists; Enter keeps what is in brackets. Ctrl-C ends without a "
                 "change.",
                 profile->name);
    }
    return ATL_OK;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct interview interview = {.context = context};
    enum atl_status status = begin(&interview, error);
    if (status == ATL_OK) {
        status = find_site(&interview, error);
    }
    if (status == ATL_OK) {
        status = ask_for_account(&interview, error);
    }
    return status == ATL_OK ? auth_store(context, &interview.draft, error) : status;
}

const struct atl_command atl_command_auth_init = {
    .words = "auth init",
    .summary = "Set up a profile step by step",
    .description =
        "Asks for the site, then for your e-mail address and an API token (Cloud) or for a "
        "personal access token (Server, Data Center), checks them with the server, and saves the "
        "profile that --profile names, else the active one, else 'default'. A profile that "
        "exists is changed; Enter keeps what it has. Tokens aren't shown while you enter them.\n"
        "\n"
        "It needs a terminal. In scripts use 'atlcli auth login'.",
    .examples = (const struct atl_example[]){{"auth init", "Set up the first profile"},
                                             {"auth init --profile work", "Set up another one"},
                                             {0}},
    .fields = (const struct atl_column[]){AUTH_STORED_MEMBERS, {0}},
    .run = run,
};
