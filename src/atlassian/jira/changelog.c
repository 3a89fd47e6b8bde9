/* The changes of one issue. */
#include "atlassian/jira/internal.h"

#include "atlcli/jira_issue.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct atl_http *http;
    atl_jira_change_function on_change;
    void *context;
};

/* ---- Cloud: in pages, the oldest first ---- */

static enum atl_status hand_over(const struct reading *reading, const cJSON *changes,
                                 struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    const cJSON *change;
    cJSON_ArrayForEach(change, changes)
    {
        status = reading->on_change(reading->context, change, error);
        if (status != ATL_OK) {
            break;
        }
    }
    return status;
}

static enum atl_status read_pages(const struct reading *reading, const char *key,
                                  struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    struct atl_arena own = {0};
    struct atl_pages pages = {
        .http = reading->http,
        .paging = ATL_PAGING_START_AT,
        .path = jira_path(reading->http, &own, atl_arena_printf(&own, "issue/%s/changelog", key)),
        .page_size = JIRA_PAGE,
    };
    while (status == ATL_OK && !pages.done) {
        struct atl_arena arena = {0};
        const cJSON *page;
        status = atl_pages_next(&pages, &arena, &page, error);
        if (status == ATL_OK) {
            status = hand_over(reading, atl_pages_items(&pages, page), error);
        }
        atl_arena_free(&arena);
    }
    atl_arena_free(&own);
    return status;
}

/* ---- Data Center: all at once, in no order that is promised ---- */

static int compare_changes(const void *left, const void *right)
{
    long first = atol(atl_json_text(*(const cJSON *const *)left, "id", "0"));
    long second = atol(atl_json_text(*(const cJSON *const *)right, "id", "0"));
    return first < second ? -1 : first > second;
}

static enum atl_status read_with_issue(const struct reading *reading, const char *key,
                                       struct atl_error *error)
{
    static const char *const no_fields[] = {NULL};
    struct atl_arena arena = {0};
    const cJSON *issue;
    size_t count = 0;
    enum atl_status status =
        atl_jira_issue_get(reading->http, &arena, key, no_fields, "changelog", &issue, error);
    const cJSON *changes = status == ATL_OK ? atl_json_get(issue, "changelog.histories") : NULL;
    const cJSON **sorted =
        atl_arena_alloc(&arena, ((size_t)cJSON_GetArraySize(changes) + 1) * sizeof *sorted);
    const cJSON *change;
    cJSON_ArrayForEach(change, changes)
    {
        sorted[count++] = change;
    }
    qsort(sorted, count, sizeof *sorted, compare_changes);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        status = reading->on_change(reading->context, sorted[i], error);
    }
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_jira_changes(struct atl_http *http, const char *key,
                                 atl_jira_change_function on_change, void *context,
                                 struct atl_error *error)
{
    const struct reading reading = {http, on_change, context};
    return jira_is_cloud(http) ? read_pages(&reading, key, error)
                               : read_with_issue(&reading, key, error);
}
