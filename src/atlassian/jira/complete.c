/*
 * Comments and worklogs of which an issue's fields hold only the first or the last ones: read by
 * themselves (GET issue/{key}/comment, …/worklog), those of several issues side by side.
 */
#include "atlassian/jira/internal.h"

#include "atlcli/loop.h"

struct part_kind {
    const char *field; /* of the issue, and the last word of the path */
    const char *items;
};

static const struct part_kind kinds[] = {{"comment", "comments"}, {"worklog", "worklogs"}};

struct part {
    const struct part_kind *kind;
    const char *issue;
    cJSON *field;
};

struct parts {
    struct search *search;
    struct atl_arena *arena; /* of the issues */
    struct part *parts;
    size_t count;
};

static void find_incomplete(struct parts *parts, const struct atl_jira_issue *issue)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        cJSON *field = atl_json_member(issue->fields, kinds[i].field);
        int64_t total = atl_json_integer(field, "total", 0);
        if (issue->id != NULL && total > (int64_t)atl_json_count(field, kinds[i].items)) {
            parts->parts[parts->count++] =
                (struct part){.kind = &kinds[i], .issue = issue->id, .field = field};
        }
    }
}

/* Reads one page, and says how many there are by now. */
static enum atl_status read_page(struct atl_http *http, const struct part *part, cJSON *items,
                                 int64_t *total, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    const cJSON *item;
    const char *rest =
        atl_arena_printf(&arena, "issue/%s/%s?startAt=%d&maxResults=%d", part->issue,
                         part->kind->field, cJSON_GetArraySize(items), JIRA_PART_PAGE);
    struct atl_http_request request = {.method = ATL_GET, .path = jira_path(http, &arena, rest)};
    enum atl_status status = atl_http_json(http, &request, &arena, &json, error);
    if (status == ATL_OK) {
        const cJSON *read = atl_json_member(json, part->kind->items);
        /* An empty page ends it, whatever the total says. */
        *total = cJSON_GetArraySize(read) == 0 ? 0 : atl_json_integer(json, "total", 0);
        cJSON_ArrayForEach(item, read)
        {
            cJSON_AddItemToArray(items, cJSON_Duplicate(item, true));
        }
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status complete_part(void *context, size_t index, struct atl_error *error)
{
    const struct parts *parts = context;
    const struct part *part = &parts->parts[index];
    cJSON *items = cJSON_CreateArray();
    enum atl_status status = ATL_OK;
    int64_t total = 1;
    while (status == ATL_OK && cJSON_GetArraySize(items) < total) {
        status = read_page(parts->search->wanted->http, part, items, &total, error);
    }
    if (status == ATL_NOT_FOUND) {
        /* Deleted, or hidden, since the issue was read: what came with it stands. */
        cJSON_Delete(items);
        return ATL_OK;
    }
    if (status != ATL_OK) {
        cJSON_Delete(items);
        return status;
    }
    atl_json_refill(parts->arena, atl_json_member(part->field, part->kind->items), items);
    return ATL_OK;
}

enum atl_status search_complete(struct search *search, const struct search_batch *batch,
                                struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct parts parts = {.search = search, .arena = batch->arena};
    size_t most = batch->count * (sizeof kinds / sizeof *kinds);
    parts.parts = atl_arena_alloc(&arena, (most + 1) * sizeof *parts.parts);
    for (size_t i = 0; i < batch->count; i++) {
        find_incomplete(&parts, &batch->issues[i]);
    }
    enum atl_status status = parts.count == 0 ? ATL_OK
                                              : atl_each(parts.count, search_width(search),
                                                         complete_part, &parts, error);
    atl_arena_free(&arena);
    return status;
}
