/* Numbers that look random and depend on nothing but the seed and what they are for. */
#ifndef SANDBOX_RANDOM_H
#define SANDBOX_RANDOM_H

#include <stdint.h>

/* The same number for the same arguments, always and everywhere (splitmix64). */
static inline uint64_t random_at(uint64_t seed, uint64_t index, uint64_t purpose)
{
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + index * UINT64_C(0xD1B54A32D192ED03) +
                     purpose * UINT64_C(0x8CB92BA72F3D8DD7) + UINT64_C(0x632BE59BD9B4E019);
    state = (state ^ (state >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    state = (state ^ (state >> 27)) * UINT64_C(0x94D049BB133111EB);
    return state ^ (state >> 31);
}

/* One in [0, bound). */
static inline uint32_t random_below(uint64_t seed, uint64_t index, uint64_t purpose, uint32_t bound)
{
    return (uint32_t)((random_at(seed, index, purpose) >> 32) * bound >> 32);
}

#endif
