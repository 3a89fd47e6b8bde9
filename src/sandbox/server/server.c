#include "sandbox/server/server.h"

#include "sandbox/server/auth.h"
#include "sandbox/server/fault_body.h"
#include "sandbox/server/route.h"
#include "sandbox/server/tasks.h"

#include "atlcli/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_CONNECTIONS = 20000,
    CONNECTION_MEMORY_BYTES = 64 * 1024, /* bounds a request's line and headers */
    IDLE_SECONDS = 120,
    BACKLOG = 1024,
};

static const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

/* ---- one request ---- */

/* What libmicrohttpd keeps for us with a request. */
struct exchange {
    struct request *request;
    size_t most_body_bytes;
    bool counted;  /* looking at the counters doesn't change them */
    bool started;  /* the headers have been read */
    bool answered; /* the reply is complete; it may still be held back */
};

static bool is_admin(const struct request *request)
{
    return request->local_path != NULL && atl_text_starts_with(request->local_path, "/__sandbox/");
}

static void *begin_exchange(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)connection;
    struct sandbox *sandbox = context;
    struct exchange *exchange = atl_alloc(sizeof *exchange);
    struct request *request = atl_alloc(sizeof *request);
    exchange->request = request;
    request->sandbox = sandbox;
    request->started_ms = atl_clock_monotonic_ms();
    request->reply.arena = &request->arena;
    request_set_target(request, target, sandbox->options.context_path);
    exchange->counted = !is_admin(request);
    if (exchange->counted) {
        counters_begin(&sandbox->counters);
    }
    return exchange;
}

