#include "atlcli/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unistr.h>

int atl_text_compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool atl_text_equal(const char *left, const char *right)
{
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* Not strcasecmp: that follows the locale, and a Turkish one makes "I" and "i" differ. */
static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

/* Unicode's full case folding, in no language: "STRASSE" is "straße", and "I" never "ı". */
static bool equal_folded(const char *left, const char *right)
{
    const uint8_t *first = (const uint8_t *)left;
    const uint8_t *second = (const uint8_t *)right;
    size_t first_length = strlen(left);
    size_t second_length = strlen(right);
    int order = 1;
    return u8_check(first, first_length) == NULL && u8_check(second, second_length) == NULL &&
           u8_casecmp(first, first_length, second, second_length, NULL, NULL, &order) == 0 &&
           order == 0;
}

static bool is_ascii(char byte)
{
    return ((unsigned char)byte & 0x80) == 0;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

bool atl_text_equal_ignoring_case(const char *left, const char *right)
{
    if (left == NULL || right == NULL) {
        return left == right;
    }
    const char *start = left;
    while (*left != '\0' && lower(*left) == lower(*right)) {
        left++;
        right++;
    }
    if (is_ascii(*left) && is_ascii(*right)) {
        return lower(*left) == lower(*right);
    }
    /* Both have come through the same bytes, so both are as far into a character. */
    while (left > start && is_continuation(*left)) {
        left--;
        right--;
    }
    return equal_folded(left, right);
}

static char *fold_ascii(const char *text)
{
    char *folded = atl_strdup(text);
    for (char *at = folded; *at != '\0'; at++) {
        *at = lower(*at);
    }
    return folded;
}

char *atl_text_fold(const char *text)
{
    const uint8_t *bytes = (const uint8_t *)text;
    size_t length = strlen(text);
    const char *at = text;
    while (is_ascii(*at) && *at != '\0') {
        at++;
    }
    if (*at == '\0' || u8_check(bytes, length) != NULL) {
        return fold_ascii(text);
    }
    size_t folded_length = 0;
    uint8_t *folded = u8_casefold(bytes, length, NULL, NULL, NULL, &folded_length);
    if (folded == NULL) {
        return fold_ascii(text);
    }
    char *kept = atl_strndup((const char *)folded, folded_length);
    free(folded);
    return kept;
}

bool atl_text_contains_ignoring_case(const char *text, const char *part)
{
    if (text == NULL || *part == '\0') {
        return *part == '\0';
    }
    char *folded = atl_text_fold(text);
    char *wanted = atl_text_fold(part);
    bool contains = strstr(folded, wanted) != NULL;
    free(folded);
    free(wanted);
    return contains;
}

bool atl_text_is_empty(const char *text)
{
    return text == NULL || *text == '\0';
}

bool atl_text_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool atl_text_ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text);
    size_t suffix_length = strlen(suffix);
    return length >= suffix_length && strcmp(text + length - suffix_length, suffix) == 0;
}

static bool is_space(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

static char *trim_range(struct atl_arena *arena, const char *start, const char *end)
{
    while (start < end && is_space(*start)) {
        start++;
    }
    while (end > start && is_space(end[-1])) {
        end--;
    }
    return atl_arena_strndup(arena, start, (size_t)(end - start));
}

char *atl_text_trim(struct atl_arena *arena, const char *text)
{
    return trim_range(arena, text, text + strlen(text));
}

size_t atl_text_split(struct atl_arena *arena, const char *text, char separator, char ***parts)
{
    size_t most = 1;
    for (const char *at = text; *at != '\0'; at++) {
        most += *at == separator;
    }
    char **found = atl_arena_alloc(arena, (most + 1) * sizeof *found);
    size_t count = 0;
    const char *start = text;
    while (true) {
        const char *end = strchr(start, separator);
        if (end == NULL) {
            end = start + strlen(start);
        }
        char *part = trim_range(arena, start, end);
        if (*part != '\0') {
            found[count++] = part;
        }
        if (*end == '\0') {
            break;
        }
        start = end + 1;
    }
    *parts = found;
    return count;
}

bool atl_text_to_integer(const char *text, int64_t minimum, int64_t maximum, int64_t *value)
{
    if (atl_text_is_empty(text) || is_space(*text) || *text == '+') {
        return false;
    }
    char *end = NULL;
    errno = 0;
    intmax_t parsed = strtoimax(text, &end, 10);
    if (errno != 0 || *end != '\0' || parsed < minimum || parsed > maximum) {
        return false;
    }
    *value = parsed;
    return true;
}
