/* How long to wait for the archival job that runs on a site already. */
#ifndef ATLASSIAN_CONFLUENCE_ARCHIVE_H
#define ATLASSIAN_CONFLUENCE_ARCHIVE_H

#include "atlcli/error.h"

#include <stdbool.h>
#include <stdint.h>

struct archive_wait {
    int64_t begun_ms; /* on the monotonic clock */
    int64_t pause_ms; /* the next */
    bool told;
};

struct archive_wait archive_wait_begin(int64_t now_ms);

/*
 * It still runs: for how long to pause before asking again, and whether to tell of it now, which is
 * once. ATL_CONFLICT, with `error` filled, when ten minutes would be over by then.
 */
enum atl_status archive_wait_next(struct archive_wait *wait, int64_t now_ms, int64_t *pause_ms,
                                  bool *tell, struct atl_error *error);

#endif
