#include "sync/both/edits.h"

#include "sync/local.h"
#include "sync/workspace/disk.h"

#include <string.h>

/* In whatever order they come. */
static void add(uint64_t *sum, const char *kind, const char *path, const void *bytes, size_t length)
{
    struct atl_arena arena = {0};
    size_t head = strlen(kind) + strlen(path) + 2;
    char *all = atl_arena_alloc(&arena, head + length);
    uint64_t part;
    memcpy(all, kind, strlen(kind) + 1);
    memcpy(all + strlen(kind) + 1, path, strlen(path) + 1);
    if (length > 0) {
        memcpy(all + head, bytes, length);
    }
    struct sync_hash hash = sync_hash_of(all, head + length);
    memcpy(&part, hash.bytes, sizeof part);
    *sum += part;
    atl_arena_free(&arena);
}

static void add_file(struct sync_edits *edits, const struct sync_file *file)
{
    add(&edits->pages, "file", file->path, file->hash.bytes, sizeof file->hash.bytes);
}

static void add_pages(const struct sync_local *local, struct sync_edits *edits)
{
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        const struct sync_page *row = node->row;
        if (node->kind != SYNC_PAGE) {
            continue;
        }
        if (node->file == NULL) {
            add(&edits->pages, "deleted", row->path, row->id, strlen(row->id));
        } else if (row == NULL || strcmp(row->path, node->file->path) != 0 ||
                   !sync_hash_equal(&node->file->hash, &row->file_hash)) {
            add_file(edits, node->file);
        }
    }
    const struct atl_list *others[] = {&local->untracked, &local->copies};
    for (size_t list = 0; list < sizeof others / sizeof *others; list++) {
        for (size_t i = 0; i < others[list]->count; i++) {
            add_file(edits, others[list]->items[i]);
        }
    }
}

static void add_attachments(const struct atl_sync_workspace *workspace,
                            const struct sync_local *local, struct sync_edits *edits)
{
    for (size_t i = 0; i < local->scan.count; i++) {
        const struct sync_file *file = &local->scan.files[i];
        if (file->attachment) {
            struct sync_stamp stamp = sync_stamp_of(workspace, file->path);
            const int64_t facts[] = {stamp.size, stamp.modified_ns};
            add(&edits->attachments, "attachment", file->path, facts, sizeof facts);
        }
    }
}

/* What 'docs add' has noted, which changes no file. */
static enum atl_status add_noted(const struct atl_sync_workspace *workspace,
                                 struct atl_arena *arena, struct sync_edits *edits,
                                 struct atl_error *error)
{
    const char **paths;
    size_t count = 0;
    enum atl_status status = sync_state_added(workspace->state, arena, &paths, &count, error);
    for (size_t i = 0; i < count; i++) {
        add(&edits->pages, "added", paths[i], NULL, 0);
    }
    return status;
}

enum atl_status sync_edits_read(struct atl_sync_workspace *workspace, struct sync_edits *edits,
                                struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct sync_local local;
    *edits = (struct sync_edits){0};
    enum atl_status status = sync_local_read(workspace, &arena, false, &local, error);
    if (status == ATL_OK) {
        add_pages(&local, edits);
        add_attachments(workspace, &local, edits);
        status = add_noted(workspace, &arena, edits, error);
    }
    sync_local_free(&local);
    atl_arena_free(&arena);
    return status;
}

bool sync_edits_are_new(const struct sync_edits *before, const struct sync_edits *now)
{
    return (now->pages != 0 && now->pages != before->pages) ||
           now->attachments != before->attachments;
}
