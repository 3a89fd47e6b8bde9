/* .atlcli/config.json: what of which site a workspace holds. */
#include "sync/workspace/workspace.h"

#include "atlcli/config.h"
#include "atlcli/json.h"

#include <stdlib.h>
#include <string.h>

enum {
    CONFIG_VERSION = 1,
    MOST_BYTES = 64 * 1024,
};

static const char *const scopes[] = {"space", "tree", "page"};

const char *atl_sync_scope_name(enum atl_sync_scope scope)
{
    return scopes[scope];
}

static char *config_path(struct atl_arena *arena, const char *internal)
{
    return atl_path_join(arena, internal, "config.json");
}

enum atl_status sync_config_write(const char *internal, const struct atl_sync_config *config,
                                  struct atl_error *error)
{
    struct atl_arena arena = {0};
    cJSON *root = atl_json_keep(&arena, cJSON_CreateObject());
    cJSON_AddNumberToObject(root, "version", CONFIG_VERSION);
    atl_json_set_text(root, "site", config->site);
    atl_json_set_text(root, "profile", config->profile);
    cJSON *scope = cJSON_AddObjectToObject(root, "scope");
    atl_json_set_text(scope, "kind", scopes[config->scope]);
    atl_json_set_text(scope, "space", config->space);
    atl_json_set_text(scope, "spaceId", config->space_id);
    atl_json_set_text(scope, "page", config->page);
    atl_json_set_text(scope, "title", config->title);
    atl_json_set_bool(root, "attachments", config->attachments);
    char *text = atl_json_print(root, true);
    enum atl_status status =
        atl_file_write_atomic(config_path(&arena, internal), text, strlen(text), 0666, error);
    free(text);
    atl_arena_free(&arena);
    return status;
}

static enum atl_status take(const cJSON *root, const char *path, struct atl_arena *arena,
                            struct atl_sync_config *config, struct atl_error *error)
{
    const char *kind = atl_json_text(root, "scope.kind", "");
    bool known = false;
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        if (strcmp(kind, scopes[i]) == 0) {
            config->scope = (enum atl_sync_scope)i;
            known = true;
        }
    }
    if (atl_json_integer(root, "version", 0) > CONFIG_VERSION) {
        atl_fail(error, ATL_FAILED, "%s was written by a newer atlcli", path);
        atl_hint(error, "use a version of atlcli that is as new");
        return ATL_FAILED;
    }
    /* As accounts have it: without a password, say, that would be shown. */
    const char *site = atl_json_text(root, "site", NULL);
    if (site == NULL || atl_site_normalise(arena, site, &config->site, NULL) != ATL_OK) {
        config->site = NULL;
    }
    config->profile = atl_arena_strdup(arena, atl_json_text(root, "profile", NULL));
    config->space = atl_arena_strdup(arena, atl_json_text(root, "scope.space", NULL));
    config->space_id = atl_arena_strdup(arena, atl_json_text(root, "scope.spaceId", NULL));
    config->page = atl_arena_strdup(arena, atl_json_text(root, "scope.page", NULL));
    config->title = atl_arena_strdup(arena, atl_json_text(root, "scope.title", NULL));
    config->attachments = atl_json_bool(root, "attachments", true);
    if (!known || config->site == NULL || config->space == NULL ||
        (config->scope != ATL_SYNC_SPACE && config->page == NULL)) {
        atl_fail(error, ATL_FAILED, "%s doesn't say which site and which pages it is for", path);
        atl_hint(error, "make the workspace anew with 'atlcli wiki docs init'; move the broken "
                        ".atlcli directory away first");
        return ATL_FAILED;
    }
    return ATL_OK;
}

enum atl_status sync_config_read(const char *internal, struct atl_arena *arena,
                                 struct atl_sync_config *config, struct atl_error *error)
{
    struct atl_buffer text = {0};
    cJSON *root = NULL;
    char *path = config_path(arena, internal);
    enum atl_status status = atl_file_read(path, MOST_BYTES, &text, error);
    *config = (struct atl_sync_config){0};
    if (status == ATL_OK) {
        status = atl_json_parse(atl_buffer_text(&text), text.length, path, &root, error);
    }
    if (status == ATL_OK) {
        status = take(root, path, arena, config, error);
    }
    cJSON_Delete(root);
    atl_buffer_free(&text);
    return status;
}
