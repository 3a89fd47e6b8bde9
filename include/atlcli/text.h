/*
 * Text: a growing buffer, lists of strings, and the handful of string questions asked everywhere.
 * All text is UTF-8.
 */
#ifndef ATLCLI_TEXT_H
#define ATLCLI_TEXT_H

#include "atlcli/error.h"
#include "atlcli/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A growing byte buffer on the heap. Start with a zeroed struct. `data` is NUL-terminated once
 * anything was appended, and NULL before.
 */
struct atl_buffer {
    char *data;
    size_t length;   /* without the terminating NUL */
    size_t capacity; /* bytes allocated */
    bool secret;     /* what it held is overwritten when it moves, and when it is freed */
};

void atl_buffer_append(struct atl_buffer *buffer, const void *bytes, size_t length);
void atl_buffer_add(struct atl_buffer *buffer, const char *text); /* NULL adds nothing */
void atl_buffer_printf(struct atl_buffer *buffer, const char *format, ...) ATL_PRINTF(2, 3);
void atl_buffer_vprintf(struct atl_buffer *buffer, const char *format, va_list arguments);
/* Makes room for `extra` more bytes, so that many small appends don't reallocate. */
void atl_buffer_reserve(struct atl_buffer *buffer, size_t extra);
/* Here to be seen by compilers: writers add most of what they write character by character. */
static inline void atl_buffer_add_char(struct atl_buffer *buffer, char character)
{
    if (buffer->capacity < 2 || buffer->length > buffer->capacity - 2) {
        atl_buffer_reserve(buffer, 1);
    }
    buffer->data[buffer->length++] = character;
    buffer->data[buffer->length] = '\0';
}
/* Keeps the first `length` bytes. */
void atl_buffer_truncate(struct atl_buffer *buffer, size_t length);
/* The text, "" when nothing was appended. Valid until the next change. */
const char *atl_buffer_text(const struct atl_buffer *buffer);
/* Hands the text to the caller, who frees it; the buffer is empty again. Never NULL. */
char *atl_buffer_take(struct atl_buffer *buffer);
void atl_buffer_free(struct atl_buffer *buffer);

/* A growing list of pointers. Start with a zeroed struct. The items belong to whoever made them. */
struct atl_list {
    void **items;
    size_t count;
    size_t capacity;
};

void atl_list_add(struct atl_list *list, void *item);
void atl_list_free(struct atl_list *list); /* the list, not its items */

bool atl_text_equal(const char *left, const char *right); /* NULL equals NULL only */
/* The order of bytes, for qsort and bsearch: both point to a `const char *`. */
int atl_text_compare(const void *left, const void *right);
/* The same by Unicode's case folding, whatever the locale. Malformed bytes equal themselves only.
 */
bool atl_text_equal_ignoring_case(const char *left, const char *right);
/* Whether the part is in the text, by the same rule; NULL holds nothing but "". */
bool atl_text_contains_ignoring_case(const char *text, const char *part);
/*
 * The text in the form that two texts which are equal in this way have in common, on the heap: not
 * for people. Malformed texts have their ASCII letters alone made small.
 */
char *atl_text_fold(const char *text);
bool atl_text_is_empty(const char *text); /* NULL or "" */
bool atl_text_starts_with(const char *text, const char *prefix);
bool atl_text_ends_with(const char *text, const char *suffix);

/* The text between leading and trailing ASCII white space. In the arena. */
char *atl_text_trim(struct atl_arena *arena, const char *text);

/*
 * Splits at each `separator`, trims the parts and leaves out empty ones. Returns the number of
 * parts and stores a NULL-terminated array, in the arena, in *parts.
 */
size_t atl_text_split(struct atl_arena *arena, const char *text, char separator, char ***parts);

/* Parses a whole decimal number within [minimum, maximum]; anything else (also "7x") is false. */
bool atl_text_to_integer(const char *text, int64_t minimum, int64_t maximum, int64_t *value);

/*
 * Decodes the UTF-8 character at `text` (`length` bytes are readable). Returns the number of bytes
 * it takes and stores its code point; a malformed byte counts as one byte, U+FFFD. 0 at the end.
 */
size_t atl_utf8_decode(const char *text, size_t length, uint32_t *code_point);

/* Where the text stops being UTF-8; NULL when it is UTF-8 throughout. */
const char *atl_utf8_malformed(const char *text, size_t length);

/* Appends a code point as UTF-8. What is no valid code point becomes U+FFFD. */
void atl_utf8_append(struct atl_buffer *buffer, uint32_t code_point);
/* The same into `bytes`, of which there are four. Returns how many it took. */
size_t atl_utf8_encode(uint32_t code_point, char *bytes);

/*
 * Appends text that came from elsewhere in a form that can't drive a terminal: C0 and C1 controls,
 * DEL, bidirectional overrides (U+202A…U+202E, U+2066…U+2069) and malformed bytes become U+FFFD.
 * Marks of direction (U+061C, U+200E, U+200F) are left out.
 * Newlines and tabs are kept only with `keep_newlines`, otherwise each becomes one space.
 */
void atl_text_append_safe(struct atl_buffer *buffer, const char *text, size_t length,
                          bool keep_newlines);

/* ---- width.c: how wide text is on a terminal, and how much of it fits ---- */

/*
 * Columns that safe text (atl_text_append_safe) takes on a terminal: by Unicode's East Asian Width
 * (UAX #11), combining marks taking none. Characters of ambiguous width count as narrow.
 */
unsigned atl_text_width(const char *text);
unsigned atl_text_width_of(const char *text, size_t length);

/* Bytes of what a reader sees as the first character (UAX #29 grapheme cluster); 0 at the end. */
size_t atl_text_character(const char *text, size_t length);

/*
 * Appends the text; when it is wider than `columns`, as much of it as fits before a "…". What a
 * reader sees as one character is never cut in two. Returns the columns taken.
 */
unsigned atl_text_append_cut(struct atl_buffer *buffer, const char *text, unsigned columns);

/*
 * Appends text broken at spaces into lines of at most `columns`, each after the first indented by
 * `indent` spaces; the first starts at column `indent` already. A word that is too wide gets a line
 * of its own. Newlines in the text are kept. Ends without a newline.
 */
void atl_text_append_wrapped(struct atl_buffer *buffer, const char *text, unsigned indent,
                             unsigned columns);

/* Percent-encodes everything but RFC 3986 unreserved characters (letters, digits, - . _ ~). */
void atl_text_append_url_encoded(struct atl_buffer *buffer, const char *text);

/*
 * The other way round; what isn't "%" and two hexadecimal digits stays as it is. `plus_is_space`:
 * as in queries. In the arena. A NUL that was encoded ends the text, as anywhere in C.
 */
char *atl_text_url_decoded(struct atl_arena *arena, const char *text, size_t length,
                           bool plus_is_space);

/* What a hexadecimal digit stands for, in either case; -1 for what is none. */
int atl_hex_value(char digit);

#endif
