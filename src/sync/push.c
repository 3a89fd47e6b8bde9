/* Pushing: the order of its steps, and what they tell. */
#include "sync/push.h"

#include "atlcli/confluence_label.h"

#include <stdlib.h>
#include <string.h>

/* ---- telling ---- */

enum atl_status push_tell(struct push *push, enum atl_sync_action action, const char *path,
                          const char *id, const char *title, const struct atl_error *reason,
                          struct atl_error *error)
{
    const struct atl_sync_event event = {
        .action = action, .path = path, .id = id, .title = title, .reason = reason};
    return sync_tell(&push->batch, &event, error);
}

enum atl_status push_tell_page(struct push *push, struct push_page *page,
                               enum atl_sync_action action, const struct atl_error *reason,
                               struct atl_error *error)
{
    const struct atl_sync_event event = {
        .action = action,
        .path = page->path,
        .from = action == ATL_SYNC_MOVED ? page->node->row->path : NULL,
        .id = page->id,
        .title = page->title,
        .reason = reason,
    };
    page->settled = page->settled || action == ATL_SYNC_CONFLICT || action == ATL_SYNC_FAILED;
    return sync_tell(&push->batch, &event, error);
}

enum atl_status push_tell_file(struct push *push, const struct push_file *file,
                               enum atl_sync_action action, const struct atl_error *reason,
                               struct atl_error *error)
{
    const struct atl_sync_event event = {
        .action = action,
        .attachment = true,
        .path = file->path,
        .id = file->row == NULL ? NULL : file->row->id,
        .title = file->name,
        .reason = reason,
    };
    return sync_tell(&push->batch, &event, error);
}

/* ---- what is to be done ---- */

static int by_path(const void *left, const void *right)
{
    const struct push_page *first = *(struct push_page *const *)left;
    const struct push_page *second = *(struct push_page *const *)right;
    return strcmp(first->path, second->path);
}

static enum atl_status read_labels(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    size_t count = push->options->label_count;
    push->labels = atl_arena_alloc(push->arena, (count + 1) * sizeof *push->labels);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        status = atl_confluence_label_name(push->arena, push->options->labels[i], &push->labels[i],
                                           error);
    }
    return status;
}

enum atl_status push_prepare(struct push *push, struct atl_error *error)
{
    push->pull.workspace = push->workspace;
    push->pull.http = push->http;
    push->pull.favour = sync_favour_of(push->options->on_conflict);
    push->pull.dry = push->dry;
    enum atl_status status = read_labels(push, error);
    if (status == ATL_OK) {
        status = sync_local_read(push->workspace, push->arena, true, &push->pull.local, error);
    }
    if (status == ATL_OK) {
        status = push_find(push, error);
    }
    if (push->pages.count > 0) {
        qsort(push->pages.items, push->pages.count, sizeof *push->pages.items, by_path);
    }
    if (status == ATL_OK) {
        push_index_links(push);
        status = push_catch_up(push, error);
    }
    return status;
}

void push_free(struct push *push)
{
    sync_batch_free(&push->batch);
    sync_batch_free(&push->pull.batch);
    sync_links_free(&push->pull.links);
    sync_local_free(&push->pull.local);
    atl_arena_free(&push->pull.arena);
    atl_list_free(&push->pages);
    atl_list_free(&push->files);
    sync_map_free(&push->by_id);
    sync_map_free(&push->by_place);
    sync_map_free(&push->used);
}
