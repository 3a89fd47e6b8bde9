#include "http/receive.h"

#include "http/header.h"
#include "http/host.h"
#include "http/vet.h"

#include <string.h>
#include <strings.h>

/* Stops the transfer from within a callback. */
static size_t stop(struct atl_transfer *transfer, enum atl_stop reason)
{
    transfer->stop = reason;
    return CURL_WRITEFUNC_ERROR;
}

static void remember_session(struct atl_transfer *transfer)
{
    struct curl_tlssessioninfo *session = NULL;
    if (curl_easy_getinfo(transfer->easy, CURLINFO_TLS_SSL_PTR, &session) == CURLE_OK &&
        session != NULL && session->backend == CURLSSLBACKEND_WOLFSSL &&
        session->internals != NULL) {
        atl_tls_session_remember(&transfer->http->tls, session->internals);
        transfer->http->wants_session = false;
    }
}

static size_t receive_header(char *line, size_t size, size_t count, void *context)
{
    struct atl_transfer *transfer = context;
    size_t length = size * count;
    if (transfer->header_bytes == 0 && transfer->http->wants_session) {
        remember_session(transfer);
    }
    transfer->header_bytes += length;
    if (transfer->header_bytes > ATL_HEADER_LIMIT_BYTES) {
        return stop(transfer, ATL_STOP_HEADER_TOO_LARGE);
    }
    atl_header_add_line(&transfer->headers, line, length);
    return length;
}

/* Once, before the first piece of a body: what the header has said. False to stop. */
static bool begin_body(struct atl_transfer *transfer)
{
    long status = 0;
    curl_off_t announced = -1;
    transfer->body_begun = true;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    transfer->to_sink = transfer->request->sink != NULL && status >= 200 && status < 300;
    curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    /* A compressed body is at most as long as its content but for a few bytes. */
    if (announced > 0 && (uint64_t)announced > transfer->limit) {
        transfer->bytes = (uint64_t)announced;
        return false;
    }
    if (announced > 0 && !transfer->to_sink) {
        atl_buffer_reserve(&transfer->body, (size_t)announced);
    }
    return true;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context)
{
    struct atl_transfer *transfer = context;
    size_t length = size * count;
    if (!transfer->body_begun && !begin_body(transfer)) {
        return stop(transfer, ATL_STOP_TOO_LARGE);
    }
    transfer->bytes += length;
    if (transfer->bytes > transfer->limit) {
        return stop(transfer, ATL_STOP_TOO_LARGE);
    }
    if (!transfer->to_sink) {
        atl_buffer_append(&transfer->body, bytes, length);
    } else if (!transfer->request->sink(transfer->request->sink_context, bytes, length)) {
        return stop(transfer, ATL_STOP_SINK);
    }
    return length;
}

/* Whether the server has agreed on HTTP/2. */
static bool shares_connection(const struct atl_transfer *transfer)
{
    struct curl_tlssessioninfo *session = NULL;
    return curl_easy_getinfo(transfer->easy, CURLINFO_TLS_SSL_PTR, &session) == CURLE_OK &&
           session != NULL && session->backend == CURLSSLBACKEND_WOLFSSL &&
           atl_tls_session_is_http2(session->internals);
}

static int begin_sending(void *context, char *remote, char *local, int remote_port, int local_port)
{
    (void)remote;
    (void)local;
    (void)remote_port;
    (void)local_port;
    struct atl_transfer *transfer = context;
    if (!atl_vet_connection(transfer)) {
        transfer->stop = ATL_STOP_UNTRUSTED;
        return CURL_PREREQFUNC_ABORT;
    }
    if (!transfer->host->asked) {
        atl_host_connected(transfer->host, shares_connection(transfer));
    }
    transfer->sends++;
    if (transfer->sends > 1 && transfer->watched && !transfer->refused) {
        transfer->stop = ATL_STOP_RESENT;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->refused = false;
    return CURL_PREREQFUNC_OK;
}

static int listen_for_refusal(CURL *easy, curl_infotype type, char *text, size_t length,
                              void *context)
{
    (void)easy;
    static const char word[] = "REFUSED_STREAM";
    struct atl_transfer *transfer = context;
    if (type == CURLINFO_TEXT && memmem(text, length, word, sizeof word - 1) != NULL) {
        transfer->refused = true;
    }
    return 0;
}

void atl_receive_watch_resending(struct atl_transfer *transfer, bool watch)
{
    curl_easy_setopt(transfer->easy, CURLOPT_VERBOSE, watch ? 1L : 0L);
}

void atl_receive_attach(struct atl_transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, begin_sending);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, listen_for_refusal);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, transfer);
}
