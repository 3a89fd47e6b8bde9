/* What the account of a request may do. */
#ifndef SANDBOX_JIRA_PERMISSIONS_H
#define SANDBOX_JIRA_PERMISSIONS_H

#include "sandbox/server/request.h"

/* True when it has the permission, "LINK_ISSUES" say, in the project. */
bool permission_granted(const struct request *request, const char *key, int64_t project);

#endif
