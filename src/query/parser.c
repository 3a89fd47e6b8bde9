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

/* ---- fields ---- */

static enum atl_status fail_field(struct query_parser *parser)
{
    const struct query_token *token = &parser->token;
    if (token->kind == TOKEN_END) {
        parser->error_position = token->position;
        return query_fail_at_end(parser->dialect, parser->error,
                                 "Expecting a field name at the end of the query.");
    }
    const char *more =
        token->kind == TOKEN_OPEN_BRACKET && parser->dialect->custom_fields
            ? " Did you mean 'cf['?"
            : atl_arena_printf(
                  parser->arena,
                  " You must surround '%s' in quotation marks to use it as a field name.",
                  query_fail_text(parser->arena, token->text));
    return query_parser_fail(parser, "Expecting a field name", more);
}

/* The rest of cf[10001], after "cf". */
static enum atl_status parse_custom_field(struct query_parser *parser,
                                          struct atl_query_field *field)
{
    enum atl_status status = query_parser_expect(parser, TOKEN_OPEN_BRACKET, "[");
    if (status != ATL_OK) {
        return status;
    }
    if (parser->token.kind != TOKEN_NUMBER ||
        !atl_text_to_integer(parser->token.text, 0, INT64_MAX, &field->custom_id)) {
        return query_parser_fail(parser, "Expecting a custom field id (a positive number)", NULL);
    }
    field->name = atl_arena_printf(parser->arena, "cf[%s]", parser->token.text);
    query_parser_advance(parser);
    return query_parser_expect(parser, TOKEN_CLOSE_BRACKET, "]");
}

static enum atl_status parse_field(struct query_parser *parser, struct atl_query_field *field)
{
    const struct query_token *token = &parser->token;
    *field =
        (struct atl_query_field){.name = token->text, .custom_id = -1, .position = token->position};
    switch (token->kind) {
    case TOKEN_CUSTOM_FIELD:
        query_parser_advance(parser);
        return parse_custom_field(parser, field);
    case TOKEN_WORD:
    case TOKEN_NUMBER:
    case TOKEN_QUOTED:
        if (field->name[0] == '\0') {
            parser->error_position = token->position;
            return query_fail_at(parser->dialect, token->position, parser->error,
                                 "A field name cannot be empty.");
        }
        query_parser_advance(parser);
        return ATL_OK;
    default:
        return fail_field(parser);
    }
}

/* ---- operators ---- */

static enum atl_status fail_operator(struct query_parser *parser)
{
    return query_parser_fail(parser, "Expecting operator",
                             atl_arena_printf(parser->arena, " The valid operators are %s.",
                                              parser->dialect->valid_operators));
}

static enum atl_query_operator parse_was(struct query_parser *parser)
{
    bool negated = query_parser_accept(parser, TOKEN_NOT);
    if (query_parser_accept(parser, TOKEN_IN)) {
        return negated ? ATL_QUERY_WAS_NOT_IN : ATL_QUERY_WAS_IN;
    }
    return negated ? ATL_QUERY_WAS_NOT : ATL_QUERY_WAS;
}

static enum atl_status parse_operator(struct query_parser *parser,
                                      enum atl_query_operator *comparison)
{
    static const enum atl_query_operator simple[] = {
        [TOKEN_EQUALS] = ATL_QUERY_EQUALS,
        [TOKEN_NOT_EQUALS] = ATL_QUERY_NOT_EQUALS,
        [TOKEN_CONTAINS] = ATL_QUERY_CONTAINS,
        [TOKEN_NOT_CONTAINS] = ATL_QUERY_NOT_CONTAINS,
        [TOKEN_LESS] = ATL_QUERY_LESS,
        [TOKEN_LESS_OR_EQUAL] = ATL_QUERY_LESS_OR_EQUAL,
        [TOKEN_GREATER] = ATL_QUERY_GREATER,
        [TOKEN_GREATER_OR_EQUAL] = ATL_QUERY_GREATER_OR_EQUAL,
        [TOKEN_IN] = ATL_QUERY_IN,
        [TOKEN_CHANGED] = ATL_QUERY_CHANGED,
    };
    enum query_token_kind kind = parser->token.kind;
    switch (kind) {
    case TOKEN_NOT:
        query_parser_advance(parser);
        *comparison = ATL_QUERY_NOT_IN;
        return query_parser_expect(parser, TOKEN_IN, "IN");
    case TOKEN_IS:
        query_parser_advance(parser);
        *comparison = ATL_QUERY_IS;
        if (query_parser_accept(parser, TOKEN_NOT)) {
            *comparison = ATL_QUERY_IS_NOT;
        } else if (parser->token.kind == TOKEN_BANG) {
            return query_parser_expect(parser, TOKEN_NOT, "NOT");
        }
        return ATL_OK;
    case TOKEN_WAS:
        query_parser_advance(parser);
        *comparison = parse_was(parser);
        return ATL_OK;
    case TOKEN_EQUALS:
    case TOKEN_NOT_EQUALS:
    case TOKEN_CONTAINS:
    case TOKEN_NOT_CONTAINS:
    case TOKEN_LESS:
    case TOKEN_LESS_OR_EQUAL:
    case TOKEN_GREATER:
    case TOKEN_GREATER_OR_EQUAL:
    case TOKEN_IN:
    case TOKEN_CHANGED:
        query_parser_advance(parser);
        *comparison = simple[kind];
        return ATL_OK;
    default:
        return fail_operator(parser);
    }
}

static bool is_history(enum atl_query_operator comparison)
{
    return comparison >= ATL_QUERY_WAS && comparison <= ATL_QUERY_CHANGED;
}

