/* What can happen to an issue next: the transitions of its workflow. */
#ifndef SANDBOX_JIRA_TRANSITIONS_H
#define SANDBOX_JIRA_TRANSITIONS_H

#include "sandbox/jira/issues/change.h"

struct transition {
    int64_t id;
    const char *name;
    int64_t to;            /* a status */
    int64_t resolution;    /* that it sets; -1: none */
    bool has_screen;       /* takes fields and a comment; without one they come to nothing */
    bool needs_resolution; /* asks for one on its screen */
    bool is_global;        /* from any status */
    bool leaves_done;      /* leads to a status that isn't done */
};

/* Those that the issue has now, in the workflow's order; returns their number. In the arena. */
size_t transitions_of(struct sandbox *sandbox, struct atl_arena *arena,
                      const struct jira_issue *issue, struct transition **transitions);

/* Makes the transition with what its screen asks for. False: the problems say why not. */
bool transition_apply(struct issue_change *change, int64_t id, const cJSON *fields,
                      const cJSON *update);

/* As an element of "transitions". With fields: what its screen asks for. */
void transition_emit(const struct jira_output *out, const struct transition *transition,
                     bool with_fields);

/* "transitions": [...] of an issue, for "expand=transitions". */
void transitions_emit(const struct jira_output *out, const struct jira_issue *issue,
                      bool with_fields);

#endif
