/*
 * Having what was written so far survive a power cut. A thread that does nothing else asks the
 * system for it, so that the work goes on while the disk is waited for.
 */
#ifndef SYNC_FLUSH_H
#define SYNC_FLUSH_H

#include "sync/workspace/workspace.h"

#include <pthread.h>

/* Zeroed: nothing is under way. It stays where it is until that has ended. */
struct sync_flush {
    bool under_way;
    bool threaded;
    pthread_t thread;
    const char *root; /* of the workspace, as its descriptor is */
    int descriptor;
    int reason; /* an errno; 0: all is on the disk */
};

/* Begins with it, while none is under way. What is written from now on may be left out. */
void sync_flush_begin(struct sync_flush *flush, const struct atl_sync_workspace *workspace);

/* Waits for the one that is under way, if any. ATL_FAILED: something may not be on the disk. */
enum atl_status sync_flush_end(struct sync_flush *flush, struct atl_error *error);

#endif
