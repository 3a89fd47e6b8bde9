#include "http/log.h"

#include "http/failure.h"

#include <inttypes.h>
#include <string.h>

static const char *version_name(long version)
{
    switch (version) {
    case CURL_HTTP_VERSION_1_0:
        return "HTTP/1.0";
    case CURL_HTTP_VERSION_1_1:
        return "HTTP/1.1";
    case CURL_HTTP_VERSION_2_0:
        return "HTTP/2";
    default:
        return "HTTP/-";
    }
}

static const char *connection_name(const struct atl_transfer *transfer)
{
    curl_off_t ready = 0;
    if (transfer->connections > 0) {
        return "new";
    }
    curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    return ready > 0 ? "reused" : "unconnected";
}

void atl_log_attempt(const struct atl_transfer *transfer, int attempt)
{
    const struct atl_http *http = transfer->http;
    if (http->options.log == NULL) {
        return;
    }
    struct atl_buffer line = {0};
    atl_buffer_printf(&line, "http: %s ", atl_method_name(transfer->request->method));
    atl_url_append_public(&line, atl_buffer_text(&transfer->url));
    if (atl_transfer_judge(transfer).ending == ATL_ENDING_ANSWERED) {
        atl_buffer_printf(&line, " %d", transfer->status);
    } else {
        char reason[256];
        atl_failure_reason(transfer, reason, sizeof reason);
        atl_buffer_add(&line, " error: ");
        atl_text_append_safe(&line, reason, strlen(reason), false);
    }
    atl_buffer_printf(&line, " %" PRId64 " ms %" PRIu64 " bytes attempt %d/%d %s %s\n",
                      transfer->milliseconds, transfer->bytes, attempt, http->options.retries + 1,
                      connection_name(transfer), version_name(transfer->http_version));
    fwrite(line.data, 1, line.length, http->options.log);
    fflush(http->options.log);
    atl_buffer_free(&line);
}

void atl_log_wait(const struct atl_http *http, const struct atl_origin *origin,
                  int64_t milliseconds, const char *why)
{
    if (http->options.log != NULL) {
        fprintf(http->options.log, "http: waiting %.1f s for %s (%s)\n",
                (double)milliseconds / 1000.0, origin->text, why);
        fflush(http->options.log);
    }
}
