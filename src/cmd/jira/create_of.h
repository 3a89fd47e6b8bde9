/* Creating issues of a type that the command knows: epics and sub-tasks. */
#ifndef CMD_JIRA_CREATE_OF_H
#define CMD_JIRA_CREATE_OF_H

#include "cmd/jira/issue/issue.h"

/*
 * Creates an issue with what the options of JIRA_ISSUE_FIELD_OPTIONS say, and tells its key and
 * address. `parent` may be NULL. An epic that has to have a name of its own gets its summary
 * for one.
 */
enum atl_status jira_create_of(struct jira_issue_command *command, const char *project,
                               const char *type, const char *parent, struct atl_error *error);

#endif