static bool find_predicate(enum query_token_kind token, enum atl_query_predicate_kind *kind)
{
    static const struct {
        enum query_token_kind token;
        enum atl_query_predicate_kind kind;
    } predicates[] = {
        {TOKEN_FROM, ATL_QUERY_FROM},     {TOKEN_TO, ATL_QUERY_TO},       {TOKEN_BY, ATL_QUERY_BY},
        {TOKEN_BEFORE, ATL_QUERY_BEFORE}, {TOKEN_AFTER, ATL_QUERY_AFTER}, {TOKEN_ON, ATL_QUERY_ON},
        {TOKEN_DURING, ATL_QUERY_DURING},
    };
    for (size_t i = 0; i < sizeof predicates / sizeof *predicates; i++) {
        if (predicates[i].token == token) {
            *kind = predicates[i].kind;
            return true;
        }
    }
    return false;
}

static enum atl_status parse_predicates(struct query_parser *parser,
                                        struct atl_query_clause *clause)
{
    struct query_array predicates = {.size = sizeof(struct atl_query_predicate)};
    enum atl_status status = ATL_OK;
    struct atl_query_predicate predicate = {0};
    while (status == ATL_OK && find_predicate(parser->token.kind, &predicate.kind)) {
        query_parser_advance(parser);
        status = query_parse_operand(parser, &predicate.operand);
        query_array_add(&predicates, &predicate);
    }
    clause->predicate_count = predicates.count;
    clause->predicates = query_array_finish(&predicates, parser->arena);
    return status;
}

/* ---- clauses ---- */

static enum atl_status parse_or(struct query_parser *parser, const struct atl_query_node **node);

static enum atl_status parse_clause(struct query_parser *parser, const struct atl_query_node **node)
{
    struct atl_query_node *clause_node = atl_arena_alloc(parser->arena, sizeof *clause_node);
    struct atl_query_clause *clause = &clause_node->clause;
    clause_node->kind = ATL_QUERY_CLAUSE;
    *node = clause_node;
    enum atl_status status = parse_field(parser, &clause->field);
    if (status == ATL_OK) {
        status = parse_operator(parser, &clause->comparison);
    }
    if (status == ATL_OK && clause->comparison != ATL_QUERY_CHANGED) {
        status = query_parse_operand(parser, &clause->operand);
    }
    if (status == ATL_OK && is_history(clause->comparison)) {
        status = parse_predicates(parser, clause);
    }
    return status;
}

static enum atl_status parse_group(struct query_parser *parser, const struct atl_query_node **node)
{
    enum atl_status status = query_parser_enter(parser);
    if (status != ATL_OK) {
        return status;
    }
    query_parser_advance(parser);
    status = parse_or(parser, node);
    if (status == ATL_OK) {
        status = query_parser_expect(parser, TOKEN_CLOSE, ")");
    }
    query_parser_leave(parser);
    return status;
}

static enum atl_status parse_term(struct query_parser *parser, const struct atl_query_node **node)
{
    if (parser->token.kind == TOKEN_OPEN) {
        return parse_group(parser, node);
    }
    if (parser->token.kind != TOKEN_NOT && parser->token.kind != TOKEN_BANG) {
        return parse_clause(parser, node);
    }
    enum atl_status status = query_parser_enter(parser);
    if (status != ATL_OK) {
        return status;
    }
    query_parser_advance(parser);
    struct atl_query_node *negation = atl_arena_alloc(parser->arena, sizeof *negation);
    const struct atl_query_node **child = atl_arena_alloc(parser->arena, sizeof(void *));
    negation->kind = ATL_QUERY_NOT;
    negation->children = child;
    negation->child_count = 1;
    *node = negation;
    status = parse_term(parser, child);
    query_parser_leave(parser);
    return status;
}

/* One or more of `parse_item` with `separator` between them; more than one become one node. */
static enum atl_status parse_sequence(struct query_parser *parser, enum query_token_kind separator,
                                      enum atl_query_node_kind kind,
                                      enum atl_status (*parse_item)(struct query_parser *,
                                                                    const struct atl_query_node **),
                                      const struct atl_query_node **node)
{
    struct query_array children = {.size = sizeof(void *)};
    enum atl_status status;
    do {
        const struct atl_query_node *child = NULL;
        status = parse_item(parser, &child);
        query_array_add(&children, &child);
    } while (status == ATL_OK && query_parser_accept(parser, separator));
    size_t count = children.count;
    const struct atl_query_node *const *items = query_array_finish(&children, parser->arena);
    if (count == 1) {
        *node = items[0];
        return status;
    }
    struct atl_query_node *sequence = atl_arena_alloc(parser->arena, sizeof *sequence);
    sequence->kind = kind;
    sequence->children = items;
    sequence->child_count = count;
    *node = sequence;
    return status;
}

static enum atl_status parse_and(struct query_parser *parser, const struct atl_query_node **node)
{
    return parse_sequence(parser, TOKEN_AND, ATL_QUERY_AND, parse_term, node);
}

static enum atl_status parse_or(struct query_parser *parser, const struct atl_query_node **node)
{
    return parse_sequence(parser, TOKEN_OR, ATL_QUERY_OR, parse_and, node);
}

/* ---- ORDER BY ---- */

static enum atl_status parse_sort(struct query_parser *parser, struct atl_query_sort *sort)
{
    *sort = (struct atl_query_sort){0};
    enum atl_status status = parse_field(parser, &sort->field);
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
        status = parse_or(parser, &query->where);
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
