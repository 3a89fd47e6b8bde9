/* Pulling: pages that are gone on the server go to the trash, unless they were edited here. */
#include "sync/compare/resolve.h"
#include "sync/pull/pull.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* `path`: what was edited, the page's file or an attachment. */
static enum atl_status tell_edited(struct sync_pull *pull, struct sync_node *node, const char *path,
                                   struct atl_error *error)
{
    struct atl_error reason;
    struct sync_page *row = node->row;
    enum atl_status status = ATL_OK;
    sync_fail_gone(path, &reason);
    if ((row->flags & SYNC_GONE) == 0) {
        row->flags |= SYNC_GONE;
        status = sync_state_put_page(pull->workspace->state, row, error);
    }
    return status == ATL_OK ? sync_pull_tell(pull, ATL_SYNC_CONFLICT, false, node->file->path,
                                             node->id, row->title, &reason, error)
                            : status;
}

static enum atl_status forget(struct sync_pull *pull, const struct sync_node *node,
                              struct atl_error *error)
{
    unlinkat(pull->workspace->descriptor, sync_base_path(&pull->arena, node->id), 0);
    return sync_state_remove_page(pull->workspace->state, node->id, error);
}

/* The page's file and attachments. What is below it stays: it has moved, or goes by itself. */
static enum atl_status take_page(struct sync_pull *pull, struct sync_node *node,
                                 struct atl_error *error)
{
    struct atl_error failure;
    const char *path = node->file->path;
    const char *attachments = atl_arena_printf(&pull->arena, "%s.attachments", node->current);
    enum atl_status status = sync_trash_take(&pull->trash, path, &failure);
    if (status == ATL_OK) {
        status = sync_trash_take(&pull->trash, attachments, &failure);
    }
    if (status != ATL_OK) {
        return sync_pull_tell(pull, ATL_SYNC_FAILED, false, path, node->id, node->row->title,
                              &failure, error);
    }
    status = forget(pull, node, error);
    if (status == ATL_OK) {
        status = sync_pull_tell(pull, ATL_SYNC_TRASHED, false, path, node->id, node->row->title,
                                NULL, error);
    }
    node->file = NULL;
    node->current = NULL;
    return status;
}

struct removing {
    struct sync_pull *pull;
    struct atl_list edited; /* struct sync_node, to be settled when one side is to decide */
    struct sync_map needed; /* likewise by id: unchanged, and above one that is made anew */
    struct sync_map files;  /* paths by the id of their page: attachments that were changed here */
};

/* What was edited here of a page: the path of its file, or of an attachment; NULL: nothing. */
static const char *edited_of(const struct removing *removing, const struct sync_node *node)
{
    return sync_hash_equal(&node->file->hash, &node->row->file_hash)
               ? sync_map_get(&removing->files, node->id)
               : node->file->path;
}

static bool is_gone(const struct sync_node *node)
{
    return node != NULL && node->row != NULL && node->remote == NULL && node->file != NULL;
}

static bool is_any_gone(const struct sync_local *local)
{
    bool any = false;
    for (size_t i = 0; i < local->nodes.count && !any; i++) {
        any = is_gone(local->nodes.items[i]);
    }
    return any;
}

static bool is_changed(struct sync_pull *pull, const struct sync_attachment *row, const char *path)
{
    struct sync_hash here;
    return row == NULL ||
           sync_hash_file(sync_path(pull->workspace, &pull->arena, path), &here, NULL, NULL) !=
               ATL_OK ||
           !sync_hash_equal(&here, &row->hash);
}

/* Attachments that are new or were edited count as the page's text does. */
static void find_files(struct removing *removing)
{
    struct sync_pull *pull = removing->pull;
    const struct sync_local *local = &pull->local;
    struct sync_map rows = {0};
    for (size_t i = 0; i < local->attachment_count; i++) {
        struct sync_attachment *row = &local->attachments[i];
        sync_map_put(&rows, sync_attachment_now(local, row), row);
    }
    for (size_t i = 0; i < local->scan.count; i++) {
        const struct sync_file *file = &local->scan.files[i];
        if (!file->attachment) {
            continue;
        }
        const char *directory = sync_directory_of(&pull->arena, file->path);
        const struct sync_node *node = sync_map_get(
            &local->by_place,
            atl_arena_strndup(&pull->arena, directory, strlen(directory) - strlen(".attachments")));
        if (is_gone(node) && sync_map_get(&removing->files, node->id) == NULL &&
            is_changed(pull, sync_map_get(&rows, file->path), file->path)) {
            sync_map_put(&removing->files, node->id, (void *)(uintptr_t)file->path);
        }
    }
    sync_map_free(&rows);
}

