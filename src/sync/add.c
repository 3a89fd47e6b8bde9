/* docs add: a file that is to become a page. */
#include "sync/local.h"
#include "sync/names.h"
#include "sync/page_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct adding {
    struct atl_sync_workspace *workspace;
    struct atl_arena *arena;
    struct sync_local local;
    const char *path; /* from the root */
    struct atl_buffer text;
    struct sync_page_text parts;
    mode_t mode;
};

/* ---- where it is ---- */

static enum atl_status find_path(struct adding *adding, const char *file, struct atl_error *error)
{
    const char *root = adding->workspace->root;
    size_t length = strlen(root);
    char *resolved = realpath(file, NULL);
    if (resolved == NULL) {
        return atl_fail(error, errno == ENOENT ? ATL_NOT_FOUND : ATL_FAILED, "cannot open %s: %s",
                        file, strerror(errno));
    }
    enum atl_status status = ATL_OK;
    if (strncmp(resolved, root, length) != 0 || resolved[length] != '/') {
        status = atl_fail(error, ATL_USAGE, "%s isn't in the workspace %s", file, root);
    } else {
        adding->path = atl_arena_strdup(adding->arena, resolved + length + 1);
    }
    free(resolved);
    if (status == ATL_OK && !atl_text_ends_with(adding->path, ".md")) {
        status = atl_fail(error, ATL_USAGE, "%s is no Markdown file: its name must end in .md",
                          adding->path);
    }
    return status;
}

/* Hidden files, those of attachments and ignored ones are none that a scan finds. */
static enum atl_status check_seen(const struct adding *adding, struct atl_error *error)
{
    for (size_t i = 0; i < adding->local.scan.count; i++) {
        if (strcmp(adding->local.scan.files[i].path, adding->path) == 0 &&
            !adding->local.scan.files[i].attachment) {
            return ATL_OK;
        }
    }
    atl_fail(error, ATL_USAGE, "%s is no file that is looked at", adding->path);
    atl_hint(error, "hidden files, links, what lies in a directory of attachments and what "
                    ".atlcliignore names are passed over");
    return ATL_USAGE;
}

static enum atl_status read_text(struct adding *adding, struct atl_error *error)
{
    const char *path = sync_path(adding->workspace, adding->arena, adding->path);
    struct stat about;
    enum atl_status status = atl_file_read(path, SYNC_MOST_TEXT, &adding->text, error);
    if (status == ATL_OK) {
        adding->mode = stat(path, &about) == 0 ? about.st_mode & 0777 : 0666;
        status = sync_page_text_read(adding->arena, atl_buffer_text(&adding->text),
                                     adding->text.length, &adding->parts, error);
        if (status != ATL_OK) {
            atl_error_prefix(error, "%s", adding->path);
        }
    }
    return status;
}

/* ---- whether it can be one ---- */

static enum atl_status check_id(const struct adding *adding, struct atl_error *error)
{
    const struct sync_page *row = sync_map_get(&adding->local.row_paths, adding->path);
    const char *id = adding->parts.id;
    const struct sync_node *node = id == NULL ? NULL : sync_map_get(&adding->local.by_id, id);
    if (node != NULL && node->row != NULL && node->file != NULL &&
        strcmp(node->file->path, adding->path) != 0) {
        atl_fail(error, ATL_CONFLICT, "%s has the atlcli.id of %s", adding->path, node->file->path);
        atl_hint(error, "take atlcli.id out of its frontmatter, if it is to be a page of its own");
        return ATL_CONFLICT;
    }
    if (row != NULL || (node != NULL && node->row != NULL)) {
        return atl_fail(error, ATL_CONFLICT, "%s is the page %s already", adding->path,
                        row != NULL ? row->id : id);
    }
    if (id != NULL) {
        atl_fail(error, ATL_CONFLICT, "%s has atlcli.id %s, and this workspace has no such page",
                 adding->path, id);
        atl_hint(error, "take atlcli.id out of its frontmatter: the new page gets one of its own");
        return ATL_CONFLICT;
    }
    return ATL_OK;
}

