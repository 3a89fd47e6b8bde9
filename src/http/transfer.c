#include "http/transfer.h"

#include "http/connections.h"
#include "http/failure.h"
#include "http/host.h"
#include "http/reach.h"
#include "http/receive.h"

#include <string.h>
#include <strings.h>

static bool has_body(const struct atl_http_request *request)
{
    switch (request->method) {
    case ATL_POST:
    case ATL_PUT:
    case ATL_PATCH:
        return true; /* if need be an empty one, with its Content-Length: 0 */
    case ATL_GET:
    case ATL_HEAD:
    case ATL_DELETE:
        break;
    }
    return request->body != NULL || request->source != NULL;
}

static void set_body(CURL *easy, const struct atl_http_request *request)
{
    const char *body = request->body == NULL ? "" : request->body;
    bool has_length = request->body != NULL || request->source != NULL;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->source == NULL ? body : NULL);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)(has_length ? request->body_length : 0));
}

/* Method and body. */
static void set_shape(struct atl_transfer *transfer)
{
    CURL *easy = transfer->easy;
    const struct atl_http_request *request = transfer->request;
    bool body = has_body(request);
    if (transfer->shape_method != request->method || transfer->shape_has_body != body) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        bool own_word = request->method != ATL_GET && request->method != ATL_HEAD &&
                        request->method != ATL_POST;
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
                         own_word ? atl_method_name(request->method) : NULL);
        if (request->method == ATL_HEAD) {
            curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        } else if (body) {
            curl_easy_setopt(easy, CURLOPT_POST, 1L);
        }
        transfer->shape_method = request->method;
        transfer->shape_has_body = body;
    }
    if (body) {
        set_body(easy, request);
    }
}

static void add_line(struct atl_transfer *transfer, size_t *count, const char *line)
{
    struct curl_slist *node = &transfer->lines[*count];
    node->data = (char *)(uintptr_t)line; /* libcurl only reads it */
    node->next = NULL;
    if (*count > 0) {
        transfer->lines[*count - 1].next = node;
    }
    ++*count;
}

static bool brings(const struct atl_http_request *request, const char *prefix)
{
    for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++) {
        if (strncasecmp(request->headers[i], prefix, strlen(prefix)) == 0) {
            return true;
        }
    }
    return false;
}

/* Adds `prefix` and the value, or the ready-made line when there is no value. */
static void add_field(struct atl_transfer *transfer, size_t *count, struct atl_arena *arena,
                      const char *prefix, const char *value, const char *ready)
{
    if (!brings(transfer->request, prefix)) {
        add_line(transfer, count,
                 value == NULL ? ready : atl_arena_printf(arena, "%s %s", prefix, value));
    }
}

static enum atl_status check_line(const char *line, struct atl_error *error)
{
    const char *colon = strchr(line, ':');
    if (colon == NULL || colon == line || strpbrk(line, "\r\n") != NULL) {
        return atl_fail(error, ATL_USAGE, "'%s' is no header field (\"Name: value\")", line);
    }
    return ATL_OK;
}

