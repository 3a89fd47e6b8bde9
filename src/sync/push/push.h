/* What the steps of a plan and a push share. */
#ifndef SYNC_PUSH_H
#define SYNC_PUSH_H

#include "sync/page_file.h"
#include "sync/pull/pull.h"

#include "atlcli/loop.h"
#include "atlcli/sync_push.h"

/* A page to be changed or made on the server, or to be deleted there. In the push's arena. */
struct push_page {
    struct sync_node *node;  /* NULL: it is to be made */
    struct sync_file *file;  /* NULL: deleted here */
    const char *path;        /* of the file; of one that is gone, where it was */
    const char *id;          /* NULL: none yet */
    const char *title;       /* that its file gives it */
    struct push_page *above; /* what it is to be below, when that is to be made, too; else */
    const char *parent;      /* the id of that; NULL: the top */
    size_t depth;            /* of the file, in directories */
    bool edited;             /* its text is to be sent */
    bool moved;              /* below another page */
    bool deleted;
    bool comes_back; /* nevertheless: it has changed on the server, whose side decides */
    bool placed;     /* its text was sent with where it is to be */
    bool merged;     /* its file holds what had changed on the server, too */
    bool settled;    /* nothing more is to be done with it */
    char *original;  /* what the server has of its text; NULL: that isn't kept (original.c) */
    size_t original_length;
    int64_t original_version;
};

/* A file attached to a page. Likewise. */
struct push_file {
    struct sync_attachment *row;  /* NULL: it is to be made */
    const struct sync_file *file; /* NULL: deleted here */
    const char *path;
    const char *name;       /* that it has on the server, or is to have */
    struct sync_node *node; /* its page; NULL: */
    struct push_page *page; /* one that is to be made */
};

struct push {
    struct atl_sync_workspace *workspace;
    struct atl_http *http;
    const struct atl_sync_push_options *options;
    struct atl_arena *arena;
    bool dry;
    struct sync_pull pull;   /* for pages that have changed on the server as well; its own batch */
    struct sync_batch batch; /* what is told and noted */
    const char **labels;
    struct atl_list pages;    /* struct push_page, by path */
    struct atl_list files;    /* struct push_file, by path */
    struct sync_map by_id;    /* struct push_page, of those with a node */
    struct sync_map by_place; /* struct push_page, of those to be made */
    struct sync_map asked;    /* ids of pages that the server was asked for */
    struct sync_map there;    /* struct sync_remote_page by id: what it had of these */
    size_t kept;              /* bytes of pages' originals */
    struct atl_list wanted;   /* of these, what is being done now */
    struct sync_map used;     /* globs that something matched */
    struct sync_map children; /* struct push_child, by what they are below: delete.c */
    bool has_children;        /* these were found */
    const char *unreadable;   /* a file that may be a page; NULL: there is none */
    int64_t done;
    int64_t total;
};

/* Tells of a page or an attachment; `reason` for conflicts and failures. */
enum atl_status push_tell(struct push *push, enum atl_sync_action action, const char *path,
                          const char *id, const char *title, const struct atl_error *reason,
                          struct atl_error *error);
enum atl_status push_tell_page(struct push *push, struct push_page *page,
                               enum atl_sync_action action, const struct atl_error *reason,
                               struct atl_error *error);
enum atl_status push_tell_file(struct push *push, const struct push_file *file,
                               enum atl_sync_action action, const struct atl_error *reason,
                               struct atl_error *error);

/* Finds what was changed here; tells of what can't be pushed as it is (push_find*.c). */
enum atl_status push_find(struct push *push, struct atl_error *error);
enum atl_status push_find_new(struct push *push, struct atl_error *error);
enum atl_status push_find_files(struct push *push, struct atl_error *error);
/* Nothing is to be done with the attachments of a page; or all are to be made, at another one. */
void push_forget_files(struct push *push, const struct sync_node *node);
enum atl_status push_find_files_anew(struct push *push, struct push_page *page,
                                     const struct sync_node *node, struct atl_error *error);

/* Whether a path is among those that are wanted. */
bool push_wants(struct push *push, const char *path);

/* Adds a page, a copy. */
struct push_page *push_add(struct push *push, const struct push_page *page);
/* By path again, once pages were added. */
void push_sort(struct push *push);

/* Where pages and attachments are, for links (links.c). */
void push_index_links(struct push *push);
/* Settles pages whose texts lead to pages that no pull has brought yet: paths that say nothing. */
enum atl_status push_check_links(struct push *push, struct atl_error *error);

/*
 * Asks what the server has of these pages, and merges what has changed there into their files
 * (remote.c). What can't be pushed any more is told of, and settled.
 */