/* A page is below the page whose directory its file lies in, which may be about to be added, too.
 */
static enum atl_status check_parent(const struct adding *adding, struct atl_error *error)
{
    const struct atl_sync_config *config = &adding->workspace->config;
    const char *directory = sync_directory_of(adding->arena, adding->path);
    if (directory[0] == '\0') {
        if (config->scope == ATL_SYNC_SPACE) {
            return ATL_OK;
        }
        const struct sync_node *top = sync_map_get(&adding->local.by_id, config->page);
        atl_fail(error, ATL_USAGE, "%s lies beside the page that this workspace is of",
                 adding->path);
        if (config->scope == ATL_SYNC_TREE && top != NULL && top->current != NULL) {
            atl_hint(error, "to be a page below it, it has to lie in %s/", top->current);
        }
        return ATL_USAGE;
    }
    const char *above = atl_arena_printf(adding->arena, "%s.md", directory);
    if (config->scope != ATL_SYNC_PAGE) {
        if (sync_map_get(&adding->local.by_place, directory) != NULL) {
            return ATL_OK;
        }
        for (size_t i = 0; i < adding->local.untracked.count; i++) {
            const struct sync_file *file = adding->local.untracked.items[i];
            if (strcmp(file->path, above) == 0) {
                return ATL_OK;
            }
        }
    }
    atl_fail(error, ATL_NOT_FOUND, "%s has no page to be below: there is no %s", adding->path,
             above);
    atl_hint(error, "move it into the directory of a page, or write that page first");
    return ATL_NOT_FOUND;
}

static enum atl_status check_title(const struct adding *adding, const char *title,
                                   struct atl_error *error)
{
    for (size_t i = 0; i < adding->local.row_count; i++) {
        const struct sync_page *row = &adding->local.rows[i];
        if (row->kind == SYNC_PAGE && sync_name_is_same(row->title, title)) {
            atl_fail(error, ATL_CONFLICT, "the title '%s' is taken by %s", title, row->path);
            atl_hint(error, "titles are unique in a space: choose another with --title");
            return ATL_CONFLICT;
        }
    }
    return ATL_OK;
}

static enum atl_status write_title(struct adding *adding, const char *title,
                                   struct atl_error *error)
{
    struct atl_buffer text = {0};
    enum atl_status status = sync_page_set(&adding->parts, "title", title, &text, error);
    if (status == ATL_OK) {
        status = atl_file_write_atomic(sync_path(adding->workspace, adding->arena, adding->path),
                                       atl_buffer_text(&text), text.length, adding->mode, error);
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status add(struct adding *adding, const char *file, const char *title,
                           const char **chosen, struct atl_error *error)
{
    enum atl_status status = find_path(adding, file, error);
    if (status == ATL_OK) {
        status = sync_local_read(adding->workspace, adding->arena, false, &adding->local, error);
    }
    if (status == ATL_OK) {
        status = check_seen(adding, error);
    }
    if (status == ATL_OK) {
        status = read_text(adding, error);
    }
    if (status == ATL_OK) {
        status = check_id(adding, error);
    }
    if (status == ATL_OK) {
        status = check_parent(adding, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    *chosen = title != NULL ? title : sync_page_title(adding->arena, &adding->parts, adding->path);
    status = check_title(adding, *chosen, error);
    if (status == ATL_OK && title != NULL && !atl_text_equal(title, adding->parts.title)) {
        status = write_title(adding, title, error);
    }
    return status == ATL_OK ? sync_state_add_file(adding->workspace->state, adding->path, error)
                            : status;
}

enum atl_status atl_sync_add(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                             const char *file, const char *title, const char **path,
                             const char **chosen, struct atl_error *error)
{
    struct adding adding = {.workspace = workspace, .arena = arena};
    enum atl_status status = add(&adding, file, title, chosen, error);
    *path = adding.path;
    atl_buffer_free(&adding.text);
    sync_local_free(&adding.local);
    return status;
}
