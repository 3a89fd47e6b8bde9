/* What the steps of a pull share. */
#ifndef SYNC_PULL_H
#define SYNC_PULL_H

#include "sync/links.h"
#include "sync/problem.h"
#include "sync/remote.h"
#include "sync/text_merge.h"
#include "sync/workspace/batch.h"

struct sync_pull {
    struct atl_sync_workspace *workspace;
    struct atl_http *http;
    const struct atl_sync_pull_options *options;
    struct atl_arena arena; /* of the whole pull */
    struct sync_local local;
    size_t known; /* pages and folders that there were rows of when it began */
    struct sync_remote remote;
    struct sync_links links;
    struct atl_list ordered; /* struct sync_node: what there is, parents first */
    struct atl_list fetches; /* struct sync_fetch */
    struct atl_list wanted;  /* of these, or of rows: what is being done now */
    struct sync_batch batch;
    int64_t bytes_waiting; /* of downloaded files in the batch */
    struct sync_trash trash;
    enum sync_favour favour; /* for lines that were changed on both sides */
    bool dry;                /* nothing is written: what would become of a page is told */
    int64_t done;
    int64_t total;
};

/* What to favour of lines, places and deletions. */
enum sync_favour sync_favour_of(enum atl_sync_on_conflict on_conflict);

/* So many more of what there is to fetch are done. */
void sync_pull_advance(struct sync_pull *pull, int64_t count);

/* Tells of a page, or of an attachment; `reason` only for conflicts and failures. */
enum atl_status sync_pull_tell(struct sync_pull *pull, enum atl_sync_action action, bool attachment,
                               const char *path, const char *id, const char *title,
                               const struct atl_error *reason, struct atl_error *error);

/* ---- gone.c ---- */

/* Takes away what is gone on the server. Before anything is laid out. */
enum atl_status sync_pull_remove(struct sync_pull *pull, struct atl_error *error);

/* ---- stale.c ---- */

/* Marks pages whose text leads to what is elsewhere now, and those that are elsewhere themselves.
 */
enum atl_status sync_pull_mark_stale(struct sync_pull *pull, struct atl_error *error);

/* ---- page.c ---- */

/* Brings one page's file up to date with its storage format. */
enum atl_status sync_pull_page(struct sync_pull *pull, struct sync_node *node, const char *storage,
                               size_t length, struct atl_error *error);

/* ---- file.c ---- */

/* An attachment on the server, and what is known of it here. In the pull's arena. */
struct sync_fetch {
    const struct atl_confluence_attachment *remote;
    const struct sync_node *node; /* its page */
    struct sync_attachment *row;  /* NULL: never synced */
    const char *path;
};

/* Notes where one lies now, moved along if it isn't there yet; one that can't be is told of. */
enum atl_status sync_pull_follow(struct sync_pull *pull, const struct sync_fetch *fetch,
                                 struct atl_error *error);
/* Fetches one, and settles what becomes of the file in its place. */
enum atl_status sync_pull_file(struct sync_pull *pull, const struct sync_fetch *fetch,
                               struct atl_error *error);
/* Takes away one that is gone on the server; `path` is where it lies. */
enum atl_status sync_pull_remove_file(struct sync_pull *pull, const struct sync_attachment *row,
                                      const char *path, struct atl_error *error);

/* ---- files.c ---- */

/* Says where attachments lie, for links to them; then fetches those that have changed. */
enum atl_status sync_pull_plan_files(struct sync_pull *pull, struct atl_error *error);
enum atl_status sync_pull_files(struct sync_pull *pull, struct atl_error *error);

#endif
