/* Pushing: a page that is made, and whose id goes into its file. */
#include "sync/push/push.h"
#include "sync/workspace/bases.h"

#include "atlcli/confluence_page.h"

#include <string.h>
#include <unistd.h>

static struct sync_page *make_row(struct push *push, const struct push_page *page,
                                  const struct atl_confluence_content *made)
{
    struct sync_page *row = atl_arena_alloc(&push->batch.arena, sizeof *row);
    *row = (struct sync_page){.id = page->id,
                              .kind = SYNC_PAGE,
                              .parent = page->parent,
                              .path = page->path,
                              .title = page->title,
                              .version = made->version,
                              .position = -1};
    return row;
}

/* The page is there: its file is told so. */
static enum atl_status note(struct push *push, struct push_page *page, struct push_text *text,
                            const struct atl_confluence_content *made, const char *creation,
                            struct atl_error *failure, struct atl_error *error)
{
    struct atl_arena *arena = &push->batch.arena;
    struct atl_buffer whole = {0};
    struct sync_page *row = make_row(push, page, made);
    struct sync_item item = {
        .page = row,
        .path = page->path,
        .seen = text->seen,
        .added = page->path,
        .spent = atl_arena_strdup(arena, creation),
        .action = ATL_SYNC_CREATED,
        .id = page->id,
        .title = page->title,
        .reason = push_losses(push, text),
    };
    enum atl_status status = sync_page_adopt(&text->parts, page->id, page->title, &whole, failure);
    if (status == ATL_OK) {
        status = sync_write_temporary(push->workspace, arena, atl_buffer_text(&whole), whole.length,
                                      text->seen.mode, &item.temporary, failure);
    }
    if (status == ATL_OK) {
        status = sync_base_write(push->workspace, arena, page->id, atl_buffer_text(&whole),
                                 whole.length, &item.base, failure);
    }
    row->file_hash = sync_hash_of(atl_buffer_text(&whole), whole.length);
    row->remote_hash = sync_hash_of(atl_buffer_text(&text->storage), text->storage.length);
    atl_buffer_free(&whole);
    if (status != ATL_OK) {
        return push_fail(push, page, failure, error);
    }
    push_find_targets(push, page->id, text, &item);
    return sync_batch_add(&push->batch, &item, error);
}

static enum atl_status create(struct push *push, const struct push_page *page,
                              struct push_text *text, struct atl_confluence_content *made,
                              struct atl_error *error)
{
    const struct atl_confluence_change change = {
        .space = push->workspace->config.space,
        .space_id = push->workspace->config.space_id,
        .parent = page->parent,
        .at_top = page->parent == NULL,
        .title = text->title,
        .storage = atl_buffer_text(&text->storage),
    };
    return atl_confluence_create_page(push->http, &text->arena, &change, made, error);
}

static bool may_be_there(enum atl_status status)
{
    return status == ATL_NETWORK || status == ATL_UNKNOWN_OUTCOME || status == ATL_CANCELLED;
}

enum atl_status push_create(struct push *push, struct push_page *page, struct atl_error *error)
{
    struct push_text text;
    struct atl_confluence_content made;
    struct atl_error failure;
    const char *creation = NULL;
    enum atl_status status = push_read_text(push, page, &text, &failure);
    if (status == ATL_OK) {
        status = push_note_creation(push, page, &text, &creation, &failure);
    }
    if (status == ATL_OK) {
        status = create(push, page, &text, &made, &failure);
        if (status != ATL_OK && !may_be_there(status)) {
            unlinkat(push->workspace->descriptor, creation, 0);
        }
    }
    if (status == ATL_OK) {
        page->id = atl_arena_strdup(push->arena, made.id);
        page->title = atl_arena_strdup(push->arena, text.title);
        const struct sync_target target = {
            .id = page->id, .title = page->title, .path = page->path};
        sync_links_add_page(&push->pull.links, &target);
        status = push_label(push, page->id, &failure);
    }
    status = status == ATL_OK ? note(push, page, &text, &made, creation, &failure, error)
                              : push_fail(push, page, &failure, error);
    push_free_text(&text);
    return status;
}
