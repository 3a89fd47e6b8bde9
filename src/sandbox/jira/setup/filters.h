/* Saved searches, as JSON and as requests name them. */
#ifndef SANDBOX_JIRA_FILTERS_H
#define SANDBOX_JIRA_FILTERS_H

#include "sandbox/jira/output.h"

/* The filter that the request's path names, when the account may see it. False: a 404 or 400. */
bool filter_of_path(struct request *request, int64_t *filter);
/* The same for a change, which only its owner makes. */
bool filter_of_owner(struct request *request, int64_t *filter);

/* " AND …" on the table `filter`: those that the account may see. */
extern const char filter_visible[];

void filter_emit(const struct jira_output *out, int64_t id);

/* One permission, and all of a filter, as an array under the key. */
void filter_emit_share(const struct jira_output *out, int64_t id);
void filter_emit_shares(const struct jira_output *out, const char *key, int64_t filter);

void filter_remove_shares(struct request *request, int64_t filter);

/*
 * Adds what {"type": "project", "projectId": …} or a filter's own {"type": "project", "project":
 * {"id": …}} says. False: the reply is an error.
 */
bool filter_add_share(struct request *request, int64_t filter, const cJSON *share);

#endif
