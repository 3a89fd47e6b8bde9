/* The changes of many issues at once, on Cloud: POST changelog/bulkfetch. */
#include "atlassian/jira/internal.h"

#include <string.h>

static const char *page_body(struct atl_arena *arena, const char *const *ids, size_t count,
                             const char *token)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddItemToObject(body, "issueIdsOrKeys", cJSON_CreateStringArray(ids, (int)count));
    cJSON_AddNumberToObject(body, "maxResults", JIRA_CHANGE_PAGE);
    if (token != NULL) {
        cJSON_AddStringToObject(body, "nextPageToken", token);
    }
    return jira_body(arena, body);
}

/* Copies the token of the page after this one; NULL when it is the last. */
static enum atl_status read_token(struct atl_arena *arena, const struct history_page *page,
                                  const char **token, struct atl_error *error)
{
    struct atl_arena page_arena = {0};
    const cJSON *json;
    enum atl_status status =
        atl_json_read(&page_arena, page->text, page->length, "the server's answer", &json, error);
    const char *next = atl_json_text(json, "nextPageToken", NULL);
    if (next != NULL && atl_text_equal(next, *token)) {
        status = atl_fail(error, ATL_FAILED, "the server gives the same page of changes again");
    }
    *token = atl_arena_strdup(arena, next);
    atl_arena_free(&page_arena);
    return status;
}

enum atl_status history_fetch(struct search *search, struct atl_arena *arena,
                              const char *const *ids, size_t count, struct history_page **pages,
                              size_t *bytes, struct atl_error *error)
{
    struct atl_http *http = search->wanted->http;
    const char *token = NULL;
    enum atl_status status;
    do {
        struct atl_http_request request = jira_read_by_post("/rest/api/3/changelog/bulkfetch",
                                                            page_body(arena, ids, count, token));
        struct atl_http_response response;
        status = atl_http_text(http, &request, arena, &response, error);
        if (status != ATL_OK) {
            return status;
        }
        struct history_page *page = atl_arena_alloc(arena, sizeof *page);
        *page = (struct history_page){.text = response.body, .length = response.length};
        *pages = page;
        pages = &page->next;
        *bytes += response.length;
        status = read_token(arena, page, &token, error);
    } while (status == ATL_OK && token != NULL);
    return status;
}

/* ---- giving them to their issues ---- */

static void give(const cJSON *entry, const struct search_batch *batch, cJSON *const *histories)
{
    const char *id = atl_json_text(entry, "issueId", NULL);
    cJSON *change;
    for (size_t i = 0; i < batch->count; i++) {
        if (!atl_text_equal(batch->issues[i].id, id)) {
            continue;
        }
        cJSON_ArrayForEach(change, atl_json_member(entry, "changeHistories"))
        {
            cJSON_AddItemReferenceToArray(histories[i], change);
        }
        return;
    }
}

enum atl_status history_read(struct atl_arena *arena, const struct history_page *pages,
                             const struct search_batch *batch, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    cJSON **histories = atl_arena_alloc(arena, (batch->count + 1) * sizeof *histories);
    for (size_t i = 0; i < batch->count; i++) {
        histories[i] = atl_json_keep(arena, cJSON_CreateArray());
        batch->issues[i].history = histories[i];
    }
    for (const struct history_page *page = pages; status == ATL_OK && page != NULL;
         page = page->next) {
        const cJSON *json;
        const cJSON *entry;
        status =
            atl_json_read(arena, page->text, page->length, "the server's answer", &json, error);
        cJSON_ArrayForEach(entry, atl_json_member(json, "issueChangeLogs"))
        {
            give(entry, batch, histories);
        }
    }
    return status;
}
