/*
 * The switches for trouble on demand, as data: one table serves the command line and
 * /__sandbox/faults. Zero is off, for every switch.
 */
#ifndef SANDBOX_FAULT_SWITCHES_H
#define SANDBOX_FAULT_SWITCHES_H

#include "atlcli/error.h"
#include "atlcli/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum reset_when {
    RESET_BEFORE, /* the request was applied */
    RESET_AFTER,
};

enum body_fault {
    BODY_TRUNCATED, /* half of what Content-Length promises, then the end */
    BODY_MALFORMED, /* of the right length, but no JSON */
    BODY_EMPTY,
    BODY_HTML,    /* a log-in page, as proxies send it */
    BODY_STALLED, /* half of it, then nothing more */
};

struct fault_switches {
    int64_t latency_ms;
    int64_t jitter_ms;
    int64_t rate_limit; /* requests per second */
    int64_t rate_burst; /* 0: as many as rate_limit */
    int64_t fail_every;
    int64_t fail_status;
    int64_t retry_after; /* seconds; -1: no such header */
    int64_t reset_every;
    int64_t reset_when; /* of enum reset_when */
    int64_t body_every;
    int64_t body_fault;  /* of enum body_fault */
    int64_t fault_limit; /* how many of the above there are in all; 0: no limit */
    char *only_for;      /* "POST /rest/api/3/issue": what the switches above are for; NULL: all */
    int64_t expire_after;
    char *hidden_projects; /* keys, separated by commas; NULL: none */
    char *hidden_spaces;
    char *guarded_projects;
    bool bulk_forbidden;
    int64_t search_lag_ms;
    bool download_redirect;
    bool archive_singly;
    int64_t long_task_ms;
};

enum fault_switch_kind {
    FAULT_FLAG,   /* a bool */
    FAULT_NUMBER, /* an int64_t between two bounds */
    FAULT_CHOICE, /* an int64_t: the index of one of `choices` */
    FAULT_TARGET, /* a char *: a path, or a method and a path */
    FAULT_KEYS,   /* a char *: keys, separated by commas */
};

struct fault_switch {
    enum fault_switch_kind kind;
    const char *name;
    const char *argument; /* as --help calls it; NULL: none */
    const char *help;
    size_t offset; /* in struct fault_switches */
    int64_t minimum;
    int64_t maximum;
    int64_t standard; /* what it is unless given, or given as null */
    const char *const *choices;
};

size_t fault_switch_count(void);
const struct fault_switch *fault_switch_at(size_t index);
const struct fault_switch *fault_switch_find(const char *name); /* NULL: no such switch */

/* Turns everything off. Frees nothing: for a struct that holds no texts yet. */
void fault_switches_init(struct fault_switches *switches);
void fault_switches_free(struct fault_switches *switches);

/* Fills `copy`, which holds nothing yet. */
void fault_switches_copy(struct fault_switches *copy, const struct fault_switches *switches);

/*
 * Sets one from text; a NULL value sets it back. ATL_USAGE says what it wants instead ("wants true
 * or false, not 'yes'"), for the caller to put the name before it.
 */
enum atl_status fault_switch_set(const struct fault_switch *entry, struct fault_switches *switches,
                                 const char *value, struct atl_error *error);

/* Adds all switches as members of the object that is being written. */
void fault_switches_emit(struct atl_buffer *json, const struct fault_switches *switches);

/* True when the list of keys has this one. Case doesn't matter. */
bool fault_switch_has_key(const char *keys, const char *key);

#endif
