/* A query written back from its tree. */
#include "query/dialect.h"

#include <string.h>

static void append_quoted(struct atl_buffer *text, const struct atl_query *query, const char *value)
{
    (query->dialect == ATL_QUERY_JQL ? atl_jql_quote : atl_cql_quote)(text, value);
}

/* Words that weren't quoted stay bare where they can: a number is an id, in quotes it is a name. */
static bool stays_bare(const struct atl_query *query, const char *value)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return *value != '\0' && value[strspn(value, plain)] == '\0' &&
           !query_dialect_is_reserved(query_dialect_get(query->dialect), value);
}

static void append_word(struct atl_buffer *text, const struct atl_query *query, const char *value,
                        bool quoted)
{
    if (!quoted && stays_bare(query, value)) {
        atl_buffer_add(text, value);
    } else {
        append_quoted(text, query, value);
    }
}

static void append_field(struct atl_buffer *text, const struct atl_query *query,
                         const struct atl_query_field *field)
{
    if (field->custom_id >= 0 || field->is_property) {
        atl_buffer_add(text, field->name);
    } else {
        append_quoted(text, query, field->name);
    }
}

static void append_operand(struct atl_buffer *text, const struct atl_query *query,
                           const struct atl_query_operand *operand)
{
    switch (operand->kind) {
    case ATL_QUERY_VALUE:
        append_word(text, query, operand->text, operand->quoted);
        return;
    case ATL_QUERY_EMPTY:
        atl_buffer_add(text, "EMPTY");
        return;
    case ATL_QUERY_FUNCTION:
        append_word(text, query, operand->text, operand->quoted);
        break;
    case ATL_QUERY_LIST:
        break;
    }
    atl_buffer_add_char(text, '(');
    for (size_t i = 0; i < operand->item_count; i++) {
        atl_buffer_add(text, i > 0 ? ", " : "");
        append_operand(text, query, &operand->items[i]);
    }
    atl_buffer_add_char(text, ')');
}

static void append_clause(struct atl_buffer *text, const struct atl_query *query,
                          const struct atl_query_clause *clause)
{
    static const char *const predicates[] = {"FROM", "TO", "BY", "BEFORE", "AFTER", "ON", "DURING"};
    append_field(text, query, &clause->field);
    atl_buffer_printf(text, " %s", atl_query_operator_text(clause->comparison));
    if (clause->comparison != ATL_QUERY_CHANGED) {
        atl_buffer_add_char(text, ' ');
        append_operand(text, query, &clause->operand);
    }
    for (size_t i = 0; i < clause->predicate_count; i++) {
        atl_buffer_printf(text, " %s ", predicates[clause->predicates[i].kind]);
        append_operand(text, query, &clause->predicates[i].operand);
    }
}

/*
 * In parentheses only where it needs them: no deeper than the source, so that what parsed still
 * does.
 */
static void append_node(struct atl_buffer *text, const struct atl_query *query,
                        const struct atl_query_node *node, const struct atl_query_node *above)
{
    bool joins = node->kind == ATL_QUERY_AND || node->kind == ATL_QUERY_OR;
    bool in_parentheses =
        joins && above != NULL && !(node->kind == ATL_QUERY_AND && above->kind == ATL_QUERY_OR);
    if (node->kind == ATL_QUERY_CLAUSE) {
        append_clause(text, query, &node->clause);
        return;
    }
    atl_buffer_add(text, in_parentheses ? "(" : "");
    atl_buffer_add(text, node->kind == ATL_QUERY_NOT ? "NOT " : "");
    for (size_t i = 0; i < node->child_count; i++) {
        atl_buffer_add(text, i == 0 ? "" : node->kind == ATL_QUERY_AND ? " AND " : " OR ");
        append_node(text, query, node->children[i], node);
    }
    atl_buffer_add(text, in_parentheses ? ")" : "");
}

void atl_query_append(struct atl_buffer *text, const struct atl_query *query)
{
    static const char *const directions[] = {[ATL_QUERY_UNSPECIFIED] = "",
                                             [ATL_QUERY_ASCENDING] = " ASC",
                                             [ATL_QUERY_DESCENDING] = " DESC"};
    size_t start = text->length;
    if (query->where != NULL) {
        append_node(text, query, query->where, NULL);
    }
    for (size_t i = 0; i < query->sort_count; i++) {
        atl_buffer_add(text, i > 0 ? ", " : text->length > start ? " ORDER BY " : "ORDER BY ");
        append_field(text, query, &query->sorts[i].field);
        atl_buffer_add(text, directions[query->sorts[i].direction]);
    }
}
