#include "support/server.h"

#include "atlcli/memory.h"
#include "atlcli/text.h"

#include <wolfssl/options.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wolfssl/ssl.h>

struct connection {
    struct server *server;
    struct connection *next;
    pthread_t thread;
    int socket;
    int number;
    WOLFSSL *tls;
};

struct server {
    server_handler handler;
    void *context;
    bool raw;
    WOLFSSL_CTX *tls;
    char alpn[16];
    int listener;
    int port;
    char url[64];
    int stop[2];    /* readable once the server stops */
    int release[2]; /* readable once held handlers may go on */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct connection *connections; /* under the lock, as everything below */
    int connection_count;
    int resumption_count;
    struct received *requests[4096];
    int request_count;
};

static void die(const char *what)
{
    perror(what);
    abort();
}

/* ---- bytes ---- */

/* Waits until the socket, or another descriptor, can be read. False when the server stops. */
static bool await(struct connection *connection, int descriptor)
{
    if (connection->tls != NULL && descriptor == connection->socket &&
        wolfSSL_pending(connection->tls) > 0) {
        return true;
    }
    struct pollfd ready[] = {{.fd = descriptor, .events = POLLIN},
                             {.fd = connection->server->stop[0], .events = POLLIN}};
    while (poll(ready, 2, -1) < 0) {
        if (errno != EINTR) {
            die("poll");
        }
    }
    return ready[1].revents == 0;
}

size_t receive_bytes(struct connection *connection, void *bytes, size_t length)
{
    if (!await(connection, connection->socket)) {
        return 0;
    }
    ssize_t count = connection->tls == NULL ? recv(connection->socket, bytes, length, 0)
                                            : wolfSSL_read(connection->tls, bytes, (int)length);
    return count > 0 ? (size_t)count : 0;
}

void send_bytes(struct connection *connection, const void *bytes, size_t length)
{
    const char *rest = bytes;
    while (length > 0) {
        ssize_t count = connection->tls == NULL
                            ? send(connection->socket, rest, length, MSG_NOSIGNAL)
                            : wolfSSL_write(connection->tls, rest, (int)length);
        if (count <= 0) {
            return; /* the client has gone, which is its right */
        }
        rest += count;
        length -= (size_t)count;
    }
}

void send_text(struct connection *connection, const char *text)
{
    send_bytes(connection, text, strlen(text));
}

void reply(struct connection *connection, int status, const char *lines, const char *body)
{
    struct atl_buffer answer = {0};
    size_t length = body == NULL ? 0 : strlen(body);
    atl_buffer_printf(&answer, "HTTP/1.1 %d Test\r\nContent-Length: %zu\r\n%s\r\n%s", status,
                      length, lines == NULL ? "" : lines, body == NULL ? "" : body);
    send_bytes(connection, answer.data, answer.length);
    atl_buffer_free(&answer);
}

void stall(struct connection *connection)
{
    char bytes[256];
    while (receive_bytes(connection, bytes, sizeof bytes) > 0) {
    }
}

void hold(struct connection *connection)
{
    await(connection, connection->server->release[0]);
}

void server_release(struct server *server)
{
    if (write(server->release[1], "r", 1) != 1) {
        die("write");
    }
}

void refuse_connections(struct connection *connection)
{
    shutdown(connection->server->listener, SHUT_RD);
}

void tunnel(struct connection *connection, int port)
{
    char bytes[4096];
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int target = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(target, (struct sockaddr *)&address, sizeof address) != 0) {
        die("connect");
    }
    for (;;) {
        struct pollfd ready[] = {{.fd = connection->socket, .events = POLLIN},
                                 {.fd = target, .events = POLLIN},
                                 {.fd = connection->server->stop[0], .events = POLLIN}};
        if (poll(ready, 3, -1) < 0 || ready[2].revents != 0) {
            break;
        }
        int from = ready[0].revents != 0 ? connection->socket : target;
        int to = from == target ? connection->socket : target;
        ssize_t count = recv(from, bytes, sizeof bytes, 0);
        if (count <= 0 || send(to, bytes, (size_t)count, MSG_NOSIGNAL) != count) {
            break;
        }
    }
    close(target);
}

/* ---- requests ---- */

char *received_header(const struct received *request, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = request->header; line != NULL && *line != '\0';) {
        size_t line_length = strcspn(line, "\r\n");
        if (line_length > length && strncasecmp(line, name, length) == 0 && line[length] == ':') {
            const char *value = line + length + 1;
            value += strspn(value, " ");
            return atl_strndup(value, (size_t)(line + line_length - value));
        }
        line += line_length;
        line += strspn(line, "\r\n");
    }
    return NULL;
}

