/* Search on Cloud, page after page with what is wanted of each issue in it. */
#include "atlassian/jira/internal.h"

static const char *first_body(const struct search *search, struct atl_arena *arena)
{
    cJSON *body = cJSON_CreateObject();
    cJSON_AddStringToObject(body, "jql", search->wanted->jql);
    search_add_fields(search->wanted, body);
    return jira_body(arena, body);
}

static enum atl_status hand_over_page(struct search *search, const struct atl_pages *pages,
                                      struct atl_arena *arena, const cJSON *page,
                                      struct atl_error *error)
{
    const cJSON *issues = atl_pages_items(pages, page);
    struct search_batch batch = search_batch_new(arena, (size_t)cJSON_GetArraySize(issues));
    const cJSON *issue;
    cJSON_ArrayForEach(issue, issues)
    {
        if (search_left(search) <= (int64_t)batch.count) {
            search->result->more = true;
            break;
        }
        if (search_is_new(search, issue)) {
            search_batch_add(&batch, issue);
        }
    }
    return search_hand_over(search, &batch, error);
}

enum atl_status search_by_token(struct search *search, size_t page_size, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_pages pages = {.http = search->wanted->http,
                              .paging = ATL_PAGING_TOKEN,
                              .path = "/rest/api/3/search/jql",
                              .body = first_body(search, &arena),
                              .items = "issues"};
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done && search_left(search) > 0) {
        struct atl_arena page_arena = {0};
        const cJSON *page;
        int64_t left = search_left(search);
        pages.page_size = left < (int64_t)page_size ? (size_t)left : page_size;
        status = atl_pages_next(&pages, &page_arena, &page, error);
        if (status == ATL_OK) {
            status = hand_over_page(search, &pages, &page_arena, page, error);
        }
        atl_arena_free(&page_arena);
    }
    search->result->more = search->result->more || !pages.done;
    atl_arena_free(&arena);
    return status;
}
