/* Cloud's tasks: hundreds of items with one request, and asking how far it is. */
#include "bulk/internal.h"

#include "atlcli/clock.h"
#include "atlcli/deployment.h"
#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_LOOK_MS = 100,
    SHORTEST_WAIT_MS = 50,
    LONGEST_WAIT_MS = 5000,
    MARGIN_MS = 20,
    MOST_FAILED_LOOKS = 5, /* in a row, each of them repeated below */
    NOT_FOUND = 404,
};

bool bulk_uses_tasks(const struct atl_bulk_job *job, const struct atl_http *http, size_t *in_tasks)
{
    const struct bulk_kind *kind = bulk_kind_of(job);
    *in_tasks = 0;
    if (atl_deployment_of(atl_http_account(http)) != ATL_CLOUD || kind->task == NULL ||
        (kind->has_task != NULL && !kind->has_task(job))) {
        return false;
    }
    for (size_t i = 0; i < job->count; i++) {
        *in_tasks += job->items[i].state == ATL_BULK_WAITING && !job->items[i].alone;
    }
    return kind->needs_task || bulk_wants_task(job)
               ? *in_tasks > 0
               : *in_tasks >= kind->subject->tasks->fewest_items;
}

/* ---- results ---- */

struct by_id {
    const char *id;
    size_t index;
};

static int compare_ids(const void *left, const void *right)
{
    return strcmp(((const struct by_id *)left)->id, ((const struct by_id *)right)->id);
}

static const struct by_id *find_id(const struct by_id *sorted, size_t count, const char *id)
{
    const struct by_id wanted = {id, 0};
    return count == 0 ? NULL : bsearch(&wanted, sorted, count, sizeof *sorted, compare_ids);
}

static void take_processed(struct bulk_run *run, const struct by_id *sorted, size_t count,
                           const cJSON *processed)
{
    const cJSON *id;
    cJSON_ArrayForEach(id, processed)
    {
        char text[32] = "";
        if (cJSON_IsNumber(id)) {
            snprintf(text, sizeof text, "%.0f", id->valuedouble);
        }
        const struct by_id *found =
            find_id(sorted, count, cJSON_IsString(id) ? id->valuestring : text);
        if (found != NULL && run->job->items[found->index].state == ATL_BULK_SENT) {
            bulk_finish(run, found->index, ATL_BULK_DONE);
        }
    }
}

static void take_failed(struct bulk_run *run, const struct by_id *sorted, size_t count,
                        const cJSON *failed)
{
    const cJSON *reasons;
    cJSON_ArrayForEach(reasons, failed)
    {
        const struct by_id *found = find_id(sorted, count, reasons->string);
        if (found != NULL && run->job->items[found->index].state == ATL_BULK_SENT) {
            bulk_fail(run, found->index, 0, atl_json_text(reasons, "0", "the task failed"));
        }
    }
}

/*
 * Of items that the task doesn't tell apart, or hasn't told of, now that it has ended. Where it
 * was to delete them they are looked up: those that are gone are done.
 */
static void take_ended(struct bulk_run *run, const struct bulk_items *items,
                       const struct bulk_progress *progress)
{
    for (size_t i = 0; i < items->count; i++) {
        struct atl_bulk_item *item = &run->job->items[items->indices[i]];
        bool open = item->state == ATL_BULK_SENT && progress->succeeded;
        if (open && progress->says_which && !run->kind->gone_is_done) {
            bulk_fail(run, items->indices[i], NOT_FOUND, run->kind->subject->gone);
        } else if (open && !progress->says_which) {
            bulk_finish(run, items->indices[i], ATL_BULK_DONE);
        }
        item->batch = 0; /* what is still open is looked up by itself */
    }
}

static void take_results(struct bulk_run *run, const struct bulk_items *items,
                         const struct bulk_progress *progress)
{
    struct by_id *sorted = atl_alloc((items->count + 1) * sizeof *sorted);
    for (size_t i = 0; i < items->count; i++) {
        const char *id = run->job->items[items->indices[i]].id;
        sorted[i] = (struct by_id){id == NULL ? "" : id, items->indices[i]};
    }
    qsort(sorted, items->count, sizeof *sorted, compare_ids);
    take_processed(run, sorted, items->count, progress->done);
    take_failed(run, sorted, items->count, progress->failed);
    take_ended(run, items, progress);
    bulk_journal_write(run->job);
    free(sorted);
}

/* ---- waiting for one ---- */

