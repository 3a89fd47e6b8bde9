/* Comments in a page's file, which the server never gets, and so never gives back. */
#include "sync/page_file.h"
#include "sync/problem.h"
#include "sync/text_merge.h"

#include <string.h>

/* A page's file as Markdown, as it would be written anew, and the same without comments. */
struct twins {
    struct atl_buffer commented;
    struct atl_buffer bare;
};

static bool write_twins(struct atl_arena *arena, const struct sync_page_text *from, const char *id,
                        const struct sync_links *links, struct twins *twins)
{
    const struct sync_target *page = sync_map_get(&links->by_id, id);
    struct atl_content_tree *tree;
    struct atl_buffer storage = {0};
    bool written = atl_content_read(arena, ATL_CONTENT_MARKDOWN, from->body, from->body_length,
                                    NULL, &tree, NULL) == ATL_OK;
    if (written && page != NULL) {
        sync_links_to_references(links, page->path, NULL, tree);
    }
    written =
        written && atl_content_write(tree, ATL_CONTENT_STORAGE, NULL, &storage, NULL) == ATL_OK;
    if (written) {
        sync_links_to_files(links, id, tree, arena, NULL);
        atl_content_write(tree, ATL_CONTENT_MARKDOWN, NULL, &twins->commented, NULL);
        const char *kept = atl_arena_strndup(arena, atl_buffer_text(&storage), storage.length);
        written = atl_content_read(arena, ATL_CONTENT_STORAGE, kept, storage.length, NULL, &tree,
                                   NULL) == ATL_OK;
    }
    if (written) {
        sync_links_to_files(links, id, tree, arena, NULL);
        atl_content_write(tree, ATL_CONTENT_MARKDOWN, NULL, &twins->bare, NULL);
    }
    atl_buffer_free(&storage);
    return written;
}

void sync_page_carry_comments(const struct sync_page_text *from, const char *id,
                              const struct sync_links *links, struct atl_buffer *text, size_t start)
{
    struct atl_arena arena = {0};
    struct twins twins = {0};
    struct atl_buffer merged = {0};
    bool conflicts;
    if (from->body_length == 0 || memmem(from->body, from->body_length, "<!--", 4) == NULL) {
        return;
    }
    if (write_twins(&arena, from, id, links, &twins) &&
        strcmp(atl_buffer_text(&twins.commented), atl_buffer_text(&twins.bare)) != 0) {
        const struct sync_text bare = {twins.bare.data, twins.bare.length};
        const struct sync_text commented = {twins.commented.data, twins.commented.length};
        const struct sync_text there = {atl_buffer_text(text) + start, text->length - start};
        if (sync_merge_text(&bare, &commented, &there, SYNC_OURS, SYNC_THEIRS, SYNC_FAVOUR_THEIRS,
                            &merged, &conflicts, NULL) == ATL_OK) {
            atl_buffer_truncate(text, start);
            atl_buffer_append(text, atl_buffer_text(&merged), merged.length);
        }
    }
    atl_buffer_free(&twins.commented);
    atl_buffer_free(&twins.bare);
    atl_buffer_free(&merged);
    atl_arena_free(&arena);
}

static size_t count_comments(const struct atl_buffer *text)
{
    size_t count = 0;
    const char *at = atl_buffer_text(text);
    while ((at = strstr(at, "<!--")) != NULL) {
        at += strlen("<!--");
        count++;
    }
    return count;
}

bool sync_page_loses_comments(const struct atl_buffer *before, const struct atl_buffer *after)
{
    return count_comments(after) < count_comments(before);
}
