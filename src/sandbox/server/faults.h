/*
 * Trouble on demand. A request meets it at three points: before its handler (rate limits, failures,
 * resets, expired tokens), after it, and when the answer is sent. Used by the server's thread
 * alone.
 */
#ifndef SANDBOX_FAULTS_H
#define SANDBOX_FAULTS_H

#include "sandbox/server/fault_switches.h"
#include "sandbox/server/rate_limit.h"

struct MHD_Connection;
struct request;
struct sandbox;

/* What befalls a request. */
enum fault {
    FAULT_NONE,
    FAULT_RATE_LIMIT,
    FAULT_FAIL,
    FAULT_RESET_BEFORE,
    FAULT_RESET_AFTER,
    FAULT_BODY_TRUNCATED,
    FAULT_BODY_MALFORMED,
    FAULT_BODY_EMPTY,
    FAULT_BODY_HTML,
    FAULT_BODY_STALLED,
    FAULT_TOKEN_EXPIRED,
    FAULT_BULK_FORBIDDEN,
    FAULT_COUNT,
};

/* "reset-before"; NULL for none. */
const char *fault_name(enum fault fault);

struct faults {
    struct fault_switches switches;
    /* Since the switches were last set: */
    uint64_t failable; /* requests, as each "every N-th" counts them */
    uint64_t resettable;
    uint64_t breakable;
    uint64_t authenticated;
    uint64_t caused; /* of those that fault_limit counts */
    struct rate_limit rate;
};

/* Starts with these switches, of which it takes a copy. */
void faults_init(struct faults *faults, const struct fault_switches *switches);

/* Other switches, which it takes over; all counting starts anew. */
void faults_replace(struct faults *faults, struct fault_switches *switches);
void faults_free(struct faults *faults);

/* How long the answer is to be held back. */
int64_t faults_latency_ms(const struct request *request);

/* Before the handler. True: it isn't to run; the reply is made, if there is to be one. */
bool faults_before(struct request *request);

/* Once what the handler did is kept for good, and before the body is compressed. */
void faults_after(struct request *request);

/* Instead of sending: true when the connection has been reset, and is to be given up. */
bool faults_reset(const struct request *request, struct MHD_Connection *connection);

/* ---- for handlers and searches ---- */

/* Without permission: left out of lists and searches, 404 when asked for alone. */
bool faults_hides_project(const struct sandbox *sandbox, const char *key);
bool faults_hides_space(const struct sandbox *sandbox, const char *key);

/* Issues of the project are read, but not assigned, linked, or given other watchers. */
bool faults_guards_project(const struct sandbox *sandbox, const char *key);

/* Searches see changes that are at least so old. */
int64_t faults_search_lag_ms(const struct sandbox *sandbox);

/* Downloads are answered by a redirect to media_url(). On Cloud they always are. */
bool faults_redirect_downloads(const struct sandbox *sandbox);

#endif
