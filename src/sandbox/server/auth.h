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

/* The status that tells an account which is known that it lacks a permission. */
unsigned auth_denial_status(const struct request *request);

/* Has the reply, whatever it is, say whose request it was and how the log-in went. */
void auth_sign(struct request *request);

#endif
