/* Pushing: what the server has of the pages concerned, and what has changed there meanwhile. */
#include "sync/push/push.h"

#include "atlcli/confluence_tree.h"

#include <stdint.h>
#include <string.h>

/* ---- versions ---- */

/* A page whose text is to be sent: what it is on the server is asked for along with it. */
static struct push_page *edited_page(const struct push *push, const char *id)
{
    struct push_page *page = push->dry ? NULL : sync_map_get(&push->by_id, id);
    return page != NULL && page->node != NULL && page->edited && !page->settled ? page : NULL;
}

static enum atl_status take(void *context, const struct atl_confluence_node *page,
                            struct atl_error *error)
{
    struct push *push = context;
    struct atl_arena *arena = push->arena;
    const struct atl_sync_config *config = &push->workspace->config;
    (void)error;
    if (!atl_text_equal(page->space, config->space_id != NULL ? config->space_id : config->space)) {
        return ATL_OK; /* it is no page of this workspace any more */
    }
    struct sync_remote_page *kept = atl_arena_alloc(arena, sizeof *kept);
    *kept = (struct sync_remote_page){.id = atl_arena_strdup(arena, page->id),
                                      .kind = SYNC_PAGE,
                                      .parent = atl_arena_strdup(arena, page->parent),
                                      .title = atl_arena_strdup(arena, page->title),
                                      .version = page->version,
                                      .position = page->position};
    sync_map_put(&push->there, kept->id, kept);
    struct push_page *edited = edited_page(push, page->id);
    if (edited != NULL && page->body != NULL && page->version == edited->node->row->version) {
        push_keep_original(push, edited, page->version, page->body, page->body_length);
    }
    return ATL_OK;
}

enum atl_status push_ask(struct push *push, const struct atl_list *ids, struct atl_error *error)
{
    struct atl_list unasked = {0};
    bool bodies = false;
    for (size_t i = 0; i < ids->count; i++) {
        const char *id = ids->items[i];
        if (id != NULL && sync_map_get(&push->asked, id) == NULL) {
            sync_map_put(&push->asked, id, push);
            atl_list_add(&unasked, (void *)(uintptr_t)id);
            bodies = bodies || edited_page(push, id) != NULL;
        }
    }
    enum atl_status status =
        unasked.count == 0 ? ATL_OK
                           : atl_confluence_nodes(push->http, (const char *const *)unasked.items,
                                                  unasked.count, bodies, take, push, error);
    atl_list_free(&unasked);
    return status;
}

/* Pages, and those that new and moved ones go below: not folders, which can't be asked for so. */
static enum atl_status ask_all(struct push *push, struct atl_error *error)
{
    struct atl_list ids = {0};
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        const struct sync_node *parent = sync_map_get(&push->pull.local.by_id, page->parent);
        atl_list_add(&ids, page->settled ? NULL : (void *)(uintptr_t)page->id);
        if (!page->settled && (page->moved || page->node == NULL) && parent != NULL &&
            parent->kind == SYNC_PAGE) {
            atl_list_add(&ids, (void *)(uintptr_t)parent->id);
        }
    }
    enum atl_status status = push_ask(push, &ids, error);
    atl_list_free(&ids);
    return status;
}

/* ---- what that means ---- */

/* Told of, unless one side is to decide: then the server's place stands, or that of here. */
static enum atl_status judge_move(struct push *push, struct push_page *page,
                                  struct atl_error *error)
{
    const struct sync_node *node = page->node;
    struct atl_error reason;
    if (!page->moved || atl_text_equal(node->remote->parent, node->row->parent) ||
        atl_text_equal(node->remote->parent, page->parent)) {
        return ATL_OK;
    }
    switch (push->pull.favour) {
    case SYNC_FAVOUR_OURS:
        return ATL_OK;
    case SYNC_FAVOUR_THEIRS:
        page->moved = false;
        page->settled = page->settled || !page->edited;
        return ATL_OK;
    case SYNC_FAVOUR_NONE:
        break;
    }
    sync_problem_moved_twice(&reason, page->path);
    return push_tell_page(push, page, ATL_SYNC_CONFLICT, &reason, error);
}

static enum atl_status judge(struct push *push, struct push_page *page, struct atl_error *error)
{
    if (page->node != NULL) {
        page->node->remote = sync_map_get(&push->there, page->id);
        page->node->place = page->node->current != NULL
                                ? page->node->current
                                : sync_place_of(push->arena, page->node->row->path);
        if (page->node->remote == NULL) {
            return push_judge_gone(push, page, error);
        }
    }
    if ((page->moved || page->node == NULL) && push_lacks_parent(push, page)) {
        return push_tell_parent_gone(push, page, error);
    }
    return page->moved ? judge_move(push, page, error) : ATL_OK;
}

