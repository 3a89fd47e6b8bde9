/* The changes that can be made to the credentials, on the JSON document itself. */
#include "config/credentials_internal.h"
#include "config/secret.h"

#include <string.h>

static cJSON *profiles_of(struct atl_credentials *credentials)
{
    cJSON *profiles = atl_json_member(credentials->tree, "profiles");
    if (profiles != NULL && !cJSON_IsObject(profiles)) {
        atl_json_remove(credentials->tree, "profiles");
        profiles = NULL;
    }
    return profiles != NULL ? profiles : cJSON_AddObjectToObject(credentials->tree, "profiles");
}

static cJSON *object_of(struct atl_credentials *credentials, const char *name)
{
    return atl_json_member(profiles_of(credentials), name);
}

/* Sets or removes a text without leaving the old one in memory. */
static void set_secret(cJSON *object, const char *key, const char *text)
{
    cJSON *old = atl_json_member(object, key);
    if (old != NULL) {
        secret_wipe_text(old->valuestring);
    }
    atl_json_set_text(object, key, text);
}

static void set_auth_type(cJSON *object, enum atl_auth_type auth_type)
{
    /* Basic is what a profile without the key has. */
    if (auth_type != ATL_AUTH_BASIC || atl_json_member(object, "authType") != NULL) {
        atl_json_set_text(object, "authType", atl_auth_type_name(auth_type));
    }
}

static enum atl_status check_texts(const struct atl_profile *profile, struct atl_error *error)
{
    const struct {
        const char *what;
        const char *text;
    } texts[] = {
        {"e-mail address", profile->email},
        {"user name", profile->username},
        {"path of the CA file", profile->tls_ca_file},
        {"token", profile->token},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].text != NULL && has_control_character(texts[i].text)) {
            return atl_fail(error, ATL_USAGE, "the %s holds a line break or a control character",
                            texts[i].what);
        }
    }
    return ATL_OK;
}

static void write_profile(cJSON *object, const struct atl_profile *profile, const char *site)
{
    bool bearer = profile->auth_type == ATL_AUTH_BEARER;
    atl_json_set_text(object, "name", profile->name);
    if (site != NULL || !profile->site_is_invalid) {
        atl_json_set_text(object, "baseUrl", site);
    }
    set_auth_type(object, profile->auth_type);
    atl_json_set_text(object, "email", profile->email);
    atl_json_set_text(object, "username", profile->username);
    set_secret(object, "apiToken", bearer ? NULL : profile->token);
    set_secret(object, "pat", bearer ? profile->token : NULL);
    atl_json_set_text(object, "tlsCaFile", profile->tls_ca_file);
    if (profile->tls_skip_verify) {
        atl_json_set_bool(object, "tlsSkipVerify", true);
    } else {
        atl_json_remove(object, "tlsSkipVerify");
    }
}

enum atl_status atl_credentials_put(struct atl_credentials *credentials,
                                    const struct atl_profile *profile, struct atl_error *error)
{
    /* A name that other software wrote is kept, whatever it looks like. */
    cJSON *object = object_of(credentials, profile->name);
    enum atl_status status = object != NULL ? ATL_OK : atl_profile_name_check(profile->name, error);
    if (status == ATL_OK) {
        status = check_texts(profile, error);
    }
    const char *site = NULL;
    if (status == ATL_OK && profile->site != NULL) {
        status = atl_site_normalise(credentials->arena, profile->site, &site, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (object == NULL) {
        object = cJSON_AddObjectToObject(profiles_of(credentials), profile->name);
    }
    write_profile(object, profile, site);
    return credentials_read_tree(credentials, error);
}

enum atl_status atl_credentials_set_current(struct atl_credentials *credentials, const char *name,
                                            struct atl_error *error)
{
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_require(credentials, name, &profile, error);
    if (status != ATL_OK) {
        return status;
    }
    bool is_new = atl_json_member(credentials->tree, "currentProfile") == NULL;
    atl_json_set_text(credentials->tree, "currentProfile", name);
    if (is_new) {
        /* Before the profiles, where a reader of the file looks for it. */
        cJSON *current =
            cJSON_DetachItemFromObjectCaseSensitive(credentials->tree, "currentProfile");
        cJSON_InsertItemInArray(credentials->tree, 0, current);
    }
    return credentials_read_tree(credentials, error);
}

enum atl_status atl_credentials_clear_current(struct atl_credentials *credentials,
                                              struct atl_error *error)
{
    atl_json_remove(credentials->tree, "currentProfile");
    return credentials_read_tree(credentials, error);
}

/* Gives a member another key in its place; cJSON itself can only append. */
static void rename_member(cJSON *member, const char *key)
{
    size_t size = strlen(key) + 1;
    char *copy = cJSON_malloc(size);
    if (copy != NULL) {
        memcpy(copy, key, size);
        cJSON_free(member->string);
        member->string = copy;
    }
}

enum atl_status atl_credentials_rename(struct atl_credentials *credentials, const char *old_name,
                                       const char *new_name, struct atl_error *error)
{
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_require(credentials, old_name, &profile, error);
    if (status == ATL_OK) {
        status = atl_profile_name_check(new_name, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (atl_credentials_find(credentials, new_name) != NULL) {
        atl_fail(error, ATL_CONFLICT, "profile '%s' exists already", new_name);
        atl_hint(error, "choose another name, or delete that profile first: atlcli auth delete %s",
                 new_name);
        return ATL_CONFLICT;
    }
    cJSON *object = object_of(credentials, old_name);
    rename_member(object, new_name);
    atl_json_set_text(object, "name", new_name);
    if (atl_text_equal(credentials->current, old_name)) {
        atl_json_set_text(credentials->tree, "currentProfile", new_name);
    }
    return credentials_read_tree(credentials, error);
}

enum atl_status atl_credentials_forget_token(struct atl_credentials *credentials, const char *name,
                                             struct atl_error *error)
{
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_require(credentials, name, &profile, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = object_of(credentials, name);
    set_secret(object, "apiToken", NULL);
    set_secret(object, "pat", NULL);
    return credentials_read_tree(credentials, error);
}

enum atl_status atl_credentials_remove(struct atl_credentials *credentials, const char *name,
                                       struct atl_error *error)
{
    const struct atl_profile *profile;
    enum atl_status status = atl_credentials_require(credentials, name, &profile, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *profiles = profiles_of(credentials);
    secret_delete_tree(cJSON_DetachItemFromObjectCaseSensitive(profiles, name));
    if (atl_text_equal(credentials->current, name)) {
        atl_json_remove(credentials->tree, "currentProfile");
    }
    return credentials_read_tree(credentials, error);
}