/* A page that is made anew has to be below something: so what it lies below is, too. */
static void find_needed(struct removing *removing)
{
    const struct sync_local *local = &removing->pull->local;
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (!is_gone(node) || edited_of(removing, node) == NULL) {
            continue;
        }
        for (struct sync_node *above = node->under;
             is_gone(above) && sync_map_get(&removing->needed, above->id) == NULL;
             above = above->under) {
            sync_map_put(&removing->needed, above->id, above);
        }
    }
}

static enum atl_status remove_node(struct removing *removing, struct sync_node *node,
                                   struct atl_error *error)
{
    struct sync_pull *pull = removing->pull;
    if (node->file == NULL) {
        return forget(pull, node, error);
    }
    const char *edited = edited_of(removing, node);
    if (edited == NULL && sync_map_get(&removing->needed, node->id) == NULL) {
        return take_page(pull, node, error);
    }
    if (pull->favour != SYNC_FAVOUR_NONE) {
        atl_list_add(&removing->edited, node);
        return ATL_OK;
    }
    return tell_edited(pull, node, edited, error);
}

/* Directories that nothing is in any more, from the innermost one up. */
static void remove_directories(struct sync_pull *pull)
{
    for (size_t i = 0; i < pull->local.nodes.count; i++) {
        const struct sync_node *node = pull->local.nodes.items[i];
        if (node->row != NULL && node->remote == NULL) {
            const char *place = sync_place_of(&pull->arena, node->row->path);
            sync_remove_empty(pull->workspace, &pull->arena, place);
            sync_remove_empty(pull->workspace, &pull->arena,
                              sync_directory_of(&pull->arena, place));
        }
    }
}

/* Pages that were edited here, when one side is to decide: after the others, each by itself. */
static enum atl_status settle_edited(struct sync_pull *pull, const struct atl_list *edited,
                                     struct atl_error *error)
{
    bool ours = pull->favour == SYNC_FAVOUR_OURS;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < edited->count; i++) {
        struct sync_node *node = edited->items[i];
        const char *path = node->file->path;
        struct atl_error failure;
        if (sync_resolve_gone(pull->workspace, &pull->arena, node,
                              ours ? ATL_DOCS_OURS : ATL_DOCS_THEIRS, &failure) != ATL_OK) {
            status = sync_pull_tell(pull, ATL_SYNC_FAILED, false, path, node->id, node->row->title,
                                    &failure, error);
        } else if (!ours) {
            node->file = NULL;
            node->current = NULL;
            status = sync_pull_tell(pull, ATL_SYNC_TRASHED, false, path, node->id, node->row->title,
                                    NULL, error);
        }
    }
    return status;
}

enum atl_status sync_pull_remove(struct sync_pull *pull, struct atl_error *error)
{
    struct removing removing = {.pull = pull};
    bool any = false;
    enum atl_status status = ATL_OK;
    if (is_any_gone(&pull->local)) {
        find_files(&removing);
    }
    if (pull->favour == SYNC_FAVOUR_OURS) {
        find_needed(&removing);
    }
    for (size_t i = 0; status == ATL_OK && i < pull->local.nodes.count; i++) {
        struct sync_node *node = pull->local.nodes.items[i];
        if (node->row == NULL || node->remote != NULL) {
            continue;
        }
        status = any ? ATL_OK : sync_state_begin(pull->workspace->state, error);
        any = true;
        status = status == ATL_OK ? remove_node(&removing, node, error) : status;
    }
    if (any && status == ATL_OK) {
        status = sync_state_commit(pull->workspace->state, error);
        remove_directories(pull);
    }
    if (any && status != ATL_OK) {
        sync_state_roll_back(pull->workspace->state);
    }
    status = status == ATL_OK ? settle_edited(pull, &removing.edited, error) : status;
    atl_list_free(&removing.edited);
    sync_map_free(&removing.needed);
    sync_map_free(&removing.files);
    return status;
}
