/* Who a request comes from, and what it may do. */
#ifndef SANDBOX_AUTH_H
#define SANDBOX_AUTH_H

#include "sandbox/server/request.h"

/* Sets the request's authorization and access from the Authorization header (NULL: none). */
void auth_recognise(struct request *request, const char *header);

/*
 * False, with the reply the product's own refusal, when the request may not use its route like
 * that.
 */
bool auth_check(struct request *request);

#endif
