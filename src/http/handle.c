/* The store of libcurl handles, and all that stays the same from request to request. */
#include "http/reach.h"
#include "http/receive.h"
#include "http/upload.h"

#include <fcntl.h>
#include <stdlib.h>

/* Whether it is worth libcurl's while to look for a proxy at each request. */
static bool has_proxy_variables(void)
{
    static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                        "ALL_PROXY"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!atl_text_is_empty(getenv(names[i]))) {
            return true;
        }
    }
    return false;
}

/* Programs that a command starts (an editor, a browser) don't inherit connections. */
static int close_on_exec(void *context, curl_socket_t socket, curlsocktype purpose)
{
    (void)context;
    (void)purpose;
    return fcntl(socket, F_SETFD, FD_CLOEXEC) == 0 ? CURL_SOCKOPT_OK : CURL_SOCKOPT_ERROR;
}

static void set_constant_options(struct atl_transfer *transfer)
{
    CURL *easy = transfer->easy;
    const struct atl_http *http = transfer->http;
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->message);
    /* Every encoding there is; the field itself is among those of set_headers. */
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    if (!has_proxy_variables()) {
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    }
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    /* Redirects are followed in send.c, where it is known who may see the credentials. */
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    /* Each connection has such a buffer; a record of TLS holds no more. */
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 16L * 1024L);
    /* Kept per handle, and most bodies are small: the largest part of what a handle takes. */
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16L * 1024L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, close_on_exec);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)http->options.connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_EC_CURVES, ATL_TLS_GROUPS);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, http->account->tls_skip_verify ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, http->account->tls_skip_verify ? 0L : 2L);
    /* For as long as the connections live: trust.c knows when the file has changed. */
    curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, -1L);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_CAINFO,
                     http->account->tls_skip_verify ? NULL : http->trust.path);
    curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, http->trust.path);
    atl_receive_attach(transfer);
    atl_upload_attach(transfer);
    atl_reach_attach(transfer);
}

struct atl_transfer *atl_transfer_acquire(struct atl_http *http)
{
    struct atl_transfer *transfer = http->idle;
    if (transfer != NULL) {
        http->idle = transfer->next_idle;
        return transfer;
    }
    transfer = atl_alloc(sizeof *transfer);
    transfer->http = http;
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL) {
        abort(); /* out of memory, as in atl_alloc */
    }
    set_constant_options(transfer);
    return transfer;
}

static void empty(struct atl_buffer *buffer)
{
    enum {
        KEPT_BYTES = 64 * 1024,
    };
    if (buffer->capacity > KEPT_BYTES) {
        atl_buffer_free(buffer);
    } else if (buffer->data != NULL) {
        atl_buffer_truncate(buffer, 0);
    }
}

void atl_transfer_release(struct atl_transfer *transfer)
{
    empty(&transfer->url);
    empty(&transfer->headers);
    empty(&transfer->body);
    transfer->next_idle = transfer->http->idle;
    transfer->http->idle = transfer;
}

void atl_transfers_free(struct atl_http *http)
{
    while (http->idle != NULL) {
        struct atl_transfer *transfer = http->idle;
        http->idle = transfer->next_idle;
        curl_easy_cleanup(transfer->easy);
        atl_buffer_free(&transfer->url);
        atl_buffer_free(&transfer->headers);
        atl_buffer_free(&transfer->body);
        free(transfer);
    }
}
