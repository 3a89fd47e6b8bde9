/* One issue as the database has it, and how requests name it. */
#ifndef SANDBOX_JIRA_ISSUE_H
#define SANDBOX_JIRA_ISSUE_H

#include "sandbox/jira/output.h"

struct jira_issue {
    int64_t id;
    int64_t project;
    int64_t number;
    const char *key; /* "WEB-12" */
    int64_t type;
    int64_t status;
    int64_t priority; /* these and all that follow: -1 for none */
    int64_t resolution;
    const char *summary;
    const char *description; /* NULL for none; ADF or wiki markup, as the deployment has it */
    const char *environment;
    int64_t assignee;
    int64_t reporter;
    int64_t creator;
    int64_t created; /* milliseconds, as all times */
    int64_t updated;
    int64_t resolved;
    int64_t status_changed;
    int64_t due;
    int64_t parent;
    double rank;
    int64_t original_estimate; /* seconds */
    int64_t remaining_estimate;
    int64_t time_spent;
};

/* Its id, by key (in any case; an old key after a move, too) or id; -1 when there is none. */
int64_t issue_find(struct sandbox *sandbox, const char *id_or_key);

/* Texts are in the arena. False when there is none, or it may not be seen. */
bool issue_load(struct sandbox *sandbox, struct atl_arena *arena, int64_t id,
                struct jira_issue *issue);

/* The issue that the request names in a segment of its path. False: the reply is a 404. */
bool issue_of_request(struct request *request, size_t segment, struct jira_issue *issue);
void issue_reply_missing(struct reply *reply);

/* "WEB-12", in the arena; NULL when there is none. */
const char *issue_key(struct sandbox *sandbox, struct atl_arena *arena, int64_t id);

#endif
