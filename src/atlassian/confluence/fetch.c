/* Pages by their ids: in hundreds, and one by one what doesn't come that way. */
#include "atlassian/confluence/page_internal.h"

#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

enum {
    LISTED_AT_ONCE = 250,   /* the most that pages?id=… takes */
    SEARCHED_AT_ONCE = 100, /* the most that a search of Data Center gives */
};

struct fetching {
    struct atl_http *http;
    struct atl_arena *arena;
    const char *const *ids;
    size_t count;
    size_t at_once;
    bool by_list; /* and not by a search */
    unsigned wants;
    struct atl_confluence_fetched *fetched;
    size_t *missing; /* indices of those that no batch brought */
    size_t missing_count;
};

/* ---- many at a time ---- */

static const char *batch_path(const struct fetching *fetching, size_t first, size_t count)
{
    struct atl_buffer ids = {0};
    struct atl_buffer path = {0};
    for (size_t i = first; i < first + count; i++) {
        atl_buffer_add(&ids, i == first ? "" : ",");
        atl_text_append_url_encoded(&ids, fetching->ids[i]);
    }
    if (fetching->by_list) {
        bool trash = (fetching->wants & ATL_CONFLUENCE_ANY_STATUS) != 0;
        atl_buffer_printf(&path, "/wiki/api/v2/pages?limit=%zu&status=current&status=archived%s",
                          count, trash ? "&status=trashed" : "");
        atl_buffer_printf(&path, "&id=%s", atl_buffer_text(&ids));
    } else {
        const char *content = atl_arena_printf(fetching->arena, "content/search?limit=%zu", count);
        atl_buffer_add(&path, confluence_path(fetching->http, fetching->arena, content));
        listing_add_parameter(
            &path, "cql",
            atl_arena_printf(fetching->arena, "type = page AND id in (%s)", atl_buffer_text(&ids)));
        atl_buffer_printf(&path, "&expand=space,version,ancestors%s",
                          (fetching->wants & ATL_CONFLUENCE_LABELS) != 0 ? ",metadata.labels" : "");
    }
    const char *result = atl_arena_strdup(fetching->arena, atl_buffer_text(&path));
    atl_buffer_free(&ids);
    atl_buffer_free(&path);
    return result;
}

/* A batch is a few hundred at most, so that looking through it is cheap enough. */
static void keep(struct fetching *fetching, size_t first, size_t count, const cJSON *item)
{
    const char *id = atl_json_text(item, "id", NULL);
    for (size_t i = first; i < first + count; i++) {
        if (fetching->fetched[i].page == NULL && atl_text_equal(id, fetching->ids[i])) {
            struct atl_confluence_content *page = atl_arena_alloc(fetching->arena, sizeof *page);
            if (fetching->by_list) {
                confluence_page_read(fetching->http, fetching->arena, item, page);
            } else {
                confluence_page_read_v1(fetching->http, fetching->arena, item, page);
            }
            fetching->fetched[i].page = page;
            return;
        }
    }
}

static enum atl_status fetch_batch(void *context, size_t index, struct atl_error *error)
{
    struct fetching *fetching = context;
    size_t first = index * fetching->at_once;
    size_t left = fetching->count - first;
    size_t count = left < fetching->at_once ? left : fetching->at_once;
    const cJSON *json;
    const cJSON *item;
    struct atl_http_request request = {.method = ATL_GET,
                                       .path = batch_path(fetching, first, count)};
    enum atl_status status = atl_http_json(fetching->http, &request, fetching->arena, &json, error);
    if (status != ATL_OK) {
        return atl_status_ends_everything(status) ? status
                                                  : ATL_OK; /* then they are asked for singly */
    }
    cJSON_ArrayForEach(item, atl_json_member(json, "results"))
    {
        keep(fetching, first, count, item);
    }
    /* The list misses nothing but drafts. */
    bool misses_none = fetching->by_list && (fetching->wants & ATL_CONFLUENCE_ANY_STATUS) == 0;
    for (size_t i = first; misses_none && i < first + count; i++) {
        if (fetching->fetched[i].page == NULL) {
            fetching->fetched[i].status = ATL_NOT_FOUND;
        }
    }
    return ATL_OK;
}

/* ---- one by one ---- */

static enum atl_status fetch_one(void *context, size_t index, struct atl_error *error)
{
    struct fetching *fetching = context;
    size_t at = fetching->missing[index];
    struct atl_confluence_fetched *fetched = &fetching->fetched[at];
    struct atl_confluence_content *page = atl_arena_alloc(fetching->arena, sizeof *page);
    struct atl_error why = {0};
    enum atl_status status = atl_confluence_get_page(
        fetching->http, fetching->arena, fetching->ids[at], 0, fetching->wants, page, &why);
    if (atl_status_ends_everything(status)) {
        *error = why;
        return status;
    }
    fetched->status = status;
    fetched->http_status = why.http_status;
    if (status == ATL_OK) {
        fetched->page = page;
    } else {
        fetched->reason = atl_arena_strdup(fetching->arena, why.message);
    }
    return ATL_OK;
}

enum atl_status atl_confluence_fetch_pages(struct atl_http *http, struct atl_arena *arena,
                                           const char *const *ids, size_t count, unsigned wants,
                                           bool freshly, struct atl_confluence_fetched *fetched,
                                           struct atl_error *error)
{
    bool by_list = confluence_is_cloud(http) && (wants & ATL_CONFLUENCE_LABELS) == 0;
    struct fetching fetching = {.http = http,
                                .arena = arena,
                                .ids = ids,
                                .count = count,
                                .at_once = by_list ? LISTED_AT_ONCE : SEARCHED_AT_ONCE,
                                .by_list = by_list,
                                .wants = wants,
                                .fetched = fetched};
    size_t width = atl_http_width(http);
    enum atl_status status = ATL_OK;
    memset(fetched, 0, count * sizeof *fetched);
    if (count > 1 && (by_list || !freshly)) {
        status = atl_each((count + fetching.at_once - 1) / fetching.at_once, width, fetch_batch,
                          &fetching, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    fetching.missing = atl_alloc((count + 1) * sizeof *fetching.missing);
    for (size_t i = 0; i < count; i++) {
        if (fetched[i].page == NULL && fetched[i].status == ATL_OK) {
            fetching.missing[fetching.missing_count++] = i;
        }
    }
    status = atl_each(fetching.missing_count, width, fetch_one, &fetching, error);
    free(fetching.missing);
    return status;
}
