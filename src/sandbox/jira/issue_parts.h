/* Adding to an issue what isn't one of its values: comments, worklogs, links. */
#ifndef SANDBOX_JIRA_ISSUE_PARTS_H
#define SANDBOX_JIRA_ISSUE_PARTS_H

#include "sandbox/jira/change.h"

/*
 * Each takes the JSON that its own endpoint takes, checks it, and writes it; the new id, or -1 with
 * a problem.
 */
int64_t comment_add(struct issue_change *change, const cJSON *comment);
int64_t worklog_add(struct issue_change *change, const cJSON *worklog);

/*
 * Within an edit: "comment" and "worklog" with "add", "issuelinks" with "add". False: it is another
 * field.
 */
bool part_add(struct issue_change *change, const char *field, enum operation operation,
              const cJSON *value);

/*
 * A link as POST issueLink takes it, one end of which may be left out: it is the change's issue.
 * The new id, or -1 with a problem.
 */
int64_t link_add(struct issue_change *change, const cJSON *link);

#endif
