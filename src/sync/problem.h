/* Why a file can't be brought in step with the server, in words. */
#ifndef SYNC_PROBLEM_H
#define SYNC_PROBLEM_H

#include "sync/local.h"

/* What stands behind the markers of conflicts. */
#define SYNC_OURS   "local"
#define SYNC_THEIRS "remote"

/* Its id is that of no page of this workspace. */
void sync_problem_unknown(struct atl_error *reason, const struct sync_node *node);

/* Its id is that of another file. */
void sync_problem_copy(struct atl_error *reason, const struct sync_file *copy,
                       const struct sync_node *node);

/* It was moved here, and elsewhere on the server. */
void sync_problem_moved_twice(struct atl_error *reason, const char *path);

/* Lines of a conflict are left in a file that was written with some: `reason` says where. */
bool sync_has_markers(const struct atl_sync_workspace *workspace, const struct sync_node *node,
                      struct atl_error *reason);

#endif
