/* What the endings of conflicts share. */
#ifndef SYNC_RESOLVE_H
#define SYNC_RESOLVE_H

#include "sync/local.h"

#include "atlcli/docs_diff.h"

/* That a page was edited here and deleted on the server, with what to do. ATL_CONFLICT. */
enum atl_status sync_fail_gone(const char *path, struct atl_error *error);

/*
 * Ends the conflict of a page that was edited here and deleted on the server (resolve_gone.c).
 * Ours: its file loses its id and is to become a new page. Theirs: it goes to the trash of the
 * workspace, with its attachments. Either way nothing is known of the old page any more. The text
 * as it is decides nothing (ATL_USAGE).
 */
enum atl_status sync_resolve_gone(struct atl_sync_workspace *workspace, struct atl_arena *arena,
                                  const struct sync_node *node, enum atl_docs_side side,
                                  struct atl_error *error);

#endif
