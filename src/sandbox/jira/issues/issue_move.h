/* Issues that go to another project, get another type, or another parent. */
#ifndef SANDBOX_JIRA_ISSUE_MOVE_H
#define SANDBOX_JIRA_ISSUE_MOVE_H

#include "sandbox/jira/issues/change.h"

struct issue_target {
    int64_t project;
    int64_t type;
    int64_t parent; /* -1: none */
    int64_t status; /* -1: the present one if the workflow has it, else the first */
};

/*
 * Moves it, with its sub-tasks. A new project gives it a new key; the old one goes on leading to
 * it. Components and versions stay behind unless the new project has some of the same name. False:
 * the problems say why.
 */
bool issue_move(struct issue_change *change, const struct issue_target *target);

#endif
