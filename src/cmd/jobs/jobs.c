/* jobs: what the journals of operations on many issues or pages say, and finishing those
 * interrupted. */
#include "atlcli/text.h"
#include "atlcli/when.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/prompt.h"
#include "cmd/connect.h"
#include "cmd/jira/import/result.h"
#include "cmd/jobs/job.h"

#include <string.h>

const struct atl_command atl_command_jobs = {
    .words = "jobs",
    .summary = "Operations on many issues or pages: look at them, finish interrupted ones",
};

/* ---- jobs list ---- */

static const struct atl_column columns[] = {
    {.key = "id", .heading = "JOB", .style = ATL_STYLE_NAME},
    {.key = "created",
     .heading = "CREATED",
     .kind = ATL_CELL_TIME,
     .style = ATL_STYLE_DIM,
     .spare = true}, /* the id begins with it */
    {.key = "state", .heading = "STATE"},
    {.key = "total", .heading = "ITEMS", .kind = ATL_CELL_INTEGER},
    {.key = "of", .heading = "OF", .spare = true},
    {.key = "done", .heading = "DONE", .kind = ATL_CELL_INTEGER},
    {.key = "unchanged", .heading = "UNCHANGED", .kind = ATL_CELL_INTEGER, .extra = true},
    {.key = "failed", .heading = "FAILED", .kind = ATL_CELL_INTEGER},
    {.key = "left", .heading = "LEFT", .kind = ATL_CELL_INTEGER},
    {.key = "profile", .heading = "PROFILE", .spare = true},
    {.key = "site", .heading = "SITE", .extra = true},
    {.key = "title", .heading = "WHAT", .shrinks = true},
    {0},
};

static const char *state_of(const struct atl_bulk_counts *counts, bool running)
{
    if (running) {
        return "running";
    }
    return counts->waiting + counts->unknown > 0 ? "interrupted" : "finished";
}

static enum atl_status print_job(struct atl_context *context, const struct atl_bulk_summary *job,
                                 struct atl_error *error)
{
    const struct atl_bulk_counts *counts = &job->counts;
    const struct atl_cell cells[] = {
        atl_cell_text(job->id),
        atl_cell_time(job->created_ms),
        atl_cell_text(state_of(counts, job->running)),
        atl_cell_integer((int64_t)job->total),
        atl_cell_text(job->nouns),
        atl_cell_integer((int64_t)counts->done),
        atl_cell_integer((int64_t)counts->unchanged),
        atl_cell_integer((int64_t)counts->failed),
        atl_cell_integer((int64_t)(counts->waiting + counts->unknown)),
        atl_cell_text(job->profile),
        atl_cell_text(job->site),
        atl_cell_text(job->title),
    };
    return atl_output_row(context->output, cells, error);
}

static enum atl_status run_list(struct atl_context *context, struct atl_error *error)
{
    static const struct atl_listing listing = {
        .name = "jobs", .columns = columns, .when_empty = "There are no jobs."};
    const char *const *ids;
    size_t count;
    enum atl_status status = atl_output_begin(context->output, &listing, error);
    if (status == ATL_OK) {
        status = atl_bulk_list(context->arena, &ids, &count, error);
    }
    for (size_t i = 0; status == ATL_OK && i < count; i++) {
        struct atl_arena arena = {0};
        struct atl_bulk_summary job;
        struct atl_error why = {0};
        if (atl_bulk_summarize(&arena, ids[i], &job, &why) == ATL_OK) {
            status = print_job(context, &job, error);
        } else {
            atl_warn(context->console, "job %s can't be read: %s", ids[i], why.message);
        }
        atl_arena_free(&arena);
    }
    return status == ATL_OK ? atl_output_end(context->output, error) : status;
}

const struct atl_command atl_command_jobs_list = {
    .words = "jobs list",
    .summary = "List the jobs that this machine knows",
    .description = "The latest comes last. An interrupted one has items left: jobs resume goes on "
                   "with it.",
    .examples = (const struct atl_example[]){{"jobs list", "All jobs"},
                                             {"jobs list --json", "For a script"},
                                             {0}},
    .run = run_list,
};

/* ---- jobs show ---- */

static enum atl_status run_show(struct atl_context *context, struct atl_error *error)
{
    struct atl_bulk_job *job;
    bool running;
    enum atl_status status =
        atl_bulk_read(context->arena, atl_argument(context, "JOB"), &job, &running, error);
    if (status != ATL_OK) {
        return status;
    }
    if (context->globals.form == ATL_OUTPUT_TABLE) {
        struct atl_bulk_counts counts = atl_bulk_count(job);
        atl_note(context->console, "Job %s for %zu %s, %s, begun on %s with profile %s on %s",
                 job->id, job->count, atl_bulk_noun(job, job->count), state_of(&counts, running),
                 atl_when_format(context->arena, job->created_ms, "%Y-%m-%d %H:%M"),
                 job->profile == NULL ? "(none)" : job->profile, job->site);
    }
    return job_report(context, job, false, error);
}

