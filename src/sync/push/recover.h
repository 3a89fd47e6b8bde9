/* Pages that were being made when a push ended in the middle. */
#ifndef SYNC_RECOVER_H
#define SYNC_RECOVER_H

#include "sync/workspace/batch.h"

#include "atlcli/http.h"

/*
 * Looks for each by its title. One that is there, and has the text that was sent, is this
 * workspace's: its id goes into its file, and it is told of as created. Asks nothing when nothing
 * was left over. Before a pull or push looks at the files.
 */
enum atl_status sync_recover(struct sync_batch *batch, struct atl_http *http,
                             struct atl_error *error);

#endif
