/* Pushing: which files are to become pages. */
#include "sync/names.h"
#include "sync/push/push.h"

#include <stdint.h>
#include <string.h>

struct finding {
    struct push *push;
    struct sync_map added;  /* paths that 'docs add' has noted */
    struct sync_map titles; /* folded: path of the file that has it */
};

/* ---- what is known ---- */

static enum atl_status read_added(struct finding *finding, struct atl_error *error)
{
    struct push *push = finding->push;
    const char **paths;
    size_t count;
    enum atl_status status =
        sync_state_added(push->workspace->state, push->arena, &paths, &count, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        sync_map_put(&finding->added, paths[i], (void *)(uintptr_t)paths[i]);
    }
    return status;
}

static void note_titles(struct finding *finding)
{
    struct push *push = finding->push;
    const struct sync_local *local = &push->pull.local;
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->kind == SYNC_PAGE && node->row != NULL) {
            const char *title = node->file != NULL && node->file->title != NULL ? node->file->title
                                                                                : node->row->title;
            const char *path = node->file != NULL ? node->file->path : node->row->path;
            sync_map_put(&finding->titles, sync_name_fold(push->arena, title),
                         (void *)(uintptr_t)path);
        }
    }
}

/* ---- one ---- */

static const char *title_of(struct push *push, const struct sync_file *file)
{
    struct atl_buffer text = {0};
    struct sync_page_text parts;
    const char *title = file->title;
    if (title == NULL &&
        atl_file_read(sync_path(push->workspace, push->arena, file->path), SYNC_MOST_TEXT, &text,
                      NULL) == ATL_OK &&
        sync_page_text_read(push->arena, atl_buffer_text(&text), text.length, &parts, NULL) ==
            ATL_OK) {
        title = atl_arena_strdup(push->arena, sync_page_title(push->arena, &parts, file->path));
    }
    atl_buffer_free(&text);
    return title == NULL ? sync_base_name(file->path) : title;
}

static bool is_taken(struct finding *finding, const struct push_page *page,
                     struct atl_error *reason)
{
    const char *folded = sync_name_fold(finding->push->arena, page->title);
    const char *holder = sync_map_get(&finding->titles, folded);
    if (holder == NULL) {
        sync_map_put(&finding->titles, folded, (void *)(uintptr_t)page->path);
        return false;
    }
    atl_fail(reason, ATL_CONFLICT, "%s: the title '%s' is taken by %s", page->path, page->title,
             holder);
    atl_hint(reason, "titles are unique in a space: set another as atlcli.title in its "
                     "frontmatter");
    return true;
}

static enum atl_status find_one(struct finding *finding, struct sync_file *file,
                                struct atl_error *error)
{
    struct push *push = finding->push;
    struct atl_error reason;
    push->unreadable = file->problem != NULL ? file->path : push->unreadable;
    if (!push_wants(push, file->path)) {
        return ATL_OK;
    }
    if (file->problem != NULL) {
        return push_tell(push, ATL_SYNC_FAILED, file->path, NULL, NULL, file->problem, error);
    }
    if (!push->options->create && sync_map_get(&finding->added, file->path) == NULL) {
        return ATL_OK;
    }
    struct push_page page = {.file = file, .path = file->path, .title = title_of(push, file)};
    if (is_taken(finding, &page, &reason)) {
        return push_tell_page(push, &page, ATL_SYNC_FAILED, &reason, error);
    }
    struct push_page *kept = push_add(push, &page);
    sync_map_put(&push->by_place, sync_place_of(push->arena, kept->path), kept);
    return ATL_OK;
}

/* ---- what they are to be below ---- */

/* The page whose directory it is, also when that page's own file has been deleted. */
static const struct sync_node *node_at(const struct push *push, const char *directory)
{
    const struct sync_local *local = &push->pull.local;
    const struct sync_node *node = sync_map_get(&local->by_place, directory);
    const struct sync_page *row =
        sync_map_get(&local->row_paths, sync_path_of_place(push->arena, directory, SYNC_PAGE));
    if (node == NULL && row != NULL) {
        node = sync_map_get(&local->by_id, row->id);
        node = node->file == NULL ? node : NULL;
    }
    return node != NULL && node->row != NULL ? node : NULL;
}

static bool has_place(struct push *push, struct push_page *page, struct atl_error *reason)
{
    const struct atl_sync_config *config = &push->workspace->config;
    const char *directory = sync_directory_of(push->arena, page->path);
    if (directory[0] == '\0') {
        if (config->scope == ATL_SYNC_SPACE) {
            return true;
        }
        atl_fail(reason, ATL_USAGE, "%s lies beside the page that this workspace is of",
                 page->path);
        atl_hint(reason, "move it into the directory of a page");
        return false;
    }
    const struct sync_node *node = node_at(push, directory);
    page->above = sync_map_get(&push->by_place, directory);
    page->parent = node == NULL ? NULL : node->id;
    if (config->scope != ATL_SYNC_PAGE && (node != NULL || page->above != NULL)) {
        return true;
    }
    if (config->scope == ATL_SYNC_PAGE) {
        atl_fail(reason, ATL_USAGE, "%s: this workspace is of one page, without those below it",
                 page->path);
    } else {
        atl_fail(reason, ATL_NOT_FOUND, "%s has no page to be below: there is no %s.md that is one",
                 page->path, directory);
        atl_hint(reason, "move it into the directory of a page, or add that file, too, with "
                         "'atlcli wiki docs add'");
    }
    return false;
}

static enum atl_status find_places(struct push *push, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < push->pages.count; i++) {
        struct push_page *page = push->pages.items[i];
        struct atl_error reason;
        if (!has_place(push, page, &reason)) {
            status = push_tell_page(push, page, ATL_SYNC_FAILED, &reason, error);
        }
    }
    return status;
}

enum atl_status push_find_new(struct push *push, struct atl_error *error)
{
    struct finding finding = {.push = push};
    const struct sync_local *local = &push->pull.local;
    enum atl_status status = read_added(&finding, error);
    note_titles(&finding);
    for (size_t i = 0; status == ATL_OK && i < local->untracked.count; i++) {
        status = find_one(&finding, local->untracked.items[i], error);
    }
    if (status == ATL_OK) {
        status = find_places(push, error);
    }
    sync_map_free(&finding.added);
    sync_map_free(&finding.titles);
    return status;
}
