/* Cloud's bulk tasks: what can be done, submitting, looking how far it is. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_bulk.h"

#include <string.h>

enum {
    MOST_NAMES_BYTES = 6000, /* of an address: servers and proxies take 8 KB */
};

/* ---- transitions ---- */

/* Appends names from *next on, as many as an address holds. */
static void append_names(struct atl_buffer *path, const char *const *names, size_t count,
                         size_t *next)
{
    size_t start = path->length;
    while (*next < count && (path->length == start ||
                             path->length - start + strlen(names[*next]) < MOST_NAMES_BYTES)) {
        if (path->length > start) {
            atl_buffer_add_char(path, ',');
        }
        atl_text_append_url_encoded(path, names[(*next)++]);
    }
}

static enum atl_status add_pages(struct atl_http *http, struct atl_arena *arena, const char *path,
                                 cJSON *workflows, struct atl_error *error)
{
    const char *after = NULL;
    do {
        struct atl_buffer whole = {0};
        struct atl_jira_answer answer;
        atl_buffer_add(&whole, path);
        if (after != NULL) {
            atl_buffer_add(&whole, "&startingAfter=");
            atl_text_append_url_encoded(&whole, after);
        }
        struct atl_jira_call call = {.method = ATL_GET, .path = whole.data, .wants_answer = true};
        enum atl_status status = atl_jira_call(http, arena, &call, &answer, error);
        atl_buffer_free(&whole);
        if (status != ATL_OK) {
            return status;
        }
        const cJSON *workflow;
        cJSON_ArrayForEach(workflow, atl_json_get(answer.json, "availableTransitions"))
        {
            cJSON_AddItemToArray(workflows, cJSON_Duplicate(workflow, true));
        }
        const char *next = atl_json_text(answer.json, "startingAfter", NULL);
        if (atl_text_equal(after, next)) {
            break; /* the last page, or a server that would never end */
        }
        after = next;
    } while (after != NULL);
    return ATL_OK;
}

enum atl_status atl_jira_task_transitions(struct atl_http *http, struct atl_arena *arena,
                                          const char *const *names, size_t count,
                                          const cJSON **workflows, struct atl_error *error)
{
    cJSON *list = atl_json_keep(arena, cJSON_CreateArray());
    enum atl_status status = ATL_OK;
    size_t next = 0;
    *workflows = list;
    while (status == ATL_OK && next < count) {
        struct atl_buffer path = {0};
        size_t end = next - next % ATL_JIRA_TASK_ISSUES + ATL_JIRA_TASK_ISSUES;
        atl_buffer_add(&path, "bulk/issues/transition?issueIdsOrKeys=");
        append_names(&path, names, end < count ? end : count, &next);
        status = add_pages(http, arena, path.data, list, error);
        atl_buffer_free(&path);
    }
    return status;
}

/* ---- submitting ---- */

enum atl_status atl_jira_task_submit(struct atl_http *http, struct atl_arena *arena,
                                     const char *operation, const cJSON *body, const char **task,
                                     struct atl_error *error)
{
    struct atl_jira_answer answer;
    struct atl_jira_call call = {.method = ATL_POST,
                                 .path = atl_arena_printf(arena, "bulk/issues/%s", operation),
                                 .body = body,
                                 .wants_answer = true};
    enum atl_status status = atl_jira_call(http, arena, &call, &answer, error);
    if (status != ATL_OK) {
        return status;
    }
    *task = atl_json_text(answer.json, "taskId", NULL);
    if (*task == NULL) {
        return atl_fail(error, ATL_UNKNOWN_OUTCOME, "the server's answer names no task");
    }
    return ATL_OK;
}

/* ---- looking ---- */

enum atl_status atl_jira_task_look(struct atl_http *http, struct atl_arena *arena, const char *task,
                                   struct atl_jira_task *result, struct atl_error *error)
{
    static const char *const under_way[] = {"ENQUEUED", "RUNNING", "CANCEL_REQUESTED"};
    struct atl_buffer path = {0};
    struct atl_jira_answer answer;
    atl_buffer_add(&path, "bulk/queue/");
    atl_text_append_url_encoded(&path, task);
    struct atl_jira_call call = {.method = ATL_GET, .path = path.data, .wants_answer = true};
    enum atl_status status = atl_jira_call(http, arena, &call, &answer, error);
    atl_buffer_free(&path);
    if (status != ATL_OK) {
        return status;
    }
    *result = (struct atl_jira_task){
        .ended = true,
        .state = atl_json_text(answer.json, "status", ""),
        .percent = (int)atl_json_integer(answer.json, "progressPercent", 0),
        .processed = atl_json_get(answer.json, "processedAccessibleIssues"),
        .failed = atl_json_object(atl_json_get(answer.json, "failedAccessibleIssues")),
    };
    for (size_t i = 0; i < sizeof under_way / sizeof *under_way; i++) {
        result->ended = result->ended && strcmp(result->state, under_way[i]) != 0;
    }
    return ATL_OK;
}
