/* Pushing: where pages and attachments are, and what they will be called. */
#include "sync/push/push.h"

#include <string.h>

static const char *title_here(const struct sync_node *node)
{
    return node->file != NULL && node->file->title != NULL ? node->file->title : node->row->title;
}

static void add_page(struct push *push, const char *id, const char *title, const char *path)
{
    const struct sync_target target = {.id = id, .title = title, .path = path};
    sync_links_add_page(&push->pull.links, &target);
}

/* Where pages were, and what they were called: links that say so still find them. */
static void add_former(struct push *push)
{
    const struct sync_local *local = &push->pull.local;
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->kind == SYNC_PAGE && node->row != NULL && node->file != NULL) {
            add_page(push, node->id, title_here(node), node->row->path);
            add_page(push, node->id, node->row->title, node->file->path);
        }
    }
}

static void add_present(struct push *push)
{
    const struct sync_local *local = &push->pull.local;
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->kind == SYNC_PAGE && node->row != NULL) {
            add_page(push, node->id, title_here(node),
                     node->file != NULL ? node->file->path : node->row->path);
        }
    }
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        if (page->node == NULL) {
            add_page(push, NULL, page->title, page->path);
        }
    }
}

static void add_file(struct push *push, const struct sync_target *page, const char *name,
                     const char *path)
{
    const struct sync_target_file file = {.page = page, .file = name, .path = path};
    if (page != NULL) {
        sync_links_add_file(&push->pull.links, &file);
    }
}

static void add_files(struct push *push)
{
    const struct sync_local *local = &push->pull.local;
    const struct sync_links *links = &push->pull.links;
    for (size_t i = 0; i < local->attachment_count; i++) {
        const struct sync_attachment *row = &local->attachments[i];
        const struct sync_target *page = sync_map_get(&links->by_id, row->page);
        add_file(push, page, row->file, row->path);
        add_file(push, page, row->file, sync_attachment_now(local, row));
    }
    for (size_t i = 0; i < push->files.count; i++) {
        const struct push_file *file = push->files.items[i];
        const char *page = file->page != NULL         ? file->page->path
                           : file->node->file != NULL ? file->node->file->path
                                                      : NULL;
        add_file(push, sync_map_get(&links->by_path, page), file->name, file->path);
    }
}

void push_index_links(struct push *push)
{
    push->pull.links = (struct sync_links){
        .arena = push->arena,
        .space = push->workspace->config.space,
        .attachments = push->workspace->config.attachments,
    };
    add_former(push);
    add_present(push);
    add_files(push);
}

/* ---- those that lead nowhere ---- */

/* Noted by a pull that has written the page's text, and was ended before it wrote the other's. */
static bool leads_nowhere(const struct push *push, const struct sync_link *link)
{
    const struct sync_node *target = sync_map_get(&push->pull.local.by_id, link->target);
    return !sync_link_is_to_title(link->target) && (target == NULL || target->row == NULL);
}

static enum atl_status tell_of_early(struct push *push, struct push_page *page,
                                     struct atl_error *error)
{
    struct atl_error reason;
    atl_fail(&reason, ATL_FAILED, "%s links to pages that aren't here: a pull was ended before",
             page->path);
    atl_hint(&reason, "pull, then push again");
    return push_tell_page(push, page, ATL_SYNC_FAILED, &reason, error);
}

enum atl_status push_check_links(struct push *push, struct atl_error *error)
{
    struct sync_link *links;
    size_t count = 0;
    enum atl_status status = ATL_OK;
    if (push->by_id.used > 0) {
        status = sync_state_links(push->workspace->state, push->arena, &links, &count, error);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct push_page *page = sync_map_get(&push->by_id, links[i].page);
        /* One that was deleted from here has left its mark: the text is made anew by a pull. */
        if (page != NULL && page->edited && !page->settled && page->node != NULL &&
            (page->node->row->flags & SYNC_STALE) == 0 && leads_nowhere(push, &links[i])) {
            status = tell_of_early(push, page, error);
        }
    }
    return status;
}
