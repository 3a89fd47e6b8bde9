/* A project's versions as JSON. */
#ifndef SANDBOX_JIRA_VERSION_OUTPUT_H
#define SANDBOX_JIRA_VERSION_OUTPUT_H

#include "sandbox/jira/output.h"

void version_emit(const struct jira_output *out, int64_t id);

/* With how many of its issues are done, when the request's "expand" asks for that. */
void version_answer(struct request *request, int64_t id);

#endif
