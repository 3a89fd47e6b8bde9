/* What an answer says of the log-in that came with its request. */
#ifndef ATLCLI_HTTP_LOGIN_H
#define ATLCLI_HTTP_LOGIN_H

#include "atlcli/http.h"

enum atl_login {
    ATL_LOGIN_UNSAID,   /* nothing, or what makes no sense */
    ATL_LOGIN_ACCEPTED, /* the account is known */
    ATL_LOGIN_REFUSED,
    ATL_LOGIN_DENIED, /* not even tried: a CAPTCHA wants solving first */
};

/*
 * Jira's and Confluence's own headers: X-Seraph-LoginReason says how the log-in went, X-AUSERNAME
 * whose request it was ("anonymous": nobody's), percent-encoded. They may come more than once. One
 * that says that the log-in failed counts more than all others, and a name only when each of them
 * is one.
 */
enum atl_login atl_login_read(const struct atl_http_response *response);

#endif
