#include "sync/remote.h"

#include "sync/workspace/disk.h"

#include "atlcli/confluence_tree.h"
#include "atlcli/deployment.h"
#include "atlcli/loop.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_BODY_BYTES = 24 * 1024 * 1024, /* kept until all pages are known; the rest is asked for
                                           again, batch by batch */
};

struct reading {
    struct atl_sync_workspace *workspace;
    struct atl_http *http;
    struct sync_remote *remote;
    bool bodies;
    size_t expected;              /* pages */
    struct atl_buffer remembered; /* of the list of pages, from when it was read last */
    struct atl_buffer learned;
};

/* ---- what is remembered of lists ---- */

static const char list_file[] = SYNC_DIRECTORY "/list";

enum {
    MOST_REMEMBERED_BYTES = 1024 * 1024,
};

/* It only spares waiting: one that can't be read is none. */
static void remember(struct reading *reading)
{
    const char *path = sync_path(reading->workspace, reading->remote->arena, list_file);
    if (atl_file_read(path, MOST_REMEMBERED_BYTES, &reading->remembered, NULL) != ATL_OK) {
        atl_buffer_truncate(&reading->remembered, 0);
    }
}

/* Without being flushed: what a power cut leaves of it need not be true. */
static void learn(struct reading *reading)
{
    const struct atl_sync_workspace *workspace = reading->workspace;
    const struct atl_buffer *learned = &reading->learned;
    const char *temporary;
    if (strcmp(atl_buffer_text(learned), atl_buffer_text(&reading->remembered)) != 0 &&
        sync_write_temporary(workspace, reading->remote->arena, atl_buffer_text(learned),
                             learned->length, 0, &temporary, NULL) == ATL_OK &&
        renameat(workspace->descriptor, temporary, workspace->descriptor, list_file) != 0) {
        unlinkat(workspace->descriptor, temporary, 0);
    }
}

/* ---- pages ---- */

static enum atl_status take_page(void *context, const struct atl_confluence_node *node,
                                 struct atl_error *error)
{
    struct sync_remote *remote = context;
    (void)error;
    if (sync_map_get(&remote->by_id, node->id) != NULL) {
        return ATL_OK;
    }
    struct sync_remote_page *page = atl_arena_alloc(remote->arena, sizeof *page);
    *page = (struct sync_remote_page){
        .id = atl_arena_strdup(remote->arena, node->id),
        .kind = node->is_folder ? SYNC_FOLDER : SYNC_PAGE,
        .parent = atl_arena_strdup(remote->arena, node->parent),
        .title = atl_arena_strdup(remote->arena, node->title),
        .version = node->version,
        .position = node->position,
    };
    if (node->body != NULL && remote->body_bytes + node->body_length <= MOST_BODY_BYTES) {
        page->body = atl_strndup(node->body, node->body_length);
        page->body_length = node->body_length;
        remote->body_bytes += node->body_length;
    }
    atl_list_add(&remote->pages, page);
    sync_map_put(&remote->by_id, page->id, page);
    return ATL_OK;
}

static enum atl_status fail_gone(const struct atl_sync_workspace *workspace,
                                 struct atl_error *error)
{
    const struct atl_sync_config *config = &workspace->config;
    atl_fail(error, ATL_NOT_FOUND, "the page '%s' (%s) that this workspace holds is gone",
             config->title == NULL ? "" : config->title, config->page);
    atl_hint(error, "it was deleted, or your account may not see it any more; the files stay as "
                    "they are");
    return ATL_NOT_FOUND;
}

static enum atl_status read_pages(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    const struct atl_sync_config *config = &reading->workspace->config;
    const struct atl_confluence_tree tree = {
        .http = reading->http,
        .space = config->space,
        .space_id = config->space_id,
        .root = config->page,
        .extent = config->scope == ATL_SYNC_PAGE ? ATL_CONFLUENCE_ROOT_ALONE
                                                 : ATL_CONFLUENCE_ROOT_AND_BELOW,
        .bodies = reading->bodies,
        .expected = reading->expected,
        .remembered = atl_buffer_text(&reading->remembered),
        .learned = &reading->learned,
        .on_node = take_page,
        .context = reading->remote,
    };
    enum atl_status status = atl_confluence_read_tree(&tree, error);
    return status == ATL_NOT_FOUND && config->page != NULL ? fail_gone(reading->workspace, error)
                                                           : status;
}

/* ---- what the lists lack ---- */

struct checking {
    struct reading *reading;
    struct atl_list found; /* struct atl_confluence_node, with texts in the arena */
};

static enum atl_status take_checked(void *context, const struct atl_confluence_node *node,
                                    struct atl_error *error)
{
    struct checking *checking = context;
    struct atl_arena *arena = checking->reading->remote->arena;
    const struct atl_sync_config *config = &checking->reading->workspace->config;
    (void)error;
    const char *space = config->space_id != NULL ? config->space_id : config->space;
    if (atl_text_equal(node->space, space)) {
        struct atl_confluence_node *kept = atl_arena_alloc(arena, sizeof *kept);
        *kept = *node;
        kept->id = atl_arena_strdup(arena, node->id);
        kept->parent = atl_arena_strdup(arena, node->parent);
        kept->title = atl_arena_strdup(arena, node->title);
        kept->body = NULL;
        atl_list_add(&checking->found, kept);
    }
    return ATL_OK;
}

