/* Pushing: attachments that were changed here. What the page itself says of them decides. */
#include "sync/push.h"

#include "atlcli/confluence_attachment.h"
#include "atlcli/loop.h"

#include <stdint.h>
#include <string.h>

enum {
    NO_EVENT = -1,
};

/* What a page has, asked for once by whichever of its files comes first. */
struct shelf {
    const char *page; /* its id */
    bool asked;
    enum atl_status status;
    struct atl_error error;
    struct atl_queue waiting;
    struct atl_confluence_attachments there;
    bool done;
};

struct delivery {
    struct push *push;
    struct sync_map shelves; /* struct shelf by the page's id */
};

/* ---- what is there ---- */

static const char *page_of(const struct push_file *file)
{
    return file->page != NULL ? file->page->id : file->node->id;
}

static struct shelf *shelf_of(struct delivery *delivery, const char *page)
{
    struct shelf *shelf = sync_map_get(&delivery->shelves, page);
    if (shelf == NULL) {
        shelf = atl_arena_alloc(delivery->push->arena, sizeof *shelf);
        shelf->page = page;
        sync_map_put(&delivery->shelves, page, shelf);
    }
    return shelf;
}

static enum atl_status look(struct delivery *delivery, struct shelf *shelf, struct atl_error *error)
{
    struct push *push = delivery->push;
    if (!shelf->asked) {
        shelf->asked = true;
        shelf->status = atl_confluence_attachments(push->http, push->arena, shelf->page, NULL,
                                                   &shelf->there, &shelf->error);
        shelf->done = true;
        atl_queue_wake_all(&shelf->waiting);
    }
    while (!shelf->done) {
        enum atl_status status = atl_queue_wait(&shelf->waiting, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    if (shelf->status != ATL_OK) {
        *error = shelf->error;
    }
    return shelf->status;
}

static const struct atl_confluence_attachment *find(const struct shelf *shelf,
                                                    const struct push_file *file)
{
    for (size_t i = 0; i < shelf->there.count; i++) {
        const struct atl_confluence_attachment *item = &shelf->there.items[i];
        if (file->row != NULL ? atl_text_equal(item->id, file->row->id)
                              : atl_text_equal(item->file, file->name)) {
            return item;
        }
    }
    return NULL;
}

/* ---- noting ---- */

static enum atl_status note(struct push *push, const struct push_file *file,
                            const struct atl_confluence_attachment *there,
                            const struct sync_hash *hash, int action, struct sync_item item,
                            struct atl_error *error)
{
    struct atl_arena *arena = &push->batch.arena;
    struct sync_attachment *row = atl_arena_alloc(arena, sizeof *row);
    *row = (struct sync_attachment){
        .id = atl_arena_strdup(arena, there->id),
        .page = page_of(file),
        .file = file->name,
        .path = file->path,
        .version = there->version,
        .size = there->size < 0 ? file->file->size : there->size,
        .hash = *hash,
    };
    item.attachment = row;
    item.action = action;
    item.id = row->id;
    item.title = row->file;
    return sync_batch_add(&push->batch, &item, error);
}

/* ---- what is done ---- */

static enum atl_status upload(struct push *push, const struct push_file *file,
                              const struct atl_confluence_attachment *replaces,
                              struct atl_error *failure, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_confluence_attachment made = {0};
    const struct atl_confluence_upload wanted = {
        .http = push->http,
        .page = page_of(file),
        .path = sync_path(push->workspace, &arena, file->path),
        .file = file->name,
        .replaces = replaces,
    };
    enum atl_status status = atl_confluence_attachment_upload(&wanted, &arena, &made, failure);
    if (status == ATL_OK) {
        failure->status = ATL_OK;
        status = note(push, file, &made, &file->file->hash,
                      replaces == NULL ? ATL_SYNC_CREATED : ATL_SYNC_UPDATED, (struct sync_item){0},
                      error);
    }
    atl_arena_free(&arena);
    return status;
}

/* The server's stands: it comes into the place of the one here. */
static enum atl_status fetch(struct push *push, const struct push_file *file,
                             const struct atl_confluence_attachment *there,
                             struct atl_error *failure, struct atl_error *error)
{
    struct sync_hash hash;
    const char *temporary = sync_temporary_path(push->arena);
    const char *path = sync_path(push->workspace, push->arena, temporary);
    const struct sync_item item = {.path = file->path,
                                   .temporary = temporary,
                                   .seen = sync_stamp_of(push->workspace, file->path)};
    enum atl_status status =
        atl_confluence_attachment_download(push->http, there, path, true, NULL, NULL, failure);
    if (status == ATL_OK) {
        status = sync_hash_file(path, &hash, NULL, failure);
    }
    if (status == ATL_OK) {
        failure->status = ATL_OK;
        status = note(push, file, there, &hash, ATL_SYNC_MERGED, item, error);
    }
    return status;
}

/* Somebody has put another one there since it was last synced. */
static enum atl_status settle(struct push *push, const struct push_file *file,
                              const struct atl_confluence_attachment *there,
                              struct atl_error *failure, struct atl_error *error)
{
    struct atl_arena arena = {0};
    bool same = false;
    enum atl_status status = atl_confluence_attachment_compare(
        push->http, there, sync_path(push->workspace, &arena, file->path), &same, failure);
    atl_arena_free(&arena);
    if (status != ATL_OK) {
        return status;
    }
    failure->status = ATL_OK;
    if (same) {
        return note(push, file, there, &file->file->hash, NO_EVENT, (struct sync_item){0}, error);
    }
    switch (push->options->on_conflict) {
    case ATL_SYNC_LOCAL:
        return upload(push, file, there, failure, error);
    case ATL_SYNC_REMOTE:
        return fetch(push, file, there, failure, error);
    case ATL_SYNC_MERGE:
        break;
    }
    atl_fail(failure, ATL_CONFLICT, "%s was changed here and on the server; both stay as they are",
             file->path);
    atl_hint(failure, "push it with --on-conflict local, or take the server's with --on-conflict "
                      "remote");
    return ATL_CONFLICT;
}

static enum atl_status remove_there(struct push *push, const struct push_file *file,
                                    const struct atl_confluence_attachment *there,
                                    struct atl_error *failure, struct atl_error *error)
{
    if (there != NULL && there->version != file->row->version) {
        atl_fail(failure, ATL_CONFLICT, "%s was deleted here, and changed on the server",
                 file->path);
        atl_hint(failure, "pull brings it back; delete it again then");
        return ATL_CONFLICT;
    }
    enum atl_status status =
        there == NULL ? ATL_OK
                      : atl_confluence_attachment_delete(push->http, file->row->id, failure);
    if (status != ATL_OK) {
        return status;
    }
    failure->status = ATL_OK;
    status = sync_state_remove_attachment(push->workspace->state, file->row->id, error);
    return status == ATL_OK ? push_tell_file(push, file, ATL_SYNC_DELETED, NULL, error) : status;
}

static enum atl_status deliver(struct delivery *delivery, const struct push_file *file,
                               struct atl_error *failure, struct atl_error *error)
{
    struct push *push = delivery->push;
    struct shelf *shelf = shelf_of(delivery, page_of(file));
    enum atl_status status = look(delivery, shelf, failure);
    if (status != ATL_OK) {
        return status;
    }
    const struct atl_confluence_attachment *there = find(shelf, file);
    if (file->file == NULL) {
        return remove_there(push, file, there, failure, error);
    }
    if (file->row != NULL && there == NULL && push->options->on_conflict != ATL_SYNC_LOCAL) {
        atl_fail(failure, ATL_CONFLICT, "%s was changed here, and deleted on the server",
                 file->path);
        atl_hint(failure, "delete the file to be done with it, or push it with --on-conflict "
                          "local");
        return ATL_CONFLICT;
    }
    if (there == NULL || (file->row != NULL && there->version == file->row->version)) {
        return upload(push, file, there, failure, error);
    }
    return settle(push, file, there, failure, error);
}

/* ---- all ---- */

static enum atl_status push_one(void *context, size_t index, struct atl_error *error)
{
    struct delivery *delivery = context;
    struct push *push = delivery->push;
    const struct push_file *file = push->files.items[index];
    struct atl_error failure = {0};
    enum atl_status status = ATL_OK;
    if (page_of(file) != NULL) {
        status = deliver(delivery, file, &failure, error);
    }
    if (status == ATL_CANCELLED || status == ATL_UNAUTHENTICATED) {
        *error = failure.status == ATL_OK ? *error : failure;
    } else if (status != ATL_OK && failure.status != ATL_OK) {
        status =
            push_tell_file(push, file, status == ATL_CONFLICT ? ATL_SYNC_CONFLICT : ATL_SYNC_FAILED,
                           &failure, error);
    }
    push_advance(push);
    return status;
}

enum atl_status push_upload_files(struct push *push, struct atl_error *error)
{
    struct delivery delivery = {.push = push};
    enum atl_status status =
        atl_each(push->files.count, atl_http_width(push->http), push_one, &delivery, error);
    enum atl_status committed = sync_batch_commit(&push->batch, status == ATL_OK ? error : NULL);
    sync_map_free(&delivery.shelves);
    return status == ATL_OK ? committed : status;
}
