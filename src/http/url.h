/* URLs as requests need them: where they lead, and what of them may be shown. */
#ifndef ATLCLI_HTTP_URL_H
#define ATLCLI_HTTP_URL_H

#include "atlcli/error.h"
#include "atlcli/text.h"

#include <stdbool.h>

/*
 * Scheme, host and port: what has to be equal for two URLs to be on the same server (RFC 6454).
 * Names are in lower case, and the port is always there.
 */
struct atl_origin {
    char *text; /* "https://example.com:443" */
    bool secure;
};

/* ATL_USAGE for what is no http or https URL. The caller frees with atl_origin_free. */
enum atl_status atl_origin_parse(const char *url, struct atl_origin *origin,
                                 struct atl_error *error);
void atl_origin_free(struct atl_origin *origin);
bool atl_origin_equal(const struct atl_origin *left, const struct atl_origin *right);

/* True for "http://…" and "https://…", in either case. */
bool atl_url_is_absolute(const char *url);

/* Whether there is user information in it, "//NAME:PASSWORD@". False for what is no URL. */
bool atl_url_has_user(const char *url);

/*
 * Resolves a reference (RFC 3986 section 5), such as the value of a Location header, against the
 * URL it was found at. The caller frees the result; NULL when there is no sense in it.
 */
char *atl_url_resolve(const char *base, const char *reference);

/*
 * Appends a URL as it may be shown or logged: user information left out, values of parameters that
 * carry secrets replaced by "***", control characters harmless.
 */
void atl_url_append_public(struct atl_buffer *buffer, const char *url);

#endif
