/* Pulling: one page's text, decided by three: as last synced, as it is here, as the server has it.
 */
#include "sync/names.h"
#include "sync/pull/passage.h"
#include "sync/workspace/bases.h"

#include "atlcli/confluence_page.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NO_EVENT = -1,
};

struct atl_arena *passage_arena(struct passage *passage)
{
    return &passage->pull->batch.arena;
}

static const char *title_there(const struct passage *passage)
{
    const struct sync_remote_page *remote = passage->node->remote;
    return remote->new_title == NULL ? remote->title : remote->new_title;
}

/* ---- what there is ---- */

void passage_look(struct passage *passage)
{
    const char *text = atl_buffer_text(&passage->here);
    const struct sync_page *known = passage->node->row;
    passage->is_here = true;
    passage->here_hash = sync_hash_of(text, passage->here.length);
    passage->edited = known == NULL || !sync_hash_equal(&passage->here_hash, &known->file_hash);
    passage->here_is_text =
        sync_page_text_read(passage_arena(passage), text, passage->here.length,
                            &passage->here_parts, &passage->here_problem) == ATL_OK;
}

static enum atl_status read_here(struct passage *passage, struct atl_error *error)
{
    const struct atl_sync_workspace *workspace = passage->pull->workspace;
    struct atl_arena *arena = passage_arena(passage);
    passage->item.seen = sync_stamp_of(workspace, passage->path);
    if (!passage->item.seen.exists) {
        return ATL_OK;
    }
    enum atl_status status = atl_file_read(sync_path(workspace, arena, passage->path),
                                           SYNC_MOST_TEXT, &passage->here, error);
    if (status != ATL_OK) {
        return status;
    }
    passage_look(passage);
    return ATL_OK;
}

/* One that isn't what the state says is none: merging by it would undo what it lacks. */
static void read_base(struct passage *passage)
{
    const struct sync_page *known = passage->node->row;
    struct atl_arena *arena = passage_arena(passage);
    const char *path =
        sync_path(passage->pull->workspace, arena, sync_base_path(arena, passage->node->id));
    if (known == NULL || atl_file_read(path, SYNC_MOST_TEXT, &passage->base, NULL) != ATL_OK) {
        return;
    }
    struct sync_hash hash = sync_hash_of(atl_buffer_text(&passage->base), passage->base.length);
    passage->has_base =
        sync_hash_equal(&hash, &known->file_hash) &&
        sync_page_text_read(arena, atl_buffer_text(&passage->base), passage->base.length,
                            &passage->base_parts, NULL) == ATL_OK;
}

/* Whose other keys and line breaks the new text gets. */
static const struct sync_page_text *model(const struct passage *passage)
{
    if (passage->is_here && !passage->edited && passage->here_is_text) {
        return &passage->here_parts;
    }
    if (passage->has_base) {
        return &passage->base_parts;
    }
    return passage->is_here && passage->here_is_text ? &passage->here_parts : NULL;
}

static enum atl_status render(struct passage *passage, const char *storage, size_t length,
                              struct atl_error *error)
{
    struct sync_pull *pull = passage->pull;
    struct atl_list found = {0};
    const struct sync_page_source source = {
        .id = passage->node->id,
        .title = title_there(passage),
        .storage = storage,
        .storage_length = length,
        .like = model(passage),
    };
    enum atl_status status = sync_page_render(passage_arena(passage), &source, &pull->links, &found,
                                              &passage->there, error);
    passage->there_hash = sync_hash_of(atl_buffer_text(&passage->there), passage->there.length);
    passage->item.link_count = found.count;
    const char **links = atl_arena_alloc(passage_arena(passage), (found.count + 1) * sizeof *links);
    for (size_t i = 0; i < found.count; i++) {
        links[i] = found.items[i];
    }
    passage->item.links = links;
    atl_list_free(&found);
    return status;
}

/* ---- what is done ---- */

