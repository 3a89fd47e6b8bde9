/* Pushing: a page that has changed on the server as well is brought up to date first. */
#include "sync/push/push.h"

#include <string.h>

/* What is told of while a page is brought up to date is what becomes of its push. */
enum atl_status push_hear(void *context, const struct atl_sync_event *event,
                          struct atl_error *error)
{
    struct push *push = context;
    struct push_page *page = sync_map_get(&push->by_id, event->id);
    if (page == NULL) {
        return ATL_OK;
    }
    if (event->action == ATL_SYNC_CONFLICT || event->action == ATL_SYNC_FAILED) {
        return push_tell_page(push, page, event->action, event->reason, error);
    }
    if (event->action == ATL_SYNC_RESTORED) {
        page->deleted = false;
        page->settled = true;
        return push_tell_page(push, page, ATL_SYNC_RESTORED, NULL, error);
    }
    page->merged = true;
    return ATL_OK;
}

enum atl_status push_merge(struct push *push, struct push_page *page, const char *title,
                           int64_t version, const char *storage, size_t length,
                           struct atl_error *error)
{
    struct sync_remote_page *remote = atl_arena_alloc(push->arena, sizeof *remote);
    *remote = *page->node->remote;
    remote->title = atl_arena_strdup(push->arena, title);
    remote->version = version;
    remote->parent = page->node->row->parent; /* where it is to be is another question */
    page->node->remote = remote;
    push_keep_original(push, page, version, storage, length);
    return sync_pull_page(&push->pull, page->node, storage, length, error);
}
