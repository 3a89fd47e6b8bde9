/* Pushing: the order of its steps, and what they tell. */
#include "sync/push/push.h"
#include "sync/push/recover.h"

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

void push_sort(struct push *push)
{
    if (push->pages.count > 0) {
        qsort(push->pages.items, push->pages.count, sizeof *push->pages.items, by_path);
    }
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
    push_sort(push);
    if (status == ATL_OK) {
        status = push_check_links(push, error);
    }
    if (status == ATL_OK) {
        push_index_links(push);
        status = push_catch_up(push, error);
    }
    return status;
}

/* ---- doing it ---- */

void push_advance(struct push *push)
{
    push->done++;
    if (push->options->on_progress != NULL) {
        push->options->on_progress(push->options->context, push->done, push->total);
    }
}

enum atl_status push_each(struct push *push, atl_each_function step, struct atl_error *error)
{
    enum atl_status status =
        atl_each(push->wanted.count, atl_http_width(push->http), step, push, error);
    enum atl_status committed = sync_batch_commit(&push->batch, status == ATL_OK ? error : NULL);
    return status == ATL_OK ? committed : status;
}

enum atl_status push_fail(struct push *push, struct push_page *page, struct atl_error *failure,
                          struct atl_error *error)
{
    if (failure->status == ATL_CANCELLED || failure->status == ATL_UNAUTHENTICATED) {
        *error = *failure;
        return error->status;
    }
    if (!atl_text_starts_with(failure->message, page->path)) {
        atl_error_prefix(failure, "%s", page->path);
    }
    bool overtaken = failure->status == ATL_CONFLICT && failure->http_status == 409;
    return push_tell_page(push, page, overtaken ? ATL_SYNC_CONFLICT : ATL_SYNC_FAILED, failure,
                          error);
}

static enum atl_status update(void *context, size_t index, struct atl_error *error)
{
    struct push *push = context;
    enum atl_status status = push_update(push, push->wanted.items[index], error);
    push_advance(push);
    return status;
}

/* Those that stay where they are. */
static enum atl_status update_pages(struct push *push, struct atl_error *error)
{
    push->wanted.count = 0;
    for (size_t i = 0; i < push->pages.count; i++) {
        struct push_page *page = push->pages.items[i];
        push->total += !page->settled;
        if (page->node != NULL && page->edited && !page->moved && !page->settled) {
            atl_list_add(&push->wanted, page);
        }
    }
    push->total += (int64_t)push->files.count;
    return push_each(push, update, error);
}

static enum atl_status ask_before_deleting(const struct push *push, struct atl_error *error)
{
    int64_t count = 0;
    for (size_t i = 0; i < push->pages.count; i++) {
        const struct push_page *page = push->pages.items[i];
        count += page->deleted && !page->settled && !page->comes_back && page->node->remote != NULL;
    }
    for (size_t i = 0; i < push->files.count; i++) {
        const struct push_file *file = push->files.items[i];
        count += file->file == NULL;
    }
    return count == 0 || push->options->on_delete == NULL
               ? ATL_OK
               : push->options->on_delete(push->options->context, count, error);
}

static enum atl_status run(struct push *push, struct atl_error *error)
{
    sync_clear_temporary(push->workspace);
    enum atl_status status = sync_recover(&push->batch, push->http, error);
    if (status == ATL_OK) {
        status = push_prepare(push, error);
    }
    if (status == ATL_OK) {
        status = ask_before_deleting(push, error);
    }
    if (status == ATL_OK) {
        status = push_mark_stale(push, error);
    }
    if (status == ATL_OK) {
        status = update_pages(push, error);
    }
    if (status == ATL_OK) {
        status = push_place_pages(push, error);
    }
    if (status == ATL_OK) {
        status = push_deliver_files(push, error);
    }
    return status == ATL_OK ? push_delete_pages(push, error) : status;
}

enum atl_status atl_sync_push(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_sync_push_options *options,
                              struct atl_sync_totals *totals, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_sync_totals merges = {0};
    struct push push = {.workspace = workspace, .http = http, .options = options, .arena = &arena};
    *totals = (struct atl_sync_totals){0};
    push.batch = (struct sync_batch){.workspace = workspace,
                                     .on_event = options->on_event,
                                     .context = options->context,
                                     .totals = totals};
    push.pull.batch = (struct sync_batch){
        .workspace = workspace, .on_event = push_hear, .context = &push, .totals = &merges};
    push.pull.trash = (struct sync_trash){.workspace = workspace, .arena = &arena};
    enum atl_status status = run(&push, error);
    if (status == ATL_CANCELLED) {
        (void)atl_check_cancelled(error); /* whatever was under way: the next push finds out */
    }
    totals->pages = (int64_t)push.pages.count;
    totals->attachments = (int64_t)push.files.count;
    push_free(&push);
    atl_arena_free(&arena);
    return status;
}

void push_free(struct push *push)
{
    for (size_t i = 0; i < push->pages.count; i++) {
        push_forget_original(push, push->pages.items[i]);
    }
    sync_batch_free(&push->batch);
    sync_batch_free(&push->pull.batch);
    sync_links_free(&push->pull.links);
    sync_local_free(&push->pull.local);
    atl_arena_free(&push->pull.arena);
    atl_list_free(&push->pages);
    atl_list_free(&push->files);
    atl_list_free(&push->wanted);
    sync_map_free(&push->by_id);
    sync_map_free(&push->by_place);
    sync_map_free(&push->asked);
    sync_map_free(&push->there);
    sync_map_free(&push->used);
    sync_map_free(&push->children);
}
