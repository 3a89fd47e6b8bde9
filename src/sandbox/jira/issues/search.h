/* Finding issues by JQL. */
#ifndef SANDBOX_JIRA_SEARCH_H
#define SANDBOX_JIRA_SEARCH_H

#include "sandbox/sandbox.h"
#include "sandbox/server/request.h"

/* As search_jql, for the account that asks, without what it may not see. */
enum atl_status jira_find(struct request *request, const char *jql,
                          const struct search_found **found, struct atl_error *error);

#endif
