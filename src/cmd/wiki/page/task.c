#include "cmd/wiki/page/task.h"

#include "atlcli/confluence_page_act.h"
#include "atlcli/deployment.h"
#include "cli/progress.h"

struct watching {
    struct atl_progress *progress;
    int64_t percent;
};

static void show(void *argument, int64_t percent)
{
    struct watching *watching = argument;
    if (percent > watching->percent) {
        atl_progress_add(watching->progress, percent - watching->percent);
        watching->percent = percent;
    }
}

enum atl_status wiki_page_task_wait(struct wiki_page_command *command, const char *label,
                                    const char *task, const cJSON **json, struct atl_error *error)
{
    struct atl_context *context = command->context;
    bool is_cloud = atl_deployment_of(context->account) == ATL_CLOUD;
    struct watching watching = {.progress = atl_progress_open(context, label, 100)};
    enum atl_status status =
        atl_confluence_wait_task(command->http, context->arena, task, show, &watching, json, error);
    atl_progress_close(watching.progress);
    bool failed_itself = status == ATL_FAILED && error->http_status == 0;
    if (status != ATL_OK && !failed_itself) {
        atl_hint(error,
                 "Confluence goes on with it; to see how far it is: atlcli api GET "
                 "%s/rest/api/longtask/%s",
                 is_cloud ? "/wiki" : "", task);
    }
    return status;
}
