/* What is remembered of a TLS connection, for atl_http_tls. */
#ifndef ATLCLI_HTTP_TLS_SESSION_H
#define ATLCLI_HTTP_TLS_SESSION_H

#include <stddef.h>

struct atl_tls_session {
    char version[16];
    char cipher[64];
    unsigned char *certificate; /* the server's, DER; NULL: no TLS connection so far */
    size_t certificate_length;
};

/* `ssl` is wolfSSL's object of an established connection. */
void atl_tls_session_remember(struct atl_tls_session *session, void *ssl);

/* Keeps a copy of the certificate alone. */
void atl_tls_session_set_certificate(struct atl_tls_session *session, const unsigned char *der,
                                     size_t length);

void atl_tls_session_free(struct atl_tls_session *session);

#endif
