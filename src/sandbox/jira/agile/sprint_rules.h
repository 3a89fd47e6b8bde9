/* What may become of a sprint: future, then active, then closed, and nothing else. */
#ifndef SANDBOX_JIRA_SPRINT_RULES_H
#define SANDBOX_JIRA_SPRINT_RULES_H

#include "sandbox/jira/problems.h"
#include "sandbox/store/store.h"

enum {
    SPRINT_LONGEST_NAME = 30, /* characters, at most */
};

struct sprint_plan {
    const char *name;
    const char *goal;
    const char *state;
    int64_t starts; /* milliseconds; -1: not set */
    int64_t ends;
    int64_t completed;
};

/* Texts are in the arena. False when there is no such sprint. */
bool sprint_load(struct store *store, struct atl_arena *arena, int64_t sprint,
                 struct sprint_plan *plan);

/*
 * Changes a sprint to what is wanted. What Jira doesn't allow is a problem, and changes nothing: a
 * start without dates, or while another sprint of its board is active; going back; an end before
 * the start. Of a closed sprint only name and goal change; its other values are left alone.
 */
bool sprint_change(struct store *store, int64_t sprint, const struct sprint_plan *wanted,
                   int64_t now_ms, struct problems *problems);

/* Checks a name. */
void sprint_check_name(const char *name, struct problems *problems);

/* Deletes it; its issues are in the backlog again. */
void sprint_delete(struct store *store, int64_t sprint);

/* Two sprints exchange their places in the lists of their boards. */
void sprint_swap(struct store *store, int64_t sprint, int64_t other);

#endif
