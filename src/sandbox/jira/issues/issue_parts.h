/* Adding to an issue what isn't one of its values: comments, worklogs, links. */
#ifndef SANDBOX_JIRA_ISSUE_PARTS_H
#define SANDBOX_JIRA_ISSUE_PARTS_H

#include "sandbox/jira/issues/change.h"

/*
 * Each takes the JSON that its own endpoint takes, checks it, and writes it; the new id, or -1 with
 * a problem.
 */
int64_t comment_add(struct issue_change *change, const cJSON *comment);
int64_t worklog_add(struct issue_change *change, const cJSON *worklog);

/* "visibility" as it was given, as JSON in the arena; NULL for everybody. */
const char *visibility_read(struct issue_change *change, const cJSON *value);

/* Marks the issue as updated although none of its fields was changed. */
void issue_touch(struct issue_change *change);

bool worklog_edit(struct issue_change *change, int64_t id, const cJSON *worklog);
void worklog_delete(struct issue_change *change, int64_t id);

/*
 * What the parameter "adjustEstimate" says of the remaining estimate after work was logged, changed
 * or deleted: auto (by the change's logged_seconds), leave, new (to `estimate`), manual (reduced by
 * `amount`, or for a deletion increased). False with a problem, as for manual without an amount.
 */
bool worklog_adjust(struct issue_change *change, const char *adjust, const char *estimate,
                    const char *amount);

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
/* The change's issue is where it starts. */
void link_remove(struct issue_change *change, int64_t link);

#endif
