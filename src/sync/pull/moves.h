/* Moves files and directories to where the layout has them. */
#ifndef SYNC_MOVES_H
#define SYNC_MOVES_H

#include "sync/local.h"
#include "sync/workspace/batch.h"

/*
 * Moves what isn't in its place, parents first: a page's file, the directory of what is below it
 * with all that is in it, and its attachments. What is in the way and belongs elsewhere itself
 * waits in .atlcli/moving. Tells of each page that was moved by itself; one that can't be stays
 * where it is, and is told of as failed.
 */
enum atl_status sync_move_all(struct sync_batch *batch, struct sync_local *local,
                              const struct atl_list *ordered, struct atl_error *error);

#endif