/* By the monotonic clock: a request and its answer. */
struct exchange {
    int64_t sent_ms;
    int64_t answered_ms;
};

/* When the server had it, about. */
static int64_t middle_of(const struct exchange *exchange)
{
    return exchange->sent_ms + (exchange->answered_ms - exchange->sent_ms) / 2;
}

/*
 * How long to wait for the next look to reach the server as the task ends, going by how far it had
 * come between its beginning and the last look; while that is nowhere, twice as long as before.
 */
static int64_t next_wait(int64_t last_ms, int64_t begun_ms, const struct exchange *look,
                         int percent)
{
    int64_t seen_ms = middle_of(look);
    int64_t wait = 2 * last_ms;
    if (percent > 0) {
        int64_t ends_ms = seen_ms + (seen_ms - begun_ms) * (100 - percent) / percent + MARGIN_MS;
        wait = ends_ms - look->answered_ms - (look->answered_ms - seen_ms);
    }
    if (wait < SHORTEST_WAIT_MS) {
        return SHORTEST_WAIT_MS;
    }
    return wait < LONGEST_WAIT_MS ? wait : LONGEST_WAIT_MS;
}

/* Why a task came to nothing; of one that the server refused, what it said. */
struct refusal {
    bool refused;
    struct atl_error why;
};

/* The server doesn't know it any more: the items tell what it did. */
static void lose(struct bulk_run *run, const struct bulk_items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        run->job->items[items->indices[i]].batch = 0;
    }
}

/* It may still be at work: until somebody has seen its end, nothing of it is sent again. */
static void leave_open(struct bulk_run *run, const struct bulk_items *items,
                       const struct atl_error *why)
{
    for (size_t i = 0; i < items->count; i++) {
        if (run->job->items[items->indices[i]].state == ATL_BULK_SENT) {
            bulk_leave_open(run, items->indices[i], why->http_status, why->message);
        }
    }
}

/* Whoever may not see how far it is sees what became of the items. */
static enum atl_status leave_unseen(struct bulk_run *run, const struct bulk_items *items,
                                    enum atl_status refusal, struct atl_error *error)
{
    struct atl_error why = *error;
    enum atl_status status = refusal == ATL_FORBIDDEN ? bulk_look(run, items, error) : ATL_OK;
    if (status == ATL_CANCELLED) {
        return status;
    }
    leave_open(run, items, &why);
    return ATL_OK;
}

static void take_end(struct bulk_run *run, const struct bulk_items *items,
                     const struct bulk_progress *progress, struct refusal *refusal)
{
    take_results(run, items, progress);
    if (!progress->succeeded && !progress->says_which && refusal != NULL) {
        refusal->refused = true;
        atl_fail(&refusal->why, ATL_FAILED, "%s",
                 progress->reason == NULL ? "the server's task failed" : progress->reason);
    }
}

/*
 * Waits until it has ended; `begun_ms` is when that was, about. `refusal` is filled when it failed
 * as a whole; NULL: not asked.
 */
static enum atl_status follow(struct bulk_run *run, const struct bulk_items *items,
                              const struct bulk_task *task, int64_t begun_ms,
                              struct refusal *refusal, struct atl_error *error)
{
    int64_t wait_ms = FIRST_LOOK_MS;
    int failed_looks = 0;
    while (true) {
        struct atl_arena arena = {0};
        struct bulk_progress progress = {0};
        enum atl_status status = atl_sleep(wait_ms, error);
        struct exchange look = {.sent_ms = atl_clock_monotonic_ms()};
        if (status == ATL_OK) {
            status = run->kind->subject->tasks->look(run, &arena, task->id, &progress, error);
        }
        look.answered_ms = atl_clock_monotonic_ms();
        if (status == ATL_OK && progress.ended) {
            take_end(run, items, &progress, refusal);
        }
        atl_arena_free(&arena);
        if (status != ATL_OK && status != ATL_CANCELLED && atl_status_ends_everything(status)) {
            bulk_stop(run, status, error);
            return ATL_OK;
        }
        if (status == ATL_CANCELLED || (status == ATL_OK && progress.ended)) {
            return status;
        }
        if (status == ATL_NOT_FOUND) {
            lose(run, items);
            return ATL_OK;
        }
        failed_looks = status == ATL_OK ? 0 : failed_looks + 1;
        if (failed_looks == MOST_FAILED_LOOKS) {
            return leave_unseen(run, items, status, error);
        }
        wait_ms = next_wait(wait_ms, begun_ms, &look, progress.percent);
    }
}

/* ---- submitting ---- */

