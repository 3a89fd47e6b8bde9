/* The bytes that a fuzzer was given, as a row of choices. */
#ifndef TESTS_FUZZ_CHOICES_H
#define TESTS_FUZZ_CHOICES_H

#include <stddef.h>
#include <stdint.h>

struct choices {
    const uint8_t *data;
    size_t left;
};

/* The next one; 0 once there are no more. */
static inline unsigned choose_byte(struct choices *choices)
{
    if (choices->left == 0) {
        return 0;
    }
    choices->left--;
    return *choices->data++;
}

/* One of `count`, which is at most 65,536 and not 0. */
static inline size_t choose_below(struct choices *choices, size_t count)
{
    size_t high = count > 256 ? choose_byte(choices) : 0;
    return (high << 8 | choose_byte(choices)) % count;
}

/* Up to `most` of the bytes themselves; *length says how many. */
static inline const uint8_t *choose_bytes(struct choices *choices, size_t most, size_t *length)
{
    const uint8_t *bytes = choices->data;
    *length = most < choices->left ? most : choices->left;
    choices->data += *length;
    choices->left -= *length;
    return bytes;
}

#endif
