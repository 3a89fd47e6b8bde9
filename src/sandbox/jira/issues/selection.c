/* Which fields an answer holds, and issues with just these. */
#include "sandbox/jira/issues/fields.h"

#include <inttypes.h>

static void select_name(struct jira_selection *selection, const char *name, bool wanted)
{
    bool all = atl_text_equal(name, "*all");
    bool navigable = atl_text_equal(name, "*navigable");
    for (size_t i = 0; i < system_field_count(); i++) {
        const struct system_field *field = system_field_at(i);
        if (all || (navigable && field->navigable) || atl_text_equal(field->id, name)) {
            selection->system[i] = wanted;
        }
    }
    for (size_t i = 0; i < selection->custom_count; i++) {
        if (all || navigable || atl_text_equal(selection->customs[i].key, name)) {
            selection->custom[i] = wanted;
        }
    }
}

struct jira_selection jira_select(struct request *request, char **names, size_t count,
                                  const char *fallback)
{
    struct jira_selection selection = {.id_only = true, .no_fields = true};
    char *default_names[] = {atl_arena_strdup(&request->arena, fallback)};
    if (count == 0) {
        names = default_names;
        count = 1;
    }
    selection.custom_count =
        custom_fields_load(request->sandbox, &request->arena, &selection.customs);
    selection.custom =
        atl_arena_alloc(&request->arena, (selection.custom_count + 1) * sizeof(bool));
    bool any_wanted = false;
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
    for (size_t i = 0; i < selection.custom_count; i++) {
        selection.any_custom |= selection.custom[i];
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

static void emit_fields(const struct jira_output *out, const struct jira_issue *issue,
                        const struct jira_selection *selection)
{
    emit_object(out->json, "fields");
    for (size_t i = 0; i < system_field_count(); i++) {
        const struct system_field *field = system_field_at(i);
        if (selection->system[i] && field->emit != NULL) {
            field->emit(out, field->id, issue);
        }
    }
    if (selection->any_custom) {
        custom_fields_emit(out, issue, selection->customs, selection->custom,
                           selection->custom_count);
    }
    emit_object_end(out->json);
}

void jira_emit_issue(const struct jira_output *out, const struct jira_issue *issue,
                     const struct jira_selection *selection,
                     void (*more)(const struct jira_output *out, const struct jira_issue *issue,
                                  void *context),
                     void *context)
{
    emit_object(out->json, NULL);
    if (!selection->id_only) {
        emit_text(out->json, "expand", "operations,versionedRepresentations,editmeta,changelog");
    }
    emit_format(out->json, "id", "%" PRId64, issue->id);
    if (!selection->id_only) {
        emit_format(out->json, "self", "%s/issue/%" PRId64, jira_api_url(out->sandbox), issue->id);
        emit_text(out->json, "key", issue->key);
    }
    if (!selection->id_only && !selection->no_fields) {
        emit_fields(out, issue, selection);
    }
    if (more != NULL) {
        more(out, issue, context);
    }
    emit_object_end(out->json);
}
