/* A look at a server's certificates after verifying them has failed. */
#ifndef ATLCLI_HTTP_PROBE_H
#define ATLCLI_HTTP_PROBE_H

#include "http/engine.h"

struct atl_probe {
    bool seen;          /* the server showed a certificate that was not accepted */
    size_t depth;       /* 0: the server's own, 1: its issuer, … */
    unsigned char *own; /* the server's own, DER, malloc'ed; NULL when there is none */
    size_t own_length;
    unsigned char *failed; /* the one that was not accepted; NULL when it is the own one */
    size_t failed_length;
    int alert; /* the TLS alert that the server sent (RFC 8446 section 6), 0 for none */
};

/*
 * Connects once more, verifying as before, and notes what the verification rejects. Nothing is sent
 * over the connection, whatever comes of it. Suspends the fiber.
 */
void atl_probe_certificates(struct atl_http *http, const char *url, struct atl_probe *probe);
void atl_probe_free(struct atl_probe *probe);

#endif
