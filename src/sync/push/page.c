/* Pushing: one page that is there, one version after the one that was read. */
#include "sync/push/push.h"

#include "atlcli/confluence_label.h"
#include "atlcli/confluence_page.h"

#include <string.h>
#include <unistd.h>

enum {
    NO_EVENT = -1,
    MOST_ATTEMPTS = 4, /* of others changing the page in between */
};

/* ---- what is noted ---- */

/* The page's row as it is to be, in the batch's arena, which nothing waits in between. */
static struct sync_page *make_row(struct push *push, const struct push_page *page,
                                  const struct push_text *text, int64_t version)
{
    struct sync_page *row = atl_arena_alloc(&push->batch.arena, sizeof *row);
    *row = *page->node->row;
    row->path = page->path;
    row->title = atl_arena_strdup(push->arena, text->title);
    row->version = version;
    row->file_hash = text->hash;
    row->remote_hash = sync_hash_of(atl_buffer_text(&text->storage), text->storage.length);
    row->flags &= (unsigned)SYNC_STALE;
    return row;
}

static const char *conflict_path(struct push *push, const struct push_page *page)
{
    return (page->node->row->flags & SYNC_CONFLICT) == 0
               ? NULL
               : sync_conflict_path(&push->batch.arena, page->id);
}

/* `base` is the file that its new base is in. */
static enum atl_status note(struct push *push, struct push_page *page, const struct push_text *text,
                            int64_t version, const char *base, int action, struct atl_error *error)
{
    struct sync_page *row = make_row(push, page, text, version);
    struct sync_item item = {
        .page = row,
        .base = atl_arena_strdup(&push->batch.arena, base),
        .spent = conflict_path(push, page),
        .action = action,
        .id = page->id,
        .title = row->title,
        .reason = push_losses(push, text),
    };
    if (page->placed) {
        row->parent = page->parent;
    }
    push_find_targets(push, page->id, text, &item);
    *page->node->row = *row; /* what comes later starts from it */
    return sync_batch_add(&push->batch, &item, error);
}

/* ---- sending ---- */

static enum atl_status send(struct push *push, const struct push_page *page, struct push_text *text,
                            struct atl_confluence_content *made, struct atl_error *error)
{
    const struct atl_confluence_change change = {
        .id = page->id,
        .space = push->workspace->config.space,
        .space_id = push->workspace->config.space_id,
        .parent = page->moved ? page->parent : NULL,
        .title = text->title,
        .storage = atl_buffer_text(&text->storage),
        .message = push->options->message,
        .status = "current",
        .version = page->node->remote->version,
    };
    return atl_confluence_update_page(push->http, &text->arena, &change, made, error);
}

enum atl_status push_label(struct push *push, const char *id, struct atl_error *error)
{
    size_t count = push->options->label_count;
    return count == 0 ? ATL_OK
                      : atl_confluence_label_add(push->http, id, push->labels, count, error);
}

/* Somebody was faster: what they did comes in first. */
static enum atl_status merge_again(struct push *push, struct push_page *page,
                                   struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_confluence_content there;
    enum atl_status status = atl_confluence_get_page(push->http, &arena, page->id, 0,
                                                     ATL_CONFLUENCE_BODY, &there, error);
    if (status == ATL_OK) {
        status = push_merge(push, page, there.title, there.version,
                            there.body == NULL ? "" : there.body, there.body_length, error);
    }
    if (status == ATL_OK) {
        status = sync_batch_commit(&push->pull.batch, error);
    }
    atl_arena_free(&arena);
    return status;
}

/* *again: another version is there, and nothing was changed. */
static enum atl_status try_once(struct push *push, struct push_page *page, bool *again,
                                struct atl_error *failure, struct atl_error *error)
{
    struct push_text text;
    struct atl_confluence_content made;
    const char *base = NULL;
    enum atl_status status = push_read_text(push, page, &text, failure);
    bool is_new = status == ATL_OK && push_says_something_new(push, page, &text);
    *again = false;
    if (status == ATL_OK && is_new) {
        status = push_write_over(push, page, &text, failure);
    }
    if (status == ATL_OK && is_new) {
        status = push_label(push, page->id, failure);
    }
    if (status == ATL_OK) {
        status = push_write_note(push, &text, page->id, is_new, &base, failure);
    }
    if (status == ATL_OK && is_new) {
        status = send(push, page, &text, &made, failure);
    }
    if (status == ATL_OK) {
        page->placed = is_new && page->moved && page->parent != NULL;
        int action = page->merged ? ATL_SYNC_MERGED : is_new ? ATL_SYNC_UPDATED : NO_EVENT;
        status = note(push, page, &text, is_new ? made.version : page->node->remote->version, base,
                      action, error);
        push_free_text(&text);
        return status;
    }
    *again = status == ATL_CONFLICT && failure->http_status == 409;
    if (base != NULL && status != ATL_NETWORK && status != ATL_UNKNOWN_OUTCOME &&
        status != ATL_CANCELLED) {
        unlinkat(push->workspace->descriptor, base, 0); /* it surely wasn't taken */
    }
    push_free_text(&text);
    return *again ? ATL_OK : push_fail(push, page, failure, error);
}

enum atl_status push_update(struct push *push, struct push_page *page, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    bool again = true;
    for (int i = 0; status == ATL_OK && again && i < MOST_ATTEMPTS && !page->settled; i++) {
        struct atl_error failure;
        status = try_once(push, page, &again, &failure, error);
        if (status == ATL_OK && again) {
            status = i + 1 < MOST_ATTEMPTS ? merge_again(push, page, &failure) : failure.status;
            status = status == ATL_OK ? ATL_OK : push_fail(push, page, &failure, error);
        }
    }
    push_forget_original(push, page);
    return status;
}