enum atl_status passage_write(struct passage *passage, const struct atl_buffer *text,
                              struct atl_error *error)
{
    const struct sync_stamp *seen = &passage->item.seen;
    if (seen->exists && (seen->mode & S_IWUSR) == 0) {
        atl_fail(error, ATL_FAILED, "%s is read-only, and has changed on the server",
                 passage->path);
        atl_hint(error, "make it writable with chmod, then pull again");
        return ATL_FAILED;
    }
    if (passage->pull->dry) {
        return ATL_OK;
    }
    passage->item.path = passage->path;
    return sync_write_temporary(passage->pull->workspace, passage_arena(passage),
                                atl_buffer_text(text), text->length, seen->exists ? seen->mode : 0,
                                &passage->item.temporary, error);
}

static enum atl_status write_base(struct passage *passage, struct atl_error *error)
{
    const struct sync_page *known = passage->node->row;
    if (passage->pull->dry || passage->item.base != NULL ||
        (known != NULL && sync_hash_equal(&known->file_hash, &passage->there_hash))) {
        return ATL_OK;
    }
    return sync_base_write(passage->pull->workspace, passage_arena(passage), passage->node->id,
                           atl_buffer_text(&passage->there), passage->there.length,
                           &passage->item.base, error);
}

/* Until they are gone, a merge would only make more of them. */
static bool has_markers(const struct passage *passage)
{
    const struct sync_text text = {passage->here.data, passage->here.length};
    return passage->is_here && passage->node->row != NULL &&
           (passage->node->row->flags & SYNC_CONFLICT) != 0 &&
           sync_conflict_line(&text, SYNC_OURS, SYNC_THEIRS) != 0;
}

/* Two pages in one file would be neither. */
static bool is_of_another(const struct passage *passage)
{
    return passage->is_here && passage->here_is_text && passage->here_parts.id != NULL &&
           strcmp(passage->here_parts.id, passage->node->id) != 0;
}

/* ---- what the server has from here ---- */

/* Whether a file's text says what the server's does: written over that, it would change nothing. */
static bool says_the_same(struct passage *passage, const struct sync_page_text *parts,
                          const char *storage, size_t length)
{
    struct atl_buffer mine = {0};
    const struct sync_page_there there = {
        .id = passage->node->id,
        .path = passage->path,
        .former = passage->node->row->path,
        .links = &passage->pull->links,
        .storage = storage,
        .length = length,
    };
    const char *title = parts->title == NULL ? passage->node->row->title : parts->title;
    bool same =
        strcmp(title, title_there(passage)) == 0 &&
        sync_page_storage_over(passage_arena(passage), parts, &there, &mine, NULL) == ATL_OK &&
        atl_confluence_same_storage(storage, atl_buffer_text(&mine));
    atl_buffer_free(&mine);
    return same;
}

/* What a push that was ended in the middle had sent: that is the base then, whatever came since. */
static bool was_sent(struct passage *passage, const char *storage, size_t length)
{
    struct atl_arena *arena = passage_arena(passage);
    struct sync_page_text parts;
    const char *note = sync_sent_path(arena, passage->node->id);
    struct atl_buffer text = {0};
    bool found =
        atl_file_read(sync_path(passage->pull->workspace, arena, note), SYNC_MOST_TEXT, &text,
                      NULL) == ATL_OK &&
        sync_page_text_read(arena, atl_buffer_text(&text), text.length, &parts, NULL) == ATL_OK &&
        says_the_same(passage, &parts, storage, length);
    if (found) {
        passage->row->file_hash = sync_hash_of(atl_buffer_text(&text), text.length);
        passage->item.base = passage->pull->dry ? NULL : note;
    }
    atl_buffer_free(&text);
    return found;
}

/* The same was done here and there, or was sent from here: then the text from here stays. */
static bool is_there_already(struct passage *passage, const char *storage, size_t length,
                             struct atl_error *error)
{
    if (passage->node->row == NULL || !passage->is_here || !passage->edited ||
        !passage->here_is_text) {
        return false;
    }
    if (was_sent(passage, storage, length)) {
        return true;
    }
    if (!says_the_same(passage, &passage->here_parts, storage, length)) {
        return false;
    }
    passage->row->file_hash = passage->here_hash;
    return passage->pull->dry ||
           sync_base_write(passage->pull->workspace, passage_arena(passage), passage->node->id,
                           atl_buffer_text(&passage->here), passage->here.length,
                           &passage->item.base, error) == ATL_OK;
}

/* ---- the choice ---- */

