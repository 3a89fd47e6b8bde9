/* Pushing: which attachments were changed here. */
#include "sync/push/push.h"

#include <string.h>

struct finding {
    struct push *push;
    struct sync_map here;  /* struct sync_file by path */
    struct sync_map known; /* paths of those with a row */
};

static void add(struct push *push, const struct push_file *file)
{
    struct push_file *kept = atl_arena_alloc(push->arena, sizeof *kept);
    *kept = *file;
    atl_list_add(&push->files, kept);
}

static bool is_wanted(struct push *push, const struct push_file *file)
{
    const char *page = file->page != NULL                               ? file->page->path
                       : file->node != NULL && file->node->file != NULL ? file->node->file->path
                                                                        : NULL;
    bool by_itself = push_wants(push, file->path);
    return (page != NULL && push_wants(push, page)) || by_itself;
}

/* ---- those that there are ---- */

/* Of an attachment's path: where the page has to be whose directory that is. */
static const char *place_beside(struct push *push, const char *path)
{
    const char *directory = sync_directory_of(push->arena, path);
    return atl_arena_strndup(push->arena, directory, strlen(directory) - strlen(".attachments"));
}

static enum atl_status find_known(struct finding *finding, struct sync_attachment *row,
                                  struct atl_error *error)
{
    struct push *push = finding->push;
    struct sync_node *node = sync_map_get(&push->pull.local.by_id, row->page);
    const char *path = sync_attachment_now(&push->pull.local, row);
    const struct sync_file *here = sync_map_get(&finding->here, path);
    const struct sync_file *left = sync_map_get(&finding->here, row->path);
    if (left != NULL && (here == NULL || sync_map_get(&push->pull.local.by_place,
                                                      place_beside(push, row->path)) == NULL)) {
        path = row->path; /* the page has been moved without it */
        here = left;
    }
    sync_map_put(&finding->known, path, row);
    const struct push_file file = {
        .row = row, .file = here, .path = path, .name = row->file, .node = node};
    if (node == NULL || node->file == NULL || !is_wanted(push, &file)) {
        return ATL_OK; /* it goes with its page */
    }
    if (here == NULL && !push->options->delete_pages) {
        push->batch.totals->withheld++;
        return ATL_OK;
    }
    if (here != NULL && here->problem != NULL) {
        return push_tell_file(push, &file, ATL_SYNC_FAILED, here->problem, error);
    }
    if (here == NULL || !sync_hash_equal(&here->hash, &row->hash)) {
        add(push, &file);
    }
    return ATL_OK;
}

/* ---- new ones ---- */

static enum atl_status find_new(struct finding *finding, const struct sync_file *here,
                                struct atl_error *error)
{
    struct push *push = finding->push;
    const char *place = place_beside(push, here->path);
    struct push_file file = {.file = here,
                             .path = here->path,
                             .name = sync_base_name(here->path),
                             .node = sync_map_get(&push->pull.local.by_place, place),
                             .page = sync_map_get(&push->by_place, place)};
    if (file.node != NULL && file.node->row == NULL) {
        file.node = NULL;
    }
    if ((file.node == NULL && (file.page == NULL || file.page->settled)) ||
        !is_wanted(push, &file)) {
        return ATL_OK;
    }
    if (here->problem != NULL) {
        return push_tell_file(push, &file, ATL_SYNC_FAILED, here->problem, error);
    }
    add(push, &file);
    return ATL_OK;
}

enum atl_status push_find_files(struct push *push, struct atl_error *error)
{
    struct finding finding = {.push = push};
    struct sync_local *local = &push->pull.local;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < local->scan.count; i++) {
        struct sync_file *file = &local->scan.files[i];
        if (file->attachment) {
            sync_map_put(&finding.here, file->path, file);
        }
    }
    for (size_t i = 0; status == ATL_OK && i < local->attachment_count; i++) {
        status = find_known(&finding, &local->attachments[i], error);
    }
    for (size_t i = 0; status == ATL_OK && i < local->scan.count; i++) {
        const struct sync_file *file = &local->scan.files[i];
        if (file->attachment && sync_map_get(&finding.known, file->path) == NULL) {
            status = find_new(&finding, file, error);
        }
    }
    sync_map_free(&finding.here);
    sync_map_free(&finding.known);
    return status;
}

/* ---- those of a page that is made anew ---- */

void push_forget_files(struct push *push, const struct sync_node *node)
{
    size_t kept = 0;
    for (size_t i = 0; i < push->files.count; i++) {
        const struct push_file *file = push->files.items[i];
        if (file->node != node) {
            push->files.items[kept++] = push->files.items[i];
        }
    }
    push->files.count = kept;
}

/* The name it had there, where it isn't that of the file. */
static const char *name_of(const struct sync_local *local, const struct sync_node *node,
                           const char *path)
{
    for (size_t i = 0; i < local->attachment_count; i++) {
        const struct sync_attachment *row = &local->attachments[i];
        if (strcmp(row->page, node->id) == 0 &&
            strcmp(sync_attachment_now(local, row), path) == 0) {
            return row->file;
        }
    }
    return sync_base_name(path);
}

enum atl_status push_find_files_anew(struct push *push, struct push_page *page,
                                     const struct sync_node *node, struct atl_error *error)
{
    const struct sync_local *local = &push->pull.local;
    const char *directory = atl_arena_printf(push->arena, "%s.attachments/", node->current);
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < local->scan.count; i++) {
        const struct sync_file *here = &local->scan.files[i];
        if (!here->attachment || !atl_text_starts_with(here->path, directory)) {
            continue;
        }
        const struct push_file file = {.file = here,
                                       .path = here->path,
                                       .name = name_of(local, node, here->path),
                                       .page = page};
        if (here->problem != NULL) {
            status = push_tell_file(push, &file, ATL_SYNC_FAILED, here->problem, error);
        } else {
            add(push, &file);
        }
    }
    return status;
}
