/* Cuts a query into tokens. */
#ifndef QUERY_LEXER_H
#define QUERY_LEXER_H

#include "query/dialect.h"

enum query_token_kind {
    TOKEN_END,
    TOKEN_WORD,     /* a bare word that is no keyword */
    TOKEN_NUMBER,   /* a bare whole number */
    TOKEN_QUOTED,   /* text in quotation marks */
    TOKEN_RESERVED, /* a bare word that needs quotation marks */
    TOKEN_EQUALS,
    TOKEN_NOT_EQUALS,
    TOKEN_CONTAINS,
    TOKEN_NOT_CONTAINS,
    TOKEN_LESS,
    TOKEN_LESS_OR_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_OR_EQUAL,
    TOKEN_BANG,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_OPEN_BRACKET,
    TOKEN_CLOSE_BRACKET,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_IN,
    TOKEN_ORDER,
    TOKEN_BY,
    TOKEN_ASC,
    TOKEN_DESC,
    /* Only in JQL; CQL takes these as words. */
    TOKEN_IS,
    TOKEN_EMPTY,
    TOKEN_WAS,
    TOKEN_CHANGED,
    TOKEN_FROM,
    TOKEN_TO,
    TOKEN_BEFORE,
    TOKEN_AFTER,
    TOKEN_ON,
    TOKEN_DURING,
    TOKEN_CUSTOM_FIELD, /* cf */
};

struct query_token {
    enum query_token_kind kind;
    const char *text; /* without quotation marks, escapes resolved */
    struct atl_query_position position;
};

struct query_lexer {
    const struct query_dialect *dialect;
    struct atl_arena *arena; /* token texts live here */
    const char *text;
    size_t length;
    struct atl_query_position position;
};

void query_lexer_start(struct query_lexer *lexer, const struct query_dialect *dialect,
                       struct atl_arena *arena, const char *text);

/* On failure the lexer's position is the place of the error. */
enum atl_status query_lexer_next(struct query_lexer *lexer, struct query_token *token,
                                 struct atl_error *error);

#endif
