/*
 * What was changed in a docs workspace (sync.h), brought to the server: pages that are new here,
 * changed, moved and, when that is asked for, deleted, and the files attached to them.
 *
 * Nobody's work is overwritten: a page that has changed on the server as well is merged first, as a
 * pull does it. To be used inside atl_loop_run.
 */
#ifndef ATLCLI_SYNC_PUSH_H
#define ATLCLI_SYNC_PUSH_H

#include "atlcli/sync.h"

/* Zeroed is fine. Texts must outlive the call. */
struct atl_sync_push_options {
    atl_sync_event_function on_event; /* may be NULL */
    void *context;
    /* How far it is: so many of so many pages and attachments. May be NULL. */
    void (*on_progress)(void *context, int64_t done, int64_t total);
    /*
     * Asked before anything is sent when so many pages and attachments would go to the trash:
     * anything but ATL_OK ends the push. NULL: they go.
     */
    enum atl_status (*on_delete)(void *context, int64_t count, struct atl_error *error);
    bool create;               /* files that nobody has added become pages, too */
    bool delete_pages;         /* what was deleted here goes to the trash on the server */
    const char *message;       /* of the new versions; NULL: none */
    const char *const *labels; /* put on every page that is pushed */
    size_t label_count;
    const char *const *only; /* globs for paths from the root; what lies below one counts */
    size_t only_count;       /* 0: all */
    enum atl_sync_on_conflict on_conflict;
};

/* What a push would do, or couldn't. In the plan's arena. */
struct atl_sync_plan {
    struct atl_sync_event *steps; /* ordered by path */
    size_t count;
    struct atl_sync_totals totals;
};

/*
 * Finds what a push would do, and changes nothing anywhere. Asks the server for the versions of the
 * pages concerned, for the texts of those that have changed there as well, and for attachments
 * that were changed here. Without on_event.
 * ATL_NOT_FOUND: nothing matches `only`. ATL_USAGE: a label that can't be one.
 */
enum atl_status atl_sync_plan(struct atl_sync_workspace *workspace, struct atl_http *http,
                              struct atl_arena *arena, const struct atl_sync_push_options *options,
                              struct atl_sync_plan *plan, struct atl_error *error);

/*
 * Pushes. Pages that were edited come first, then those that are new or were moved, parents before
 * what is below them, then attachments, and last what was deleted. What the server has is noted
 * only after its answer. It may be ended at any moment: the next push, or pull, finds out what came
 * through, and nothing is made twice. The totals' pages and attachments are those it was about.
 * Conflicts and failures of single pages are events, and counted; the result is an error only when
 * the whole couldn't go on. Errors as those of atl_sync_plan.
 */
enum atl_status atl_sync_push(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_sync_push_options *options,
                              struct atl_sync_totals *totals, struct atl_error *error);

#endif
