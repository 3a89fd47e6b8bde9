#include "sync/local.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* ---- paths ---- */

char *sync_directory_of(struct atl_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return atl_arena_strndup(arena, path, slash == NULL ? 0 : (size_t)(slash - path));
}

const char *sync_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

char *sync_place_of(struct atl_arena *arena, const char *path)
{
    size_t length = strlen(path);
    length -= atl_text_ends_with(path, ".md") ? strlen(".md") : 0;
    return atl_arena_strndup(arena, path, length);
}

char *sync_path_of_place(struct atl_arena *arena, const char *place, enum sync_kind kind)
{
    return atl_arena_printf(arena, "%s%s", place, kind == SYNC_PAGE ? ".md" : "");
}

/* ---- nodes ---- */

struct sync_node *sync_local_node(struct sync_local *local, const char *id, enum sync_kind kind)
{
    struct sync_node *node = sync_map_get(&local->by_id, id);
    if (node == NULL) {
        node = atl_arena_alloc(local->arena, sizeof *node);
        node->id = id;
        node->kind = kind;
        atl_list_add(&local->nodes, node);
        sync_map_put(&local->by_id, id, node);
    }
    return node;
}

static void add_rows(struct sync_local *local)
{
    for (size_t i = 0; i < local->row_count; i++) {
        struct sync_page *row = &local->rows[i];
        sync_local_node(local, row->id, row->kind)->row = row;
    }
}

/* Takes the file for the page with this id, if it is the first. */
static void claim(struct sync_local *local, struct sync_file *file, const char *id)
{
    struct sync_node *node = sync_local_node(local, id, SYNC_PAGE);
    if (node->kind != SYNC_PAGE) {
        atl_list_add(&local->untracked, file);
    } else if (node->file != NULL) {
        atl_list_add(&local->copies, file);
    } else {
        file->id = id;
        node->file = file;
        node->current = sync_place_of(local->arena, file->path);
    }
}

/* Of several files with one id, the one where the page was last is it. */
static bool is_at_home(const struct sync_local *local, const struct sync_file *file)
{
    const struct sync_page *row = sync_map_get(&local->row_paths, file->path);
    return row != NULL && file->id != NULL && strcmp(row->id, file->id) == 0;
}

static void match_files(struct sync_local *local)
{
    for (int home = 1; home >= 0; home--) {
        for (size_t i = 0; i < local->scan.count; i++) {
            struct sync_file *file = &local->scan.files[i];
            if (!file->attachment && file->id != NULL && is_at_home(local, file) == (home == 1)) {
                claim(local, file, file->id);
            }
        }
    }
    /* A file without an id, or that can't be read, is the page's whose place it has. */
    for (size_t i = 0; i < local->scan.count; i++) {
        struct sync_file *file = &local->scan.files[i];
        const struct sync_page *row = sync_map_get(&local->row_paths, file->path);
        if (file->attachment || file->id != NULL) {
            continue;
        }
        const struct sync_node *node = row == NULL ? NULL : sync_map_get(&local->by_id, row->id);
        if (node == NULL || node->file != NULL) {
            atl_list_add(&local->untracked, file);
        } else {
            claim(local, file, row->id);
        }
    }
}

/* Folders are where they were, as long as there is a directory. */
static void find_folders(struct atl_sync_workspace *workspace, struct sync_local *local)
{
    for (size_t i = 0; i < local->row_count; i++) {
        const struct sync_page *row = &local->rows[i];
        struct stat about;
        if (row->kind == SYNC_FOLDER &&
            fstatat(workspace->descriptor, row->path, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISDIR(about.st_mode)) {
            struct sync_node *node = sync_map_get(&local->by_id, row->id);
            node->current = row->path;
        }
    }
}

const char *sync_attachment_now(const struct sync_local *local, const struct sync_attachment *row)
{
    const struct sync_node *node = sync_map_get(&local->by_id, row->page);
    if (node == NULL || node->current == NULL) {
        return row->path;
    }
    return atl_arena_printf(local->arena, "%s.attachments/%s", node->current,
                            sync_base_name(row->path));
}

/* ---- moves ---- */

static void index_places(struct sync_local *local)
{
    for (size_t i = 0; i < local->nodes.count; i++) {
        struct sync_node *node = local->nodes.items[i];
        if (node->current != NULL) {
            sync_map_put(&local->by_place, node->current, node);
        }
    }
}

/* Moved is what lies below another page now than it did; its own name doesn't matter. */
static void find_moves(struct sync_local *local)
{
    for (size_t i = 0; i < local->nodes.count; i++) {
        struct sync_node *node = local->nodes.items[i];
        if (node->row == NULL || node->file == NULL ||
            atl_text_starts_with(node->file->path, SYNC_DIRECTORY "/")) {
            continue;
        }
        const char *directory = sync_directory_of(local->arena, node->file->path);
        struct sync_node *under = sync_map_get(&local->by_place, directory);
        struct sync_node *was = sync_map_get(&local->by_id, node->row->parent);
        was = was == NULL || was->row == NULL ? NULL : was;
        node->under = under;
        node->under_unknown = under == NULL && directory[0] != '\0';
        node->moved = under != was || (node->under_unknown && was == NULL);
        /* The directory of a page whose own file has been deleted is still that page's. */
        if (node->moved && was != NULL && was->current == NULL &&
            strcmp(sync_place_of(local->arena, was->row->path), directory) == 0) {
            node->moved = false;
        }
    }
}

static enum atl_status read_rows(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                 struct sync_local *local, struct atl_error *error)
{
    *local = (struct sync_local){.arena = arena};
    enum atl_status status =
        sync_state_pages(workspace->state, arena, &local->rows, &local->row_count, error);
    if (status == ATL_OK) {
        status = sync_state_attachments(workspace->state, arena, &local->attachments,
                                        &local->attachment_count, error);
    }
    for (size_t i = 0; status == ATL_OK && i < local->row_count; i++) {
        if (local->rows[i].kind == SYNC_PAGE) {
            sync_map_put(&local->row_paths, local->rows[i].path, &local->rows[i]);
        }
    }
    return status;
}

static enum atl_status read_files(struct atl_sync_workspace *workspace, bool hash_attachments,
                                  struct sync_local *local, struct atl_error *error)
{
    struct sync_scan_options options = {.rows = &local->row_paths,
                                        .attachments = workspace->config.attachments,
                                        .hash_attachments = hash_attachments};
    enum atl_status status =
        sync_scan_files(workspace, local->arena, &options, &local->scan, error);
    if (status == ATL_OK) {
        add_rows(local);
        match_files(local);
        find_folders(workspace, local);
        index_places(local);
        find_moves(local);
    }
    return status;
}

enum atl_status sync_local_read(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                bool hash_attachments, struct sync_local *local,
                                struct atl_error *error)
{
    enum atl_status status = read_rows(workspace, arena, local, error);
    return status == ATL_OK ? read_files(workspace, hash_attachments, local, error) : status;
}

void sync_local_free(struct sync_local *local)
{
    atl_list_free(&local->nodes);
    atl_list_free(&local->untracked);
    atl_list_free(&local->copies);
    sync_map_free(&local->by_id);
    sync_map_free(&local->by_place);
    sync_map_free(&local->row_paths);
}
