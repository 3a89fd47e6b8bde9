/* Pulling: one attachment. */
#include "sync/pull/pull.h"
#include "sync/side.h"

#include <string.h>
#include <unistd.h>

enum {
    NO_EVENT = -1,
    /* Downloaded, and not yet in their places; putting them there waits for the disk. */
    MOST_BYTES_WAITING = 64 * 1024 * 1024,
};

/* ---- noting ---- */

/* Of the item: what is to be put in the place, and what is told. */
static enum atl_status note(struct sync_pull *pull, const struct sync_fetch *fetch,
                            const struct sync_hash *hash, struct sync_item item,
                            struct atl_error *error)
{
    const struct atl_confluence_attachment *remote = fetch->remote;
    const struct sync_attachment *known = fetch->row;
    struct sync_attachment *row = atl_arena_alloc(&pull->batch.arena, sizeof *row);
    *row = (struct sync_attachment){
        .id = remote->id,
        .page = fetch->node->id,
        .file = remote->file,
        .path = fetch->path,
        .version = remote->version,
        .size = remote->size,
        .hash = *hash,
    };
    item.attachment = row;
    item.replaces = known != NULL && strcmp(known->id, row->id) != 0 ? known->id : NULL;
    item.id = row->id;
    item.title = row->file;
    pull->bytes_waiting = pull->batch.items.count == 0 ? 0 : pull->bytes_waiting;
    pull->bytes_waiting += remote->size > 0 ? remote->size : 0;
    enum atl_status status = sync_batch_add(&pull->batch, &item, error);
    if (status == ATL_OK && pull->bytes_waiting >= MOST_BYTES_WAITING) {
        status = sync_batch_commit(&pull->batch, error);
    }
    return status;
}

/* Its page is elsewhere now, and its directory mostly has moved along. */
enum atl_status sync_pull_follow(struct sync_pull *pull, const struct sync_fetch *fetch,
                                 struct atl_error *error)
{
    struct sync_attachment *row = fetch->row;
    struct atl_error failure;
    if (strcmp(row->path, fetch->path) == 0) {
        return ATL_OK;
    }
    struct sync_stamp from = sync_stamp_of(pull->workspace, row->path);
    struct sync_stamp to = sync_stamp_of(pull->workspace, fetch->path);
    if (from.exists && !sync_stamp_equal(&from, &to)) { /* equal: names that are one to the disk */
        if (sync_rename(pull->workspace, row->path, fetch->path, &failure) != ATL_OK) {
            return sync_pull_tell(pull, ATL_SYNC_FAILED, true, row->path, row->id, row->file,
                                  &failure, error);
        }
        sync_remove_empty(pull->workspace, &pull->arena,
                          sync_directory_of(&pull->arena, row->path));
    }
    row->path = fetch->path;
    row->page = fetch->node->id;
    row->file = fetch->remote->file;
    const struct sync_item item = {.attachment = row, .action = NO_EVENT};
    return sync_batch_add(&pull->batch, &item, error);
}

/* ---- those that have changed ---- */

static enum atl_status tell_conflict(struct sync_pull *pull, const struct sync_fetch *fetch,
                                     struct atl_error *error)
{
    struct atl_error reason;
    atl_fail(&reason, ATL_CONFLICT, "%s was changed here and on the server; it stays as it is here",
             fetch->path);
    atl_hint(&reason, "to take the server's, pull with --on-conflict remote, or move your file "
                      "away and pull again; --on-conflict local keeps yours, for the next push");
    return sync_pull_tell(pull, ATL_SYNC_CONFLICT, true, fetch->path, fetch->remote->id,
                          fetch->remote->file, &reason, error);
}

/* What was changed here is kept when it gives way. */
static enum atl_status put(struct sync_pull *pull, const struct sync_fetch *fetch,
                           const char *temporary, const struct sync_hash *there,
                           const struct sync_hash *here, const struct sync_stamp *seen,
                           struct atl_error *error)
{
    bool edited = seen->exists && (fetch->row == NULL || !sync_hash_equal(here, &fetch->row->hash));
    const struct sync_item item = {
        .path = fetch->path,
        .temporary = temporary,
        .seen = *seen,
        .trash = edited ? &pull->trash : NULL,
        .action = seen->exists         ? ATL_SYNC_UPDATED
                  : fetch->row == NULL ? ATL_SYNC_CREATED
                                       : ATL_SYNC_RESTORED,
    };
    return note(pull, fetch, there, item, error);
}

