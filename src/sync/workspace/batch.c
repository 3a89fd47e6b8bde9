#include "sync/workspace/batch.h"

#include "sync/workspace/bases.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum atl_status sync_tell(struct sync_batch *batch, const struct atl_sync_event *event,
                          struct atl_error *error)
{
    struct atl_sync_totals *totals = batch->totals;
    totals->conflicts += event->action == ATL_SYNC_CONFLICT;
    totals->failed += event->action == ATL_SYNC_FAILED;
    totals->changed += event->action != ATL_SYNC_CONFLICT && event->action != ATL_SYNC_FAILED;
    return batch->on_event == NULL ? ATL_OK : batch->on_event(batch->context, event, error);
}

enum atl_status sync_batch_add(struct sync_batch *batch, const struct sync_item *item,
                               struct atl_error *error)
{
    struct sync_item *kept = atl_arena_alloc(&batch->arena, sizeof *kept);
    *kept = *item;
    atl_list_add(&batch->items, kept);
    if (batch->items.count == SYNC_BATCH_ITEMS / 2) {
        sync_flush_begin(&batch->flush, batch->workspace); /* so that less is left for the end */
    }
    return batch->items.count < SYNC_BATCH_ITEMS ? ATL_OK : sync_batch_commit(batch, error);
}

/* ---- putting in place ---- */

/* What is being put in place. */
struct placing {
    struct sync_batch *batch;
    const char *directory; /* the one that was looked at last, with its slash; NULL: none */
    size_t directory_length;
    struct atl_error **failures; /* by item; NULL: none */
    bool *waits;                 /* by item: its base does, see bases.h */
};

/* Files that come one after the other mostly lie in the same directory. */
static enum atl_status make_directory(struct placing *placing, const char *path,
                                      struct atl_error *error)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (placing->directory != NULL && placing->directory_length == length &&
        memcmp(placing->directory, path, length) == 0) {
        return ATL_OK;
    }
    enum atl_status status = sync_make_directories(placing->batch->workspace, path, error);
    placing->directory = status == ATL_OK ? path : NULL;
    placing->directory_length = length;
    return status;
}

static enum atl_status place_file(struct placing *placing, const struct sync_item *item,
                                  struct atl_error *error)
{
    const struct atl_sync_workspace *workspace = placing->batch->workspace;
    struct sync_stamp now = sync_stamp_of(workspace, item->path);
    if (!sync_stamp_equal(&now, &item->seen)) {
        atl_fail(error, ATL_FAILED, "%s was changed while it was being brought up to date",
                 item->path);
        atl_hint(error, "pull again");
        return ATL_FAILED;
    }
    enum atl_status status = make_directory(placing, item->path, error);
    if (status == ATL_OK && item->trash != NULL) {
        status = sync_trash_take(item->trash, item->path, error);
    }
    if (status == ATL_OK &&
        renameat(workspace->descriptor, item->temporary, workspace->descriptor, item->path) != 0) {
        status = sync_fail_on_disk("write", item->path, error);
    }
    return status;
}

/* False: it could not be done, and `reason` says why. */
static bool place(struct placing *placing, size_t index, struct atl_error *reason)
{
    struct sync_batch *batch = placing->batch;
    const struct sync_item *item = batch->items.items[index];
    const struct atl_sync_workspace *workspace = batch->workspace;
    if (item->path != NULL && place_file(placing, item, reason) != ATL_OK) {
        unlinkat(workspace->descriptor, item->temporary, 0);
        if (item->base != NULL) {
            unlinkat(workspace->descriptor, item->base, 0);
        }
        return false;
    }
    if (item->base != NULL && !sync_base_wait(workspace, &batch->arena, item->page->id, item->base,
                                              &placing->waits[index])) {
        sync_fail_on_disk("write", sync_base_path(&batch->arena, item->page->id), reason);
        return false;
    }
    return true;
}

static enum atl_status note(struct sync_batch *batch, const struct sync_item *item,
                            struct atl_error *error)
{
    struct sync_state *state = batch->workspace->state;
    enum atl_status status = ATL_OK;
    if (item->page != NULL) {
        status = sync_state_put_page(state, item->page, error);
    }
    if (status == ATL_OK && item->replaces != NULL) {
        status = sync_state_remove_attachment(state, item->replaces, error);
    }
    if (status == ATL_OK && item->attachment != NULL) {
        status = sync_state_put_attachment(state, item->attachment, error);
    }
    if (status == ATL_OK && item->links != NULL) {
        status = sync_state_put_links(state, item->page->id, item->links, item->link_count, error);
    }
    if (status == ATL_OK && item->added != NULL) {
        status = sync_state_forget_file(state, item->added, error);
    }
    return status;
}

