/* Issues by id or key: in hundreds, and one by one what doesn't come that way. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_bulk.h"
#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

struct fetching {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *const *names;
    size_t count;
    const char *const *fields;
    struct atl_jira_fetched *fetched;
    size_t *missing; /* indices of those that no batch brought */
    size_t missing_count;
};

/* ---- in hundreds ---- */

static cJSON *field_list(const char *const *fields)
{
    cJSON *list = cJSON_CreateArray();
    for (size_t i = 0; fields[i] != NULL; i++) {
        cJSON_AddItemToArray(list, cJSON_CreateString(fields[i]));
    }
    if (fields[0] == NULL) {
        cJSON_AddItemToArray(list, cJSON_CreateString("key"));
    }
    return list;
}

/* "id in (10001,10002)", or keys: both are words that need no quotes. */
static cJSON *search_body(const struct fetching *fetching, size_t first, size_t count)
{
    struct atl_buffer ids = {0};
    struct atl_buffer keys = {0};
    for (size_t i = first; i < first + count; i++) {
        const char *name = fetching->names[i];
        bool is_id = name[strspn(name, "0123456789")] == '\0';
        struct atl_buffer *list = is_id ? &ids : &keys;
        atl_buffer_printf(list, is_id ? "%s%s" : "%s\"%s\"", list->length == 0 ? "" : ",", name);
    }
    struct atl_buffer jql = {0};
    if (ids.length > 0) {
        atl_buffer_printf(&jql, "id in (%s)", ids.data);
    }
    if (keys.length > 0) {
        atl_buffer_printf(&jql, "%skey in (%s)", ids.length > 0 ? " OR " : "", keys.data);
    }
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql", atl_buffer_text(&jql));
    cJSON_AddNumberToObject(body, "maxResults", (double)count);
    cJSON_AddNumberToObject(body, "startAt", 0);
    atl_buffer_free(&ids);
    atl_buffer_free(&keys);
    atl_buffer_free(&jql);
    return body;
}

static cJSON *bulkfetch_body(const struct fetching *fetching, size_t first, size_t count)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "issueIdsOrKeys",
                          cJSON_CreateStringArray(fetching->names + first, (int)count));
    return body;
}

static bool has_name(const cJSON *issue, const char *name)
{
    return atl_text_equal(atl_json_text(issue, "id", NULL), name) ||
           atl_text_equal_ignoring_case(atl_json_text(issue, "key", NULL), name);
}

/* A batch is a hundred at most, so that looking through it for each name is cheap enough. */
static void sort_in(struct fetching *fetching, size_t first, size_t count, const cJSON *issues)
{
    const cJSON *issue;
    const cJSON *hint = issues == NULL ? NULL : issues->child;
    for (size_t i = first; i < first + count; i++) {
        if (hint != NULL && has_name(hint, fetching->names[i])) { /* mostly they come in order */
            fetching->fetched[i].issue = hint;
            hint = hint->next;
            continue;
        }
        cJSON_ArrayForEach(issue, issues)
        {
            if (has_name(issue, fetching->names[i])) {
                fetching->fetched[i].issue = issue;
                hint = issue->next;
                break;
            }
        }
    }
}

static enum atl_status fetch_batch(void *context, size_t index, struct atl_error *error)
{
    struct fetching *fetching = context;
    bool cloud = jira_is_cloud(fetching->http);
    size_t first = index * JIRA_PAGE;
    size_t count = fetching->count - first < JIRA_PAGE ? fetching->count - first : JIRA_PAGE;
    cJSON *body =
        cloud ? bulkfetch_body(fetching, first, count) : search_body(fetching, first, count);
    struct atl_jira_answer answer;
    cJSON_AddItemToObject(body, "fields", field_list(fetching->fields));
    struct atl_jira_call call = {.method = ATL_POST,
                                 .path = cloud ? "issue/bulkfetch" : "search",
                                 .body = body,
                                 .reads = true,
                                 .wants_answer = true};
    enum atl_status status = atl_jira_call(fetching->http, fetching->arena, &call, &answer, error);
    cJSON_Delete(body);
    if (status == ATL_OK) {
        sort_in(fetching, first, count, atl_json_get(answer.json, "issues"));
    }
    /* Data Center refuses a search for a key that doesn't exist: those are asked for singly. */
    return atl_status_ends_everything(status) ? status : ATL_OK;
}

/* ---- one by one ---- */

static enum atl_status fetch_one(void *context, size_t index, struct atl_error *error)
{
    struct fetching *fetching = context;
    size_t at = fetching->missing[index];
    struct atl_jira_fetched *fetched = &fetching->fetched[at];
    struct atl_buffer path = {0};
    struct atl_jira_answer answer;
    struct atl_error why = {0};
    atl_buffer_add(&path, "issue/");
    atl_text_append_url_encoded(&path, fetching->names[at]);
    atl_buffer_add(&path, "?fields=");
    for (size_t i = 0; fetching->fields[i] != NULL; i++) {
        atl_buffer_printf(&path, "%s%s", i == 0 ? "" : ",", fetching->fields[i]);
    }
    atl_buffer_add(&path, fetching->fields[0] == NULL ? "key" : "");
    struct atl_jira_call call = {.method = ATL_GET, .path = path.data, .wants_answer = true};
    enum atl_status status = atl_jira_call(fetching->http, fetching->arena, &call, &answer, &why);
    atl_buffer_free(&path);
    if (atl_status_ends_everything(status)) {
        *error = why;
        return status;
    }
    fetched->status = status;
    fetched->http_status = why.http_status;
    if (status == ATL_OK) {
        fetched->issue = answer.json;
    } else {
        fetched->reason = atl_arena_strdup(fetching->arena, why.message);
    }
    return ATL_OK;
}

enum atl_status atl_jira_fetch_issues(struct atl_http *http, struct atl_arena *arena,
                                      const char *const *names, size_t count,
                                      const char *const *fields, struct atl_jira_fetched *fetched,
                                      struct atl_error *error)
{
    struct fetching fetching = {.http = http,
                                .arena = arena,
                                .names = names,
                                .count = count,
                                .fields = fields,
                                .fetched = fetched};
    memset(fetched, 0, count * sizeof *fetched);
    size_t width = atl_http_width(http);
    enum atl_status status = ATL_OK;
    if (count > 1) {
        status =
            atl_each((count + JIRA_PAGE - 1) / JIRA_PAGE, width, fetch_batch, &fetching, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    fetching.missing = atl_alloc((count + 1) * sizeof *fetching.missing);
    for (size_t i = 0; i < count; i++) {
        if (fetched[i].issue == NULL) {
            fetching.missing[fetching.missing_count++] = i;
        }
    }
    status = atl_each(fetching.missing_count, width, fetch_one, &fetching, error);
    free(fetching.missing);
    return status;
}
