#include "http/failure.h"

#include "http/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libcurl's own words where they are clear, better ones where they are not. */
static const char *describe(const struct atl_transfer *transfer)
{
    switch (transfer->code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "the host name can't be resolved";
    case CURLE_COULDNT_RESOLVE_PROXY:
        return "the proxy's name can't be resolved";
    case CURLE_OPERATION_TIMEDOUT:
        return "timed out";
    case CURLE_GOT_NOTHING:
        return "the server closed the connection without an answer";
    case CURLE_PARTIAL_FILE:
        return "the answer broke off";
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        return "the connection was lost";
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return "the server ended the HTTP/2 stream";
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return "the server's answer is not HTTP";
    case CURLE_BAD_CONTENT_ENCODING:
        return "the answer's compression is damaged";
    default:
        return transfer->message[0] != '\0' ? transfer->message
                                            : curl_easy_strerror(transfer->code);
    }
}

void atl_failure_reason(const struct atl_transfer *transfer, char *text, size_t size)
{
    switch (transfer->stop) {
    case ATL_STOP_NONE:
        break;
    case ATL_STOP_TOO_LARGE:
        snprintf(text, size, "the answer is larger than %zu bytes", transfer->limit);
        return;
    case ATL_STOP_HEADER_TOO_LARGE:
        snprintf(text, size, "the answer's header is larger than %d bytes", ATL_HEADER_LIMIT_BYTES);
        return;
    case ATL_STOP_SINK:
        snprintf(text, size, "stopped by the receiver");
        return;
    case ATL_STOP_SOURCE:
        snprintf(text, size, "what is to be sent can't be read to its end");
        return;
    case ATL_STOP_RESENT:
        snprintf(text, size, "the server closed the connection without an answer");
        return;
    case ATL_STOP_UNTRUSTED:
        snprintf(text, size, "the server's certificates are not accepted");
        return;
    }
    snprintf(text, size, "%s", describe(transfer));
}

/* "GET https://example.com/rest/api/3/myself", in a buffer the caller frees. */
static struct atl_buffer name_request(const struct atl_transfer *transfer)
{
    struct atl_buffer name = {0};
    atl_buffer_printf(&name, "%s ", atl_method_name(transfer->request->method));
    atl_url_append_public(&name, atl_buffer_text(&transfer->url));
    return name;
}

void atl_failure_name_host(const struct atl_transfer *transfer, char *text, size_t size)
{
    struct atl_origin origin;
    if (atl_origin_parse(atl_buffer_text(&transfer->url), &origin, NULL) == ATL_OK) {
        const char *host = strstr(origin.text, "://") + 3;
        snprintf(text, size, "%s", host);
        char *port = strrchr(text, ':');
        if (port != NULL && (strcmp(port, ":443") == 0 || strcmp(port, ":80") == 0)) {
            *port = '\0';
        }
        atl_origin_free(&origin);
    } else {
        snprintf(text, size, "the server");
    }
}

static bool uses_proxy(const struct atl_transfer *transfer)
{
    long used = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_USED_PROXY, &used);
    return used != 0;
}

static bool is_connected(const struct atl_transfer *transfer)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
    return microseconds > 0;
}

static enum atl_status report_stop(const struct atl_transfer *transfer, struct atl_error *error)
{
    char reason[256];
    atl_failure_reason(transfer, reason, sizeof reason);
    struct atl_buffer name = name_request(transfer);
    atl_fail(error, ATL_FAILED, "%s: %s", atl_buffer_text(&name), reason);
    atl_buffer_free(&name);
    return ATL_FAILED;
}

int atl_failure_proxy_status(const struct atl_transfer *transfer)
{
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return transfer->code == CURLE_OK || (status >= 200 && status < 300) ? 0 : (int)status;
}

/* The proxy has answered a request for a tunnel, and gives none. */
static enum atl_status report_proxy(const char *host, int status, struct atl_error *error)
{
    atl_fail(error, ATL_NETWORK, "the proxy gives no connection to %s (%d)", host, status);
    if (status == 407) {
        atl_hint(error, "it wants a user name and a password, which belong into the variable: "
                        "https_proxy=http://USER:PASSWORD@PROXY:PORT");
    }
    return ATL_NETWORK;
}

static void hint_at_proxy(struct atl_error *error)
{
    atl_hint(error, "a proxy from the environment is in use (https_proxy, http_proxy or "
                    "all_proxy; no_proxy lists hosts that need none)");
}

/* Nothing has come back: what stands between here and the site, from the likeliest on. */
static void hint_at_way(const struct atl_transfer *transfer, struct atl_error *error)
{
    const struct atl_http *http = transfer->http;
    const char *profile = atl_account_profile(http->account);
    /* Of a proxy more is said; a download's own host has its address from the site. */
    if (uses_proxy(transfer) || !atl_origin_equal(&transfer->host->origin, &http->origin)) {
        return;
    }
    if (profile != NULL) {
        atl_hint(error, "check the site's address, %s [profile '%s']: atlcli auth list", http->site,
                 profile);
    } else {
        atl_hint(error, "check the site's address, %s", http->site);
    }
    atl_hint(error, "it may take a VPN to reach it, or a proxy: %s=http://PROXY:PORT",
             http->origin.secure ? "https_proxy" : "http_proxy");
}

