/*
 * Pushing: files whose links will lead elsewhere. The next pull makes their texts anew; it is noted
 * before anything is sent, so that it isn't forgotten when the push ends in the middle.
 */
#include "sync/push/push.h"

static void note_changed(struct push *push, struct sync_map *changed, struct push_page *page)
{
    const struct sync_node *node = page->node;
    bool retitled =
        node != NULL && page->file != NULL && !atl_text_equal(page->title, node->row->title);
    if (page->settled) {
        return;
    }
    if (node != NULL && (page->moved || page->deleted)) {
        sync_map_put(changed, node->id, page);
    }
    if (node == NULL || retitled) {
        sync_map_put(changed, sync_link_to_title(push->arena, page->title), page);
    }
}

static enum atl_status mark(struct push *push, const struct sync_map *changed,
                            const struct sync_link *links, size_t count, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        const struct sync_node *node = sync_map_get(&push->pull.local.by_id, links[i].page);
        if (node != NULL && node->row != NULL && (node->row->flags & SYNC_STALE) == 0 &&
            (sync_map_get(changed, links[i].target) != NULL ||
             sync_map_get(changed, links[i].page) != NULL)) {
            node->row->flags |= SYNC_STALE;
            status = sync_state_put_page(push->workspace->state, node->row, error);
        }
    }
    return status;
}

enum atl_status push_mark_stale(struct push *push, struct atl_error *error)
{
    struct sync_map changed = {0};
    struct sync_link *links;
    size_t count = 0;
    struct sync_state *state = push->workspace->state;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < push->pages.count; i++) {
        note_changed(push, &changed, push->pages.items[i]);
    }
    if (changed.used > 0) {
        status = sync_state_links(state, push->arena, &links, &count, error);
    }
    if (status == ATL_OK && count > 0) {
        status = sync_state_begin(state, error);
        status = status == ATL_OK ? mark(push, &changed, links, count, error) : status;
        status = status == ATL_OK ? sync_state_commit(state, error) : status;
        if (status != ATL_OK) {
            sync_state_roll_back(state);
        }
    }
    sync_map_free(&changed);
    return status;
}
