/* Pushing: new pages and moved ones, parents before what is below them. */
#include "sync/push/push.h"

#include "atlcli/confluence_page.h"
#include "atlcli/confluence_page_act.h"
#include "atlcli/loop.h"

#include <string.h>

/* ---- moves ---- */

static enum atl_status move(struct push *push, const struct push_page *page,
                            struct atl_error *error)
{
    struct sync_page *row = page->node->row;
    int64_t version;
    if (atl_text_equal(page->node->remote->parent, page->parent)) {
        return ATL_OK; /* it is there already */
    }
    const struct atl_confluence_move move = {
        .id = page->id,
        .place = page->parent == NULL ? ATL_CONFLUENCE_AT_TOP : ATL_CONFLUENCE_BELOW,
        .target = page->parent,
        .space = push->workspace->config.space,
    };
    enum atl_status status = atl_confluence_move_page(push->http, &move, &version, error);
    if (status == ATL_OK && version == row->version + 1) {
        row->version = version; /* nothing else is new in it */
    }
    return status;
}

static enum atl_status note_move(struct push *push, struct push_page *page, struct atl_error *error)
{
    struct sync_page *row = page->node->row;
    const struct sync_item item = {
        .page = row,
        .action = ATL_SYNC_MOVED,
        .from = atl_arena_strdup(&push->batch.arena, row->path),
        .id = page->id,
        .title = row->title,
    };
    row->parent = page->parent;
    row->path = page->path;
    return sync_batch_add(&push->batch, &item, error);
}

static enum atl_status push_move(struct push *push, struct push_page *page, struct atl_error *error)
{
    struct atl_error failure;
    const char *from = page->node->row->path;
    enum atl_status status = page->edited ? push_update(push, page, error) : ATL_OK;
    if (status != ATL_OK || page->settled) {
        return status;
    }
    status = page->placed ? ATL_OK : move(push, page, &failure);
    page->node->row->path = from;
    return status == ATL_OK ? note_move(push, page, error) : push_fail(push, page, &failure, error);
}

/* ---- levels ---- */

static enum atl_status place(void *context, size_t index, struct atl_error *error)
{
    struct push *push = context;
    struct push_page *page = push->wanted.items[index];
    struct atl_error failure;
    enum atl_status status;
    if (page->above != NULL) {
        page->parent = page->above->id;
    }
    if (page->above != NULL && page->parent == NULL) {
        atl_fail(&failure, ATL_FAILED, "%s: the page that it is to be below, %s, wasn't made",
                 page->path, page->above->path);
        status = push_fail(push, page, &failure, error);
    } else {
        status = page->node == NULL ? push_create(push, page, error) : push_move(push, page, error);
    }
    push_advance(push);
    return status;
}

enum atl_status push_place_pages(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    size_t deepest = 0;
    for (size_t depth = 0; status == ATL_OK && depth <= deepest; depth++) {
        push->wanted.count = 0;
        for (size_t i = 0; i < push->pages.count; i++) {
            struct push_page *page = push->pages.items[i];
            if (page->settled || (page->node != NULL && !page->moved)) {
                continue;
            }
            deepest = page->depth > deepest ? page->depth : deepest;
            if (page->depth == depth) {
                atl_list_add(&push->wanted, page);
            }
        }
        status = push_each(push, place, error);
    }
    return status;
}