struct batches {
    struct bulk_run *run;
    size_t *indices;
    size_t count;
    size_t at_once;
};

static void refuse_tasks(struct bulk_run *run, const struct bulk_items *items,
                         enum atl_status status, const struct atl_error *error)
{
    bulk_release(run->job, items);
    run->task_refusal = *error;
    if (status == ATL_FORBIDDEN || status == ATL_NOT_FOUND) {
        run->tasks_refused = true;
    }
    for (size_t i = 0; i < items->count; i++) {
        if (run->kind->needs_task) {
            bulk_fail(run, items->indices[i], error->http_status, error->message);
        }
        run->job->items[items->indices[i]].alone = true;
    }
}

static enum atl_status submit(struct bulk_run *run, const struct bulk_items *items,
                              struct refusal *refusal, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_bulk_job *job = run->job;
    size_t batch = ++job->journal->last_batch;
    const char *id = NULL;
    enum atl_status status = bulk_begin_send(job, items, batch, error);
    if (status != ATL_OK) {
        bulk_stop(run, status, error);
        return ATL_OK;
    }
    const struct bulk_tasks_of *tasks = run->kind->subject->tasks;
    struct exchange begun = {.sent_ms = atl_clock_monotonic_ms()};
    status = tasks->submit(run, &arena, items, &id, error);
    begun.answered_ms = atl_clock_monotonic_ms();
    if (status == ATL_OK) {
        bulk_journal_task(job, batch, id);
        status = follow(run, items, bulk_journal_find_task(job, batch), middle_of(&begun), refusal,
                        error);
    } else if ((atl_status_ends_everything(status) && status != ATL_CANCELLED) ||
               (status == ATL_CONFLICT && tasks->wait_for_others != NULL)) {
        bulk_stop(run, status, error);
        bulk_release(job, items); /* a POST that ends so was never taken */
        status = ATL_OK;
    } else if (status != ATL_UNKNOWN_OUTCOME && status != ATL_CANCELLED) {
        *refusal = (struct refusal){true, *error};
        status = ATL_OK;
    }
    bulk_journal_write(job);
    atl_arena_free(&arena);
    return status == ATL_UNKNOWN_OUTCOME ? ATL_OK : status;
}

/* ---- in halves ---- */

static enum atl_status submit_halving(struct bulk_run *run, const struct bulk_items *items,
                                      struct atl_error *error);

static enum atl_status submit_in_parts(struct bulk_run *run, const struct bulk_items *items,
                                       size_t size, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (size_t at = 0; status == ATL_OK && at < items->count; at += size) {
        size_t left = items->count - at;
        const struct bulk_items part = {items->indices + at, left < size ? left : size};
        status =
            bulk_may_send(run, 0) ? submit_halving(run, &part, error) : atl_check_cancelled(error);
    }
    return status;
}

/* Whose outcome is open after a look at all of them, into `open`. */
static enum atl_status look_which_are_open(struct bulk_run *run, const struct bulk_items *items,
                                           size_t *open, size_t *count, struct atl_error *error)
{
    enum atl_status status = run->kind->subject->look_up(run, items, error);
    *count = 0;
    for (size_t i = 0; i < items->count; i++) {
        const struct atl_bulk_item *item = &run->job->items[items->indices[i]];
        if (item->state == ATL_BULK_SENT && !item->unclear) {
            open[(*count)++] = items->indices[i];
        }
    }
    return status;
}

/*
 * Some servers take one item at a time, others refuse all for the sake of one. What is refused is
 * looked at, for some may be as wanted or gone; what is left is asked for in halves. The refusal is
 * that of an item only when it was asked for alone.
 */
static enum atl_status submit_halving(struct bulk_run *run, const struct bulk_items *items,
                                      struct atl_error *error)
{
    struct refusal refusal = {0};
    if (run->tasks_singly && items->count > 1) {
        return submit_in_parts(run, items, 1, error);
    }
    enum atl_status status = submit(run, items, &refusal, error);
    if (status != ATL_OK || !refusal.refused) {
        return status;
    }
    size_t *indices = atl_alloc((items->count + 1) * sizeof *indices);
    struct bulk_items open = {indices, 0};
    status = look_which_are_open(run, items, indices, &open.count, error);
    if (status == ATL_OK && open.count == 1 && items->count == 1) {
        bulk_fail(run, indices[0], refusal.why.http_status, refusal.why.message);
    } else if (status == ATL_OK && open.count > 0) {
        bulk_release(run->job, &open);
        status = submit_in_parts(run, &open, (open.count + 1) / 2, error);
        run->tasks_singly |= open.count == 2 &&
                             run->job->items[indices[0]].state == ATL_BULK_DONE &&
                             run->job->items[indices[1]].state == ATL_BULK_DONE;
    } else if (status != ATL_OK && status != ATL_CANCELLED) {
        bulk_stop(run, status, error);
        status = ATL_OK;
    }
    free(indices);
    return status;
}

