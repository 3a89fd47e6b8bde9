/* A look at a server's certificates after verifying them has failed. */
#ifndef ATLCLI_HTTP_PROBE_H
#define ATLCLI_HTTP_PROBE_H

#include "http/chain.h"
#include "http/engine.h"

struct atl_probe {
    struct atl_chain
        chain;    /* that was not accepted, in memory of its own; empty when none was shown */
    size_t depth; /* of the one that was not: 0 for the server's own, 1 for its issuer's, … */
    int alert;    /* the TLS alert that the server sent (RFC 8446 section 6), 0 for none */
};

/*
 * Connects once more, verifying as before, and notes what the verification rejects. Nothing is sent
 * over the connection, whatever comes of it. Suspends the fiber.
 */
void atl_probe_certificates(struct atl_http *http, const char *url, struct atl_probe *probe);
void atl_probe_free(struct atl_probe *probe);

#endif