/* ---- all ---- */

static const char *path_of(const struct sync_item *item)
{
    return item->page != NULL         ? item->page->path
           : item->attachment != NULL ? item->attachment->path
                                      : item->path;
}

static enum atl_status tell_item(struct sync_batch *batch, const struct sync_item *item,
                                 const struct atl_error *failure, struct atl_error *error)
{
    if (failure == NULL && item->action < 0) {
        return ATL_OK;
    }
    const struct atl_sync_event event = {
        .action = failure != NULL ? ATL_SYNC_FAILED : (enum atl_sync_action)item->action,
        .attachment = item->attachment != NULL,
        .path = path_of(item),
        .from = item->from,
        .id = item->id,
        .title = item->title,
        .reason = failure != NULL ? failure : item->reason,
    };
    return sync_tell(batch, &event, error);
}

/* False: some could not be put in their places, and are not to be noted. */
static bool place_all(struct placing *placing)
{
    struct sync_batch *batch = placing->batch;
    bool all = true;
    for (size_t i = 0; i < batch->items.count; i++) {
        struct atl_error failure;
        if (!place(placing, i, &failure)) {
            placing->failures[i] = atl_arena_alloc(&batch->arena, sizeof failure);
            *placing->failures[i] = failure;
            all = false;
        }
    }
    return all;
}

/* Begins a transaction with all that hasn't failed. */
static enum atl_status note_all(const struct placing *placing, struct atl_error *error)
{
    struct sync_batch *batch = placing->batch;
    enum atl_status status = sync_state_begin(batch->workspace->state, error);
    for (size_t i = 0; status == ATL_OK && i < batch->items.count; i++) {
        if (placing->failures[i] == NULL) {
            status = note(batch, batch->items.items[i], error);
        }
    }
    return status;
}

static bool writes(const struct sync_batch *batch)
{
    for (size_t i = 0; i < batch->items.count; i++) {
        const struct sync_item *item = batch->items.items[i];
        if (item->temporary != NULL || item->base != NULL) {
            return true;
        }
    }
    return false;
}

/*
 * The rows are ready by the time the disk is. Nothing is put in its place before it is on the disk,
 * and the rows count only once all is in its place.
 */
static enum atl_status place_and_note(struct placing *placing, struct atl_error *error)
{
    struct sync_batch *batch = placing->batch;
    struct sync_state *state = batch->workspace->state;
    enum atl_status status = sync_flush_end(&batch->flush, error);
    if (status == ATL_OK && writes(batch)) {
        sync_flush_begin(&batch->flush, batch->workspace);
    }
    status = status == ATL_OK ? note_all(placing, error) : status;
    enum atl_status flushed = sync_flush_end(&batch->flush, status == ATL_OK ? error : NULL);
    status = status == ATL_OK ? flushed : status;
    if (status == ATL_OK && !place_all(placing)) {
        sync_state_roll_back(state);
        status = note_all(placing, error);
    }
    status = status == ATL_OK ? sync_state_commit(state, error) : status;
    if (status != ATL_OK) {
        sync_state_roll_back(state);
    }
    return status;
}

enum atl_status sync_batch_commit(struct sync_batch *batch, struct atl_error *error)
{
    size_t count = batch->items.count;
    if (count == 0) {
        return ATL_OK;
    }
    struct placing placing = {.batch = batch};
    placing.failures = atl_arena_alloc(&batch->arena, count * sizeof *placing.failures);
    placing.waits = atl_arena_alloc(&batch->arena, count * sizeof *placing.waits);
    enum atl_status status = place_and_note(&placing, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        const struct sync_item *item = batch->items.items[i];
        const struct atl_error *failure = placing.failures[i];
        if (failure == NULL && placing.waits[i]) {
            sync_base_take(batch->workspace, &batch->arena, item->page->id);
        }
        if (failure == NULL && item->spent != NULL) {
            unlinkat(batch->workspace->descriptor, item->spent, 0);
        }
        status = tell_item(batch, item, failure, error);
    }
    batch->items.count = 0;
    atl_arena_free(&batch->arena);
    return status;
}

void sync_batch_free(struct sync_batch *batch)
{
    sync_flush_end(&batch->flush, NULL);
    atl_list_free(&batch->items);
    atl_arena_free(&batch->arena);
}
