/* A flaw in a server's certificates, in words. */
#ifndef ATLCLI_HTTP_TLS_FLAW_H
#define ATLCLI_HTTP_TLS_FLAW_H

#include "atlcli/error.h"
#include "http/certificate.h"
#include "http/chain.h"

/*
 * The error for the flaw, with the way out: ATL_TLS. `own` is the server's own certificate, NULL
 * when it isn't known.
 */
enum atl_status atl_tls_flaw_report(const struct atl_flaw *flaw, const char *server,
                                    const struct atl_certificate *own, struct atl_error *error);

/* That the certificate is for other hosts. */
enum atl_status atl_tls_report_names(const char *server, const struct atl_certificate *own,
                                     struct atl_error *error);

#endif
