/* What tasks there are; each is written where its subject is. */
#include "sandbox/server/tasks.h"

extern const struct task_kind jira_bulk_transition;
extern const struct task_kind jira_bulk_edit;
extern const struct task_kind jira_bulk_delete;
extern const struct task_kind jira_bulk_move;
extern const struct task_kind jira_bulk_watch;
extern const struct task_kind jira_bulk_unwatch;

const struct task_kind *const task_kinds[] = {
    &jira_bulk_transition, &jira_bulk_edit,  &jira_bulk_delete,
    &jira_bulk_move,       &jira_bulk_watch, &jira_bulk_unwatch,
};

const size_t task_kind_count = sizeof task_kinds / sizeof *task_kinds;
