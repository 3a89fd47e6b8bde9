/* The parser's state, shared by its parts. */
#ifndef QUERY_PARSER_H
#define QUERY_PARSER_H

#include "query/lexer.h"

struct query_parser {
    const struct query_dialect *dialect;
    struct atl_arena *arena;
    struct query_lexer lexer;
    struct query_token token; /* the one to be looked at */
    unsigned depth;           /* of the nesting at this point */
    struct atl_error *error;
    struct atl_query_position error_position;
};

/* Goes on to the next token. Can't fail: the whole text has been through the lexer before. */
void query_parser_advance(struct query_parser *parser);

/* True, and past it, when the token is of this kind. */
bool query_parser_accept(struct query_parser *parser, enum query_token_kind kind);

/*
 * Fails at the token: "<expectation> but got 'x'.<more>", or at the end of the text "<expectation>
 * before the end of the query.". A reserved word gets the error of its own instead.
 */
enum atl_status query_parser_fail(struct query_parser *parser, const char *expectation,
                                  const char *more);

/* As above for "Expecting 'x'". */
enum atl_status query_parser_expect(struct query_parser *parser, enum query_token_kind kind,
                                    const char *text);

/* Counts one level of nesting; ATL_USAGE when that is too deep. Undone by query_parser_leave. */
enum atl_status query_parser_enter(struct query_parser *parser);
void query_parser_leave(struct query_parser *parser);

/* A value, EMPTY, a function or a list. */
enum atl_status query_parse_operand(struct query_parser *parser, struct atl_query_operand *operand);

/* A field's name, or cf[10001]. */
enum atl_status query_parse_field(struct query_parser *parser, struct atl_query_field *field);

/* Clauses joined by AND, OR and NOT, up to what can't be part of them. */
enum atl_status query_parse_condition(struct query_parser *parser,
                                      const struct atl_query_node **node);

/* A growing array in the making; query_array_finish copies it into the arena. */
struct query_array {
    char *bytes;
    size_t size; /* of one item */
    size_t count;
    size_t capacity;
};
void query_array_add(struct query_array *array, const void *item);
/* Returns the items, NULL when there are none, and frees the array. */
void *query_array_finish(struct query_array *array, struct atl_arena *arena);
void query_array_free(struct query_array *array);

#endif
