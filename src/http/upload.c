#include "http/upload.h"

static size_t stop(struct atl_transfer *transfer)
{
    transfer->stop = ATL_STOP_SOURCE;
    return CURL_READFUNC_ABORT;
}

/* A body shorter than announced would leave the server waiting for the rest. */
static size_t give_body(char *bytes, size_t size, size_t count, void *context)
{
    struct atl_transfer *transfer = context;
    const struct atl_http_request *request = transfer->request;
    size_t length = 0;
    if (request->source == NULL) {
        return 0;
    }
    if (!request->source(request->source_context, bytes, size * count, &length)) {
        return stop(transfer);
    }
    transfer->sent += length;
    if (length == 0 && transfer->sent < request->body_length) {
        return stop(transfer);
    }
    return length;
}

static bool begin_anew(const struct atl_http_request *request)
{
    return request->rewind != NULL && request->rewind(request->source_context);
}

/*
 * libcurl itself repeats a request that a used connection has swallowed, or that the server has
 * refused unprocessed; whether it may is decided in receive.c.
 */
static int seek_body(void *context, curl_off_t offset, int origin)
{
    struct atl_transfer *transfer = context;
    if (offset != 0 || origin != SEEK_SET || !begin_anew(transfer->request)) {
        return CURL_SEEKFUNC_FAIL;
    }
    transfer->sent = 0;
    return CURL_SEEKFUNC_OK;
}

void atl_upload_attach(struct atl_transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, seek_body);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, transfer);
}

enum atl_status atl_upload_rewind(const struct atl_http_request *request, struct atl_error *error)
{
    if (request->source == NULL || begin_anew(request)) {
        return ATL_OK;
    }
    return atl_fail(error, ATL_FAILED, "what was sent in part can't be read again from its start");
}
