/* What is remembered of a TLS connection, for atl_http_tls. */
#ifndef ATLCLI_HTTP_TLS_SESSION_H
#define ATLCLI_HTTP_TLS_SESSION_H

#include <stdbool.h>
#include <stddef.h>

struct atl_tls_session {
    char version[16];
    char cipher[64];
    unsigned char *certificate; /* the server's, DER; NULL: no TLS connection so far */
    size_t certificate_length;
};

/* `ssl` is wolfSSL's object of an established connection. */
void atl_tls_session_remember(struct atl_tls_session *session, void *ssl);

/* Whether both sides have agreed on HTTP/2 (ALPN, RFC 7301). NULL is fine. */
bool atl_tls_session_is_http2(void *ssl);

/* Keeps a copy of the certificate alone. */
void atl_tls_session_set_certificate(struct atl_tls_session *session, const unsigned char *der,
                                     size_t length);

void atl_tls_session_free(struct atl_tls_session *session);

#endif
