/* The small objects of Jira's answers, each by its id. See output.h for how they are used. */
#ifndef SANDBOX_JIRA_OBJECTS_H
#define SANDBOX_JIRA_OBJECTS_H

#include "sandbox/jira/output.h"

/* Writes the object; nothing when there is no such thing. */
void objects_write(const struct jira_output *out, enum jira_object kind, int64_t id);

#endif
