/* atl_http_send: attempts until one settles the matter, then redirects, then the answer. */
#include "atlcli/clock.h"
#include "atlcli/loop.h"
#include "http/backoff.h"
#include "http/failure.h"
#include "http/header.h"
#include "http/host.h"
#include "http/log.h"
#include "http/redirect.h"
#include "http/retry_after.h"
#include "http/transfer.h"
#include "http/upload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    NOTICEABLE_PAUSE_MS = 5000, /* longer ones are spoken of */
};

/* A request on its way. */
struct sending {
    struct atl_http *http;
    const struct atl_http_request *request;
    struct atl_transfer *transfer;
    int attempts;
    int resends;   /* by libcurl itself */
    bool in_doubt; /* whether an attempt was carried out */
    bool refused;  /* the attempt before was told to wait: it goes first when the wait is over */
};

/* ---- where to ---- */

static enum atl_status check_path(const char *path, struct atl_error *error)
{
    if (path == NULL || (path[0] != '/' && !atl_url_is_absolute(path))) {
        return atl_fail(error, ATL_USAGE, "'%s' is no path that starts with / and no URL",
                        path == NULL ? "" : path);
    }
    return ATL_OK;
}

static void choose_host(struct sending *sending, const struct atl_origin *origin)
{
    sending->transfer->host = atl_host_find(sending->http, origin);
    sending->transfer->secure = origin->secure;
}

static enum atl_status address(struct sending *sending, struct atl_error *error)
{
    struct atl_http *http = sending->http;
    struct atl_transfer *transfer = sending->transfer;
    const char *path = sending->request->path;
    enum atl_status status = check_path(path, error);
    if (status != ATL_OK) {
        return status;
    }
    transfer->with_credentials = !sending->request->without_credentials;
    if (path[0] == '/') {
        atl_buffer_add(&transfer->url, http->site);
        atl_buffer_add(&transfer->url, path);
        choose_host(sending, &http->origin);
        return ATL_OK;
    }
    atl_buffer_add(&transfer->url, path);
    size_t site_length = strlen(http->site);
    if (strncmp(path, http->site, site_length) == 0 && path[site_length] == '/') {
        choose_host(sending, &http->origin); /* without taking it apart */
        return ATL_OK;
    }
    struct atl_origin origin;
    status = atl_origin_parse(path, &origin, error);
    if (status == ATL_OK) {
        transfer->with_credentials =
            transfer->with_credentials && atl_origin_equal(&origin, &http->origin);
        choose_host(sending, &origin);
        atl_origin_free(&origin);
    }
    return status;
}

/* ---- one attempt ---- */

static void count(struct sending *sending)
{
    struct atl_http_statistics *statistics = &sending->http->statistics;
    const struct atl_transfer *transfer = sending->transfer;
    statistics->requests++;
    statistics->retries += sending->attempts > 1 ? 1 : 0;
    statistics->bytes_received += transfer->bytes;
    statistics->connections += transfer->connections > 0 ? (uint64_t)transfer->connections : 0;
    if (sending->transfer->host->in_flight > statistics->most_in_flight) {
        statistics->most_in_flight = sending->transfer->host->in_flight;
    }
}

static enum atl_load assess_load(const struct atl_attempt *attempt)
{
    if (attempt->ending != ATL_ENDING_ANSWERED) {
        return ATL_LOAD_UNKNOWN;
    }
    return attempt->status == 429 || attempt->status == 503 ? ATL_LOAD_TOO_MUCH : ATL_LOAD_GOOD;
}

/* Once per pause, and when somebody waits for its end: nobody should wonder why nothing moves. */
static void tell_of_pause(const struct sending *sending)
{
    const struct atl_http_options *options = &sending->http->options;
    struct atl_host *host = sending->transfer->host;
    int64_t pause_ms = atl_host_untold_pause_ms(host);
    if (options->warn != NULL && pause_ms >= NOTICEABLE_PAUSE_MS) {
        char text[128];
        snprintf(text, sizeof text, "the server asks for a pause: going on in %lld s",
                 (long long)(pause_ms + 999) / 1000);
        options->warn(options->warn_context, text);
        host->pause_is_told = true;
    }
}