#define JOB_ARGUMENT                                                                               \
    {                                                                                              \
        .name = "JOB", .summary = "Its id, or what the id begins or ends with"                     \
    }

const struct atl_command atl_command_jobs_show = {
    .words = "jobs show",
    .summary = "Show what became of each item of a job",
    .description = "For people: what failed, by reason, and how many are done and left. --json, "
                   "--jsonl and --csv list every item.",
    .arguments = (const struct atl_argument[]){JOB_ARGUMENT, {0}},
    .examples = (const struct atl_example[]){{"jobs show 4f1c", "A job by the end of its id"},
                                             {"jobs show 20260131-081530-4f1c --csv",
                                              "Each item with its outcome"},
                                             {0}},
    .run = run_show,
};

/* ---- jobs resume ---- */

static enum atl_status check_site(const struct atl_context *context, const struct atl_bulk_job *job,
                                  struct atl_error *error)
{
    if (strcmp(job->site, context->account->site) == 0) {
        return ATL_OK;
    }
    atl_fail(error, ATL_USAGE, "job %s is for %s, and the account for %s", job->id, job->site,
             context->account->site);
    atl_account_hint_site(context->account, job->profile, job->site, error);
    return ATL_USAGE;
}

/*
 * What the job does was agreed to when it began, so a pipeline needn't say so again; somebody at a
 * terminal may have forgotten what it was.
 */
static enum atl_status confirm_resume(struct atl_context *context, const struct atl_bulk_job *job,
                                      struct atl_error *error)
{
    struct atl_bulk_counts counts = atl_bulk_count(job);
    size_t left = counts.waiting + counts.unknown +
                  (atl_option_flag(context, "retry-failed") ? atl_bulk_count_retryable(job) : 0);
    if (left == 0 || atl_option_flag(context, "yes") || !atl_prompt_is_possible()) {
        return ATL_OK;
    }
    return atl_prompt_confirm(context,
                              atl_arena_printf(context->arena,
                                               "%s: go on with the %zu that are "
                                               "left of %zu %s?",
                                               job->title, left, job->count,
                                               atl_bulk_noun(job, job->count)),
                              error);
}

static enum atl_status resume(struct atl_context *context, struct atl_bulk_job *job,
                              struct atl_error *error)
{
    if (atl_option_flag(context, "dry-run")) {
        return job_report(context, job, true, error);
    }
    enum atl_status status = confirm_resume(context, job, error);
    if (status == ATL_OK) {
        struct atl_http *http = atl_connect(context);
        status = job_run(context, http, job, atl_option_flag(context, "retry-failed"), error);
        atl_http_close(http);
    }
    return status;
}

