/*
 * Is a certificate for this server, and might its issuers say so? Stricter than wolfSSL, which
 * takes the common name for want of others, wildcards anywhere, and only a direct issuer's
 * constraints.
 */
#ifndef ATLCLI_HTTP_SERVER_NAME_H
#define ATLCLI_HTTP_SERVER_NAME_H

#include "http/der.h"

/*
 * Whether a name of a certificate stands for the host, as RFC 9525 section 6.3 has it: letter case
 * doesn't matter; a wildcard is the whole first label, stands for one label, and leaves two or
 * more.
 */
bool atl_server_name_matches(const char *pattern, size_t length, const char *host);

/*
 * Whether one of the subject alternative names is the host: a name, or an IP address without
 * brackets. *count is how many names and addresses there are.
 */
bool atl_server_name_is_in(struct atl_der certificate, const char *host, size_t *count);

/*
 * Whether the name constraints of the issuer (RFC 5280 section 4.2.1.10) allow all host names and
 * addresses in the certificate. True for an issuer without any; false where they can't be read.
 */
bool atl_server_names_allowed(struct atl_der issuer, struct atl_der certificate);

#endif
