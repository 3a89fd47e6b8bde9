/* Files of a workspace as a user names them. */
#ifndef SYNC_CHOOSE_H
#define SYNC_CHOOSE_H

#include "sync/workspace/workspace.h"

/*
 * The path from the root ("" for the root itself) of a file or directory, which need not be there
 * any more; in the arena. ATL_USAGE: it isn't in the workspace.
 */
enum atl_status sync_choose_path(const struct atl_sync_workspace *workspace,
                                 struct atl_arena *arena, const char *file, const char **path,
                                 struct atl_error *error);

#endif
