/* Cutting a query before its ORDER BY, by quotation marks, parentheses and words alone. */
#include "query/fail.h"

#include <string.h>

struct scan {
    const struct query_dialect *dialect;
    const char *text;
    size_t at;
    size_t open[ATL_QUERY_MAX_DEPTH]; /* where the open parentheses are */
    size_t depth;
};

static struct atl_query_position position_of(const char *text, size_t offset)
{
    struct atl_query_position position = {.offset = offset, .line = 1, .column = 1};
    size_t at = 0;
    while (at < offset) {
        uint32_t code_point;
        at += atl_utf8_decode(text + at, offset - at, &code_point);
        position.column++;
        if (code_point == '\n') {
            position.line++;
            position.column = 1;
        }
    }
    return position;
}

static enum atl_status fail_at(const struct scan *scan, size_t offset, const char *what,
                               struct atl_query_position *position, struct atl_error *error)
{
    struct atl_query_position place = position_of(scan->text, offset);
    if (position != NULL) {
        *position = place;
    }
    return query_fail_at(scan->dialect, place, error, "%s", what);
}

/* Goes behind the closing quotation mark; false when there is none. */
static bool skip_quoted(struct scan *scan)
{
    char mark = scan->text[scan->at++];
    while (scan->text[scan->at] != '\0' && scan->text[scan->at] != mark) {
        scan->at += scan->text[scan->at] == '\\' && scan->text[scan->at + 1] != '\0' ? 2 : 1;
    }
    return scan->text[scan->at++] == mark;
}

/* The length of the word at `at`, 0 when there is none. Escaped characters are part of it. */
static size_t word_length(const char *at)
{
    size_t length = 0;
    while (at[length] != '\0' && strchr(" \t\r\n\"'()[],=!<>~&|", at[length]) == NULL) {
        length += at[length] == '\\' && at[length + 1] != '\0' ? 2 : 1;
    }
    return length;
}

static bool is_word(const char *at, size_t length, const char *word)
{
    char copy[8] = "";
    if (length != strlen(word) || length >= sizeof copy) {
        return false;
    }
    memcpy(copy, at, length);
    return atl_text_equal_ignoring_case(copy, word);
}

static bool starts_order(const char *at, size_t length)
{
    const char *next = at + length;
    next += strspn(next, " \t\r\n");
    return is_word(at, length, "order") && is_word(next, word_length(next), "by");
}

/* Goes to ORDER BY, or to the end. */
static enum atl_status find_order(struct scan *scan, struct atl_query_position *position,
                                  struct atl_error *error)
{
    while (scan->text[scan->at] != '\0') {
        char character = scan->text[scan->at];
        size_t start = scan->at;
        size_t length = word_length(scan->text + start);
        if (length > 0) {
            if (scan->depth == 0 && starts_order(scan->text + start, length)) {
                return ATL_OK;
            }
            scan->at += length;
        } else if (character == '"' || character == '\'') {
            if (!skip_quoted(scan)) {
                return fail_at(scan, start, "The quoted string has not been completed.", position,
                               error);
            }
        } else {
            scan->at++;
            if (character == '(' && scan->depth == ATL_QUERY_MAX_DEPTH) {
                return fail_at(scan, start, "The query is nested too deeply.", position, error);
            }
            if (character == '(') {
                scan->open[scan->depth++] = start;
            } else if (character == ')' && scan->depth-- == 0) {
                return fail_at(scan, start, "This parenthesis closes none.", position, error);
            }
        }
    }
    return scan->depth == 0 ? ATL_OK
                            : fail_at(scan, scan->open[scan->depth - 1],
                                      "This parenthesis is not closed.", position, error);
}

/* Without white space around it, unless the last is escaped: that is part of a word. */
static const char *trim(struct atl_arena *arena, const char *text, size_t length)
{
    const char *trimmed = atl_text_trim(arena, atl_arena_strndup(arena, text, length));
    size_t kept = strlen(trimmed);
    const char *end = strstr(text, trimmed) + kept;
    size_t backslashes = 0;
    while (backslashes < kept && trimmed[kept - 1 - backslashes] == '\\') {
        backslashes++;
    }
    return backslashes % 2 == 1 && end < text + length
               ? atl_arena_printf(arena, "%s%c", trimmed, *end)
               : trimmed;
}

enum atl_status atl_query_split(struct atl_arena *arena, enum atl_query_dialect dialect,
                                const char *text, const char **where, const char **order,
                                struct atl_query_position *position, struct atl_error *error)
{
    struct scan scan = {.dialect = query_dialect_get(dialect), .text = text};
    enum atl_status status = find_order(&scan, position, error);
    if (status != ATL_OK) {
        return status;
    }
    *where = trim(arena, text, scan.at);
    *order = atl_text_trim(arena, text + scan.at);
    return ATL_OK;
}
