/*
 * Connections: libcurl's multi interface, driven by the libev loop. CURLMOPT_SOCKETFUNCTION becomes
 * ev_io watchers, CURLMOPT_TIMERFUNCTION one ev_timer.
 *
 * Connections, DNS answers, TLS sessions and parsed CA certificates live and end with this object.
 */
#ifndef ATLCLI_HTTP_CONNECTIONS_H
#define ATLCLI_HTTP_CONNECTIONS_H

#include "atlcli/error.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

struct atl_connections;
struct atl_transfer;

/* `most` is the number of connections kept and of those to one host. Needs a running loop. */
struct atl_connections *atl_connections_open(size_t most, struct atl_error *error);

/* Closes all. No transfer may be under way. NULL is fine. */
void atl_connections_close(struct atl_connections *connections);

/* Transfers under way. */
size_t atl_connections_used(const struct atl_connections *connections);

/* For a list of objects that wait for their last transfer. */
struct atl_connections **atl_connections_next(struct atl_connections *connections);

/*
 * Lets libcurl perform a handle whose CURLOPT_PRIVATE is the transfer, and suspends the fiber until
 * it is done: *code is its result. Cancelling takes it out, which ends its stream or closes its
 * connection.
 */
enum atl_status atl_connections_perform(struct atl_connections *connections, CURL *easy,
                                        CURLcode *code, struct atl_error *error);

#endif
