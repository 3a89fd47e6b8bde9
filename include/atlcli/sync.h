/*
 * A space, a tree or a page of Confluence as a directory of Markdown: a docs workspace.
 *
 *     atl_sync_create("docs", &config, error);                     once
 *     atl_sync_open(arena, ".", true, &workspace, error);          from anywhere in it
 *     atl_sync_pull(workspace, http, &options, &totals, error);
 *     atl_sync_close(workspace);
 *
 * Pages are files, "Title.md" with a frontmatter of `atlcli: {id, title}`; what is below a page
 * lies in the directory "Title" beside it, its attachments in "Title.attachments". Below .atlcli:
 *
 *     config.json  what of which site: struct atl_sync_config
 *     state.db     what was last synced: src/sync/workspace/state.h
 *     base/ID.md   each page's text as last synced, for merges
 *     sent/        texts on their way to the server: src/sync/push/note.c
 *     conflicts/   the user's text of files that were written with conflict markers
 *     trash/       by date: what was taken away because it is gone on the server, and the user's
 *                  texts that gave way to the server's (ATL_SYNC_REMOTE)
 *     lock, tmp/, moving/
 *
 * Hashes decide what has changed, no clock does. A file appears as a whole, and is noted as done
 * only then: what was killed is finished by running it again.
 */
#ifndef ATLCLI_SYNC_H
#define ATLCLI_SYNC_H

#include "atlcli/error.h"
#include "atlcli/http.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum atl_sync_scope {
    ATL_SYNC_SPACE,
    ATL_SYNC_TREE, /* a page and all below it */
    ATL_SYNC_PAGE, /* one page */
};

/* "space", "tree", "page". Static text. */
const char *atl_sync_scope_name(enum atl_sync_scope scope);

struct atl_sync_config {
    const char *site;    /* as the account has it */
    const char *profile; /* that it was made with; NULL: none */
    enum atl_sync_scope scope;
    const char *space;    /* key */
    const char *space_id; /* Cloud; NULL on Data Center */
    const char *page;     /* id; NULL for a whole space */
    const char *title;    /* of the page, or the space's key: for people */
    bool attachments;     /* files attached to pages are kept, too */
};

struct atl_sync_workspace;

/*
 * Makes a workspace in a directory, which is made as well where it isn't there. ATL_CONFLICT when
 * it is one already, or lies in one.
 */
enum atl_status atl_sync_create(const char *directory, const struct atl_sync_config *config,
                                struct atl_error *error);

/*
 * Opens the workspace that `start`, a directory or a file, lies in. With `writes` it is locked:
 * ATL_CONFLICT names the process that is at work in it. ATL_NOT_FOUND: there is none. Texts live in
 * the arena, which outlives it.
 */
enum atl_status atl_sync_open(struct atl_arena *arena, const char *start, bool writes,
                              struct atl_sync_workspace **opened, struct atl_error *error);
/* NULL is fine. */
void atl_sync_close(struct atl_sync_workspace *workspace);

const char *atl_sync_root(const struct atl_sync_workspace *workspace);
const struct atl_sync_config *atl_sync_config(const struct atl_sync_workspace *workspace);

/* ATL_USAGE, with what to do, when the account is for another site than the workspace. */
enum atl_status atl_sync_check_site(const struct atl_sync_workspace *workspace,
                                    const struct atl_account *account, struct atl_error *error);

/* ---- pull ---- */

enum atl_sync_action {
    ATL_SYNC_CREATED,  /* a new file */
    ATL_SYNC_UPDATED,  /* the file as the server has it */
    ATL_SYNC_MERGED,   /* changed on both sides, without conflict */
    ATL_SYNC_MOVED,    /* `from` says from where */
    ATL_SYNC_TRASHED,  /* gone on the server: now below .atlcli/trash */
    ATL_SYNC_RESTORED, /* deleted here, and changed on the server: there again */
    ATL_SYNC_DELETED,  /* push: now in the trash on the server */
    ATL_SYNC_CONFLICT, /* changed on both sides; `reason` says how it stands */
    ATL_SYNC_FAILED,   /* `reason` */
};

/* "created", "updated", …; and of what is to be done: "create", "update", …. Static text. */
const char *atl_sync_action_name(enum atl_sync_action action);
const char *atl_sync_action_verb(enum atl_sync_action action);

