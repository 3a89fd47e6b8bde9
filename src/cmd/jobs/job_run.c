/* A job from its plan to its report. */
#include "atlcli/text.h"
#include "cli/console.h"
#include "cli/progress.h"
#include "cli/prompt.h"
#include "cmd/jira/import/result.h"
#include "cmd/jobs/job.h"

enum {
    KEYS_SHOWN = 5,
};

/* ---- the plan ---- */

static const char *sample_keys(struct atl_context *context, const struct atl_bulk_job *job)
{
    struct atl_buffer text = {0};
    size_t shown = 0;
    size_t waiting = 0;
    for (size_t i = 0; i < job->count; i++) {
        const struct atl_bulk_item *item = &job->items[i];
        bool waits = item->state == ATL_BULK_WAITING;
        waiting += waits;
        if (waits && item->key != NULL && shown < KEYS_SHOWN) {
            atl_buffer_printf(&text, "%s%s", shown++ == 0 ? ": " : ", ", item->key);
        }
    }
    if (shown > 0 && waiting > shown) {
        atl_buffer_printf(&text, " and %zu more", waiting - shown);
    }
    const char *kept = atl_arena_strdup(context->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return kept;
}

static void show_plan(struct atl_context *context, const struct atl_bulk_job *job)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    struct atl_buffer more = {0};
    if (job->count == 0) {
        if (atl_json_integer(job->operation, "skipped", 0) > 0) {
            atl_note(context->console, "All rows have keys: there is nothing to do.");
        } else {
            atl_note(context->console, "No %s match: there is nothing to do.",
                     atl_bulk_noun(job, 0));
        }
        return;
    }
    if (counts.unchanged > 0) {
        atl_buffer_printf(&more, "; %zu as wanted already", counts.unchanged);
    }
    if (counts.failed > 0) {
        atl_buffer_printf(&more, "; %zu that can't be", counts.failed);
    }
    atl_note(context->console, "%s: %zu of %zu%s%s", job->title, counts.waiting, job->count,
             sample_keys(context, job), atl_buffer_text(&more));
    if (counts.waiting > 0) {
        atl_note(context->console, "%s; about %zu request%s", job->strategy, job->requests,
                 job->requests == 1 ? "" : "s");
    }
    if (job->told > 0) {
        atl_warn(context->console,
                 "--no-notify: %zu can't be part of a bulk task, and those who watch %s are told",
                 job->told, job->told == 1 ? "it" : "them");
    }
    atl_buffer_free(&more);
}

/* ---- running ---- */

struct watching {
    struct atl_progress *progress;
};

static void on_outcome(void *context, const struct atl_bulk_job *job, size_t index)
{
    (void)job;
    (void)index;
    atl_progress_add(((struct watching *)context)->progress, 1);
}

/* However the job ended, what it has created is in the result; its own error goes first. */
static enum atl_status keep_result(struct atl_context *context, const struct atl_bulk_job *job,
                                   enum atl_status status, struct atl_error *error)
{
    struct atl_error why = {0};
    enum atl_status kept = import_result_write(context, job, &why);
    if (kept == ATL_OK) {
        return status;
    }
    if (status != ATL_OK) {
        atl_console_report(context->console, &why);
        return status;
    }
    *error = why;
    return kept;
}

enum atl_status job_run(struct atl_context *context, struct atl_http *http,
                        struct atl_bulk_job *job, bool retry_failed, struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    struct watching watching = {0};
    struct atl_bulk_options options = {
        .max_failures = atl_option_integer(context, "max-failures", 0),
        .retry_failed = retry_failed,
        .on_outcome = on_outcome,
        .context = &watching,
    };
    enum atl_status status = job_read_rate(context, &options.rate, error);
    if (status != ATL_OK) {
        return status;
    }
    watching.progress =
        atl_progress_open(context, job->title,
                          (int64_t)(counts.waiting + counts.unknown +
                                    (retry_failed ? atl_bulk_count_retryable(job) : 0)));
    status = atl_bulk_run(job, http, &options, error);
    atl_progress_close(watching.progress);
    struct atl_error ignored;
    enum atl_status reported = job_report(context, job, false, status == ATL_OK ? error : &ignored);
    status = status == ATL_OK ? reported : status;
    return keep_result(context, job, status, error);
}

static enum atl_status finish_early(struct atl_context *context, const struct atl_bulk_job *job,
                                    bool dry_run, struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    enum atl_status status = job_report(context, job, dry_run, error);
    if (status == ATL_OK && counts.failed > 0 && !dry_run) {
        status = atl_fail(error, ATL_PARTIAL, "%zu of %zu failed", counts.failed, job->count);
    }
    return status;
}

enum atl_status job_execute(struct atl_context *context, struct atl_http *http,
                            struct atl_bulk_job *job, struct atl_error *error)
{
    bool dry_run = atl_option_flag(context, "dry-run");
    enum atl_status status = atl_bulk_plan(job, http, error);
    if (status != ATL_OK) {
        return status;
    }
    struct atl_bulk_counts counts = atl_bulk_count(job);
    show_plan(context, job);
    if (dry_run || counts.waiting == 0) {
        return finish_early(context, job, dry_run, error);
    }
    status = atl_prompt_confirm(
        context, atl_arena_printf(context->arena, "%s: %zu now?", job->title, counts.waiting),
        error);
    if (status == ATL_OK) {
        status = atl_bulk_begin(job, http, error);
    }
    return status == ATL_OK ? job_run(context, http, job, false, error) : status;
}
