/* What the steps of docs diff share. */
#ifndef SYNC_DIFF_H
#define SYNC_DIFF_H

#include "sync/links.h"
#include "sync/local.h"
#include "sync/page_file.h"

#include "atlcli/docs_diff.h"

/* A page or a file that is to become one. In the arena of the diff. */
struct diff_item {
    const char *path;
    const char *title;
    const struct sync_node *node; /* NULL: no page yet */
    const struct sync_file *file; /* NULL: deleted here */
    int64_t there_version;        /* on the server; 0: it isn't there */
    const char *body;             /* of the server's page, in the arena of the batch */
    size_t body_length;
};

struct diffing {
    struct atl_sync_workspace *workspace;
    struct atl_http *http;
    const struct atl_docs_diff_options *options;
    struct atl_arena arena;
    struct sync_local local;
    struct sync_links links; /* for texts from the server */
    struct diff_item *items; /* ordered by path */
    size_t count;
    struct sync_map by_id;    /* struct diff_item */
    struct atl_arena *batch;  /* that bodies go to */
    struct atl_error failure; /* the first file that couldn't be read */
};

/* Reads the file's text into `text`, which stays empty for what was deleted. */
enum atl_status diff_read_file(struct diffing *diffing, const struct diff_item *item,
                               struct atl_buffer *text, struct atl_error *error);

/* Hands over what is between the two, if they differ. `has_before`: it isn't just empty. */
enum atl_status diff_tell(struct diffing *diffing, const struct diff_item *item, bool has_before,
                          const struct atl_buffer *before, const struct atl_buffer *after,
                          struct atl_error *error);

/* Keeps what went wrong with one file: the others are still to be told of. */
void diff_keep_failure(struct diffing *diffing, const struct diff_item *item,
                       const struct atl_error *error);

/* All items against the server's texts (diff_remote.c). */
enum atl_status diff_remote(struct diffing *diffing, struct atl_error *error);

#endif
