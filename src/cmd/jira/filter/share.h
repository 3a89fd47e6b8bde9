/* With whom a filter is shared, in words. */
#ifndef CMD_JIRA_FILTER_SHARE_H
#define CMD_JIRA_FILTER_SHARE_H

#include "atlcli/json.h"

/* "project WEB", "role Developers of WEB", "group site-admins", "everybody"; in the arena. */
const char *jira_filter_share_name(struct atl_arena *arena, const cJSON *share);

#endif
