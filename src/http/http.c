/* The engine of one account: opening, starting at the first request, closing. */
#include "http/backoff.h"
#include "http/connections.h"
#include "http/engine.h"
#include "http/host.h"
#include "http/library_memory.h"
#include "http/transfer.h"
#include "http/vet.h"

#include <wolfssl/options.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wolfssl/wolfcrypt/coding.h>

enum {
    DEFAULT_TIMEOUT_MS = 60 * 1000,
    DEFAULT_CONNECT_TIMEOUT_MS = 10 * 1000,
    DEFAULT_RETRIES = 4,
    DEFAULT_CONCURRENCY = 64,
    DEFAULT_RESPONSE_LIMIT = 64 * 1024 * 1024,
};

static const char *const method_names[] = {
    [ATL_GET] = "GET",       [ATL_POST] = "POST",   [ATL_PUT] = "PUT",
    [ATL_DELETE] = "DELETE", [ATL_PATCH] = "PATCH", [ATL_HEAD] = "HEAD",
};

const char *atl_method_name(enum atl_method method)
{
    return method_names[method];
}

bool atl_method_parse(const char *word, enum atl_method *method)
{
    for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++) {
        if (strcasecmp(word, method_names[i]) == 0) {
            *method = (enum atl_method)i;
            return true;
        }
    }
    return false;
}

struct atl_http *atl_http_open(const struct atl_account *account,
                               const struct atl_http_options *options)
{
    struct atl_http *http = atl_alloc(sizeof *http);
    http->account = account;
    http->options.retries = DEFAULT_RETRIES;
    if (options != NULL) {
        http->options = *options;
    }
    struct atl_http_options *chosen = &http->options;
    chosen->timeout_ms = chosen->timeout_ms > 0 ? chosen->timeout_ms : DEFAULT_TIMEOUT_MS;
    chosen->connect_timeout_ms =
        chosen->connect_timeout_ms > 0 ? chosen->connect_timeout_ms : DEFAULT_CONNECT_TIMEOUT_MS;
    chosen->retries = chosen->retries < 0 ? DEFAULT_RETRIES : chosen->retries;
    chosen->concurrency = chosen->concurrency > 0 ? chosen->concurrency : DEFAULT_CONCURRENCY;
    chosen->response_limit =
        chosen->response_limit > 0 ? chosen->response_limit : DEFAULT_RESPONSE_LIMIT;
    http->random = atl_random_seed();
    http->backoff_first_ms = ATL_BACKOFF_FIRST_MS;
    return http;
}

/* Basic credentials (RFC 7617): "email:token" in base64. */
static void build_basic(struct atl_http *http)
{
    const struct atl_account *account = http->account;
    struct atl_buffer pair = {.secret = true};
    atl_buffer_printf(&pair, "%s:%s", account->email == NULL ? "" : account->email, account->token);
    static const char prefix[] = "Authorization: Basic ";
    word32 encoded = (word32)(pair.length + 2) / 3 * 4 + 1;
    http->authorization_size = sizeof prefix + encoded;
    http->authorization = atl_alloc(http->authorization_size);
    memcpy(http->authorization, prefix, sizeof prefix - 1);
    Base64_Encode_NoNl((const byte *)pair.data, (word32)pair.length,
                       (byte *)http->authorization + sizeof prefix - 1, &encoded);
    atl_buffer_free(&pair);
}

static enum atl_status build_authorization(struct atl_http *http, struct atl_error *error)
{
    const struct atl_account *account = http->account;
    if (atl_text_is_empty(account->token)) {
        return ATL_OK;
    }
    for (const char *character = account->token; *character != '\0'; character++) {
        if ((unsigned char)*character < ' ' || *character == 0x7F) {
            return atl_fail(error, ATL_UNAUTHENTICATED,
                            "the token holds a line break or another control character");
        }
    }
    if (account->auth_type == ATL_AUTH_BASIC) {
        build_basic(http);
        return ATL_OK;
    }
    static const char prefix[] = "Authorization: Bearer ";
    http->authorization_size = sizeof prefix + strlen(account->token);
    http->authorization = atl_alloc(http->authorization_size);
    memcpy(http->authorization, prefix, sizeof prefix - 1);
    memcpy(http->authorization + sizeof prefix - 1, account->token, strlen(account->token));
    return ATL_OK;
}

