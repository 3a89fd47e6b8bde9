/* The frame of every command that changes many issues. */
#include "cmd/connect.h"
#include "cmd/jira_bulk.h"
#include "cmd/site_hint.h"

static enum atl_status work(struct atl_context *context, struct atl_http *http,
                            const struct jira_bulk_work *work, struct atl_bulk_job *job,
                            struct atl_error *error)
{
    enum atl_status status = ATL_OK;
    if (work->begin != NULL) {
        status = work->begin(context, http, job, error);
    }
    if (status == ATL_OK && work->items != NULL) {
        status = work->items(context, http, job, error);
    } else if (status == ATL_OK) {
        status = jira_bulk_select(context, http, job, error);
    }
    if (status == ATL_OK && work->complete != NULL && atl_bulk_count(job).waiting > 0) {
        status = work->complete(context, http, job, error);
    }
    return status == ATL_OK ? jira_bulk_execute(context, http, job, error) : status;
}

enum atl_status jira_bulk_command(struct atl_context *context, const struct jira_bulk_work *what,
                                  struct atl_error *error)
{
    enum atl_status status = jira_bulk_check(context, error);
    if (status != ATL_OK) {
        return status;
    }
    cJSON *operation = cJSON_CreateObject();
    cJSON_AddStringToObject(operation, "kind", what->kind);
    if (what->notifies && atl_option_given(context, "notify")) {
        cJSON_AddBoolToObject(operation, "notify", atl_option_flag(context, "notify"));
    }
    struct atl_bulk_job *job = atl_bulk_job_new(context->arena, operation, what->title);
    struct atl_http *http = atl_connect(context);
    status = work(context, http, what, job, error);
    atl_bulk_job_close(job);
    if (status != ATL_OK && status != ATL_PARTIAL) {
        site_hint_add(http, ATL_PRODUCT_JIRA, error);
    }
    atl_http_close(http);
    return status;
}
