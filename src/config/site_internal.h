/* The parts of site normalisation, and questions about a site's host. Private to config. */
#ifndef ATLCLI_CONFIG_SITE_INTERNAL_H
#define ATLCLI_CONFIG_SITE_INTERNAL_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The one form of a host name as it came out of a URL: lower case, ASCII (IDNA 2008), without a
 * trailing dot; of an IPv6 address in brackets its form of RFC 5952. NULL for what can't be a host
 * name. In the arena.
 */
const char *site_host_normalise(struct atl_arena *arena, const char *host);

/* True for hosts that only Atlassian Cloud has; `length` bytes, lower case. */
bool site_host_is_cloud(const char *host, size_t length);

/* True for hosts below which the path names the site: Cloud's API gateway. */
bool site_host_is_gateway(const char *host, size_t length);

/* True for names and addresses of this machine; IPv6 in brackets. */
bool site_host_is_loopback(const char *host, size_t length);

/*
 * The context path of a Data Center site out of the path of a URL that may have been pasted from a
 * browser: the part before the first segment that starts a page, without doubled and trailing
 * slashes; "" for none. `had_query` says that a query followed, which tells the page
 * "/issues/?jql=" from a context path "/issues". NULL when it has broken percent-encoding, an
 * encoded control character, or an '@', which is more likely part of a password than of a context
 * path. In the arena.
 */
const char *site_context_path(struct atl_arena *arena, const char *path, bool had_query);

#endif
