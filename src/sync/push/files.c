/* Pushing: attachments that were changed here. What the page itself says of them decides. */
#include "sync/push/push.h"
#include "sync/side.h"

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

/* By its id, or by its name: one that was deleted and put back has another id. */
static const struct atl_confluence_attachment *find(const struct shelf *shelf,
                                                    const struct push_file *file)
{
    const struct atl_confluence_attachment *found = NULL;
    for (size_t i = 0; i < shelf->there.count; i++) {
        const struct atl_confluence_attachment *item = &shelf->there.items[i];
        if (file->row != NULL && atl_text_equal(item->id, file->row->id)) {
            return item;
        }
        found = atl_text_equal(item->file, file->name) ? item : found;
    }
    return found;
}

static bool hash_piece(void *context, const void *bytes, size_t length)
{
    sync_hashing_add(context, bytes, length);
    return true;
}

static void hash_anew(void *context)
{
    sync_hashing_restart(context);
}

/* What its bytes are: without fetching them, where version or size say enough. */
static enum atl_status learn(struct push *push, const struct push_file *file,
                             const struct atl_confluence_attachment *there, struct sync_hash *hash,
                             struct atl_error *failure)
{
    const struct sync_attachment *row = file->row;
    *hash = (struct sync_hash){0};
    if (row != NULL && atl_text_equal(there->id, row->id) && there->version == row->version) {
        *hash = row->hash;
        return ATL_OK;
    }
    if (there->size >= 0 && (row == NULL || (row->size >= 0 && there->size != row->size)) &&
        (file->file == NULL || there->size != file->file->size)) {
        return ATL_OK; /* like neither */
    }
    struct sync_hashing *hashing = sync_hashing_begin();
    enum atl_status status =
        atl_confluence_attachment_read(push->http, there, hash_piece, hash_anew, hashing, failure);
    *hash = sync_hashing_end(hashing);
    hash->known = status == ATL_OK;
    return status;
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
    item.replaces = file->row != NULL && strcmp(file->row->id, row->id) != 0 ? file->row->id : NULL;
    item.action = action;
    item.id = row->id;
    item.title = row->file;
    return sync_batch_add(&push->batch, &item, error);
}

/* Both sides have the same now. */
static enum atl_status agree(struct push *push, const struct push_file *file,
                             const struct atl_confluence_attachment *there, struct atl_error *error)
{
    if (there != NULL) {
        return push->dry ? ATL_OK
                         : note(push, file, there, &file->file->hash, NO_EVENT,
                                (struct sync_item){0}, error);
    }
    enum atl_status status =
        push->dry ? ATL_OK
                  : sync_state_remove_attachment(push->workspace->state, file->row->id, error);
    return status == ATL_OK ? push_tell_file(push, file, ATL_SYNC_DELETED, NULL, error) : status;
}

/* ---- what is done there ---- */

