/* The running sandbox: what all its parts share. */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include "sandbox/options.h"
#include "sandbox/query/search.h"
#include "sandbox/server/counters.h"
#include "sandbox/server/faults.h"
#include "sandbox/server/latency.h"
#include "sandbox/server/log.h"
#include "sandbox/server/media.h"
#include "sandbox/store/store.h"

struct jira_kept;

enum {
    SANDBOX_ME = 1, /* the person that the tokens belong to */
};

struct sandbox {
    struct sandbox_options options;
    struct store store;
    int64_t shift_ms; /* from the real clock to the sandbox's */
    struct searches recent;
    struct counters counters;
    struct jira_kept *jira; /* see jira/output.h */
    struct request_log log;
    struct latency latency;
    struct faults faults;
    struct media media;
    char *site;          /* scheme, host, port and context path; what clients are given */
    const char *ca_file; /* what to trust, NULL without a CA of our own */
};

/* True for the wire formats of Cloud (ADF, account ids), false for those of Data Center. */
static inline bool sandbox_is_cloud(const struct sandbox *sandbox)
{
    return sandbox->options.deployment == SANDBOX_CLOUD;
}

/* Once the options are known: from now on the sandbox's day is that of --today. */
void sandbox_start_calendar(struct sandbox *sandbox);
/* Milliseconds since 1970 by the sandbox's calendar (--today). */
int64_t sandbox_now_ms(const struct sandbox *sandbox);
/* The account's time zone (--zone): its name, and how far it is ahead of UTC. */
const char *sandbox_zone_name(const struct sandbox *sandbox, struct atl_arena *arena);
int64_t sandbox_zone_ms(const struct sandbox *sandbox);

#endif
