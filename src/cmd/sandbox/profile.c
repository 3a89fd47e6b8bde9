/* A profile for a sandbox: saved when asked, and never over one that isn't the sandbox's. */
#include "atlcli/config.h"
#include "atlcli/file.h"
#include "atlcli/json.h"
#include "cmd/sandbox/sandbox.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_BYTES = 1024 * 1024,
};

const char *sandbox_profile_name(const struct sandbox_start *start)
{
    if (start->context->globals.profile != NULL) {
        return start->context->globals.profile;
    }
    return atl_text_equal(start->place.name, "default")
               ? "sandbox"
               : atl_arena_printf(start->context->arena, "sandbox-%s", start->place.name);
}

/* ---- which profiles are ours ---- */

/* {"PROFILE": "SITE"}: as they were saved, for they may have been changed since. */
static cJSON *read_saved(struct atl_arena *arena, const struct sandbox_place *place)
{
    struct atl_buffer contents = {0};
    cJSON *json = NULL;
    if (atl_file_read(place->profiles, MOST_BYTES, &contents, NULL) == ATL_OK) {
        atl_json_parse(atl_buffer_text(&contents), contents.length, place->profiles, &json, NULL);
    }
    atl_buffer_free(&contents);
    if (!cJSON_IsObject(json)) {
        cJSON_Delete(json);
        json = cJSON_CreateObject();
    }
    return atl_json_keep(arena, json);
}

static enum atl_status write_saved(const struct sandbox_start *start, struct atl_error *error)
{
    cJSON *saved = read_saved(start->context->arena, &start->place);
    atl_json_set_text(saved, start->profile, start->state.site);
    char *text = atl_json_print(saved, true);
    enum atl_status status =
        atl_file_write_atomic(start->place.profiles, text, strlen(text), 0600, error);
    free(text);
    return status;
}

static enum atl_status check(const struct sandbox_start *start,
                             const struct atl_credentials *credentials, const char *site,
                             struct atl_error *error)
{
    const struct atl_profile *profile = atl_credentials_find(credentials, start->profile);
    if (profile == NULL) {
        return ATL_OK;
    }
    const cJSON *saved =
        atl_json_member(read_saved(start->context->arena, &start->place), start->profile);
    if (profile->site != NULL &&
        (atl_text_equal(profile->site, site) ||
         (cJSON_IsString(saved) && atl_text_equal(profile->site, saved->valuestring)))) {
        return ATL_OK;
    }
    atl_fail(error, ATL_CONFLICT, "profile '%s' is not this sandbox's; it is for %s", profile->name,
             profile->site == NULL ? "another site" : profile->site);
    atl_hint(error, "keep it, and save another: --save --profile NAME");
    atl_hint(error, "or remove it first: atlcli auth delete %s", profile->name);
    return ATL_CONFLICT;
}

enum atl_status sandbox_profile_check(const struct sandbox_start *start, const char *site,
                                      struct atl_error *error)
{
    struct atl_credentials *credentials;
    enum atl_status status = atl_credentials_load(start->context->arena, &credentials, error);
    return status == ATL_OK ? check(start, credentials, site, error) : status;
}

/* ---- saving ---- */

static enum atl_status put(struct atl_credentials *credentials, void *context,
                           struct atl_error *error)
{
    struct sandbox_start *start = context;
    const struct sandbox_state *state = &start->state;
    const char *current = atl_credentials_current(credentials);
    bool basic = atl_text_equal(state->deployment, "cloud");
    struct atl_profile profile = {
        .name = start->profile,
        .site = state->site,
        .email = basic ? state->email : NULL,
        .token = start->token,
        .auth_type = basic ? ATL_AUTH_BASIC : ATL_AUTH_BEARER,
        .tls_ca_file = state->ca_file,
    };
    enum atl_status status = check(start, credentials, state->site, error);
    if (status == ATL_OK) {
        status = atl_credentials_put(credentials, &profile, error);
    }
    bool activate =
        start->activate || current == NULL || atl_credentials_find(credentials, current) == NULL;
    if (status == ATL_OK && activate) {
        status = atl_credentials_set_current(credentials, profile.name, error);
    }
    start->profile_is_active = activate || atl_text_equal(current, profile.name);
    return status;
}

enum atl_status sandbox_profile_save(struct sandbox_start *start, struct atl_error *error)
{
    enum atl_status status = atl_credentials_update(start->context->arena, put, start, error);
    return status == ATL_OK ? write_saved(start, error) : status;
}
