/* Cloud's tasks: up to a thousand issues with one request, and asking how far it is. */
#include "bulk/internal.h"

#include "atlcli/clock.h"
#include "atlcli/jira_bulk.h"
#include "atlcli/loop.h"

#include <stdlib.h>
#include <string.h>

enum {
    FEWEST_ITEMS = 3,  /* for less a task takes more requests than one for each */
    MOST_TASKS = 4,    /* of ours at the same time */
    ALONE_ITEMS = 500, /* more than these are two tasks, which take half the time */
    FIRST_LOOK_MS = 100,
    SHORTEST_WAIT_MS = 50,
    LONGEST_WAIT_MS = 5000,
    NOT_FOUND = 404,
};

bool bulk_uses_tasks(const struct atl_bulk_job *job, const struct atl_http *http, size_t *in_tasks)
{
    const struct bulk_kind *kind = bulk_kind_of(job);
    *in_tasks = 0;
    if (!atl_jira_is_cloud(http) || kind->task == NULL ||
        (kind->has_task != NULL && !kind->has_task(job))) {
        return false;
    }
    for (size_t i = 0; i < job->count; i++) {
        *in_tasks += job->items[i].state == ATL_BULK_WAITING && !job->items[i].alone;
    }
    return *in_tasks >= FEWEST_ITEMS || (kind->needs_task && *in_tasks > 0);
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

static void take_results(struct bulk_run *run, const struct bulk_items *items,
                         const struct atl_jira_task *task)
{
    struct by_id *sorted = atl_alloc((items->count + 1) * sizeof *sorted);
    for (size_t i = 0; i < items->count; i++) {
        const char *id = run->job->items[items->indices[i]].id;
        sorted[i] = (struct by_id){id == NULL ? "" : id, items->indices[i]};
    }
    qsort(sorted, items->count, sizeof *sorted, compare_ids);
    take_processed(run, sorted, items->count, task->processed);
    take_failed(run, sorted, items->count, task->failed);
    for (size_t i = 0; i < items->count; i++) {
        struct atl_bulk_item *item = &run->job->items[items->indices[i]];
        if (item->state == ATL_BULK_SENT && strcmp(task->state, "COMPLETE") == 0) {
            bulk_fail(run, items->indices[i], NOT_FOUND,
                      "the issue doesn't exist any more, or you may not see it");
        }
        item->batch = 0; /* what a task that broke off left open is looked up by itself */
    }
    bulk_journal_write(run->job);
    free(sorted);
}

/* ---- waiting for one ---- */

/* As long as it will take, going by how far it came until now. */
static int64_t next_wait(int64_t last_ms, int64_t elapsed_ms, int percent)
{
    int64_t wait = percent > 0 ? elapsed_ms * (100 - percent) / percent + 20 : 2 * last_ms;
    if (wait < SHORTEST_WAIT_MS) {
        return SHORTEST_WAIT_MS;
    }
    return wait < LONGEST_WAIT_MS ? wait : LONGEST_WAIT_MS;
}

static enum atl_status follow(struct bulk_run *run, const struct bulk_items *items,
                              const struct bulk_task *task, struct atl_error *error)
{
    struct atl_jira_task result = {0};
    int64_t begun_ms = atl_clock_monotonic_ms();
    int64_t wait_ms = FIRST_LOOK_MS;
    while (true) {
        struct atl_arena arena = {0};
        enum atl_status status = atl_sleep(wait_ms, error);
        if (status == ATL_OK) {
            status = atl_jira_task_look(run->http, &arena, task->id, &result, error);
        }
        if (status == ATL_OK && result.ended) {
            take_results(run, items, &result);
        }
        atl_arena_free(&arena);
        if (status != ATL_OK && status != ATL_CANCELLED && bulk_ends_job(status)) {
            bulk_stop(run, status, error);
            return ATL_OK;
        }
        if (status == ATL_CANCELLED || (status == ATL_OK && result.ended)) {
            return status;
        }
        if (status != ATL_OK) {
            /* The server doesn't know it any more: the issues tell what it did. */
            for (size_t i = 0; i < items->count; i++) {
                run->job->items[items->indices[i]].batch = 0;
            }
            return ATL_OK;
        }
        wait_ms = next_wait(wait_ms, atl_clock_monotonic_ms() - begun_ms, result.percent);
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
                              struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_bulk_job *job = run->job;
    size_t batch = ++job->journal->last_batch;
    const char *id = NULL;
    enum atl_status status = bulk_journal_sent(job, items, batch, error);
    if (status != ATL_OK) {
        bulk_stop(run, status, error);
        return ATL_OK;
    }
    for (size_t i = 0; i < items->count; i++) {
        job->items[items->indices[i]].state = ATL_BULK_SENT;
        job->items[items->indices[i]].batch = batch;
    }
    cJSON *body = run->kind->task_body(job, items);
    status = atl_jira_task_submit(run->http, &arena, run->kind->task, body, &id, error);
    cJSON_Delete(body);
    if (status == ATL_OK) {
        bulk_journal_task(job, batch, id);
        status = follow(run, items, bulk_journal_find_task(job, batch), error);
    } else if (bulk_ends_job(status) && status != ATL_CANCELLED) {
        bulk_stop(run, status, error);
        bulk_release(job, items); /* a POST that ends so was never taken */
        status = ATL_OK;
    } else if (status != ATL_UNKNOWN_OUTCOME && status != ATL_CANCELLED) {
        refuse_tasks(run, items, status, error);
        status = ATL_OK;
    }
    bulk_journal_write(job);
    atl_arena_free(&arena);
    return status == ATL_UNKNOWN_OUTCOME ? ATL_OK : status;
}

static enum atl_status submit_batch(void *context, size_t index, struct atl_error *error)
{
    struct batches *batches = context;
    size_t first = index * batches->at_once;
    size_t left = batches->count - first;
    const struct bulk_items items = {batches->indices + first,
                                     left < batches->at_once ? left : batches->at_once};
    if (batches->run->tasks_refused || !bulk_may_send(batches->run, items.count)) {
        return atl_check_cancelled(error);
    }
    return submit(batches->run, &items, error);
}

enum atl_status bulk_tasks(struct bulk_run *run, struct atl_error *error)
{
    size_t in_tasks;
    struct batches batches = {.run = run, .at_once = ATL_JIRA_TASK_ISSUES};
    int64_t rate = run->options->rate;
    if (run->tasks_refused || !bulk_uses_tasks(run->job, run->http, &in_tasks)) {
        return ATL_OK;
    }
    if (rate > 0 && rate * 10 < ATL_JIRA_TASK_ISSUES) {
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
    if (kept > ALONE_ITEMS && kept <= batches.at_once) {
        batches.at_once = (kept + 1) / 2;
    }
    enum atl_status status = atl_each((kept + batches.at_once - 1) / batches.at_once, MOST_TASKS,
                                      submit_batch, &batches, error);
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
    enum atl_status status = items.count == 0 ? ATL_OK : follow(run, &items, task, error);
    free(indices);
    return status;
}

enum atl_status bulk_follow_tasks(struct bulk_run *run, struct atl_error *error)
{
    struct following following = {run};
    return atl_each(run->job->journal->tasks.count, MOST_TASKS, follow_one, &following, error);
}
