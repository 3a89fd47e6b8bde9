/* The HTTP server: libmicrohttpd around the routes. */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include "sandbox/sandbox.h"
#include "sandbox/server/certificate.h"

struct MHD_Daemon;

/* Opens a socket to listen on; port 0: the system chooses; *port is the one that it got. */
enum atl_status sandbox_listen(const char *bind, int64_t wanted_port, int *listener, uint16_t *port,
                               struct atl_error *error);

/* Serves from a thread of its own, and owns the listener from here on. `identity` NULL: no TLS. */
enum atl_status sandbox_start(struct sandbox *sandbox, int listener,
                              const struct tls_identity *identity, struct MHD_Daemon **daemon,
                              struct atl_error *error);

/* Lets a held-back request go on; what `latency` calls. */
void sandbox_resume(void *connection);

/* Answers nothing more and closes all connections. No request may be held back any longer. */
void sandbox_stop(struct MHD_Daemon *daemon);

#endif
