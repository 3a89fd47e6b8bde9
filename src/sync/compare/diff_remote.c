/* docs diff --remote: the server's pages as the files they would be, against those here. */
#include "sync/compare/diff.h"

#include "atlcli/confluence_tree.h"

#include <stdint.h>
#include <string.h>

enum {
    BATCH = 50, /* texts in memory at once */
};

/* ---- what the server has ---- */

static enum atl_status take(void *context, const struct atl_confluence_node *page,
                            struct atl_error *error)
{
    struct diffing *diffing = context;
    struct diff_item *item = sync_map_get(&diffing->by_id, page->id);
    (void)error;
    if (item != NULL) {
        item->there_version = page->version;
        if (page->body != NULL) {
            item->body = atl_arena_strndup(diffing->batch, page->body, page->body_length);
            item->body_length = page->body_length;
        }
    }
    return ATL_OK;
}

static enum atl_status ask(struct diffing *diffing, size_t from, size_t end, bool bodies,
                           bool (*is_wanted)(const struct diff_item *item), struct atl_error *error)
{
    struct atl_list ids = {0};
    for (size_t i = from; i < end; i++) {
        const struct diff_item *item = &diffing->items[i];
        if (item->node != NULL && is_wanted(item)) {
            atl_list_add(&ids, (void *)(uintptr_t)item->node->id);
        }
    }
    enum atl_status status =
        ids.count == 0 ? ATL_OK
                       : atl_confluence_nodes(diffing->http, (const char *const *)ids.items,
                                              ids.count, bodies, take, diffing, error);
    atl_list_free(&ids);
    return status;
}

static bool is_any(const struct diff_item *item)
{
    (void)item;
    return true;
}

/* What has the version it was synced with, and wasn't touched here, is the same. */
static bool may_differ(const struct diff_item *item)
{
    const struct sync_page *row = item->node->row;
    return item->there_version != 0 && (row == NULL || row->version != item->there_version ||
                                        item->file == NULL || item->file->same == NULL);
}

/* ---- one page ---- */

/* As a pull would write it. */
static enum atl_status render(struct diffing *diffing, const struct diff_item *item,
                              const struct atl_buffer *here, struct atl_buffer *there,
                              struct atl_error *error)
{
    struct sync_page_text like;
    const struct sync_page_source source = {
        .id = item->node->id,
        .title = item->title,
        .storage = item->body == NULL ? "" : item->body,
        .storage_length = item->body_length,
        .like = here->length > 0 && sync_page_text_read(diffing->batch, here->data, here->length,
                                                        &like, NULL) == ATL_OK
                    ? &like
                    : NULL,
    };
    return sync_page_render(diffing->batch, &source, &diffing->links, NULL, there, error);
}

static enum atl_status compare(struct diffing *diffing, const struct diff_item *item,
                               struct atl_error *error)
{
    struct atl_buffer here = {0};
    struct atl_buffer there = {0};
    struct atl_error failure;
    bool is_there = item->there_version != 0;
    enum atl_status status = diff_read_file(diffing, item, &here, &failure);
    if (status == ATL_OK && is_there) {
        status = render(diffing, item, &here, &there, &failure);
    }
    if (status == ATL_OK) {
        status = diff_tell(diffing, item, is_there, &there, &here, error);
    } else {
        diff_keep_failure(diffing, item, &failure);
        status = ATL_OK;
    }
    atl_buffer_free(&here);
    atl_buffer_free(&there);
    return status;
}

static enum atl_status compare_batch(struct diffing *diffing, size_t from, size_t end,
                                     struct atl_error *error)
{
    struct atl_arena arena = {0};
    diffing->batch = &arena;
    enum atl_status status = ask(diffing, from, end, true, may_differ, error);
    for (size_t i = from; status == ATL_OK && i < end; i++) {
        const struct diff_item *item = &diffing->items[i];
        if (item->node == NULL || item->there_version == 0 || may_differ(item)) {
            status = compare(diffing, item, error);
        }
    }
    diffing->batch = NULL;
    atl_arena_free(&arena);
    return status;
}

enum atl_status diff_remote(struct diffing *diffing, struct atl_error *error)
{
    diffing->batch = &diffing->arena;
    enum atl_status status = ask(diffing, 0, diffing->count, false, is_any, error);
    for (size_t i = 0; status == ATL_OK && i < diffing->count; i += BATCH) {
        size_t end = diffing->count - i < BATCH ? diffing->count : i + BATCH;
        status = compare_batch(diffing, i, end, error);
    }
    return status;
}
