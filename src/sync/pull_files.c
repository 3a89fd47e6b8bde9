/* Pulling: attachments, streamed to disk side by side. */
#include "sync/names.h"
#include "sync/pull.h"

#include "atlcli/loop.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    NO_EVENT = -1,
    MOST_WAITING = 64, /* downloaded, and not yet in their places */
};

/* An attachment on the server, and what is known of it here. In the pull's arena. */
struct fetch {
    const struct atl_confluence_attachment *remote;
    const struct sync_node *node; /* its page */
    struct sync_attachment *row;  /* NULL: never synced */
    const char *path;
};

/* ---- where they lie ---- */

static const char *numbered(struct atl_arena *arena, const char *path, const char *id)
{
    const char *dot = strrchr(sync_base_name(path), '.');
    size_t stem = dot == NULL ? strlen(path) : (size_t)(dot - path);
    return atl_arena_printf(arena, "%.*s (%s)%s", (int)stem, path, id, dot == NULL ? "" : dot);
}

/* One that is known keeps its name; a new one gets its own, or one that nobody else has. */
static const char *choose_path(struct sync_pull *pull, const struct fetch *fetch,
                               struct sync_map *taken)
{
    struct atl_arena *arena = &pull->arena;
    const char *page = sync_path_of_place(arena, fetch->node->place, SYNC_PAGE);
    const char *path = sync_attachment_path(arena, page, fetch->remote->file);
    if (fetch->row != NULL && strcmp(fetch->row->file, fetch->remote->file) == 0) {
        path = atl_arena_printf(arena, "%s.attachments/%s", fetch->node->place,
                                sync_base_name(fetch->row->path));
    }
    if (sync_map_get(taken, sync_name_fold(arena, path)) != NULL) {
        path = numbered(arena, path, fetch->remote->id);
    }
    sync_map_put(taken, sync_name_fold(arena, path), (void *)(uintptr_t)fetch);
    return path;
}

static int by_id(const void *left, const void *right)
{
    const struct atl_confluence_attachment *first =
        *(struct atl_confluence_attachment *const *)left;
    const struct atl_confluence_attachment *second =
        *(struct atl_confluence_attachment *const *)right;
    size_t first_length = strlen(first->id);
    size_t second_length = strlen(second->id);
    return first_length != second_length ? (first_length < second_length ? -1 : 1)
                                         : strcmp(first->id, second->id);
}

static void plan_file(struct sync_pull *pull, const struct atl_confluence_attachment *remote,
                      const struct sync_map *rows, struct sync_map *taken)
{
    const struct sync_node *node = sync_map_get(&pull->local.by_id, remote->page);
    if (node == NULL || node->remote == NULL || node->kind != SYNC_PAGE) {
        return; /* a blog post's, or a comment's */
    }
    struct fetch *fetch = atl_arena_alloc(&pull->arena, sizeof *fetch);
    *fetch = (struct fetch){.remote = remote, .node = node, .row = sync_map_get(rows, remote->id)};
    fetch->path = choose_path(pull, fetch, taken);
    atl_list_add(&pull->fetches, fetch);
    const struct sync_target *page = sync_map_get(&pull->links.by_id, node->id);
    const struct sync_target_file file = {.page = page, .file = remote->file, .path = fetch->path};
    sync_links_add_file(&pull->links, &file);
}

enum atl_status sync_pull_plan_files(struct sync_pull *pull, struct atl_error *error)
{
    struct sync_map rows = {0};
    struct sync_map taken = {0};
    struct atl_list *remotes = &pull->remote.attachments;
    (void)error;
    for (size_t i = 0; i < pull->local.attachment_count; i++) {
        struct sync_attachment *row = &pull->local.attachments[i];
        sync_map_put(&rows, row->id, row);
    }
    if (remotes->count > 0) {
        qsort(remotes->items, remotes->count, sizeof *remotes->items, by_id);
    }
    for (size_t i = 0; i < remotes->count; i++) {
        plan_file(pull, remotes->items[i], &rows, &taken);
    }
    sync_map_free(&rows);
    sync_map_free(&taken);
    return ATL_OK;
}

/* ---- one ---- */

