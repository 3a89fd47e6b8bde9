/* Whether anything here differs from what was last synced. */
#ifndef SYNC_EDITS_H
#define SYNC_EDITS_H

#include "sync/workspace/workspace.h"

/* Two that are equal say the same of the same files. */
struct sync_edits {
    uint64_t pages; /* of those that aren't as they were last synced, or were added; 0: none */
    uint64_t attachments; /* of all, by size and time */
};

/* Reads the files and the state, without asking the server or needing the lock. */
enum atl_status sync_edits_read(struct atl_sync_workspace *workspace, struct sync_edits *edits,
                                struct atl_error *error);

/* Whether there is something to push now that wasn't there `before`. */
bool sync_edits_are_new(const struct sync_edits *before, const struct sync_edits *now);

#endif
