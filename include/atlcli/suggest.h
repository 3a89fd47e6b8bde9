/* "Did you mean …?": the word that was probably meant. */
#ifndef ATLCLI_SUGGEST_H
#define ATLCLI_SUGGEST_H

#include "atlcli/error.h"

#include <stddef.h>

/*
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
 * (Damerau-Levenshtein distance, optimal string alignment), of letters in UTF-8 whose case doesn't
 * count, as in atl_text_equal_ignoring_case. Words of more than 63 letters are far from everything.
 */
unsigned atl_word_distance(const char *left, const char *right);

/* Start with {.given = word}; offer candidates; `best` is then the nearest one, or NULL when none
 * is near enough to have been meant. */
struct atl_suggestion {
    const char *given;
    const char *best;
    unsigned distance;
};
void atl_suggestion_offer(struct atl_suggestion *suggestion, const char *candidate);

#endif