static bool comes_back(const struct push *push, const struct push_page *page)
{
    return page->node->remote->version != page->node->row->version &&
           push->pull.favour == SYNC_FAVOUR_THEIRS;
}

static enum atl_status take_unedited(void *context, const struct atl_confluence_node *node,
                                     struct atl_error *error)
{
    struct push *push = context;
    const struct push_page *page = sync_map_get(&push->by_id, node->id);
    const struct sync_page *row = page == NULL ? NULL : page->node->row;
    struct sync_remote_page *there = sync_map_get(&push->there, node->id);
    (void)error;
    if (row != NULL && there != NULL && node->body != NULL &&
        atl_text_equal(node->title, row->title)) {
        struct sync_hash hash = sync_hash_of(node->body, node->body_length);
        if (sync_hash_equal(&hash, &row->remote_hash)) {
            there->version = row->version;
        }
    }
    return ATL_OK;
}

/* What is deleted here may have another version and no other text: Data Center moves pages so. */
static enum atl_status compare_deleted(struct push *push, struct atl_error *error)
{
    struct atl_list ids = {0};
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        if (page->deleted && !page->settled && page->node->remote != NULL &&
            page->node->remote->version != page->node->row->version) {
            atl_list_add(&ids, (void *)(uintptr_t)page->id);
        }
    }
    enum atl_status status =
        ids.count == 0 ? ATL_OK
                       : atl_confluence_nodes(push->http, (const char *const *)ids.items, ids.count,
                                              true, take_unedited, push, error);
    atl_list_free(&ids);
    return status;
}

/* Those below come before those above. */
static enum atl_status judge_deletions(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = push->pages.count; status == ATL_OK && i-- > 0;) {
        struct push_page *page = push->pages.items[i];
        struct atl_error reason;
        if (!page->deleted || page->settled || page->node->remote == NULL) {
            continue;
        }
        page->comes_back = comes_back(push, page);
        if (!page->comes_back && !push_may_delete(push, page, &reason)) {
            status = push_tell_page(
                push, page, reason.status == ATL_CONFLICT ? ATL_SYNC_CONFLICT : ATL_SYNC_FAILED,
                &reason, error);
        }
    }
    return status;
}

/* ---- texts ---- */

/* Or here, by what was pushed before: links of a stale file lead where their targets were. */
static bool needs_merge(const struct push_page *page)
{
    const struct sync_node *node = page->node;
    return !page->settled && page->edited &&
           (node->remote->version != node->row->version || (node->row->flags & SYNC_STALE) != 0);
}

static enum atl_status take_text(void *context, const struct atl_confluence_node *node,
                                 struct atl_error *error)
{
    struct push *push = context;
    struct push_page *page = sync_map_get(&push->by_id, node->id);
    if (page == NULL || page->settled) {
        return ATL_OK;
    }
    return push_merge(push, page, node->title, node->version, node->body == NULL ? "" : node->body,
                      node->body_length, error);
}

static enum atl_status ask_texts(struct push *push, struct atl_error *error)
{
    struct atl_list ids = {0};
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        if (page->node != NULL && (needs_merge(page) || page->comes_back)) {
            atl_list_add(&ids, (void *)(uintptr_t)page->id);
        }
    }
    enum atl_status status = ids.count == 0
                                 ? ATL_OK
                                 : atl_confluence_nodes(push->http, (const char *const *)ids.items,
                                                        ids.count, true, take_text, push, error);
    atl_list_free(&ids);
    return status == ATL_OK ? sync_batch_commit(&push->pull.batch, error) : status;
}

enum atl_status push_catch_up(struct push *push, struct atl_error *error)
{
    enum atl_status status = ask_all(push, error);
    if (status == ATL_OK) {
        status = push_widen(push, error);
    }
    for (size_t i = 0; status == ATL_OK && i < push->pages.count; i++) {
        struct push_page *page = push->pages.items[i];
        status = page->settled ? ATL_OK : judge(push, page, error);
    }
    status = status == ATL_OK ? compare_deleted(push, error) : status;
    if (status == ATL_OK) {
        status = judge_deletions(push, error);
    }
    return status == ATL_OK ? ask_texts(push, error) : status;
}
