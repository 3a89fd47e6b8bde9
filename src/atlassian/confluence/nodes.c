/* Pages by their ids, many at a time. */
#include "atlassian/confluence/internal.h"
#include "atlassian/confluence/tree_internal.h"

#include "atlcli/loop.h"

enum {
    CLOUD_BATCH = 100, /* 250 are allowed; with their bodies that is a lot to wait for */
    DATA_CENTER_BATCH = 50,
    WIDTH = 4,
};

struct asking {
    struct atl_http *http;
    const char *const *ids;
    size_t count;
    size_t batch;
    bool is_cloud;
    bool bodies;
    atl_confluence_node_function on_node;
    void *context;
};

static enum atl_status hand_over(const struct asking *asking, const cJSON *item,
                                 struct id_set *found, struct atl_error *error)
{
    struct atl_confluence_node node;
    if (!tree_take_node(item, false, &node) || !id_set_add(found, node.id)) {
        return ATL_OK;
    }
    return asking->on_node(asking->context, &node, error);
}

static enum atl_status get(const struct asking *asking, struct atl_arena *arena, const char *path,
                           const cJSON **json, struct atl_error *error)
{
    struct atl_http_request request = {.method = ATL_GET, .path = path};
    return atl_http_json(asking->http, &request, arena, json, error);
}

/* One that a search has not found: its index may lag. */
static enum atl_status ask_one(const struct asking *asking, const char *id, struct id_set *found,
                               struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *json;
    const char *path =
        atl_arena_printf(&arena, "/rest/api/content/%s?expand=version,ancestors,space%s", id,
                         asking->bodies ? ",body.storage" : "");
    enum atl_status status = get(asking, &arena, path, &json, error);
    if (status == ATL_OK) {
        status = hand_over(asking, json, found, error);
    } else if (status == ATL_NOT_FOUND) {
        status = ATL_OK;
    }
    atl_arena_free(&arena);
    return status;
}

static const char *batch_path(const struct asking *asking, struct atl_arena *arena, size_t first,
                              size_t count)
{
    struct atl_buffer ids = {0};
    struct atl_buffer path = {0};
    for (size_t i = first; i < first + count; i++) {
        atl_buffer_add(&ids, i == first ? "" : ",");
        atl_text_append_url_encoded(&ids, asking->ids[i]);
    }
    if (asking->is_cloud) {
        atl_buffer_printf(&path, "/wiki/api/v2/pages?status=current&id=%s%s", atl_buffer_text(&ids),
                          asking->bodies ? "&body-format=storage" : "");
    } else {
        atl_buffer_add(&path, "/rest/api/content/search");
        listing_add_parameter(
            &path, "cql",
            atl_arena_printf(arena, "type = page AND id in (%s)", atl_buffer_text(&ids)));
        listing_add_parameter(&path, "expand",
                              asking->bodies ? "version,ancestors,space,body.storage"
                                             : "version,ancestors,space");
    }
    const char *result = atl_arena_strdup(arena, atl_buffer_text(&path));
    atl_buffer_free(&ids);
    atl_buffer_free(&path);
    return result;
}

static enum atl_status take_answer(const struct asking *asking, struct atl_pages *pages,
                                   struct id_set *found, struct atl_error *error)
{
    struct atl_arena arena = {0};
    const cJSON *answer;
    const cJSON *item;
    enum atl_status status = atl_pages_next(pages, &arena, &answer, error);
    if (status == ATL_OK) {
        cJSON_ArrayForEach(item, atl_pages_items(pages, answer))
        {
            status = status == ATL_OK ? hand_over(asking, item, found, error) : status;
        }
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status ask_batch(void *context, size_t index, struct atl_error *error)
{
    const struct asking *asking = context;
    size_t first = index * asking->batch;
    size_t left = asking->count - first;
    size_t count = left < asking->batch ? left : asking->batch;
    struct atl_arena arena = {0};
    struct id_set found = {0};
    struct atl_pages pages = {.http = asking->http,
                              .paging =
                                  asking->is_cloud ? ATL_PAGING_CURSOR : ATL_PAGING_START_LIMIT,
                              .path = batch_path(asking, &arena, first, count),
                              .page_size = count,
                              .items = "results"};
    enum atl_status status = ATL_OK;
    while (status == ATL_OK && !pages.done) { /* a server may give fewer at once */
        status = take_answer(asking, &pages, &found, error);
    }
    for (size_t i = first; !asking->is_cloud && status == ATL_OK && i < first + count; i++) {
        if (!id_set_has(&found, asking->ids[i])) {
            status = ask_one(asking, asking->ids[i], &found, error);
        }
    }
    id_set_free(&found);
    atl_arena_free(&arena);
    return status;
}

enum atl_status atl_confluence_nodes(struct atl_http *http, const char *const *ids, size_t count,
                                     bool bodies, atl_confluence_node_function on_node,
                                     void *context, struct atl_error *error)
{
    bool is_cloud = atl_deployment_of(atl_http_account(http)) == ATL_CLOUD;
    struct asking asking = {
        .http = http,
        .ids = ids,
        .count = count,
        .batch = is_cloud ? CLOUD_BATCH : DATA_CENTER_BATCH,
        .is_cloud = is_cloud,
        .bodies = bodies,
        .on_node = on_node,
        .context = context,
    };
    size_t batches = (count + asking.batch - 1) / asking.batch;
    return atl_each(batches, WIDTH, ask_batch, &asking, error);
}
