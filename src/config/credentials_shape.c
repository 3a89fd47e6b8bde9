/* From the JSON document to profiles, with a message for each way in which it can be wrong. */
#include "config/credentials_internal.h"
#include "config/secret.h"

#include <string.h>
#include <strings.h>

static enum atl_status fail_shape(const struct atl_credentials *credentials, const char *what,
                                  struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "%s: %s", credentials->path, what);
    atl_hint(error, "correct the file by hand, or move it away and log in again: atlcli auth init");
    return ATL_FAILED;
}

static enum atl_status fail_profile(const struct atl_credentials *credentials, const char *profile,
                                    const char *key, const char *what, struct atl_error *error)
{
    const char *text =
        atl_arena_printf(credentials->arena, "\"%s\" of profile '%s' is %s", key, profile, what);
    return fail_shape(credentials, text, error);
}

/* A key that is there twice: readers differ in which one counts, so neither does. */
static const char *find_duplicate(const cJSON *object)
{
    for (const cJSON *one = object->child; one != NULL; one = one->next) {
        for (const cJSON *other = one->next; other != NULL; other = other->next) {
            if (strcmp(one->string, other->string) == 0) {
                return one->string;
            }
        }
    }
    return NULL;
}

/* The text of a key; *value is NULL when it is absent, null or empty. */
static enum atl_status read_text(const struct atl_credentials *credentials, const cJSON *object,
                                 const char *key, const char **value, struct atl_error *error)
{
    const cJSON *member = atl_json_member(object, key);
    *value = NULL;
    if (member == NULL || cJSON_IsNull(member)) {
        return ATL_OK;
    }
    if (!cJSON_IsString(member)) {
        return fail_profile(credentials, object->string, key, "not a text", error);
    }
    if (member->valuestring[0] != '\0') {
        *value = member->valuestring;
    }
    return ATL_OK;
}

static enum atl_status read_auth_type(const struct atl_credentials *credentials,
                                      const cJSON *object, struct atl_profile *profile,
                                      struct atl_error *error)
{
    const char *word;
    enum atl_status status = read_text(credentials, object, "authType", &word, error);
    profile->auth_type = ATL_AUTH_BASIC;
    if (status != ATL_OK || word == NULL || strcasecmp(word, "basic") == 0) {
        return status;
    }
    if (strcasecmp(word, "bearer") != 0) {
        return fail_profile(credentials, object->string, "authType",
                            "neither \"basic\" nor \"bearer\"", error);
    }
    profile->auth_type = ATL_AUTH_BEARER;
    return ATL_OK;
}

static enum atl_status read_skip_verify(const struct atl_credentials *credentials,
                                        const cJSON *object, struct atl_profile *profile,
                                        struct atl_error *error)
{
    const cJSON *member = atl_json_member(object, "tlsSkipVerify");
    if (member != NULL && !cJSON_IsNull(member) && !cJSON_IsBool(member)) {
        return fail_profile(credentials, object->string, "tlsSkipVerify", "neither true nor false",
                            error);
    }
    profile->tls_skip_verify = cJSON_IsTrue(member);
    return ATL_OK;
}

/* A site that is no URL doesn't spoil the other profiles: using this one is the error. */
static void read_site(const struct atl_credentials *credentials, const char *given,
                      struct atl_profile *profile)
{
    if (given != NULL) {
        profile->site_is_invalid =
            atl_site_normalise(credentials->arena, given, &profile->site, NULL) != ATL_OK;
    }
}

static enum atl_status read_profile(const struct atl_credentials *credentials, const cJSON *object,
                                    struct atl_profile *profile, struct atl_error *error)
{
    const char *name = object->string;
    struct atl_arena *arena = credentials->arena;
    if (!cJSON_IsObject(object)) {
        return fail_shape(credentials,
                          atl_arena_printf(arena, "profile '%s' is not an object", name), error);
    }
    const char *duplicate = find_duplicate(object);
    if (duplicate != NULL) {
        return fail_profile(credentials, name, duplicate, "there more than once", error);
    }
    const char *site, *email, *api_token, *pat, *username, *ca_file, *label;
    const struct {
        const char *key;
        const char **value;
    } texts[] = {
        {"name", &label},         {"baseUrl", &site}, {"email", &email},
        {"apiToken", &api_token}, {"pat", &pat},      {"username", &username},
        {"tlsCaFile", &ca_file},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        enum atl_status status =
            read_text(credentials, object, texts[i].key, texts[i].value, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    profile->name = atl_arena_strdup(arena, name);
    profile->email = atl_arena_strdup(arena, email);
    profile->username = atl_arena_strdup(arena, username);
    profile->tls_ca_file = atl_arena_strdup(arena, ca_file);
    read_site(credentials, site, profile);
    enum atl_status status = read_auth_type(credentials, object, profile, error);
    bool use_pat = profile->auth_type == ATL_AUTH_BEARER && pat != NULL;
    profile->token = secret_keep(arena, use_pat ? pat : api_token);
    return status == ATL_OK ? read_skip_verify(credentials, object, profile, error) : status;
}

static enum atl_status read_profiles(struct atl_credentials *credentials, const cJSON *profiles,
                                     struct atl_error *error)
{
    credentials->count = 0;
    if (profiles == NULL || cJSON_IsNull(profiles)) {
        return ATL_OK;
    }
    if (!cJSON_IsObject(profiles)) {
        return fail_shape(credentials, "\"profiles\" is not an object", error);
    }
    const char *duplicate = find_duplicate(profiles);
    if (duplicate != NULL) {
        return fail_shape(
            credentials,
            atl_arena_printf(credentials->arena, "profile '%s' is there more than once", duplicate),
            error);
    }
    size_t count = (size_t)cJSON_GetArraySize(profiles);
    credentials->profiles = atl_arena_alloc(credentials->arena, count * sizeof(struct atl_profile));
    for (const cJSON *object = profiles->child; object != NULL; object = object->next) {
        enum atl_status status =
            read_profile(credentials, object, &credentials->profiles[credentials->count], error);
        if (status != ATL_OK) {
            return status;
        }
        credentials->count++;
    }
    return ATL_OK;
}

enum atl_status credentials_read_tree(struct atl_credentials *credentials, struct atl_error *error)
{
    const cJSON *tree = credentials->tree;
    if (!cJSON_IsObject(tree)) {
        return fail_shape(credentials, "the document is not an object", error);
    }
    const char *duplicate = find_duplicate(tree);
    if (duplicate != NULL) {
        return fail_shape(
            credentials,
            atl_arena_printf(credentials->arena, "\"%s\" is there more than once", duplicate),
            error);
    }
    const cJSON *current = atl_json_member(tree, "currentProfile");
    if (current != NULL && !cJSON_IsNull(current) && !cJSON_IsString(current)) {
        return fail_shape(credentials, "\"currentProfile\" is not a text", error);
    }
    bool has_current = cJSON_IsString(current) && current->valuestring[0] != '\0';
    credentials->current =
        has_current ? atl_arena_strdup(credentials->arena, current->valuestring) : NULL;
    return read_profiles(credentials, atl_json_member(tree, "profiles"), error);
}
