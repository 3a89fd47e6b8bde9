/* Sprints as values: an id, which people know by its sprint's name. */
#include "atlassian/jira/field_internal.h"

#include "atlcli/jira_agile.h"

enum atl_status field_write_sprint(const struct field_text *text, cJSON **value,
                                   struct atl_error *error)
{
    const struct atl_jira_writing *writing = text->writing;
    struct atl_jira_boards boards;
    struct atl_jira_sprint sprint;
    int64_t id;
    if (atl_text_equal_ignoring_case(text->text, "none")) {
        *value = cJSON_CreateNull();
        return ATL_OK;
    }
    if (atl_text_to_integer(text->text, 1, INT32_MAX, &id)) {
        *value = cJSON_CreateNumber((double)id);
        return ATL_OK;
    }
    enum atl_status status =
        atl_jira_sprint_boards(writing->http, writing->arena, writing->project, &boards, error);
    if (status == ATL_OK) {
        /* Jira puts no issue into a sprint that is closed. */
        status = atl_jira_sprint_named(writing->http, writing->arena, &boards, text->text,
                                       "active,future", &sprint, error);
    }
    if (status == ATL_OK) {
        *value = cJSON_CreateNumber((double)sprint.id);
    } else if (status == ATL_NOT_FOUND) {
        atl_error_prefix(error, "%s", text->field->name);
        atl_hint(error, "see those that are open: atlcli jira sprint list%s%s",
                 writing->project == NULL ? "" : " --project ",
                 writing->project == NULL ? "" : writing->project);
    } else if (status == ATL_USAGE) {
        atl_error_prefix(error, "%s", text->field->name);
        atl_hint(error, "name it by its id");
    }
    return status;
}
