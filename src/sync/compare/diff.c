/* docs diff: what was changed here, file by file. */
#include "sync/compare/diff.h"

#include "atlcli/diff.h"
#include "sync/choose.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const changes[] = {"changed", "added", "deleted"};

const char *atl_docs_change_name(enum atl_docs_change change)
{
    return changes[change];
}

void diff_keep_failure(struct diffing *diffing, const struct diff_item *item,
                       const struct atl_error *error)
{
    if (diffing->failure.status == ATL_OK) {
        diffing->failure = *error;
        if (strstr(error->message, item->path) == NULL) {
            atl_error_prefix(&diffing->failure, "%s", item->path);
        }
    }
}

/* ---- one file ---- */

enum atl_status diff_read_file(struct diffing *diffing, const struct diff_item *item,
                               struct atl_buffer *text, struct atl_error *error)
{
    if (item->file == NULL) {
        return ATL_OK;
    }
    return atl_file_read(sync_path(diffing->workspace, &diffing->arena, item->path), SYNC_MOST_TEXT,
                         text, error);
}

enum atl_status diff_tell(struct diffing *diffing, const struct diff_item *item, bool has_before,
                          const struct atl_buffer *before, const struct atl_buffer *after,
                          struct atl_error *error)
{
    struct atl_buffer diff = {0};
    bool has_after = item->file != NULL;
    /* A tab is where patch(1) sees the end of a name with spaces. */
    const char *end = strchr(item->path, ' ') == NULL ? "" : "\t";
    const char *old = atl_arena_printf(&diffing->arena, "a/%s%s", item->path, end);
    const char *new = atl_arena_printf(&diffing->arena, "b/%s%s", item->path, end);
    enum atl_status status = atl_text_diff(
        before->data, before->length, has_before ? old : "/dev/null", after->data, after->length,
        has_after ? new : "/dev/null", diffing->options->context_lines, &diff, error);
    if (status == ATL_OK && (diff.length > 0 || has_before != has_after)) {
        const struct atl_docs_difference difference = {
            .change = !has_before  ? ATL_DOCS_ADDED
                      : !has_after ? ATL_DOCS_DELETED
                                   : ATL_DOCS_CHANGED,
            .path = item->path,
            .id = item->node == NULL ? NULL : item->node->id,
            .title = item->title,
            .diff = atl_buffer_text(&diff),
            .length = diff.length,
        };
        status = diffing->options->on_difference(diffing->options->context, &difference, error);
    }
    atl_buffer_free(&diff);
    return status;
}

static bool was_synced(const struct diff_item *item)
{
    return item->node != NULL && item->node->row != NULL;
}

static enum atl_status compare_with_base(struct diffing *diffing, const struct diff_item *item,
                                         struct atl_error *error)
{
    struct atl_buffer before = {0};
    struct atl_buffer after = {0};
    struct atl_error failure;
    enum atl_status status = diff_read_file(diffing, item, &after, &failure);
    if (status == ATL_OK && was_synced(item)) {
        const char *base = sync_base_path(&diffing->arena, item->node->id);
        status = atl_file_read(sync_path(diffing->workspace, &diffing->arena, base), SYNC_MOST_TEXT,
                               &before, &failure);
    }
    if (status == ATL_OK) {
        status = diff_tell(diffing, item, was_synced(item), &before, &after, error);
    } else {
        diff_keep_failure(diffing, item, &failure);
        status = ATL_OK;
    }
    atl_buffer_free(&before);
    atl_buffer_free(&after);
    return status;
}

static enum atl_status compare_all(struct diffing *diffing, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < diffing->count; i++) {
        const struct diff_item *item = &diffing->items[i];
        if (item->file == NULL || item->file->same == NULL) {
            status = compare_with_base(diffing, item, error);
        }
    }
    return status;
}

/* ---- which ---- */

static void add(struct diffing *diffing, const struct sync_node *node, const struct sync_file *file)
{
    const struct sync_page *row = node == NULL ? NULL : node->row;
    struct diff_item *item = &diffing->items[diffing->count++];
    *item = (struct diff_item){
        .path = file == NULL ? row->path : file->path,
        .title = row != NULL ? row->title : file->title,
        .node = node,
        .file = file,
    };
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct diff_item *)left)->path, ((const struct diff_item *)right)->path);
}

static enum atl_status collect(struct diffing *diffing, struct atl_error *error)
{
    struct sync_local *local = &diffing->local;
    struct sync_map added = {0};
    const char **paths;
    size_t count;
    enum atl_status status =
        sync_state_added(diffing->workspace->state, &diffing->arena, &paths, &count, error);
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        sync_map_put(&added, paths[i], diffing);
    }
    diffing->items =
        atl_arena_alloc(&diffing->arena,
                        (local->nodes.count + local->untracked.count + 1) * sizeof *diffing->items);
    for (size_t i = 0; i < local->nodes.count; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->kind == SYNC_PAGE && (node->row != NULL || node->file != NULL)) {
            add(diffing, node, node->file);
        }
    }
    for (size_t i = 0; i < local->untracked.count; i++) {
        const struct sync_file *file = local->untracked.items[i];
        if (sync_map_get(&added, file->path) != NULL) {
            add(diffing, NULL, file);
        }
    }
    sync_map_free(&added);
    qsort(diffing->items, diffing->count, sizeof *diffing->items, by_path);
    return status;
}

