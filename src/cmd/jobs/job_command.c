/* The frame of every command that changes many things. */
#include "atlcli/loop.h"
#include "cli/prompt.h"
#include "cmd/connect.h"
#include "cmd/jobs/job.h"
#include "cmd/site_hint.h"

/* What can be checked before anything is asked of a server. */
static enum atl_status check(struct atl_context *context, const struct atl_bulk_job *job,
                             struct atl_error *error)
{
    int64_t number;
    int64_t other;
    enum atl_status status = job_report_check(context, job, error);
    if (status == ATL_OK) {
        status = job_read_shard(context, &number, &other, error);
    }
    if (status == ATL_OK) {
        status = job_read_rate(context, &number, error);
    }
    if (status == ATL_OK && !atl_option_flag(context, "yes") &&
        !atl_option_flag(context, "dry-run") && !atl_prompt_is_possible()) {
        status = atl_fail(error, ATL_USAGE, "this changes %s, and there is no terminal to ask",
                          atl_bulk_noun(job, 0));
        atl_hint(error, "pass --yes to do it, or --dry-run to see what it would do");
    }
    return status;
}

struct working {
    struct atl_context *context;
    struct atl_http *http;
    const struct job_work *work;
    struct job_named named;
    struct atl_bulk_job *job;
};

/* A fiber. */
static enum atl_status find_items(void *argument, struct atl_error *error)
{
    struct working *working = argument;
    const struct job_work *work = working->work;
    struct atl_context *context = working->context;
    struct atl_bulk_job *job = working->job;
    enum atl_status status = ATL_OK;
    if (work->begin != NULL) {
        status = work->begin(context, working->http, job, error);
    }
    if (status == ATL_OK) {
        status = work->items(context, working->http, &working->named, job, error);
    }
    if (status == ATL_OK && work->complete != NULL && atl_bulk_count(job).waiting > 0) {
        status = work->complete(context, working->http, job, error);
    }
    return status;
}

/* A fiber. */
static enum atl_status ask_ahead(void *argument, struct atl_error *error)
{
    struct working *working = argument;
    return atl_bulk_ask_ahead(working->job, working->http, error);
}

static enum atl_status do_work(struct working *working, struct atl_error *error)
{
    struct atl_group *group = atl_group_open(0, false);
    if (atl_group_spawn(group, find_items, working) == ATL_OK) {
        (void)atl_group_spawn(group, ask_ahead, working);
    }
    enum atl_status status = atl_group_wait(group, error);
    return status == ATL_OK ? job_execute(working->context, working->http, working->job, error)
                            : status;
}

enum atl_status job_command(struct atl_context *context, const struct job_work *what,
                            struct atl_error *error)
{
    cJSON *operation = cJSON_CreateObject();
    cJSON_AddStringToObject(operation, "kind", what->kind);
    if (what->notifies && atl_option_given(context, "notify")) {
        cJSON_AddBoolToObject(operation, "notify", atl_option_flag(context, "notify"));
    }
    struct atl_bulk_job *job = atl_bulk_job_new(context->arena, operation, what->title);
    struct working working = {.context = context, .work = what, .job = job};
    enum atl_status status = check(context, job, error);
    if (status == ATL_OK && what->name != NULL) {
        status = what->name(context, &working.named, error);
    }
    if (status != ATL_OK) {
        return status;
    }
    struct atl_http *http = atl_connect(context);
    working.http = http;
    status = do_work(&working, error);
    atl_bulk_job_close(job);
    if (status != ATL_OK && status != ATL_PARTIAL) {
        site_hint_add(http, what->product, error);
    }
    atl_http_close(http);
    return status;
}
