/*
 * May this workspace be worked in? Its .atlcli directory says which pages go to which site, and is
 * written to all the time: it has to be the user's own, and a directory with no way out of it, also
 * when it came along with a repository or an archive from elsewhere.
 */
#ifndef ATLCLI_SYNC_GUARD_H
#define ATLCLI_SYNC_GUARD_H

#include "atlcli/error.h"

/* `internal` is that directory in the workspace `root`. ATL_FAILED, saying what to do. */
enum atl_status sync_guard(const char *root, const char *internal, struct atl_error *error);

#endif
