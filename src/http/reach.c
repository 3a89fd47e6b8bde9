#include "http/reach.h"

#include "atlcli/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the other end of connections ---- */

static struct atl_peer find_peer(curl_socket_t descriptor)
{
    struct atl_peer peer = {0};
    union {
        struct sockaddr any;
        struct sockaddr_in ip4;
        struct sockaddr_in6 ip6;
    } address = {0};
    socklen_t length = sizeof address;
    if (getpeername(descriptor, &address.any, &length) != 0) {
        return peer; /* it never was connected */
    }
    const void *bytes = address.any.sa_family == AF_INET6 ? (const void *)&address.ip6.sin6_addr
                                                          : (const void *)&address.ip4.sin_addr;
    inet_ntop(address.any.sa_family, bytes, peer.address, sizeof peer.address);
    peer.port =
        ntohs(address.any.sa_family == AF_INET6 ? address.ip6.sin6_port : address.ip4.sin_port);
    return peer;
}

/* libcurl doesn't tell whether a connection that came to nothing was one at all. */
static int note_and_close(void *context, curl_socket_t descriptor)
{
    struct atl_http *http = context;
    struct atl_peer peer = find_peer(descriptor);
    if (peer.address[0] != '\0') {
        http->closed_peer = peer;
    }
    return close(descriptor);
}

void atl_reach_attach(const struct atl_transfer *transfer)
{
    /* The engine, since a connection outlives the handle that opened it. */
    curl_easy_setopt(transfer->easy, CURLOPT_CLOSESOCKETFUNCTION, note_and_close);
    curl_easy_setopt(transfer->easy, CURLOPT_CLOSESOCKETDATA, transfer->http);
}

void atl_reach_begin(const struct atl_transfer *transfer)
{
    transfer->http->closed_peer = (struct atl_peer){0};
}

/* ---- how far an attempt came ---- */

struct times {
    curl_off_t resolved; /* microseconds since the attempt began; 0: it didn't come to that */
    curl_off_t connected;
    curl_off_t secured;
};

static struct times read_times(CURL *easy)
{
    struct times times = {0};
    curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &times.resolved);
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &times.connected);
    curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &times.secured);
    return times;
}

/* libcurl's verdict goes before its times, which it doesn't note for every step that fails. */
static enum atl_http_stage find_stage(const struct atl_transfer *transfer,
                                      const struct times *times)
{
    switch (transfer->code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return ATL_STAGE_BEGUN;
    case CURLE_COULDNT_CONNECT:
        return ATL_STAGE_RESOLVED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_PROXY:
        return ATL_STAGE_CONNECTED;
    default:
        break;
    }
    if (transfer->header_bytes > 0) {
        return ATL_STAGE_ANSWERED;
    }
    if (times->secured > 0) {
        return ATL_STAGE_SECURED;
    }
    if (times->connected > 0 || transfer->http->closed_peer.address[0] != '\0') {
        return ATL_STAGE_CONNECTED;
    }
    return times->resolved > 0 ? ATL_STAGE_RESOLVED : ATL_STAGE_BEGUN;
}

static int64_t between(curl_off_t begin, curl_off_t end)
{
    return end > begin ? (int64_t)(end - begin) / 1000 : 0;
}

void atl_reach_note(const struct atl_transfer *transfer)
{
    bool reused = transfer->code == CURLE_OK && transfer->connections == 0;
    bool elsewhere = !atl_text_starts_with(atl_buffer_text(&transfer->url), transfer->http->site);
    if (reused || elsewhere) {
        return;
    }
    CURL *easy = transfer->easy;
    struct times times = read_times(easy);
    const char *address = NULL;
    long port = 0;
    long through_proxy = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &port);
    curl_easy_getinfo(easy, CURLINFO_USED_PROXY, &through_proxy);
    struct atl_http_reach *reach = &transfer->http->reach;
    *reach = (struct atl_http_reach){
        .stage = find_stage(transfer, &times),
        .through_proxy = through_proxy != 0,
        .port = (int)port,
        .resolve_ms = between(0, times.resolved),
        .connect_ms = between(times.resolved, times.connected),
        .secure_ms = between(times.connected, times.secured),
    };
    if (atl_text_is_empty(address)) {
        address = transfer->http->closed_peer.address;
        reach->port = transfer->http->closed_peer.port;
    }
    snprintf(reach->address, sizeof reach->address, "%s", address);
}

struct atl_http_reach atl_http_reach(const struct atl_http *http)
{
    return http->reach;
}
