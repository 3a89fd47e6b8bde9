#include "query/lexer.h"
#include "query/fail.h"

#include <string.h>

static const char *const valid_escapes =
    "The valid escape sequences are \\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.";

void query_lexer_start(struct query_lexer *lexer, const struct query_dialect *dialect,
                       struct atl_arena *arena, const char *text)
{
    *lexer = (struct query_lexer){.dialect = dialect,
                                  .arena = arena,
                                  .text = text,
                                  .length = strlen(text),
                                  .position = {.line = 1, .column = 1}};
}

/* ---- characters ---- */

static size_t peek(const struct query_lexer *lexer, uint32_t *code_point)
{
    size_t offset = lexer->position.offset;
    return atl_utf8_decode(lexer->text + offset, lexer->length - offset, code_point);
}

static void step(struct query_lexer *lexer)
{
    uint32_t code_point;
    lexer->position.offset += peek(lexer, &code_point);
    if (code_point == '\n') {
        lexer->position.line++;
        lexer->position.column = 1;
    } else {
        lexer->position.column++;
    }
}

static bool is_space(uint32_t code_point)
{
    return code_point == ' ' || code_point == '\t' || code_point == '\n' || code_point == '\r' ||
           code_point == '\f';
}

/* Control characters and Unicode's non-characters: to be written as escapes, in strings too. */
static bool is_illegal(uint32_t code_point)
{
    return (code_point < 0x20 && code_point != '\n' && code_point != '\r') ||
           (code_point >= 0x7F && code_point <= 0x9F) ||
           (code_point >= 0xFDD0 && code_point <= 0xFDEF) || code_point == 0xFFFE ||
           code_point == 0xFFFF;
}

/* Characters that the language keeps for later; they stand in strings only. */
static bool is_reserved_character(uint32_t code_point)
{
    return code_point < 0x80 && code_point != 0 && strchr("{}*/%+$#@?;^", (int)code_point) != NULL;
}

static bool ends_word(uint32_t code_point)
{
    return is_space(code_point) || (code_point < 0x80 && code_point != 0 &&
                                    strchr("=!<>~()[],|&\"'", (int)code_point) != NULL);
}

static enum atl_status fail_illegal(const struct query_lexer *lexer, uint32_t code_point,
                                    struct atl_error *error)
{
    return query_fail_at(lexer->dialect, lexer->position, error,
                         "The character 'U+%04X' on line %u at position %u must be escaped. Use "
                         "the escape '\\u%04x' instead.",
                         (unsigned)code_point, lexer->position.line, lexer->position.column,
                         (unsigned)code_point);
}

static enum atl_status fail_reserved(const struct query_lexer *lexer, uint32_t code_point,
                                     struct atl_error *error)
{
    return query_fail_at(lexer->dialect, lexer->position, error,
                         "The character '%c' is a reserved %s character. You must enclose it in a "
                         "string or use the escape '\\u%04x' instead.",
                         (int)code_point, lexer->dialect->name, (unsigned)code_point);
}

/* ---- escapes ---- */

static enum atl_status fail_escape(const struct query_lexer *lexer, size_t length,
                                   struct atl_error *error)
{
    size_t left = lexer->length - lexer->position.offset;
    const char *sequence = atl_arena_strndup(lexer->arena, lexer->text + lexer->position.offset,
                                             length < left ? length : left);
    return query_fail_at(
        lexer->dialect, lexer->position, error, "'%s' is an illegal %s escape sequence. %s",
        query_fail_text(lexer->arena, sequence), lexer->dialect->name, valid_escapes);
}

/* Reads four hexadecimal digits after "\u"; false when they aren't there. */
static bool read_hex(const char *text, size_t length, uint32_t *value, size_t *used)
{
    *value = 0;
    for (*used = 2; *used < 6 && *used < length; (*used)++) {
        int nibble = atl_hex_value(text[*used]);
        if (nibble < 0) {
            return false;
        }
        *value = *value << 4 | (uint32_t)nibble;
    }
    return *used == 6;
}

/*
 * "\uXXXX". Characters beyond U+FFFF are two of them, as in Java; half a pair, and a NUL, which no
 * text of ours can hold, become U+FFFD.
 */
