/*
 * Reading JSON that is only looked at: the answers of servers, which are most of what a large
 * search computes. cJSON's nodes are made here, a few dozen at a time and side by side in an arena,
 * and their texts lie where they lay in the document, or its copy, so that nothing is allocated or
 * freed for each of them. What it takes and what it makes of it is what cJSON does, but for bytes
 * between values that are no white space in RFC 8259 and escapes that aren't hexadecimal.
 */
#include "base/json_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    NODES_AT_ONCE = 64,
};

struct reader {
    struct atl_arena *arena;
    char *at;
    char *limit; /* there is a NUL */
    cJSON *spare;
    size_t spare_count;
    cJSON *open[ATL_JSON_DEPTH]; /* arrays and objects that haven't ended, the innermost last */
    size_t depth;
};

static cJSON *new_node(struct reader *reader)
{
    if (reader->spare_count == 0) {
        /* A value and what goes with it is some eight bytes long. */
        size_t wanted = (size_t)(reader->limit - reader->at) / 8 + 1;
        reader->spare_count = wanted < NODES_AT_ONCE ? wanted : NODES_AT_ONCE;
        reader->spare = atl_arena_alloc(reader->arena, reader->spare_count * sizeof(cJSON));
    }
    reader->spare_count--;
    return reader->spare++;
}

static void skip_space(struct reader *reader)
{
    while (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\n' ||
           *reader->at == '\r') {
        reader->at++;
    }
}

/* ---- strings ---- */

/* Goes on to the next quote or backslash, or to the end. */
static char *skip_plain(char *at, const char *limit)
{
    while (limit - at >= 8) {
        uint64_t word = json_word(at);
        uint64_t marks =
            (json_bytes_like(word, '"') | json_bytes_like(word, '\\')) & JSON_HIGH_BITS;
        if (marks != 0) {
            return at + json_first_mark(marks);
        }
        at += 8;
    }
    while (at < limit && *at != '"' && *at != '\\') {
        at++;
    }
    return at;
}

static bool read_hex(const char *digits, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++) {
        int number = atl_hex_value(digits[i]);
        if (number < 0) {
            return false;
        }
        *value = *value << 4 | (uint32_t)number;
    }
    return true;
}

/* "\uXXXX", or two of them for one character. Writes no more bytes than it reads. */
static bool read_code_point(char **from, char **to, const char *limit)
{
    uint32_t code_point;
    char *text = *from;
    if (limit - text < 6 || !read_hex(text + 2, &code_point) ||
        (code_point >= 0xDC00 && code_point <= 0xDFFF)) {
        return false;
    }
    text += 6;
    if (code_point >= 0xD800 && code_point <= 0xDBFF) {
        uint32_t second;
        if (limit - text < 6 || text[0] != '\\' || text[1] != 'u' || !read_hex(text + 2, &second) ||
            second < 0xDC00 || second > 0xDFFF) {
            return false;
        }
        code_point = 0x10000 + ((code_point & 0x3FF) << 10 | (second & 0x3FF));
        text += 6;
    }
    *to += atl_utf8_encode(code_point, *to);
    *from = text;
    return true;
}

static bool read_escape(char **from, char **to, const char *limit)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    if (limit - *from < 2) {
        return false;
    }
    char letter = (*from)[1];
    if (letter == 'u') {
        return read_code_point(from, to, limit);
    }
    const char *known = letter == '\0' ? NULL : strchr(letters, letter);
    if (known == NULL) {
        return false;
    }
    *(*to)++ = meanings[known - letters];
    *from += 2;
    return true;
}

/* The text behind a quote, in its place. NULL, at where it went wrong, when it isn't one. */
static char *read_string(struct reader *reader)
{
    char *start = reader->at + 1;
    char *from = skip_plain(start, reader->limit);
    char *to = from;
    while (from < reader->limit && *from == '\\') {
        reader->at = from;
        if (!read_escape(&from, &to, reader->limit)) {
            return NULL;
        }
        char *end = skip_plain(from, reader->limit);
        memmove(to, from, (size_t)(end - from));
        to += end - from;
        from = end;
    }
    reader->at = from;
    if (from == reader->limit) {
        return NULL;
    }
    *to = '\0';
    reader->at = from + 1;
    return start;
}

/* ---- numbers and words ---- */

static bool is_in_number(char character)
{
    return (character >= '0' && character <= '9') || character == '.' || character == '-' ||
           character == '+' || character == 'e' || character == 'E';
}

static bool read_any_number(struct reader *reader, double *number)
{
    char digits[64]; /* what is longer isn't exact anyway */
    size_t count = 0;
    while (count + 1 < sizeof digits && is_in_number(reader->at[count])) {
        digits[count] = reader->at[count];
        count++;
    }
    digits[count] = '\0';
    char *end;
    *number = strtod(digits, &end);
    reader->at += end - digits;
    return end != digits;
}

