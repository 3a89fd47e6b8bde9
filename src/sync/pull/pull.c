/* docs pull: the order of its steps. */
#include "sync/pull/pull.h"

#include "sync/pull/layout.h"
#include "sync/pull/moves.h"
#include "sync/push/recover.h"

#include "atlcli/confluence_tree.h"
#include "atlcli/loop.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum sync_favour sync_favour_of(enum atl_sync_on_conflict on_conflict)
{
    switch (on_conflict) {
    case ATL_SYNC_LOCAL:
        return SYNC_FAVOUR_OURS;
    case ATL_SYNC_REMOTE:
        return SYNC_FAVOUR_THEIRS;
    case ATL_SYNC_MERGE:
        break;
    }
    return SYNC_FAVOUR_NONE;
}

void sync_pull_advance(struct sync_pull *pull, int64_t count)
{
    pull->done += count;
    if (pull->options->on_progress != NULL) {
        pull->options->on_progress(pull->options->context, pull->done, pull->total);
    }
}

enum atl_status sync_pull_tell(struct sync_pull *pull, enum atl_sync_action action, bool attachment,
                               const char *path, const char *id, const char *title,
                               const struct atl_error *reason, struct atl_error *error)
{
    struct atl_error named;
    if (action == ATL_SYNC_FAILED && !atl_text_starts_with(reason->message, path)) {
        named = *reason;
        atl_error_prefix(&named, "%s", path);
        reason = &named;
    }
    const struct atl_sync_event event = {.action = action,
                                         .attachment = attachment,
                                         .path = path,
                                         .id = id,
                                         .title = title,
                                         .reason = reason};
    return sync_tell(&pull->batch, &event, error);
}

/* ---- where everything is ---- */

static void join_remote(struct sync_pull *pull)
{
    for (size_t i = 0; i < pull->remote.pages.count; i++) {
        const struct sync_remote_page *page = pull->remote.pages.items[i];
        struct sync_node *node = sync_local_node(&pull->local, page->id, page->kind);
        if (node->kind == page->kind) {
            node->remote = page;
        }
    }
}

static enum atl_status tell_double_moves(struct sync_pull *pull, const struct atl_list *conflicts,
                                         struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; status == ATL_OK && i < conflicts->count; i++) {
        const struct sync_node *node = conflicts->items[i];
        struct atl_error reason;
        sync_problem_moved_twice(&reason, node->file->path);
        status = sync_pull_tell(pull, ATL_SYNC_CONFLICT, false, node->file->path, node->id,
                                node->remote->title, &reason, error);
    }
    return status;
}

/* What is known of places is noted before texts are fetched: these are on the disk now. */
static enum atl_status note_places(struct sync_pull *pull, struct atl_error *error)
{
    enum atl_status status = sync_state_begin(pull->workspace->state, error);
    for (size_t i = 0; status == ATL_OK && i < pull->ordered.count; i++) {
        struct sync_node *node = pull->ordered.items[i];
        const struct sync_remote_page *remote = node->remote;
        struct sync_page *row = node->row;
        const char *path = sync_path_of_place(&pull->arena, node->place, node->kind);
        if (row == NULL && node->kind == SYNC_PAGE) {
            continue; /* noted with its text */
        }
        if (row == NULL) {
            row = atl_arena_alloc(&pull->arena, sizeof *row);
            *row = (struct sync_page){.id = node->id, .kind = node->kind, .path = ""};
        }
        const char *parent = node->moved_twice ? row->parent : remote->parent;
        bool same = strcmp(row->path, path) == 0 && atl_text_equal(row->parent, parent) &&
                    row->position == remote->position && (!node->stale || row->flags & SYNC_STALE);
        if (node->kind == SYNC_FOLDER && (!same || !atl_text_equal(row->title, remote->title))) {
            row->title = remote->title;
            row->version = remote->version;
            same = false;
        }
        row->path = path;
        row->parent = parent;
        row->position = remote->position;
        row->flags |= node->stale ? SYNC_STALE : 0U;
        status = same ? ATL_OK : sync_state_put_page(pull->workspace->state, row, error);
    }
    status = status == ATL_OK ? sync_state_commit(pull->workspace->state, error) : status;
    if (status != ATL_OK) {
        sync_state_roll_back(pull->workspace->state);
    }
    return status;
}

