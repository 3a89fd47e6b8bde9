/* Pushing: which pages were changed here. */
#include "sync/push/push.h"

#include <fnmatch.h>
#include <string.h>

/* ---- which are wanted ---- */

/* As git takes paths: "*" also stands for slashes, and what lies below a directory counts. */
static bool matches(const char *glob, const char *path)
{
    char part[4096];
    size_t length = strlen(path);
    if (fnmatch(glob, path, 0) == 0) {
        return true;
    }
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        size_t count = (size_t)(slash - path);
        if (length >= sizeof part) {
            return false;
        }
        memcpy(part, path, count);
        part[count] = '\0';
        if (fnmatch(glob, part, 0) == 0) {
            return true;
        }
    }
    return false;
}

bool push_wants(struct push *push, const char *path)
{
    bool wanted = push->options->only_count == 0;
    for (size_t i = 0; i < push->options->only_count; i++) {
        const char *glob = push->options->only[i];
        if (matches(glob, path)) {
            sync_map_put(&push->used, glob, push);
            wanted = true;
        }
    }
    return wanted;
}

/* ---- adding ---- */

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    for (; *path != '\0'; path++) {
        depth += *path == '/';
    }
    return depth;
}

struct push_page *push_add(struct push *push, const struct push_page *page)
{
    struct push_page *kept = atl_arena_alloc(push->arena, sizeof *kept);
    *kept = *page;
    kept->depth = depth_of(kept->path);
    atl_list_add(&push->pages, kept);
    if (kept->id != NULL) {
        sync_map_put(&push->by_id, kept->id, kept);
    }
    return kept;
}

/* ---- pages that there are ---- */

static enum atl_status find_deleted(struct push *push, struct sync_node *node)
{
    const struct sync_page *row = node->row;
    if (!push->options->delete_pages) {
        push->batch.totals->withheld++;
        return ATL_OK;
    }
    const struct push_page page = {
        .node = node, .path = row->path, .id = node->id, .title = row->title, .deleted = true};
    push_add(push, &page);
    return ATL_OK;
}

/* Where a page was put that no page can be below. */
static bool is_astray(const struct push *push, const struct sync_node *node,
                      struct atl_error *reason)
{
    const struct atl_sync_config *config = &push->workspace->config;
    if (!node->moved) {
        return false;
    }
    const char *directory = sync_directory_of(push->arena, node->file->path);
    if (node->under_unknown && sync_map_get(&push->by_place, directory) == NULL) {
        atl_fail(reason, ATL_NOT_FOUND, "%s has no page to be below: there is no %s.md",
                 node->file->path, directory);
        atl_hint(reason, "move it into the directory of a page, or write that page and add it with "
                         "'atlcli wiki docs add'");
        return true;
    }
    if (directory[0] == '\0' && config->scope != ATL_SYNC_SPACE) {
        atl_fail(reason, ATL_USAGE, "%s lies beside the page that this workspace is of",
                 node->file->path);
        atl_hint(reason, "move it into the directory of a page");
        return true;
    }
    return false;
}

static enum atl_status find_changed(struct push *push, struct sync_node *node,
                                    struct atl_error *error)
{
    const struct sync_page *row = node->row;
    struct sync_file *file = node->file;
    struct atl_error reason;
    struct push_page page = {
        .node = node,
        .file = file,
        .path = file->path,
        .id = node->id,
        .title = file->title == NULL ? row->title : file->title,
        .edited = !sync_hash_equal(&file->hash, &row->file_hash),
        .moved = node->moved,
        .parent = node->moved ? (node->under == NULL ? NULL : node->under->id) : row->parent,
    };
    if (file->problem != NULL) {
        return push_tell_page(push, &page, ATL_SYNC_FAILED, file->problem, error);
    }
    if (!page.edited && !page.moved) {
        return ATL_OK;
    }
    if (sync_has_markers(push->workspace, node, &reason)) {
        return push_tell_page(push, &page, ATL_SYNC_CONFLICT, &reason, error);
    }
    if (is_astray(push, node, &reason)) {
        return push_tell_page(push, &page, ATL_SYNC_FAILED, &reason, error);
    }
    page.above = node->under_unknown
                     ? sync_map_get(&push->by_place, sync_directory_of(push->arena, file->path))
                     : NULL;
    push_add(push, &page);
    return ATL_OK;
}

static enum atl_status find_of_node(struct push *push, struct sync_node *node,
                                    struct atl_error *error)
{
    struct atl_error reason;
    const char *path = node->file != NULL ? node->file->path : node->row->path;
    if (!push_wants(push, path)) {
        return ATL_OK;
    }
    if (node->row == NULL) {
        sync_problem_unknown(&reason, node);
        return push_tell(push, ATL_SYNC_FAILED, path, node->id, node->file->title, &reason, error);
    }
    return node->file == NULL ? find_deleted(push, node) : find_changed(push, node, error);
}

static enum atl_status tell_copies(struct push *push, struct atl_error *error)
{
    const struct sync_local *local = &push->pull.local;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < local->copies.count; i++) {
        const struct sync_file *file = local->copies.items[i];
        struct atl_error reason;
        if (push_wants(push, file->path)) {
            sync_problem_copy(&reason, file, sync_map_get(&local->by_id, file->id));
            status =
                push_tell(push, ATL_SYNC_FAILED, file->path, file->id, file->title, &reason, error);
        }
    }
    return status;
}

/* ---- all ---- */

static enum atl_status check_globs(const struct push *push, struct atl_error *error)
{
    for (size_t i = 0; i < push->options->only_count; i++) {
        const char *glob = push->options->only[i];
        if (sync_map_get(&push->used, glob) == NULL) {
            atl_fail(error, ATL_NOT_FOUND, "no file of the workspace matches '%s'", glob);
            atl_hint(error, "paths are those from %s; '*' stands for slashes, too",
                     push->workspace->root);
            return ATL_NOT_FOUND;
        }
    }
    return ATL_OK;
}

enum atl_status push_find(struct push *push, struct atl_error *error)
{
    struct sync_local *local = &push->pull.local;
    enum atl_status status = push_find_new(push, error);
    for (size_t i = 0; status == ATL_OK && i < local->nodes.count; i++) {
        struct sync_node *node = local->nodes.items[i];
        if (node->kind == SYNC_PAGE) {
            status = find_of_node(push, node, error);
        }
    }
    if (status == ATL_OK) {
        status = tell_copies(push, error);
    }
    if (status == ATL_OK) {
        status = push_find_files(push, error);
    }
    return status == ATL_OK ? check_globs(push, error) : status;
}
