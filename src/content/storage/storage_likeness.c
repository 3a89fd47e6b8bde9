#include "content/storage/storage_likeness.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_WORDS = 256,  /* of one text */
    MOST_CELLS = 1024, /* pairs that are looked at in one go */
    MOST_NEW = 32,     /* of these, where there are many on both sides */
};

/* ---- words ---- */

static bool is_beyond_ascii(char byte)
{
    return ((unsigned char)byte & 0x80) != 0;
}

static bool is_in_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

/* Of letters and digits; a character beyond those is one by itself, for not all scripts have
 * spaces. */
static const char *word_end(const char *at, const char *end)
{
    bool is_character = is_beyond_ascii(*at);
    do {
        at++;
    } while (at < end && (is_character ? ((unsigned char)*at & 0xC0) == 0x80 : is_in_word(*at)));
    return at;
}

static uint32_t number_of(const char *word, const char *end)
{
    uint32_t number = 2166136261U; /* FNV-1a */
    for (; word < end; word++) {
        number = (number ^ (unsigned char)*word) * 16777619U;
    }
    return number;
}

static int in_order(const void *left, const void *right)
{
    uint32_t first = *(const uint32_t *)left;
    uint32_t second = *(const uint32_t *)right;
    return (first > second) - (first < second);
}

static size_t find_words(const char *text, size_t length, bool in_tags, uint32_t *words)
{
    static const char section[] = "<![CDATA[";
    const char *end = text + length;
    size_t count = 0;
    for (const char *at = text; at < end && count < MOST_WORDS;) {
        if (is_in_word(*at) || is_beyond_ascii(*at)) {
            const char *word = at;
            at = word_end(word, end);
            words[count++] = number_of(word, at);
        } else if (*at == '<' && !in_tags) {
            bool is_section = (size_t)(end - at) >= sizeof section - 1 &&
                              memcmp(at, section, sizeof section - 1) == 0;
            const char *tag_end = is_section ? at : memchr(at, '>', (size_t)(end - at));
            at = tag_end == NULL ? end : tag_end + (is_section ? sizeof section - 1 : 1);
        } else {
            at++;
        }
    }
    return count;
}

void storage_vocabulary_read(struct atl_arena *arena, const char *text, size_t length,
                             struct storage_vocabulary *vocabulary)
{
    uint32_t words[MOST_WORDS];
    size_t count = find_words(text, length, false, words);
    if (count == 0) {
        count = find_words(text, length, true, words);
    }
    qsort(words, count, sizeof *words, in_order);
    *vocabulary = (struct storage_vocabulary){
        .words = atl_arena_alloc(arena, (count + 1) * sizeof *words), .count = count};
    memcpy(vocabulary->words, words, count * sizeof *words);
}

int storage_alike(const struct storage_vocabulary *left, const struct storage_vocabulary *right)
{
    size_t common = 0;
    size_t all = left->count + right->count;
    for (size_t i = 0, j = 0; i < left->count && j < right->count;) {
        uint32_t first = left->words[i];
        uint32_t second = right->words[j];
        common += first == second;
        i += first <= second;
        j += second <= first;
    }
    return all == 0 ? 0 : (int)(common * 2 * STORAGE_ALIKE_ALL / all);
}

/* ---- pairs ---- */

struct pairing {
    int (*score)(const void *context, size_t old, size_t new);
    const void *context;
    size_t old; /* what is looked at: from here on … */
    size_t new;
    size_t old_count; /* … so many */
    size_t new_count;
};

/* The highest sum of old ones from i and new ones from j on. */
static int *sum_of(const struct pairing *pairing, int *sums, size_t i, size_t j)
{
    return &sums[i * (pairing->new_count + 1) + j];
}

/* Returns how many old ones are done with. */
static size_t pair_some(const struct pairing *pairing, int32_t *partners)
{
    size_t cells = (pairing->old_count + 1) * (pairing->new_count + 1);
    int *sums = atl_alloc(cells * sizeof *sums);
    int *scores = atl_alloc(cells * sizeof *scores);
    size_t done = 0;
    for (size_t i = pairing->old_count; i-- > 0;) {
        for (size_t j = pairing->new_count; j-- > 0;) {
            int score = pairing->score(pairing->context, pairing->old + i, pairing->new + j);
            int best = *sum_of(pairing, sums, i + 1, j);
            int other = *sum_of(pairing, sums, i, j + 1);
            int both = score < 0 ? -1 : score + *sum_of(pairing, sums, i + 1, j + 1);
            *sum_of(pairing, scores, i, j) = score;
            best = other > best ? other : best;
            *sum_of(pairing, sums, i, j) = both > best ? both : best;
        }
    }
    for (size_t i = 0, j = 0; i < pairing->old_count && j < pairing->new_count;) {
        int score = *sum_of(pairing, scores, i, j);
        int sum = *sum_of(pairing, sums, i, j);
        if (score >= 0 && sum == score + *sum_of(pairing, sums, i + 1, j + 1)) {
            partners[pairing->new + j++] = (int32_t)(pairing->old + i++);
            done = i;
        } else if (sum == *sum_of(pairing, sums, i + 1, j)) {
            i++;
        } else {
            j++;
        }
    }
    free(sums);
    free(scores);
    return done;
}

void storage_pair(size_t old_count, size_t new_count,
                  int (*score)(const void *context, size_t old, size_t new), const void *context,
                  int32_t *partners)
{
    struct pairing pairing = {.score = score, .context = context};
    for (size_t i = 0; i < new_count; i++) {
        partners[i] = -1;
    }
    while (pairing.old < old_count && pairing.new < new_count) {
        size_t olds = old_count - pairing.old;
        size_t news = new_count - pairing.new;
        size_t most_new = olds < MOST_CELLS / MOST_NEW ? MOST_CELLS / olds : MOST_NEW;
        pairing.new_count = news < most_new ? news : most_new;
        size_t most_old = MOST_CELLS / pairing.new_count;
        pairing.old_count = olds < most_old ? olds : most_old;
        pairing.old += pair_some(&pairing, partners);
        pairing.new += pairing.new_count;
    }
}
