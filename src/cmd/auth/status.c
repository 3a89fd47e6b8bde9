/* auth status: which account, from where, and does the server agree? */
#include "cmd/auth/auth.h"

#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"

/* What is known when it is time to print. */
struct picture {
    struct atl_context *context;
    struct atl_account account;
    const char *active; /* the active profile's name */
    enum atl_status status;
    struct auth_proof proof; /* when the status is ATL_OK */
};

static const struct atl_column columns[] = {
    {.key = "profile", .heading = "Profile"},
    {.key = "site", .heading = "Site"},
    {.key = "email", .heading = "Email"},
    {.key = "username", .heading = "Username"},
    {.key = "authType", .heading = "Auth"},
    {.key = "account", .heading = "Account", .path = "account.displayName"},
    {.key = "authenticated", .heading = "Authenticated", .kind = ATL_CELL_BOOLEAN},
    {.key = "active", .heading = "Active", .kind = ATL_CELL_BOOLEAN},
    {.key = "tokenSource", .heading = "Token", .path = "sources.token"},
    {0}};

/* ---- for programs ---- */

static void add_text(cJSON *object, const char *name, const char *text)
{
    cJSON_AddItemToObject(object, name,
                          text == NULL ? cJSON_CreateNull() : cJSON_CreateString(text));
}

static cJSON *describe_sources(const struct atl_account *account)
{
    cJSON *sources = cJSON_CreateObject();
    add_text(sources, "profile", atl_source_name(account->profile_source));
    add_text(sources, "site", atl_source_name(account->site_source));
    add_text(sources, "email", atl_source_name(account->email_source));
    add_text(sources, "token", atl_source_name(account->token_source));
    return sources;
}

static cJSON *describe(const struct picture *picture)
{
    const struct atl_account *account = &picture->account;
    bool authenticated = picture->status == ATL_OK;
    cJSON *object = cJSON_CreateObject();
    add_text(object, "profile", account->profile);
    cJSON_AddBoolToObject(object, "active",
                          account->profile != NULL &&
                              atl_text_equal(account->profile, picture->active));
    add_text(object, "site", account->site);
    add_text(object, "email", account->email);
    add_text(object, "username", account->username);
    add_text(object, "authType", atl_auth_type_name(account->auth_type));
    cJSON_AddBoolToObject(object, "authenticated", authenticated);
    cJSON_AddItemToObject(object, "account",
                          authenticated ? auth_identity_to_json(&picture->proof.identity)
                                        : cJSON_CreateNull());
    add_text(object, "product",
             authenticated ? atl_product_name(picture->proof.identity.product) : NULL);
    cJSON_AddBoolToObject(object, "hasEnvToken", account->has_environment_token);
    cJSON_AddBoolToObject(object, "hasKeychainToken", account->has_keychain_token);
    cJSON_AddBoolToObject(object, "hasPatInConfig", account->has_file_token);
    cJSON_AddItemToObject(object, "sources", describe_sources(account));
    add_text(object, "tlsCaFile", account->tls_ca_file);
    cJSON_AddBoolToObject(object, "tlsSkipVerify", account->tls_skip_verify);
    return object;
}

/* ---- for people ---- */

static enum atl_status print_line(const struct picture *picture, const char *label,
                                  const char *value, struct atl_error *error)
{
    if (value == NULL) {
        return ATL_OK;
    }
    return atl_output_text(picture->context->output, error, "%s: %s\n", label, value);
}

static const char *profile_words(const struct picture *picture)
{
    const struct atl_account *account = &picture->account;
    const char *name = account->profile;
    if (name == NULL) {
        return "none (environment variables)";
    }
    const char *note = atl_text_equal(name, picture->active)               ? " (active)"
                       : account->profile_source == ATL_SOURCE_ENVIRONMENT ? " (ATLCLI_PROFILE)"
                                                                           : "";
    return atl_arena_printf(picture->context->arena, "%s%s", name, note);
}

/* Where it comes from, when that is not the profile. */
static const char *with_source(const struct picture *picture, const char *value,
                               enum atl_source source, const char *variable)
{
    bool from_variable = source == ATL_SOURCE_ENVIRONMENT && picture->account.profile != NULL;
    return value != NULL && from_variable
               ? atl_arena_printf(picture->context->arena, "%s (%s)", value, variable)
               : value;
}

static const char *token_words(const struct picture *picture)
{
    switch (picture->account.token_source) {
    case ATL_SOURCE_ENVIRONMENT:
        return "from ATLCLI_API_TOKEN";
    case ATL_SOURCE_KEYCHAIN:
        return atl_arena_printf(picture->context->arena, "from the keychain (%s)",
                                atl_keychain_name());
    case ATL_SOURCE_NONE:
    case ATL_SOURCE_FILE:
    case ATL_SOURCE_OPTION:
        break;
    }
    return NULL;
}

static const char *failure_words(enum atl_status status)
{
    switch (status) {
    case ATL_UNAUTHENTICATED:
        return "Not authenticated ✗";
    case ATL_FORBIDDEN:
        return "Not allowed ✗";
    case ATL_NETWORK:
    case ATL_TLS:
        return "The site can't be reached ✗";
    case ATL_NOT_FOUND:
        return "No Jira or Confluence there ✗";
    default:
        return "Unknown ✗";
    }
}

