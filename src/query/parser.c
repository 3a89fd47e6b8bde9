#include "query/parser.h"
#include "query/fail.h"

#include <stdlib.h>
#include <string.h>

/* ---- tokens ---- */

void query_parser_advance(struct query_parser *parser)
{
    (void)query_lexer_next(&parser->lexer, &parser->token, NULL);
}

bool query_parser_accept(struct query_parser *parser, enum query_token_kind kind)
{
    if (parser->token.kind != kind) {
        return false;
    }
    query_parser_advance(parser);
    return true;
}

enum atl_status query_parser_fail(struct query_parser *parser, const char *expectation,
                                  const char *more)
{
    const struct query_token *token = &parser->token;
    parser->error_position = token->position;
    if (token->kind == TOKEN_END) {
        return query_fail_at_end(parser->dialect, parser->error,
                                 "%s before the end of the query.%s", expectation,
                                 more == NULL ? "" : more);
    }
    const char *text = query_fail_text(parser->arena, token->text);
    if (token->kind == TOKEN_RESERVED) {
        return query_fail_at(parser->dialect, token->position, parser->error,
                             "'%s' is a reserved %s word. You must surround it in quotation marks "
                             "to use it in a query.",
                             text, parser->dialect->name);
    }
    return query_fail_at(parser->dialect, token->position, parser->error, "%s but got '%s'.%s",
                         expectation, text, more == NULL ? "" : more);
}

enum atl_status query_parser_expect(struct query_parser *parser, enum query_token_kind kind,
                                    const char *text)
{
    if (query_parser_accept(parser, kind)) {
        return ATL_OK;
    }
    return query_parser_fail(parser, atl_arena_printf(parser->arena, "Expecting '%s'", text), NULL);
}

enum atl_status query_parser_enter(struct query_parser *parser)
{
    if (parser->depth < ATL_QUERY_MAX_DEPTH) {
        parser->depth++;
        return ATL_OK;
    }
    parser->error_position = parser->token.position;
    return query_fail_at(parser->dialect, parser->token.position, parser->error,
                         "The query is nested too deeply.");
}

void query_parser_leave(struct query_parser *parser)
{
    parser->depth--;
}

void query_array_add(struct query_array *array, const void *item)
{
    if (array->count == array->capacity) {
        array->capacity = array->capacity == 0 ? 8 : array->capacity * 2;
        array->bytes = atl_realloc(array->bytes, array->capacity, array->size);
    }
    memcpy(array->bytes + array->count * array->size, item, array->size);
    array->count++;
}

void *query_array_finish(struct query_array *array, struct atl_arena *arena)
{
    void *items = NULL;
    if (array->count > 0) {
        items = atl_arena_alloc(arena, array->count * array->size);
        memcpy(items, array->bytes, array->count * array->size);
    }
    query_array_free(array);
    return items;
}

void query_array_free(struct query_array *array)
{
    free(array->bytes);
    array->bytes = NULL;
    array->capacity = 0;
}

/* ---- ORDER BY ---- */

static enum atl_status parse_sort(struct query_parser *parser, struct atl_query_sort *sort)
{
    *sort = (struct atl_query_sort){0};
    enum atl_status status = query_parse_field(parser, &sort->field);
    if (status != ATL_OK) {
        return status;
    }
    if (query_parser_accept(parser, TOKEN_ASC)) {
        sort->direction = ATL_QUERY_ASCENDING;
    } else if (query_parser_accept(parser, TOKEN_DESC)) {
        sort->direction = ATL_QUERY_DESCENDING;
    } else if (parser->token.kind != TOKEN_END && parser->token.kind != TOKEN_COMMA) {
        return query_parser_fail(parser, "Expecting either 'ASC' or 'DESC'", NULL);
    }
    if (parser->token.kind != TOKEN_END && parser->token.kind != TOKEN_COMMA) {
        return query_parser_fail(parser, "Expecting ','", NULL);
    }
    return ATL_OK;
}

