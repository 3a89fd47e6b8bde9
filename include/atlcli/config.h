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

/* The word for it in the file and in JSON: "basic", "bearer". */
const char *atl_auth_type_name(enum atl_auth_type auth_type);

/*
 * One profile as it stands in the file. Absent and empty texts are NULL. Lives in the arena it was
 * read into, whatever happens to the file's content afterwards.
 */
struct atl_profile {
    const char *name;
    const char *site; /* "baseUrl" in the file; normalised, see atl_site_normalise */
    /* "baseUrl" is a text, but no usable URL: `site` is NULL, and using the profile is an error. */
    bool site_is_invalid;
    const char *email;
    const char *token; /* "apiToken", or for bearer "pat", else "apiToken" */
    const char *username;
    enum atl_auth_type auth_type; /* basic unless the file says otherwise */
    const char *tls_ca_file;      /* kept as given */
    bool tls_skip_verify;
};

/* ---- site URLs ---- */

/*
 * Brings a site URL to its one form, so that equal sites have equal texts, and normalising it again
 * changes nothing (parsed by libcurl's URL API, RFC 3986):
 *   - a missing scheme means https; scheme and host are in lower case;
 *   - an internationalised host is in its ASCII form (IDNA 2008, UTS #46 non-transitional);
 *   - IPv4 and IPv6 addresses are in their shortest usual form;
 *   - user-visible noise goes: default port, query, fragment, trailing slashes, a trailing dot;
 *   - a Cloud site has no path, so "/wiki", "/jira/…", "/browse/KEY-1" go (a path below
 *     api.atlassian.com is kept: it names the site);
 *   - of a Data Center URL pasted from a browser, the page ("/browse/KEY-1", "/login.jsp",
 *     "/display/SPACE", …) goes and the context path stays.
 * ATL_USAGE for another scheme than http or https, a user name or password in it (which the error
 * doesn't repeat), a bad host or port, and what is no URL. The result is in the arena.
 */
enum atl_status atl_site_normalise(struct atl_arena *arena, const char *given, const char **site,
                                   struct atl_error *error);

/* The functions below take normalised sites; NULL is no site and gives false. */

/* True for *.atlassian.net, *.jira.com and the like: hosts that only Atlassian Cloud has. */
bool atl_site_is_cloud(const char *site);

/*
 * True when the host is this machine: 127.0.0.0/8, ::1, localhost and *.localhost (RFC 6761).
 * Decided by the name alone: nothing is looked up.
 */
bool atl_site_is_loopback(const char *site);

/* True when the site is plain http to another machine than this one (worth a warning). */
bool atl_site_is_exposed(const char *site);

/* True when scheme, host and port are the same: what one may see, the other may see too. */
bool atl_site_same_origin(const char *left, const char *right);

/* ---- the credentials file ---- */

/* The configuration directory: ATLCLI_CONFIG_DIR, else $HOME/.atlcli. ATL_FAILED without both. */
enum atl_status atl_config_directory(struct atl_arena *arena, const char **directory,
                                     struct atl_error *error);

/* The file's content. A missing file is an empty one. */
struct atl_credentials;

/*
 * Reads the file. ATL_FAILED when it is no JSON or no UTF-8, of the wrong shape, has a profile or a
 * key twice, is unreadable, a directory, or a symbolic link that leads nowhere: each with its own
 * message and hint, and none with a value from the file. A file of white space alone is an empty
 * one. Both the result and the secrets in it live in the arena; they are overwritten when it is
 * freed.
 */
enum atl_status atl_credentials_load(struct atl_arena *arena, struct atl_credentials **credentials,
                                     struct atl_error *error);

/* Path of the file, for messages. */
const char *atl_credentials_path(const struct atl_credentials *credentials);
/* True when others may read the file or look into its directory: worth a warning (the next write
 * mends it). */
bool atl_credentials_is_exposed(const struct atl_credentials *credentials);

/* Name of the active profile, NULL when none is set. */
const char *atl_credentials_current(const struct atl_credentials *credentials);
size_t atl_credentials_count(const struct atl_credentials *credentials);
/* The index-th profile in file order; NULL past the last one. */
const struct atl_profile *atl_credentials_at(const struct atl_credentials *credentials,
                                             size_t index);
/* NULL when there is none of that name. Case counts. */
const struct atl_profile *atl_credentials_find(const struct atl_credentials *credentials,
                                               const char *name);
/* ATL_NOT_FOUND for a name that isn't in the file; the hints list those that are. */
enum atl_status atl_credentials_require(const struct atl_credentials *credentials, const char *name,
                                        const struct atl_profile **profile,
                                        struct atl_error *error);

/*
 * Changes the file: takes the lock (a file beside it), reads the file as it is now, calls `change`,
 * and writes the result atomically (0600, directory 0700). When `change` fails nothing is written
 * and its error is returned. What atlcli doesn't know survives: unknown keys at every level, their
 * order, and numbers digit by digit; white space and the spelling of escapes in texts don't. The
 * functions below are for use inside `change`.
 */
typedef enum atl_status (*atl_credentials_change)(struct atl_credentials *credentials,
                                                  void *context, struct atl_error *error);
enum atl_status atl_credentials_update(struct atl_arena *arena, atl_credentials_change change,
                                       void *context, struct atl_error *error);

/*
 * Adds the profile, or replaces the known keys of the one with its name: absent texts remove their
 * keys. A bearer token is kept as "pat", any other as "apiToken". The name is checked by
 * atl_profile_name_check, the token and the other texts for control characters, the site is
 * normalised (ATL_USAGE).
 */
enum atl_status atl_credentials_put(struct atl_credentials *credentials,
                                    const struct atl_profile *profile, struct atl_error *error);