static void fill_row(const struct fetch *fetch, struct sync_attachment *row)
{
    *row = (struct sync_attachment){
        .id = fetch->remote->id,
        .page = fetch->node->id,
        .file = fetch->remote->file,
        .path = fetch->path,
        .version = fetch->remote->version,
        .size = fetch->remote->size,
    };
}

static enum atl_status add_row(struct sync_pull *pull, const struct fetch *fetch,
                               const struct sync_hash *hash, const char *temporary,
                               const struct sync_stamp *seen, int action, struct atl_error *error)
{
    struct sync_attachment *row = atl_arena_alloc(&pull->batch.arena, sizeof *row);
    fill_row(fetch, row);
    row->hash = *hash;
    const struct sync_item item = {
        .attachment = row,
        .path = temporary == NULL ? NULL : fetch->path,
        .temporary = temporary,
        .seen = *seen,
        .action = action,
        .id = row->id,
        .title = row->file,
    };
    enum atl_status status = sync_batch_add(&pull->batch, &item, error);
    if (status == ATL_OK && pull->batch.items.count >= MOST_WAITING) {
        status = sync_batch_commit(&pull->batch, error);
    }
    return status;
}

static enum atl_status tell_conflict(struct sync_pull *pull, const struct fetch *fetch,
                                     struct atl_error *error)
{
    struct atl_error reason;
    atl_fail(&reason, ATL_CONFLICT, "%s was changed here and on the server; it stays as it is here",
             fetch->path);
    atl_hint(&reason, "to take the server's, move your file away and pull again");
    return sync_pull_tell(pull, ATL_SYNC_CONFLICT, true, fetch->path, fetch->remote->id,
                          fetch->remote->file, &reason, error);
}

