/* Running a job, from the start or from where it was interrupted. */
#include "bulk/internal.h"

#include "atlcli/loop.h"

#include <stdlib.h>

enum {
    MOST_ROUNDS = 5, /* of sending what had no effect once more */
};

static bool has_state(const struct atl_bulk_job *job, enum atl_bulk_state state)
{
    for (size_t i = 0; i < job->count; i++) {
        if (job->items[i].state == state) {
            return true;
        }
    }
    return false;
}

static enum atl_status find_out(struct bulk_run *run, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    if (has_state(run->job, ATL_BULK_SENT)) {
        status = bulk_follow_tasks(run, error);
        if (status == ATL_OK && run->stop == ATL_OK) {
            status = bulk_look_up(run, error);
        }
    }
    return status;
}

static enum atl_status prepare(struct bulk_run *run, struct atl_error *error)
{
    if (run->job->planned) {
        return ATL_OK;
    }
    enum atl_status status = bulk_prepare(run->job, run->http, error);
    bulk_journal_write(run->job);
    if (status != ATL_OK && status != ATL_CANCELLED) {
        bulk_stop(run, status, error);
        return ATL_OK;
    }
    run->job->planned = status == ATL_OK;
    return status;
}

static enum atl_status send(struct bulk_run *run, struct atl_error *error)
{
    enum atl_status status = prepare(run, error);
    if (status == ATL_OK && run->stop == ATL_OK) {
        status = bulk_tasks(run, error);
    }
    if (status == ATL_OK && run->stop == ATL_OK) {
        status = bulk_each(run, error);
    }
    return status;
}

static enum atl_status run_rounds(struct bulk_run *run, struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    for (int round = 0; round < MOST_ROUNDS && status == ATL_OK && run->stop == ATL_OK; round++) {
        status = find_out(run, error);
        if (status != ATL_OK || run->stop != ATL_OK || !has_state(run->job, ATL_BULK_WAITING)) {
            return status;
        }
        status = send(run, error);
    }
    return status == ATL_OK && run->stop == ATL_OK ? find_out(run, error) : status;
}

/* After all rounds: what still has no effect never will. What is unclear stays so. */
static void give_up(struct bulk_run *run)
{
    for (size_t i = 0; i < run->job->count; i++) {
        if (run->job->items[i].state == ATL_BULK_WAITING) {
            bulk_fail(run, i, 0, "the server failed each time it was asked");
        }
    }
}

static void retry_failed(struct atl_bulk_job *job)
{
    size_t count;
    size_t named = 0;
    size_t *indices = bulk_collect(job, ATL_BULK_FAILED, &count);
    for (size_t i = 0; i < count; i++) {
        if (bulk_is_named(job, &job->items[indices[i]])) {
            indices[named++] = indices[i];
        }
    }
    bulk_release(job, &(struct bulk_items){indices, named});
    free(indices);
}

static void hint_resume(const struct atl_bulk_job *job, struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    if (counts.waiting + counts.unknown > 0) {
        atl_hint(error, "%zu of %zu are left; go on with: atlcli jobs resume %s",
                 counts.waiting + counts.unknown, job->count, job->id);
    } else if (atl_bulk_count_retryable(job) > 0) {
        atl_hint(error, "try those that failed again with: atlcli jobs resume %s --retry-failed",
                 job->id);
    } else if (counts.failed > 0) {
        atl_hint(error, "what wasn't found when the job was planned takes a new job");
    }
}

enum atl_status atl_bulk_run(struct atl_bulk_job *job, struct atl_http *http,
                             const struct atl_bulk_options *options, struct atl_error *error)
{
    struct atl_error inner = {0};
    struct bulk_run run = {.job = job, .http = http, .kind = bulk_kind_of(job), .options = options};
    if (options->retry_failed) {
        retry_failed(job);
    }
    enum atl_status status = run_rounds(&run, &inner);
    if (status == ATL_OK && run.stop == ATL_OK) {
        give_up(&run);
    } else if (status == ATL_OK) {
        status = run.stop;
        inner = run.why;
    }
    struct atl_bulk_counts counts = atl_bulk_count(job);
    bulk_journal_write(job);
    if (counts.waiting + counts.unknown == 0) {
        bulk_journal_end(job);
    }
    if (status == ATL_OK && job->journal->broken) {
        status = ATL_FAILED;
        inner = job->journal->error;
    }
    if (status == ATL_OK && counts.unknown > 0) {
        status = atl_fail(&inner, ATL_PARTIAL, "what became of %zu of %zu couldn't be found out",
                          counts.unknown, job->count);
    } else if (status == ATL_OK && counts.failed > 0) {
        status = atl_fail(&inner, ATL_PARTIAL, "%zu of %zu failed", counts.failed, job->count);
    }
    if (status == ATL_CANCELLED) {
        (void)atl_check_cancelled(&inner); /* whatever was under way: the next run looks */
    }
    if (status != ATL_OK) {
        hint_resume(job, &inner);
        if (error != NULL) {
            *error = inner;
        }
    }
    return status;
}
