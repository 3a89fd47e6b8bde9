/* Values, functions and lists. */
#include "query/fail.h"
#include "query/parser.h"

static bool is_value(enum query_token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_NUMBER || kind == TOKEN_QUOTED;
}

/* Jira says "JQL Query" without "the" here, and nowhere else. */
static enum atl_status fail_operand(struct query_parser *parser)
{
    const struct query_token *token = &parser->token;
    const char *expectation = "Expecting either a value, list or function";
    if (token->kind == TOKEN_RESERVED) {
        return query_parser_fail(parser, expectation, NULL);
    }
    parser->error_position = token->position;
    if (token->kind == TOKEN_END) {
        return atl_fail(parser->error, ATL_USAGE,
                        "Error in %s Query: %s before the end of the query.", parser->dialect->name,
                        expectation);
    }
    const char *text = query_fail_text(parser->arena, token->text);
    return atl_fail(parser->error, ATL_USAGE,
                    "Error in %s Query: %s but got '%s'. You must surround '%s' in quotation marks "
                    "to use it as a value. (line %u, character %u)",
                    parser->dialect->name, expectation, text, text, token->position.line,
                    token->position.column);
}

/* ---- functions ---- */

static enum atl_status fail_argument(struct query_parser *parser, size_t index)
{
    const struct query_token *token = &parser->token;
    parser->error_position = token->position;
    if (index == 0 && (token->kind == TOKEN_END || token->kind == TOKEN_COMMA)) {
        return query_parser_expect(parser, TOKEN_CLOSE, ")");
    }
    if (token->kind == TOKEN_END) {
        return query_fail_at_end(parser->dialect, parser->error,
                                 "Expecting a function argument at the end of the query.");
    }
    if (token->kind == TOKEN_CLOSE || token->kind == TOKEN_COMMA) {
        return query_fail_at(parser->dialect, token->position, parser->error,
                             "Function argument must be specified.");
    }
    return query_parser_fail(
        parser, "Expecting a function argument",
        atl_arena_printf(parser->arena,
                         " You must surround '%s' in quotation marks to use it as an argument.",
                         query_fail_text(parser->arena, token->text)));
}

static enum atl_status parse_argument(struct query_parser *parser, struct query_array *arguments)
{
    const struct query_token *token = &parser->token;
    if (!is_value(token->kind)) {
        return fail_argument(parser, arguments->count);
    }
    struct atl_query_operand argument = {.kind = ATL_QUERY_VALUE,
                                         .text = token->text,
                                         .quoted = token->kind == TOKEN_QUOTED,
                                         .position = token->position};
    query_array_add(arguments, &argument);
    query_parser_advance(parser);
    if (token->kind == TOKEN_CLOSE || token->kind == TOKEN_COMMA) {
        return ATL_OK;
    }
    if (token->kind == TOKEN_END) {
        return query_parser_expect(parser, TOKEN_CLOSE, ")");
    }
    return query_parser_fail(parser, "Expecting ')' or ','", NULL);
}

/* The rest of a function, after its name and "(". */
static enum atl_status parse_arguments(struct query_parser *parser,
                                       struct atl_query_operand *operand)
{
    if (query_parser_accept(parser, TOKEN_CLOSE)) {
        return ATL_OK;
    }
    struct query_array arguments = {.size = sizeof(struct atl_query_operand)};
    enum atl_status status;
    do {
        status = parse_argument(parser, &arguments);
    } while (status == ATL_OK && query_parser_accept(parser, TOKEN_COMMA));
    if (status == ATL_OK) {
        status = query_parser_expect(parser, TOKEN_CLOSE, ")");
    }
    operand->item_count = arguments.count;
    operand->items = query_array_finish(&arguments, parser->arena);
    return status;
}

static enum atl_status parse_value(struct query_parser *parser, struct atl_query_operand *operand)
{
    struct query_token token = parser->token;
    operand->kind = ATL_QUERY_VALUE;
    operand->text = token.text;
    operand->quoted = token.kind == TOKEN_QUOTED;
    query_parser_advance(parser);
    if (!query_parser_accept(parser, TOKEN_OPEN)) {
        return ATL_OK;
    }
    if (token.text[0] == '\0') {
        parser->error_position = token.position;
        return query_fail_at(parser->dialect, token.position, parser->error,
                             "A function name cannot be empty.");
    }
    operand->kind = ATL_QUERY_FUNCTION;
    return parse_arguments(parser, operand);
}

/* ---- lists ---- */

static enum atl_status parse_list(struct query_parser *parser, struct atl_query_operand *operand)
{
    enum atl_status status = query_parser_enter(parser);
    if (status != ATL_OK) {
        return status;
    }
    query_parser_advance(parser);
    operand->kind = ATL_QUERY_LIST;
    struct query_array items = {.size = sizeof(struct atl_query_operand)};
    do {
        struct atl_query_operand item;
        status = query_parse_operand(parser, &item);
        query_array_add(&items, &item);
    } while (status == ATL_OK && query_parser_accept(parser, TOKEN_COMMA));
    if (status == ATL_OK) {
        status = query_parser_expect(parser, TOKEN_CLOSE, ")");
    }
    operand->item_count = items.count;
    operand->items = query_array_finish(&items, parser->arena);
    query_parser_leave(parser);
    return status;
}

enum atl_status query_parse_operand(struct query_parser *parser, struct atl_query_operand *operand)
{
    *operand = (struct atl_query_operand){.position = parser->token.position};
    if (parser->token.kind == TOKEN_OPEN) {
        return parse_list(parser, operand);
    }
    if (query_parser_accept(parser, TOKEN_EMPTY)) {
        operand->kind = ATL_QUERY_EMPTY;
        return ATL_OK;
    }
    return is_value(parser->token.kind) ? parse_value(parser, operand) : fail_operand(parser);
}
