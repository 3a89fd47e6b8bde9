/* What went wrong on the way to an answer, in words. */
#ifndef ATLCLI_HTTP_FAILURE_H
#define ATLCLI_HTTP_FAILURE_H

#include "http/transfer.h"

/* A few words for the log: "connection refused". */
void atl_failure_reason(const struct atl_transfer *transfer, char *text, size_t size);

/* The host, and the port unless it is the usual one: "example.com:8443". */
void atl_failure_name_host(const struct atl_transfer *transfer, char *text, size_t size);

/* With which status a proxy has refused a connection to the server; 0 when it has not. */
int atl_failure_proxy_status(const struct atl_transfer *transfer);

/* The error for a transfer that ended without an answer; returns its status. */
enum atl_status atl_failure_report(const struct atl_transfer *transfer, struct atl_error *error);

/* The same for failures of TLS: says what is wrong with the certificate or the connection. */
enum atl_status atl_tls_failure_report(const struct atl_transfer *transfer,
                                       struct atl_error *error);

/* True when the next handshake would end in the same way: a certificate that isn't accepted, say.
 */
bool atl_tls_failure_is_final(const struct atl_transfer *transfer);

/* The error for a request whose fate isn't known: ATL_UNKNOWN_OUTCOME. */
enum atl_status atl_failure_report_unknown(const struct atl_transfer *transfer,
                                           struct atl_error *error);

/* The same for one that was cancelled after it had been sent: `error` says by what. */
enum atl_status atl_failure_report_interrupted(const struct atl_transfer *transfer,
                                               struct atl_error *error);

/* What to do about a change of which nobody knows whether it was done: the error is in doubt. */
void atl_failure_hint_doubt(struct atl_error *error);

/* What to do about a site that answers, and not as it should: it isn't well. */
void atl_failure_hint_trouble(const struct atl_http *http, struct atl_error *error);

#endif
