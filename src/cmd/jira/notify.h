/* --no-notify, where the site has no way to leave the e-mail out. */
#ifndef CMD_JIRA_NOTIFY_H
#define CMD_JIRA_NOTIFY_H

#include "cli/context.h"

/* Whether it was given; ATL_USAGE on Data Center, whose call for it always tells who watches. */
enum atl_status jira_notify_on_cloud(struct atl_context *context, bool *silent,
                                     struct atl_error *error);

#endif
