#include "config/credentials_internal.h"
#include "config/secret.h"

#include <stdlib.h>
#include <string.h>

const char *atl_auth_type_name(enum atl_auth_type auth_type)
{
    return auth_type == ATL_AUTH_BEARER ? "bearer" : "basic";
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0') {
            return false;
        }
    }
    return true;
}

static enum atl_status parse_tree(struct atl_credentials *credentials, const char *text,
                                  size_t length, struct atl_error *error)
{
    cJSON *tree;
    if (is_blank(text, length)) {
        tree = cJSON_CreateObject();
    } else {
        enum atl_status status = atl_json_parse(text, length, credentials->path, &tree, error);
        if (status != ATL_OK) {
            atl_hint(error, "correct the file by hand, or move it away and log in again: "
                            "atlcli auth init");
            return status;
        }
        status = credentials_check_text(credentials->path, text, length, error);
        if (status != ATL_OK) {
            secret_delete_tree(tree);
            return status;
        }
        credentials_keep_numbers(tree, text, length);
    }
    atl_arena_defer(credentials->arena, secret_delete_tree, tree);
    credentials->tree = tree;
    return ATL_OK;
}

enum atl_status credentials_parse(struct atl_arena *arena, const char *path, const char *text,
                                  size_t length, struct atl_credentials **credentials,
                                  struct atl_error *error)
{
    *credentials = NULL;
    struct atl_credentials *parsed = atl_arena_alloc(arena, sizeof *parsed);
    parsed->arena = arena;
    parsed->path = path;
    enum atl_status status = parse_tree(parsed, text, length, error);
    if (status == ATL_OK) {
        status = credentials_read_tree(parsed, error);
    }
    if (status == ATL_OK) {
        *credentials = parsed;
    }
    return status;
}

const char *atl_credentials_path(const struct atl_credentials *credentials)
{
    return credentials->path;
}

bool atl_credentials_is_exposed(const struct atl_credentials *credentials)
{
    return credentials->is_exposed;
}

const char *atl_credentials_current(const struct atl_credentials *credentials)
{
    return credentials->current;
}

size_t atl_credentials_count(const struct atl_credentials *credentials)
{
    return credentials->count;
}

const struct atl_profile *atl_credentials_at(const struct atl_credentials *credentials,
                                             size_t index)
{
    return index < credentials->count ? &credentials->profiles[index] : NULL;
}

const struct atl_profile *atl_credentials_find(const struct atl_credentials *credentials,
                                               const char *name)
{
    for (size_t i = 0; i < credentials->count; i++) {
        if (atl_text_equal(credentials->profiles[i].name, name)) {
            return &credentials->profiles[i];
        }
    }
    return NULL;
}

enum atl_status atl_credentials_require(const struct atl_credentials *credentials, const char *name,
                                        const struct atl_profile **profile, struct atl_error *error)
{
    *profile = atl_credentials_find(credentials, name);
    if (*profile != NULL) {
        return ATL_OK;
    }
    atl_fail(error, ATL_NOT_FOUND, "profile '%s' does not exist", name);
    if (credentials->count == 0) {
        atl_hint(error, "there are no profiles yet; create one with: atlcli auth init");
        return ATL_NOT_FOUND;
    }
    struct atl_buffer names = {0};
    for (size_t i = 0; i < credentials->count; i++) {
        atl_buffer_printf(&names, "%s%s", i == 0 ? "" : ", ", credentials->profiles[i].name);
    }
    atl_hint(error, "profiles in %s: %s", credentials->path, atl_buffer_text(&names));
    atl_buffer_free(&names);
    return ATL_NOT_FOUND;
}
