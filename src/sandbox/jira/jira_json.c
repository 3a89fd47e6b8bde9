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

void jira_emit_issue(const struct sandbox *sandbox, struct atl_arena *arena,
                     struct atl_buffer *json, uint32_t index,
                     const struct jira_selection *selection)
{
    emit_object(json, NULL);
    if (!selection->id_only) {
        emit_text(json, "expand", "operations,versionedRepresentations,editmeta,changelog");
    }
    emit_format(json, "id", "%u", (unsigned)index + DATA_FIRST_ISSUE_ID);
    if (!selection->id_only) {
        emit_format(json, "self", "%s/issue/%u", old_api_url(sandbox, arena),
                    (unsigned)index + DATA_FIRST_ISSUE_ID);
        emit_text(json, "key", data_issue_key(&sandbox->data, arena, index));
    }
    if (!selection->id_only && !selection->no_fields) {
        emit_object(json, "fields");
        for (size_t i = 0; i < jira_field_count(); i++) {
            const struct jira_field *field = jira_field_at(i);
            if (selection->fields[i] && field->emit != NULL) {
                struct jira_field_context context = {.sandbox = sandbox,
                                                     .arena = arena,
                                                     .json = json,
                                                     .key = field->id,
                                                     .index = index};
                field->emit(&context);
            }
        }
        emit_object_end(json);
    }
    emit_object_end(json);
}

/* ---- selecting fields ---- */

static void select_name(struct jira_selection *selection, const char *name, bool wanted)
{
    bool all = atl_text_equal(name, "*all");
    bool navigable = atl_text_equal(name, "*navigable");
    for (size_t i = 0; i < jira_field_count(); i++) {
        const struct jira_field *field = jira_field_at(i);
        if (all || (navigable && field->navigable) || atl_text_equal(field->id, name)) {
            selection->fields[i] = wanted;
        }
    }
}

struct jira_selection jira_select(char **names, size_t count, const char *fallback)
{
    struct jira_selection selection = {0};
    char default_name[32];
    char *default_names[] = {default_name};
    if (count == 0) {
        snprintf(default_name, sizeof default_name, "%s", fallback);
        names = default_names;
        count = 1;
    }
    bool any_wanted = false;
    selection.id_only = true;
    selection.no_fields = true;
    for (size_t i = 0; i < count; i++) {
        any_wanted |= names[i][0] != '-';
        selection.id_only &= atl_text_equal(names[i], "id");
        selection.no_fields &= atl_text_equal(names[i], "id") || atl_text_equal(names[i], "key");
    }
    if (!any_wanted) {
        select_name(&selection, "*navigable", true);
    }
    for (size_t i = 0; i < count; i++) {
        bool wanted = names[i][0] != '-';
        select_name(&selection, wanted ? names[i] : names[i] + 1, wanted);
    }
    return selection;
}

size_t jira_names_from_json(struct request *request, const cJSON *fields, char ***names)
{
    struct atl_buffer joined = {0};
    if (cJSON_IsString(fields)) {
        atl_buffer_add(&joined, fields->valuestring);
    }
    const cJSON *name;
    if (cJSON_IsArray(fields)) {
        cJSON_ArrayForEach(name, fields)
        {
            if (cJSON_IsString(name)) {
                atl_buffer_add_char(&joined, ',');
                atl_buffer_add(&joined, name->valuestring);
            }
        }
    }
    size_t count = atl_text_split(&request->arena, atl_buffer_text(&joined), ',', names);
    atl_buffer_free(&joined);
    return count;
}
