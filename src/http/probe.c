#include "http/probe.h"

#include "http/connections.h"

#include <wolfssl/options.h>

#include <stdlib.h>
#include <string.h>
#include <wolfssl/ssl.h>

enum {
    ALERT_RECORD = 21, /* RFC 8446 section 5.1 */
};

static void forget(struct atl_chain *chain)
{
    for (size_t i = 0; i < chain->count; i++) {
        free((void *)(uintptr_t)chain->certificates[i].at);
    }
    *chain = (struct atl_chain){0};
}

static void add_copy(struct atl_chain *chain, const WOLFSSL_BUFFER_INFO *certificate)
{
    unsigned char *bytes = atl_alloc(certificate->length);
    memcpy(bytes, certificate->buffer, certificate->length);
    chain->certificates[chain->count++] = (struct atl_der){bytes, certificate->length};
}

/* wolfSSL's callback for a certificate that it does not accept: 0 agrees with it. */
static int note_rejection(int accepted, WOLFSSL_X509_STORE_CTX *store)
{
    struct atl_probe *probe = store->userCtx;
    if (!accepted && store->totalCerts > 0 && store->certs != NULL) {
        forget(&probe->chain);
        for (int i = 0; i < store->totalCerts && i < ATL_CHAIN_LONGEST; i++) {
            add_copy(&probe->chain, &store->certs[i]);
        }
        bool is_inside = store->error_depth > 0 && (size_t)store->error_depth < probe->chain.count;
        probe->depth = is_inside ? (size_t)store->error_depth : 0;
    }
    return accepted;
}

/* wolfSSL's callback for messages: an alert ends in its level and its description. */
static void note_alert(int written, int version, int type, const void *bytes, size_t length,
                       WOLFSSL *ssl, void *context)
{
    (void)version;
    (void)ssl;
    struct atl_probe *probe = context;
    if (!written && type == ALERT_RECORD && length >= 2) {
        probe->alert = ((const unsigned char *)bytes)[length - 1];
    }
}

static CURLcode install(CURL *easy, void *context, void *probe)
{
    (void)easy;
    wolfSSL_CTX_set_verify(context, WOLFSSL_VERIFY_PEER, note_rejection);
    wolfSSL_CTX_SetCertCbCtx(context, probe);
    wolfSSL_CTX_set_msg_callback(context, note_alert);
    wolfSSL_CTX_set_msg_callback_arg(context, probe);
    return CURLE_OK;
}

void atl_probe_certificates(struct atl_http *http, const char *url, struct atl_probe *probe)
{
    *probe = (struct atl_probe){0};
    CURL *easy = curl_easy_init();
    if (easy == NULL) {
        return;
    }
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)http->options.connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_EC_CURVES, ATL_TLS_GROUPS);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_CAINFO, http->trust.path);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, install);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, probe);
    CURLcode code = CURLE_OK;
    atl_connections_perform(http->connections, easy, &code, NULL);
    curl_easy_cleanup(easy);
}

void atl_probe_free(struct atl_probe *probe)
{
    forget(&probe->chain);
    *probe = (struct atl_probe){0};
}
