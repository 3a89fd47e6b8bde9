/* The "contains" of both query languages: words, "phrases" and prefixes*, in any case. */
#ifndef SANDBOX_TEXT_MATCH_H
#define SANDBOX_TEXT_MATCH_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* Words that follow each other; the last may be a prefix only. */
struct text_term {
    const char **words; /* in lower case (ASCII) */
    size_t word_count;
    bool prefix;
};

/* All terms must be found. */
struct text_pattern {
    struct text_term *terms;
    size_t term_count;
};

/* False when there is no word in it to look for. */
bool text_pattern_parse(struct atl_arena *arena, const char *text, struct text_pattern *pattern);
bool text_pattern_matches(const struct text_pattern *pattern, const char *text);

#endif