enum atl_status push_catch_up(struct push *push, struct atl_error *error);
/* What the server has of those that it wasn't asked for yet goes to push->there. */
enum atl_status push_ask(struct push *push, const struct atl_list *ids, struct atl_error *error);

/* Keeps what the server has of a page's text, of this version; that of another is forgotten. */
void push_keep_original(struct push *push, struct push_page *page, int64_t version,
                        const char *storage, size_t length);
void push_forget_original(struct push *push, struct push_page *page);

/* Adds pages because others are gone, when one side is to decide (gone.c). */
enum atl_status push_widen(struct push *push, struct atl_error *error);
/* Parents come before what is below them. */
enum atl_status push_judge_gone(struct push *push, struct push_page *page, struct atl_error *error);
/* Whether the page that it is to be below is gone, and not made anew. */
bool push_lacks_parent(const struct push *push, const struct push_page *page);
enum atl_status push_tell_parent_gone(struct push *push, struct push_page *page,
                                      struct atl_error *error);

/* Merges what the server has of a page now into its file, unless that is what was sent from here
 * (merge.c). To be committed with push->pull.batch, whose events go to push_hear. */
enum atl_status push_merge(struct push *push, struct push_page *page, const char *title,
                           int64_t version, const char *storage, size_t length,
                           struct atl_error *error);
enum atl_status push_hear(void *context, const struct atl_sync_event *event,
                          struct atl_error *error);

/*
 * Brings attachments that were changed here to the server, or, in a plan, tells of what would be
 * done (files.c). Asks each of their pages what it has.
 */
enum atl_status push_deliver_files(struct push *push, struct atl_error *error);

/* Everything up to where plans end: what is to be done is in `pages` and `files` (push.c). */
enum atl_status push_prepare(struct push *push, struct atl_error *error);
void push_free(struct push *push);

/* ---- doing it ---- */

/* Runs a step for each of what is wanted, side by side; then what was done is noted. */
enum atl_status push_each(struct push *push, atl_each_function step, struct atl_error *error);
void push_advance(struct push *push);

/* One page less: tells why, and goes on; returns what ends the whole push. */
enum atl_status push_fail(struct push *push, struct push_page *page, struct atl_error *failure,
                          struct atl_error *error);

/* A file's text, and what it says to the server (text.c). To be freed. */
struct push_text {
    struct atl_arena arena;
    struct atl_buffer file;
    struct sync_stamp seen;
    struct sync_hash hash; /* of the file */
    struct sync_page_text parts;
    const char *title;
    struct atl_buffer storage;
    bool loses; /* something that Confluence can't hold */
    struct atl_error losses;
};
enum atl_status push_read_text(struct push *push, struct push_page *page, struct push_text *text,
                               struct atl_error *error);
/* The same over what the server has, of which it changes only what was changed (original.c). */
enum atl_status push_write_over(struct push *push, struct push_page *page, struct push_text *text,
                                struct atl_error *error);
/* Whether the page on the server would be another one, as far as is known. */
bool push_says_something_new(const struct push *push, const struct push_page *page,
                             struct push_text *text);
/* What was lost, in the batch's arena; NULL: nothing. */
const struct atl_error *push_losses(struct push *push, const struct push_text *text);
/* Where the links of a text lead, for its row. */
void push_find_targets(struct push *push, const char *id, const struct push_text *text,
                       struct sync_item *item);
void push_free_text(struct push_text *text);

/*
 * Writes a page's text where it becomes its new base from: a note of what is being sent, or, when
 * nothing is, a temporary file. *path is in the text's arena (note.c).
 */
enum atl_status push_write_note(struct push *push, struct push_text *text, const char *id,
                                bool is_sent, const char **path, struct atl_error *error);
enum atl_status push_note_creation(struct push *push, const struct push_page *page,
                                   struct push_text *text, const char **path,
                                   struct atl_error *error);

/* Labels a page with what all pushed pages are to have (page.c). */
enum atl_status push_label(struct push *push, const char *id, struct atl_error *error);

enum atl_status push_mark_stale(struct push *push, struct atl_error *error);
enum atl_status push_update(struct push *push, struct push_page *page, struct atl_error *error);
enum atl_status push_create(struct push *push, struct push_page *page, struct atl_error *error);
enum atl_status push_place_pages(struct push *push, struct atl_error *error);
enum atl_status push_delete_pages(struct push *push, struct atl_error *error);
/* False: `reason` says why it has to stay. */
bool push_may_delete(struct push *push, const struct push_page *page, struct atl_error *reason);

#endif
