/*
 * An HTTP/1.1 server inside the test program, for answers that no well-behaved server gives. It
 * listens on a port of 127.0.0.1 that the kernel chooses and runs a thread per connection. The test
 * says in a handler what each request gets, byte by byte if it likes, and asks afterwards what
 * came.
 */
#ifndef TESTS_UNIT_SUPPORT_SERVER_H
#define TESTS_UNIT_SUPPORT_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;
struct connection;

/* A request as it came. Kept until server_stop. */
struct received {
    int number;     /* from 1, over all connections */
    int connection; /* from 1 */
    char *method;
    char *target;
    char *header; /* all lines, each with its line end */
    char *body;
    size_t body_length;
};

/* What becomes of the connection after a request. */
enum fate {
    KEEP,  /* waits for the next one */
    CLOSE, /* closes in order */
    RESET, /* breaks off with a TCP reset */
};

/* Runs in the connection's thread. */
typedef enum fate (*server_handler)(struct connection *connection, const struct received *request,
                                    void *context);

struct server *server_start(server_handler handler, void *context);

/* The same over TLS with a certificate chain and key in PEM files. */
struct server *server_start_tls(server_handler handler, void *context, const char *certificate,
                                const char *key);

/* Calls the handler as soon as a connection is there, with a request whose texts are NULL. */
struct server *server_start_raw(server_handler handler, void *context);
struct server *server_start_raw_tls(server_handler handler, void *context, const char *certificate,
                                    const char *key, const char *alpn);

/* Ends all connections and their threads. */
void server_stop(struct server *server);

int server_port(const struct server *server);
/* "http://127.0.0.1:PORT" or "https://localhost:PORT". */
const char *server_url(const struct server *server);

/* How many requests, or connections, there have been so far. */
int server_requests(struct server *server);
int server_connections(struct server *server);
/* How many TLS connections resumed a session. */
int server_resumptions(struct server *server);
/* The index-th request, from 0. NULL when there is none. */
const struct received *server_request(struct server *server, int index);

/* Waits until that many requests have come. */
void server_await_requests(struct server *server, int count);

/* The value of a header field in a new string, NULL when it isn't there. */
char *received_header(const struct received *request, const char *name);

/* ---- for handlers ---- */

void send_bytes(struct connection *connection, const void *bytes, size_t length);
void send_text(struct connection *connection, const char *text);
/* A whole answer; `lines` are further header lines, each with its \r\n; both may be NULL. */
void reply(struct connection *connection, int status, const char *lines, const char *body);
/* Reads up to `length` bytes; 0 at the end of the connection. */
size_t receive_bytes(struct connection *connection, void *bytes, size_t length);
/* Says nothing until the client closes or the server stops. */
void stall(struct connection *connection);
/* Waits for server_release (or server_stop). */
void hold(struct connection *connection);
void server_release(struct server *server);
/* From now on connecting to the server fails; connections that are there stay. */
void refuse_connections(struct connection *connection);
/* Connects to a port of 127.0.0.1 and passes bytes in both directions until one side closes. */
void tunnel(struct connection *connection, int port);

#endif
