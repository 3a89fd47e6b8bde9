/* Pulling: a text that has changed here and on the server. */
#include "sync/names.h"
#include "sync/page_merge.h"
#include "sync/pull/passage.h"

#include <string.h>
#include <unistd.h>

/* The user's text stays at hand, whatever becomes of the markers. */
static enum atl_status keep_ours(struct passage *passage, struct atl_error *error)
{
    const struct atl_sync_workspace *workspace = passage->pull->workspace;
    const char *path = sync_conflict_path(passage_arena(passage), passage->node->id);
    const char *temporary;
    if (passage->pull->dry) {
        return ATL_OK;
    }
    enum atl_status status = sync_make_directories(workspace, path, error);
    if (status == ATL_OK) {
        status =
            sync_write_temporary(workspace, passage_arena(passage), atl_buffer_text(&passage->here),
                                 passage->here.length, 0, &temporary, error);
    }
    if (status == ATL_OK &&
        renameat(workspace->descriptor, temporary, workspace->descriptor, path) != 0) {
        status = sync_fail_on_disk("write", path, error);
    }
    return status;
}

/* Says what stands in the file, or what would, were it no dry run. */
static void explain_conflict(struct passage *passage, struct atl_error *reason)
{
    const char *kept = sync_conflict_path(passage_arena(passage), passage->node->id);
    bool is_dry = passage->pull->dry;
    atl_fail(reason, ATL_CONFLICT, "%s was changed here and on the server, in the same lines: %s",
             passage->path, is_dry ? "both would stand there" : "both stand there now");
    if (is_dry) {
        atl_hint(reason,
                 "they would stand between the lines <<<<<<< " SYNC_OURS " and >>>>>>> " SYNC_THEIRS
                 ", and your text as it is would be kept in %s",
                 kept);
        atl_hint(reason, "--on-conflict local or remote has one side decide");
        return;
    }
    atl_hint(reason, "edit it: keep what is right between the lines <<<<<<< " SYNC_OURS
                     " and >>>>>>> " SYNC_THEIRS ", and take these out");
    atl_hint(reason, "your text as it was is in %s", kept);
}

static enum atl_status write_conflict(struct passage *passage, const struct atl_buffer *merged,
                                      struct atl_error *error)
{
    struct atl_error *reason = atl_arena_alloc(passage_arena(passage), sizeof *reason);
    explain_conflict(passage, reason);
    passage->item.action = ATL_SYNC_CONFLICT;
    passage->item.reason = reason;
    passage->row->flags |= SYNC_CONFLICT;
    enum atl_status status = keep_ours(passage, error);
    return status == ATL_OK ? passage_write(passage, merged, error) : status;
}

/* The user's text gives way to the server's, and can be had back. */
static enum atl_status trash_ours(struct passage *passage, struct atl_error *error)
{
    return passage->pull->dry
               ? ATL_OK
               : sync_trash_copy(&passage->pull->trash, passage->path,
                                 atl_buffer_text(&passage->here), passage->here.length, error);
}

enum atl_status passage_replace(struct passage *passage, const struct atl_buffer *text,
                                struct atl_error *error)
{
    enum atl_status status =
        sync_page_loses_comments(&passage->here, text) ? trash_ours(passage, error) : ATL_OK;
    return status == ATL_OK ? passage_write(passage, text, error) : status;
}

/*
 * Somebody's own way of writing Markdown looks like a change by the server, whose texts are all
 * spelled alike: when that makes a conflict, what stands there is compared once more, with all
 * three spelled so. False: there is a conflict then, too.
 */
static bool merge_respelled(struct passage *passage, const struct sync_text *theirs,
                            struct atl_buffer *merged)
{
    const struct sync_node *node = passage->node;
    const struct sync_links *links = &passage->pull->links;
    struct atl_arena *arena = passage_arena(passage);
    struct atl_buffer base = {0};
    struct atl_buffer ours = {0};
    struct atl_buffer both = {0};
    bool conflicts = true;
    if (sync_page_respell(arena, atl_buffer_text(&passage->base), passage->base.length, node->id,
                          passage->path, node->row->path, links, &base) &&
        sync_page_respell(arena, atl_buffer_text(&passage->here), passage->here.length, node->id,
                          passage->path, node->row->path, links, &ours)) {
        const struct sync_text base_text = {base.data, base.length};
        const struct sync_text our_text = {ours.data, ours.length};
        conflicts = sync_merge_page(arena, &base_text, &our_text, theirs, SYNC_FAVOUR_NONE, &both,
                                    &conflicts, NULL) != ATL_OK ||
                    conflicts;
    }
    if (!conflicts) {
        atl_buffer_truncate(merged, 0);
        atl_buffer_append(merged, both.data, both.length);
    }
    atl_buffer_free(&base);
    atl_buffer_free(&ours);
    atl_buffer_free(&both);
    return !conflicts;
}

