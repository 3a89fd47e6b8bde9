/*
 * Configuration: profiles in ~/.atlcli/credentials.json, which of them a command uses, and where
 * its token comes from. The file's format and the order of precedence are promises to users.
 */
#ifndef ATLCLI_CONFIG_H
#define ATLCLI_CONFIG_H

#include "atlcli/error.h"
#include "atlcli/json.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* How requests of a profile authenticate. */
enum atl_auth_type {
    ATL_AUTH_BASIC,  /* Cloud: e-mail and API token, RFC 7617 */
    ATL_AUTH_BEARER, /* Server / Data Center: personal access token, RFC 6750 */
};

/* One profile as it stands in the file. Absent texts are NULL. Lives in the arena it was read into.
 */
struct atl_profile {
    const char *name;
    const char *site; /* "baseUrl" in the file; normalised, see atl_site_normalise */
    const char *email;
    const char *token; /* "apiToken" or "pat" */
    const char *username;
    enum atl_auth_type auth_type;
    const char *tls_ca_file; /* kept as given */
    bool tls_skip_verify;
};

/* ---- site URLs ---- */

/*
 * Brings a site URL to its one form: a missing scheme means https; scheme and host in lower case;
 * an internationalised host in its ASCII form (IDNA 2008); default port, query, fragment and
 * trailing slashes dropped; "/wiki" and "/jira" (and what follows) dropped on Cloud hosts; the
 * context path of a Data Center site kept. User name or password in it, another scheme than http
 * or https, or what is no URL: ATL_USAGE. Result in the arena.
 */
enum atl_status atl_site_normalise(struct atl_arena *arena, const char *given, const char **site,
                                   struct atl_error *error);

/* True for *.atlassian.net, *.jira.com and the like: hosts that only Atlassian Cloud has. */
bool atl_site_is_cloud(const char *site);

/* True when the site is plain http to another machine than this one (worth a warning). */
bool atl_site_is_exposed(const char *site);

/* ---- the credentials file ---- */

/* The configuration directory: ATLCLI_CONFIG_DIR, else $HOME/.atlcli. ATL_FAILED without both. */
enum atl_status atl_config_directory(struct atl_arena *arena, const char **directory,
                                     struct atl_error *error);

/* The file's content. A missing file is an empty one. */
struct atl_credentials;

/* Reads the file. ATL_FAILED when it is no JSON, of the wrong shape, unreadable or a directory. */
enum atl_status atl_credentials_load(struct atl_arena *arena, struct atl_credentials **credentials,
                                     struct atl_error *error);

/* Path of the file, for messages. */
const char *atl_credentials_path(const struct atl_credentials *credentials);
/* True when others may read the file or its directory: worth a warning (the next write mends it).
 */
bool atl_credentials_is_exposed(const struct atl_credentials *credentials);

/* Name of the active profile, NULL when none is set. */
const char *atl_credentials_current(const struct atl_credentials *credentials);
size_t atl_credentials_count(const struct atl_credentials *credentials);
/* The index-th profile in file order. */
const struct atl_profile *atl_credentials_at(const struct atl_credentials *credentials,
                                             size_t index);
const struct atl_profile *atl_credentials_find(const struct atl_credentials *credentials,
                                               const char *name);

/*
 * Changes the file: takes the lock, reads the file as it is now, calls `change`, and writes the
 * result atomically (0600, directory 0700). When `change` fails nothing is written and its error is
 * returned. Unknown keys survive. The functions below are for use inside `change`.
 */
typedef enum atl_status (*atl_credentials_change)(struct atl_credentials *credentials,
                                                  void *context, struct atl_error *error);
enum atl_status atl_credentials_update(struct atl_arena *arena, atl_credentials_change change,
                                       void *context, struct atl_error *error);

/* Adds the profile or replaces the known keys of the one with its name. */
enum atl_status atl_credentials_put(struct atl_credentials *credentials,
                                    const struct atl_profile *profile, struct atl_error *error);
