/* An open workspace, as the files of sync see it. */
#ifndef SYNC_WORKSPACE_H
#define SYNC_WORKSPACE_H

#include "sync/workspace/state.h"

#include "atlcli/file.h"
#include "atlcli/sync.h"

#include <sys/types.h>

#define SYNC_DIRECTORY ".atlcli"

struct atl_sync_workspace {
    struct atl_arena *arena;
    const char *root;     /* absolute */
    const char *internal; /* root/.atlcli */
    int descriptor;       /* of the root */
    int lock;             /* -1: not locked */
    struct atl_sync_config config;
    struct sync_state *state;
};

/*
 * A directory that is in no workspace, as one without a state: for its files alone. With
 * attachments. To be closed with atl_sync_close.
 */
enum atl_status sync_workspace_plain(struct atl_arena *arena, const char *root,
                                     struct atl_sync_workspace **opened, struct atl_error *error);

/* A path below the root, absolute; in the arena. */
char *sync_path(const struct atl_sync_workspace *workspace, struct atl_arena *arena,
                const char *relative);

/* Where the text of a page as last synced is kept: ".atlcli/base/ID.md"; in the arena. */
char *sync_base_path(struct atl_arena *arena, const char *id);

/* Where the text of a page is kept while it is sent: ".atlcli/sent/ID.md"; in the arena. */
char *sync_sent_path(struct atl_arena *arena, const char *id);

/* Where the user's text of a page in conflict is kept: ".atlcli/conflicts/ID.md"; in the arena. */
char *sync_conflict_path(struct atl_arena *arena, const char *id);

/* Writes the configuration of a workspace whose .atlcli is there. */
enum atl_status sync_config_write(const char *internal, const struct atl_sync_config *config,
                                  struct atl_error *error);
enum atl_status sync_config_read(const char *internal, struct atl_arena *arena,
                                 struct atl_sync_config *config, struct atl_error *error);

#define SYNC_WRITE_LOCK "lock"       /* whoever changes files or state */
#define SYNC_WATCH_LOCK "watch.lock" /* whoever keeps it in step for as long as it runs */

/* A lock that doesn't wait: ATL_CONFLICT names its holder. Closing the descriptor gives it back. */
enum atl_status sync_lock(const char *internal, const char *name, int *descriptor,
                          struct atl_error *error);

#endif
