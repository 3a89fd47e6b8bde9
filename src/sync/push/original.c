/*
 * Pushing: what the server has of the pages whose text is sent, kept until it is, so that what
 * wasn't changed stays as it is there.
 */
#include "sync/push/push.h"

#include "atlcli/confluence_page.h"

#include <stdlib.h>

enum {
    MOST_KEPT = 64 << 20, /* bytes of all pages together; what is more is asked for once again */
};

void push_keep_original(struct push *push, struct push_page *page, int64_t version,
                        const char *storage, size_t length)
{
    push_forget_original(push, page);
    if (!push->dry && length <= MOST_KEPT - push->kept) {
        page->original = atl_strndup(storage, length);
        page->original_length = length;
        page->original_version = version;
        push->kept += length;
    }
}

void push_forget_original(struct push *push, struct push_page *page)
{
    if (page->original != NULL) {
        push->kept -= page->original_length;
        free(page->original);
        page->original = NULL;
    }
}

/* The page as it is to be replaced, when there is no room for it before. */
static enum atl_status ask(struct push *push, struct push_page *page, struct push_text *text,
                           struct sync_page_there *there, struct atl_error *error)
{
    struct atl_confluence_content content;
    enum atl_status status = atl_confluence_get_page(push->http, &text->arena, page->id, 0,
                                                     ATL_CONFLUENCE_BODY, &content, error);
    if (status == ATL_OK && content.version == page->node->remote->version) {
        there->storage = content.body;
        there->length = content.body_length;
    }
    return status;
}

enum atl_status push_write_over(struct push *push, struct push_page *page, struct push_text *text,
                                struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    struct sync_page_there there = {
        .id = page->id,
        .path = page->path,
        .former = page->node->row->path,
        .links = &push->pull.links,
    };
    if (page->original == NULL) {
        status = ask(push, page, text, &there, error);
    } else if (page->original_version == page->node->remote->version) {
        there.storage = page->original;
        there.length = page->original_length;
    }
    if (status == ATL_OK && there.storage != NULL) {
        atl_buffer_truncate(&text->storage, 0);
        status = sync_page_storage_over(&text->arena, &text->parts, &there, &text->storage, error);
        atl_buffer_add(&text->storage, "");
    }
    return status;
}
