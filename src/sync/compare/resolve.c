/* docs resolve: the end of a conflict. */
#include "sync/compare/resolve.h"

#include "sync/choose.h"
#include "sync/problem.h"
#include "sync/text_merge.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct resolving {
    struct atl_sync_workspace *workspace;
    struct atl_arena *arena;
    struct sync_local local;
    const char *path; /* from the root */
    const struct sync_node *node;
};

/* The user's text, as it was kept when the markers were written. */
static const char *ours_path(const struct resolving *resolving)
{
    return sync_path(resolving->workspace, resolving->arena,
                     sync_conflict_path(resolving->arena, resolving->node->id));
}

static enum atl_status find_node(struct resolving *resolving, struct atl_error *error)
{
    const struct sync_local *local = &resolving->local;
    for (size_t i = 0; i < local->nodes.count && resolving->node == NULL; i++) {
        const struct sync_node *node = local->nodes.items[i];
        if (node->row != NULL && node->file != NULL &&
            strcmp(node->file->path, resolving->path) == 0) {
            resolving->node = node;
        }
    }
    if (resolving->node == NULL) {
        return atl_fail(error, ATL_NOT_FOUND, "%s is no page of this workspace", resolving->path);
    }
    if ((resolving->node->row->flags & (SYNC_CONFLICT | SYNC_GONE)) == 0) {
        atl_fail(error, ATL_USAGE, "%s is in no conflict", resolving->path);
        atl_hint(error, "'atlcli wiki docs status' shows those that are");
        return ATL_USAGE;
    }
    return ATL_OK;
}

/* ---- the sides ---- */

static enum atl_status check_merged(const struct resolving *resolving, struct atl_error *error)
{
    struct atl_buffer text = {0};
    enum atl_status status =
        atl_file_read(sync_path(resolving->workspace, resolving->arena, resolving->path),
                      SYNC_MOST_TEXT, &text, error);
    const struct sync_text bytes = {text.data, text.length};
    size_t line = status == ATL_OK ? sync_conflict_line(&bytes, SYNC_OURS, SYNC_THEIRS) : 0;
    if (line != 0) {
        status = atl_fail(error, ATL_CONFLICT, "%s:%zu: both sides of the conflict stand here",
                          resolving->path, line);
        atl_hint(error, "keep what is right between the lines <<<<<<< " SYNC_OURS
                        " and >>>>>>> " SYNC_THEIRS ", and take these out");
        atl_hint(error, "or take one side's text whole: --ours or --theirs");
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status take_side(const struct resolving *resolving, const char *from,
                                 struct atl_error *error)
{
    struct atl_buffer text = {0};
    struct stat about;
    const char *path = sync_path(resolving->workspace, resolving->arena, resolving->path);
    mode_t mode = stat(path, &about) == 0 ? about.st_mode & 0777 : 0666;
    enum atl_status status = atl_file_read(from, SYNC_MOST_TEXT, &text, error);
    if (status == ATL_OK) {
        status = atl_file_write_atomic(path, atl_buffer_text(&text), text.length, mode, error);
    }
    atl_buffer_free(&text);
    return status;
}

static enum atl_status apply(const struct resolving *resolving, enum atl_docs_side side,
                             struct atl_error *error)
{
    switch (side) {
    case ATL_DOCS_OURS:
        return take_side(resolving, ours_path(resolving), error);
    case ATL_DOCS_THEIRS:
        return take_side(resolving,
                         sync_path(resolving->workspace, resolving->arena,
                                   sync_base_path(resolving->arena, resolving->node->id)),
                         error);
    case ATL_DOCS_MERGED:
        break;
    }
    return check_merged(resolving, error);
}

/* ---- the end ---- */

/* The file first: if this is interrupted, the conflict is there to be ended again. */
static enum atl_status forget(const struct resolving *resolving, struct atl_error *error)
{
    struct sync_state *state = resolving->workspace->state;
    struct sync_page row = *resolving->node->row;
    row.flags &= ~(unsigned)SYNC_CONFLICT;
    enum atl_status status = sync_state_begin(state, error);
    status = status == ATL_OK ? sync_state_put_page(state, &row, error) : status;
    status = status == ATL_OK ? sync_state_commit(state, error) : status;
    if (status != ATL_OK) {
        sync_state_roll_back(state);
        return status;
    }
    unlink(ours_path(resolving));
    return ATL_OK;
}

enum atl_status atl_docs_resolve(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                 const char *file, enum atl_docs_side side, const char **path,
                                 struct atl_error *error)
{
    struct resolving resolving = {.workspace = workspace, .arena = arena};
    enum atl_status status = sync_choose_path(workspace, arena, file, &resolving.path, error);
    status = status == ATL_OK ? sync_local_read(workspace, arena, false, &resolving.local, error)
                              : status;
    status = status == ATL_OK ? find_node(&resolving, error) : status;
    if (status == ATL_OK && (resolving.node->row->flags & SYNC_GONE) != 0) {
        status = sync_resolve_gone(workspace, arena, resolving.node, side, error);
    } else if (status == ATL_OK) {
        status = apply(&resolving, side, error);
        status = status == ATL_OK ? forget(&resolving, error) : status;
    }
    *path = resolving.path;
    sync_local_free(&resolving.local);
    return status;
}
