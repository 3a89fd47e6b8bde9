/* What there is on the server, within a workspace's scope. */
#ifndef SYNC_REMOTE_H
#define SYNC_REMOTE_H

#include "sync/local.h"

#include "atlcli/confluence_attachment.h"

/* A page or folder. In the arena, but for its body. */
struct sync_remote_page {
    const char *id;
    enum sync_kind kind;
    const char *parent; /* NULL at the top */
    const char *title;
    const char *new_title; /* that it got while this went on; NULL: none */
    int64_t version;
    int64_t position;
    char *body; /* storage format on the heap, where it came along; NULL: to be asked for */
    size_t body_length;
};

struct sync_remote {
    struct atl_arena *arena;
    struct atl_list pages; /* struct sync_remote_page */
    struct sync_map by_id;
    struct atl_list attachments; /* struct atl_confluence_attachment */
    size_t body_bytes;
};

/*
 * Reads pages, folders and attachments in as few requests as that takes. `expected` is how many
 * pages are known: bodies come along when that is none (as far as there is room for them in
 * memory). Rows that the lists lack are asked for again, so that what isn't in the result is gone;
 * `local` has to have been read when the first answer comes.
 */
enum atl_status sync_remote_read(struct atl_sync_workspace *workspace, struct atl_http *http,
                                 struct atl_arena *arena, size_t expected,
                                 const struct sync_local *local, struct sync_remote *remote,
                                 struct atl_error *error);
void sync_remote_free(struct sync_remote *remote);

#endif
