#include "atlcli/suggest.h"

#include "atlcli/text.h"

#include <stdint.h>
#include <string.h>

enum {
    LONGEST_WORD = 63,
    FAR = 1000,
};

static int lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : (unsigned char)letter;
}

static unsigned least(unsigned left, unsigned right)
{
    return left < right ? left : right;
}

/* One row of the table of distances, from the two before it. */
static void fill_row(const char *left, const char *right, size_t i, const unsigned *before_last,
                     const unsigned *last, unsigned *row)
{
    row[0] = (unsigned)i;
    for (size_t j = 1; right[j - 1] != '\0'; j++) {
        unsigned cost = lower(left[i - 1]) == lower(right[j - 1]) ? 0 : 1;
        row[j] = least(least(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
        if (i > 1 && j > 1 && lower(left[i - 1]) == lower(right[j - 2]) &&
            lower(left[i - 2]) == lower(right[j - 1])) {
            row[j] = least(row[j], before_last[j - 2] + 1);
        }
    }
}

unsigned atl_word_distance(const char *left, const char *right)
{
    size_t left_length = strlen(left);
    size_t right_length = strlen(right);
    if (left_length > LONGEST_WORD || right_length > LONGEST_WORD) {
        return FAR;
    }
    unsigned rows[3][LONGEST_WORD + 1];
    for (unsigned j = 0; j <= LONGEST_WORD; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= left_length; i++) {
        fill_row(left, right, i, rows[(i + 1) % 3], rows[(i - 1) % 3], rows[i % 3]);
    }
    return rows[left_length % 3][right_length];
}

/* A third of the letters may be wrong, and one in any word but the shortest. */
static unsigned tolerance(const char *word)
{
    size_t length = strlen(word);
    return length < 2 ? 0 : length < 6 ? 1 : (unsigned)(length / 3);
}

static bool is_beginning(const char *given, const char *candidate)
{
    size_t length = strlen(given);
    for (size_t i = 0; i < length; i++) {
        if (lower(given[i]) != lower(candidate[i])) {
            return false;
        }
    }
    return length >= 2;
}

void atl_suggestion_offer(struct atl_suggestion *suggestion, const char *candidate)
{
    unsigned distance = atl_word_distance(suggestion->given, candidate);
    /* The beginning of a word is a better guess than one with as many other letters. */
    if (is_beginning(suggestion->given, candidate)) {
        distance = least(distance, 1);
    } else if (distance > tolerance(suggestion->given)) {
        return;
    }
    if (suggestion->best == NULL || distance < suggestion->distance) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}