static enum atl_status run_resume(struct atl_context *context, struct atl_error *error)
{
    struct atl_bulk_job *job;
    int64_t rate;
    enum atl_status status = job_read_rate(context, &rate, error);
    if (status == ATL_OK) {
        status = atl_require_account(context, error);
    }
    if (status == ATL_OK) {
        status = atl_bulk_open(context->arena, atl_argument(context, "JOB"), &job, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    status = job_report_check(context, job, error);
    if (status == ATL_OK) {
        status = check_site(context, job, error);
    }
    if (status == ATL_OK && atl_option_flag(context, "retry-failed")) {
        status = import_result_check_retry(context, job, error);
    }
    if (status == ATL_OK) {
        status = resume(context, job, error);
    }
    atl_bulk_job_close(job);
    return status;
}

const struct atl_command atl_command_jobs_resume = {
    .words = "jobs resume",
    .summary = "Finish an interrupted job",
    .description =
        "Goes on where the job ended, however it ended. What is done is skipped. What was sent "
        "without its outcome being known is looked up on the site first, so that nothing is done "
        "twice and nothing left out; what can't be looked up stays left, for the next time. What "
        "wasn't found when the job was planned isn't tried again.\n\n"
        "Asks on a terminal; without one it just goes on, as the job was agreed to when it "
        "began.\n\n"
        "Use the profile that the job was begun with.",
    .arguments = (const struct atl_argument[]){JOB_ARGUMENT, {0}},
    .options =
        (const struct atl_option[]){
            {.name = "retry-failed", .summary = "Try what failed before once more"},
            {.name = "dry-run", .summary = "Show what is left, and change nothing"},
            {.name = "yes",
             .alias = "confirm",
             .letter = 'y',
             .summary = "Don't ask, also on a terminal"},
            JOB_RUN_OPTIONS,
            {0}},
    .examples = (const struct atl_example[]){{"jobs resume 4f1c", "Finish a job"},
                                             {"jobs resume 4f1c --retry-failed",
                                              "… and try those again that failed"},
                                             {0}},
    .needs = ATL_NEEDS_PROFILE,
    .run = run_resume,
};

/* ---- jobs clear ---- */

struct clearing {
    const char **ids;
    size_t count;
    size_t unfinished;
};

static void add_to_clear(struct clearing *clearing, const char *id, bool finished)
{
    for (size_t i = 0; i < clearing->count; i++) {
        if (strcmp(clearing->ids[i], id) == 0) {
            return;
        }
    }
    clearing->ids[clearing->count++] = id;
    clearing->unfinished += !finished;
}

/* What can't be read isn't. */
static bool is_finished(struct atl_arena *arena, const char *id, struct atl_bulk_summary *job)
{
    *job = (struct atl_bulk_summary){0};
    return atl_bulk_summarize(arena, id, job, NULL) == ATL_OK &&
           strcmp(state_of(&job->counts, job->running), "finished") == 0;
}

static void choose_all(struct atl_context *context, const char *const *ids, size_t count,
                       struct clearing *clearing)
{
    bool all = atl_option_flag(context, "all");
    for (size_t i = 0; i < count; i++) {
        struct atl_arena arena = {0};
        struct atl_bulk_summary job;
        bool finished = is_finished(&arena, ids[i], &job);
        if (!job.running && (all || finished)) {
            add_to_clear(clearing, ids[i], finished);
        }
        atl_arena_free(&arena);
    }
}

static enum atl_status choose_named(struct atl_context *context, const char *const *names,
                                    size_t count, struct clearing *clearing,
                                    struct atl_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const char *id;
        struct atl_bulk_summary job;
        enum atl_status status = atl_bulk_resolve(context->arena, names[i], &id, error);
        if (status != ATL_OK) {
            return status;
        }
        add_to_clear(clearing, id, is_finished(context->arena, id, &job));
    }
    return ATL_OK;
}

static enum atl_status choose(struct atl_context *context, struct clearing *clearing,
                              struct atl_error *error)
{
    size_t named;
    const char *const *names = atl_argument_list(context, "JOB", &named);
    const char *const *ids;
    size_t count;
    enum atl_status status = atl_bulk_list(context->arena, &ids, &count, error);
    if (status != ATL_OK) {
        return status;
    }
    clearing->ids = atl_arena_alloc(context->arena, (named + count + 1) * sizeof *clearing->ids);
    if (named > 0) {
        return choose_named(context, names, named, clearing, error);
    }
    choose_all(context, ids, count, clearing);
    return ATL_OK;
}

static enum atl_status run_clear(struct atl_context *context, struct atl_error *error)
{
    struct clearing clearing = {0};
    enum atl_status status = choose(context, &clearing, error);
    if (status == ATL_OK && clearing.unfinished > 0) {
        status = atl_prompt_confirm(
            context,
            atl_arena_printf(context->arena,
                             "%zu of these jobs have items left and can't be resumed then. Remove?",
                             clearing.unfinished),
            error);
    }
    for (size_t i = 0; status == ATL_OK && i < clearing.count; i++) {
        status = atl_bulk_remove(context->arena, clearing.ids[i], error);
    }
    if (status != ATL_OK) {
        return status;
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "removed", (double)clearing.count);
    cJSON_AddItemToObject(object, "jobs",
                          cJSON_CreateStringArray(clearing.ids, (int)clearing.count));
    status = atl_output_message(context->output, object, error, "Removed %zu job%s", clearing.count,
                                clearing.count == 1 ? "" : "s");
    cJSON_Delete(object);
    return status;
}

const struct atl_command atl_command_jobs_clear = {
    .words = "jobs clear",
    .summary = "Remove the journals of jobs",
    .description = "Without arguments those of finished jobs. Removing one that has items left "
                   "asks first; it can't be resumed afterwards. Nothing changes on the site.",
    .arguments =
        (const struct atl_argument[]){
            {.name = "JOB", .summary = "Jobs to remove, finished or not", .arity = ATL_ANY_NUMBER},
            {0}},
    .options =
        (const struct atl_option[]){
            {.name = "all", .summary = "Interrupted ones, too; not those that are running"},
            {.name = "yes",
             .alias = "confirm",
             .letter = 'y',
             .summary = "Don't ask; needed when there is no terminal"},
            {0}},
    .examples = (const struct atl_example[]){{"jobs clear", "Remove finished jobs"},
                                             {"jobs clear 4f1c --yes", "One job, finished or not"},
                                             {0}},
    .fields = (const struct atl_column[]){{.key = "removed"}, {.key = "jobs"}, {0}},
    .run = run_clear,
};
