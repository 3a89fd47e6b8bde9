/* A pass both ways, as part of many. */
#ifndef SYNC_BOTH_H
#define SYNC_BOTH_H

#include "sync/map.h"

#include "atlcli/sync_both.h"

/* Conflicts and failures, the reason by path, of one pass. */
struct sync_told_pass {
    struct atl_arena arena;
    struct sync_map reasons;
};

/* What stands since the pass before is counted again, but not told again. Start with a zeroed one.
 */
struct sync_told {
    struct sync_told_pass before;
    struct sync_told_pass now;
    bool anything; /* in the last pass */
};

void sync_told_free(struct sync_told *told);

/*
 * As atl_sync_both. With `sending`, that is true while changes are on their way to the server, and
 * a cancellation waits until they are through.
 */
enum atl_status sync_pass(struct atl_sync_workspace *workspace, struct atl_http *http,
                          const struct atl_sync_both_options *options, struct sync_told *told,
                          bool *sending, struct atl_sync_both_totals *totals,
                          struct atl_error *error);

#endif
