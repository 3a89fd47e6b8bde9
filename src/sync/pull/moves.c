#include "sync/pull/moves.h"

#include "sync/names.h"

#include <string.h>

struct moving {
    struct sync_batch *batch;
    struct sync_local *local;
    struct sync_map
        by_current; /* struct sync_node by its place on the disk, unless changed since */
};

static const char *suffixed(const struct moving *moving, const char *place, const char *suffix)
{
    return atl_arena_printf(moving->local->arena, "%s%s", place, suffix);
}

/* What was below a directory is below its new name now. */
static void follow(struct moving *moving, const char *from, const char *to)
{
    size_t length = strlen(from);
    for (size_t i = 0; i < moving->local->nodes.count; i++) {
        struct sync_node *node = moving->local->nodes.items[i];
        if (node->current != NULL && strncmp(node->current, from, length) == 0 &&
            node->current[length] == '/') {
            node->current =
                atl_arena_printf(moving->local->arena, "%s%s", to, node->current + length);
            sync_map_put(&moving->by_current, node->current, node);
        }
    }
}

/*
 * Moves all of a page to another place. A directory that is there already stays apart: what belongs
 * into it is moved one by one.
 */
static enum atl_status move(struct moving *moving, struct sync_node *node, const char *place,
                            struct atl_error *error)
{
    const struct atl_sync_workspace *workspace = moving->batch->workspace;
    const char *from = node->current;
    enum atl_status status = ATL_OK;
    if (node->file != NULL) {
        status = sync_rename(workspace, suffixed(moving, from, ".md"),
                             suffixed(moving, place, ".md"), error);
    }
    if (status != ATL_OK) {
        return status;
    }
    const char *attachments = suffixed(moving, from, ".attachments");
    if (sync_is_directory(workspace, attachments) &&
        !sync_exists(workspace, suffixed(moving, place, ".attachments"))) {
        status =
            sync_rename(workspace, attachments, suffixed(moving, place, ".attachments"), error);
    }
    if (status == ATL_OK && sync_is_directory(workspace, from) && !sync_exists(workspace, place)) {
        status = sync_rename(workspace, from, place, error);
        if (status == ATL_OK) {
            follow(moving, from, place);
        }
    }
    node->current = place;
    if (node->file != NULL) {
        node->file->path = suffixed(moving, place, ".md");
    }
    sync_map_put(&moving->by_current, place, node);
    sync_remove_empty(workspace, moving->local->arena,
                      sync_directory_of(moving->local->arena, from));
    return status;
}

/* Makes room: what is at the place and is to be elsewhere waits aside. */
static enum atl_status clear(struct moving *moving, const struct sync_node *node,
                             struct atl_error *error)
{
    struct sync_node *holder = sync_map_get(&moving->by_current, node->place);
    if (holder == NULL || holder == node || holder->current == NULL ||
        strcmp(holder->current, node->place) != 0 || holder->place == NULL ||
        strcmp(holder->place, holder->current) == 0) {
        return ATL_OK;
    }
    return move(moving, holder,
                atl_arena_printf(moving->local->arena, SYNC_DIRECTORY "/moving/%s",
                                 sync_name_of_id(moving->local->arena, holder->id)),
                error);
}

static enum atl_status tell(struct moving *moving, const struct sync_node *node, const char *from,
                            const struct atl_error *failure, struct atl_error *error)
{
    struct atl_arena *arena = moving->local->arena;
    const struct atl_sync_event event = {
        .action = failure == NULL ? ATL_SYNC_MOVED : ATL_SYNC_FAILED,
        .path = sync_path_of_place(arena, failure == NULL ? node->place : from, node->kind),
        .from = failure == NULL ? sync_path_of_place(arena, from, node->kind) : NULL,
        .id = node->id,
        .reason = failure,
    };
    return sync_tell(moving->batch, &event, error);
}

static enum atl_status move_home(struct moving *moving, struct sync_node *node,
                                 struct atl_error *error)
{
    struct atl_error failure;
    const char *from = node->current;
    bool was_aside = atl_text_starts_with(from, SYNC_DIRECTORY "/");
    if (was_aside && node->row != NULL) {
        from = sync_place_of(moving->local->arena, node->row->path);
    }
    enum atl_status status = clear(moving, node, &failure);
    if (status == ATL_OK) {
        status = move(moving, node, node->place, &failure);
    }
    if (status == ATL_OK) {
        return tell(moving, node, from, NULL, error);
    }
    status = tell(moving, node, from, &failure, error);
    node->place = node->current;
    return status;
}

enum atl_status sync_move_all(struct sync_batch *batch, struct sync_local *local,
                              const struct atl_list *ordered, struct atl_error *error)
{
    struct moving moving = {.batch = batch, .local = local};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < local->nodes.count; i++) {
        struct sync_node *node = local->nodes.items[i];
        if (node->current != NULL) {
            sync_map_put(&moving.by_current, node->current, node);
        }
    }
    for (size_t i = 0; status == ATL_OK && i < ordered->count; i++) {
        struct sync_node *node = ordered->items[i];
        if (node->current != NULL && strcmp(node->current, node->place) != 0) {
            status = move_home(&moving, node, error);
        }
    }
    sync_map_free(&moving.by_current);
    return status;
}
