/*
 * One attempt: a libcurl handle that is filled from a request, performed, and emptied into an
 * answer. Handles are kept and used again, with everything that stays the same set once.
 */
#ifndef ATLCLI_HTTP_TRANSFER_H
#define ATLCLI_HTTP_TRANSFER_H

#include "http/chain.h"
#include "http/engine.h"
#include "http/retry.h"

/* Why we ended a transfer ourselves. */
enum atl_stop {
    ATL_STOP_NONE,
    ATL_STOP_TOO_LARGE,        /* the body is above its limit */
    ATL_STOP_HEADER_TOO_LARGE, /* the header is */
    ATL_STOP_SINK,             /* the caller's sink wants no more */
    ATL_STOP_SOURCE,           /* the caller's source has no more, and should have */
    ATL_STOP_RESENT,           /* libcurl was about to send for a second time */
    ATL_STOP_UNTRUSTED,        /* the server's certificates have a flaw */
};

enum {
    ATL_HEADER_LIMIT_BYTES = 256 * 1024,
    ATL_TRANSFER_HEADERS = 32, /* most header lines that a request brings along */
};

struct atl_transfer {
    struct atl_transfer *next_idle;
    struct atl_http *http;
    CURL *easy;
    char message[CURL_ERROR_SIZE];

    /* What to send: set before atl_transfer_perform. */
    const struct atl_http_request *request;
    struct atl_buffer url;
    bool with_credentials;
    struct atl_host *host; /* of the URL */
    bool secure;           /* https */
    bool repeatable;

    /* What came back: valid until atl_transfer_release. */
    CURLcode code;
    enum atl_stop stop;
    struct atl_flaw flaw; /* for ATL_STOP_UNTRUSTED */
    int status;
    struct atl_buffer headers; /* see header.h */
    struct atl_buffer body;
    int64_t milliseconds;
    int64_t setup_ms;
    uint64_t bytes;   /* of the body, after decompression */
    long connections; /* opened for it: 0 when one was used again */
    long http_version;

    /* For the callbacks. */
    size_t limit;
    size_t header_bytes;
    unsigned sends; /* times that libcurl began to send */
    bool refused;   /* the server said that it has not processed the request */
    bool body_begun;
    bool to_sink;
    size_t sent; /* bytes of the body that its source has given */

    /* What the handle is set to, so that only differences are set again. */
    enum atl_method shape_method;
    bool shape_has_body;
    bool watched; /* CURLOPT_VERBOSE is set, and it is not to be sent twice */
    bool offers_http2;
    bool waits_to_share;
    bool keeps_packed;
    int64_t timeout_ms;
    bool stall_timeout;
    const char *ca_path;
    struct curl_slist lines[ATL_TRANSFER_HEADERS + 8];
};

/* From the engine's store; never NULL. */
struct atl_transfer *atl_transfer_acquire(struct atl_http *http);
/* Back into the store, emptied. */
void atl_transfer_release(struct atl_transfer *transfer);
void atl_transfers_free(struct atl_http *http);

/*
 * Performs it once. ATL_OK when there is an outcome, good or bad, in the transfer; else
 * ATL_CANCELLED or ATL_USAGE.
 */
enum atl_status atl_transfer_perform(struct atl_transfer *transfer, struct atl_error *error);

/* Whether the server has been sent all of it: of one that was cancelled, say. */
bool atl_transfer_may_be_done(const struct atl_transfer *transfer);

/* How it ended, for the retry table. */
struct atl_attempt atl_transfer_judge(const struct atl_transfer *transfer);

#endif
