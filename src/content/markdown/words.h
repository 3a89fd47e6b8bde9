/*
 * The words behind ":::" and in a fence's info string: "key=value", "flag", and key="a value", in
 * which \" stands for a quote, \\ for a backslash and \n for a line break.
 */
#ifndef CONTENT_MARKDOWN_WORDS_H
#define CONTENT_MARKDOWN_WORDS_H

#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct markdown_words {
    const char *at;
    const char *end;
};

/* Both NUL-terminated, in the arena. */
struct markdown_word {
    const char *key;
    const char *value; /* NULL: a flag */
};

/* The next word; false when there is none. */
bool markdown_next_word(struct atl_arena *arena, struct markdown_words *words,
                        struct markdown_word *word);

#endif
