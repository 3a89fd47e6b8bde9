/* Connections live as long as what they were verified against: the CA file. */
#include "atlcli/loop.h"
#include "http/connections.h"
#include "http/engine.h"

#include <ev.h>

static void close_retired(struct atl_http *http)
{
    struct atl_connections **link = &http->retired;
    while (*link != NULL) {
        struct atl_connections *connections = *link;
        if (atl_connections_used(connections) == 0) {
            *link = *atl_connections_next(connections);
            atl_connections_close(connections);
        } else {
            link = atl_connections_next(connections);
        }
    }
}

static void retire_connections(struct atl_http *http)
{
    if (http->connections != NULL) {
        *atl_connections_next(http->connections) = http->retired;
        http->retired = http->connections;
        http->connections = NULL;
        http->wants_session = true;
    }
}

/* Once for all requests that begin in the same round of the loop. */
static enum atl_status look_at_ca_file(struct atl_http *http, struct atl_error *error)
{
    bool changed = false;
    double now = ev_now(atl_loop_ev(atl_loop_current()));
    if (now == http->trust_seen_at) {
        return ATL_OK;
    }
    enum atl_status status = atl_trust_refresh(&http->trust, &changed, error);
    http->trust_seen_at = status == ATL_OK ? now : 0;
    if (changed) {
        retire_connections(http);
    }
    return status;
}

enum atl_status atl_http_renew_connections(struct atl_http *http, bool secure,
                                           struct atl_error *error)
{
    if (secure) {
        enum atl_status status = look_at_ca_file(http, error);
        if (status != ATL_OK) {
            return status;
        }
    }
    close_retired(http);
    if (http->connections == NULL) {
        http->connections = atl_connections_open(http->options.concurrency, error);
    }
    return http->connections == NULL ? ATL_FAILED : ATL_OK;
}
