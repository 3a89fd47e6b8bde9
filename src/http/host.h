/*
 * How many requests a host gets at once, and when: adaptive concurrency and pauses.
 *
 * The number starts at 16 and doubles with each round in which it was used up and all went well,
 * until the server says for the first time that it is too much (429, 503). Each time it does the
 * number is halved, once for the requests that were under way together, and from then on a round
 * adds two: as TCP finds out what its way can carry (RFC 5681 section 3.1). A wait that the server
 * asks for holds for everything that goes there.
 *
 * Over TLS the first request goes alone until its connection is there: only then is it known
 * whether the server speaks HTTP/2, so that the others can share that connection, or needs one for
 * each. libcurl, which could wait for that itself, goes on waiting for the whole answer when it is
 * HTTP/1.1.
 */
#ifndef ATLCLI_HTTP_HOST_H
#define ATLCLI_HTTP_HOST_H

#include "http/engine.h"

#include <ev.h>

struct atl_host_waiter;

struct atl_host {
    struct atl_host *next;
    struct atl_origin origin;
    struct ev_loop *loop;
    size_t most;  /* never above this */
    double limit; /* now */
    size_t in_flight;
    bool limited;            /* somebody had to wait since the last growth */
    bool asked;              /* a connection was made, or tried; plain http: no need to */
    bool shares;             /* one connection is for many requests at once, as far as is known */
    uint64_t round;          /* counts halvings: requests of an older round don't halve again */
    int64_t paused_until_ms; /* monotonic; 0: not paused */
    bool pause_is_told;      /* somebody knows why nothing moves */
    ev_timer resume;
    struct atl_host_waiter *first_waiter;
    struct atl_host_waiter *last_waiter;
};

enum {
    ATL_HOST_FIRST_LIMIT = 16,
};

/* The host of that origin, made when it is seen for the first time. */
struct atl_host *atl_host_find(struct atl_http *http, const struct atl_origin *origin);
void atl_hosts_free(struct atl_http *http);

/*
 * Waits for leave to send: first come, first served; one that `returns` from a refused attempt goes
 * before all others. Stores the round that the request belongs to. Every ATL_OK is to be followed
 * by one atl_host_leave.
 */
enum atl_status atl_host_enter(struct atl_host *host, bool returns, uint64_t *round,
                               struct atl_error *error);

/* A request that was let in has its connection, which others can share or can't. */
void atl_host_connected(struct atl_host *host, bool shares);

enum atl_load {
    ATL_LOAD_GOOD,     /* an answer came */
    ATL_LOAD_TOO_MUCH, /* 429 or 503 */
    ATL_LOAD_UNKNOWN,  /* anything else */
};
void atl_host_leave(struct atl_host *host, uint64_t round, enum atl_load load);

/* Sends nothing to the host for so long; a longer pause that is running already stays. */
void atl_host_pause(struct atl_host *host, int64_t milliseconds);

/* How long a pause still lasts that nobody was told of; not above 0: there is none. */
int64_t atl_host_untold_pause_ms(const struct atl_host *host);

#endif