/* What is in the place now, against what was synced and what has come. */
static enum atl_status settle(struct sync_pull *pull, const struct sync_fetch *fetch,
                              const char *temporary, const struct sync_hash *there,
                              struct atl_error *error)
{
    const struct sync_item unchanged = {.action = NO_EVENT};
    const struct sync_hash *synced = fetch->row == NULL ? NULL : &fetch->row->hash;
    struct sync_hash here = {0};
    struct sync_stamp seen = sync_stamp_of(pull->workspace, fetch->path);
    if (seen.exists) {
        sync_hash_file(sync_path(pull->workspace, &pull->batch.arena, fetch->path), &here, NULL,
                       NULL);
    }
    enum sync_side side = sync_side_of(synced, seen.exists ? &here : NULL, there, pull->favour);
    if (side == SYNC_THERE || (side == SYNC_BOTH && !seen.exists)) {
        return put(pull, fetch, temporary, there, &here, &seen, error);
    }
    unlinkat(pull->workspace->descriptor, temporary, 0);
    return side == SYNC_BOTH ? tell_conflict(pull, fetch, error)
                             : note(pull, fetch, there, unchanged, error);
}

enum atl_status sync_pull_file(struct sync_pull *pull, const struct sync_fetch *fetch,
                               struct atl_error *error)
{
    struct sync_hash hash;
    struct atl_error failure;
    const char *temporary = sync_temporary_path(&pull->arena);
    const char *path = sync_path(pull->workspace, &pull->arena, temporary);
    enum atl_status status = atl_confluence_attachment_download(pull->http, fetch->remote, path,
                                                                true, NULL, NULL, &failure);
    if (status == ATL_OK) {
        status = sync_hash_file(path, &hash, NULL, &failure);
    }
    if (status == ATL_CANCELLED) {
        *error = failure;
        return status;
    }
    return status == ATL_OK
               ? settle(pull, fetch, temporary, &hash, error)
               : sync_pull_tell(pull, ATL_SYNC_FAILED, true, fetch->path, fetch->remote->id,
                                fetch->remote->file, &failure, error);
}

/* ---- those that are gone ---- */

static enum atl_status tell_gone(struct sync_pull *pull, const struct sync_attachment *row,
                                 const char *path, struct atl_error *error)
{
    struct atl_error reason;
    atl_fail(&reason, ATL_CONFLICT,
             "%s was changed here, and deleted on the server; it stays as it is here", path);
    atl_hint(&reason, "delete the file to be done with it, or pull with --on-conflict remote; "
                      "--on-conflict local has the next push upload it anew");
    return sync_pull_tell(pull, ATL_SYNC_CONFLICT, true, path, row->id, row->file, &reason, error);
}

static enum atl_status take_away(struct sync_pull *pull, const struct sync_attachment *row,
                                 const char *path, struct atl_error *error)
{
    struct atl_error failure;
    enum atl_status status = sync_trash_take(&pull->trash, path, &failure);
    if (status != ATL_OK) {
        return sync_pull_tell(pull, ATL_SYNC_FAILED, true, path, row->id, row->file, &failure,
                              error);
    }
    sync_remove_empty(pull->workspace, &pull->arena, sync_directory_of(&pull->arena, path));
    status = sync_state_remove_attachment(pull->workspace->state, row->id, error);
    return status == ATL_OK
               ? sync_pull_tell(pull, ATL_SYNC_TRASHED, true, path, row->id, row->file, NULL, error)
               : status;
}

enum atl_status sync_pull_remove_file(struct sync_pull *pull, const struct sync_attachment *row,
                                      const char *path, struct atl_error *error)
{
    struct sync_hash here = {0};
    bool is_here = sync_exists(pull->workspace, path);
    if (is_here) {
        sync_hash_file(sync_path(pull->workspace, &pull->arena, path), &here, NULL, NULL);
    }
    switch (sync_side_of(&row->hash, is_here ? &here : NULL, NULL, pull->favour)) {
    case SYNC_THERE:
        return take_away(pull, row, path, error);
    case SYNC_BOTH:
        return tell_gone(pull, row, path, error);
    case SYNC_HERE: /* to be uploaded as a new one */
    case SYNC_NEITHER:
        break;
    }
    return sync_state_remove_attachment(pull->workspace->state, row->id, error);
}