static bool is_in(const char *path, const char *chosen)
{
    size_t length = strlen(chosen);
    return length == 0 || strcmp(path, chosen) == 0 ||
           (strncmp(path, chosen, length) == 0 && path[length] == '/');
}

static enum atl_status fail_no_page(struct diffing *diffing, const char *file, const char *path,
                                    struct atl_error *error)
{
    if (access(sync_path(diffing->workspace, &diffing->arena, path), F_OK) != 0) {
        return atl_fail(error, ATL_NOT_FOUND, "%s: no such file in the workspace %s", file,
                        diffing->workspace->root);
    }
    atl_fail(error, ATL_NOT_FOUND, "%s is no page of this workspace", file);
    atl_hint(error, "'atlcli wiki docs add' makes a page of a file");
    return ATL_NOT_FOUND;
}

/* Keeps what the user named; each of the names must name something. */
static enum atl_status choose(struct diffing *diffing, struct atl_error *error)
{
    const struct atl_docs_diff_options *options = diffing->options;
    bool *wanted = atl_arena_alloc(&diffing->arena, diffing->count + 1);
    for (size_t i = 0; i < options->file_count; i++) {
        const char *path;
        size_t found = 0;
        enum atl_status status =
            sync_choose_path(diffing->workspace, &diffing->arena, options->files[i], &path, error);
        if (status != ATL_OK) {
            return status;
        }
        for (size_t j = 0; j < diffing->count; j++) {
            if (is_in(diffing->items[j].path, path)) {
                wanted[j] = true;
                found++;
            }
        }
        if (found == 0) {
            return fail_no_page(diffing, options->files[i], path, error);
        }
    }
    size_t kept = 0;
    for (size_t i = 0; options->file_count > 0 && i < diffing->count; i++) {
        if (wanted[i]) {
            diffing->items[kept++] = diffing->items[i];
        }
    }
    diffing->count = options->file_count > 0 ? kept : diffing->count;
    return ATL_OK;
}

/* ---- all ---- */

/* Where links of the server's texts lead here. */
static void index_links(struct diffing *diffing)
{
    diffing->links = (struct sync_links){
        .arena = &diffing->arena,
        .space = diffing->workspace->config.space,
        .attachments = diffing->workspace->config.attachments,
    };
    for (size_t i = 0; i < diffing->local.nodes.count; i++) {
        const struct sync_node *node = diffing->local.nodes.items[i];
        if (node->kind == SYNC_PAGE && node->row != NULL) {
            const struct sync_target target = {.id = node->id,
                                               .title = node->row->title,
                                               .path = node->file == NULL ? node->row->path
                                                                          : node->file->path};
            sync_links_add_page(&diffing->links, &target);
        }
    }
    for (size_t i = 0; i < diffing->local.attachment_count; i++) {
        const struct sync_attachment *row = &diffing->local.attachments[i];
        const struct sync_target *page = sync_map_get(&diffing->links.by_id, row->page);
        if (page != NULL) {
            const struct sync_target_file file = {
                .page = page,
                .file = row->file,
                .path =
                    sync_attachment_path(&diffing->arena, page->path, sync_base_name(row->path))};
            sync_links_add_file(&diffing->links, &file);
        }
    }
    for (size_t i = 0; i < diffing->count; i++) {
        if (diffing->items[i].node != NULL) {
            sync_map_put(&diffing->by_id, diffing->items[i].node->id, &diffing->items[i]);
        }
    }
}

enum atl_status atl_docs_diff(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_docs_diff_options *options, struct atl_error *error)
{
    struct diffing diffing = {.workspace = workspace, .http = http, .options = options};
    enum atl_status status =
        sync_local_read(workspace, &diffing.arena, false, &diffing.local, error);
    status = status == ATL_OK ? collect(&diffing, error) : status;
    status = status == ATL_OK ? choose(&diffing, error) : status;
    if (status == ATL_OK && http != NULL) {
        index_links(&diffing);
        status = diff_remote(&diffing, error);
    } else if (status == ATL_OK) {
        status = compare_all(&diffing, error);
    }
    if (status == ATL_OK && diffing.failure.status != ATL_OK) {
        *error = diffing.failure;
        status = error->status;
    }
    sync_links_free(&diffing.links);
    sync_map_free(&diffing.by_id);
    sync_local_free(&diffing.local);
    atl_arena_free(&diffing.arena);
    return status;
}