static enum atl_status attempt_once(struct sending *sending, struct atl_attempt *attempt,
                                    struct atl_error *error)
{
    uint64_t round;
    tell_of_pause(sending);
    enum atl_status status =
        atl_host_enter(sending->transfer->host, sending->refused, &round, error);
    if (status != ATL_OK) {
        return status;
    }
    enum atl_load load = ATL_LOAD_UNKNOWN;
    status = atl_http_renew_connections(sending->http, sending->transfer->secure, error);
    if (status == ATL_OK) {
        sending->attempts++;
        status = atl_transfer_perform(sending->transfer, error);
        sending->in_doubt = sending->in_doubt || (status == ATL_CANCELLED &&
                                                  atl_transfer_may_be_done(sending->transfer));
        sending->resends += sending->transfer->sends > 1 ? (int)sending->transfer->sends - 1 : 0;
    }
    if (status == ATL_OK) {
        *attempt = atl_transfer_judge(sending->transfer);
        load = assess_load(attempt);
        count(sending);
        atl_log_attempt(sending->transfer, sending->attempts);
    }
    atl_host_leave(sending->transfer->host, round, load);
    return status;
}

/* ---- repeated attempts ---- */

/* How long the server wants to be left alone, below 0 when it doesn't say. */
static int64_t read_wait(const struct sending *sending, bool refused)
{
    const char *headers = atl_buffer_text(&sending->transfer->headers);
    struct atl_rate_limit limit = {
        .retry_after = atl_header_find(headers, "Retry-After"),
        .remaining = atl_header_find(headers, "X-RateLimit-Remaining"),
        .reset = atl_header_find(headers, "X-RateLimit-Reset"),
    };
    if (limit.retry_after == NULL && limit.reset == NULL) {
        return -1;
    }
    limit.date = atl_header_find(headers, "Date");
    return atl_rate_limit_wait_ms(&limit, refused, atl_clock_wall_ms());
}

static void pause_host(struct sending *sending, int64_t wait_ms, const char *why)
{
    struct atl_http *http = sending->http;
    struct atl_host *host = sending->transfer->host;
    int64_t pause = atl_spread_ms(&http->random, wait_ms);
    http->statistics.rate_limit_waits++;
    atl_log_wait(http, &host->origin, pause, why);
    atl_host_pause(host, pause);
    if (host->first_waiter != NULL) {
        tell_of_pause(sending);
    }
}

static enum atl_status fail_for_long_wait(const struct sending *sending, int64_t wait_ms,
                                          struct atl_error *error)
{
    int status = sending->transfer->status;
    atl_fail(error, ATL_FAILED, "the server asks to wait %lld s before the next request (%d)",
             (long long)(wait_ms + 999) / 1000, status);
    atl_hint(error, "atlcli waits up to %d s by itself; run the command again later",
             ATL_LONGEST_WAIT_MS / 1000);
    if (error != NULL) {
        error->http_status = status;
    }
    return ATL_FAILED;
}

static int64_t pick_backoff(struct sending *sending)
{
    struct atl_http *http = sending->http;
    return atl_backoff_ms(&http->random, http->backoff_first_ms, sending->attempts);
}

/* 429, or 503 with Retry-After: nothing goes to the host until the wait is over. */
static enum atl_status heed_refusal(struct sending *sending, int64_t wait_ms,
                                    struct atl_error *error)
{
    if (wait_ms > ATL_LONGEST_WAIT_MS) {
        return fail_for_long_wait(sending, wait_ms, error);
    }
    if (wait_ms < 0) {
        wait_ms = sending->http->backoff_first_ms + pick_backoff(sending);
    }
    pause_host(sending, wait_ms, sending->transfer->status == 429 ? "429" : "503");
    return ATL_OK;
}

/* An answer that was given, but is the last one for now. */
static void heed_exhaustion(struct sending *sending)
{
    int64_t wait_ms = read_wait(sending, false);
    if (wait_ms > 0 && wait_ms <= ATL_LONGEST_WAIT_MS) {
        pause_host(sending, wait_ms, "no requests left");
    }
}

