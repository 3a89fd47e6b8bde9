/* Every field of the site, whether an issue has it or not: GET field. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_field.h"

static void read_field(const cJSON *json, struct atl_jira_field *field)
{
    const char *id = atl_json_text(json, "id", NULL);
    const char *custom = atl_json_text(json, "schema.custom", NULL);
    *field = (struct atl_jira_field){
        .id = id,
        .name = atl_json_text(json, "name", id),
        .type = atl_json_text(json, "schema.type", NULL),
        .items = atl_json_text(json, "schema.items", NULL),
        .custom = custom != NULL || !atl_json_bool(json, "custom", false) ? custom : "",
        .system = atl_json_text(json, "schema.system", NULL),
    };
}

enum atl_status atl_jira_site_fields(struct atl_http *http, struct atl_arena *arena,
                                     struct atl_jira_fields *fields, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET, .path = jira_path(http, arena, "field")};
    const cJSON *json;
    const cJSON *item;
    enum atl_status status = atl_http_json(http, &request, arena, &json, error);
    if (status != ATL_OK) {
        return status;
    }
    *fields = (struct atl_jira_fields){0};
    size_t most = json == NULL ? 0 : (size_t)cJSON_GetArraySize(json);
    fields->fields = atl_arena_alloc(arena, (most + 1) * sizeof *fields->fields);
    cJSON_ArrayForEach(item, json)
    {
        if (atl_json_text(item, "id", NULL) != NULL) {
            read_field(item, &fields->fields[fields->count++]);
        }
    }
    return ATL_OK;
}