/* ---- all of them ---- */

static enum atl_status submit_batch(void *context, size_t index, struct atl_error *error)
{
    struct batches *batches = context;
    size_t first = index * batches->at_once;
    size_t left = batches->count - first;
    const struct bulk_items items = {batches->indices + first,
                                     left < batches->at_once ? left : batches->at_once};
    struct bulk_run *run = batches->run;
    struct refusal refusal = {0};
    if (run->tasks_refused || !bulk_may_send(run, items.count)) {
        return atl_check_cancelled(error);
    }
    if (run->kind->subject->tasks->halves) {
        return submit_halving(run, &items, error);
    }
    enum atl_status status = submit(run, &items, &refusal, error);
    if (status == ATL_OK && refusal.refused) {
        refuse_tasks(run, &items, refusal.why.status, &refusal.why);
    }
    return status;
}

/* What no task took isn't done one by one where those who watch would be told. */
static void keep_silent(struct bulk_run *run, const struct batches *batches)
{
    const struct atl_error *why = &run->task_refusal;
    if (why->status == ATL_OK || !bulk_wants_task(run->job)) {
        return;
    }
    for (size_t i = 0; i < batches->count; i++) {
        if (run->job->items[batches->indices[i]].state == ATL_BULK_WAITING) {
            bulk_fail(run, batches->indices[i], why->http_status,
                      atl_arena_printf(run->job->arena,
                                       "%s; one by one, those who watch would be told",
                                       why->message));
        }
    }
}

enum atl_status bulk_tasks(struct bulk_run *run, struct atl_error *error)
{
    size_t in_tasks;
    const struct bulk_tasks_of *tasks = run->kind->subject->tasks;
    struct batches batches = {.run = run, .at_once = tasks->most_items};
    int64_t rate = run->options->rate;
    if (run->tasks_refused || !bulk_uses_tasks(run->job, run->http, &in_tasks)) {
        return ATL_OK;
    }
    if (rate > 0 && rate * 10 < (int64_t)tasks->most_items) {
        batches.at_once = (size_t)rate * 10; /* what a task does at once stays near the rate */
    }
    batches.indices = bulk_collect(run->job, ATL_BULK_WAITING, &batches.count);
    size_t kept = 0;
    for (size_t i = 0; i < batches.count; i++) {
        if (!run->job->items[batches.indices[i]].alone) {
            batches.indices[kept++] = batches.indices[i];
        }
    }
    batches.count = kept;
    if (tasks->unsplit_items > 0 && kept > tasks->unsplit_items && kept <= batches.at_once) {
        batches.at_once = (kept + 1) / 2;
    }
    enum atl_status status = atl_each((kept + batches.at_once - 1) / batches.at_once,
                                      tasks->at_once, submit_batch, &batches, error);
    if (status == ATL_OK && run->stop == ATL_OK) {
        keep_silent(run, &batches);
    }
    free(batches.indices);
    return status;
}

/* ---- going on with those of an interrupted job ---- */

struct following {
    struct bulk_run *run;
};

static enum atl_status follow_one(void *context, size_t index, struct atl_error *error)
{
    struct bulk_run *run = ((struct following *)context)->run;
    const struct bulk_task *task = run->job->journal->tasks.items[index];
    size_t *indices = atl_alloc((run->job->count + 1) * sizeof *indices);
    struct bulk_items items = {indices, 0};
    for (size_t i = 0; i < run->job->count; i++) {
        const struct atl_bulk_item *item = &run->job->items[i];
        if (item->state == ATL_BULK_SENT && item->batch == task->batch) {
            indices[items.count++] = i;
        }
    }
    enum atl_status status = items.count == 0
                                 ? ATL_OK
                                 : follow(run, &items, task, atl_clock_monotonic_ms(), NULL, error);
    free(indices);
    return status;
}

enum atl_status bulk_follow_tasks(struct bulk_run *run, struct atl_error *error)
{
    struct following following = {run};
    return atl_each(run->job->journal->tasks.count, run->kind->subject->tasks->at_once, follow_one,
                    &following, error);
}