/* ATL_NOT_FOUND when there is none of that name; the error lists those that exist. */
enum atl_status atl_credentials_set_current(struct atl_credentials *credentials, const char *name,
                                            struct atl_error *error);
/* ATL_CONFLICT when `new_name` is taken. The active profile stays active under its new name. */
enum atl_status atl_credentials_rename(struct atl_credentials *credentials, const char *old_name,
                                       const char *new_name, struct atl_error *error);
/* Removes the token (logout) and keeps the rest. */
enum atl_status atl_credentials_forget_token(struct atl_credentials *credentials, const char *name,
                                             struct atl_error *error);
/* Removes the profile; if it was the active one, none is active afterwards. */
enum atl_status atl_credentials_remove(struct atl_credentials *credentials, const char *name,
                                       struct atl_error *error);

/* A profile name: 1 to 64 letters, digits, '.', '_', '-'; no leading '.' or '-'. ATL_USAGE if not.
 */
enum atl_status atl_profile_name_check(const char *name, struct atl_error *error);

/* ---- the keychain ---- */

/*
 * Where secrets can be kept outside the file: macOS Keychain, the Secret Service on Linux, both
 * under service "atlcli" with the user name as account. ATL_NOT_FOUND: no such item.
 * ATL_FAILED with a hint: no keychain here, or locked.
 */
enum atl_status atl_keychain_get(const char *username, struct atl_arena *arena, const char **token,
                                 struct atl_error *error);
enum atl_status atl_keychain_set(const char *username, const char *token, struct atl_error *error);
enum atl_status atl_keychain_delete(const char *username, struct atl_error *error);
/* "macOS Keychain", "Secret Service", or NULL when this build or session has none. */
const char *atl_keychain_name(void);

/* ---- what a command runs with ---- */

/* Where a value came from. */
enum atl_source {
    ATL_SOURCE_NONE,
    ATL_SOURCE_FILE,
    ATL_SOURCE_ENVIRONMENT,
    ATL_SOURCE_OPTION, /* --profile */
    ATL_SOURCE_KEYCHAIN,
};

/* The word for a source in JSON: "none", "file", "environment", "option", "keychain". */
const char *atl_source_name(enum atl_source source);

/* The variables that matter, read once. NULL for those not set or empty. */
struct atl_environment {
    const char *profile;   /* ATLCLI_PROFILE */
    const char *site;      /* ATLCLI_SITE */
    const char *email;     /* ATLCLI_EMAIL */
    const char *api_token; /* ATLCLI_API_TOKEN */
};
struct atl_environment atl_environment_read(void);

/* A profile after precedence: everything that a request needs, and where each value came from. */
struct atl_account {
    const char *profile; /* name; NULL when the variables alone suffice */
    enum atl_source profile_source;
    const char *site;
    enum atl_source site_source;
    const char *email;
    enum atl_source email_source;
    const char *token; /* NULL: not logged in */
    enum atl_source token_source;
    const char *username;
    enum atl_auth_type auth_type;
    const char *tls_ca_file;
    bool tls_skip_verify;
    /* Every place that has a token, whether or not it is the one used. */
    bool has_environment_token;
    bool has_keychain_token;
    bool has_file_token;
    /* A token from the environment goes to a site chosen by --profile: used, but worth saying. */
    bool environment_token_for_chosen_profile;
};

/*
 * Applies the order of precedence. `chosen` is the argument of --profile, or NULL. A profile that
 * is named but doesn't exist is ATL_NOT_FOUND. A missing site or token is no error here (auth
 * status wants to show that): see atl_account_require. With `consult_keychain` false the keychain
 * is asked only when neither the environment has a token.
 */
enum atl_status atl_account_resolve(struct atl_arena *arena,
                                    const struct atl_credentials *credentials,
                                    const struct atl_environment *environment, const char *chosen,
                                    bool consult_keychain, struct atl_account *account,
                                    struct atl_error *error);

/* ATL_UNAUTHENTICATED, with what to do, unless site, token and (for Basic) e-mail are there. */
enum atl_status atl_account_require(const struct atl_account *account, struct atl_error *error);

#endif
