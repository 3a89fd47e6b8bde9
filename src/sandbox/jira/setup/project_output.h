/* Projects as JSON, with as much of them as an answer is to show. */
#ifndef SANDBOX_JIRA_PROJECT_OUTPUT_H
#define SANDBOX_JIRA_PROJECT_OUTPUT_H

#include "sandbox/jira/output.h"

/* Bits. */
enum project_part {
    PROJECT_DESCRIPTION = 1,
    PROJECT_LEAD = 2,
    PROJECT_TYPES = 4,
    PROJECT_URL = 8,
    PROJECT_KEYS = 16,
    PROJECT_PERMISSIONS = 32,
    PROJECT_INSIGHT = 64, /* how many issues, and when one was changed last */
    PROJECT_COMPONENTS = 128,
    PROJECT_VERSIONS = 256,
    PROJECT_ROLES = 512,
};

/* What a project's own page shows without being asked. */
enum {
    PROJECT_WHOLE = PROJECT_DESCRIPTION | PROJECT_LEAD | PROJECT_TYPES | PROJECT_URL |
                    PROJECT_COMPONENTS | PROJECT_VERSIONS | PROJECT_ROLES,
};

/* The parts that the request's "expand" names. */
unsigned project_parts_asked(struct request *request);

void project_emit(const struct jira_output *out, int64_t id, unsigned parts);

/* {"Developers": "http://…/project/10000/role/10003", …} under the key. */
void project_emit_roles(const struct jira_output *out, const char *key, int64_t id);

#endif
