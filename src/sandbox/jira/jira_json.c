#include "sandbox/jira/jira_json.h"

#include "sandbox/server/emit.h"

#include <string.h>

const char *old_api_url(const struct sandbox *sandbox, struct atl_arena *arena)
{
    return atl_arena_printf(arena, "%s/rest/api/%d", sandbox->site,
                            sandbox_is_cloud(sandbox) ? 3 : 2);
}

static void emit_avatars(const struct sandbox *sandbox, struct atl_buffer *json, const char *path,
                         unsigned long number)
{
    static const char *const sizes[] = {"48x48", "24x24", "16x16", "32x32"};
    emit_object(json, "avatarUrls");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        emit_format(json, sizes[i], "%s%s%lu?size=%.2s", sandbox->site, path, number, sizes[i]);
    }
    emit_object_end(json);
}

void jira_emit_user(const struct sandbox *sandbox, struct atl_arena *arena, struct atl_buffer *json,
                    const char *key, const struct person *person)
{
    const char *api = old_api_url(sandbox, arena);
    bool is_cloud = sandbox_is_cloud(sandbox);
    emit_object(json, key);
    emit_format(json, "self", is_cloud ? "%s/user?accountId=%s" : "%s/user?username=%s", api,
                is_cloud ? person->account_id : person->username);
    if (is_cloud) {
        emit_text(json, "accountId", person->account_id);
        emit_text(json, "accountType", "atlassian");
    } else {
        emit_text(json, "name", person->username);
        emit_text(json, "key", person->key);
    }
    emit_text(json, "emailAddress", person->email);
    emit_avatars(sandbox, json, "/secure/useravatar/",
                 (unsigned long)(person - sandbox->data.people));
    emit_text(json, "displayName", person->name);
    emit_bool(json, "active", true);
    emit_text(json, "timeZone", "Etc/UTC");
    emit_object_end(json);
}

void jira_emit_project(const struct sandbox *sandbox, struct atl_arena *arena,
                       struct atl_buffer *json, const char *key, size_t index)
{
    const struct project *project = &sandbox->data.projects[index];
    emit_object(json, key);
    emit_format(json, "self", "%s/project/%u", old_api_url(sandbox, arena), (unsigned)project->id);
    emit_format(json, "id", "%u", (unsigned)project->id);
    emit_text(json, "key", project->key);
    emit_text(json, "name", project->name);
    emit_text(json, "projectTypeKey", "software");
    if (sandbox_is_cloud(sandbox)) {
        emit_bool(json, "simplified", false);
        emit_text(json, "style", "classic");
        emit_bool(json, "isPrivate", false);
    }
    emit_avatars(sandbox, json, "/secure/projectavatar/", project->id);
    emit_object_end(json);
}