/* Folders are seen only by their directories. */
static void make_folders(struct sync_pull *pull)
{
    for (size_t i = 0; i < pull->ordered.count; i++) {
        const struct sync_node *node = pull->ordered.items[i];
        if (node->kind == SYNC_FOLDER && node->current == NULL) {
            sync_make_directories(pull->workspace,
                                  atl_arena_printf(&pull->arena, "%s/", node->place), NULL);
        }
    }
}

static void index_links(struct sync_pull *pull)
{
    pull->links = (struct sync_links){
        .arena = &pull->arena,
        .space = pull->workspace->config.space,
        .attachments = pull->workspace->config.attachments,
    };
    for (size_t i = 0; i < pull->ordered.count; i++) {
        const struct sync_node *node = pull->ordered.items[i];
        if (node->kind == SYNC_PAGE) {
            const struct sync_target target = {
                .id = node->id,
                .title = node->remote->title,
                .path = sync_path_of_place(&pull->arena, node->place, SYNC_PAGE)};
            sync_links_add_page(&pull->links, &target);
        }
    }
}

static enum atl_status arrange(struct sync_pull *pull, struct atl_error *error)
{
    struct atl_list conflicts = {0};
    join_remote(pull);
    enum atl_status status = sync_pull_remove(pull, error);
    if (status == ATL_OK) {
        sync_lay_out(&pull->local, pull->favour, &pull->ordered, &conflicts);
        status = tell_double_moves(pull, &conflicts, error);
    }
    if (status == ATL_OK) {
        status = sync_move_all(&pull->batch, &pull->local, &pull->ordered, error);
    }
    if (status == ATL_OK) {
        status = sync_pull_mark_stale(pull, error);
    }
    if (status == ATL_OK) {
        make_folders(pull);
        status = note_places(pull, error);
    }
    if (status == ATL_OK) {
        index_links(pull);
        status = sync_pull_plan_files(pull, error);
    }
    atl_list_free(&conflicts);
    return status;
}

/* ---- texts ---- */

static bool needs_text(const struct sync_node *node)
{
    const struct sync_page *row = node->row;
    return node->kind == SYNC_PAGE &&
           (row == NULL || row->version != node->remote->version || !row->file_hash.known ||
            (row->flags & (SYNC_STALE | SYNC_GONE)) != 0);
}

static enum atl_status take_body(void *context, const struct atl_confluence_node *page,
                                 struct atl_error *error)
{
    struct sync_pull *pull = context;
    struct sync_node *node = sync_map_get(&pull->local.by_id, page->id);
    if (node == NULL || node->remote == NULL) {
        return ATL_OK;
    }
    /*
     * It may have changed since it was listed: its text and its version belong together. One that
     * was renamed gets another path, too; its file says so already, and the next pull, to which it
     * has changed since, gives it that.
     */
    struct sync_remote_page *remote = sync_map_get(&pull->remote.by_id, page->id);
    if (strcmp(remote->title, page->title) == 0) {
        remote->version = page->version;
    } else {
        remote->new_title = atl_arena_strdup(&pull->arena, page->title);
    }
    enum atl_status status =
        sync_pull_page(pull, node, page->body == NULL ? "" : page->body, page->body_length, error);
    sync_pull_advance(pull, 1);
    return status;
}

/* Writing texts doesn't wait for anything: files that are under way must not wait for it. */
static enum atl_status let_others_run(size_t pages, struct atl_error *error)
{
    enum {
        PAGES_AT_A_TIME = 8,
    };
    return pages % PAGES_AT_A_TIME == 0 ? atl_yield(error) : ATL_OK;
}