/* "Connection refused": the system's word for it; libcurl's names the proxy when there is one. */
static const char *describe_refusal(const struct atl_transfer *transfer)
{
    long number = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &number);
    return number != 0 && !uses_proxy(transfer) ? strerror((int)number) : describe(transfer);
}

static void report_timeout(const struct atl_transfer *transfer, const char *host,
                           struct atl_error *error)
{
    bool connected = is_connected(transfer);
    atl_fail(error, ATL_NETWORK, "%s %s within %.1f s",
             connected ? "no answer from" : "can't connect to", host,
             (double)transfer->milliseconds / 1000.0);
    atl_hint(error, "allow more time with --timeout SECONDS");
    if (!connected) {
        hint_at_way(transfer, error);
    }
}

static enum atl_status report_network(const struct atl_transfer *transfer, struct atl_error *error)
{
    char host[300];
    atl_failure_name_host(transfer, host, sizeof host);
    if (atl_failure_proxy_status(transfer) != 0) {
        return report_proxy(host, atl_failure_proxy_status(transfer), error);
    }
    switch (transfer->code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        atl_fail(error, ATL_NETWORK, "can't reach %s: the host name can't be resolved", host);
        hint_at_way(transfer, error);
        break;
    case CURLE_COULDNT_RESOLVE_PROXY:
        atl_fail(error, ATL_NETWORK, "can't reach %s: the proxy's name can't be resolved", host);
        atl_hint(error, "check https_proxy, http_proxy and all_proxy in the environment");
        break;
    case CURLE_COULDNT_CONNECT:
        atl_fail(error, ATL_NETWORK, "can't connect to %s: %s", host, describe_refusal(transfer));
        hint_at_way(transfer, error);
        break;
    case CURLE_OPERATION_TIMEDOUT:
        report_timeout(transfer, host, error);
        break;
    default:
        atl_fail(error, ATL_NETWORK, "no usable answer from %s: %s", host, describe(transfer));
        if (!transfer->secure && transfer->code == CURLE_GOT_NOTHING) {
            atl_hint(error, "does the site's address begin with https://?");
        }
        atl_failure_hint_trouble(transfer->http, error);
        break;
    }
    return ATL_NETWORK;
}

static enum atl_status report_url(const struct atl_transfer *transfer, struct atl_error *error)
{
    struct atl_buffer name = name_request(transfer);
    atl_fail(error, ATL_USAGE, "'%s' is no valid URL", atl_buffer_text(&name) + 4);
    atl_hint(error, "spaces and special characters in a URL are written as %%20 and so on");
    atl_buffer_free(&name);
    return ATL_USAGE;
}

static enum atl_status report_code(const struct atl_transfer *transfer, struct atl_error *error)
{
    switch (transfer->code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        return atl_tls_failure_report(transfer, error);
    case CURLE_URL_MALFORMAT:
        return report_url(transfer, error);
    default:
        return report_network(transfer, error);
    }
}

enum atl_status atl_failure_report(const struct atl_transfer *transfer, struct atl_error *error)
{
    if (transfer->stop != ATL_STOP_NONE && transfer->stop != ATL_STOP_UNTRUSTED) {
        return report_stop(transfer, error);
    }
    enum atl_status status = transfer->stop == ATL_STOP_UNTRUSTED
                                 ? atl_tls_failure_report(transfer, error)
                                 : report_code(transfer, error);
    if (uses_proxy(transfer) && status != ATL_USAGE) {
        hint_at_proxy(error);
    }
    return status;
}

enum atl_status atl_failure_report_unknown(const struct atl_transfer *transfer,
                                           struct atl_error *error)
{
    char reason[256];
    atl_failure_reason(transfer, reason, sizeof reason);
    struct atl_buffer name = name_request(transfer);
    atl_fail(error, ATL_UNKNOWN_OUTCOME, "%s: %s, so whether the server applied it is not known",
             atl_buffer_text(&name), reason);
    atl_failure_hint_doubt(error);
    atl_buffer_free(&name);
    return ATL_UNKNOWN_OUTCOME;
}

enum atl_status atl_failure_report_interrupted(const struct atl_transfer *transfer,
                                               struct atl_error *error)
{
    if (error != NULL) {
        struct atl_buffer name = name_request(transfer);
        atl_fail(error, ATL_CANCELLED, "%s: %s, so whether the server applied it is not known",
                 atl_buffer_text(&name), error->message);
        atl_failure_hint_doubt(error);
        atl_buffer_free(&name);
    }
    return ATL_CANCELLED;
}

void atl_failure_hint_doubt(struct atl_error *error)
{
    if (error != NULL) {
        error->in_doubt = true;
    }
    atl_hint(error, "look at the server before trying again: it may have been done");
}

void atl_failure_hint_trouble(const struct atl_http *http, struct atl_error *error)
{
    if (atl_site_is_cloud(http->site)) {
        atl_hint(error, "try again later; https://status.atlassian.com tells of disturbances");
    } else {
        atl_hint(error, "try again later, and ask whoever runs %s if it goes on", http->site);
    }
}