static void end_exchange(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    (void)connection;
    (void)code;
    struct sandbox *sandbox = context;
    struct exchange *exchange = *state;
    if (exchange != NULL) {
        if (exchange->counted) {
            counters_end(&sandbox->counters);
        }
        request_free(exchange->request);
        free(exchange);
        *state = NULL;
    }
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void read_headers(struct request *request, struct MHD_Connection *connection,
                         const char *method)
{
    struct atl_arena *arena = &request->arena;
    request->method = atl_arena_strdup(arena, method);
    request->accept = atl_arena_strdup(arena, header(connection, MHD_HTTP_HEADER_ACCEPT));
    request->accept_encoding =
        atl_arena_strdup(arena, header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    request->user_agent = atl_arena_strdup(arena, header(connection, MHD_HTTP_HEADER_USER_AGENT));
    request->content_type =
        atl_arena_strdup(arena, header(connection, MHD_HTTP_HEADER_CONTENT_TYPE));
    request->atlassian_token = atl_arena_strdup(arena, header(connection, "X-Atlassian-Token"));
    auth_recognise(request, header(connection, MHD_HTTP_HEADER_AUTHORIZATION));
    request->has_cookie = header(connection, MHD_HTTP_HEADER_COOKIE) != NULL;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    uintptr_t mark = info == NULL ? 0 : (uintptr_t)info->socket_context;
    request->connection_id = mark >> 1;
    request->at_media = (mark & 1) != 0;
    if (request->at_media) {
        media_count(request);
    }
}

/* The API that a path would belong to, if there were such a path. */
static enum reply_style style_of_path(const char *path)
{
    if (path != NULL && atl_text_starts_with(path, "/wiki/")) {
        return atl_text_starts_with(path, "/wiki/api/") ? REPLY_CONFLUENCE_V2 : REPLY_CONFLUENCE;
    }
    return REPLY_JIRA;
}

static void refuse_unknown(struct request *request, bool other_method)
{
    struct reply *reply = &request->reply;
    enum reply_style style = style_of_path(request->local_path);
    if (other_method) {
        reply_error(reply, style, 405, "%s is not allowed for %s", request->method, request->path);
        return;
    }
    counters_unknown_path(&request->sandbox->counters, request->method, request->path);
    reply_error(reply, style, 404, "The sandbox has no %s %s", request->method, request->path);
}

/* Downloads are at the port for them, everything else at the other. */
static bool is_for_port(const struct request *request)
{
    return media_is_route(request->route) == request->at_media;
}

/* What a handler changes is kept when its answer is a success, and only if the database says so. */
static void handle(struct request *request)
{
    struct reply *reply = &request->reply;
    struct store *store = &request->sandbox->store;
    bool changes = route_changes(request->route);
    if (changes) {
        store_begin(store);
    }
    request->route->handle(request, reply);
    bool kept = store->failure == NULL;
    if (changes && reply->status < 400) {
        kept = store_commit(store);
    } else {
        store_rollback(store);
    }
    if (!kept) {
        reply_error(reply, route_style(request->route), 500, "The sandbox's database: %s.",
                    store->last_failure);
    }
}

/* What the site itself answers, and signs. */
static void serve(struct request *request)
{
    if (request->at_media || auth_check(request)) {
        seen_keep_up(&request->sandbox->recent.seen, &request->sandbox->store,
                     faults_search_lag_ms(request->sandbox));
        tasks_advance(request->sandbox);
        handle(request);
        counters_applied(&request->sandbox->counters, request);
    }
    if (!request->at_media) {
        auth_sign(request);
    }
}

static void answer(struct request *request)
{
    struct reply *reply = &request->reply;
    reply_restart(reply, 200);
    bool other_method;
    request->route = route_find(request, &other_method);
    if (request->route == NULL || !is_for_port(request)) {
        request->route = NULL;
        refuse_unknown(request, other_method);
    } else if (request->body_too_large) {
        reply_error(reply, route_style(request->route), 413, "The request is too large.");
    } else if (is_admin(request)) {
        handle(request);
    } else if (!faults_before(request)) {
        serve(request);
    }
    faults_after(request);
}

static void compress(void *argument)
{
    struct request *request = argument;
    reply_compress(&request->reply, request->accept_encoding);
}

/* ---- sending ---- */

static void add_date(struct MHD_Response *response, int64_t skew_seconds)
{
    time_t now = (time_t)(atl_clock_wall_seconds() + skew_seconds);
    struct tm parts;
    char text[64];
    gmtime_r(&now, &parts);
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    MHD_add_response_header(response, MHD_HTTP_HEADER_DATE, text);
}

static enum MHD_Result send_reply(struct request *request, struct MHD_Connection *connection)
{
    struct sandbox *sandbox = request->sandbox;
    struct reply *reply = &request->reply;
    bool reset = faults_reset(request, connection);
    if (reset) {
        reply->status = 0;
    }
    request_log_write(&sandbox->log, request);
    if (!is_admin(request)) {
        counters_answered(&sandbox->counters, request->route, reply->status);
        counters_bodies(&sandbox->counters, request->body.length, reply->body.length);
    }
    if (reset) {
        return MHD_NO;
    }
    size_t length = reply->body.length;
    struct MHD_Response *response = fault_body_response(request, connection);
    if (length > 0) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    }
    for (size_t i = 0; i < reply->header_count; i++) {
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    }
    add_date(response, sandbox->options.skew_seconds);
    enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}

/* Suspends the request when it is to be held back; false when it is to be sent at once. */
static bool hold_back(struct request *request, struct MHD_Connection *connection)
{
    int64_t milliseconds = faults_latency_ms(request);
    if (milliseconds == 0 || is_admin(request)) {
        return false;
    }
    MHD_suspend_connection(connection);
    if (!latency_hold(&request->sandbox->latency, connection, milliseconds, compress, request)) {
        MHD_resume_connection(connection);
    }
    return true;
}

void sandbox_resume(void *connection)
{
    MHD_resume_connection(connection);
}

/* How long the request's body may be. Only forms need a look at what the route allows. */
static size_t most_body_bytes(struct request *request)
{
    bool other_method;
    const struct route *route = NULL;
    if (request->content_type != NULL &&
        atl_text_starts_with(request->content_type, "multipart/")) {
        route = route_find(request, &other_method);
    }
    bool is_upload = route != NULL && (route->flags & ROUTE_UPLOAD) != 0;
    return is_upload ? REQUEST_MOST_UPLOAD_BYTES : REQUEST_MOST_BODY_BYTES;
}

/* libmicrohttpd calls this for the headers, for each piece of the body, and to have it answered. */
static enum MHD_Result receive(void *context, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *upload,
                               size_t *upload_size, void **state)
{
    (void)context;
    (void)url;
    (void)version;
    struct exchange *exchange = *state;
    struct request *request = exchange->request;
    if (!exchange->started) {
        exchange->started = true;
        read_headers(request, connection, method);
        exchange->most_body_bytes = most_body_bytes(request);
        return MHD_YES;
    }
    if (*upload_size > 0) {
        request->body_too_large |= request->body.length + *upload_size > exchange->most_body_bytes;
        if (!request->body_too_large) {
            atl_buffer_append(&request->body, upload, *upload_size);
        }
        *upload_size = 0;
        return MHD_YES;
    }
    if (!exchange->answered) {
        exchange->answered = true;
        answer(request);
        if (hold_back(request, connection)) {
            return MHD_YES;
        }
        compress(request);
    }
    return send_reply(request, connection);
}

static void count_connection(void *context, struct MHD_Connection *connection,
                             void **socket_context, enum MHD_ConnectionNotificationCode code)
{
    struct sandbox *sandbox = context;
    struct counters *counters = &sandbox->counters;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        counters_connected(counters);
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        bool at_media = media_is_peer(&sandbox->media, info->connect_fd);
        /* Its number, and in the lowest bit which port it came to. */
        *socket_context = (void *)((uintptr_t)counters->connections << 1 | at_media);
    } else {
        counters_disconnected(counters);
    }
}

