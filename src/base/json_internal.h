/* What reading and writing JSON share inside base. */
#ifndef BASE_JSON_INTERNAL_H
#define BASE_JSON_INTERNAL_H

#include "atlcli/json.h"

#include <string.h>

/* The error that a text is no JSON, with line and column of the byte where that shows. */
enum atl_status json_invalid(const char *text, const char *at, const char *source,
                             struct atl_error *error);

/*
 * Eight bytes of a text at once, the first one lowest; two thirds of all time with JSON go by in
 * its strings.
 */
static inline uint64_t json_word(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/*
 * Sets the high bit of each byte that is the character. A byte above one of those may be marked as
 * well: it tells whether there is any, and which is the first.
 */
static inline uint64_t json_bytes_like(uint64_t word, unsigned char character)
{
    uint64_t others = word ^ (0x0101010101010101U * character);
    return (others - 0x0101010101010101U) & ~others;
}

/* Where json_bytes_like leaves its marks. */
#define JSON_HIGH_BITS 0x8080808080808080U

/* Which byte has the first of the marks; there is one. */
static inline size_t json_first_mark(uint64_t marks)
{
    return (size_t)__builtin_ctzll(marks) / 8;
}

#endif
