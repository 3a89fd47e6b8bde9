/* Pulling: attachments, streamed to disk side by side. */
#include "sync/names.h"
#include "sync/pull/pull.h"

#include "atlcli/loop.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- where they lie ---- */

static const char *numbered(struct atl_arena *arena, const char *path, const char *id)
{
    const char *dot = strrchr(sync_base_name(path), '.');
    size_t stem = dot == NULL ? strlen(path) : (size_t)(dot - path);
    return atl_arena_printf(arena, "%.*s (%s)%s", (int)stem, path, sync_name_of_id(arena, id),
                            dot == NULL ? "" : dot);
}

/* One that is known keeps its name; a new one gets its own, or one that nobody else has. */
static const char *choose_path(struct sync_pull *pull, const struct sync_fetch *fetch,
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

/* ---- which is which ---- */

struct matching {
    struct sync_map remotes; /* struct atl_confluence_attachment by id */
    struct sync_map current; /* likewise by page and name: the newest */
    struct sync_map rows;    /* struct sync_attachment by id */
    struct sync_map named;   /* likewise by page and name */
};

static const char *name_on_page(struct atl_arena *arena, const char *page, const char *file)
{
    return atl_arena_printf(arena, "%s/%s", page, file);
}

static void index_all(struct sync_pull *pull, struct matching *matching)
{
    struct atl_arena *arena = &pull->arena;
    const struct atl_list *remotes = &pull->remote.attachments;
    for (size_t i = 0; i < remotes->count; i++) {
        struct atl_confluence_attachment *remote = remotes->items[i];
        sync_map_put(&matching->remotes, remote->id, remote);
        sync_map_put(&matching->current, name_on_page(arena, remote->page, remote->file), remote);
    }
    for (size_t i = 0; i < pull->local.attachment_count; i++) {
        struct sync_attachment *row = &pull->local.attachments[i];
        sync_map_put(&matching->rows, row->id, row);
        sync_map_put(&matching->named, name_on_page(arena, row->page, row->file), row);
    }
}

/* One that was put back may be listed together with the one that was deleted before. */
static bool is_current(struct sync_pull *pull, const struct matching *matching,
                       const struct atl_confluence_attachment *remote)
{
    return remote != NULL &&
           sync_map_get(&matching->current,
                        name_on_page(&pull->arena, remote->page, remote->file)) == remote;
}

/* A page has one of each name: one that was deleted and put back has another id, and is the same.
 */
static struct sync_attachment *row_of(struct sync_pull *pull, const struct matching *matching,
                                      const struct atl_confluence_attachment *remote)
{
    struct sync_attachment *row = sync_map_get(&matching->rows, remote->id);
    if (row != NULL) {
        return row;
    }
    row = sync_map_get(&matching->named, name_on_page(&pull->arena, remote->page, remote->file));
    return row != NULL && !is_current(pull, matching, sync_map_get(&matching->remotes, row->id))
               ? row
               : NULL;
}

static void plan_file(struct sync_pull *pull, const struct atl_confluence_attachment *remote,
                      const struct matching *matching, struct sync_map *taken)
{
    const struct sync_node *node = sync_map_get(&pull->local.by_id, remote->page);
    if (node == NULL || node->remote == NULL || node->kind != SYNC_PAGE) {
        return; /* a blog post's, or a comment's */
    }
    struct sync_fetch *fetch = atl_arena_alloc(&pull->arena, sizeof *fetch);
    *fetch =
        (struct sync_fetch){.remote = remote, .node = node, .row = row_of(pull, matching, remote)};
    fetch->path = choose_path(pull, fetch, taken);
    atl_list_add(&pull->fetches, fetch);
    const struct sync_target *page = sync_map_get(&pull->links.by_id, node->id);
    const struct sync_target_file file = {.page = page, .file = remote->file, .path = fetch->path};
    sync_links_add_file(&pull->links, &file);
}

enum atl_status sync_pull_plan_files(struct sync_pull *pull, struct atl_error *error)
{
    struct matching matching = {0};
    struct sync_map taken = {0};
    struct atl_list *remotes = &pull->remote.attachments;
    (void)error;
    if (remotes->count > 0) {
        qsort(remotes->items, remotes->count, sizeof *remotes->items, by_id);
    }
    index_all(pull, &matching);
    for (size_t i = 0; i < remotes->count; i++) {
        const struct atl_confluence_attachment *remote = remotes->items[i];
        if (is_current(pull, &matching, remote)) {
            plan_file(pull, remote, &matching, &taken);
        }
    }
    sync_map_free(&matching.remotes);
    sync_map_free(&matching.current);
    sync_map_free(&matching.rows);
    sync_map_free(&matching.named);
    sync_map_free(&taken);
    return ATL_OK;
}

/* ---- those that are gone ---- */

/* Where it lies: its page may have been moved. */
static const char *place_of(struct sync_pull *pull, const struct sync_attachment *row)
{
    const struct sync_node *node = sync_map_get(&pull->local.by_id, row->page);
    const char *path =
        atl_arena_printf(&pull->arena, "%s.attachments/%s", node->place, sync_base_name(row->path));
    return sync_exists(pull->workspace, path) ? path : row->path;
}

/* The one of the same name that its page has now. */
static enum atl_status take_other(struct sync_pull *pull, struct sync_attachment *row,
                                  const struct atl_confluence_attachment *other,
                                  struct atl_error *error)
{
    for (size_t i = 0; i < pull->fetches.count; i++) {
        const struct sync_fetch *fetch = pull->fetches.items[i];
        if (strcmp(fetch->remote->id, other->id) == 0) { /* it is known by another row */
            return sync_state_remove_attachment(pull->workspace->state, row->id, error);
        }
    }
    const struct sync_fetch fetch = {.remote = other,
                                     .node = sync_map_get(&pull->local.by_id, row->page),
                                     .row = row,
                                     .path = place_of(pull, row)};
    return sync_pull_file(pull, &fetch, error);
}

/* The search that lists attachments lags behind: the page itself knows. */
static enum atl_status check_one(void *context, size_t index, struct atl_error *error)
{
    struct sync_pull *pull = context;
    struct sync_attachment *row = pull->wanted.items[index];
    struct atl_confluence_attachments found = {0};
    const struct atl_confluence_attachment *other = NULL;
    enum atl_status status =
        atl_confluence_attachments(pull->http, &pull->arena, row->page, row->file, &found, error);
    if (status != ATL_OK && status != ATL_NOT_FOUND) {
        return status;
    }
    for (size_t i = 0; i < found.count; i++) {
        if (atl_text_equal(found.items[i].id, row->id)) {
            return ATL_OK; /* it is there */
        }
        other = atl_text_equal(found.items[i].file, row->file) ? &found.items[i] : other;
    }
    return other != NULL ? take_other(pull, row, other, error)
                         : sync_pull_remove_file(pull, row, place_of(pull, row), error);
}

static enum atl_status check_missing(struct sync_pull *pull, struct atl_error *error)
{
    struct sync_map known = {0};
    pull->wanted.count = 0;
    for (size_t i = 0; i < pull->fetches.count; i++) {
        const struct sync_fetch *fetch = pull->fetches.items[i];
        if (fetch->row != NULL) {
            sync_map_put(&known, fetch->row->id, fetch->row);
        }
    }
    for (size_t i = 0; i < pull->local.attachment_count; i++) {
        struct sync_attachment *row = &pull->local.attachments[i];
        const struct sync_node *node = sync_map_get(&pull->local.by_id, row->page);
        if (sync_map_get(&known, row->id) == NULL && node != NULL && node->remote != NULL) {
            atl_list_add(&pull->wanted, row);
        }
    }
    sync_map_free(&known);
    enum atl_status status =
        atl_each(pull->wanted.count, atl_http_width(pull->http), check_one, pull, error);
    enum atl_status committed = sync_batch_commit(&pull->batch, status == ATL_OK ? error : NULL);
    return status == ATL_OK ? committed : status;
}

/* ---- all ---- */

/* And its file is where it belongs. */
static bool has_changed(const struct sync_fetch *fetch)
{
    const struct sync_attachment *row = fetch->row;
    if (row != NULL && strcmp(row->path, fetch->path) != 0) {
        return false;
    }
    return row == NULL || strcmp(row->id, fetch->remote->id) != 0 ||
           row->version != fetch->remote->version || !row->hash.known;
}

static enum atl_status fetch_one(void *context, size_t index, struct atl_error *error)
{
    struct sync_pull *pull = context;
    enum atl_status status = sync_pull_file(pull, pull->wanted.items[index], error);
    sync_pull_advance(pull, 1);
    return status;
}

enum atl_status sync_pull_files(struct sync_pull *pull, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    pull->wanted.count = 0;
    for (size_t i = 0; status == ATL_OK && i < pull->fetches.count; i++) {
        struct sync_fetch *fetch = pull->fetches.items[i];
        status = fetch->row == NULL ? ATL_OK : sync_pull_follow(pull, fetch, error);
        if (has_changed(fetch)) {
            atl_list_add(&pull->wanted, fetch);
        }
    }
    pull->total += (int64_t)pull->wanted.count;
    if (status == ATL_OK) {
        /* Cloud sends each on to another host: while that is asked, this one can be, too. */
        status =
            atl_each(pull->wanted.count, 2 * atl_http_width(pull->http), fetch_one, pull, error);
    }
    enum atl_status committed = sync_batch_commit(&pull->batch, status == ATL_OK ? error : NULL);
    status = status == ATL_OK ? committed : status;
    return status == ATL_OK ? check_missing(pull, error) : status;
}
