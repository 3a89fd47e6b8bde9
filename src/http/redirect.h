/* Where a redirect leads, and whether it may be followed. */
#ifndef ATLCLI_HTTP_REDIRECT_H
#define ATLCLI_HTTP_REDIRECT_H

#include "http/engine.h"

enum {
    ATL_MOST_REDIRECTS = 5,
};

/* 301, 302, 303, 307, 308: a status that comes with a Location. */
bool atl_status_is_redirect(int status);

struct atl_redirect {
    char *url; /* malloc'ed */
    bool with_credentials;
};

/*
 * Judges a redirect of a GET or HEAD. Followed without credentials to another host; refused
 * (ATL_FAILED) from https to plain http and to what is no http at all.
 */
enum atl_status atl_redirect_judge(const struct atl_http *http, const char *from,
                                   const char *location, bool with_credentials,
                                   struct atl_redirect *redirect, struct atl_error *error);

#endif
