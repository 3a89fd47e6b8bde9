#include "cmd/jira/notify.h"

#include "atlcli/deployment.h"

enum atl_status jira_notify_on_cloud(struct atl_context *context, bool *silent,
                                     struct atl_error *error)
{
    *silent = atl_option_given(context, "notify") && !atl_option_flag(context, "notify");
    return *silent && atl_deployment_of(context->account) != ATL_CLOUD
               ? atl_fail(error, ATL_USAGE, "--no-notify: Data Center can't leave that out")
               : ATL_OK;
}
