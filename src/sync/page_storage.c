/* The storage format of a page's file: written anew, or over what the page has. */
#include "sync/page_file.h"

#include "atlcli/content_reuse.h"

enum atl_status sync_page_storage(struct atl_arena *arena, const struct sync_page_text *page,
                                  const char *path, const char *former,
                                  const struct sync_links *links, struct atl_content_report *report,
                                  struct atl_buffer *storage, struct atl_error *error)
{
    struct atl_content_tree *tree;
    const struct atl_content_options options = {.source = path, .report = report};
    enum atl_status status = atl_content_read(arena, ATL_CONTENT_MARKDOWN, page->body,
                                              page->body_length, &options, &tree, error);
    if (status == ATL_OK) {
        sync_links_to_references(links, path, former, tree);
        status = atl_content_write(tree, ATL_CONTENT_STORAGE, &options, storage, error);
    }
    return status;
}

/* ---- over what there is ---- */

/* As a pull would write it, and a push read it again. */
static struct atl_content_tree *round_of(void *context, struct atl_arena *arena,
                                         const char *storage, size_t length)
{
    const struct sync_page_there *there = context;
    struct atl_buffer text = {0};
    struct atl_content_tree *tree;
    if (atl_content_read(arena, ATL_CONTENT_STORAGE, storage, length, NULL, &tree, NULL) !=
        ATL_OK) {
        return NULL;
    }
    sync_links_to_files(there->links, there->id, tree, arena, NULL);
    atl_content_write(tree, ATL_CONTENT_MARKDOWN, NULL, &text, NULL);
    const char *kept = atl_arena_strndup(arena, atl_buffer_text(&text), text.length);
    if (atl_content_read(arena, ATL_CONTENT_MARKDOWN, kept, text.length, NULL, &tree, NULL) ==
        ATL_OK) {
        sync_links_to_references(there->links, there->path, there->former, tree);
    }
    atl_buffer_free(&text);
    return tree;
}

enum atl_status sync_page_storage_over(struct atl_arena *arena, const struct sync_page_text *page,
                                       const struct sync_page_there *there,
                                       struct atl_buffer *storage, struct atl_error *error)
{
    struct atl_content_tree *tree;
    struct sync_page_there context = *there;
    const struct atl_content_options options = {.source = there->path};
    const struct atl_content_original original = {
        .storage = there->storage, .length = there->length, .round = round_of, .context = &context};
    enum atl_status status = atl_content_read(arena, ATL_CONTENT_MARKDOWN, page->body,
                                              page->body_length, &options, &tree, error);
    if (status == ATL_OK) {
        sync_links_to_references(there->links, there->path, there->former, tree);
        status = atl_content_write_over(tree, &options, &original, storage, error);
    }
    return status;
}
