/* Whether values go with operators, and operators with fields. */
#include "sandbox/query/jql_compiler.h"

bool jql_is_relation(enum atl_query_operator comparison)
{
    return comparison >= ATL_QUERY_LESS && comparison <= ATL_QUERY_GREATER_OR_EQUAL;
}

bool jql_is_negative(enum atl_query_operator comparison)
{
    return comparison == ATL_QUERY_NOT_EQUALS || comparison == ATL_QUERY_NOT_IN ||
           comparison == ATL_QUERY_NOT_CONTAINS || comparison == ATL_QUERY_IS_NOT ||
           comparison == ATL_QUERY_WAS_NOT || comparison == ATL_QUERY_WAS_NOT_IN;
}

enum atl_query_operator jql_negate(enum atl_query_operator comparison)
{
    static const enum atl_query_operator opposites[] = {
        [ATL_QUERY_EQUALS] = ATL_QUERY_NOT_EQUALS,
        [ATL_QUERY_NOT_EQUALS] = ATL_QUERY_EQUALS,
        [ATL_QUERY_CONTAINS] = ATL_QUERY_NOT_CONTAINS,
        [ATL_QUERY_NOT_CONTAINS] = ATL_QUERY_CONTAINS,
        [ATL_QUERY_LESS] = ATL_QUERY_GREATER_OR_EQUAL,
        [ATL_QUERY_LESS_OR_EQUAL] = ATL_QUERY_GREATER,
        [ATL_QUERY_GREATER] = ATL_QUERY_LESS_OR_EQUAL,
        [ATL_QUERY_GREATER_OR_EQUAL] = ATL_QUERY_LESS,
        [ATL_QUERY_IN] = ATL_QUERY_NOT_IN,
        [ATL_QUERY_NOT_IN] = ATL_QUERY_IN,
        [ATL_QUERY_IS] = ATL_QUERY_IS_NOT,
        [ATL_QUERY_IS_NOT] = ATL_QUERY_IS,
        [ATL_QUERY_WAS] = ATL_QUERY_WAS_NOT,
        [ATL_QUERY_WAS_NOT] = ATL_QUERY_WAS,
        [ATL_QUERY_WAS_IN] = ATL_QUERY_WAS_NOT_IN,
        [ATL_QUERY_WAS_NOT_IN] = ATL_QUERY_WAS_IN,
        [ATL_QUERY_CHANGED] = ATL_QUERY_CHANGED, /* has no opposite of its own */
    };
    return opposites[comparison];
}

/* ---- values in messages ---- */

static void show_value(struct atl_buffer *text, const struct atl_query_operand *operand)
{
    int64_t number;
    bool bare =
        !operand->quoted && atl_text_to_integer(operand->text, INT64_MIN, INT64_MAX, &number);
    atl_buffer_printf(text, bare ? "%s" : "\"%s\"", operand->text);
}

static void show_function(struct atl_buffer *text, const struct atl_query_operand *operand)
{
    atl_buffer_printf(text, "%s(", operand->text);
    for (size_t i = 0; i < operand->item_count; i++) {
        atl_buffer_printf(text, "%s%s", i == 0 ? "" : ", ", operand->items[i].text);
    }
    atl_buffer_add(text, ")");
}

static void show_item(struct atl_buffer *text, const struct atl_query_operand *operand)
{
    switch (operand->kind) {
    case ATL_QUERY_EMPTY:
        atl_buffer_add(text, "EMPTY");
        break;
    case ATL_QUERY_FUNCTION:
        show_function(text, operand);
        break;
    case ATL_QUERY_LIST:
        atl_buffer_add(text, "(…)"); /* within another list */
        break;
    default:
        show_value(text, operand);
        break;
    }
}

