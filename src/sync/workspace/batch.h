/*
 * Files that come into being together: written under other names first, then flushed to the disk,
 * then put in their places, and only then noted in the state, in one transaction. Texts to merge
 * with come last.
 */
#ifndef SYNC_BATCH_H
#define SYNC_BATCH_H

#include "sync/workspace/disk.h"
#include "sync/workspace/flush.h"

enum {
    SYNC_BATCH_ITEMS = 1000, /* so many wait at most: each time the disk is waited for */
};

/* One page or attachment. Texts stay until the batch is committed. */
struct sync_item {
    const struct sync_page *page;             /* the row to be put; or */
    const struct sync_attachment *attachment; /* this one */
    const char *replaces;                     /* id of a row that this one stands for; NULL: none */
    const char *const *links;                 /* of the page's text; NULL: as they are */
    size_t link_count;
    const char *path;         /* of the file; NULL: none is written */
    const char *temporary;    /* what is to be put there */
    struct sync_stamp seen;   /* how the file was when that was decided */
    struct sync_trash *trash; /* what is in the place goes there; NULL: it is replaced */
    const char *base;         /* temporary file of the new base; NULL: it stays */
    const char *added;        /* this file need not be added any more; NULL: none */
    const char *spent;        /* this file can go once all is noted; NULL: none */
    /* What is told once it is done; action below 0: nothing. */
    int action;
    const char *from; /* moved: where it was */
    const char *id;
    const char *title;
    const struct atl_error *reason;
};

struct sync_batch {
    struct atl_sync_workspace *workspace;
    struct atl_arena arena; /* for what the items need; freed with each commit */
    struct atl_list items;  /* struct sync_item, in the arena */
    struct sync_flush flush;
    atl_sync_event_function on_event;
    void *context;
    struct atl_sync_totals *totals;
};

/* Tells of something, and counts it. */
enum atl_status sync_tell(struct sync_batch *batch, const struct atl_sync_event *event,
                          struct atl_error *error);

/* Adds a copy of the item; commits when enough wait. */
enum atl_status sync_batch_add(struct sync_batch *batch, const struct sync_item *item,
                               struct atl_error *error);
/*
 * An item whose file has changed since it was looked at, or can't be put in its place, is told of
 * as failed, and its row stays as it was.
 */
enum atl_status sync_batch_commit(struct sync_batch *batch, struct atl_error *error);
void sync_batch_free(struct sync_batch *batch);

#endif
