/* The callbacks through which libcurl hands over an answer, with the limits they enforce. */
#ifndef ATLCLI_HTTP_RECEIVE_H
#define ATLCLI_HTTP_RECEIVE_H

#include "http/transfer.h"

/* Sets them on the transfer's handle. */
void atl_receive_attach(struct atl_transfer *transfer);

/*
 * Watches that a request which must not be sent twice isn't: libcurl itself repeats one that went
 * out on a used connection which the server closed without an answer, although the server may have
 * done its work by then. Its second beginning is stopped. It also listens for the word that the
 * server refused the stream, which means that it was not processed (RFC 9113 section 8.7).
 */
void atl_receive_watch_resending(struct atl_transfer *transfer, bool watch);

#endif
