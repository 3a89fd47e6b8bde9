/*
 * One request for each item, or for as many as one takes, side by side. What is about to be sent is
 * noted ahead, some requests at a time: the disk is waited for once for all of them.
 */
#include "bulk/internal.h"

#include "atlcli/loop.h"

#include <stdlib.h>

enum {
    NOTED_AHEAD = 64,        /* requests for one item each … */
    BATCHES_NOTED_AHEAD = 8, /* … and for many: what was noted is looked up after a kill */
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
    size_t ahead = each->at_once * (each->at_once > 1 ? BATCHES_NOTED_AHEAD : NOTED_AHEAD);
    const struct bulk_items next = {each->indices + each->noted, left < ahead ? left : ahead};
    struct atl_error why = {0};
    enum atl_status status = bulk_begin_send(run->job, &next, 0, &why);
    if (status != ATL_OK) {
        bulk_stop(run, status, &why);
        return false;
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

static enum atl_status send_all(struct each *each, struct atl_error *error)
{
    size_t requests = (each->count + each->at_once - 1) / each->at_once;
    each->begun = atl_alloc(requests + 1);
    enum atl_status status =
        atl_each(requests, atl_http_width(each->run->http), send_one, each, error);
    release_unbegun(each);
    bulk_journal_write(each->run->job);
    free(each->begun);
    return status;
}

/* Keeps of the indices those that can be sent by now and weren't yet. */
static size_t keep_ready(struct bulk_run *run, size_t *indices, size_t count, bool *sent)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t index = indices[i];
        if (!sent[index] && (run->kind->may_send == NULL || run->kind->may_send(run, index))) {
            sent[index] = true;
            indices[kept++] = index;
        }
    }
    return kept;
}

/* What waits for others of the job follows once these are done: each item is sent once at most. */
enum atl_status bulk_each(struct bulk_run *run, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    bool *sent = atl_alloc((run->job->count + 1) * sizeof *sent);
    bool any = true;
    while (status == ATL_OK && any && run->stop == ATL_OK) {
        struct each each = {.run = run, .at_once = run->batches_refused ? 1 : run->kind->at_once};
        int64_t failures = run->failures;
        each.indices = bulk_collect(run->job, ATL_BULK_WAITING, &each.count);
        each.count = keep_ready(run, each.indices, each.count, sent);
        any = each.count > 0 || run->failures > failures;
        if (each.count > 0 && run->stop == ATL_OK) {
            status = send_all(&each, error);
        }
        free(each.indices);
    }
    free(sent);
    return status;
}
