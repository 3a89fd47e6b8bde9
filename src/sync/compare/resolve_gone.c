/* docs resolve: pages that were edited here and deleted on the server. */
#include "sync/compare/resolve.h"
#include "sync/page_file.h"
#include "sync/workspace/disk.h"

#include <sys/stat.h>
#include <unistd.h>

enum atl_status sync_fail_gone(const char *path, struct atl_error *error)
{
    atl_fail(error, ATL_CONFLICT, "%s was edited here, and its page was deleted on the server",
             path);
    atl_hint(error, "'atlcli wiki docs resolve --ours' has the next push make a new page of it, "
                    "--theirs takes it to " SYNC_DIRECTORY "/trash");
    return ATL_CONFLICT;
}

/* Everything else of the file stays as it is. */
static enum atl_status drop_id(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                               const struct sync_file *file, struct atl_error *error)
{
    struct atl_buffer text = {0};
    struct atl_buffer without = {0};
    struct sync_page_text parts;
    struct stat about;
    const char *path = sync_path(workspace, arena, file->path);
    mode_t mode = stat(path, &about) == 0 ? about.st_mode & 0777 : 0666;
    enum atl_status status = atl_file_read(path, SYNC_MOST_TEXT, &text, error);
    if (status == ATL_OK) {
        status = sync_page_text_read(arena, atl_buffer_text(&text), text.length, &parts, error);
    }
    if (status == ATL_OK && parts.id != NULL) {
        status = sync_page_set(&parts, "id", "", &without, error);
        if (status == ATL_OK) {
            status =
                atl_file_write_atomic(path, atl_buffer_text(&without), without.length, mode, error);
        }
    }
    if (status != ATL_OK) {
        atl_error_prefix(error, "%s", file->path);
    }
    atl_buffer_free(&without);
    atl_buffer_free(&text);
    return status;
}

static enum atl_status take_away(const struct atl_sync_workspace *workspace,
                                 struct atl_arena *arena, const struct sync_node *node,
                                 struct atl_error *error)
{
    struct sync_trash trash = {.workspace = workspace, .arena = arena};
    enum atl_status status =
        sync_trash_take(&trash, atl_arena_printf(arena, "%s.attachments", node->current), error);
    return status == ATL_OK ? sync_trash_take(&trash, node->file->path, error) : status;
}

/* One transaction: until it is through, the conflict is there to be ended again. */
static enum atl_status note(struct atl_sync_workspace *workspace, const struct sync_node *node,
                            bool to_be_added, struct atl_error *error)
{
    struct sync_state *state = workspace->state;
    enum atl_status status = sync_state_begin(state, error);
    status = status == ATL_OK ? sync_state_remove_page(state, node->id, error) : status;
    if (status == ATL_OK && to_be_added) {
        status = sync_state_add_file(state, node->file->path, error);
    }
    status = status == ATL_OK ? sync_state_commit(state, error) : status;
    if (status != ATL_OK) {
        sync_state_roll_back(state);
    }
    return status;
}

enum atl_status sync_resolve_gone(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                  const struct sync_node *node, enum atl_docs_side side,
                                  struct atl_error *error)
{
    if (side == ATL_DOCS_MERGED) {
        sync_fail_gone(node->file->path, error);
        error->status = ATL_USAGE;
        return ATL_USAGE;
    }
    bool ours = side == ATL_DOCS_OURS;
    enum atl_status status = ours ? drop_id(workspace, arena, node->file, error)
                                  : take_away(workspace, arena, node, error);
    status = status == ATL_OK ? note(workspace, node, ours, error) : status;
    if (status == ATL_OK) {
        unlinkat(workspace->descriptor, sync_base_path(arena, node->id), 0);
    }
    if (status == ATL_OK && !ours) {
        sync_remove_empty(workspace, arena, node->current);
        sync_remove_empty(workspace, arena, sync_directory_of(arena, node->file->path));
    }
    return status;
}
