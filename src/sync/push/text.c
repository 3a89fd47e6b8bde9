/* Pushing: a file's text as it is now, and what it says to the server. */
#include "sync/push/push.h"

#include <string.h>

static void keep_losses(struct push_text *text, const char *path,
                        const struct atl_content_report *report)
{
    const struct atl_report_entry *entry = report->first;
    while (entry != NULL && entry->kind == ATL_REPORT_REPAIRED) {
        entry = entry->next;
    }
    if (entry != NULL) {
        text->loses = true;
        atl_fail(&text->losses, ATL_FAILED, "%s: %s%s", path, entry->message,
                 report->total > 1 ? "; 'atlcli wiki docs check' says what else is lost" : "");
    }
}

static enum atl_status make_storage(const struct push *push, const struct push_page *page,
                                    struct push_text *text, struct atl_error *error)
{
    struct atl_content_report report = {0};
    const char *former = page->node == NULL ? NULL : page->node->row->path;
    enum atl_status status = sync_page_storage(&text->arena, &text->parts, page->path, former,
                                               &push->pull.links, &report, &text->storage, error);
    keep_losses(text, page->path, &report);
    atl_content_report_free(&report);
    atl_buffer_add(&text->storage, "");
    return status;
}

enum atl_status push_read_text(struct push *push, struct push_page *page, struct push_text *text,
                               struct atl_error *error)
{
    *text = (struct push_text){.seen = sync_stamp_of(push->workspace, page->path)};
    enum atl_status status = atl_file_read(sync_path(push->workspace, &text->arena, page->path),
                                           SYNC_MOST_TEXT, &text->file, error);
    if (status == ATL_OK) {
        status = sync_page_text_read(&text->arena, atl_buffer_text(&text->file), text->file.length,
                                     &text->parts, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", page->path);
        }
    }
    if (status != ATL_OK) {
        return status;
    }
    text->hash = sync_hash_of(atl_buffer_text(&text->file), text->file.length);
    text->title = text->parts.title;
    if (text->title == NULL) {
        text->title = page->node == NULL ? sync_page_title(&text->arena, &text->parts, page->path)
                                         : page->node->row->title;
    }
    return make_storage(push, page, text, error);
}

bool push_says_something_new(const struct push *push, const struct push_page *page,
                             struct push_text *text)
{
    const struct sync_page *row = page->node->row;
    struct atl_buffer base = {0};
    struct atl_buffer storage = {0};
    struct sync_page_text parts;
    const char *path =
        sync_path(push->workspace, &text->arena, sync_base_path(&text->arena, page->id));
    bool same = sync_hash_equal(&text->hash, &row->file_hash);
    if (!same && strcmp(text->title, row->title) == 0 &&
        atl_file_read(path, SYNC_MOST_TEXT, &base, NULL) == ATL_OK) {
        struct sync_hash hash = sync_hash_of(atl_buffer_text(&base), base.length);
        same = sync_hash_equal(&hash, &row->file_hash) &&
               sync_page_text_read(&text->arena, atl_buffer_text(&base), base.length, &parts,
                                   NULL) == ATL_OK &&
               sync_page_storage(&text->arena, &parts, page->path, row->path, &push->pull.links,
                                 NULL, &storage, NULL) == ATL_OK &&
               strcmp(atl_buffer_text(&storage), atl_buffer_text(&text->storage)) == 0;
    }
    atl_buffer_free(&base);
    atl_buffer_free(&storage);
    return !same;
}

void push_find_targets(struct push *push, const char *id, const struct push_text *text,
                       struct sync_item *item)
{
    struct atl_arena *arena = &push->batch.arena;
    struct atl_list found = {0};
    struct atl_content_tree *tree;
    if (atl_content_read(arena, ATL_CONTENT_STORAGE, atl_buffer_text(&text->storage),
                         text->storage.length, &(struct atl_content_options){0}, &tree,
                         NULL) == ATL_OK) {
        sync_links_to_files(&push->pull.links, id, tree, arena, &found);
    }
    const char **links = atl_arena_alloc(arena, (found.count + 1) * sizeof *links);
    for (size_t i = 0; i < found.count; i++) {
        links[i] = found.items[i];
    }
    item->links = links;
    item->link_count = found.count;
    atl_list_free(&found);
}

const struct atl_error *push_losses(struct push *push, const struct push_text *text)
{
    struct atl_error *kept;
    if (!text->loses) {
        return NULL;
    }
    kept = atl_arena_alloc(&push->batch.arena, sizeof *kept);
    *kept = text->losses;
    return kept;
}

void push_free_text(struct push_text *text)
{
    atl_buffer_free(&text->file);
    atl_buffer_free(&text->storage);
    atl_arena_free(&text->arena);
}
