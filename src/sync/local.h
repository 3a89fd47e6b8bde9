/*
 * A workspace as it is here: what was last synced, and the files there are, brought together. A
 * file is the page whose id its frontmatter says, wherever it lies.
 */
#ifndef SYNC_LOCAL_H
#define SYNC_LOCAL_H

#include "sync/scan.h"

struct sync_remote_page;

/*
 * A page or folder, as far as anything is known of it. A place is where its file lies, without
 * ".md", and the directory of what is below it; that of a folder is the directory alone.
 */
struct sync_node {
    const char *id;
    enum sync_kind kind;
    struct sync_page *row;                 /* as last synced; NULL: never was */
    struct sync_file *file;                /* NULL: none, as of folders */
    const struct sync_remote_page *remote; /* on the server, for pull; NULL: not there */
    const char *current;                   /* its place on the disk; NULL: none */
    const char *place;                     /* where it belongs */
    /* The page that it lies below on the disk, when that is another one than it was last synced
     * with: it has been moved here. */
    bool moved;
    struct sync_node *under; /* then; NULL: the root, or a directory that is no page's */
    bool under_unknown;      /* a directory that is no page's */
    bool moved_twice; /* and elsewhere on the server: known as it was until that is settled */
    struct sync_node *parent; /* for laying out: the one it is put below */
    struct sync_node *first;  /* of those put below it */
    struct sync_node *next;
    bool hangs; /* on the root, and not in a circle */
    bool placed;
    bool stale; /* its text has to be made anew */
};

struct sync_local {
    struct atl_arena *arena;
    struct sync_page *rows;
    size_t row_count;
    struct sync_attachment *attachments;
    size_t attachment_count;
    struct sync_scan scan;
    struct atl_list nodes; /* struct sync_node, in no order that matters */
    struct sync_map by_id;
    struct sync_map by_place;  /* current ones */
    struct sync_map row_paths; /* struct sync_page */
    struct atl_list untracked; /* struct sync_file: no page of the server's as far as is known */
    struct atl_list copies;    /* struct sync_file: with the id of another file */
};

/*
 * What was last synced, and then the files, while which other fibers run. `hash_attachments`: else
 * only their names are looked at.
 */
enum atl_status sync_local_read(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                bool hash_attachments, struct sync_local *local,
                                struct atl_error *error);
/* What isn't in the arena. */
void sync_local_free(struct sync_local *local);

/* The node with this id, made where there is none. */
struct sync_node *sync_local_node(struct sync_local *local, const char *id, enum sync_kind kind);

/* Where an attachment lies: where its page is now, it is, too; in the arena. */
const char *sync_attachment_now(const struct sync_local *local, const struct sync_attachment *row);

/* The path of the directory something lies in: "" for the root; in the arena. */
char *sync_directory_of(struct atl_arena *arena, const char *path);
/* The part of a path behind its last slash. */
const char *sync_base_name(const char *path);
/* A page's path without ".md", a folder's as it is; in the arena. */
char *sync_place_of(struct atl_arena *arena, const char *path);
/* The path of the file, or a folder's directory, at a place; in the arena. */
char *sync_path_of_place(struct atl_arena *arena, const char *place, enum sync_kind kind);

#endif
