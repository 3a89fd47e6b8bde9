/* Clauses and what joins them: fields, operators, AND, OR, NOT, parentheses. */
#include "query/fail.h"
#include "query/parser.h"

#include <string.h>

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

/* ---- properties ---- */

/* Quoted where it has to be, so that the whole can be read again. */
static void append_part(struct atl_buffer *name, const struct query_parser *parser,
                        const char *part)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.";
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.0123456789-_";
    if (strchr(letters, *part) != NULL && part[strspn(part, plain)] == '\0' &&
        !query_dialect_is_reserved(parser->dialect, part)) {
        atl_buffer_add(name, part);
    } else {
        atl_jql_quote(name, part);
    }
}

static bool is_path(const struct query_token *token)
{
    return (token->kind == TOKEN_WORD || token->kind == TOKEN_QUOTED) && token->text[0] == '.' &&
           token->text[1] != '\0';
}

static enum atl_status parse_key(struct query_parser *parser, struct atl_buffer *name)
{
    const struct query_token *token = &parser->token;
    bool is_key = token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER ||
                  (token->kind == TOKEN_QUOTED && token->text[0] != '\0');
    if (!is_key) {
        return query_parser_fail(parser, "Expecting the key of a property", NULL);
    }
    atl_buffer_add_char(name, '[');
    append_part(name, parser, token->text);
    atl_buffer_add_char(name, ']');
    query_parser_advance(parser);
    return query_parser_expect(parser, TOKEN_CLOSE_BRACKET, "]");
}

/* The rest of issue.property[key].path, after "[". The path may be missing. */
static enum atl_status parse_property(struct query_parser *parser, struct atl_query_field *field)
{
    struct atl_buffer name = {0};
    append_part(&name, parser, field->name);
    enum atl_status status = parse_key(parser, &name);
    if (status == ATL_OK && is_path(&parser->token)) {
        append_part(&name, parser, parser->token.text);
        query_parser_advance(parser);
    }
    field->name = atl_arena_strdup(parser->arena, atl_buffer_text(&name));
    field->is_property = true;
    atl_buffer_free(&name);
    return status;
}

enum atl_status query_parse_field(struct query_parser *parser, struct atl_query_field *field)
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
    case TOKEN_QUOTED: {
        bool may_have_property = parser->dialect->custom_fields && token->kind != TOKEN_NUMBER;
        if (field->name[0] == '\0') {
            parser->error_position = token->position;
            return query_fail_at(parser->dialect, token->position, parser->error,
                                 "A field name cannot be empty.");
        }
        query_parser_advance(parser);
        return may_have_property && query_parser_accept(parser, TOKEN_OPEN_BRACKET)
                   ? parse_property(parser, field)
                   : ATL_OK;
    }
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

static enum atl_status parse_clause(struct query_parser *parser, const struct atl_query_node **node)
{
    struct atl_query_node *clause_node = atl_arena_alloc(parser->arena, sizeof *clause_node);
    struct atl_query_clause *clause = &clause_node->clause;
    clause_node->kind = ATL_QUERY_CLAUSE;
    *node = clause_node;
    enum atl_status status = query_parse_field(parser, &clause->field);
    if (status == ATL_OK) {
        clause->comparison_position = parser->token.position;
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
    status = query_parse_condition(parser, node);
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

enum atl_status query_parse_condition(struct query_parser *parser,
                                      const struct atl_query_node **node)
{
    return parse_sequence(parser, TOKEN_OR, ATL_QUERY_OR, parse_and, node);
}
