/* A parsed query as Jira's API shows its structure. */
#ifndef SANDBOX_JIRA_JQL_STRUCTURE_H
#define SANDBOX_JIRA_JQL_STRUCTURE_H

#include "atlcli/query.h"

/* {"where": …, "orderBy": …} under the key; each only when the query has it. */
void jql_emit_structure(struct atl_buffer *json, const char *key, const struct atl_query *query);

#endif