/* What is in the place now, against what was synced and what has come. */
static enum atl_status settle(struct sync_pull *pull, const struct fetch *fetch,
                              const char *temporary, const struct sync_hash *there,
                              struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct sync_hash here = {0};
    struct sync_stamp seen = sync_stamp_of(pull->workspace, fetch->path);
    bool drop = true;
    enum atl_status status;
    if (seen.exists) {
        sync_hash_file(sync_path(pull->workspace, &arena, fetch->path), &here, NULL, NULL);
    }
    if (!seen.exists) {
        drop = false;
        status = add_row(pull, fetch, there, temporary, &seen,
                         fetch->row == NULL ? ATL_SYNC_CREATED : ATL_SYNC_RESTORED, error);
    } else if (sync_hash_equal(&here, there)) {
        status = add_row(pull, fetch, there, NULL, &seen, NO_EVENT, error);
    } else if (fetch->row != NULL && sync_hash_equal(&here, &fetch->row->hash)) {
        drop = false;
        status = add_row(pull, fetch, there, temporary, &seen, ATL_SYNC_UPDATED, error);
    } else {
        status = tell_conflict(pull, fetch, error);
    }
    if (drop) {
        unlinkat(pull->workspace->descriptor, temporary, 0);
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status fetch_file(void *context, size_t index, struct atl_error *error)
{
    struct sync_pull *pull = context;
    const struct fetch *fetch = pull->wanted.items[index];
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
    status = status == ATL_OK
                 ? settle(pull, fetch, temporary, &hash, error)
                 : sync_pull_tell(pull, ATL_SYNC_FAILED, true, fetch->path, fetch->remote->id,
                                  fetch->remote->file, &failure, error);
    sync_pull_advance(pull, 1);
    return status;
}

/* ---- those that need no bytes ---- */

/* Its page is elsewhere now, and its directory mostly has moved along. */
static enum atl_status follow_page(struct sync_pull *pull, const struct fetch *fetch,
                                   struct atl_error *error)
{
    const struct sync_stamp nothing = {0};
    struct atl_error ignored;
    if (strcmp(fetch->row->path, fetch->path) == 0) {
        return ATL_OK;
    }
    if (sync_exists(pull->workspace, fetch->row->path) &&
        !sync_exists(pull->workspace, fetch->path)) {
        sync_rename(pull->workspace, fetch->row->path, fetch->path, &ignored);
        sync_remove_empty(pull->workspace, &pull->arena,
                          sync_directory_of(&pull->arena, fetch->row->path));
    }
    return add_row(pull, fetch, &fetch->row->hash, NULL, &nothing, NO_EVENT, error);
}

/* ---- those that are gone ---- */

static enum atl_status remove_file(struct sync_pull *pull, const struct sync_attachment *row,
                                   struct atl_error *error)
{
    struct atl_error failure;
    struct sync_hash here = {0};
    const char *path = row->path;
    bool is_here = sync_exists(pull->workspace, path);
    if (is_here) {
        sync_hash_file(sync_path(pull->workspace, &pull->arena, path), &here, NULL, NULL);
    }
    if (is_here && !sync_hash_equal(&here, &row->hash)) {
        atl_fail(&failure, ATL_CONFLICT,
                 "%s was changed here, and deleted on the server; it stays as it is here", path);
        atl_hint(&failure, "delete the file to be done with it");
        return sync_pull_tell(pull, ATL_SYNC_CONFLICT, true, path, row->id, row->file, &failure,
                              error);
    }
    if (sync_trash_take(&pull->trash, path, &failure) != ATL_OK) {
        return sync_pull_tell(pull, ATL_SYNC_FAILED, true, path, row->id, row->file, &failure,
                              error);
    }
    sync_remove_empty(pull->workspace, &pull->arena, sync_directory_of(&pull->arena, path));
    enum atl_status status = sync_state_remove_attachment(pull->workspace->state, row->id, error);
    return status == ATL_OK && is_here
               ? sync_pull_tell(pull, ATL_SYNC_TRASHED, true, path, row->id, row->file, NULL, error)
               : status;
}

/* The search that lists attachments lags behind: the page itself knows. */
static enum atl_status check_and_remove(void *context, size_t index, struct atl_error *error)
{
    struct sync_pull *pull = context;
    const struct sync_attachment *row = pull->wanted.items[index];
    struct atl_arena arena = {0};
    struct atl_confluence_attachments found = {0};
    enum atl_status status =
        atl_confluence_attachments(pull->http, &arena, row->page, row->file, &found, error);
    bool is_gone = status == ATL_NOT_FOUND;
    if (status == ATL_OK) {
        is_gone = true;
        for (size_t i = 0; i < found.count; i++) {
            is_gone = is_gone && !atl_text_equal(found.items[i].id, row->id);
        }
    }
    status = status == ATL_NOT_FOUND ? ATL_OK : status;
    if (status == ATL_OK && is_gone) {
        status = remove_file(pull, row, error);
    }
    atl_arena_free(&arena);
    return status;
}

static enum atl_status remove_files(struct sync_pull *pull, struct atl_error *error)
{
    struct sync_map known = {0};
    pull->wanted.count = 0;
    for (size_t i = 0; i < pull->fetches.count; i++) {
        struct fetch *fetch = pull->fetches.items[i];
        sync_map_put(&known, fetch->remote->id, fetch);
    }
    for (size_t i = 0; i < pull->local.attachment_count; i++) {
        struct sync_attachment *row = &pull->local.attachments[i];
        const struct sync_node *node = sync_map_get(&pull->local.by_id, row->page);
        if (sync_map_get(&known, row->id) == NULL && node != NULL && node->remote != NULL) {
            atl_list_add(&pull->wanted, row);
        }
    }
    sync_map_free(&known);
    return atl_each(pull->wanted.count, atl_http_width(pull->http), check_and_remove, pull, error);
}

/* ---- all ---- */

enum atl_status sync_pull_files(struct sync_pull *pull, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    pull->wanted.count = 0;
    for (size_t i = 0; status == ATL_OK && i < pull->fetches.count; i++) {
        struct fetch *fetch = pull->fetches.items[i];
        if (fetch->row == NULL || fetch->row->version != fetch->remote->version ||
            !fetch->row->hash.known) {
            atl_list_add(&pull->wanted, fetch);
        } else {
            status = follow_page(pull, fetch, error);
        }
    }
    pull->total += (int64_t)pull->wanted.count;
    if (status == ATL_OK) {
        status = atl_each(pull->wanted.count, atl_http_width(pull->http), fetch_file, pull, error);
    }
    enum atl_status committed = sync_batch_commit(&pull->batch, status == ATL_OK ? error : NULL);
    status = status == ATL_OK ? committed : status;
    return status == ATL_OK ? remove_files(pull, error) : status;
}
