/* Which epic an issue belongs to. */
#ifndef SANDBOX_JIRA_EPIC_RULES_H
#define SANDBOX_JIRA_EPIC_RULES_H

#include "sandbox/store/store.h"

/* The id of the epic's issue, its parent or the one in its field "Epic Link"; -1: none. */
int64_t epic_of_issue(struct store *store, int64_t issue);

/* True when the issue is of a team-managed project: the agile API doesn't do its epics. */
bool epic_is_team_managed(struct store *store, int64_t issue);

#endif