static enum atl_status set_headers(struct atl_transfer *transfer, struct atl_arena *arena,
                                   struct atl_error *error)
{
    const struct atl_http_request *request = transfer->request;
    size_t count = 0;
    /* libcurl would make these two from options, at several times the cost. */
    add_field(transfer, &count, arena, "User-Agent:", NULL, "User-Agent: atlcli/" ATLCLI_VERSION);
    add_field(transfer, &count, arena, "Accept-Encoding:", NULL,
              request->keep_packed ? "Accept-Encoding: gzip" : transfer->http->accept_encoding);
    add_field(transfer, &count, arena, "Accept:", request->accept, "Accept: application/json");
    if (transfer->shape_has_body) {
        add_field(transfer, &count, arena, "Content-Type:", request->content_type,
                  "Content-Type: application/json");
        /* No pause for "100 Continue" before a large body. */
        add_line(transfer, &count, "Expect:");
    }
    if (transfer->with_credentials && transfer->http->authorization != NULL) {
        add_line(transfer, &count, transfer->http->authorization);
    }
    for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++) {
        if (i == ATL_TRANSFER_HEADERS) {
            return atl_fail(error, ATL_USAGE, "a request can't have more than %d header fields",
                            ATL_TRANSFER_HEADERS);
        }
        enum atl_status status = check_line(request->headers[i], error);
        if (status != ATL_OK) {
            return status;
        }
        bool is_secret = strncasecmp(request->headers[i], "Authorization:", 14) == 0 ||
                         strncasecmp(request->headers[i], "Cookie:", 7) == 0;
        if (!is_secret || transfer->with_credentials) {
            add_line(transfer, &count, request->headers[i]);
        }
    }
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->lines);
    return ATL_OK;
}

static void set_unpacking(struct atl_transfer *transfer)
{
    if (transfer->keeps_packed != transfer->request->keep_packed) {
        transfer->keeps_packed = transfer->request->keep_packed;
        curl_easy_setopt(transfer->easy, CURLOPT_HTTP_CONTENT_DECODING,
                         transfer->keeps_packed ? 0L : 1L);
    }
}

/*
 * The time limit is for the whole attempt; for what may be large (a download into a sink, an
 * upload) it is for a standstill, or no slow line could ever finish.
 */
static void set_timeout(struct atl_transfer *transfer)
{
    enum {
        LARGE_BODY_BYTES = 1024 * 1024,
    };
    const struct atl_http_request *request = transfer->request;
    int64_t timeout =
        request->timeout_ms > 0 ? request->timeout_ms : transfer->http->options.timeout_ms;
    bool stall =
        request->sink != NULL || request->source != NULL || request->body_length > LARGE_BODY_BYTES;
    if (timeout == transfer->timeout_ms && stall == transfer->stall_timeout) {
        return;
    }
    long seconds = (long)((timeout + 999) / 1000);
    curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, stall ? 0L : (long)timeout);
    curl_easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_LIMIT, stall ? 1L : 0L);
    curl_easy_setopt(transfer->easy, CURLOPT_LOW_SPEED_TIME, stall ? seconds : 0L);
    transfer->timeout_ms = timeout;
    transfer->stall_timeout = stall;
}

/*
 * Over TLS the server says at once whether it speaks HTTP/2; when it does, requests share its
 * connection, also one that is being made anew. Where it doesn't, waiting would be for a whole
 * answer.
 */
static void set_version(struct atl_transfer *transfer)
{
    if (transfer->offers_http2 != transfer->secure) {
        transfer->offers_http2 = transfer->secure;
        curl_easy_setopt(transfer->easy, CURLOPT_HTTP_VERSION,
                         (long)(transfer->secure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    }
    if (transfer->waits_to_share != transfer->host->shares) {
        transfer->waits_to_share = transfer->host->shares;
        curl_easy_setopt(transfer->easy, CURLOPT_PIPEWAIT, transfer->host->shares ? 1L : 0L);
    }
}

static void reset_outcome(struct atl_transfer *transfer)
{
    const struct atl_http_request *request = transfer->request;
    transfer->message[0] = '\0';
    transfer->code = CURLE_OK;
    transfer->stop = ATL_STOP_NONE;
    transfer->status = 0;
    transfer->bytes = 0;
    transfer->limit = request->response_limit > 0 ? request->response_limit
                      : request->sink != NULL     ? SIZE_MAX
                                                  : transfer->http->options.response_limit;
    transfer->header_bytes = 0;
    transfer->sends = 0;
    transfer->refused = false;
    transfer->body_begun = false;
    transfer->to_sink = false;
    transfer->sent = 0;
    if (transfer->headers.data != NULL) {
        atl_buffer_truncate(&transfer->headers, 0);
    }
    if (transfer->body.data != NULL) {
        atl_buffer_truncate(&transfer->body, 0);
    }
}

static enum atl_status prepare(struct atl_transfer *transfer, struct atl_arena *arena,
                               struct atl_error *error)
{
    reset_outcome(transfer);
    atl_reach_begin(transfer);
    set_shape(transfer);
    set_timeout(transfer);
    set_unpacking(transfer);
    set_version(transfer);
    if (transfer->watched == transfer->repeatable) {
        transfer->watched = !transfer->repeatable;
        atl_receive_watch_resending(transfer, transfer->watched);
    }
    curl_easy_setopt(transfer->easy, CURLOPT_URL, atl_buffer_text(&transfer->url));
    return set_headers(transfer, arena, error);
}

static void read_outcome(struct atl_transfer *transfer)
{
    CURL *easy = transfer->easy;
    long status = 0;
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &transfer->connections);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &transfer->http_version);
    transfer->status = (int)status;
    transfer->milliseconds = (int64_t)(microseconds / 1000);
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
    transfer->setup_ms = (int64_t)(microseconds / 1000);
    atl_reach_note(transfer);
}

