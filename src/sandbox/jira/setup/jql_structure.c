#include "sandbox/jira/setup/jql_structure.h"

#include "sandbox/server/emit.h"

static void emit_operand(struct atl_buffer *json, const char *key,
                         const struct atl_query_operand *operand)
{
    emit_object(json, key);
    switch (operand->kind) {
    case ATL_QUERY_VALUE:
        emit_text(json, "value", operand->text);
        break;
    case ATL_QUERY_EMPTY:
        emit_text(json, "keyword", "empty");
        break;
    case ATL_QUERY_FUNCTION:
        emit_text(json, "function", operand->text);
        emit_array(json, "arguments");
        for (size_t i = 0; i < operand->item_count; i++) {
            emit_text(json, NULL, operand->items[i].text);
        }
        emit_array_end(json);
        break;
    case ATL_QUERY_LIST:
        emit_array(json, "values");
        for (size_t i = 0; i < operand->item_count; i++) {
            emit_operand(json, NULL, &operand->items[i]);
        }
        emit_array_end(json);
        break;
    }
    emit_object_end(json);
}

static void emit_field(struct atl_buffer *json, const struct atl_query_field *field)
{
    emit_object(json, "field");
    emit_text(json, "name", field->name);
    emit_object_end(json);
}

static void emit_predicates(struct atl_buffer *json, const struct atl_query_clause *clause)
{
    static const char *const operators[] = {
        [ATL_QUERY_FROM] = "from",    [ATL_QUERY_TO] = "to",         [ATL_QUERY_BY] = "by",
        [ATL_QUERY_AFTER] = "after",  [ATL_QUERY_BEFORE] = "before", [ATL_QUERY_ON] = "on",
        [ATL_QUERY_DURING] = "during"};
    emit_array(json, "predicates");
    for (size_t i = 0; i < clause->predicate_count; i++) {
        emit_object(json, NULL);
        emit_text(json, "operator", operators[clause->predicates[i].kind]);
        emit_operand(json, "operand", &clause->predicates[i].operand);
        emit_object_end(json);
    }
    emit_array_end(json);
}

static void emit_clause(struct atl_buffer *json, const struct atl_query_clause *clause)
{
    bool changed = clause->comparison == ATL_QUERY_CHANGED;
    emit_field(json, &clause->field);
    emit_text(json, "operator", atl_query_operator_text(clause->comparison));
    if (!changed) {
        emit_operand(json, "operand", &clause->operand);
    }
    if (clause->comparison >= ATL_QUERY_WAS) {
        emit_predicates(json, clause);
    }
}

/* Parentheses nest no deeper than the parser lets them. */
static void emit_node(struct atl_buffer *json, const char *key, const struct atl_query_node *node)
{
    static const char *const operators[] = {
        [ATL_QUERY_AND] = "and", [ATL_QUERY_OR] = "or", [ATL_QUERY_NOT] = "not"};
    emit_object(json, key);
    if (node->kind == ATL_QUERY_CLAUSE) {
        emit_clause(json, &node->clause);
    } else {
        emit_text(json, "operator", operators[node->kind]);
        emit_array(json, "clauses");
        for (size_t i = 0; i < node->child_count; i++) {
            emit_node(json, NULL, node->children[i]);
        }
        emit_array_end(json);
    }
    emit_object_end(json);
}

static void emit_order(struct atl_buffer *json, const struct atl_query *query)
{
    emit_object(json, "orderBy");
    emit_array(json, "fields");
    for (size_t i = 0; i < query->sort_count; i++) {
        emit_object(json, NULL);
        emit_field(json, &query->sorts[i].field);
        if (query->sorts[i].direction != ATL_QUERY_UNSPECIFIED) {
            emit_text(json, "direction",
                      query->sorts[i].direction == ATL_QUERY_ASCENDING ? "asc" : "desc");
        }
        emit_object_end(json);
    }
    emit_array_end(json);
    emit_object_end(json);
}

void jql_emit_structure(struct atl_buffer *json, const char *key, const struct atl_query *query)
{
    emit_object(json, key);
    if (query->where != NULL) {
        emit_node(json, "where", query->where);
    }
    if (query->sort_count > 0) {
        emit_order(json, query);
    }
    emit_object_end(json);
}
