/* Finding fields. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_field.h"
#include "atlcli/suggest.h"

static enum atl_status fail_ambiguous(const char *name, const struct atl_list *found,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%zu fields are called '%s'", found->count, name);
    for (size_t i = 0; i < found->count; i++) {
        atl_hint(error, "use the id of the one you mean: %s",
                 ((const struct atl_jira_field *)found->items[i])->id);
    }
    return ATL_USAGE;
}

enum atl_status atl_jira_field_named(const struct atl_jira_fields *fields, const char *name,
                                     const struct atl_jira_field **field, struct atl_error *error)
{
    struct atl_list found = {0};
    struct atl_suggestion suggestion = {.given = name};
    enum atl_status status = ATL_OK;
    *field = NULL;
    for (size_t i = 0; i < fields->count; i++) {
        const struct atl_jira_field *candidate = &fields->fields[i];
        atl_suggestion_offer(&suggestion, candidate->name == NULL ? "" : candidate->name);
        if (atl_text_equal(candidate->id, name)) {
            *field = candidate;
        } else if (atl_text_equal_ignoring_case(candidate->name, name)) {
            atl_list_add(&found, (void *)(uintptr_t)candidate);
        }
    }
    if (*field == NULL && found.count == 1) {
        *field = found.items[0];
    } else if (*field == NULL && found.count > 1) {
        status = fail_ambiguous(name, &found, error);
    } else if (*field == NULL) {
        status = atl_fail(error, ATL_USAGE, "there is no field '%s'", name);
        if (suggestion.best != NULL) {
            atl_hint(error, "did you mean '%s'?", suggestion.best);
        }
        atl_hint(error, "see all of them: atlcli jira field list");
    }
    atl_list_free(&found);
    return status;
}

enum atl_status atl_jira_find_field(struct atl_http *http, struct atl_arena *arena,
                                    const char *name, const char **id, struct atl_error *error)
{
    struct atl_jira_fields fields;
    const struct atl_jira_field *field;
    enum atl_status status = atl_jira_site_fields(http, arena, &fields, error);
    if (status == ATL_OK) {
        status = atl_jira_field_named(&fields, name, &field, error);
    }
    *id = status == ATL_OK ? field->id : NULL;
    return status;
}
