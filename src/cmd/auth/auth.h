/* What the commands of `auth` share. */
#ifndef CMD_AUTH_H
#define CMD_AUTH_H

#include "atlcli/config.h"
#include "atlcli/identity.h"
#include "cli/context.h"
#include "cli/output.h"

/* Where API tokens (Cloud) are made. */
#define AUTH_TOKEN_PAGE "https://id.atlassian.com/manage-profile/security/api-tokens"

/* ---- which profile ---- */

/*
 * The profile that a command means which was not told one: --profile, else ATLCLI_PROFILE, else the
 * active one. *name is NULL when there is none of these. ATL_USAGE for what is no profile name.
 */
enum atl_status auth_choose_profile(const struct atl_context *context,
                                    const struct atl_credentials *credentials, const char **name,
                                    struct atl_error *error);

/* ATL_USAGE when --profile was given to a command that takes its profile as an argument. */
enum atl_status auth_refuse_profile_option(const struct atl_context *context,
                                           struct atl_error *error);

/* Says on stderr that ATLCLI_PROFILE goes before the active profile, where it does. */
void auth_note_environment_profile(struct atl_context *context, const char *active);

/* How many other profiles have the same user name, and so the same keychain item. */
size_t auth_count_sharing(const struct atl_credentials *credentials,
                          const struct atl_profile *profile);

/* ---- asking the server ---- */

/* What the server said. Texts live in the context's arena. */
struct auth_proof {
    struct atl_server server;
    struct atl_identity identity;
};

/* An account for the requests that come before the profile is stored. */
struct atl_account auth_account_of(const struct atl_profile *profile);

/* Warns about what makes the site's connection unsafe: plain http to another machine. */
void auth_warn_about_site(struct atl_context *context, const char *site);

/*
 * These run a loop of their own, so that a command can ask its user questions before and after.
 * `retries` below 0 means what --retries says.
 */

/*
 * What answers at the account's site; no credentials are sent. *tls is about the certificate that
 * was seen, also when it was refused.
 */
enum atl_status auth_identify(struct atl_context *context, const struct atl_account *account,
                              int retries, struct atl_server *server, struct atl_http_tls *tls,
                              struct atl_error *error);

/*
 * Whose account it is, after a look at what the site is: a token goes to no other server than a
 * Jira or a Confluence, and to the kind that takes it (else ATL_USAGE, saying what to pass).
 */
enum atl_status auth_verify(struct atl_context *context, const struct atl_account *account,
                            struct auth_proof *proof, struct atl_error *error);

/* Whose account it is. When it can't be told, a look at the site says more. */
enum atl_status auth_ask(struct atl_context *context, const struct atl_account *account,
                         struct auth_proof *proof, struct atl_error *error);

/* ---- storing ---- */

/* A profile on its way into the file. */
struct auth_draft {
    struct atl_profile profile; /* with its token */
    bool from_keychain;         /* the token is there already */
    bool verified;
    struct auth_proof proof; /* when verified */
};

/*
 * Stores the token (in the keychain when the profile has a user name and there is a keychain, else
 * in the file) and the profile, which becomes the active one if none is, and says so.
 */
enum atl_status auth_store(struct atl_context *context, struct auth_draft *draft,
                           struct atl_error *error);
/* The members of what it says, for a command's fields. */
/* clang-format off */
#define AUTH_STORED_MEMBERS \
    {.key = "profile"}, {.key = "site"}, {.key = "email"}, {.key = "username"}, \
    {.key = "authType"}, {.key = "active"}, {.key = "tokenIn"}, {.key = "verified"}, \
    {.key = "deployment"}, {.key = "product"}, {.key = "account"}
/* clang-format on */

/*
 * A CA file as it is stored: checked, and made absolute when it is a relative path of this system
 * (a Windows path is kept as given). Warns about what is odd in it.
 */
enum atl_status auth_take_ca_file(struct atl_context *context, const char *given, const char **path,
                                  struct atl_error *error);

/* ATL_USAGE when the text can't be an e-mail address. */
enum atl_status auth_check_email(const char *email, struct atl_error *error);

/* {"displayName", "accountId", "name", "email"}; null for what isn't known. */
cJSON *auth_identity_to_json(const struct atl_identity *identity);

#endif
