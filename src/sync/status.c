/* docs status: what is here, against what was last synced. */
#include "sync/compare/resolve.h"
#include "sync/problem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = {"modified", "added",    "untracked", "moved",
                                     "deleted",  "conflict", "problem"};

const char *atl_sync_state_name(enum atl_sync_state_of state)
{
    return states[state];
}

struct looking {
    struct atl_sync_workspace *workspace;
    struct atl_arena *arena;
    struct atl_sync_status *status;
    struct sync_local local;
    struct atl_list found; /* struct atl_sync_difference */
    struct sync_map added; /* paths */
};

static void add(struct looking *looking, const struct atl_sync_difference *difference)
{
    struct atl_sync_difference *kept = atl_arena_alloc(looking->arena, sizeof *kept);
    *kept = *difference;
    looking->status->problems += kept->state == ATL_SYNC_PROBLEM;
    looking->status->conflicts += kept->state == ATL_SYNC_CONFLICTED;
    atl_list_add(&looking->found, kept);
}

static const struct atl_error *keep(struct looking *looking, const struct atl_error *reason)
{
    struct atl_error *kept = atl_arena_alloc(looking->arena, sizeof *kept);
    *kept = *reason;
    return kept;
}

/* ---- pages ---- */

static void look_at_tracked(struct looking *looking, const struct sync_node *node)
{
    const struct sync_file *file = node->file;
    const struct sync_page *row = node->row;
    struct atl_sync_difference difference = {
        .path = file == NULL ? row->path : file->path, .id = node->id, .title = row->title};
    struct atl_error reason;
    if (file == NULL) {
        difference.state = ATL_SYNC_DELETED_HERE;
        add(looking, &difference);
        return;
    }
    bool edited = !sync_hash_equal(&file->hash, &row->file_hash);
    if (file->problem != NULL) {
        difference.state = ATL_SYNC_PROBLEM;
        difference.reason = file->problem;
        add(looking, &difference);
    } else if ((row->flags & SYNC_GONE) != 0) {
        sync_fail_gone(file->path, &reason);
        difference.state = ATL_SYNC_CONFLICTED;
        difference.reason = keep(looking, &reason);
        add(looking, &difference);
    } else if (sync_has_markers(looking->workspace, node, &reason)) {
        difference.state = ATL_SYNC_CONFLICTED;
        difference.reason = keep(looking, &reason);
        add(looking, &difference);
    } else if (edited) {
        difference.state = ATL_SYNC_MODIFIED;
        add(looking, &difference);
    }
    if (node->moved) {
        difference.state = ATL_SYNC_MOVED_HERE;
        difference.from = row->path;
        difference.reason = NULL;
        add(looking, &difference);
    }
}

/* An id that no page of this workspace has. */
static void look_at_unknown(struct looking *looking, const struct sync_node *node)
{
    struct atl_error reason;
    sync_problem_unknown(&reason, node);
    const struct atl_sync_difference difference = {.state = ATL_SYNC_PROBLEM,
                                                   .path = node->file->path,
                                                   .id = node->id,
                                                   .title = node->file->title,
                                                   .reason = keep(looking, &reason)};
    add(looking, &difference);
}

static void look_at_pages(struct looking *looking)
{
    for (size_t i = 0; i < looking->local.nodes.count; i++) {
        const struct sync_node *node = looking->local.nodes.items[i];
        if (node->kind == SYNC_FOLDER) {
            continue;
        }
        if (node->row == NULL) {
            look_at_unknown(looking, node);
        } else {
            looking->status->pages++;
            look_at_tracked(looking, node);
        }
    }
}

/* ---- files that are no pages ---- */

