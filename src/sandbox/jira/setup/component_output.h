/* A project's components as JSON. */
#ifndef SANDBOX_JIRA_COMPONENT_OUTPUT_H
#define SANDBOX_JIRA_COMPONENT_OUTPUT_H

#include "sandbox/jira/output.h"

/* As a project lists them. */
void component_emit_short(const struct jira_output *out, int64_t id);
/* With who leads it, and who its issues go to. */
void component_emit(const struct jira_output *out, int64_t id);
/* The same with how many issues it has. */
void component_emit_counted(const struct jira_output *out, int64_t id);

#endif