/* ---- the server ---- */

static void allow_many_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static enum atl_status make_address(const char *text, uint16_t port,
                                    struct sockaddr_storage *address, struct atl_error *error)
{
    *address = (struct sockaddr_storage){0};
    struct sockaddr_in *v4 = (struct sockaddr_in *)address;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return ATL_OK;
    }
    if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return ATL_OK;
    }
    return atl_fail(error, ATL_USAGE, "--bind wants an IP address, not '%s'", text);
}

static enum atl_status open_socket(const char *text, uint16_t port, int *listener,
                                   struct atl_error *error)
{
    struct sockaddr_storage address;
    enum atl_status status = make_address(text, port, &address, error);
    if (status != ATL_OK) {
        return status;
    }
    socklen_t size =
        address.ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    int on = 1;
    *listener = socket(address.ss_family, SOCK_STREAM, 0);
    if (*listener >= 0 && fcntl(*listener, F_SETFD, FD_CLOEXEC) == 0 &&
        fcntl(*listener, F_SETFL, O_NONBLOCK) == 0 &&
        setsockopt(*listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(*listener, (struct sockaddr *)&address, size) == 0 &&
        listen(*listener, BACKLOG) == 0) {
        return ATL_OK;
    }
    int reason = errno;
    if (*listener >= 0) {
        close(*listener);
    }
    return atl_fail(error, ATL_FAILED, "can't listen on %s port %u: %s", text, (unsigned)port,
                    strerror(reason));
}

enum atl_status sandbox_listen(const char *bind, int64_t wanted_port, int *listener, uint16_t *port,
                               struct atl_error *error)
{
    *listener = -1;
    enum atl_status status = open_socket(bind, (uint16_t)wanted_port, listener, error);
    if (status != ATL_OK) {
        return status;
    }
    /* The port is at the same place for both families (RFC 3493, 3.3). */
    struct sockaddr_in bound = {0};
    struct sockaddr_in6 storage = {0};
    socklen_t size = sizeof storage;
    getsockname(*listener, (struct sockaddr *)&storage, &size);
    memcpy(&bound, &storage, sizeof bound);
    *port = ntohs(bound.sin_port);
    return ATL_OK;
}

enum atl_status sandbox_start(struct sandbox *sandbox, int listener,
                              const struct tls_identity *identity, struct MHD_Daemon **daemon,
                              struct atl_error *error)
{
    unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK;
    struct MHD_OptionItem tls_options[] = {{MHD_OPTION_END, 0, NULL},
                                           {MHD_OPTION_END, 0, NULL},
                                           {MHD_OPTION_END, 0, NULL},
                                           {MHD_OPTION_END, 0, NULL}};
    if (identity != NULL) {
        flags |= MHD_USE_TLS;
        tls_options[0] =
            (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, identity->certificate};
        tls_options[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, identity->key};
        tls_options[2] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0,
                                                 (void *)(uintptr_t)tls_priorities};
    }
    allow_many_descriptors();
    *daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, receive, sandbox, MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_URI_LOG_CALLBACK, begin_exchange, sandbox, MHD_OPTION_NOTIFY_COMPLETED,
        end_exchange, sandbox, MHD_OPTION_NOTIFY_CONNECTION, count_connection, sandbox,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_ARRAY, tls_options, MHD_OPTION_END);
    if (*daemon == NULL) {
        close(listener);
        return atl_fail(error, ATL_FAILED, "the HTTP server doesn't start: %s",
                        identity == NULL ? "libmicrohttpd refused" : "is the certificate usable?");
    }
    return ATL_OK;
}

void sandbox_stop(struct MHD_Daemon *daemon)
{
    MHD_stop_daemon(daemon);
}
