/* Pushing: pages whose files were deleted here go to the trash on the server. */
#include "sync/push/push.h"

#include "atlcli/confluence_page_act.h"
#include "atlcli/loop.h"

#include <string.h>
#include <unistd.h>

/* ---- whether one may go ---- */

/* What was below a page when it was last synced, or is to be. */
struct push_child {
    const struct sync_node *node; /* NULL: */
    const struct push_page *page; /* one that is made or moved */
    struct push_child *next;
};

static void add_child(struct push *push, const char *parent, const struct sync_node *node,
                      const struct push_page *page)
{
    struct push_child *child = atl_arena_alloc(push->arena, sizeof *child);
    *child = (struct push_child){node, page, sync_map_get(&push->children, parent)};
    sync_map_put(&push->children, parent, child);
}

/* Each list's last comes first: so it ends up ordered as the files are. */
static void find_children(struct push *push)
{
    const struct sync_local *local = &push->pull.local;
    push->has_children = true;
    for (size_t i = push->pages.count; i-- > 0;) {
        const struct push_page *page = push->pages.items[i];
        if (page->parent != NULL && !page->deleted && (page->node == NULL || page->moved)) {
            add_child(push, page->parent, NULL, page);
        }
    }
    for (size_t i = local->nodes.count; i-- > 0;) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->row != NULL && node->row->parent != NULL) {
            add_child(push, node->row->parent, node, NULL);
        }
    }
}

static bool goes_away(const struct push *push, const struct sync_node *node)
{
    const struct push_page *page = sync_map_get(&push->by_id, node->id);
    return (page != NULL && !page->settled &&
            ((page->deleted && !page->comes_back) || page->moved)) ||
           (node->kind == SYNC_FOLDER && node->current == NULL);
}

/* A page that stays, and would hang in the air: without one below it, NULL. */
static const char *child_that_stays(struct push *push, const struct push_page *page)
{
    if (!push->has_children) {
        find_children(push);
    }
    for (const struct push_child *child = sync_map_get(&push->children, page->id); child != NULL;
         child = child->next) {
        const struct sync_node *node = child->node;
        if (node == NULL && !child->page->settled) {
            return child->page->path;
        }
        if (node != NULL && !goes_away(push, node)) {
            return node->file != NULL ? node->file->path : node->row->path;
        }
    }
    return NULL;
}

bool push_may_delete(struct push *push, const struct push_page *page, struct atl_error *reason)
{
    const char *child = child_that_stays(push, page);
    if (page->node->remote->version != page->node->row->version &&
        push->pull.favour != SYNC_FAVOUR_OURS) {
        atl_fail(reason, ATL_CONFLICT,
                 "%s was deleted here, and its page has changed on the server", page->path);
        atl_hint(reason, "pull brings it back; delete it again then");
        return false;
    }
    if (atl_text_equal(page->id, push->workspace->config.page)) {
        atl_fail(reason, ATL_FAILED, "%s is the page that this workspace is of", page->path);
        atl_hint(reason, "'atlcli wiki page delete %s' deletes it on the server", page->id);
        return false;
    }
    if (push->unreadable != NULL) {
        atl_fail(reason, ATL_FAILED,
                 "%s isn't deleted on the server while %s can't be read: that "
                 "may be its page",
                 page->path, push->unreadable);
        return false;
    }
    if (child != NULL) {
        atl_fail(reason, ATL_FAILED, "%s was deleted here, and the page %s below it was not",
                 page->path, child);
        atl_hint(reason, "delete that file, too, or move it into the directory of another page");
        return false;
    }
    return true;
}

/* ---- deleting ---- */

static enum atl_status forget(struct push *push, const struct push_page *page,
                              struct atl_error *error)
{
    struct sync_state *state = push->workspace->state;
    enum atl_status status = sync_state_begin(state, error);
    if (status == ATL_OK) {
        status = sync_state_remove_page(state, page->id, error);
    }
    if (status == ATL_OK) {
        status = sync_state_commit(state, error);
    }
    if (status != ATL_OK) {
        sync_state_roll_back(state);
        return status;
    }
    struct atl_arena arena = {0};
    unlinkat(push->workspace->descriptor, sync_base_path(&arena, page->id), 0);
    atl_arena_free(&arena);
    return ATL_OK;
}

static enum atl_status delete_one(void *context, size_t index, struct atl_error *error)
{
    struct push *push = context;
    struct push_page *page = push->wanted.items[index];
    struct atl_error failure;
    enum atl_status status = ATL_OK;
    if (page->node->remote != NULL) {
        status = push_may_delete(push, page, &failure)
                     ? atl_confluence_delete_page(push->http, page->id, "current", false, &failure)
                     : failure.status;
    }
    if (status != ATL_OK) {
        status = push_fail(push, page, &failure, error);
    } else {
        status = forget(push, page, error);
        if (status == ATL_OK) {
            status = push_tell_page(push, page, ATL_SYNC_DELETED, NULL, error);
        }
    }
    push_advance(push);
    return status;
}

/* What lies deepest goes first. */
enum atl_status push_delete_pages(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    size_t deepest = 0;
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        deepest = page->deleted && page->depth > deepest ? page->depth : deepest;
    }
    for (size_t depth = deepest + 1; status == ATL_OK && depth-- > 0;) {
        push->wanted.count = 0;
        for (size_t i = 0; i < push->pages.count; i++) {
            struct push_page *page = push->pages.items[i];
            if (page->deleted && !page->settled && page->depth == depth) {
                atl_list_add(&push->wanted, page);
            }
        }
        status = push_each(push, delete_one, error);
    }
    return status;
}