static enum atl_status decide(struct passage *passage, struct atl_error *error)
{
    const struct sync_page *known = passage->node->row;
    bool same_there = known != NULL && sync_hash_equal(&known->file_hash, &passage->there_hash);
    if (!passage->is_here) {
        if (same_there || (known != NULL && passage->pull->favour == SYNC_FAVOUR_OURS)) {
            return ATL_OK; /* deleted here, and nothing new there, or nothing that counts */
        }
        passage->item.action = known == NULL ? ATL_SYNC_CREATED : ATL_SYNC_RESTORED;
        return passage_write(passage, &passage->there, error);
    }
    if (sync_hash_equal(&passage->here_hash, &passage->there_hash)) {
        return ATL_OK;
    }
    if (!passage->edited) {
        passage->item.action = ATL_SYNC_UPDATED;
        return passage_replace(passage, &passage->there, error);
    }
    return same_there ? ATL_OK : passage_merge(passage, error);
}

/* ---- one page ---- */

static void prepare_row(struct passage *passage, const char *storage, size_t length)
{
    const struct sync_remote_page *remote = passage->node->remote;
    struct sync_page *row = atl_arena_alloc(passage_arena(passage), sizeof *row);
    *row = (struct sync_page){
        .id = passage->node->id,
        .kind = SYNC_PAGE,
        .parent = passage->node->moved_twice ? passage->node->row->parent : remote->parent,
        .position = remote->position,
        .path = passage->path,
        .title = remote->title,
        .version = remote->version,
        .remote_hash = sync_hash_of(storage, length),
    };
    passage->row = row;
    passage->item.page = row;
}

static enum atl_status pass(struct passage *passage, const char *storage, size_t length,
                            struct atl_error *error)
{
    enum atl_status status = read_here(passage, error);
    if (status == ATL_OK && has_markers(passage)) {
        atl_fail(error, ATL_CONFLICT, "%s still has lines of a conflict, and has changed again",
                 passage->path);
        atl_hint(error, "take out the lines <<<<<<< " SYNC_OURS " to >>>>>>> " SYNC_THEIRS
                        ", then pull again");
        return ATL_CONFLICT;
    }
    if (status == ATL_OK && is_of_another(passage)) {
        atl_fail(error, ATL_FAILED, "%s is the page %s, in the place of '%s' (%s)", passage->path,
                 passage->here_parts.id, title_there(passage), passage->node->id);
        atl_hint(error, "move it elsewhere, then pull again");
        return ATL_FAILED;
    }
    if (status == ATL_OK && (passage->edited || !passage->is_here)) {
        read_base(passage);
    }
    if (status == ATL_OK) {
        status = render(passage, storage, length, error);
    }
    if (status != ATL_OK || is_there_already(passage, storage, length, error)) {
        return status;
    }
    passage->row->file_hash = passage->there_hash;
    status = decide(passage, error);
    return status == ATL_OK ? write_base(passage, error) : status;
}

enum atl_status sync_pull_page(struct sync_pull *pull, struct sync_node *node, const char *storage,
                               size_t length, struct atl_error *error)
{
    struct passage passage = {
        .pull = pull,
        .node = node,
        .path = sync_path_of_place(&pull->arena, node->place, SYNC_PAGE),
        .item = {.action = NO_EVENT, .id = node->id, .title = node->remote->title},
    };
    struct atl_error failure;
    prepare_row(&passage, storage, length);
    enum atl_status status = pass(&passage, storage, length, &failure);
    if (status == ATL_OK && node->row != NULL) {
        *node->row = *passage.row; /* for what comes after */
    }
    if (status == ATL_OK && pull->dry) {
        status = passage.item.action == NO_EVENT
                     ? ATL_OK
                     : sync_pull_tell(pull, (enum atl_sync_action)passage.item.action, false,
                                      passage.path, node->id, node->remote->title,
                                      passage.item.reason, error);
    } else if (status == ATL_OK) {
        status = sync_batch_add(&pull->batch, &passage.item, error);
    } else {
        status =
            sync_pull_tell(pull, status == ATL_CONFLICT ? ATL_SYNC_CONFLICT : ATL_SYNC_FAILED,
                           false, passage.path, node->id, node->remote->title, &failure, error);
    }
    atl_buffer_free(&passage.here);
    atl_buffer_free(&passage.base);
    atl_buffer_free(&passage.there);
    return status;
}
