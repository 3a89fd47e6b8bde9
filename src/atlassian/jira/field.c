/* Finding fields. */
#include "atlassian/jira/internal.h"

#include "atlcli/suggest.h"

static enum atl_status fail_ambiguous(const char *name, const struct atl_list *found,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_USAGE, "%zu fields are called '%s'", found->count, name);
    for (size_t i = 0; i < found->count; i++) {
        atl_hint(error, "use the id of the one you mean: %s", (const char *)found->items[i]);
    }
    return ATL_USAGE;
}

enum atl_status atl_jira_find_field(struct atl_http *http, struct atl_arena *arena,
                                    const char *name, const char **id, struct atl_error *error)
{
    struct atl_list found = {0};
    struct atl_suggestion suggestion = {.given = name};
    struct atl_http_request request = {.method = ATL_GET, .path = jira_path(http, arena, "field")};
    const cJSON *json;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    const cJSON *field;
    *id = NULL;
    cJSON_ArrayForEach(field, json)
    {
        const char *candidate = atl_json_text(field, "id", NULL);
        atl_suggestion_offer(&suggestion, atl_json_text(field, "name", ""));
        if (candidate != NULL && atl_text_equal(candidate, name)) {
            *id = candidate;
        } else if (candidate != NULL &&
                   atl_text_equal_ignoring_case(atl_json_text(field, "name", NULL), name)) {
            atl_list_add(&found, (void *)(uintptr_t)candidate);
        }
    }
    if (*id == NULL && found.count == 1) {
        *id = found.items[0];
    } else if (*id == NULL && found.count > 1) {
        status = fail_ambiguous(name, &found, error);
    } else if (*id == NULL) {
        status = atl_fail(error, ATL_USAGE, "there is no field '%s'", name);
        if (suggestion.best != NULL) {
            atl_hint(error, "did you mean '%s'?", suggestion.best);
        }
        atl_hint(error, "see all of them: atlcli jira field list");
    }
    atl_list_free(&found);
    return status;
}
