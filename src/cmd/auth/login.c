/* auth login: a profile from options and variables. */
#include "cmd/auth/auth.h"

#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/prompt.h"

struct login {
    struct atl_context *context;
    struct atl_environment environment;
    struct atl_credentials *credentials;
    const struct atl_profile *existing; /* the profile as it is; NULL: a new one */
    bool same_site;                     /* `existing` is for the site that is logged in to */
    struct auth_draft draft;
};

/* ---- which profile, which site ---- */

static enum atl_status choose_profile(struct login *login, struct atl_error *error)
{
    const char *name;
    enum atl_status status = auth_choose_profile(login->context, login->credentials, &name, error);
    login->draft.profile.name = name == NULL ? "default" : name;
    login->existing = atl_credentials_find(login->credentials, login->draft.profile.name);
    return status;
}

static enum atl_status fail_without_site(struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "the site is missing");
    atl_hint(error, "pass --site https://NAME.atlassian.net, or the address of your own server");
    atl_hint(error, "or be asked for everything: atlcli auth init");
    return ATL_USAGE;
}

/* A profile that --profile names keeps its site unless --site says otherwise. */
static enum atl_status choose_site(struct login *login, struct atl_error *error)
{
    const char *given = atl_option_text(login->context, "site");
    const char *origin = "--site";
    const char *stored = login->existing == NULL ? NULL : login->existing->site;
    bool is_named = login->context->globals.profile != NULL && stored != NULL;
    if (given == NULL && !is_named && login->environment.site != NULL) {
        given = login->environment.site;
        origin = "ATLCLI_SITE";
    }
    const char **site = &login->draft.profile.site;
    enum atl_status status = ATL_OK;
    if (given != NULL) {
        status = atl_site_normalise(login->context->arena, given, site, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", origin);
        }
    } else if (stored != NULL) {
        *site = stored;
    } else {
        status = fail_without_site(error);
    }
    login->same_site = atl_text_equal(stored, *site) && stored != NULL;
    return status;
}

/*
 * Logging in to another site without saying that it is for this profile would take the profile's
 * token away unasked.
 */
static enum atl_status confirm_other_site(struct login *login, struct atl_error *error)
{
    const struct atl_profile *existing = login->existing;
    if (login->context->globals.profile != NULL || existing == NULL || existing->site == NULL ||
        login->same_site) {
        return ATL_OK;
    }
    const char *question =
        atl_arena_printf(login->context->arena, "Profile '%s' is for %s. Replace it by one for %s?",
                         existing->name, existing->site, login->draft.profile.site);
    enum atl_status status = atl_prompt_confirm(login->context, question, error);
    if (status == ATL_USAGE) {
        atl_fail(error, ATL_USAGE, "profile '%s' is for another site, %s", existing->name,
                 existing->site);
        atl_hint(error, "keep both: pass --profile NAME with a new name");
        atl_hint(error, "replace it: pass --profile %s, or --yes", existing->name);
    }
    return status;
}

/* ---- how to authenticate ---- */

static enum atl_status fail_without_email(const char *site, struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "the e-mail address is missing");
    atl_hint(error, "for a Cloud site pass --email ADDRESS, or set ATLCLI_EMAIL");
    if (!atl_site_is_cloud(site)) {
        atl_hint(error, "for a Server or Data Center site pass --bearer and a personal access "
                        "token");
    }
    return ATL_USAGE;
}

static enum atl_status choose_auth_type(struct login *login, struct atl_error *error)
{
    const struct atl_context *context = login->context;
    struct atl_profile *profile = &login->draft.profile;
    profile->auth_type = ATL_AUTH_BASIC;
    if (atl_option_given(context, "bearer")) {
        profile->auth_type = atl_option_flag(context, "bearer") ? ATL_AUTH_BEARER : ATL_AUTH_BASIC;
    } else if (!atl_option_given(context, "email") && login->same_site) {
        profile->auth_type = login->existing->auth_type;
    }
    if (profile->auth_type == ATL_AUTH_BEARER && atl_site_is_cloud(profile->site)) {
        atl_fail(error, ATL_USAGE,
                 "%s is on Atlassian Cloud, which takes an e-mail address and an API token, not a "
                 "bearer token",
                 profile->site);
        atl_hint(
            error,
            "leave out --bearer, and pass --email ADDRESS and an API token from " AUTH_TOKEN_PAGE);
        return ATL_USAGE;
    }
    return ATL_OK;
}