static enum atl_status upload(struct push *push, const struct push_file *file,
                              const struct atl_confluence_attachment *replaces,
                              struct atl_error *failure, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_confluence_attachment made = {0};
    enum atl_sync_action action = replaces == NULL ? ATL_SYNC_CREATED : ATL_SYNC_UPDATED;
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
        status =
            note(push, file, &made, &file->file->hash, (int)action, (struct sync_item){0}, error);
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status remove_there(struct push *push, const struct push_file *file,
                                    const struct atl_confluence_attachment *there,
                                    struct atl_error *failure, struct atl_error *error)
{
    enum atl_status status = atl_confluence_attachment_delete(push->http, there->id, failure);
    if (status != ATL_OK) {
        return status;
    }
    failure->status = ATL_OK;
    return agree(push, file, NULL, error);
}

/* What is here stands. */
static enum atl_status send(struct push *push, const struct push_file *file,
                            const struct atl_confluence_attachment *there,
                            struct atl_error *failure, struct atl_error *error)
{
    if (push->dry) {
        return push_tell_file(push, file,
                              file->file == NULL ? ATL_SYNC_DELETED
                              : there == NULL    ? ATL_SYNC_CREATED
                                                 : ATL_SYNC_UPDATED,
                              NULL, error);
    }
    return file->file == NULL ? remove_there(push, file, there, failure, error)
                              : upload(push, file, there, failure, error);
}

/* ---- what is done here ---- */

/* It comes into the place of what was changed here, which is kept. */
static enum atl_status fetch(struct push *push, const struct push_file *file,
                             const struct atl_confluence_attachment *there,
                             struct atl_error *failure, struct atl_error *error)
{
    struct sync_hash hash;
    const char *temporary = sync_temporary_path(push->arena);
    const char *path = sync_path(push->workspace, push->arena, temporary);
    const struct sync_item item = {.path = file->path,
                                   .temporary = temporary,
                                   .seen = sync_stamp_of(push->workspace, file->path),
                                   .trash = &push->pull.trash};
    enum atl_status status =
        atl_confluence_attachment_download(push->http, there, path, true, NULL, NULL, failure);
    if (status == ATL_OK) {
        status = sync_hash_file(path, &hash, NULL, failure);
    }
    if (status == ATL_OK) {
        failure->status = ATL_OK;
        status = note(push, file, there, &hash,
                      file->file == NULL ? ATL_SYNC_RESTORED : ATL_SYNC_MERGED, item, error);
    }
    return status;
}

static enum atl_status take_away(struct push *push, const struct push_file *file,
                                 struct atl_error *failure, struct atl_error *error)
{
    enum atl_status status = sync_trash_take(&push->pull.trash, file->path, failure);
    if (status != ATL_OK) {
        return status;
    }
    failure->status = ATL_OK;
    sync_remove_empty(push->workspace, push->arena, sync_directory_of(push->arena, file->path));
    status = sync_state_remove_attachment(push->workspace->state, file->row->id, error);
    return status == ATL_OK ? push_tell_file(push, file, ATL_SYNC_TRASHED, NULL, error) : status;
}

/* What the server has stands. */
static enum atl_status take(struct push *push, const struct push_file *file,
                            const struct atl_confluence_attachment *there,
                            struct atl_error *failure, struct atl_error *error)
{
    if (push->dry) {
        return push_tell_file(push, file,
                              there == NULL        ? ATL_SYNC_TRASHED
                              : file->file == NULL ? ATL_SYNC_RESTORED
                                                   : ATL_SYNC_MERGED,
                              NULL, error);
    }
    return there == NULL ? take_away(push, file, failure, error)
                         : fetch(push, file, there, failure, error);
}

/* ---- the choice ---- */

static enum atl_status fail_conflict(const struct push_file *file,
                                     const struct atl_confluence_attachment *there,
                                     struct atl_error *failure)
{
    if (file->file == NULL) {
        atl_fail(failure, ATL_CONFLICT, "%s was deleted here, and changed on the server",
                 file->path);
        atl_hint(failure, "pull brings it back, as does --on-conflict remote; --on-conflict local "
                          "deletes it there as well");
    } else if (there == NULL) {
        atl_fail(failure, ATL_CONFLICT, "%s was changed here, and deleted on the server",
                 file->path);
        atl_hint(failure, "delete the file to be done with it, or push it with --on-conflict "
                          "local");
    } else {
        atl_fail(failure, ATL_CONFLICT,
                 "%s was changed here and on the server; both stay as they are", file->path);
        atl_hint(failure, "push it with --on-conflict local, or take the server's with "
                          "--on-conflict remote");
    }
    return ATL_CONFLICT;
}

static enum atl_status fail_without_page(const struct push_file *file, struct atl_error *failure)
{
    atl_fail(failure, ATL_CONFLICT, "%s was changed here, and its page was deleted on the server",
             file->path);
    atl_hint(failure, "pull takes both to " SYNC_DIRECTORY "/trash; --on-conflict local has a push "
                      "make the page anew");
    return ATL_CONFLICT;
}

static enum atl_status deliver(struct delivery *delivery, const struct push_file *file,
                               struct atl_error *failure, struct atl_error *error)
{
    struct push *push = delivery->push;
    struct shelf *shelf = shelf_of(delivery, page_of(file));
    struct sync_hash hash;
    enum atl_status status = look(delivery, shelf, failure);
    if (status == ATL_NOT_FOUND && file->file != NULL) {
        return fail_without_page(file, failure);
    }
    status = status == ATL_NOT_FOUND ? ATL_OK : status; /* it is as gone as it is to be */
    const struct atl_confluence_attachment *there = status == ATL_OK ? find(shelf, file) : NULL;
    if (there != NULL) {
        status = learn(push, file, there, &hash, failure);
    }
    if (status != ATL_OK) {
        return status;
    }
    failure->status = ATL_OK;
    switch (sync_side_of(file->row == NULL ? NULL : &file->row->hash,
                         file->file == NULL ? NULL : &file->file->hash,
                         there == NULL ? NULL : &hash, push->pull.favour)) {
    case SYNC_NEITHER:
        return agree(push, file, there, error);
    case SYNC_HERE:
        return send(push, file, there, failure, error);
    case SYNC_THERE:
        return take(push, file, there, failure, error);
    case SYNC_BOTH:
        break;
    }
    return fail_conflict(file, there, failure);
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
    } else if (push->dry && !file->page->settled) {
        status = push_tell_file(push, file, ATL_SYNC_CREATED, NULL, error);
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

enum atl_status push_deliver_files(struct push *push, struct atl_error *error)
{
    struct delivery delivery = {.push = push};
    enum atl_status status =
        atl_each(push->files.count, atl_http_width(push->http), push_one, &delivery, error);
    enum atl_status committed = sync_batch_commit(&push->batch, status == ATL_OK ? error : NULL);
    sync_map_free(&delivery.shelves);
    return status == ATL_OK ? committed : status;
}
