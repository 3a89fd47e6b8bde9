#include "sandbox/server/faults.h"

#include "sandbox/sandbox.h"
#include "sandbox/seed/random.h"
#include "sandbox/server/emit.h"
#include "sandbox/server/request.h"
#include "sandbox/server/route.h"

#include "atlcli/clock.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

const char *fault_name(enum fault fault)
{
    static const char *const names[FAULT_COUNT] = {
        [FAULT_RATE_LIMIT] = "rate-limit",         [FAULT_FAIL] = "fail",
        [FAULT_RESET_BEFORE] = "reset-before",     [FAULT_RESET_AFTER] = "reset-after",
        [FAULT_BODY_TRUNCATED] = "body-truncated", [FAULT_BODY_MALFORMED] = "body-malformed",
        [FAULT_BODY_EMPTY] = "body-empty",         [FAULT_BODY_HTML] = "body-html",
        [FAULT_BODY_STALLED] = "body-stalled",     [FAULT_TOKEN_EXPIRED] = "token-expired",
        [FAULT_BULK_FORBIDDEN] = "bulk-forbidden",
    };
    return names[fault];
}

void faults_init(struct faults *faults, const struct fault_switches *switches)
{
    *faults = (struct faults){0};
    fault_switches_copy(&faults->switches, switches);
}

void faults_replace(struct faults *faults, struct fault_switches *switches)
{
    fault_switches_free(&faults->switches);
    *faults = (struct faults){.switches = *switches};
}

void faults_free(struct faults *faults)
{
    fault_switches_free(&faults->switches);
}

/* ---- which request is hit ---- */

static struct fault_switches *switches_of(const struct request *request)
{
    return &request->sandbox->faults.switches;
}

/* The first that strikes decides what becomes of the answer. */
static void strike(struct request *request, enum fault fault)
{
    if (request->fault == FAULT_NONE) {
        request->fault = fault;
    }
    request->sandbox->counters.faults[fault]++;
}

/* True when the request is what --faults-for names: "[METHOD ]/path/prefix". */
static bool is_target(const struct request *request)
{
    const char *target = switches_of(request)->only_for;
    if (target == NULL) {
        return true;
    }
    const char *path = strchr(target, '/');
    size_t method_length = path == target ? 0 : (size_t)(path - target) - 1;
    return atl_text_starts_with(request->local_path, path) &&
           (method_length == 0 || (strlen(request->method) == method_length &&
                                   strncmp(request->method, target, method_length) == 0));
}

/* Counts the request, and says whether it is the one in `every`, and not one too many. */
static bool is_due(struct faults *faults, uint64_t *count, int64_t every)
{
    uint64_t limit = (uint64_t)faults->switches.fault_limit;
    if (every <= 0 || ++*count % (uint64_t)every != 0 || (limit > 0 && faults->caused == limit)) {
        return false;
    }
    faults->caused++;
    return true;
}

int64_t faults_latency_ms(const struct request *request)
{
    const struct sandbox *sandbox = request->sandbox;
    const struct fault_switches *switches = switches_of(request);
    if ((switches->latency_ms == 0 && switches->jitter_ms == 0) || request->local_path == NULL ||
        !is_target(request)) {
        return 0;
    }
    uint64_t random = random_at((uint64_t)sandbox->options.seed, sandbox->counters.requests, 0);
    return switches->latency_ms + (int64_t)(random % (uint64_t)(switches->jitter_ms + 1));
}

/* ---- before the handler ---- */

/* The header fields of Cloud and of Data Center differ; Remaining and Limit are the same. */
static void describe_limit(struct request *request, int64_t wait_seconds)
{
    const struct sandbox *sandbox = request->sandbox;
    const struct fault_switches *switches = &sandbox->faults.switches;
    int64_t burst = switches->rate_burst > 0 ? switches->rate_burst : switches->rate_limit;
    int64_t remaining = rate_limit_remaining(&sandbox->faults.rate);
    struct reply *reply = &request->reply;
    reply_header(reply, "X-RateLimit-Limit", "%" PRId64, burst);
    reply_header(reply, "X-RateLimit-Remaining", "%" PRId64, remaining);
    if (sandbox_is_cloud(sandbox)) {
        int64_t reset = atl_clock_wall_seconds() + sandbox->options.skew_seconds + wait_seconds;
        const char *text = atl_clock_format_iso8601(&request->arena, reset * 1000);
        reply_header(reply, "X-RateLimit-Reset", "%.19sZ", text);
        reply_header(reply, "X-RateLimit-NearLimit", "%s",
                     remaining * 5 < burst ? "true" : "false");
    } else {
        reply_header(reply, "X-RateLimit-Interval-Seconds", "1");
        reply_header(reply, "X-RateLimit-FillRate", "%" PRId64, switches->rate_limit);
    }
}

