/* Issues' properties: JSON that programs keep with them, and that people don't see. */
#ifndef SANDBOX_JIRA_PROPERTIES_H
#define SANDBOX_JIRA_PROPERTIES_H

#include "sandbox/jira/problems.h"
#include "sandbox/sandbox.h"

/* Sets those of [{"key": …, "value": …}]; NULL: none. Wrong ones are problems. */
void issue_properties_set(struct sandbox *sandbox, int64_t issue, const cJSON *list,
                          struct problems *problems);

#endif
