/* Lists of boards, sprints and their like. */
#include "atlassian/jira/agile_internal.h"

#include "atlcli/loop.h"

#include <inttypes.h>
#include <string.h>

enum {
    PAGE = 50, /* what Jira gives at most of these */
};

struct list {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *path;
    int64_t step;        /* items of a page, as the server grants them */
    const cJSON **pages; /* by number, from the second on */
};

static enum atl_status fetch(struct list *list, int64_t start, int64_t size, const cJSON **page,
                             struct atl_error *error)
{
    struct atl_http_request request = {
        .method = ATL_GET,
        .path =
            atl_arena_printf(list->arena, "%s%cstartAt=%" PRId64 "&maxResults=%" PRId64, list->path,
                             strchr(list->path, '?') == NULL ? '?' : '&', start, size)};
    enum atl_status status = atl_http_json(list->http, &request, list->arena, page, error);
    if (status == ATL_OK && !cJSON_IsArray(atl_json_member(*page, "values"))) {
        status = atl_fail(error, ATL_FAILED, "the server's answer is no list");
    }
    return status;
}

static enum atl_status fetch_later(void *context, size_t index, struct atl_error *error)
{
    struct list *list = context;
    return fetch(list, list->step * (int64_t)(index + 1), list->step, &list->pages[index], error);
}

static int64_t hand_over(struct list *list, const cJSON *page, int64_t room, agile_item keep,
                         void *context)
{
    int64_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, atl_json_member(page, "values"))
    {
        if (count < room) {
            keep(context, list->arena, item);
        }
        count++;
    }
    return count;
}

/* Without a total (Data Center's sprints have none) one page after the other, until the last. */
static enum atl_status follow(struct list *list, int64_t start, int64_t limit, agile_item keep,
                              void *context, bool *more, struct atl_error *error)
{
    const cJSON *page = NULL;
    enum atl_status status = ATL_OK;
    bool last = false;
    while (status == ATL_OK && !last && start < limit) {
        status = fetch(list, start, list->step, &page, error);
        if (status == ATL_OK) {
            int64_t count = hand_over(list, page, limit - start, keep, context);
            start += count;
            last = count == 0 || atl_json_bool(page, "isLast", count < list->step);
        }
    }
    *more = start > limit || !last;
    return status;
}

static enum atl_status fetch_others(struct list *list, int64_t total, int64_t limit,
                                    agile_item keep, void *context, struct atl_error *error)
{
    int64_t wanted = total < limit ? total : limit;
    size_t count = (size_t)((wanted + list->step - 1) / list->step) - 1;
    list->pages = atl_arena_alloc(list->arena, (count + 1) * sizeof *list->pages);
    enum atl_status status = atl_each(count, atl_http_width(list->http), fetch_later, list, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        hand_over(list, list->pages[i], limit - list->step * (int64_t)(i + 1), keep, context);
    }
    return status;
}

enum atl_status agile_list(struct atl_http *http, struct atl_arena *arena, const char *path,
                           int64_t limit, agile_item keep, void *context, bool *more,
                           struct atl_error *error)
{
    struct list list = {.http = http, .arena = arena, .path = path};
    const cJSON *first;
    bool left = false;
    enum atl_status status = fetch(&list, 0, limit < PAGE ? limit : PAGE, &first, error);
    if (status != ATL_OK) {
        return status;
    }
    int64_t count = hand_over(&list, first, limit, keep, context);
    int64_t total = atl_json_integer(first, "total", -1);
    /* Where it gives fewer than it was asked for, that is the size of its pages. */
    list.step = atl_json_integer(first, "maxResults", count);
    list.step = list.step > 0 && list.step < PAGE ? list.step : PAGE;
    bool last = atl_json_bool(first, "isLast", total >= 0 ? count >= total : count < list.step);
    if (total >= 0 && count < total && count < limit && count == list.step) {
        status = fetch_others(&list, total, limit, keep, context, error);
        left = total > limit;
    } else if (!last && count > 0 && count < limit) {
        status = follow(&list, count, limit, keep, context, &left, error);
    } else {
        left = !last;
    }
    if (more != NULL) {
        *more = left;
    }
    return status;
}
