/*
 * Batches that are fetched side by side and handed on in order, within bounds.
 *
 * Three parts work at the same time: one plans batch after batch, a fiber per batch fetches it, and
 * one delivers the fetched batches in the order in which they were planned. Planning stops while
 * enough is under way or waits to be delivered, so that memory doesn't depend on how many batches
 * there are, and a slow reader slows the fetching down.
 */
#ifndef ATLASSIAN_ORDERED_H
#define ATLASSIAN_ORDERED_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct ordered_batch {
    struct atl_arena arena; /* for planning and fetching; freed once the batch is delivered */
    void *job;              /* what planning made of it */
    size_t bytes;           /* what fetching put into memory, about */
};

enum {
    /* Of fetched batches and those on their way, each counted as the mean of those so far. */
    ORDERED_MOST_BYTES = 2 * 1024 * 1024,
};

/* The three functions run in fibers and may wait. */
struct ordered_work {
    void *context;
    size_t width;          /* most batches being fetched at once, at least 1 */
    size_t expected_bytes; /* of a batch, as long as none has been fetched */
    size_t most_bytes;     /* 0: ORDERED_MOST_BYTES */
    /* Sets batch->job for the next batch; leaves it NULL when there is no further one. */
    enum atl_status (*plan)(void *context, struct ordered_batch *batch, struct atl_error *error);
    enum atl_status (*fetch)(void *context, struct ordered_batch *batch, struct atl_error *error);
    enum atl_status (*deliver)(void *context, struct ordered_batch *batch, struct atl_error *error);
};

/*
 * Runs until all batches are delivered. A batch that can't be fetched ends the work when its turn
 * comes, so that what came before it is delivered.
 */
enum atl_status ordered_run(const struct ordered_work *work, struct atl_error *error);

#endif