/* Lines that both have changed go to the side that is favoured, if one is. */
static enum atl_status merge_texts(struct passage *passage, struct atl_buffer *merged,
                                   bool *conflicts, struct atl_error *error)
{
    const struct sync_text base = {passage->base.data, passage->base.length};
    const struct sync_text ours = {passage->here.data, passage->here.length};
    const struct sync_text theirs = {passage->there.data, passage->there.length};
    const struct sync_text *known = passage->has_base ? &base : NULL;
    enum sync_favour favour = passage->pull->favour;
    enum atl_status status = sync_merge_page(passage_arena(passage), known, &ours, &theirs,
                                             SYNC_FAVOUR_NONE, merged, conflicts, error);
    if (status == ATL_OK && *conflicts && passage->has_base) {
        *conflicts = !merge_respelled(passage, &theirs, merged);
    }
    if (status == ATL_OK && *conflicts && favour != SYNC_FAVOUR_NONE) {
        status = favour == SYNC_FAVOUR_THEIRS ? trash_ours(passage, error) : ATL_OK;
        atl_buffer_truncate(merged, 0);
        if (status == ATL_OK) {
            status = sync_merge_page(passage_arena(passage), known, &ours, &theirs, favour, merged,
                                     conflicts, error);
        }
    }
    return status;
}

/*
 * A pull that was ended before it could note a conflict has left its markers in the file, and the
 * user's text beside it. When that makes the very same conflict again, it is what was here.
 */
static void take_back(struct passage *passage)
{
    const struct sync_text base = {passage->base.data, passage->base.length};
    const struct sync_text theirs = {passage->there.data, passage->there.length};
    const struct sync_text here = {passage->here.data, passage->here.length};
    struct atl_buffer kept = {0};
    struct atl_buffer merged = {0};
    bool conflicts = false;
    if (sync_conflict_line(&here, SYNC_OURS, SYNC_THEIRS) != 0 &&
        atl_file_read(sync_path(passage->pull->workspace, passage_arena(passage),
                                sync_conflict_path(passage_arena(passage), passage->node->id)),
                      SYNC_MOST_TEXT, &kept, NULL) == ATL_OK) {
        const struct sync_text ours = {kept.data, kept.length};
        if (sync_merge_page(passage_arena(passage), passage->has_base ? &base : NULL, &ours,
                            &theirs, SYNC_FAVOUR_NONE, &merged, &conflicts, NULL) == ATL_OK &&
            conflicts && merged.length == here.length &&
            memcmp(merged.data, here.data, here.length) == 0) {
            atl_buffer_free(&passage->here);
            passage->here = kept;
            kept = (struct atl_buffer){0};
            passage_look(passage);
        }
    }
    atl_buffer_free(&kept);
    atl_buffer_free(&merged);
}

enum atl_status passage_merge(struct passage *passage, struct atl_error *error)
{
    struct atl_buffer merged = {0};
    bool conflicts = false;
    take_back(passage);
    if (!passage->here_is_text) {
        *error = passage->here_problem;
        atl_error_prefix(error, "%s can't be merged with what has changed on the server",
                         passage->path);
        return ATL_FAILED;
    }
    enum atl_status status = merge_texts(passage, &merged, &conflicts, error);
    if (status == ATL_OK && conflicts) {
        status = write_conflict(passage, &merged, error);
    } else if (status == ATL_OK) {
        struct sync_hash hash = sync_hash_of(atl_buffer_text(&merged), merged.length);
        if (!sync_hash_equal(&hash, &passage->here_hash)) {
            passage->item.action = ATL_SYNC_MERGED;
            status = passage_replace(passage, &merged, error);
        }
    }
    atl_buffer_free(&merged);
    return status;
}
