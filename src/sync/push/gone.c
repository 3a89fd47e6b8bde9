/*
 * Pushing: pages that were deleted on the server, and changed here. When this side is to decide
 * they are made anew, with their attachments, and so are those that they are to be below; what is
 * below one here, and still is on the server, goes below the new one.
 */
#include "sync/compare/resolve.h"
#include "sync/push/push.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- pages that nothing was to be done with ---- */

/* One of them, and why it matters now. */
struct candidate {
    struct sync_node *node;
    bool is_below; /* a page that is gone; else such a page is to be below it, or has files here */
};

struct widening {
    struct push *push;
    struct atl_list candidates; /* struct candidate, in the arena */
    struct atl_list ids;        /* of these, to be asked for */
    struct sync_map gone;       /* struct push_page by id */
    bool added;
};

static bool is_gone(const struct push *push, const struct push_page *page)
{
    return page->node != NULL && !page->deleted && !page->settled &&
           sync_map_get(&push->there, page->id) == NULL;
}

static bool is_scope(const struct push *push, const struct push_page *page)
{
    return atl_text_equal(page->id, push->workspace->config.page);
}

static void consider(struct widening *widening, struct sync_node *node, bool is_below)
{
    struct push *push = widening->push;
    struct atl_error ignored;
    if (node == NULL || node->kind != SYNC_PAGE || node->row == NULL || node->file == NULL ||
        node->file->problem != NULL || sync_map_get(&push->by_id, node->id) != NULL ||
        sync_has_markers(push->workspace, node, &ignored)) {
        return;
    }
    struct candidate *candidate = atl_arena_alloc(push->arena, sizeof *candidate);
    *candidate = (struct candidate){.node = node, .is_below = is_below};
    atl_list_add(&widening->candidates, candidate);
    if (sync_map_get(&push->asked, node->id) == NULL) {
        atl_list_add(&widening->ids, (void *)(uintptr_t)node->id);
    }
}

static void find_candidates(struct widening *widening)
{
    struct push *push = widening->push;
    const struct sync_local *local = &push->pull.local;
    for (size_t i = 0; i < push->pages.count; i++) {
        struct push_page *page = push->pages.items[i];
        if (is_gone(push, page) && !is_scope(push, page)) {
            sync_map_put(&widening->gone, page->id, page);
        }
    }
    for (size_t i = 0; i < push->files.count; i++) {
        const struct push_file *file = push->files.items[i];
        consider(widening, file->file == NULL ? NULL : file->node, false);
    }
    if (push->pull.favour != SYNC_FAVOUR_OURS) {
        return;
    }
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        if (is_gone(push, page)) {
            consider(widening, sync_map_get(&local->by_id, page->parent), false);
        }
    }
    for (size_t i = 0; i < local->nodes.count; i++) {
        struct sync_node *node = local->nodes.items[i];
        if (node->row != NULL && node->file != NULL && !node->moved &&
            sync_map_get(&widening->gone, node->row->parent) != NULL &&
            push_wants(push, node->file->path)) {
            consider(widening, node, true);
        }
    }
}

static void add(struct widening *widening, const struct candidate *candidate)
{
    struct push *push = widening->push;
    struct sync_node *node = candidate->node;
    bool is_there = sync_map_get(&push->there, node->id) != NULL;
    if (is_there != candidate->is_below || sync_map_get(&push->by_id, node->id) != NULL) {
        return;
    }
    const struct push_page page = {
        .node = node,
        .file = node->file,
        .path = node->file->path,
        .id = node->id,
        .title = node->file->title == NULL ? node->row->title : node->file->title,
        .moved = is_there,
        .parent = node->row->parent,
    };
    push_add(push, &page);
    widening->added = true;
}

enum atl_status push_widen(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    bool again = push->pull.favour != SYNC_FAVOUR_NONE;
    while (status == ATL_OK && again) {
        struct widening widening = {.push = push};
        find_candidates(&widening);
        status = push_ask(push, &widening.ids, error);
        for (size_t i = 0; status == ATL_OK && i < widening.candidates.count; i++) {
            add(&widening, widening.candidates.items[i]);
        }
        again = widening.added;
        atl_list_free(&widening.candidates);
        atl_list_free(&widening.ids);
        sync_map_free(&widening.gone);
    }
    push_sort(push);
    return status;
}

/* ---- what becomes of one ---- */

