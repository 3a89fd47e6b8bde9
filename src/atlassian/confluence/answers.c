#include "atlassian/confluence/answers.h"

#include "atlassian/confluence/internal.h"

int64_t answers_at_a_time(const struct answers *answers)
{
    int64_t left = answers->left(answers->context);
    int64_t most = answers->at_a_time > 0 ? answers->at_a_time : CONFLUENCE_PAGE;
    return left < most ? left : most;
}

enum atl_status answers_by_link(struct answers *answers, enum atl_paging paging,
                                struct atl_error *error)
{
    struct atl_pages pages = {.http = answers->http,
                              .paging = paging,
                              .path = answers->path,
                              .page_size = (size_t)answers_at_a_time(answers),
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
