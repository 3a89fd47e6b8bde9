/*
 * Where downloads come from: another port, as on Cloud, where it is another host. Who has a signed
 * URL may read what it names, and needs no credentials; who sends them all the same is counted.
 *
 * A thread accepts the connections and hands them to the server, whose thread serves them like its
 * own.
 */
#ifndef SANDBOX_MEDIA_H
#define SANDBOX_MEDIA_H

#include "sandbox/server/request.h"

#include "atlcli/error.h"

#include <pthread.h>

enum {
    MEDIA_KEY_BYTES = 32,
};

struct MHD_Daemon;
struct route;

struct media {
    uint16_t port;
    char *site; /* like that of the sandbox, but for the port */
    /*
     * Fills the reply with what is at a path such as "attachment/10001": the kind and the id that
     * media_url was given. False: there is nothing. NULL as long as there are no downloads.
     */
    bool (*content)(struct sandbox *sandbox, const char *path, struct reply *reply);

    int listener;
    int wake[2]; /* a pipe: a byte ends the thread */
    pthread_t thread;
    bool running;
    struct MHD_Daemon *daemon;
    unsigned char key[MEDIA_KEY_BYTES]; /* signs the URLs of this run */
};

/* Owns the listener, whose port it is, and the site from here on. */
void media_init(struct media *media, int listener, uint16_t port, char *site);

/* Hands connections to the daemon until media_stop. */
enum atl_status media_start(struct media *media, struct MHD_Daemon *daemon,
                            struct atl_error *error);
void media_stop(struct media *media);
void media_free(struct media *media);

/* True for what is at this port, and not at the sandbox's own. */
bool media_is_route(const struct route *route);

/* True for a connection to this port. */
bool media_is_peer(const struct media *media, int descriptor);

/* A URL that is good for some minutes, in the request's arena. `kind` is "attachment" or such. */
const char *media_url(struct request *request, const char *kind, int64_t id);

/* Counts a request to this port. */
void media_count(const struct request *request);

#endif
