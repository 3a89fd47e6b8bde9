/* The last look at a server before anything is sent to it: see chain.h. */
#ifndef ATLCLI_HTTP_VET_H
#define ATLCLI_HTTP_VET_H

#include "http/chain.h"
#include "http/transfer.h"

/* The certificates that the account trusts in place of the system's, read when first needed. */
struct atl_anchors;

/*
 * Once for each connection, from the callback before a request is sent. False when the server's
 * chain has a flaw, which is then in the transfer.
 */
bool atl_vet_connection(struct atl_transfer *transfer);

/* The same look at certificates that are at hand. True when they have a flaw. */
bool atl_vet_chain(struct atl_http *http, const char *url, struct atl_chain *chain,
                   struct atl_flaw *flaw);

/* NULL is fine. */
void atl_anchors_free(struct atl_anchors *anchors);

#endif
