/* Creating and changing content as REST v1 asks for it. */
#ifndef SANDBOX_CONFLUENCE_V1_EDIT_H
#define SANDBOX_CONFLUENCE_V1_EDIT_H

#include "sandbox/confluence/v1/v1.h"

/*
 * "body": {"storage": {"value", "representation"}}, or in another representation that is storage
 * format, too; checked. NULL when there is none. False: the reply is a 400.
 */
bool v1_read_body(struct request *request, const cJSON *json, const char **storage);

/* "ancestors": [{"id": …}], the last of which is the parent. -1 when there are none. */
bool v1_read_parent(struct request *request, const cJSON *json, struct content *parent,
                    bool *has_parent);

/* An id in a body, as text or as a number; NULL when it is neither. In the arena. */
const char *v1_member_id(struct request *request, const cJSON *json, const char *path);

#endif
