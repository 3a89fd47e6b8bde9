/*
 * docs preview: connections. HTTP/1.1 as far as a browser on the same machine needs it: GET and
 * HEAD, one request a connection.
 */
#include "sync/preview/preview.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MOST_HEAD = 16 * 1024,
    MOST_CONNECTIONS = 64,
    PATIENCE_MS = 10 * 1000, /* for a client to send, or to take */
};

struct connection {
    struct preview *preview;
    int descriptor;
};

/* ---- listening ---- */

static enum atl_status fail_to_listen(const struct preview *preview, int number,
                                      struct atl_error *error)
{
    atl_fail(error, ATL_FAILED, "cannot listen on port %d of this machine: %s",
             preview->options->port, strerror(number));
    if (number == EADDRINUSE || number == EACCES) {
        atl_hint(error, "choose another with --port, or leave it out for one that is free");
    }
    return ATL_FAILED;
}

enum atl_status preview_listen(struct preview *preview, struct atl_error *error)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)preview->options->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    const int yes = 1;
    preview->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (preview->listener < 0) {
        return fail_to_listen(preview, errno, error);
    }
    setsockopt(preview->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(preview->listener, (const struct sockaddr *)&address, length) != 0 ||
        listen(preview->listener, SOMAXCONN) != 0 ||
        getsockname(preview->listener, (struct sockaddr *)&address, &length) != 0) {
        return fail_to_listen(preview, errno, error);
    }
    preview->port = ntohs(address.sin_port);
    return ATL_OK;
}

/* ---- one connection ---- */

/* Reads up to the empty line; its length in *length, 0: there was none in time. */
static enum atl_status read_head(const struct connection *connection, char *head, size_t *length,
                                 struct atl_error *error)
{
    size_t used = 0;
    *length = 0;
    while (used < MOST_HEAD) {
        ssize_t count = recv(connection->descriptor, head + used, MOST_HEAD - used, 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            enum atl_status status =
                atl_wait_descriptor(connection->descriptor, ATL_READABLE, PATIENCE_MS, error);
            if (status != ATL_OK) {
                return status;
            }
            continue;
        }
        if (count <= 0) {
            return ATL_OK;
        }
        used += (size_t)count;
        const char *end = memmem(head, used, "\r\n\r\n", 4);
        if (end != NULL) {
            *length = (size_t)(end - head);
            return ATL_OK;
        }
    }
    return ATL_OK;
}

static enum atl_status send_all(const struct connection *connection, const char *bytes,
                                size_t length, struct atl_error *error)
{
    while (length > 0) {
        ssize_t count = send(connection->descriptor, bytes, length, MSG_NOSIGNAL);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            enum atl_status status =
                atl_wait_descriptor(connection->descriptor, ATL_WRITABLE, PATIENCE_MS, error);
            if (status != ATL_OK) {
                return status;
            }
            continue;
        }
        if (count < 0) {
            return atl_fail(error, ATL_NETWORK, "the browser has gone");
        }
        bytes += count;
        length -= (size_t)count;
    }
    return ATL_OK;
}

static const char *reason_of(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    default:
        return "Error";
    }
}

/* Nothing but what is served here may run, be embedded, or be asked for. */
static enum atl_status send_reply(const struct connection *connection,
                                  const struct preview_reply *reply, bool head_alone,
                                  struct atl_error *error)
{
    struct atl_buffer text = {0};
    atl_buffer_printf(&text,
                      "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                      "Connection: close\r\nCache-Control: no-store\r\n"
                      "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
                      "Cross-Origin-Resource-Policy: same-origin\r\n"
                      "Content-Security-Policy: default-src 'none'; script-src 'self'; "
                      "style-src 'self' 'unsafe-inline'; img-src 'self' https: data:; "
                      "connect-src 'self'; form-action 'none'; base-uri 'none'; "
                      "frame-ancestors 'none'\r\n\r\n",
                      reply->status, reason_of(reply->status), reply->media_type,
                      reply->body.length);
    if (!head_alone) {
        atl_buffer_append(&text, atl_buffer_text(&reply->body), reply->body.length);
    }
    enum atl_status status = send_all(connection, text.data, text.length, error);
    atl_buffer_free(&text);
    return status;
}

static void refuse(struct preview_reply *reply, int status, const char *why)
{
    reply->status = status;
    reply->media_type = "text/plain; charset=utf-8";
    atl_buffer_add(&reply->body, why);
}

static enum atl_status answer(const struct connection *connection, const char *head, size_t length,
                              struct atl_error *error)
{
    struct preview *preview = connection->preview;
    struct preview_request request;
    struct preview_reply reply = {0};
    enum atl_status status = ATL_OK;
    bool head_alone = false;
    if (!preview_parse(head, length, &request)) {
        refuse(&reply, 400, "This is no request that is understood here.\n");
    } else if (!preview_is_own_host(request.host, preview->port)) {
        refuse(&reply, 403, "Only this machine is served, under its own name.\n");
    } else if (strcmp(request.method, "GET") != 0 && strcmp(request.method, "HEAD") != 0) {
        refuse(&reply, 405, "Pages can be read, and nothing else.\n");
    } else {
        head_alone = request.method[0] == 'H';
        status = preview_answer(preview, &request, &reply, error);
    }
    status = status == ATL_OK ? send_reply(connection, &reply, head_alone, error) : status;
    atl_buffer_free(&reply.body);
    return status;
}

/* What goes wrong with one browser is nobody else's concern. */
static enum atl_status serve_connection(void *argument, struct atl_error *error)
{
    struct connection *connection = argument;
    char *head = atl_alloc(MOST_HEAD);
    size_t length;
    enum atl_status status = read_head(connection, head, &length, error);
    if (status == ATL_OK && length > 0) {
        status = answer(connection, head, length, error);
    }
    close(connection->descriptor);
    connection->preview->connections--;
    free(head);
    free(connection);
    return status == ATL_CANCELLED ? status : ATL_OK;
}

/* ---- all ---- */

static enum atl_status accept_one(struct preview *preview, struct atl_group *group,
                                  struct atl_error *error)
{
    int descriptor = accept4(preview->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) {
        bool again = errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
        return again ? atl_wait_descriptor(preview->listener, ATL_READABLE, -1, error)
                     : atl_sleep(100, error); /* out of descriptors, for one */
    }
    if (preview->connections >= MOST_CONNECTIONS) {
        close(descriptor);
        return ATL_OK;
    }
    struct connection *connection = atl_alloc(sizeof *connection);
    *connection = (struct connection){.preview = preview, .descriptor = descriptor};
    enum atl_status status = atl_group_spawn(group, serve_connection, connection);
    if (status != ATL_OK) {
        close(descriptor);
        free(connection);
        return atl_fail(error, status, "cannot serve a connection");
    }
    preview->connections++;
    return ATL_OK;
}

enum atl_status preview_serve(void *argument, struct atl_error *error)
{
    struct preview *preview = argument;
    struct atl_group *group = atl_group_open(0, true);
    enum atl_status status = ATL_OK;
    while (status == ATL_OK) {
        status = accept_one(preview, group, error);
    }
    atl_group_cancel(group);
    struct atl_error ignored;
    atl_group_wait(group, &ignored);
    return status;
}