static enum atl_status pull_texts(void *argument, struct atl_error *error)
{
    struct sync_pull *pull = argument;
    struct atl_list missing = {0};
    size_t pages = 0;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < pull->ordered.count; i++) {
        pull->total += needs_text(pull->ordered.items[i]);
    }
    for (size_t i = 0; status == ATL_OK && i < pull->ordered.count; i++) {
        struct sync_node *node = pull->ordered.items[i];
        if (!needs_text(node)) {
            continue;
        }
        if (node->remote->body == NULL) {
            atl_list_add(&missing, (void *)(uintptr_t)node->id);
            continue;
        }
        status = sync_pull_page(pull, node, node->remote->body, node->remote->body_length, error);
        sync_pull_advance(pull, 1);
        status = status == ATL_OK ? let_others_run(++pages, error) : status;
    }
    if (status == ATL_OK && missing.count > 0) {
        status = atl_confluence_nodes(pull->http, (const char *const *)missing.items, missing.count,
                                      true, take_body, pull, error);
    }
    atl_list_free(&missing);
    return status == ATL_OK ? sync_batch_commit(&pull->batch, error) : status;
}

/* ---- all ---- */

static enum atl_status pull_files(void *argument, struct atl_error *error)
{
    return sync_pull_files(argument, error);
}

static enum atl_status pull_texts_and_files(struct sync_pull *pull, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    enum atl_status status = atl_group_spawn(group, pull_texts, pull);
    if (status == ATL_OK && pull->workspace->config.attachments) {
        status = atl_group_spawn(group, pull_files, pull);
    }
    enum atl_status waited = atl_group_wait(group, error);
    return waited != ATL_OK ? waited : status;
}

static enum atl_status read_here(void *argument, struct atl_error *error)
{
    struct sync_pull *pull = argument;
    return sync_local_read(pull->workspace, &pull->arena, false, &pull->local, error);
}

static enum atl_status read_there(void *argument, struct atl_error *error)
{
    struct sync_pull *pull = argument;
    return sync_remote_read(pull->workspace, pull->http, &pull->arena, pull->known, &pull->local,
                            &pull->remote, error);
}

/* The server is asked first: what is here is read while its answers are on their way. */
static enum atl_status read_both(struct sync_pull *pull, struct atl_error *error)
{
    enum atl_status status = sync_state_count_pages(pull->workspace->state, &pull->known, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_group *group = atl_group_open(0, false);
    status = atl_group_spawn(group, read_there, pull);
    if (status == ATL_OK) {
        status = atl_group_spawn(group, read_here, pull);
    }
    enum atl_status waited = atl_group_wait(group, error);
    return waited != ATL_OK ? waited : status;
}

static enum atl_status run(struct sync_pull *pull, struct atl_error *error)
{
    sync_clear_temporary(pull->workspace);
    enum atl_status status = sync_recover(&pull->batch, pull->http, error);
    if (status == ATL_OK) {
        status = read_both(pull, error);
    }
    if (status == ATL_OK) {
        status = arrange(pull, error);
    }
    return status == ATL_OK ? pull_texts_and_files(pull, error) : status;
}

enum atl_status atl_sync_pull(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_sync_pull_options *options,
                              struct atl_sync_totals *totals, struct atl_error *error)
{
    struct sync_pull pull = {.workspace = workspace,
                             .http = http,
                             .options = options,
                             .favour = sync_favour_of(options->on_conflict)};
    *totals = (struct atl_sync_totals){0};
    pull.batch = (struct sync_batch){.workspace = workspace,
                                     .on_event = options->on_event,
                                     .context = options->context,
                                     .totals = totals};
    pull.trash = (struct sync_trash){.workspace = workspace, .arena = &pull.arena};
    enum atl_status status = run(&pull, error);
    for (size_t i = 0; i < pull.ordered.count; i++) {
        const struct sync_node *node = pull.ordered.items[i];
        totals->pages += node->kind == SYNC_PAGE;
    }
    totals->attachments = (int64_t)pull.fetches.count;
    sync_batch_free(&pull.batch);
    sync_links_free(&pull.links);
    sync_remote_free(&pull.remote);
    sync_local_free(&pull.local);
    atl_list_free(&pull.ordered);
    atl_list_free(&pull.fetches);
    atl_list_free(&pull.wanted);
    atl_arena_free(&pull.arena);
    return status;
}
