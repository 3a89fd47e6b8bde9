/* People, as commands show them. */
#ifndef CMD_JIRA_PERSON_H
#define CMD_JIRA_PERSON_H

#include "atlcli/jira.h"

/* What they are called: the display name, else the user name or id; NULL for nobody. */
const char *jira_person_name(const struct atl_jira_user *person);

/* {"displayName": …, "accountId" or "name": …}, or null for nobody. The caller deletes it. */
cJSON *jira_person_object(const struct atl_jira_user *person);

#endif