/* True when there are too many requests; describes the limit in any case. */
static bool limit_rate(struct request *request)
{
    struct faults *faults = &request->sandbox->faults;
    int64_t per_second = faults->switches.rate_limit;
    if (per_second == 0 || request->at_media) {
        return false; /* media is another host, which has its own limits */
    }
    int64_t burst = faults->switches.rate_burst > 0 ? faults->switches.rate_burst : per_second;
    bool taken = rate_limit_take(&faults->rate, per_second, burst, atl_clock_monotonic_ms());
    int64_t wait = rate_limit_wait_seconds(&faults->rate, per_second);
    describe_limit(request, wait);
    if (!taken || !sandbox_is_cloud(request->sandbox)) {
        reply_header(&request->reply, "Retry-After", "%" PRId64, wait);
    }
    if (taken) {
        return false;
    }
    strike(request, FAULT_RATE_LIMIT);
    reply_error(&request->reply, route_style(request->route), 429, "Rate limit exceeded.");
    return true;
}

static bool fail(struct request *request)
{
    struct faults *faults = &request->sandbox->faults;
    const struct fault_switches *switches = &faults->switches;
    if (!is_due(faults, &faults->failable, switches->fail_every)) {
        return false;
    }
    strike(request, FAULT_FAIL);
    reply_error(&request->reply, route_style(request->route), (unsigned)switches->fail_status, "%s",
                switches->fail_status == 429 ? "Rate limit exceeded." : "The sandbox was told to.");
    if (switches->retry_after >= 0) {
        reply_header(&request->reply, "Retry-After", "%" PRId64, switches->retry_after);
    }
    return true;
}

/* Chooses what will become of the answer; true when the request isn't to be applied. */
static bool choose_ending(struct request *request)
{
    struct faults *faults = &request->sandbox->faults;
    const struct fault_switches *switches = &faults->switches;
    if (is_due(faults, &faults->resettable, switches->reset_every)) {
        if (switches->reset_when == RESET_BEFORE) {
            strike(request, FAULT_RESET_BEFORE);
            return true;
        }
        request->fault = FAULT_RESET_AFTER;
        return false;
    }
    if (is_due(faults, &faults->breakable, switches->body_every)) {
        static const enum fault faults_of_bodies[] = {
            [BODY_TRUNCATED] = FAULT_BODY_TRUNCATED, [BODY_MALFORMED] = FAULT_BODY_MALFORMED,
            [BODY_EMPTY] = FAULT_BODY_EMPTY,         [BODY_HTML] = FAULT_BODY_HTML,
            [BODY_STALLED] = FAULT_BODY_STALLED,
        };
        request->fault = faults_of_bodies[switches->body_fault];
    }
    return false;
}

/* From now on the credentials are as good as wrong ones. */
static void expire_token(struct request *request)
{
    struct faults *faults = &request->sandbox->faults;
    int64_t allowed = faults->switches.expire_after;
    if (allowed > 0 && request->access != ACCESS_ANONYMOUS &&
        ++faults->authenticated > (uint64_t)allowed) {
        request->access = ACCESS_ANONYMOUS;
        strike(request, FAULT_TOKEN_EXPIRED);
    }
}

static const char no_bulk_change[] = "You do not have the global Bulk Change permission.";

