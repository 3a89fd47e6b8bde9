/* Issues that go, with all that hangs on them. */
#ifndef SANDBOX_JIRA_ISSUE_DELETE_H
#define SANDBOX_JIRA_ISSUE_DELETE_H

#include "sandbox/jira/issues/issue.h"

bool issue_has_subtasks(struct sandbox *sandbox, int64_t issue);

/* With its sub-tasks. */
void issue_delete(struct sandbox *sandbox, int64_t issue);

#endif
