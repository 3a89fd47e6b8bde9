/* Custom fields that requests name. */
#ifndef SANDBOX_JIRA_FIELD_LOOKUP_H
#define SANDBOX_JIRA_FIELD_LOOKUP_H

#include "sandbox/jira/output.h"

/* The number of "customfield_10016"; -1 when there is no such custom field. */
int64_t field_number(struct sandbox *sandbox, const char *key);

/* The custom field of the path's first segment. False: the reply is a 404. */
bool field_of_path(struct request *request, int64_t *field);

#endif