const char *jql_show(struct jql_compiler *compiler, const struct atl_query_operand *operand)
{
    struct atl_buffer text = {0};
    if (operand->kind == ATL_QUERY_LIST) {
        for (size_t i = 0; i < operand->item_count; i++) {
            atl_buffer_add(&text, i == 0 ? "(" : ", ");
            show_item(&text, &operand->items[i]);
        }
        atl_buffer_add(&text, ")");
    } else {
        show_item(&text, operand);
    }
    const char *shown = atl_arena_strdup(compiler->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return shown;
}

/* ---- checks ---- */

static enum atl_status fail_usage(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause, const char *what)
{
    return atl_fail(compiler->error, ATL_USAGE,
                    "Operator '%s' does not support the %s value '%s' for field '%s'.",
                    atl_query_operator_text(clause->comparison), what,
                    jql_show(compiler, &clause->operand), clause->field.name);
}

/* Lists go with IN, EMPTY with IS, single values with the rest. */
static enum atl_status check_usage(struct jql_compiler *compiler,
                                   const struct atl_query_clause *clause)
{
    enum atl_query_operator comparison = clause->comparison;
    const struct atl_query_operand *operand = &clause->operand;
    const char *operator_text = atl_query_operator_text(comparison);
    bool wants_list = comparison == ATL_QUERY_IN || comparison == ATL_QUERY_NOT_IN ||
                      comparison == ATL_QUERY_WAS_IN || comparison == ATL_QUERY_WAS_NOT_IN;
    bool wants_empty = comparison == ATL_QUERY_IS || comparison == ATL_QUERY_IS_NOT;
    bool is_list = operand->kind == ATL_QUERY_LIST ||
                   (operand->kind == ATL_QUERY_FUNCTION && jql_function_gives_list(operand->text));
    if (wants_empty && operand->kind != ATL_QUERY_EMPTY) {
        return atl_fail(
            compiler->error, ATL_USAGE,
            "Operator '%s' does not support searching for non-empty values for field '%s'.",
            operator_text, clause->field.name);
    }
    if (operand->kind == ATL_QUERY_EMPTY && (wants_list || jql_is_relation(comparison))) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Operator '%s' does not support the empty value representation 'EMPTY' for "
                        "field '%s'.",
                        operator_text, clause->field.name);
    }
    if (wants_list && !is_list) {
        return fail_usage(compiler, clause, "non-list");
    }
    return !wants_list && is_list ? fail_usage(compiler, clause, "list") : ATL_OK;
}

static bool supports(const struct jql_field *field, enum atl_query_operator comparison)
{
    switch (comparison) {
    case ATL_QUERY_CONTAINS:
        return (field->operators & JQL_CONTAINS) != 0;
    case ATL_QUERY_NOT_CONTAINS:
        return (field->operators & JQL_LACKS) != 0;
    case ATL_QUERY_IS:
    case ATL_QUERY_IS_NOT:
        return (field->operators & JQL_EMPTINESS) != 0;
    default:
        return (field->operators &
                (unsigned)(jql_is_relation(comparison) ? JQL_RELATION : JQL_EQUALITY)) != 0;
    }
}

enum atl_status jql_check(struct jql_compiler *compiler, const struct atl_query_clause *clause,
                          const struct jql_field *field)
{
    const struct atl_query_operand *operand = &clause->operand;
    if (clause->comparison != ATL_QUERY_CHANGED) {
        if (operand->kind == ATL_QUERY_FUNCTION && !jql_function_exists(operand->text)) {
            return jql_fail_function(compiler, clause, operand->text);
        }
        enum atl_status status = check_usage(compiler, clause);
        if (status != ATL_OK) {
            return status;
        }
    }
    if (clause->comparison >= ATL_QUERY_WAS) {
        return field->history != NULL ? ATL_OK
                                      : atl_fail(compiler->error, ATL_USAGE,
                                                 "History searches do not support the '%s' field.",
                                                 clause->field.name);
    }
    return supports(field, clause->comparison)
               ? ATL_OK
               : atl_fail(compiler->error, ATL_USAGE,
                          "The operator '%s' is not supported by the '%s' field.",
                          atl_query_operator_text(clause->comparison), clause->field.name);
}
