/* The link between an issue and what it was cloned from. */
#include "atlassian/jira_internal.h"

#include "atlcli/jira_issue.h"

/* By its phrase: the type's name is a site's own affair. NULL when there is none. */
static const char *find_type(const cJSON *json)
{
    const cJSON *type;
    cJSON_ArrayForEach(type, atl_json_member(json, "issueLinkTypes"))
    {
        if (atl_text_equal_ignoring_case(atl_json_text(type, "outward", NULL), "clones")) {
            return atl_json_text(type, "id", NULL);
        }
    }
    return NULL;
}

static void add(cJSON *body, const char *member, const char *name, const char *text)
{
    cJSON_AddStringToObject(cJSON_AddObjectToObject(body, member), name, text);
}

/* The link begins at its inward issue, whatever the word says: "KEY clones ORIGINAL". */
static enum atl_status add_link(struct atl_http *http, struct atl_arena *arena, const char *type,
                                const char *key, const char *original, struct atl_error *error)
{
    const cJSON *json;
    cJSON *body = cJSON_CreateObject();
    add(body, "type", "id", type);
    add(body, "inwardIssue", "key", key);
    add(body, "outwardIssue", "key", original);
    struct atl_http_request request =
        jira_read_by_post(jira_path(http, arena, "issueLink"), jira_body(arena, body));
    return atl_http_json(http, &request, arena, &json, error);
}

enum atl_status atl_jira_issue_link_clone(struct atl_http *http, const char *key,
                                          const char *original, bool *linked,
                                          struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = jira_path(http, &arena, "issueLinkType")};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    const char *type = status == ATL_OK ? find_type(json) : NULL;
    *linked = type != NULL;
    if (*linked) {
        status = add_link(http, &arena, type, key, original, error);
    }
    atl_arena_free(&arena);
    return status;
}