enum atl_status push_tell_parent_gone(struct push *push, struct push_page *page,
                                      struct atl_error *error)
{
    const struct sync_node *parent = sync_map_get(&push->pull.local.by_id, page->parent);
    struct atl_error reason;
    atl_fail(&reason, ATL_NOT_FOUND, "%s: the page that it is to be below, %s (%s), is gone",
             page->path, parent->row == NULL ? "-" : parent->row->title, page->parent);
    atl_hint(&reason, "pull, then move the file into the directory of another page");
    return push_tell_page(push, page, ATL_SYNC_FAILED, &reason, error);
}

bool push_lacks_parent(const struct push *push, const struct push_page *page)
{
    const struct sync_node *parent = sync_map_get(&push->pull.local.by_id, page->parent);
    return parent != NULL && parent->kind == SYNC_PAGE &&
           sync_map_get(&push->there, parent->id) == NULL;
}

static enum atl_status tell_scope_gone(struct push *push, struct push_page *page,
                                       struct atl_error *error)
{
    struct atl_error reason;
    atl_fail(&reason, ATL_FAILED, "%s is the page that this workspace is of, and is gone",
             page->path);
    atl_hint(&reason, "restore it from the trash of its space, or make a workspace of another page "
                      "with 'atlcli wiki docs init' and copy the files there");
    return push_tell_page(push, page, ATL_SYNC_FAILED, &reason, error);
}

/* What was, or is to be, below the one that is gone is to be below the new one. */
static void take_children(struct push *push, struct push_page *page, const char *id)
{
    for (size_t i = 0; i < push->pages.count; i++) {
        struct push_page *other = push->pages.items[i];
        if (!other->deleted && atl_text_equal(other->parent, id)) {
            other->above = page;
            other->parent = NULL;
            other->moved = other->node != NULL;
        }
    }
}

/*
 * When it was deleted, the server put what was below it below the page above it. That is known from
 * here on, so that a push that ends before they are moved leaves them as moved here, and not twice.
 */
static enum atl_status note_children(struct push *push, const char *id, struct atl_error *error)
{
    struct sync_state *state = push->workspace->state;
    enum atl_status status = sync_state_begin(state, error);
    for (size_t i = 0; status == ATL_OK && i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        const struct sync_remote_page *remote = sync_map_get(&push->there, page->id);
        if (page->node != NULL && !page->deleted && remote != NULL &&
            atl_text_equal(page->node->row->parent, id)) {
            page->node->row->parent = atl_arena_strdup(push->arena, remote->parent);
            status = sync_state_put_page(state, page->node->row, error);
        }
    }
    status = status == ATL_OK ? sync_state_commit(state, error) : status;
    if (status != ATL_OK) {
        sync_state_roll_back(state);
    }
    return status;
}

static enum atl_status make_anew(struct push *push, struct push_page *page, struct atl_error *error)
{
    const struct sync_node *node = page->node;
    page->node = NULL;
    page->id = NULL;
    page->moved = false;
    take_children(push, page, node->id);
    return push_find_files_anew(push, page, node, error);
}

/* Told of, unless one side is to decide: then it is made anew, or goes here as well. */
enum atl_status push_judge_gone(struct push *push, struct push_page *page, struct atl_error *error)
{
    enum sync_favour favour = push->pull.favour;
    bool ours = favour == SYNC_FAVOUR_OURS;
    struct atl_error reason;
    if (page->deleted) {
        return ATL_OK; /* as it was to be */
    }
    push_forget_files(push, page->node);
    if (favour == SYNC_FAVOUR_NONE) {
        sync_fail_gone(page->path, &reason);
        return push_tell_page(push, page, ATL_SYNC_CONFLICT, &reason, error);
    }
    if (is_scope(push, page)) {
        return tell_scope_gone(push, page, error);
    }
    if (ours && push_lacks_parent(push, page)) {
        return push_tell_parent_gone(push, page, error);
    }
    enum atl_status status = ATL_OK;
    if (!push->dry && ours) {
        status = note_children(push, page->id, &reason);
    }
    if (!push->dry && status == ATL_OK) {
        status = sync_resolve_gone(push->workspace, push->arena, page->node,
                                   ours ? ATL_DOCS_OURS : ATL_DOCS_THEIRS, &reason);
    }
    if (status != ATL_OK) {
        return push_tell_page(push, page, ATL_SYNC_FAILED, &reason, error);
    }
    if (ours) {
        return make_anew(push, page, error);
    }
    page->settled = true;
    return push_tell_page(push, page, ATL_SYNC_TRASHED, NULL, error);
}