static bool changes_something(const struct atl_http_request *request)
{
    return request->method != ATL_GET && request->method != ATL_HEAD && !request->safe_to_repeat;
}

static enum atl_status conclude(const struct sending *sending, const struct atl_attempt *attempt,
                                enum atl_verdict verdict, struct atl_error *error)
{
    if (attempt->ending == ATL_ENDING_ANSWERED) {
        return ATL_OK;
    }
    if (verdict == ATL_VERDICT_UNKNOWN) {
        return atl_failure_report_unknown(sending->transfer, error);
    }
    enum atl_status status = atl_failure_report(sending->transfer, error);
    if ((sending->in_doubt || attempt->ending == ATL_ENDING_BROKEN) &&
        changes_something(sending->request)) {
        atl_failure_hint_doubt(error);
    }
    return status;
}

static enum atl_status before_repeat(struct sending *sending, const struct atl_attempt *attempt,
                                     enum atl_verdict verdict, struct atl_error *error)
{
    sending->refused = verdict == ATL_VERDICT_WAIT;
    sending->in_doubt = sending->in_doubt ||
                        (verdict == ATL_VERDICT_REPEAT && attempt->ending != ATL_ENDING_NEVER_SENT);
    enum atl_status status = ATL_OK;
    bool at_once = attempt->ending == ATL_ENDING_NEVER_SENT && sending->transfer->refused;
    if (verdict == ATL_VERDICT_REPEAT && !at_once) {
        status = atl_sleep(pick_backoff(sending), error);
    }
    if (status == ATL_OK && sending->request->restart != NULL) {
        sending->request->restart(sending->request->sink_context);
    }
    return status == ATL_OK ? atl_upload_rewind(sending->request, error) : status;
}

/* Repeats until the retry table says that it is settled: an answer in the transfer, or an error. */
static enum atl_status settle(struct sending *sending, struct atl_error *error)
{
    for (int tries = 1;; tries++) {
        struct atl_attempt attempt;
        enum atl_status status = attempt_once(sending, &attempt, error);
        if (status != ATL_OK) {
            return status;
        }
        bool answered = attempt.ending == ATL_ENDING_ANSWERED;
        int64_t wait_ms = -1;
        if (answered && (attempt.status == 429 || attempt.status == 503)) {
            wait_ms = read_wait(sending, true);
            attempt.has_retry_after = wait_ms >= 0;
        }
        enum atl_verdict verdict = atl_retry_judge(sending->transfer->repeatable, &attempt);
        if (verdict == ATL_VERDICT_WAIT) {
            status = heed_refusal(sending, wait_ms, error);
        } else if (answered) {
            heed_exhaustion(sending);
        }
        const struct atl_http_options *options = &sending->http->options;
        bool refused = verdict == ATL_VERDICT_WAIT;
        bool last = tries > options->retries + (refused ? options->more_when_refused : 0);
        if (status == ATL_OK &&
            (last || verdict == ATL_VERDICT_DONE || verdict == ATL_VERDICT_UNKNOWN)) {
            return conclude(sending, &attempt, verdict, error);
        }
        if (status == ATL_OK) {
            status = before_repeat(sending, &attempt, verdict, error);
        }
        if (status != ATL_OK) {
            return status;
        }
    }
}

/* ---- redirects ---- */

static enum atl_status follow(struct sending *sending, const char *location,
                              struct atl_error *error)
{
    struct atl_transfer *transfer = sending->transfer;
    struct atl_redirect redirect = {0};
    struct atl_origin origin;
    enum atl_status status =
        atl_redirect_judge(sending->http, atl_buffer_text(&transfer->url), location,
                           transfer->with_credentials, &redirect, error);
    if (status != ATL_OK) {
        return status;
    }
    status = atl_origin_parse(redirect.url, &origin, error);
    if (status == ATL_OK) {
        atl_buffer_truncate(&transfer->url, 0);
        atl_buffer_add(&transfer->url, redirect.url);
        transfer->with_credentials = redirect.with_credentials;
        choose_host(sending, &origin);
        atl_origin_free(&origin);
    }
    free(redirect.url);
    return status;
}