static enum atl_status choose_email(struct login *login, struct atl_error *error)
{
    struct atl_profile *profile = &login->draft.profile;
    const char *origin = "--email";
    profile->email = atl_option_text(login->context, "email");
    bool basic = profile->auth_type == ATL_AUTH_BASIC;
    if (profile->email == NULL && basic && login->environment.email != NULL) {
        profile->email = login->environment.email;
        origin = "ATLCLI_EMAIL";
    }
    if (profile->email != NULL) {
        profile->email = atl_text_trim(login->context->arena, profile->email);
        enum atl_status status = auth_check_email(profile->email, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", origin);
        }
        return status;
    }
    if (login->same_site) {
        profile->email = login->existing->email;
    }
    return basic && profile->email == NULL ? fail_without_email(profile->site, error) : ATL_OK;
}

static enum atl_status choose_username(struct login *login, struct atl_error *error)
{
    const char *given = atl_option_text(login->context, "username");
    if (given != NULL) {
        given = atl_text_trim(login->context->arena, given);
        if (*given == '\0') {
            return atl_fail(error, ATL_USAGE, "--username is empty");
        }
        login->draft.profile.username = given;
    } else if (login->same_site) {
        login->draft.profile.username = login->existing->username;
    }
    return ATL_OK;
}

/* ---- TLS ---- */

/* What a profile says about TLS stays with it until it is deleted. */
static enum atl_status choose_tls(struct login *login, struct atl_error *error)
{
    struct atl_profile *profile = &login->draft.profile;
    const char *ca_file = atl_option_text(login->context, "ca-file");
    if (login->same_site) {
        profile->tls_ca_file = login->existing->tls_ca_file;
        profile->tls_skip_verify = login->existing->tls_skip_verify;
    }
    if (atl_option_given(login->context, "insecure")) {
        profile->tls_skip_verify = atl_option_flag(login->context, "insecure");
    }
    if (ca_file == NULL) {
        return ATL_OK;
    }
    if (*ca_file == '\0') {
        return atl_fail(error, ATL_USAGE, "--ca-file is empty");
    }
    return auth_take_ca_file(login->context, ca_file, &profile->tls_ca_file, error);
}

/* ---- the token ---- */

static enum atl_status take_token(struct login *login, const char *given, const char *origin,
                                  struct atl_error *error)
{
    const char **token = &login->draft.profile.token;
    enum atl_status status = atl_token_clean(login->context->arena, given, origin, token, error);
    if (status == ATL_OK && *token == NULL) {
        status = atl_fail(error, ATL_USAGE, "%s is empty", origin);
    }
    return status;
}

static enum atl_status take_token_from_stdin(struct login *login, struct atl_error *error)
{
    const char *secret;
    enum atl_status status = atl_read_secret(login->context, "token", &secret, error);
    return status == ATL_OK ? take_token(login, secret, "the token on standard input", error)
                            : status;
}

static enum atl_status fail_without_token(const struct login *login, const char *problem,
                                          struct atl_error *error)
{
    const struct atl_profile *profile = &login->draft.profile;
    if (profile->username != NULL) {
        atl_fail(error, ATL_UNAUTHENTICATED, "there is no token for '%s'%s%s", profile->username,
                 problem == NULL ? ": the keychain has none" : ": ",
                 problem == NULL ? "" : problem);
        atl_hint(error, "store it: atlcli auth login%s --site %s --username %s --token-stdin",
                 profile->auth_type == ATL_AUTH_BEARER ? " --bearer" : "", profile->site,
                 profile->username);
        return ATL_UNAUTHENTICATED;
    }
    atl_fail(error, ATL_USAGE, "the token is missing");
    atl_hint(error, "pass --token-stdin and send the token to standard input, or set "
                    "ATLCLI_API_TOKEN");
    atl_hint(error, "or be asked for everything: atlcli auth init");
    return ATL_USAGE;
}

/* What is stored for this very site already. */
static enum atl_status take_stored_token(struct login *login, struct atl_error *error)
{
    struct atl_profile *profile = &login->draft.profile;
    struct atl_error problem;
    enum atl_status found = ATL_NOT_FOUND;
    if (profile->username != NULL) {
        found =
            atl_keychain_get(profile->username, login->context->arena, &profile->token, &problem);
    }
    if (found == ATL_OK) {
        login->draft.from_keychain = true;
        return take_token(login, profile->token, "the token in the keychain", error);
    }
    profile->token = login->same_site ? login->existing->token : NULL;
    if (profile->token != NULL) {
        return ATL_OK;
    }
    return fail_without_token(login, found == ATL_NOT_FOUND ? NULL : problem.message, error);
}

static enum atl_status choose_token(struct login *login, struct atl_error *error)
{
    struct atl_context *context = login->context;
    const char *given = atl_option_text(context, "token");
    bool from_stdin = atl_option_flag(context, "token-stdin");
    if (given != NULL && from_stdin) {
        return atl_fail(error, ATL_USAGE, "--token and --token-stdin exclude each other");
    }
    if (given != NULL) {
        atl_warn(context->console, "a token on the command line ends up in the shell's history "
                                   "and, for a moment, in the process list; --token-stdin keeps "
                                   "it out of both");
        return take_token(login, given, "--token", error);
    }
    if (from_stdin) {
        return take_token_from_stdin(login, error);
    }
    if (login->environment.api_token != NULL) {
        return take_token(login, login->environment.api_token, "ATLCLI_API_TOKEN", error);
    }
    return take_stored_token(login, error);
}

