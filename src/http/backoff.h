/* How long to pause before trying again. */
#ifndef ATLCLI_HTTP_BACKOFF_H
#define ATLCLI_HTTP_BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

enum {
    ATL_BACKOFF_FIRST_MS = 500,
    ATL_BACKOFF_LONGEST_MS = 30 * 1000,
    /* A server that wants us to stay away for longer isn't waited for; the error says how long. */
    ATL_LONGEST_WAIT_MS = 5 * 60 * 1000,
};

/* A number from 0 to `limit`, both included; the state must not be 0. */
int64_t atl_random_below(uint64_t *state, int64_t limit);
/* A state that differs from process to process. */
uint64_t atl_random_seed(void);

/*
 * The pause before repeating for the `repeat`-th time (from 1): `first_ms` doubled each time, up to
 * 30 s, of which a random part is taken ("full jitter"), so that clients that failed together don't
 * come back together.
 */
int64_t atl_backoff_ms(uint64_t *random, int64_t first_ms, int repeat);

/* A wait that the server asked for, and up to a tenth more (at least 50 ms, at most 2 s). */
int64_t atl_spread_ms(uint64_t *random, int64_t wait_ms);

#endif
