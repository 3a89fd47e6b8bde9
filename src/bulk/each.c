/*
 * One request for each item, or for as many as one takes, side by side. What is about to be sent is
 * noted ahead, 64 requests at a time: the disk is waited for once for all of them.
 */
#include "bulk/internal.h"

#include "atlcli/loop.h"

#include <stdlib.h>

enum {
    NOTED_AHEAD = 64,
};

struct each {
    struct bulk_run *run;
    size_t *indices;
    size_t count;
    size_t at_once;
    size_t noted; /* so many of the items are in the journal */
    bool *begun;  /* by request */
};

static struct bulk_items items_of(const struct each *each, size_t request)
{
    size_t first = request * each->at_once;
    size_t left = each->count - first;
    return (struct bulk_items){each->indices + first, left < each->at_once ? left : each->at_once};
}

/* False when the journal can't be written: then nothing may be sent. */
static bool note_ahead(struct each *each, size_t request)
{
    struct bulk_run *run = each->run;
    if (request * each->at_once < each->noted) {
        return true;
    }
    size_t left = each->count - each->noted;
    size_t ahead = each->at_once * (each->at_once > 1 ? 1 : NOTED_AHEAD);
    const struct bulk_items next = {each->indices + each->noted, left < ahead ? left : ahead};
    struct atl_error why = {0};
    enum atl_status status = bulk_journal_sent(run->job, &next, 0, &why);
    if (status != ATL_OK) {
        bulk_stop(run, status, &why);
        return false;
    }
    for (size_t i = 0; i < next.count; i++) {
        run->job->items[next.indices[i]].state = ATL_BULK_SENT;
        run->job->items[next.indices[i]].batch = 0;
    }
    each->noted += next.count;
    return true;
}

static enum atl_status send_one(void *context, size_t request, struct atl_error *error)
{
    struct each *each = context;
    struct bulk_run *run = each->run;
    const struct bulk_items items = items_of(each, request);
    struct atl_error why = {0};
    if (!bulk_may_send(run, items.count) || !note_ahead(each, request)) {
        return atl_check_cancelled(error);
    }
    each->begun[request] = true;
    enum atl_status status = run->kind->apply(run, &items, &why);
    bulk_settle_send(run, &items, status, &why);
    if (status == ATL_CANCELLED) {
        *error = why;
    }
    return status == ATL_CANCELLED ? ATL_CANCELLED : ATL_OK;
}

/* What was noted but never begun needn't be looked up. */
static void release_unbegun(struct each *each)
{
    size_t *unbegun = atl_alloc((each->count + 1) * sizeof *unbegun);
    size_t count = 0;
    for (size_t i = 0; i < each->noted; i++) {
        if (!each->begun[i / each->at_once]) {
            unbegun[count++] = each->indices[i];
        }
    }
    bulk_release(each->run->job, &(struct bulk_items){unbegun, count});
    free(unbegun);
}

enum atl_status bulk_each(struct bulk_run *run, struct atl_error *error)
{
    struct each each = {.run = run, .at_once = run->batches_refused ? 1 : run->kind->at_once};
    each.indices = bulk_collect(run->job, ATL_BULK_WAITING, &each.count);
    size_t requests = (each.count + each.at_once - 1) / each.at_once;
    each.begun = atl_alloc(requests + 1);
    enum atl_status status = atl_each(requests, atl_http_width(run->http), send_one, &each, error);
    release_unbegun(&each);
    bulk_journal_write(run->job);
    free(each.begun);
    free(each.indices);
    return status;
}