enum atl_status atl_transfer_perform(struct atl_transfer *transfer, struct atl_error *error)
{
    struct atl_arena arena = {0};
    struct atl_http *http = transfer->http;
    struct atl_connections *connections = http->connections;
    enum atl_status status = prepare(transfer, &arena, error);
    if (status == ATL_OK) {
        status = atl_connections_perform(connections, transfer->easy, &transfer->code, error);
    }
    if (status == ATL_OK) {
        read_outcome(transfer);
    }
    atl_arena_free(&arena);
    return status;
}

static bool is_before_sending(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PROXY:
        return true;
    default:
        return false;
    }
}

static bool is_hopeless(const struct atl_transfer *transfer)
{
    int refusal = atl_failure_proxy_status(transfer);
    if (refusal >= 300 && refusal < 500 && refusal != 429) {
        return true;
    }
    switch (transfer->code) {
    case CURLE_SSL_CONNECT_ERROR:
        return atl_tls_failure_is_final(transfer);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
        return true;
    default:
        return false;
    }
}

/* libcurl connects anew by itself: when that fails, it had been sent before all the same. */
static bool was_sent(const struct atl_transfer *transfer)
{
    return transfer->sends > 0 && !transfer->refused;
}

bool atl_transfer_may_be_done(const struct atl_transfer *transfer)
{
    const struct atl_http_request *request = transfer->request;
    bool is_whole = request->source == NULL || transfer->sent >= request->body_length;
    return was_sent(transfer) && is_whole;
}

struct atl_attempt atl_transfer_judge(const struct atl_transfer *transfer)
{
    struct atl_attempt attempt = {.ending = ATL_ENDING_BROKEN, .status = transfer->status};
    bool never_sent = transfer->watched && transfer->sends == 0;
    if (transfer->stop == ATL_STOP_UNTRUSTED) {
        attempt.ending = was_sent(transfer) ? ATL_ENDING_BROKEN : ATL_ENDING_IMPOSSIBLE;
    } else if (transfer->stop == ATL_STOP_RESENT) {
        attempt.ending = ATL_ENDING_BROKEN;
    } else if (transfer->stop != ATL_STOP_NONE) {
        attempt.ending = ATL_ENDING_GIVEN_UP;
    } else if (transfer->code == CURLE_OK) {
        attempt.ending = ATL_ENDING_ANSWERED;
    } else if (!was_sent(transfer) && is_hopeless(transfer) && transfer->header_bytes == 0) {
        attempt.ending = ATL_ENDING_IMPOSSIBLE;
    } else if ((!was_sent(transfer) && is_before_sending(transfer->code)) || never_sent ||
               transfer->refused) {
        attempt.ending = ATL_ENDING_NEVER_SENT;
    }
    return attempt;
}
