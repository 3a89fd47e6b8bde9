#include "atlcli/suggest.h"

#include "atlcli/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_WORD = 63, /* letters */
    MOST_BYTES = 4 * LONGEST_WORD,
    FAR = 1000,
};

/* A word's letters, in no case. */
struct word {
    uint32_t letters[LONGEST_WORD + 1];
    size_t length; /* LONGEST_WORD + 1: longer */
};

static struct word read_word(const char *text)
{
    struct word word = {.length = 0};
    size_t left = strlen(text);
    if (left > MOST_BYTES) {
        word.length = LONGEST_WORD + 1;
        return word;
    }
    char *folded = atl_text_fold(text);
    const char *at = folded;
    left = strlen(folded);
    while (left > 0 && word.length <= LONGEST_WORD) {
        size_t bytes = atl_utf8_decode(at, left, &word.letters[word.length++]);
        at += bytes;
        left -= bytes;
    }
    free(folded);
    return word;
}

static unsigned least(unsigned left, unsigned right)
{
    return left < right ? left : right;
}

/* One row of the table of distances, from the two before it. */
static void fill_row(const struct word *left, const struct word *right, size_t i,
                     const unsigned *before_last, const unsigned *last, unsigned *row)
{
    const uint32_t *first = left->letters;
    const uint32_t *second = right->letters;
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= right->length; j++) {
        unsigned cost = first[i - 1] == second[j - 1] ? 0 : 1;
        row[j] = least(least(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
        if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1]) {
            row[j] = least(row[j], before_last[j - 2] + 1);
        }
    }
}

static unsigned distance_of(const struct word *left, const struct word *right)
{
    if (left->length > LONGEST_WORD || right->length > LONGEST_WORD) {
        return FAR;
    }
    unsigned rows[3][LONGEST_WORD + 1];
    for (unsigned j = 0; j <= LONGEST_WORD; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= left->length; i++) {
        fill_row(left, right, i, rows[(i + 1) % 3], rows[(i - 1) % 3], rows[i % 3]);
    }
    return rows[left->length % 3][right->length];
}

unsigned atl_word_distance(const char *left, const char *right)
{
    const struct word first = read_word(left);
    const struct word second = read_word(right);
    return distance_of(&first, &second);
}

/* A third of the letters may be wrong, and one in any word but the shortest. */
static unsigned tolerance(const struct word *word)
{
    return word->length < 2 ? 0 : word->length < 6 ? 1 : (unsigned)(word->length / 3);
}

static bool is_beginning(const struct word *given, const struct word *candidate)
{
    return given->length >= 2 && given->length <= candidate->length &&
           memcmp(given->letters, candidate->letters, given->length * sizeof *given->letters) == 0;
}

void atl_suggestion_offer(struct atl_suggestion *suggestion, const char *candidate)
{
    const struct word given = read_word(suggestion->given);
    const struct word offered = read_word(candidate);
    unsigned distance = distance_of(&given, &offered);
    /* The beginning of a word is a better guess than one with as many other letters. */
    if (is_beginning(&given, &offered)) {
        distance = least(distance, 1);
    } else if (distance > tolerance(&given)) {
        return;
    }
    if (suggestion->best == NULL || distance < suggestion->distance) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}