static struct received *record(struct connection *connection, struct received *request)
{
    struct server *server = connection->server;
    pthread_mutex_lock(&server->lock);
    if (server->request_count == (int)(sizeof server->requests / sizeof *server->requests)) {
        abort();
    }
    server->requests[server->request_count++] = request;
    request->number = server->request_count;
    request->connection = connection->number;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
    return request;
}

/* Reads up to and with the empty line; what came after it stays in `bytes` from *end on. */
static bool receive_head(struct connection *connection, struct atl_buffer *bytes, size_t *end)
{
    for (;;) {
        const char *blank = bytes->data == NULL ? NULL : strstr(bytes->data, "\r\n\r\n");
        if (blank != NULL) {
            *end = (size_t)(blank - bytes->data) + 4;
            return true;
        }
        char piece[4096];
        size_t count = receive_bytes(connection, piece, sizeof piece);
        if (count == 0) {
            return false;
        }
        atl_buffer_append(bytes, piece, count);
    }
}

static bool receive_body(struct connection *connection, struct atl_buffer *bytes, size_t end,
                         struct received *request)
{
    char *announced = received_header(request, "Content-Length");
    request->body_length = announced == NULL ? 0 : (size_t)strtoull(announced, NULL, 10);
    free(announced);
    while (bytes->length - end < request->body_length) {
        char piece[4096];
        size_t count = receive_bytes(connection, piece, sizeof piece);
        if (count == 0) {
            return false;
        }
        atl_buffer_append(bytes, piece, count);
    }
    request->body = atl_strndup(bytes->data + end, request->body_length);
    return true;
}

static void free_request(struct received *request)
{
    free(request->method);
    free(request->target);
    free(request->header);
    free(request->body);
    free(request);
}

/* The next request, NULL at the end of the connection. `bytes` holds what was read beyond one. */
static struct received *receive_request(struct connection *connection, struct atl_buffer *bytes)
{
    size_t end;
    if (!receive_head(connection, bytes, &end)) {
        return NULL;
    }
    struct received *request = atl_alloc(sizeof *request);
    char *line = bytes->data;
    size_t method = strcspn(line, " ");
    size_t target = strcspn(line + method + 1, " ");
    request->method = atl_strndup(line, method);
    request->target = atl_strndup(line + method + 1, target);
    char *header = strstr(line, "\r\n") + 2;
    request->header = atl_strndup(header, (size_t)(line + end - 2 - header));
    if (!receive_body(connection, bytes, end, request)) {
        free_request(request);
        return NULL;
    }
    size_t used = end + request->body_length;
    struct atl_buffer rest = {0};
    atl_buffer_append(&rest, bytes->data + used, bytes->length - used);
    atl_buffer_free(bytes);
    *bytes = rest;
    return record(connection, request);
}

/* ---- threads ---- */

static enum fate serve_requests(struct connection *connection)
{
    struct server *server = connection->server;
    struct atl_buffer bytes = {0};
    enum fate fate = KEEP;
    if (server->raw) {
        fate = server->handler(connection, record(connection, atl_alloc(sizeof(struct received))),
                               server->context);
    }
    while (fate == KEEP && !server->raw) {
        struct received *request = receive_request(connection, &bytes);
        if (request == NULL) {
            break;
        }
        fate = server->handler(connection, request, server->context);
    }
    atl_buffer_free(&bytes);
    return fate;
}

static bool begin_tls(struct connection *connection)
{
    struct server *server = connection->server;
    connection->tls = wolfSSL_new(server->tls);
    wolfSSL_set_fd(connection->tls, connection->socket);
    wolfSSL_SetIOWriteFlags(connection->tls, MSG_NOSIGNAL);
    if (server->alpn[0] != '\0') {
        wolfSSL_UseALPN(connection->tls, server->alpn, (unsigned)strlen(server->alpn),
                        WOLFSSL_ALPN_FAILED_ON_MISMATCH);
    }
    if (!await(connection, connection->socket) ||
        wolfSSL_accept(connection->tls) != WOLFSSL_SUCCESS) {
        return false;
    }
    pthread_mutex_lock(&server->lock);
    server->resumption_count += wolfSSL_session_reused(connection->tls);
    pthread_mutex_unlock(&server->lock);
    return true;
}

