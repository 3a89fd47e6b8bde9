#include "sandbox/jira/issues/issue_expand.h"

#include "sandbox/jira/issues/field_meta.h"
#include "sandbox/jira/issues/history.h"
#include "sandbox/jira/issues/rendered.h"
#include "sandbox/jira/issues/transitions.h"

void issue_expand_read(struct issue_expand *expand, char **names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = names[i];
        expand->changelog |= atl_text_equal(name, "changelog");
        expand->transitions |= atl_text_starts_with(name, "transitions");
        expand->transition_fields |= atl_text_equal(name, "transitions.fields");
        expand->names |= atl_text_equal(name, "names");
        expand->schema |= atl_text_equal(name, "schema");
        expand->edit_meta |= atl_text_equal(name, "editmeta");
        expand->rendered |= atl_text_equal(name, "renderedFields");
    }
}

static void emit_names(const struct jira_output *out, const struct jira_selection *selection)
{
    emit_object(out->json, "names");
    for (size_t i = 0; i < system_field_count(); i++) {
        if (selection->system[i]) {
            emit_text(out->json, system_field_at(i)->id, system_field_at(i)->name);
        }
    }
    for (size_t i = 0; i < selection->custom_count; i++) {
        if (selection->custom[i]) {
            emit_text(out->json, selection->customs[i].key, selection->customs[i].name);
        }
    }
    emit_object_end(out->json);
}

/* A field's schema stands under the field's id instead of under "schema". */
static void emit_schemas(const struct jira_output *out, const struct jira_selection *selection)
{
    emit_object(out->json, "schema");
    for (size_t i = 0; i < system_field_count(); i++) {
        if (selection->system[i] && system_field_at(i)->type != NULL) {
            system_field_emit_schema(out->json, system_field_at(i)->id, system_field_at(i));
        }
    }
    for (size_t i = 0; i < selection->custom_count; i++) {
        if (selection->custom[i]) {
            custom_field_emit_schema(out->json, selection->customs[i].key, &selection->customs[i]);
        }
    }
    emit_object_end(out->json);
}

void issue_expand_emit_names(const struct jira_output *out, const struct issue_expand *expand)
{
    if (expand->names) {
        emit_names(out, expand->selection);
    }
    if (expand->schema) {
        emit_schemas(out, expand->selection);
    }
}

void issue_expand_emit(const struct jira_output *out, const struct jira_issue *issue, void *context)
{
    const struct issue_expand *expand = context;
    if (expand->rendered) {
        rendered_emit_fields(out, issue, expand->selection);
    }
    if (expand->transitions) {
        transitions_emit(out, issue, expand->transition_fields);
    }
    if (expand->edit_meta) {
        const struct field_meta meta = {.project = issue->project, .type = issue->type};
        emit_object(out->json, "editmeta");
        emit_object(out->json, "fields");
        field_meta_emit(out, &meta);
        emit_object_end(out->json);
        emit_object_end(out->json);
    }
    if (expand->changelog) {
        history_emit_changelog(out, issue);
    }
}