/* ---- all of it ---- */

static enum atl_status gather(struct login *login, struct atl_error *error)
{
    static enum atl_status (*const steps[])(struct login *, struct atl_error *) = {
        choose_profile, choose_site,     confirm_other_site, choose_auth_type,
        choose_email,   choose_username, choose_tls,         choose_token,
    };
    enum atl_status status =
        atl_credentials_load(login->context->arena, &login->credentials, error);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ATL_OK; i++) {
        status = steps[i](login, error);
    }
    return status;
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct login login = {.context = context, .environment = atl_environment_read()};
    struct auth_draft *draft = &login.draft;
    enum atl_status status = gather(&login, error);
    if (status != ATL_OK) {
        return status;
    }
    auth_warn_about_site(context, draft->profile.site);
    if (!atl_option_flag(context, "no-verify")) {
        struct atl_account account = auth_account_of(&draft->profile);
        status = auth_verify(context, &account, &draft->proof, error);
        draft->verified = status == ATL_OK;
    }
    return status == ATL_OK ? auth_store(context, draft, error) : status;
}

static const struct atl_option options[] = {
    {.name = "site",
     .kind = ATL_OPTION_TEXT,
     .value = "URL",
     .summary = "The site's address; ATLCLI_SITE when left out"},
    {.name = "email",
     .kind = ATL_OPTION_TEXT,
     .value = "ADDRESS",
     .summary = "The account's e-mail (Cloud); ATLCLI_EMAIL when left out"},
    {.name = "token-stdin", .summary = "Read the token from standard input"},
    {.name = "token",
     .kind = ATL_OPTION_TEXT,
     .value = "TOKEN",
     .secret = true,
     .summary = "API token (Cloud) or personal access token; ATLCLI_API_TOKEN when left out"},
    {.name = "bearer", .summary = "Server or Data Center: a personal access token"},
    {.name = "username",
     .kind = ATL_OPTION_TEXT,
     .value = "NAME",
     .summary = "Keep the token in the keychain, or find it there, under this name"},
    {.name = "ca-file",
     .kind = ATL_OPTION_TEXT,
     .value = "FILE",
     .summary = "Trust the CA certificates in this file (PEM), not those of CURL_CA_BUNDLE, of "
                "SSL_CERT_FILE or of the system",
     .completion = ATL_COMPLETE_FILE},
    {.name = "insecure", .summary = "Don't check the server's certificate (not recommended)"},
    {.name = "no-verify", .summary = "Save the profile without asking the server"},
    {.name = "yes",
     .alias = "confirm",
     .letter = 'y',
     .summary = "Replace the active profile even if it is for another site"},
    {0}};

const struct atl_command atl_command_auth_login = {
    .words = "auth login",
    .summary = "Log in with what options and variables say",
    .description =
        "Checks the account with the server and saves it as the profile that --profile names, "
        "else as the active one, else as 'default'. The first profile becomes the active one; "
        "later log-ins leave that as it is ('atlcli auth switch' changes it).\n"
        "\n"
        "A profile that exists keeps, for the same site, what isn't given anew, TLS settings "
        "included: to remove these, delete the profile and log in without them. A relative path "
        "to a CA file is stored as an absolute one; a Windows path is kept as given. The file is "
        "read whenever it is needed, so a new one in its place takes effect at once.\n"
        "\n"
        "The token comes from --token-stdin, --token, ATLCLI_API_TOKEN, the keychain (with "
        "--username), or is the one stored before. With --username it is kept in the keychain "
        "(macOS Keychain, or the Secret Service on Linux: service atlcli, account NAME), "
        "otherwise in the credentials file.",
    .options = options,
    .examples =
        (const struct atl_example[]){
            {"auth login --site https://company.atlassian.net --email you@company.com "
             "--token-stdin < token.txt",
             "Cloud: e-mail address and API token"},
            {"auth login --bearer --site https://jira.company.com --token-stdin < token.txt",
             "Server or Data Center: personal access token"},
            {"auth login --bearer --site https://jira.company.com --username myuser",
             "With the token that the keychain has for 'myuser'"},
            {"auth login --bearer --site https://jira.company.internal --token-stdin "
             "--ca-file /etc/ssl/certs/company-ca.pem < token.txt",
             "With your company's own certificate authority"},
            {"auth login --profile work --site https://work.atlassian.net",
             "E-mail and token from ATLCLI_EMAIL and ATLCLI_API_TOKEN"},
            {0}},
    .fields = (const struct atl_column[]){AUTH_STORED_MEMBERS, {0}},
    .run = run,
};
