/* What has happened since the start, or since the last reset. Used by the server's thread alone. */
#ifndef SANDBOX_COUNTERS_H
#define SANDBOX_COUNTERS_H

#include "sandbox/server/changes.h"
#include "sandbox/server/faults.h"

#include "atlcli/text.h"

#include <stdint.h>

struct request;
struct route;

enum {
    COUNTERS_MOST_UNKNOWN = 1000, /* different paths kept by name; the total counts all */
    COUNTERS_STATUSES = 600,
};

struct counters_unknown {
    char *name; /* "GET /path" */
    uint64_t count;
};

struct counters {
    uint64_t requests;
    uint64_t in_flight;
    uint64_t most_in_flight;
    uint64_t bytes_received; /* of bodies, as they were on their way: packed or not */
    uint64_t bytes_sent;
    uint64_t connections;
    uint64_t open_connections;
    uint64_t faults[FAULT_COUNT]; /* how often each has struck */
    uint64_t unknown;
    uint64_t *by_route; /* NULL before the first answer */
    uint64_t by_status[COUNTERS_STATUSES];
    struct counters_unknown unknown_paths[COUNTERS_MOST_UNKNOWN];
    size_t unknown_path_count;
    struct changes changes; /* requests that changed something */
    struct changes items;   /* what requests and tasks for many items have changed */
    uint64_t media_requests;
    uint64_t media_requests_with_credentials;
};

void counters_begin(struct counters *counters);
void counters_end(struct counters *counters);
/* A status of 0: the connection was reset instead. */
void counters_answered(struct counters *counters, const struct route *route, unsigned status);
void counters_bodies(struct counters *counters, size_t received, size_t sent);
void counters_unknown_path(struct counters *counters, const char *method, const char *path);

/* Once a request has been applied: counts it if it was meant to change something, and did. */
void counters_applied(struct counters *counters, const struct request *request);

/*
 * One item of a request or task for many: "transition 10007", say, and what was done to it, which
 * may be NULL. The same once more is a change applied twice.
 */
void counters_change(struct counters *counters, const char *what, const char *detail);

void counters_connected(struct counters *counters);
void counters_disconnected(struct counters *counters);

/* Back to nothing, but for what is open or in flight right now. */
void counters_reset(struct counters *counters);
void counters_free(struct counters *counters);

#endif