static enum atl_status print_status(const struct picture *picture, struct atl_error *error)
{
    struct atl_output *output = picture->context->output;
    bool good = picture->status == ATL_OK;
    enum atl_status status = atl_output_text(output, error, "Status: ");
    if (status == ATL_OK) {
        status =
            atl_output_styled(output, good ? ATL_STYLE_GOOD : ATL_STYLE_BAD,
                              good ? "Authenticated ✓" : failure_words(picture->status), error);
    }
    return status == ATL_OK ? atl_output_text(output, error, "\n") : status;
}

static enum atl_status print(const struct picture *picture, struct atl_error *error)
{
    const struct atl_account *account = &picture->account;
    bool bearer = account->auth_type == ATL_AUTH_BEARER;
    const char *display_name =
        picture->status == ATL_OK ? picture->proof.identity.display_name : NULL;
    const struct {
        const char *label;
        const char *value;
    } lines[] = {
        {"Profile", profile_words(picture)},
        {"Site", with_source(picture, account->site, account->site_source, "ATLCLI_SITE")},
        {"Email", with_source(picture, account->email, account->email_source, "ATLCLI_EMAIL")},
        {"Username", account->username},
        {"Auth", bearer && account->site != NULL ? "personal access token" : NULL},
        {"Token", token_words(picture)},
        {"CA file", account->tls_ca_file},
        {"TLS", account->tls_skip_verify ? "the certificate is not checked" : NULL},
        {"Account", display_name},
    };
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < sizeof lines / sizeof *lines && status == ATL_OK; i++) {
        status = print_line(picture, lines[i].label, lines[i].value, error);
    }
    return status == ATL_OK ? print_status(picture, error) : status;
}

static enum atl_status show(const struct picture *picture, struct atl_error *error)
{
    struct atl_context *context = picture->context;
    if (atl_output_form(context->output) == ATL_OUTPUT_TABLE && context->globals.fields == NULL) {
        /* Without profile and site there is nothing to show to a person; the error says so. */
        bool nothing = picture->account.profile == NULL && picture->account.site == NULL;
        return nothing ? ATL_OK : print(picture, error);
    }
    cJSON *object = describe(picture);
    enum atl_status status = atl_output_record(context->output, columns, object, error);
    cJSON_Delete(object);
    return status;
}

/* ---- finding out ---- */

static void warn(struct atl_context *context, const struct atl_account *account,
                 const struct atl_credentials *credentials)
{
    struct atl_console *console = context->console;
    if (credentials != NULL && atl_credentials_is_exposed(credentials)) {
        atl_warn(console, "others can read %s; 'atlcli doctor --fix' keeps them out",
                 atl_credentials_path(credentials));
    }
    auth_warn_about_site(context, account->site);
    if (account->environment_token_for_chosen_profile) {
        atl_warn(console, "the token of ATLCLI_API_TOKEN is used for the site of profile '%s'",
                 account->profile);
    }
    if (account->profile_is_for_other_site) {
        atl_note(console,
                 "ATLCLI_SITE is another site than that of profile '%s': nothing but the e-mail "
                 "address is taken from the profile",
                 account->profile);
    }
    if (account->keychain_problem != NULL) {
        atl_warn(console, "the keychain was asked for '%s': %s", account->username,
                 account->keychain_problem);
    }
}

static enum atl_status run(struct atl_context *context, struct atl_error *error)
{
    struct picture picture = {.context = context};
    struct atl_credentials *credentials = NULL;
    struct atl_error reason;
    struct atl_error late = {0};
    enum atl_status status = atl_output_check(context->output, columns, error);
    if (status == ATL_OK) {
        status = atl_account_load(context->arena, context->globals.profile, true, &picture.account,
                                  &credentials, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    picture.active = credentials == NULL ? NULL : atl_credentials_current(credentials);
    warn(context, &picture.account, credentials);
    picture.status = atl_account_require(&picture.account, &reason);
    if (picture.status == ATL_OK) {
        picture.status = auth_ask(context, &picture.account, &picture.proof, &reason);
    }
    if (picture.status != ATL_CANCELLED) {
        status = show(&picture, &late);
    }
    if (picture.status != ATL_OK) {
        *error = reason;
        return picture.status;
    }
    *error = late;
    return status;
}

const struct atl_command atl_command_auth_status = {
    .words = "auth status",
    .summary = "Show the profile in use, and ask the server whether it works",
    .description =
        "Asks the server whose account it is. --json also says where each value comes from, and "
        "every place that has a token: hasEnvToken (ATLCLI_API_TOKEN), hasKeychainToken, "
        "hasPatInConfig (the credentials file). The first of these is used.\n"
        "\n"
        "The exit code is 0 when you are authenticated, 3 when not, 6 when the server can't be "
        "reached.",
    .examples =
        (const struct atl_example[]){{"auth status", "The active profile"},
                                     {"auth status --profile work", "Another one"},
                                     {"auth status --json", "With the sources of all values"},
                                     {0}},
    .run = run,
};