static enum atl_status read_unicode_escape(struct query_lexer *lexer, struct atl_buffer *word,
                                           struct atl_error *error)
{
    const char *at = lexer->text + lexer->position.offset;
    size_t left = lexer->length - lexer->position.offset;
    uint32_t code_point;
    size_t used;
    if (!read_hex(at, left, &code_point, &used)) {
        uint32_t wrong;
        used += used < left ? atl_utf8_decode(at + used, left - used, &wrong) : 0;
        return fail_escape(lexer, used, error);
    }
    uint32_t low;
    size_t low_used;
    if (code_point >= 0xD800 && code_point <= 0xDBFF && left >= 12 && at[6] == '\\' &&
        at[7] == 'u' && read_hex(at + 6, left - 6, &low, &low_used) && low >= 0xDC00 &&
        low <= 0xDFFF) {
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
        used += low_used;
    }
    atl_utf8_append(word, code_point == 0 ? 0xFFFD : code_point);
    while (used-- > 0) {
        step(lexer);
    }
    return ATL_OK;
}

static enum atl_status read_escape(struct query_lexer *lexer, struct atl_buffer *word,
                                   struct atl_error *error)
{
    static const char letters[] = "tnr\\'\" ";
    static const char meanings[] = "\t\n\r\\'\" ";
    const char *at = lexer->text + lexer->position.offset;
    if (at[1] == '\0') {
        return query_fail_at(lexer->dialect, lexer->position, error,
                             "The escape sequence has not been completed. %s", valid_escapes);
    }
    if (at[1] == 'u') {
        return read_unicode_escape(lexer, word, error);
    }
    const char *letter = strchr(letters, at[1]);
    if (letter == NULL) {
        uint32_t wrong;
        size_t left = lexer->length - lexer->position.offset;
        return fail_escape(lexer, 1 + atl_utf8_decode(at + 1, left - 1, &wrong), error);
    }
    atl_buffer_add_char(word, meanings[letter - letters]);
    step(lexer);
    step(lexer);
    return ATL_OK;
}

/* ---- words and strings ---- */

static enum atl_status fail_unfinished(struct query_lexer *lexer, struct atl_query_position start,
                                       const char *text, struct atl_error *error)
{
    lexer->position = start;
    if (text[0] == '\0') {
        return query_fail_at(lexer->dialect, start, error,
                             "The quoted string has not been completed.");
    }
    return query_fail_at(lexer->dialect, start, error,
                         "The quoted string '%s' has not been completed.",
                         query_fail_text(lexer->arena, text));
}

static enum atl_status read_quoted(struct query_lexer *lexer, uint32_t mark,
                                   struct atl_buffer *text, struct atl_error *error)
{
    struct atl_query_position start = lexer->position;
    step(lexer);
    for (;;) {
        uint32_t code_point;
        size_t size = peek(lexer, &code_point);
        if (size == 0) {
            return fail_unfinished(lexer, start, atl_buffer_text(text), error);
        }
        if (code_point == mark) {
            step(lexer);
            return ATL_OK;
        }
        if (is_illegal(code_point)) {
            return fail_illegal(lexer, code_point, error);
        }
        if (code_point == '\\') {
            enum atl_status status = read_escape(lexer, text, error);
            if (status != ATL_OK) {
                return status;
            }
        } else {
            atl_utf8_append(text, code_point);
            step(lexer);
        }
    }
}

static enum atl_status read_word(struct query_lexer *lexer, struct atl_buffer *text, bool *escaped,
                                 struct atl_error *error)
{
    for (;;) {
        uint32_t code_point;
        size_t size = peek(lexer, &code_point);
        if (size == 0 || ends_word(code_point)) {
            return ATL_OK;
        }
        if (is_illegal(code_point)) {
            return fail_illegal(lexer, code_point, error);
        }
        if (is_reserved_character(code_point)) {
            return fail_reserved(lexer, code_point, error);
        }
        if (code_point == '\\') {
            *escaped = true;
            enum atl_status status = read_escape(lexer, text, error);
            if (status != ATL_OK) {
                return status;
            }
        } else {
            atl_utf8_append(text, code_point);
            step(lexer);
        }
    }
}

/* ---- what a word is ---- */

struct keyword {
    const char *text;
    enum query_token_kind kind;
};

static const struct keyword common_keywords[] = {
    {"and", TOKEN_AND},     {"or", TOKEN_OR}, {"not", TOKEN_NOT}, {"in", TOKEN_IN},
    {"order", TOKEN_ORDER}, {"by", TOKEN_BY}, {"asc", TOKEN_ASC}, {"desc", TOKEN_DESC},
};

static const struct keyword jql_keywords[] = {
    {"is", TOKEN_IS},       {"empty", TOKEN_EMPTY},   {"null", TOKEN_EMPTY},
    {"was", TOKEN_WAS},     {"from", TOKEN_FROM},     {"changed", TOKEN_CHANGED},
    {"to", TOKEN_TO},       {"on", TOKEN_ON},         {"before", TOKEN_BEFORE},
    {"after", TOKEN_AFTER}, {"during", TOKEN_DURING}, {"cf", TOKEN_CUSTOM_FIELD},
};

