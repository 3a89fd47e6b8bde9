/*
 * What the files of this module share: the engine of one account.
 *
 * A request goes through these files, from the caller down to the wire and back:
 *   send.c         redirects and repeated attempts
 *   host.c         may another request go to this host now?
 *   transfer.c     one attempt: a libcurl handle, filled and emptied
 *   connections.c  libcurl's multi interface on the libev loop
 */
#ifndef ATLCLI_HTTP_ENGINE_H
#define ATLCLI_HTTP_ENGINE_H

#include "atlcli/http.h"
#include "http/tls_session.h"
#include "http/trust.h"
#include "http/url.h"

#include <curl/curl.h>

/* The other end of a connection. */
struct atl_peer {
    char address[64]; /* "" for none */
    int port;
};

struct atl_anchors;
struct atl_connections;
struct atl_host;
struct atl_transfer;

struct atl_http {
    const struct atl_account *account;
    struct atl_http_options options; /* defaults filled in */
    char *site;                      /* without a trailing slash */
    struct atl_origin origin;        /* of the site */
    char *authorization;             /* "Authorization: …"; NULL without a token */
    size_t authorization_size;

    char accept_encoding[64]; /* the header line with all that libcurl can unpack */

    bool started; /* libcurl is in use, the site's address is known to be good */
    bool warned;
    struct atl_trust trust;
    struct atl_anchors *anchors;         /* see vet.h */
    double trust_seen_at;                /* the loop's time then */
    struct atl_connections *connections; /* NULL before the first request */
    struct atl_connections *retired;     /* of a former CA file, while transfers still use them */
    struct atl_transfer *idle;           /* transfers to use again */
    struct atl_host *hosts;
    struct atl_http_statistics statistics;
    struct atl_tls_session tls;
    struct atl_http_reach reach;
    struct atl_peer closed_peer; /* of the connection that was closed last */
    bool wants_session;          /* the next connection over TLS is to be remembered in `tls` */
    uint64_t random;
    int64_t backoff_first_ms; /* ATL_BACKOFF_FIRST_MS; tests have less time */
};

/*
 * The groups that TLS keys are agreed on by, the best first. It is the one that a key goes along
 * of: wolfSSL's own order has another one first, and a server that heeds it (GnuTLS) then asks for
 * the whole handshake once more (RFC 8446 section 4.1.4), with a curve that takes ten times as
 * long.
 */
#define ATL_TLS_GROUPS "P-256:X25519:P-384:P-521"

/* Makes libcurl, the account's header and the connections ready, once. Needs a running loop. */
enum atl_status atl_http_start(struct atl_http *http, struct atl_error *error);

/*
 * Before each attempt: opens connections when there are none, or when the CA file has changed since
 * they were opened; those go once their last transfer has ended.
 */
enum atl_status atl_http_renew_connections(struct atl_http *http, bool secure,
                                           struct atl_error *error);

#endif