/* What was done, or couldn't be. Valid during the call that tells of it. */
struct atl_sync_event {
    enum atl_sync_action action;
    bool attachment; /* of a page, not the page itself */
    const char *path;
    const char *from;               /* moved: where it was; else NULL */
    const char *id;                 /* NULL when there is none */
    const char *title;              /* NULL likewise; of an attachment its name */
    const struct atl_error *reason; /* conflicts and failures; else NULL, or what was lost */
};

typedef enum atl_status (*atl_sync_event_function)(void *context,
                                                   const struct atl_sync_event *event,
                                                   struct atl_error *error);

/*
 * What becomes of what was changed on both sides: of lines; of an attachment as a whole; of a page
 * that was moved to two places; of what was edited on one side and deleted on the other.
 */
enum atl_sync_on_conflict {
    ATL_SYNC_MERGE,  /* lines: both stand in the file, between markers, and the page isn't pushed;
                        the rest stays as it is */
    ATL_SYNC_LOCAL,  /* as it is here: a page that is gone is to be made anew */
    ATL_SYNC_REMOTE, /* as the server has it; the file as it was is in .atlcli/trash */
};

struct atl_sync_pull_options {
    atl_sync_event_function on_event;
    void *context;
    /* How far it is: so many of so many pages and attachments (below 0: not known). May be NULL. */
    void (*on_progress)(void *context, int64_t done, int64_t total);
    enum atl_sync_on_conflict on_conflict;
};

struct atl_sync_totals {
    int64_t pages;       /* of the server's, that are in the workspace now */
    int64_t attachments; /* likewise */
    int64_t changed;     /* events that aren't conflicts or failures */
    int64_t conflicts;
    int64_t failed;
    int64_t withheld; /* push: deleted here, and left on the server as that wasn't asked for */
};

/*
 * Brings the workspace up to date: files of pages that have changed on the server are written,
 * moved and taken away. What was edited here is never overwritten: it stays, is merged, or gets
 * conflict markers, with the user's text kept in .atlcli/conflicts. Conflicts and failures of
 * single pages are events, and counted; the result is an error only when the whole couldn't go on.
 */
enum atl_status atl_sync_pull(struct atl_sync_workspace *workspace, struct atl_http *http,
                              const struct atl_sync_pull_options *options,
                              struct atl_sync_totals *totals, struct atl_error *error);

/* ---- status ---- */

enum atl_sync_state_of {
    ATL_SYNC_MODIFIED,
    ATL_SYNC_ADDED,     /* to become a page */
    ATL_SYNC_UNTRACKED, /* no page, and not to become one */
    ATL_SYNC_MOVED_HERE,
    ATL_SYNC_DELETED_HERE,
    ATL_SYNC_CONFLICTED, /* conflict markers, or edited here and deleted on the server */
    ATL_SYNC_PROBLEM,    /* can't be pushed as it is: `reason` */
};

/* "modified", "added", …. Static text. */
const char *atl_sync_state_name(enum atl_sync_state_of state);

/* A file that isn't as it was last synced. In the status's arena. */
struct atl_sync_difference {
    enum atl_sync_state_of state;
    bool attachment;
    const char *path;
    const char *from; /* moved: where it was; else NULL */
    const char *id;   /* NULL when there is none */
    const char *title;
    const struct atl_error *reason; /* problems and conflicts */
};

struct atl_sync_status {
    struct atl_sync_difference *differences; /* ordered by path */
    size_t count;
    size_t pages; /* that are tracked */
    size_t attachments;
    size_t problems;
    size_t conflicts;
};

/* Looks at every file, without asking the server. */
enum atl_status atl_sync_read_status(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                     struct atl_sync_status *result, struct atl_error *error);

/* ---- add ---- */

/*
 * Notes that the file is to become a page below the page whose directory it lies in. `title` is
 * written into its frontmatter; NULL: the one there, else its first heading, else its name. Gets
 * the title and the path from the root, in the arena. Errors say what has to be otherwise:
 * ATL_CONFLICT for a file that is a page already or a title that is taken.
 */
enum atl_status atl_sync_add(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                             const char *file, const char *title, const char **path,
                             const char **chosen, struct atl_error *error);

#endif
