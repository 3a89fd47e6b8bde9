/* Pulling: texts that have to be made anew because something they lead to is elsewhere. */
#include "sync/names.h"
#include "sync/pull/pull.h"

#include <string.h>

/* What other pages' links to it need to be looked at for: by its id and by its titles. */
static void note_changed(struct sync_pull *pull, struct sync_map *changed, struct sync_node *node)
{
    sync_map_put(changed, node->id, node);
    if (node->remote != NULL) {
        sync_map_put(changed, sync_link_to_title(&pull->arena, node->remote->title), node);
    }
}

static bool is_elsewhere(struct sync_pull *pull, const struct sync_node *node)
{
    if (node->remote == NULL || node->row == NULL) {
        return true; /* gone, or new */
    }
    const char *path = sync_path_of_place(&pull->arena, node->place, node->kind);
    return strcmp(path, node->row->path) != 0 ||
           !sync_name_is_same(node->row->title, node->remote->title);
}

static void find_changed(struct sync_pull *pull, struct sync_map *changed)
{
    for (size_t i = 0; i < pull->local.nodes.count; i++) {
        struct sync_node *node = pull->local.nodes.items[i];
        if (node->kind == SYNC_PAGE && (node->row != NULL || node->remote != NULL) &&
            is_elsewhere(pull, node)) {
            note_changed(pull, changed, node);
        }
    }
}

enum atl_status sync_pull_mark_stale(struct sync_pull *pull, struct atl_error *error)
{
    struct sync_map changed = {0};
    struct sync_link *links;
    size_t count = 0;
    enum atl_status status = ATL_OK;
    find_changed(pull, &changed);
    if (changed.used > 0 && pull->local.row_count > 0) {
        status = sync_state_links(pull->workspace->state, &pull->arena, &links, &count, error);
    }
    for (size_t i = 0; i < count; i++) {
        struct sync_node *node = sync_map_get(&pull->local.by_id, links[i].page);
        if (node != NULL && (sync_map_get(&changed, links[i].target) != NULL ||
                             sync_map_get(&changed, links[i].page) != NULL)) {
            node->stale = true;
        }
    }
    sync_map_free(&changed);
    return status;
}
