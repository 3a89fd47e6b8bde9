#include "sandbox/text/text_match.h"

#include <string.h>

static bool is_word_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* ---- patterns ---- */

/* Cuts the text into words of one term. */
static struct text_term make_term(struct atl_arena *arena, const char *text, size_t length)
{
    struct text_term term = {.words = atl_arena_alloc(arena, (length + 1) * sizeof(char *))};
    for (size_t i = 0; i < length;) {
        if (!is_word_byte(text[i])) {
            i++;
            continue;
        }
        size_t start = i;
        while (i < length && is_word_byte(text[i])) {
            i++;
        }
        char *word = atl_arena_strndup(arena, text + start, i - start);
        for (char *letter = word; *letter != '\0'; letter++) {
            *letter = lower(*letter);
        }
        term.words[term.word_count++] = word;
        term.prefix = i < length && text[i] == '*';
    }
    return term;
}

bool text_pattern_parse(struct atl_arena *arena, const char *text, struct text_pattern *pattern)
{
    *pattern = (struct text_pattern){
        .terms = atl_arena_alloc(arena, (strlen(text) + 1) * sizeof(struct text_term))};
    while (*text != '\0') {
        size_t length;
        size_t skip;
        if (*text == '"') {
            text++;
            length = strcspn(text, "\"");
            skip = length + (text[length] == '"');
        } else {
            length = strcspn(text, " \t\n\"");
            skip = length + (text[length] != '\0' && text[length] != '"');
        }
        struct text_term term = make_term(arena, text, length);
        if (term.word_count > 0) {
            pattern->terms[pattern->term_count++] = term;
        }
        text += skip;
    }
    return pattern->term_count > 0;
}

/* ---- matching ---- */

/* The end of the word at `text` when it is `word` (or starts with it), else NULL. */
static const char *match_word(const char *text, const char *word, bool prefix)
{
    while (*word != '\0') {
        if (lower(*text) != *word) {
            return NULL;
        }
        text++;
        word++;
    }
    while (prefix && is_word_byte(*text)) {
        text++;
    }
    return is_word_byte(*text) ? NULL : text;
}

/* True when the term's words follow each other from here on. */
static bool match_term(const struct text_term *term, const char *text)
{
    for (size_t i = 0; i < term->word_count; i++) {
        while (i > 0 && *text != '\0' && !is_word_byte(*text)) {
            text++;
        }
        text = match_word(text, term->words[i], term->prefix && i + 1 == term->word_count);
        if (text == NULL) {
            return false;
        }
    }
    return true;
}

static bool find_term(const struct text_term *term, const char *text)
{
    while (*text != '\0') {
        while (*text != '\0' && !is_word_byte(*text)) {
            text++;
        }
        if (*text != '\0' && match_term(term, text)) {
            return true;
        }
        while (is_word_byte(*text)) {
            text++;
        }
    }
    return false;
}

bool text_pattern_matches(const struct text_pattern *pattern, const char *text)
{
    for (size_t i = 0; i < pattern->term_count; i++) {
        if (!find_term(&pattern->terms[i], text)) {
            return false;
        }
    }
    return true;
}
