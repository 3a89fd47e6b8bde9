/* Storing a profile: its token, itself, and the sentence that says so. */
#include "cmd/auth/auth.h"

#include "atlcli/file.h"
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/output.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the CA file ---- */

/* "C:\certs\ca.pem", "\\server\share\ca.pem", "C:/certs/ca.pem". */
static bool is_windows_path(const char *path)
{
    bool has_drive =
        isalpha((unsigned char)path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    return has_drive || path[0] == '\\';
}

static enum atl_status make_absolute(struct atl_arena *arena, const char *given, const char **path,
                                     struct atl_error *error)
{
    if (given[0] == '/' || is_windows_path(given)) {
        *path = atl_arena_strdup(arena, given);
        return ATL_OK;
    }
    char *directory = getcwd(NULL, 0);
    if (directory == NULL) {
        return atl_fail(error, ATL_FAILED, "can't tell the working directory: %s", strerror(errno));
    }
    *path = atl_path_join(arena, directory, given);
    free(directory);
    return ATL_OK;
}

enum atl_status auth_take_ca_file(struct atl_context *context, const char *given, const char **path,
                                  struct atl_error *error)
{
    struct atl_ca_file found;
    enum atl_status status = atl_tls_check_ca_file(given, &found, error);
    if (status != ATL_OK) {
        return status;
    }
    if (found.unreadable > 0) {
        atl_warn(context->console, "%zu of the certificates in '%s' can't be read",
                 found.unreadable, given);
    }
    if (found.expired > 0) {
        atl_warn(context->console, "%zu of %zu certificates in '%s' have expired", found.expired,
                 found.certificates, given);
    }
    if (found.has_private_key) {
        atl_warn(context->console, "'%s' holds a private key; atlcli needs the certificates alone",
                 given);
    }
    return make_absolute(context->arena, given, path, error);
}

/* ---- the token ---- */

enum token_place {
    IN_FILE,
    IN_KEYCHAIN,
};

/* A keychain that doesn't take it is no reason to lose it. */
static enum token_place place_token(struct atl_context *context, struct auth_draft *draft)
{
    struct atl_profile *profile = &draft->profile;
    if (profile->username == NULL) {
        return IN_FILE;
    }
    struct atl_error problem;
    atl_error_clear(&problem);
    if (!draft->from_keychain &&
        atl_keychain_set(profile->username, profile->token, &problem) != ATL_OK) {
        atl_warn(context->console,
                 "the token is kept in the credentials file, because the keychain "
                 "can't take it: %s",
                 problem.message);
        return IN_FILE;
    }
    profile->token = NULL;
    return IN_KEYCHAIN;
}

/* ---- the profile ---- */

struct storing {
    const struct atl_profile *profile;
    const char *active; /* afterwards; in the credentials' arena */
    bool became_active;
};

static enum atl_status put(struct atl_credentials *credentials, void *context,
                           struct atl_error *error)
{
    struct storing *storing = context;
    const char *current = atl_credentials_current(credentials);
    enum atl_status status = atl_credentials_put(credentials, storing->profile, error);
    if (status == ATL_OK &&
        (current == NULL || atl_credentials_find(credentials, current) == NULL)) {
        storing->became_active = true;
        status = atl_credentials_set_current(credentials, storing->profile->name, error);
    }
    storing->active = storing->became_active ? storing->profile->name : current;
    return status;
}

/* ---- what was done ---- */

static const char *deployment_word(const struct auth_draft *draft)
{
    return draft->proof.server.deployment == ATL_CLOUD ? "cloud" : "datacenter";
}

static cJSON *describe(const struct auth_draft *draft, const struct storing *storing,
                       enum token_place place)
{
    const struct atl_profile *profile = &draft->profile;
    cJSON *object = cJSON_CreateObject();
    atl_json_set_text(object, "profile", profile->name);
    atl_json_set_text(object, "site", profile->site);
    atl_json_set_text(object, "email", profile->email);
    atl_json_set_text(object, "username", profile->username);
    atl_json_set_text(object, "authType", atl_auth_type_name(profile->auth_type));
    atl_json_set_bool(object, "active", atl_text_equal(storing->active, profile->name));
    atl_json_set_text(object, "tokenIn", place == IN_KEYCHAIN ? "keychain" : "file");
    atl_json_set_bool(object, "verified", draft->verified);
    atl_json_set_text(object, "deployment", draft->verified ? deployment_word(draft) : NULL);
    atl_json_set_text(object, "product",
                      draft->verified ? atl_product_name(draft->proof.identity.product) : NULL);
    cJSON_AddItemToObject(object, "account",
                          draft->verified ? auth_identity_to_json(&draft->proof.identity)
                                          : cJSON_CreateNull());
    return object;
}

static void note_what_follows(struct atl_context *context, const struct storing *storing,
                              const char *token)
{
    const char *name = storing->profile->name;
    struct atl_environment environment = atl_environment_read();
    if (environment.api_token != NULL && !atl_text_equal(environment.api_token, token)) {
        atl_note(context->console,
                 "ATLCLI_API_TOKEN is set to another token, which commands use until it is unset");
    }
    const char *site;
    if (environment.site != NULL &&
        atl_site_normalise(context->arena, environment.site, &site, NULL) == ATL_OK &&
        !atl_text_equal(site, storing->profile->site)) {
        atl_note(context->console,
                 "ATLCLI_SITE is set to another site, %s, which commands use "
                 "until it is unset",
                 site);
    }
    if (!atl_text_equal(storing->active, name)) {
        atl_note(context->console,
                 "The active profile is still '%s'; change that with: atlcli auth switch %s",
                 storing->active, name);
    } else {
        auth_note_environment_profile(context, name);
    }
}

/* "Jira Data Center 9.12.0 at https://jira.company.com"; Cloud sites speak for themselves. */
static const char *name_site(struct atl_context *context, const struct auth_draft *draft)
{
    const struct atl_server *server = &draft->proof.server;
    if (server->deployment == ATL_CLOUD) {
        return draft->profile.site;
    }
    return atl_arena_printf(context->arena, "%s at %s", atl_server_describe(server, context->arena),
                            draft->profile.site);
}

static enum atl_status report(struct atl_context *context, const struct auth_draft *draft,
                              const struct storing *storing, enum token_place place,
                              struct atl_error *error)
{
    const struct atl_profile *profile = &draft->profile;
    cJSON *object = atl_json_keep(context->arena, describe(draft, storing, place));
    const char *where = place == IN_KEYCHAIN ? atl_arena_printf(context->arena, ", token in the %s",
                                                                atl_keychain_name())
                                             : "";
    enum atl_status status;
    if (draft->verified) {
        status = atl_output_message(
            context->output, object, error, "Logged in to %s as %s (profile '%s'%s)",
            name_site(context, draft), draft->proof.identity.display_name, profile->name, where);
    } else {
        status = atl_output_message(context->output, object, error,
                                    "Saved profile '%s' for %s, not verified%s", profile->name,
                                    profile->site, where);
    }
    return status;
}

enum atl_status auth_store(struct atl_context *context, struct auth_draft *draft,
                           struct atl_error *error)
{
    struct storing storing = {.profile = &draft->profile};
    const char *token = draft->profile.token;
    enum token_place place = place_token(context, draft);
    enum atl_status status = atl_credentials_update(context->arena, put, &storing, error);
    if (status == ATL_OK) {
        status = report(context, draft, &storing, place, error);
    }
    if (status == ATL_OK) {
        note_what_follows(context, &storing, token);
    }
    return status;
}