/* Those that are there still count as long as they are below what is in the scope. */
static void add_found(struct checking *checking)
{
    struct sync_remote *remote = checking->reading->remote;
    bool whole_space = checking->reading->workspace->config.scope == ATL_SYNC_SPACE;
    bool added = true;
    while (added) {
        added = false;
        for (size_t i = 0; i < checking->found.count; i++) {
            const struct atl_confluence_node *node = checking->found.items[i];
            if (sync_map_get(&remote->by_id, node->id) == NULL &&
                (whole_space || sync_map_get(&remote->by_id, node->parent) != NULL)) {
                take_page(remote, node, NULL);
                added = true;
            }
        }
    }
}

static enum atl_status check_missing(struct reading *reading, const struct sync_local *local,
                                     struct atl_error *error)
{
    struct checking checking = {.reading = reading};
    struct atl_list missing = {0};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < local->row_count; i++) {
        const struct sync_page *row = &local->rows[i];
        if (row->kind == SYNC_PAGE && sync_map_get(&reading->remote->by_id, row->id) == NULL) {
            atl_list_add(&missing, (void *)(uintptr_t)row->id);
        }
    }
    if (missing.count > 0 && reading->workspace->config.scope != ATL_SYNC_PAGE) {
        status = atl_confluence_nodes(reading->http, (const char *const *)missing.items,
                                      missing.count, false, take_checked, &checking, error);
        add_found(&checking);
    }
    atl_list_free(&checking.found);
    atl_list_free(&missing);
    return status;
}

/* ---- attachments ---- */

static enum atl_status take_attachment(void *context,
                                       const struct atl_confluence_attachment *attachment,
                                       struct atl_error *error)
{
    struct sync_remote *remote = context;
    struct atl_arena *arena = remote->arena;
    (void)error;
    if (attachment->id == NULL || attachment->page == NULL || attachment->file == NULL) {
        return ATL_OK;
    }
    struct atl_confluence_attachment *kept = atl_arena_alloc(arena, sizeof *kept);
    *kept = *attachment;
    kept->id = atl_arena_strdup(arena, attachment->id);
    kept->page = atl_arena_strdup(arena, attachment->page);
    kept->file = atl_arena_strdup(arena, attachment->file);
    kept->download = atl_arena_strdup(arena, attachment->download);
    kept->media_type = kept->comment = kept->updated = NULL;
    kept->json = NULL;
    atl_list_add(&remote->attachments, kept);
    return ATL_OK;
}

static enum atl_status read_attachments_of(struct reading *reading, const char *space,
                                           const char *const *pages, struct atl_error *error)
{
    const struct atl_confluence_attachment_list list = {
        .http = reading->http,
        .space = space,
        .pages = pages,
        .on_attachment = take_attachment,
        .context = reading->remote,
    };
    return atl_confluence_list_attachments(&list, error);
}

static enum atl_status read_attachments_of_space(void *argument, struct atl_error *error)
{
    struct reading *reading = argument;
    return read_attachments_of(reading, reading->workspace->config.space, NULL, error);
}

static enum atl_status read_attachments_of_pages(struct reading *reading, struct atl_error *error)
{
    struct sync_remote *remote = reading->remote;
    struct atl_list ids = {0};
    for (size_t i = 0; i < remote->pages.count; i++) {
        const struct sync_remote_page *page = remote->pages.items[i];
        if (page->kind == SYNC_PAGE) {
            atl_list_add(&ids, (void *)(uintptr_t)page->id);
        }
    }
    atl_list_add(&ids, NULL);
    enum atl_status status =
        ids.count == 1 ? ATL_OK
                       : read_attachments_of(reading, NULL, (const char *const *)ids.items, error);
    atl_list_free(&ids);
    return status;
}

/* ---- all ---- */

static enum atl_status read_both(struct reading *reading, struct atl_error *error)
{
    const struct atl_sync_config *config = &reading->workspace->config;
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, read_pages, reading);
    if (status == ATL_OK && config->attachments && config->scope == ATL_SYNC_SPACE) {
        status = atl_group_spawn(group, read_attachments_of_space, reading);
    }
    enum atl_status waited = atl_group_wait(group, error);
    return waited != ATL_OK ? waited : status;
}

enum atl_status sync_remote_read(struct atl_sync_workspace *workspace, struct atl_http *http,
                                 struct atl_arena *arena, size_t expected,
                                 const struct sync_local *local, struct sync_remote *remote,
                                 struct atl_error *error)
{
    const struct atl_sync_config *config = &workspace->config;
    *remote = (struct sync_remote){.arena = arena};
    struct reading reading = {.workspace = workspace,
                              .http = http,
                              .remote = remote,
                              .bodies = expected == 0,
                              .expected = expected};
    remember(&reading);
    enum atl_status status = read_both(&reading, error);
    if (status == ATL_OK) {
        learn(&reading);
    }
    atl_buffer_free(&reading.remembered);
    atl_buffer_free(&reading.learned);
    if (status == ATL_OK && config->page != NULL &&
        sync_map_get(&remote->by_id, config->page) == NULL) {
        status = fail_gone(workspace, error);
    }
    if (status == ATL_OK) {
        status = check_missing(&reading, local, error);
    }
    if (status == ATL_OK && config->attachments && config->scope != ATL_SYNC_SPACE) {
        status = read_attachments_of_pages(&reading, error);
    }
    return status;
}

void sync_remote_free(struct sync_remote *remote)
{
    for (size_t i = 0; i < remote->pages.count; i++) {
        struct sync_remote_page *page = remote->pages.items[i];
        free(page->body);
    }
    atl_list_free(&remote->pages);
    atl_list_free(&remote->attachments);
    sync_map_free(&remote->by_id);
}
