/* New issues, by whatever endpoint they come. */
#ifndef SANDBOX_JIRA_ISSUE_CREATE_H
#define SANDBOX_JIRA_ISSUE_CREATE_H

#include "sandbox/jira/issues/change.h"

/*
 * Makes an issue from {"fields": …, "update": …, "properties": …}. Its id, or -1 with problems;
 * what was written until then has to be undone by the caller.
 */
int64_t issue_create(struct sandbox *sandbox, struct atl_arena *arena, const cJSON *issue,
                     struct problems *problems);

#endif