static void look_at_others(struct looking *looking)
{
    const struct sync_local *local = &looking->local;
    for (size_t i = 0; i < local->untracked.count; i++) {
        const struct sync_file *file = local->untracked.items[i];
        bool added = sync_map_get(&looking->added, file->path) != NULL;
        const struct atl_sync_difference difference = {.state = file->problem != NULL
                                                                    ? ATL_SYNC_PROBLEM
                                                                : added ? ATL_SYNC_ADDED
                                                                        : ATL_SYNC_UNTRACKED,
                                                       .path = file->path,
                                                       .title = file->title,
                                                       .reason = file->problem};
        add(looking, &difference);
    }
    for (size_t i = 0; i < local->copies.count; i++) {
        const struct sync_file *file = local->copies.items[i];
        const struct sync_node *node = sync_map_get(&local->by_id, file->id);
        struct atl_error reason;
        sync_problem_copy(&reason, file, node);
        const struct atl_sync_difference difference = {.state = ATL_SYNC_PROBLEM,
                                                       .path = file->path,
                                                       .id = file->id,
                                                       .title = file->title,
                                                       .reason = keep(looking, &reason)};
        add(looking, &difference);
    }
}

/* ---- attachments ---- */

static void look_at_attachments(struct looking *looking)
{
    struct sync_map files = {0};
    struct sync_map known = {0};
    for (size_t i = 0; i < looking->local.scan.count; i++) {
        struct sync_file *file = &looking->local.scan.files[i];
        if (file->attachment) {
            sync_map_put(&files, file->path, file);
        }
    }
    for (size_t i = 0; i < looking->local.attachment_count; i++) {
        struct sync_attachment *row = &looking->local.attachments[i];
        const char *path = sync_attachment_now(&looking->local, row);
        const struct sync_file *file = sync_map_get(&files, path);
        struct atl_sync_difference difference = {.attachment = true,
                                                 .path = path,
                                                 .id = row->id,
                                                 .title = row->file,
                                                 .state = ATL_SYNC_DELETED_HERE};
        sync_map_put(&known, path, row);
        looking->status->attachments++;
        if (file != NULL && file->problem != NULL) {
            difference.state = ATL_SYNC_PROBLEM;
            difference.reason = file->problem;
        } else if (file != NULL) {
            difference.state = ATL_SYNC_MODIFIED;
        }
        if (file == NULL || !sync_hash_equal(&file->hash, &row->hash)) {
            add(looking, &difference);
        }
    }
    for (size_t i = 0; i < looking->local.scan.count; i++) {
        const struct sync_file *file = &looking->local.scan.files[i];
        if (file->attachment && sync_map_get(&known, file->path) == NULL) {
            const struct atl_sync_difference difference = {.state = ATL_SYNC_UNTRACKED,
                                                           .attachment = true,
                                                           .path = file->path,
                                                           .title = sync_base_name(file->path)};
            add(looking, &difference);
        }
    }
    sync_map_free(&files);
    sync_map_free(&known);
}

/* ---- all ---- */

static int by_path(const void *left, const void *right)
{
    const struct atl_sync_difference *first = left;
    const struct atl_sync_difference *second = right;
    int order = strcmp(first->path, second->path);
    return order != 0 ? order : (int)first->state - (int)second->state;
}

static enum atl_status read_added(struct looking *looking, struct atl_error *error)
{
    const char **paths;
    size_t count;
    enum atl_status status =
        sync_state_added(looking->workspace->state, looking->arena, &paths, &count, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        sync_map_put(&looking->added, paths[i], (void *)(uintptr_t)paths[i]);
    }
    return status;
}

enum atl_status atl_sync_read_status(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                     struct atl_sync_status *result, struct atl_error *error)
{
    struct looking looking = {.workspace = workspace, .arena = arena, .status = result};
    *result = (struct atl_sync_status){0};
    enum atl_status status = sync_local_read(workspace, arena, true, &looking.local, error);
    if (status == ATL_OK) {
        status = read_added(&looking, error);
    }
    if (status == ATL_OK) {
        look_at_pages(&looking);
        look_at_others(&looking);
        look_at_attachments(&looking);
    }
    result->count = looking.found.count;
    result->differences = atl_arena_alloc(arena, (result->count + 1) * sizeof *result->differences);
    for (size_t i = 0; i < result->count; i++) {
        result->differences[i] = *(struct atl_sync_difference *)looking.found.items[i];
    }
    qsort(result->differences, result->count, sizeof *result->differences, by_path);
    atl_list_free(&looking.found);
    sync_map_free(&looking.added);
    sync_local_free(&looking.local);
    return status;
}
