#include "http/backoff.h"

#include "atlcli/clock.h"

#include <unistd.h>

/* xorshift64*: good enough to spread clients over time. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

int64_t atl_random_below(uint64_t *state, int64_t limit)
{
    if (limit <= 0) {
        return 0;
    }
    return (int64_t)(next_random(state) % ((uint64_t)limit + 1));
}

uint64_t atl_random_seed(void)
{
    uint64_t seed = 0;
    if (getentropy(&seed, sizeof seed) != 0) {
        seed = (uint64_t)atl_clock_wall_ms() ^ ((uint64_t)getpid() << 40);
    }
    return seed | 1;
}

int64_t atl_backoff_ms(uint64_t *random, int64_t first_ms, int repeat)
{
    int64_t longest = first_ms;
    for (int i = 1; i < repeat && longest < ATL_BACKOFF_LONGEST_MS; i++) {
        longest *= 2;
    }
    if (longest > ATL_BACKOFF_LONGEST_MS) {
        longest = ATL_BACKOFF_LONGEST_MS;
    }
    return atl_random_below(random, longest);
}

int64_t atl_spread_ms(uint64_t *random, int64_t wait_ms)
{
    int64_t spread = wait_ms / 10;
    if (spread < 50) {
        spread = 50;
    }
    if (spread > 2000) {
        spread = 2000;
    }
    return wait_ms + atl_random_below(random, spread);
}
