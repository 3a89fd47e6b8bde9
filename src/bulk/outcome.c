/* What becomes of items, and what ends a job. */
#include "bulk/internal.h"

#include "atlcli/clock.h"
#include "atlcli/loop.h"

enum {
    TOO_MANY_REQUESTS = 429,
};

void bulk_set_outcome(struct atl_bulk_job *job, size_t index, enum atl_bulk_state state,
                      int http_status, const char *reason)
{
    struct atl_bulk_item *item = &job->items[index];
    item->state = state;
    item->unclear = false;
    item->http_status = http_status;
    item->reason = atl_arena_strdup(job->arena, reason);
    bulk_journal_outcome(job, index);
}

static void tell(struct bulk_run *run, size_t index)
{
    if (run->options->on_outcome != NULL) {
        run->options->on_outcome(run->options->context, run->job, index);
    }
}

void bulk_finish(struct bulk_run *run, size_t index, enum atl_bulk_state state)
{
    bulk_set_outcome(run->job, index, state, 0, NULL);
    tell(run, index);
}

void bulk_fail(struct bulk_run *run, size_t index, int http_status, const char *reason)
{
    struct atl_error why = {0};
    bulk_set_outcome(run->job, index, ATL_BULK_FAILED, http_status, reason);
    tell(run, index);
    run->failures++;
    if (run->options->max_failures > 0 && run->failures >= run->options->max_failures) {
        atl_fail(&why, ATL_PARTIAL, "stopped after %lld failures", (long long)run->failures);
        bulk_stop(run, ATL_PARTIAL, &why);
    }
}

void bulk_leave_open(struct bulk_run *run, size_t index, int http_status, const char *reason)
{
    struct atl_bulk_item *item = &run->job->items[index];
    item->unclear = true;
    item->http_status = http_status;
    item->reason = atl_arena_strdup(run->job->arena, reason);
}

void bulk_stop(struct bulk_run *run, enum atl_status status, const struct atl_error *error)
{
    if (run->stop == ATL_OK) {
        run->stop = status;
        run->why = *error;
    }
}

/* Nothing is known of them but that. */
static void begin_anew(struct atl_bulk_job *job, const struct bulk_items *items,
                       enum atl_bulk_state state, size_t batch)
{
    for (size_t i = 0; i < items->count; i++) {
        struct atl_bulk_item *item = &job->items[items->indices[i]];
        item->state = state;
        item->batch = batch;
        item->unclear = false;
        item->http_status = 0;
        item->reason = NULL;
    }
}

void bulk_release(struct atl_bulk_job *job, const struct bulk_items *items)
{
    begin_anew(job, items, ATL_BULK_WAITING, 0);
    if (items->count > 0) {
        bulk_journal_waiting(job, items);
    }
}

enum atl_status bulk_begin_send(struct atl_bulk_job *job, const struct bulk_items *items,
                                size_t batch, struct atl_error *error)
{
    enum atl_status status = bulk_journal_sent(job, items, batch, error);
    if (status == ATL_OK) {
        begin_anew(job, items, ATL_BULK_SENT, batch);
    }
    return status;
}

/* Those of the items whose state nobody has set since they were sent. */
static size_t keep_open_ones(const struct bulk_run *run, const struct bulk_items *items,
                             size_t *open)
{
    size_t count = 0;
    for (size_t i = 0; i < items->count; i++) {
        if (run->job->items[items->indices[i]].state == ATL_BULK_SENT) {
            open[count++] = items->indices[i];
        }
    }
    return count;
}

/*
 * 404 is said of what went meanwhile, a sub-task with its parent, say, and of what may not be
 * deleted: a look tells which. What it doesn't find gone counts as refused.
 */
static void look_whether_gone(struct bulk_run *run, const struct bulk_items *items)
{
    struct atl_error ignored = {0};
    (void)bulk_look(run, items, &ignored);
}

void bulk_settle_send(struct bulk_run *run, const struct bulk_items *items, enum atl_status status,
                      const struct atl_error *error)
{
    struct atl_arena arena = {0};
    if (status == ATL_NOT_FOUND && run->kind->gone_is_done) {
        look_whether_gone(run, items);
    }
    size_t *open = atl_arena_alloc(&arena, (items->count + 1) * sizeof *open);
    const struct bulk_items left = {open, keep_open_ones(run, items, open)};
    bool wait_again = error->http_status == TOO_MANY_REQUESTS || status == ATL_UNAUTHENTICATED;
    if (atl_status_ends_everything(status) && status != ATL_CANCELLED) {
        bulk_stop(run, status, error);
    }
    if (status == ATL_OK) {
        for (size_t i = 0; i < left.count; i++) {
            bulk_finish(run, open[i], ATL_BULK_DONE);
        }
    } else if (wait_again) {
        bulk_release(run->job, &left);
    } else if (status != ATL_UNKNOWN_OUTCOME && !atl_status_ends_everything(status)) {
        for (size_t i = 0; i < left.count; i++) {
            bulk_fail(run, open[i], error->http_status, error->message);
        }
    }
    bulk_journal_write(run->job);
    atl_arena_free(&arena);
}

bool bulk_may_send(struct bulk_run *run, size_t items)
{
    int64_t rate = run->options->rate;
    struct atl_error cancelled;
    if (run->stop == ATL_OK && rate > 0) {
        int64_t now = atl_clock_monotonic_ms();
        int64_t due = run->next_ms > now ? run->next_ms : now;
        run->next_ms = due + (int64_t)items * 1000 / rate;
        if (due > now && atl_sleep(due - now, &cancelled) != ATL_OK) {
            return false;
        }
    }
    return run->stop == ATL_OK && atl_check_cancelled(&cancelled) == ATL_OK;
}