static void *serve(void *argument)
{
    struct connection *connection = argument;
    enum fate fate = CLOSE;
    if (connection->server->tls == NULL || begin_tls(connection)) {
        fate = serve_requests(connection);
    }
    if (connection->tls != NULL) {
        if (fate != RESET) {
            wolfSSL_shutdown(connection->tls);
        }
        wolfSSL_free(connection->tls);
    }
    if (fate == RESET) {
        struct linger linger = {.l_onoff = 1, .l_linger = 0};
        setsockopt(connection->socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    } else {
        shutdown(connection->socket, SHUT_WR);
    }
    close(connection->socket);
    return NULL;
}

static void *accept_connections(void *argument)
{
    struct server *server = argument;
    for (;;) {
        struct pollfd ready[] = {{.fd = server->listener, .events = POLLIN},
                                 {.fd = server->stop[0], .events = POLLIN}};
        if (poll(ready, 2, -1) < 0 || ready[1].revents != 0) {
            return NULL;
        }
        int socket = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
        if (socket < 0 && errno == EINVAL) {
            return NULL; /* see refuse_connections */
        }
        if (socket < 0) {
            continue;
        }
        struct connection *connection = atl_alloc(sizeof *connection);
        connection->server = server;
        connection->socket = socket;
        pthread_mutex_lock(&server->lock);
        connection->number = ++server->connection_count;
        connection->next = server->connections;
        server->connections = connection;
        pthread_mutex_unlock(&server->lock);
        if (pthread_create(&connection->thread, NULL, serve, connection) != 0) {
            die("pthread_create");
        }
    }
}

static void listen_on_any_port(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->listener < 0 || bind(server->listener, (struct sockaddr *)&address, length) != 0 ||
        listen(server->listener, 128) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &length) != 0) {
        die("listen");
    }
    server->port = ntohs(address.sin_port);
}

static struct server *start(server_handler handler, void *context, bool raw, WOLFSSL_CTX *tls,
                            const char *alpn)
{
    struct server *server = atl_alloc(sizeof *server);
    server->handler = handler;
    server->context = context;
    server->raw = raw;
    server->tls = tls;
    snprintf(server->alpn, sizeof server->alpn, "%s", alpn == NULL ? "" : alpn);
    listen_on_any_port(server);
    snprintf(server->url, sizeof server->url,
             tls == NULL ? "http://127.0.0.1:%d" : "https://localhost:%d", server->port);
    if (pipe(server->stop) != 0 || pipe(server->release) != 0) {
        die("pipe");
    }
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->changed, NULL);
    if (pthread_create(&server->thread, NULL, accept_connections, server) != 0) {
        die("pthread_create");
    }
    return server;
}

static WOLFSSL_CTX *load(const char *certificate, const char *key)
{
    wolfSSL_Init();
    WOLFSSL_CTX *tls = wolfSSL_CTX_new(wolfTLS_server_method());
    if (tls == NULL ||
        wolfSSL_CTX_use_certificate_chain_file(tls, certificate) != WOLFSSL_SUCCESS ||
        wolfSSL_CTX_use_PrivateKey_file(tls, key, WOLFSSL_FILETYPE_PEM) != WOLFSSL_SUCCESS) {
        fprintf(stderr, "can't load %s and %s\n", certificate, key);
        abort();
    }
    return tls;
}

struct server *server_start(server_handler handler, void *context)
{
    return start(handler, context, false, NULL, NULL);
}

struct server *server_start_tls(server_handler handler, void *context, const char *certificate,
                                const char *key)
{
    return start(handler, context, false, load(certificate, key), NULL);
}

struct server *server_start_raw(server_handler handler, void *context)
{
    return start(handler, context, true, NULL, NULL);
}

struct server *server_start_raw_tls(server_handler handler, void *context, const char *certificate,
                                    const char *key, const char *alpn)
{
    return start(handler, context, true, load(certificate, key), alpn);
}

void server_stop(struct server *server)
{
    if (write(server->stop[1], "s", 1) != 1) {
        die("write");
    }
    pthread_join(server->thread, NULL);
    while (server->connections != NULL) {
        struct connection *connection = server->connections;
        server->connections = connection->next;
        pthread_join(connection->thread, NULL);
        free(connection);
    }
    for (int i = 0; i < server->request_count; i++) {
        free_request(server->requests[i]);
    }
    if (server->tls != NULL) {
        wolfSSL_CTX_free(server->tls);
        wolfSSL_Cleanup();
    }
    close(server->listener);
    for (int i = 0; i < 2; i++) {
        close(server->stop[i]);
        close(server->release[i]);
    }
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

/* ---- what came ---- */

int server_port(const struct server *server)
{
    return server->port;
}

const char *server_url(const struct server *server)
{
    return server->url;
}

int server_requests(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int count = server->request_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

int server_connections(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int count = server->connection_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

int server_resumptions(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int count = server->resumption_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

const struct received *server_request(struct server *server, int index)
{
    pthread_mutex_lock(&server->lock);
    const struct received *request = index < server->request_count ? server->requests[index] : NULL;
    pthread_mutex_unlock(&server->lock);
    return request;
}

void server_await_requests(struct server *server, int count)
{
    pthread_mutex_lock(&server->lock);
    while (server->request_count < count) {
        pthread_cond_wait(&server->changed, &server->lock);
    }
    pthread_mutex_unlock(&server->lock);
}