static bool find_keyword(const struct keyword *keywords, size_t count, const char *word,
                         enum query_token_kind *kind)
{
    for (size_t i = 0; i < count; i++) {
        if (atl_text_equal_ignoring_case(word, keywords[i].text)) {
            *kind = keywords[i].kind;
            return true;
        }
    }
    return false;
}

static bool is_number(const char *word)
{
    if (*word == '-') {
        word++;
    }
    return *word != '\0' && word[strspn(word, "0123456789")] == '\0';
}

static enum atl_status classify_word(const struct query_lexer *lexer, struct query_token *token,
                                     struct atl_error *error)
{
    const struct query_dialect *dialect = lexer->dialect;
    if (find_keyword(common_keywords, sizeof common_keywords / sizeof *common_keywords, token->text,
                     &token->kind) ||
        (dialect->history && find_keyword(jql_keywords, sizeof jql_keywords / sizeof *jql_keywords,
                                          token->text, &token->kind))) {
        return ATL_OK;
    }
    if (is_number(token->text)) {
        token->kind = TOKEN_NUMBER;
        int64_t value;
        if (atl_text_to_integer(token->text, INT64_MIN, INT64_MAX, &value)) {
            return ATL_OK;
        }
        return query_fail_at(dialect, token->position, error,
                             "'%s' is not a valid number. Numbers must be between "
                             "-9,223,372,036,854,775,808 and 9,223,372,036,854,775,807.",
                             query_fail_text(lexer->arena, token->text));
    }
    bool reserved = dialect->reserved_count > 0 && query_dialect_is_reserved(dialect, token->text);
    token->kind = reserved ? TOKEN_RESERVED : TOKEN_WORD;
    return ATL_OK;
}

/* ---- symbols ---- */

struct symbol {
    const char *text; /* the longer ones first */
    enum query_token_kind kind;
    bool jql_only;
};

static const struct symbol symbols[] = {
    {"!=", TOKEN_NOT_EQUALS, false},
    {"!~", TOKEN_NOT_CONTAINS, false},
    {"<=", TOKEN_LESS_OR_EQUAL, false},
    {">=", TOKEN_GREATER_OR_EQUAL, false},
    {"&&", TOKEN_AND, true},
    {"||", TOKEN_OR, true},
    {"=", TOKEN_EQUALS, false},
    {"~", TOKEN_CONTAINS, false},
    {"<", TOKEN_LESS, false},
    {">", TOKEN_GREATER, false},
    {"!", TOKEN_BANG, true},
    {"&", TOKEN_AND, true},
    {"|", TOKEN_OR, true},
    {"(", TOKEN_OPEN, false},
    {")", TOKEN_CLOSE, false},
    {",", TOKEN_COMMA, false},
    {"[", TOKEN_OPEN_BRACKET, false},
    {"]", TOKEN_CLOSE_BRACKET, false},
};

static enum atl_status read_symbol(struct query_lexer *lexer, struct query_token *token,
                                   struct atl_error *error)
{
    const char *at = lexer->text + lexer->position.offset;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        const struct symbol *symbol = &symbols[i];
        if (atl_text_starts_with(at, symbol->text) &&
            (!symbol->jql_only || lexer->dialect->symbols)) {
            token->kind = symbol->kind;
            token->text = symbol->text;
            for (size_t length = strlen(symbol->text); length > 0; length--) {
                step(lexer);
            }
            return ATL_OK;
        }
    }
    return fail_reserved(lexer, (unsigned char)*at, error);
}

enum atl_status query_lexer_next(struct query_lexer *lexer, struct query_token *token,
                                 struct atl_error *error)
{
    uint32_t code_point;
    size_t size;
    while ((size = peek(lexer, &code_point)) > 0 && is_space(code_point)) {
        step(lexer);
    }
    *token = (struct query_token){.position = lexer->position, .text = ""};
    if (size == 0) {
        return ATL_OK;
    }
    bool quoted = code_point == '"' || code_point == '\'';
    if (!quoted && ends_word(code_point)) {
        return read_symbol(lexer, token, error);
    }
    struct atl_buffer text = {0};
    bool escaped = false;
    enum atl_status status = quoted ? read_quoted(lexer, code_point, &text, error)
                                    : read_word(lexer, &text, &escaped, error);
    token->text = atl_arena_strdup(lexer->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    if (status == ATL_OK && quoted) {
        token->kind = TOKEN_QUOTED;
    } else if (status == ATL_OK && escaped) {
        token->kind = TOKEN_WORD; /* an escape makes a keyword a word */
    } else if (status == ATL_OK) {
        status = classify_word(lexer, token, error);
        if (status != ATL_OK) {
            lexer->position = token->position;
        }
    }
    return status;
}
