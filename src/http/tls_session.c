#include "http/tls_session.h"

#include "atlcli/memory.h"
#include "http/certificate.h"
#include "http/engine.h"

#include <wolfssl/options.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wolfssl/ssl.h>

void atl_tls_session_set_certificate(struct atl_tls_session *session, const unsigned char *der,
                                     size_t length)
{
    if (der == NULL || length == 0) {
        return;
    }
    session->certificate = atl_realloc(session->certificate, length, 1);
    memcpy(session->certificate, der, length);
    session->certificate_length = length;
}

void atl_tls_session_remember(struct atl_tls_session *session, void *ssl)
{
    const char *cipher = wolfSSL_get_cipher_name(ssl);
    snprintf(session->version, sizeof session->version, "%s", wolfSSL_get_version(ssl));
    snprintf(session->cipher, sizeof session->cipher, "%s", cipher == NULL ? "" : cipher);
    WOLFSSL_X509 *x509 = wolfSSL_get_peer_certificate(ssl);
    if (x509 != NULL) {
        int length = 0;
        const unsigned char *der = wolfSSL_X509_get_der(x509, &length);
        atl_tls_session_set_certificate(session, der, length > 0 ? (size_t)length : 0);
        wolfSSL_X509_free(x509);
    }
}

bool atl_tls_session_is_http2(void *ssl)
{
    char *name = NULL;
    unsigned short length = 0;
    return ssl != NULL && wolfSSL_ALPN_GetProtocol(ssl, &name, &length) == WOLFSSL_SUCCESS &&
           length == 2 && memcmp(name, "h2", 2) == 0;
}

void atl_tls_session_free(struct atl_tls_session *session)
{
    free(session->certificate);
    *session = (struct atl_tls_session){0};
}

struct atl_http_tls atl_http_tls(struct atl_http *http, struct atl_arena *arena)
{
    struct atl_http_tls tls = {0};
    const struct atl_tls_session *session = &http->tls;
    struct atl_certificate certificate;
    if (session->certificate == NULL) {
        return tls;
    }
    if (session->version[0] != '\0') {
        tls.version = atl_arena_strdup(arena, session->version);
        tls.cipher = atl_arena_strdup(arena, session->cipher);
    }
    if (atl_certificate_read(arena, session->certificate, session->certificate_length,
                             &certificate)) {
        tls.subject = certificate.subject;
        tls.issuer = certificate.issuer;
        tls.names = certificate.names;
        tls.not_before_ms = certificate.not_before_ms;
        tls.not_after_ms = certificate.not_after_ms;
    }
    return tls;
}
