/* What has come into a sprint and left it since its start. */
#ifndef CMD_JIRA_SPRINT_CHANGES_H
#define CMD_JIRA_SPRINT_CHANGES_H

#include "atlassian/id_set.h"
#include "cmd/jira/tally.h"

struct jira_sprint_moved {
    struct jira_amount amount;
    struct atl_list keys; /* texts in the context's arena */
};

struct jira_sprint_changes {
    struct id_set members;          /* what is in the sprint now, noted before changes are read */
    bool known;                     /* the sprint has begun, and its board's issues can be seen */
    struct jira_sprint_moved added; /* also what has left again */
    struct jira_sprint_moved removed;
};

/*
 * Reads the changes that the board's issues had since the sprint's start (until it was completed):
 * one search by the board's filter, with the changes in bulk where the API has them. What was
 * created in the sprint came into it then, though no change says so. `tally` says where points are.
 * Sub-tasks are part of their parents. `changes` begins zeroed. Free it with
 * jira_sprint_changes_free, whatever this returns.
 */
enum atl_status jira_sprint_changes_read(struct jira_sprint_changes *changes,
                                         struct jira_tally *tally, struct atl_http *http,
                                         const struct atl_jira_sprint *sprint, int64_t filter,
                                         struct atl_error *error);
void jira_sprint_changes_free(struct jira_sprint_changes *changes);

/* What the tally prints of it: lines in tables, "added" and "removed" in JSON. */
void jira_sprint_changes_tell(const struct jira_sprint_changes *changes, struct jira_tally *tally);

#endif