static bool forbid_bulk(struct request *request)
{
    struct reply *reply = &request->reply;
    const struct route *route = request->route;
    bool is_create = atl_text_equal(route->path, "/issue/bulk");
    bool is_task = atl_text_starts_with(route->path, "/bulk/");
    if (!switches_of(request)->bulk_forbidden || request->access == ACCESS_ANONYMOUS ||
        route->base != ROUTE_JIRA || (!is_task && !is_create)) {
        return false;
    }
    strike(request, FAULT_BULK_FORBIDDEN);
    if (is_create) {
        reply_error(reply, REPLY_JIRA, 403, "%s", no_bulk_change);
        return true;
    }
    reply_restart(reply, 403);
    emit_object(&reply->body, NULL);
    emit_array(&reply->body, "errors");
    emit_object(&reply->body, NULL);
    emit_text(&reply->body, "message", no_bulk_change);
    emit_object_end(&reply->body);
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
    return true;
}

bool faults_before(struct request *request)
{
    if (is_target(request) && (limit_rate(request) || fail(request) || choose_ending(request))) {
        return true;
    }
    expire_token(request);
    return forbid_bulk(request);
}

/* ---- after it ---- */

static const char login_page[] =
    "<!DOCTYPE html>\n<html><head><title>Log in</title></head>\n"
    "<body><h1>Log in to continue</h1><form method=\"post\" action=\"/login\">\n"
    "<input name=\"username\"><input name=\"password\" type=\"password\">\n"
    "<button>Log in</button></form></body></html>\n";

static void make_html(struct reply *reply)
{
    reply_restart(reply, reply->status < 300 ? 200 : reply->status);
    reply->content_type = "text/html;charset=UTF-8";
    atl_buffer_add(&reply->body, login_page);
}

/* Two commas are nowhere in JSON but in texts, and a text would be left open. */
static void make_malformed(struct reply *reply)
{
    atl_buffer_truncate(&reply->body, reply->body.length / 2);
    atl_buffer_add(&reply->body, ",,");
}

void faults_after(struct request *request)
{
    struct reply *reply = &request->reply;
    enum fault fault = request->fault;
    bool needs_body =
        fault >= FAULT_BODY_TRUNCATED && fault <= FAULT_BODY_STALLED && fault != FAULT_BODY_HTML;
    if (needs_body && reply->body.length == 0) {
        request->fault = FAULT_NONE;
        request->sandbox->faults.caused--;
        return;
    }
    switch (fault) {
    case FAULT_BODY_MALFORMED:
        make_malformed(reply);
        break;
    case FAULT_BODY_EMPTY:
        atl_buffer_truncate(&reply->body, 0);
        break;
    case FAULT_BODY_HTML:
        make_html(reply);
        break;
    case FAULT_RESET_AFTER:
    case FAULT_BODY_TRUNCATED:
    case FAULT_BODY_STALLED:
        break;
    default:
        return; /* counted already, or nothing to count */
    }
    strike(request, fault);
}

/* ---- when the answer is sent ---- */

bool faults_reset(const struct request *request, struct MHD_Connection *connection)
{
    if (request->fault != FAULT_RESET_BEFORE && request->fault != FAULT_RESET_AFTER) {
        return false;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != NULL) {
        /*
         * libmicrohttpd shuts a connection down before it closes it, and so sends a FIN first.
         * Linux resets a connection that is "connected" to nothing, at once; elsewhere closing it
         * without lingering does.
         */
        struct linger none = {.l_onoff = 1, .l_linger = 0};
        struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
        setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        (void)connect(info->connect_fd, &nowhere, sizeof nowhere);
    }
    return true;
}

/* ---- for handlers and searches ---- */

bool faults_hides_project(const struct sandbox *sandbox, const char *key)
{
    return fault_switch_has_key(sandbox->faults.switches.hidden_projects, key);
}

bool faults_hides_space(const struct sandbox *sandbox, const char *key)
{
    return fault_switch_has_key(sandbox->faults.switches.hidden_spaces, key);
}

bool faults_guards_project(const struct sandbox *sandbox, const char *key)
{
    return fault_switch_has_key(sandbox->faults.switches.guarded_projects, key);
}

int64_t faults_search_lag_ms(const struct sandbox *sandbox)
{
    return sandbox->faults.switches.search_lag_ms;
}

bool faults_redirect_downloads(const struct sandbox *sandbox)
{
    return sandbox_is_cloud(sandbox) || sandbox->faults.switches.download_redirect;
}
