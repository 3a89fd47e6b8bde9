#include "sync/problem.h"

#include "sync/text_merge.h"

void sync_problem_unknown(struct atl_error *reason, const struct sync_node *node)
{
    atl_fail(reason, ATL_NOT_FOUND, "%s: atlcli.id is %s, and this workspace has no such page",
             node->file->path, node->id);
    atl_hint(reason, "pull, if the page is new on the server; to make a new page of the file, "
                     "take atlcli.id out of its frontmatter");
}

void sync_problem_copy(struct atl_error *reason, const struct sync_file *copy,
                       const struct sync_node *node)
{
    atl_fail(reason, ATL_CONFLICT, "%s has the same atlcli.id as %s", copy->path, node->file->path);
    atl_hint(reason, "take atlcli.id out of the frontmatter of the one that is a copy");
}

void sync_problem_moved_twice(struct atl_error *reason, const char *path)
{
    atl_fail(reason, ATL_CONFLICT,
             "%s was moved here, and elsewhere on the server; it stays where it is", path);
    atl_hint(reason, "move it below the page that it is to be under, here or there; or have one "
                     "side decide with --on-conflict local or remote");
}

bool sync_has_markers(const struct atl_sync_workspace *workspace, const struct sync_node *node,
                      struct atl_error *reason)
{
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    size_t line = 0;
    if ((node->row->flags & SYNC_CONFLICT) != 0 &&
        atl_file_read(sync_path(workspace, &arena, node->file->path), SYNC_MOST_TEXT, &text,
                      NULL) == ATL_OK) {
        const struct sync_text bytes = {text.data, text.length};
        line = sync_conflict_line(&bytes, SYNC_OURS, SYNC_THEIRS);
    }
    if (line != 0) {
        atl_fail(reason, ATL_CONFLICT, "%s:%zu: both sides of a conflict stand here",
                 node->file->path, line);
        atl_hint(reason, "keep what is right between the lines <<<<<<< " SYNC_OURS
                         " and >>>>>>> " SYNC_THEIRS ", and take these out");
    }
    atl_buffer_free(&text);
    atl_arena_free(&arena);
    return line != 0;
}