static enum atl_status settle_and_follow(struct sending *sending, struct atl_error *error)
{
    bool follows = sending->request->method == ATL_GET || sending->request->method == ATL_HEAD;
    for (int hops = 0;; hops++) {
        enum atl_status status = settle(sending, error);
        if (status != ATL_OK || !follows || !atl_status_is_redirect(sending->transfer->status)) {
            return status;
        }
        const char *headers = atl_buffer_text(&sending->transfer->headers);
        const char *location = atl_header_find(headers, "Location");
        if (location == NULL) {
            return ATL_OK;
        }
        if (hops == ATL_MOST_REDIRECTS) {
            return atl_fail(error, ATL_FAILED, "the server redirects more than %d times",
                            ATL_MOST_REDIRECTS);
        }
        status = follow(sending, location, error);
        if (status != ATL_OK) {
            return status;
        }
    }
}

/* ---- the answer ---- */

static const char *keep_body(struct atl_transfer *transfer, struct atl_arena *arena, size_t *length)
{
    enum {
        COPIED_BYTES = 4 * 1024, /* below this, copying costs less than another buffer */
    };
    *length = transfer->body.length;
    if (*length == 0) {
        return "";
    }
    if (*length <= COPIED_BYTES) {
        return atl_arena_strndup(arena, transfer->body.data, *length);
    }
    char *body = atl_buffer_take(&transfer->body);
    atl_arena_defer(arena, free, body);
    return body;
}

static const char *keep_headers(const struct atl_transfer *transfer, struct atl_arena *arena)
{
    char *headers = atl_arena_alloc(arena, transfer->headers.length + 1);
    if (transfer->headers.length > 0) {
        memcpy(headers, transfer->headers.data, transfer->headers.length);
    }
    return headers;
}

/* Only a body that is an answer stays packed: the others are looked into by whoever checks it. */
static void set_packing(const struct sending *sending, struct atl_arena *arena,
                        struct atl_http_response *response)
{
    const char *encoding = atl_header_find(response->headers, "Content-Encoding");
    if (!sending->request->keep_packed || encoding == NULL || response->length == 0 ||
        strcasecmp(encoding, "identity") == 0) {
        return;
    }
    response->packing = encoding;
    if ((response->status < 200 || response->status > 299) &&
        atl_http_unpack(sending->http, arena, response, NULL) != ATL_OK) {
        response->body = "";
        response->length = 0;
        response->packing = NULL;
    }
}

static void fill_response(struct sending *sending, struct atl_arena *arena,
                          struct atl_http_response *response)
{
    struct atl_transfer *transfer = sending->transfer;
    *response = (struct atl_http_response){
        .status = transfer->status,
        .headers = keep_headers(transfer, arena),
        .url = atl_arena_strndup(arena, transfer->url.data, transfer->url.length),
        .attempts = sending->attempts + sending->resends,
        .in_doubt = sending->in_doubt || sending->resends > 0,
        .milliseconds = transfer->milliseconds,
        .setup_ms = transfer->setup_ms,
    };
    response->body = keep_body(transfer, arena, &response->length);
    const char *content_type = atl_header_find(response->headers, "Content-Type");
    response->content_type = content_type == NULL ? "" : content_type;
    set_packing(sending, arena, response);
}

enum atl_status atl_http_send(struct atl_http *http, const struct atl_http_request *request,
                              struct atl_arena *arena, struct atl_http_response *response,
                              struct atl_error *error)
{
    enum atl_status status = atl_http_start(http, error);
    if (status != ATL_OK) {
        return status;
    }
    struct sending sending = {.http = http, .request = request};
    sending.transfer = atl_transfer_acquire(http);
    sending.transfer->request = request;
    sending.transfer->repeatable = atl_request_is_repeatable(request);
    status = address(&sending, error);
    if (status == ATL_OK) {
        status = settle_and_follow(&sending, error);
    }
    if (status == ATL_OK) {
        fill_response(&sending, arena, response);
    }
    if (status == ATL_CANCELLED && sending.in_doubt && changes_something(request)) {
        atl_failure_report_interrupted(sending.transfer, error);
    }
    atl_transfer_release(sending.transfer);
    return status;
}