static void build_accept_encoding(struct atl_http *http)
{
    static const struct {
        int feature;
        const char *names;
    } encodings[] = {
        {CURL_VERSION_LIBZ, "gzip, deflate"},
        {CURL_VERSION_BROTLI, "br"},
        {CURL_VERSION_ZSTD, "zstd"},
    };
    struct atl_buffer line = {0};
    int features = curl_version_info(CURLVERSION_NOW)->features;
    atl_buffer_add(&line, "Accept-Encoding:");
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        if ((features & encodings[i].feature) != 0) {
            atl_buffer_printf(&line, "%s %s", atl_text_ends_with(line.data, ":") ? "" : ",",
                              encodings[i].names);
        }
    }
    snprintf(http->accept_encoding, sizeof http->accept_encoding, "%s", line.data);
    atl_buffer_free(&line);
}

static void warn(struct atl_http *http)
{
    if (http->account->tls_skip_verify && http->origin.secure && http->options.warn != NULL &&
        !http->warned) {
        struct atl_buffer text = {0};
        atl_buffer_printf(&text,
                          "the certificate of %s is not checked (--insecure): anyone on the way "
                          "can read the token",
                          http->site);
        http->options.warn(http->options.warn_context, atl_buffer_text(&text));
        atl_buffer_free(&text);
    }
    http->warned = true;
}

enum atl_status atl_http_start(struct atl_http *http, struct atl_error *error)
{
    if (http->options.refusal != NULL) {
        if (error != NULL) {
            *error = *http->options.refusal;
        }
        return http->options.refusal->status;
    }
    if (http->started) {
        return ATL_OK;
    }
    if (atl_text_is_empty(http->account->site)) {
        return atl_fail(error, ATL_UNAUTHENTICATED, "no site is configured");
    }
    enum atl_status status = atl_origin_parse(http->account->site, &http->origin, error);
    if (status != ATL_OK) {
        return status;
    }
    status = build_authorization(http, error);
    if (status != ATL_OK) {
        atl_origin_free(&http->origin);
        return status;
    }
    if (atl_library_memory_init() != CURLE_OK) {
        atl_origin_free(&http->origin);
        return atl_fail(error, ATL_FAILED, "libcurl can't start");
    }
    /* So that a refused HTTP/2 stream is heard of, see receive.h; only watched requests speak. */
    curl_global_trace("http/2");
    http->site = atl_strdup(http->account->site);
    size_t length = strlen(http->site);
    while (length > 0 && http->site[length - 1] == '/') {
        http->site[--length] = '\0';
    }
    build_accept_encoding(http);
    atl_trust_init(&http->trust, http->account);
    http->wants_session = true;
    http->started = true;
    warn(http);
    return ATL_OK;
}

void atl_http_close(struct atl_http *http)
{
    if (http == NULL) {
        return;
    }
    atl_transfers_free(http);
    atl_connections_close(http->connections);
    while (http->retired != NULL) {
        struct atl_connections *connections = http->retired;
        http->retired = *atl_connections_next(connections);
        atl_connections_close(connections);
    }
    atl_hosts_free(http);
    atl_tls_session_free(&http->tls);
    atl_anchors_free(http->anchors);
    if (http->started) {
        curl_global_cleanup();
    }
    if (http->authorization != NULL) {
        atl_wipe(http->authorization, http->authorization_size);
        free(http->authorization);
    }
    atl_origin_free(&http->origin);
    free(http->site);
    free(http);
}

void atl_http_warn(const struct atl_http *http, const char *message)
{
    if (http->options.warn != NULL) {
        http->options.warn(http->options.warn_context, message);
    }
}

const struct atl_account *atl_http_account(const struct atl_http *http)
{
    return http->account;
}

size_t atl_http_width(const struct atl_http *http)
{
    return http->options.concurrency;
}

struct atl_http_statistics atl_http_statistics(const struct atl_http *http)
{
    return http->statistics;
}
