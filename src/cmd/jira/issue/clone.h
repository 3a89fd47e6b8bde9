/* What a copy of an issue takes over. */
#ifndef CMD_JIRA_ISSUE_CLONE_H
#define CMD_JIRA_ISSUE_CLONE_H

#include "cmd/jira/issue/issue.h"

/*
 * Puts the values of `issue` into `values`, by field id: those that an issue of `fields` can be
 * created with, but project, type and summary. What can't be taken over is warned about.
 */
void jira_issue_copy_fields(struct jira_issue_command *command, const cJSON *issue,
                            const struct atl_jira_fields *fields, cJSON *values);

#endif
