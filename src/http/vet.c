#include "http/vet.h"

#include "http/ca_file.h"

#include <wolfssl/options.h>

#include <stdlib.h>
#include <string.h>
#include <wolfssl/ssl.h>

/* ---- what the account trusts ---- */

struct atl_anchors {
    const struct atl_connections *of; /* connections are replaced when the file has changed */
    struct atl_der *certificates;
    size_t count;
};

static void clear_anchors(struct atl_anchors *anchors)
{
    for (size_t i = 0; i < anchors->count; i++) {
        free((void *)(uintptr_t)anchors->certificates[i].at);
    }
    free(anchors->certificates);
    *anchors = (struct atl_anchors){0};
}

void atl_anchors_free(struct atl_anchors *anchors)
{
    if (anchors != NULL) {
        clear_anchors(anchors);
        free(anchors);
    }
}

static void add_anchor(const unsigned char *der, size_t length, void *context)
{
    struct atl_anchors *anchors = context;
    unsigned char *kept = atl_alloc(length);
    memcpy(kept, der, length);
    anchors->certificates =
        atl_realloc(anchors->certificates, anchors->count + 1, sizeof *anchors->certificates);
    anchors->certificates[anchors->count++] = (struct atl_der){kept, length};
}

/* The system's bundle has a hundred and more, which others have looked at already. */
static const struct atl_anchors *find_anchors(struct atl_http *http)
{
    if (!http->trust.is_account) {
        return NULL;
    }
    if (http->anchors == NULL) {
        http->anchors = atl_alloc(sizeof *http->anchors);
    }
    if (http->anchors->of != http->connections) {
        clear_anchors(http->anchors);
        http->anchors->of = http->connections;
        atl_ca_file_each(http->trust.path, add_anchor, http->anchors);
    }
    return http->anchors;
}

/* ---- what the server shows ---- */

/* As libcurl understands it: without brackets, and international names in the form of the DNS. */
static char *find_host(const char *url)
{
    char *host = NULL;
    CURLU *parts = curl_url();
    if (parts != NULL && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK) {
        curl_url_get(parts, CURLUPART_HOST, &host, CURLU_PUNYCODE);
    }
    curl_url_cleanup(parts);
    size_t length = host == NULL ? 0 : strlen(host);
    if (length > 2 && host[0] == '[') {
        memmove(host, host + 1, length - 2);
        host[length - 2] = '\0';
    }
    return host;
}

static bool is_same(struct atl_der left, struct atl_der right)
{
    return left.length == right.length && memcmp(left.at, right.at, left.length) == 0;
}

static bool has_issued_any(struct atl_der anchor, const struct atl_chain *chain)
{
    struct atl_der of;
    struct atl_der subject;
    struct atl_der issuer;
    struct atl_der own;
    if (!atl_der_names(anchor, &of, &subject)) {
        return false;
    }
    for (size_t i = 0; i < chain->count; i++) {
        if (atl_der_names(chain->certificates[i], &issuer, &own) && is_same(issuer, subject)) {
            return true;
        }
    }
    return false;
}

/* What wolfSSL can't read it hasn't trusted. */
static bool is_readable(struct atl_der der)
{
    WOLFSSL_X509 *x509 =
        wolfSSL_X509_load_certificate_buffer(der.at, (int)der.length, WOLFSSL_FILETYPE_ASN1);
    wolfSSL_X509_free(x509);
    return x509 != NULL;
}

/* Of the anchors those that the chain may end in, in their order; on the heap. */
static struct atl_der *choose_anchors(const struct atl_anchors *anchors,
                                      const struct atl_chain *chain, size_t *count)
{
    struct atl_der *chosen = atl_alloc((anchors->count + 1) * sizeof *chosen);
    *count = 0;
    for (size_t i = 0; i < anchors->count; i++) {
        if (has_issued_any(anchors->certificates[i], chain) &&
            is_readable(anchors->certificates[i])) {
            chosen[(*count)++] = anchors->certificates[i];
        }
    }
    return chosen;
}

bool atl_vet_chain(struct atl_http *http, const char *url, struct atl_chain *chain,
                   struct atl_flaw *flaw)
{
    const struct atl_anchors *anchors = find_anchors(http);
    struct atl_der *chosen = NULL;
    if (anchors != NULL) {
        chosen = choose_anchors(anchors, chain, &chain->anchor_count);
        chain->anchors = chosen;
    }
    char *host = find_host(url);
    bool flawed = atl_chain_find_flaw(chain, host == NULL ? "" : host, flaw);
    curl_free(host);
    free(chosen);
    chain->anchors = NULL;
    chain->anchor_count = 0;
    return flawed;
}

static void add(struct atl_chain *chain, const unsigned char *der, int length)
{
    if (der != NULL && length > 0 && chain->count < ATL_CHAIN_LONGEST) {
        chain->certificates[chain->count++] = (struct atl_der){der, (size_t)length};
    }
}

static bool vet(struct atl_transfer *transfer, WOLFSSL *ssl)
{
    struct atl_chain chain = {0};
    int length = 0;
    WOLFSSL_X509 *own = wolfSSL_get_peer_certificate(ssl);
    if (own == NULL) {
        transfer->flaw = (struct atl_flaw){.kind = ATL_FLAW_UNREADABLE};
        return false;
    }
    const unsigned char *der = wolfSSL_X509_get_der(own, &length);
    add(&chain, der, length);
    /* One that is large isn't kept there, so the server's own may be missing. */
    WOLFSSL_X509_CHAIN *sent = wolfSSL_get_peer_chain(ssl);
    for (int i = 0; sent != NULL && i < wolfSSL_get_chain_count(sent); i++) {
        const unsigned char *bytes = wolfSSL_get_chain_cert(sent, i);
        int size = wolfSSL_get_chain_length(sent, i);
        if (size != length || memcmp(bytes, der, (size_t)size) != 0) {
            add(&chain, bytes, size);
        }
    }
    bool flawed =
        atl_vet_chain(transfer->http, atl_buffer_text(&transfer->url), &chain, &transfer->flaw);
    if (flawed) {
        atl_tls_session_set_certificate(&transfer->http->tls, der, (size_t)length);
    }
    wolfSSL_X509_free(own);
    return !flawed;
}

bool atl_vet_connection(struct atl_transfer *transfer)
{
    enum {
        VETTED = 1, /* the place for our mark in wolfSSL's object; libcurl uses 0 */
    };
    struct curl_tlssessioninfo *session = NULL;
    if (!transfer->secure || transfer->http->account->tls_skip_verify) {
        return true;
    }
    if (curl_easy_getinfo(transfer->easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK ||
        session == NULL || session->backend != CURLSSLBACKEND_WOLFSSL ||
        session->internals == NULL) {
        transfer->flaw = (struct atl_flaw){.kind = ATL_FLAW_UNREADABLE};
        return false;
    }
    WOLFSSL *ssl = session->internals;
    if (wolfSSL_get_ex_data(ssl, VETTED) != NULL) {
        return true;
    }
    if (!vet(transfer, ssl)) {
        return false;
    }
    wolfSSL_set_ex_data(ssl, VETTED, ssl);
    return true;
}
