/* The versions that requests name. */
#ifndef SANDBOX_JIRA_VERSIONS_H
#define SANDBOX_JIRA_VERSIONS_H

#include "sandbox/server/request.h"

/* The version that a segment of the path names. False: the reply is a 404. */
bool version_of_path(struct request *request, size_t segment, int64_t *version);

/* From "http://…/version/10000", or the id alone; -1 when it is no version that may be seen. */
int64_t version_of_url(struct request *request, const char *url);

#endif
