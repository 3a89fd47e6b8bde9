/*
 * A docs workspace (sync.h) and its pages kept in step both ways: once, or for as long as it runs.
 *
 *     atl_sync_both(workspace, http, &options, &totals, error);    pull, then push
 *     atl_sync_keep_on(&keeping, error);                           and so on, whenever anything
 *                                                                  changes here or there
 */
#ifndef ATLCLI_SYNC_BOTH_H
#define ATLCLI_SYNC_BOTH_H

#include "atlcli/sync.h"
#include "atlcli/sync_push.h"

enum atl_sync_direction {
    ATL_SYNC_PULL, /* from the server to here */
    ATL_SYNC_PUSH,
};

/* "pull", "push". Static text. */
const char *atl_sync_direction_name(enum atl_sync_direction direction);

typedef enum atl_status (*atl_sync_both_event_function)(void *context,
                                                        enum atl_sync_direction direction,
                                                        const struct atl_sync_event *event,
                                                        struct atl_error *error);

struct atl_sync_both_options {
    /*
     * Merge: lines that both sides changed become conflicts, and so does what was moved to two
     * places, or edited here and deleted on the server. Local, remote: that side's lines, place or
     * deletion stand; what the other side changed elsewhere is kept. A text of here that gives way
     * is kept in .atlcli/trash.
     */
    enum atl_sync_on_conflict on_conflict;
    bool create;         /* untracked files become pages, too */
    bool delete_pages;   /* pages whose file was deleted here go to the trash of the server */
    const char *message; /* of the new versions; NULL: none */
    atl_sync_both_event_function on_event;
    void *context;
    /* As in struct atl_sync_pull_options; counts anew for each direction. May be NULL. */
    void (*on_progress)(void *context, int64_t done, int64_t total);
    /* As in struct atl_sync_push_options. May be NULL. */
    enum atl_status (*on_delete)(void *context, int64_t count, struct atl_error *error);
};

struct atl_sync_both_totals {
    int64_t pages; /* that are in the workspace now */
    int64_t attachments;
    int64_t pulled; /* changes made here */
    int64_t pushed; /* changes made there */
    int64_t conflicts;
    int64_t failed;
    int64_t withheld; /* deleted here, and left on the server as its deletion wasn't asked for */
};

/*
 * Pulls what changed on the server, then pushes what changed here; the workspace is locked.
 * Conflicts and failures of single pages are events, each told and counted once, and the others go
 * on. May be cancelled or killed at any moment: running it again goes on.
 */
enum atl_status atl_sync_both(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_sync_both_options *options,
                              struct atl_sync_both_totals *totals, struct atl_error *error);

/* ---- keeping on ---- */

struct atl_sync_keep_on_options {
    const struct atl_sync_workspace *workspace; /* not locked: each pass takes the lock itself */
    struct atl_http *http;
    struct atl_sync_both_options sync;
    int64_t interval_ms; /* between two looks at the server */
    bool looks;          /* at the files again and again, even where the system tells of changes */
    /* After each pass that has changed something, or met something new; and after the first. */
    enum atl_status (*on_pass)(void *context, const struct atl_sync_both_totals *totals,
                               struct atl_error *error);
    /* Something that may be over by itself, such as a network failure: tried again by then. */
    enum atl_status (*on_trouble)(void *context, const struct atl_error *trouble,
                                  int64_t again_in_ms, struct atl_error *error);
    /* Cancelled while changes are on their way to the server: these are waited for. */
    void (*on_ending)(void *context);
    void *context;
};

/*
 * Syncs, then again and again: when files have changed and come to rest, when one small search says
 * that pages have changed on the server, and every tenth time whatever it says, since it knows
 * nothing of what was moved or deleted. Conflicts and failures that stand are told once. Runs until
 * the calling fiber is cancelled, which is ATL_CANCELLED: at once, or when what is on its way to
 * the server is through. ATL_CONFLICT: another one watches this workspace. Other errors are those
 * that don't go away by waiting: no permission, a disk that is full.
 */
enum atl_status atl_sync_keep_on(const struct atl_sync_keep_on_options *options,
                                 struct atl_error *error);

#endif
