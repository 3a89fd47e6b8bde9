/* What the files about transitions share. */
#ifndef ATLASSIAN_JIRA_TRANSITION_INTERNAL_H
#define ATLASSIAN_JIRA_TRANSITION_INTERNAL_H

#include "atlcli/jira_transition.h"

/* Reads the array "transitions"; texts stay in the tree. */
void transitions_read(struct atl_arena *arena, const cJSON *array,
                      struct atl_jira_transitions *transitions);

/* By its status, its name or its id. */
bool transition_is_called(const struct atl_jira_transition *transition, const char *to);

#endif