/* Makes a profile the active one. ATL_NOT_FOUND as for atl_credentials_require. */
enum atl_status atl_credentials_set_current(struct atl_credentials *credentials, const char *name,
                                            struct atl_error *error);
/* Makes none of the profiles the active one. */
enum atl_status atl_credentials_clear_current(struct atl_credentials *credentials,
                                              struct atl_error *error);
/*
 * ATL_NOT_FOUND without `old_name`, ATL_CONFLICT when `new_name` is taken, ATL_USAGE when it is no
 * name. The active profile stays active under its new name; its place in the file stays too.
 */
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

/* ---- tokens ---- */

/*
 * Takes the white space around a token away, as copying and files leave it (a trailing newline), in
 * the arena, overwritten when that is freed. What is left must have no control characters, because
 * it goes into an HTTP header: ATL_USAGE, naming `origin` ("ATLCLI_API_TOKEN", "--token") and never
 * the token. *clean is NULL for an empty one.
 */
enum atl_status atl_token_clean(struct atl_arena *arena, const char *token, const char *origin,
                                const char **clean, struct atl_error *error);

/* ---- the keychain ---- */

/*
 * Where secrets can be kept outside the file: the macOS Keychain, or on Linux the Secret Service
 * (GNOME Keyring, KWallet, KeePassXC). An item has service "atlcli" and the user name as account,
 * so that these find it:
 *     security find-generic-password -s atlcli -a USERNAME -w
 *     secret-tool lookup service atlcli account USERNAME
 * Profiles with the same user name thus share one item: its token is for all of their sites.
 *
 * ATL_NOT_FOUND: no such item. ATL_FAILED with a hint: no keychain here, locked, or access refused.
 * No call waits for ever: a service that doesn't answer, or a prompt that nobody answers, counts as
 * refused after a while. `username` must not be empty.
 */
enum atl_status atl_keychain_get(const char *username, struct atl_arena *arena, const char **token,
                                 struct atl_error *error);
/* Stores the token, in place of the one that is there. */
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
    ATL_SOURCE_OPTION, /* --profile; what the profile holds comes from the file */
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
    /* Every place that has a token for the profile, whether or not it is the one used. */
    bool has_environment_token;
    bool has_keychain_token; /* as far as the keychain was asked */
    bool has_file_token;
    /* A token from the environment goes to a site chosen by --profile: used, but worth saying. */
    bool environment_token_for_chosen_profile;
    /* ATLCLI_SITE is another origin than the profile's site, so what the file and the keychain keep
     * for the profile (token, CA file, skip-verify) is not for it: none of that is used. */
    bool profile_is_for_other_site;
    /* Why the keychain couldn't give the token, in the arena; NULL when it wasn't asked, or when
     * it answered (also with "no such item"). */
    const char *keychain_problem;
};

/*
 * Applies the order of precedence. `chosen` is the argument of --profile, or NULL; `credentials` is
 * NULL when there is no file to speak of. What is used, the later wins:
 *   profile        currentProfile, ATLCLI_PROFILE, --profile
 *   site, e-mail   the profile's, ATLCLI_SITE and ATLCLI_EMAIL, those of the profile named by
 *                  --profile (the variables don't fill its gaps)
 *   token          the first of ATLCLI_API_TOKEN, the keychain (if the profile has a user name),
 *                  the file
 *   the rest       from the profile
 *
 * Secrets stay with the site they were stored for: when ATLCLI_SITE is in effect and has another
 * origin (scheme, host, port) than the profile's site, the profile's stored token, user name and
 * TLS settings don't count (profile_is_for_other_site). The authentication then, and without a
 * profile, is Basic when ATLCLI_EMAIL is set or the site is on Cloud, and Bearer otherwise.
 *
 * The account's texts live in the arena, in the credentials or in the environment; all three must
 * outlive it.
 *
 * ATL_NOT_FOUND: a profile that is named but doesn't exist (an active profile that doesn't exist
 * is none when ATLCLI_SITE is set). ATL_USAGE: an empty --profile, a variable whose value can't be
 * used. ATL_FAILED: a value from the file that can't be used. A missing site, e-mail or token is no
 * error here (auth status wants to show that): see atl_account_require. Neither is a keychain that
 * fails.
 *
 * The keychain is asked when the profile has a user name and the environment no token; with
 * `consult_keychain` also when the environment has one, for has_keychain_token.
 */
enum atl_status atl_account_resolve(struct atl_arena *arena,
                                    const struct atl_credentials *credentials,
                                    const struct atl_environment *environment, const char *chosen,
                                    bool consult_keychain, struct atl_account *account,
                                    struct atl_error *error);

/*
 * The above in one: reads the variables and the file, and resolves. A home directory that can't be
 * named is no error when site and token come from variables and no profile is asked for.
 * *credentials, when not NULL, gets the file's content (NULL when there is no home).
 */
enum atl_status atl_account_load(struct atl_arena *arena, const char *chosen, bool consult_keychain,
                                 struct atl_account *account, struct atl_credentials **credentials,
                                 struct atl_error *error);

/* The profile that gives access to the site; NULL: none does, see profile_is_for_other_site. */
const char *atl_account_profile(const struct atl_account *account);

/*
 * Hints at how to reach the site that something was begun on with `profile` (NULL: none), when this
 * account is another one's.
 */
void atl_account_hint_site(const struct atl_account *account, const char *profile, const char *site,
                           struct atl_error *error);

/* ATL_UNAUTHENTICATED, with what to do, unless site, token and (for Basic) e-mail are there. */
enum atl_status atl_account_require(const struct atl_account *account, struct atl_error *error);

#endif