static enum atl_status parse_order(struct query_parser *parser, struct atl_query *query)
{
    enum atl_status status = query_parser_expect(parser, TOKEN_BY, "by");
    struct query_array sorts = {.size = sizeof(struct atl_query_sort)};
    while (status == ATL_OK) {
        struct atl_query_sort sort;
        status = parse_sort(parser, &sort);
        query_array_add(&sorts, &sort);
        if (!query_parser_accept(parser, TOKEN_COMMA)) {
            break;
        }
    }
    query->sort_count = sorts.count;
    query->sorts = query_array_finish(&sorts, parser->arena);
    return status;
}

/* ---- the whole ---- */

/*
 * Runs the text through the lexer once, so that a malformed token is reported before anything that
 * the grammar has to say, as the servers do it, and so that the parser needn't expect any.
 */
static enum atl_status check_tokens(struct query_parser *parser, const char *text)
{
    struct atl_arena scratch = {0};
    struct query_lexer lexer;
    query_lexer_start(&lexer, parser->dialect, &scratch, text);
    struct query_token token;
    enum atl_status status;
    do {
        status = query_lexer_next(&lexer, &token, parser->error);
    } while (status == ATL_OK && token.kind != TOKEN_END);
    parser->error_position = lexer.position;
    atl_arena_free(&scratch);
    return status;
}

static enum atl_status parse_query(struct query_parser *parser, struct atl_query *query)
{
    enum atl_status status = ATL_OK;
    if (parser->token.kind != TOKEN_END && parser->token.kind != TOKEN_ORDER) {
        status = query_parse_condition(parser, &query->where);
    }
    if (status == ATL_OK && query_parser_accept(parser, TOKEN_ORDER)) {
        status = parse_order(parser, query);
    }
    if (status == ATL_OK && parser->token.kind != TOKEN_END) {
        status = query_parser_fail(parser, "Expecting either 'OR' or 'AND'", NULL);
    }
    return status;
}

enum atl_status atl_query_parse(struct atl_arena *arena, enum atl_query_dialect dialect,
                                const char *text, const struct atl_query **query,
                                struct atl_query_position *position, struct atl_error *error)
{
    struct query_parser parser = {
        .dialect = query_dialect_get(dialect), .arena = arena, .error = error};
    struct atl_query *parsed = atl_arena_alloc(arena, sizeof *parsed);
    parsed->dialect = dialect;
    *query = NULL;
    enum atl_status status = check_tokens(&parser, text);
    if (status == ATL_OK) {
        query_lexer_start(&parser.lexer, parser.dialect, arena, text);
        query_parser_advance(&parser);
        status = parse_query(&parser, parsed);
    }
    if (status == ATL_OK) {
        *query = parsed;
    } else if (position != NULL) {
        *position = parser.error_position;
    }
    return status;
}

const char *atl_query_operator_text(enum atl_query_operator comparison)
{
    static const char *const texts[] = {
        [ATL_QUERY_EQUALS] = "=",        [ATL_QUERY_NOT_EQUALS] = "!=",
        [ATL_QUERY_CONTAINS] = "~",      [ATL_QUERY_NOT_CONTAINS] = "!~",
        [ATL_QUERY_LESS] = "<",          [ATL_QUERY_LESS_OR_EQUAL] = "<=",
        [ATL_QUERY_GREATER] = ">",       [ATL_QUERY_GREATER_OR_EQUAL] = ">=",
        [ATL_QUERY_IN] = "in",           [ATL_QUERY_NOT_IN] = "not in",
        [ATL_QUERY_IS] = "is",           [ATL_QUERY_IS_NOT] = "is not",
        [ATL_QUERY_WAS] = "was",         [ATL_QUERY_WAS_NOT] = "was not",
        [ATL_QUERY_WAS_IN] = "was in",   [ATL_QUERY_WAS_NOT_IN] = "was not in",
        [ATL_QUERY_CHANGED] = "changed",
    };
    return texts[comparison];
}