/* Most are whole and short. */
static bool read_number(struct reader *reader, double *number)
{
    const char *at = reader->at + (*reader->at == '-' ? 1 : 0);
    const char *first = at;
    int64_t whole = 0;
    while (*at >= '0' && *at <= '9' && at - first < 15) {
        whole = whole * 10 + (*at++ - '0');
    }
    if (at == first || is_in_number(*at) || whole == 0) {
        return read_any_number(reader, number);
    }
    *number = (double)(*reader->at == '-' ? -whole : whole);
    reader->at += at - reader->at;
    return true;
}

static bool set_number(struct reader *reader, cJSON *node)
{
    double number;
    if (!read_number(reader, &number)) {
        return false;
    }
    node->type = cJSON_Number;
    node->valuedouble = number;
    node->valueint = number >= INT_MAX ? INT_MAX : number <= INT_MIN ? INT_MIN : (int)number;
    return true;
}

static bool set_word(struct reader *reader, cJSON *node)
{
    static const struct {
        const char *word;
        int type;
    } words[] = {{"null", cJSON_NULL}, {"true", cJSON_True}, {"false", cJSON_False}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if ((size_t)(reader->limit - reader->at) >= length &&
            memcmp(reader->at, words[i].word, length) == 0) {
            node->type = words[i].type;
            node->valueint = words[i].type == cJSON_True ? 1 : 0;
            reader->at += length;
            return true;
        }
    }
    return false;
}

/* ---- the tree ---- */

static bool open_node(struct reader *reader, cJSON *node, int type)
{
    if (reader->depth == ATL_JSON_DEPTH) {
        return false;
    }
    node->type = type;
    reader->open[reader->depth++] = node;
    reader->at++;
    return true;
}

/* A value, or how one that holds others begins. */
static bool read_value(struct reader *reader, cJSON *node)
{
    char first = *reader->at;
    if (first == '"') {
        node->type = cJSON_String;
        node->valuestring = read_string(reader);
        return node->valuestring != NULL;
    }
    if (first == '{' || first == '[') {
        return open_node(reader, node, first == '{' ? cJSON_Object : cJSON_Array);
    }
    return first == '-' || (first >= '0' && first <= '9') ? set_number(reader, node)
                                                          : set_word(reader, node);
}

/* The first child's `prev` is the last one, as cJSON has it. */
static cJSON *add_child(struct reader *reader, cJSON *parent)
{
    cJSON *node = new_node(reader);
    if (parent->child == NULL) {
        parent->child = node;
        node->prev = node;
    } else {
        cJSON *last = parent->child->prev;
        last->next = node;
        node->prev = last;
        parent->child->prev = node;
    }
    return node;
}

static bool read_key(struct reader *reader, cJSON *node)
{
    if (*reader->at != '"') {
        return false;
    }
    node->string = read_string(reader);
    if (node->string == NULL) {
        return false;
    }
    skip_space(reader);
    if (*reader->at != ':') {
        return false;
    }
    reader->at++;
    skip_space(reader);
    return true;
}

/* What may come next in the innermost array or object: its end, or one more value. */
static bool read_next(struct reader *reader)
{
    cJSON *parent = reader->open[reader->depth - 1];
    bool is_object = parent->type == cJSON_Object;
    skip_space(reader);
    if (*reader->at == (is_object ? '}' : ']')) {
        reader->at++;
        reader->depth--;
        return true;
    }
    if (parent->child != NULL) {
        if (*reader->at != ',') {
            return false;
        }
        reader->at++;
        skip_space(reader);
    }
    cJSON *node = add_child(reader, parent);
    return (!is_object || read_key(reader, node)) && read_value(reader, node);
}

static bool read_document(struct reader *reader, cJSON *root)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (strncmp(reader->at, mark, 3) == 0) {
        reader->at += 3;
    }
    skip_space(reader);
    if (!read_value(reader, root)) {
        return false;
    }
    while (reader->depth > 0) {
        if (!read_next(reader)) {
            return false;
        }
    }
    skip_space(reader);
    return reader->at == reader->limit || (reader->at == reader->limit - 1 && *reader->at == '\0');
}

void atl_json_refill(struct atl_arena *arena, cJSON *array, cJSON *items)
{
    atl_json_keep(arena, items);
    if (array != NULL) {
        array->child = items->child;
    }
}

/* Where it isn't JSON; NULL: it is. */
static const char *read_text(struct atl_arena *arena, char *text, size_t length, const cJSON **root)
{
    struct reader reader = {.arena = arena, .at = text, .limit = text + length};
    cJSON *tree = new_node(&reader);
    if (!read_document(&reader, tree)) {
        *root = NULL;
        return reader.at;
    }
    *root = tree;
    return NULL;
}

enum atl_status atl_json_read(struct atl_arena *arena, const char *text, size_t length,
                              const char *source, const cJSON **root, struct atl_error *error)
{
    char *copy = atl_arena_strndup(arena, text, length);
    const char *wrong = read_text(arena, copy, length, root);
    return wrong == NULL ? ATL_OK : json_invalid(text, text + (wrong - copy), source, error);
}

enum atl_status atl_json_read_in_place(struct atl_arena *arena, char *text, size_t length,
                                       const char *source, const cJSON **root,
                                       struct atl_error *error)
{
    return read_text(arena, text, length, root) == NULL
               ? ATL_OK
               : atl_fail(error, ATL_FAILED, "%s is not valid JSON", source);
}
