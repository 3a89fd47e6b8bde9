/* What was changed in a docs workspace (sync.h), line by line; and ending its conflicts. */
#ifndef ATLCLI_DOCS_DIFF_H
#define ATLCLI_DOCS_DIFF_H

#include "atlcli/sync.h"

enum atl_docs_change {
    ATL_DOCS_CHANGED,
    ATL_DOCS_ADDED,   /* here alone */
    ATL_DOCS_DELETED, /* there alone */
};

/* "changed", "added", "deleted". Static text. */
const char *atl_docs_change_name(enum atl_docs_change change);

/* One file's. Valid during the call that hands it over. */
struct atl_docs_difference {
    enum atl_docs_change change;
    const char *path;
    const char *id; /* NULL: none yet */
    const char *title;
    const char *diff; /* unified: from what was synced, or the server has, to the file */
    size_t length;
};

typedef enum atl_status (*atl_docs_difference_function)(
    void *context, const struct atl_docs_difference *difference, struct atl_error *error);

struct atl_docs_diff_options {
    const char *const *files; /* paths as the user gives them, of files and directories */
    size_t file_count;        /* 0: all */
    int context_lines;
    atl_docs_difference_function on_difference;
    void *context;
};

/*
 * Hands over what is different in each file, ordered by path: against what was last synced, or,
 * when `http` isn't NULL, against what the server has now. ATL_NOT_FOUND names a file that is
 * neither there nor a page of the workspace. Files that can't be read are differences no one can
 * show: the first one's error is returned after all others were handed over.
 */
enum atl_status atl_docs_diff(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_docs_diff_options *options, struct atl_error *error);

/* ---- conflicts ---- */

enum atl_docs_side {
    ATL_DOCS_MERGED, /* the file as it is, without lines of conflicts */
    ATL_DOCS_OURS,   /* the text as it was here before the pull that found the conflict */
    ATL_DOCS_THEIRS, /* the text as the server had it then */
};

/*
 * Ends the conflict that a file (a path as the user gives it) is in; the workspace is locked.
 * ATL_CONFLICT: lines of the conflict are left, the first of which is named. ATL_NOT_FOUND: it is
 * no page of the workspace. ATL_USAGE: it is in no conflict. Gets the path from the root, in the
 * arena.
 *
 * A page that was edited here and deleted on the server has two sides alone. Ours: the file is to
 * become a new page, as if it had been added (atl_sync_add), and loses its id. Theirs: it goes to
 * the trash of the workspace, with its attachments.
 */
enum atl_status atl_docs_resolve(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                 const char *file, enum atl_docs_side side, const char **path,
                                 struct atl_error *error);

#endif
