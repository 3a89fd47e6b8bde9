#include "atlassian/confluence_answers.h"

#include "atlassian/confluence_internal.h"

enum atl_status answers_by_link(struct answers *answers, enum atl_paging paging,
                                struct atl_error *error)
{
    int64_t left = answers->left(answers->context);
    struct atl_pages pages = {.http = answers->http,
                              .paging = paging,
                              .path = answers->path,
                              .page_size = left < CONFLUENCE_PAGE ? (size_t)left : CONFLUENCE_PAGE,
                              .items = "results"};
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done && answers->left(answers->context) > 0) {
        struct atl_arena arena = {0};
        const cJSON *answer;
        status = atl_pages_next(&pages, &arena, &answer, error);
        if (status == ATL_OK) {
            status = answers->take(answers->context, answer, error);
        }
        atl_arena_free(&arena);
    }
    answers->more = answers->more || !pages.done;
    return status;
}

enum atl_status answers_of_search(struct answers *answers, struct atl_error *error)
{
    if (confluence_is_cloud(answers->http)) {
        return answers_by_link(answers, ATL_PAGING_START_LIMIT, error);
    }
    return answers_by_offset(answers, error);
}
