/* From a parsed query to a plan: names become indexes, or errors in Jira's words. */
#include "sandbox/query/records_jql.h"
#include "sandbox/seed/names.h"
#include "sandbox/text/time_format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct compiler {
    const struct data *data;
    struct atl_arena *arena;
    int64_t now_ms;
    struct jql_plan *plan;
    struct atl_error *error;
};

static enum atl_status fail_field(struct compiler *compiler, const char *name)
{
    return atl_fail(compiler->error, ATL_USAGE,
                    "Field '%s' does not exist or you do not have permission to view it.", name);
}

static enum atl_status fail_operator(struct compiler *compiler,
                                     const struct atl_query_clause *clause)
{
    return atl_fail(compiler->error, ATL_USAGE,
                    "The operator '%s' is not supported by the '%s' field.",
                    atl_query_operator_text(clause->comparison), clause->field.name);
}

static enum atl_status fail_value(struct compiler *compiler, const struct atl_query_clause *clause,
                                  const char *value)
{
    return atl_fail(compiler->error, ATL_USAGE, "The value '%s' does not exist for the field '%s'.",
                    value, clause->field.name);
}

static enum atl_status fail_function(struct compiler *compiler,
                                     const struct atl_query_clause *clause, const char *function)
{
    if (!records_jql_is_function(function)) {
        return atl_fail(compiler->error, ATL_USAGE, "Unable to find JQL function '%s()'.",
                        function);
    }
    return atl_fail(compiler->error, ATL_USAGE,
                    "A value provided by the function '%s' is invalid for the field '%s'.",
                    function, clause->field.name);
}

/* ---- operands, by the field's kind ---- */

static enum atl_status add_choice(struct compiler *compiler, const struct atl_query_clause *clause,
                                  const struct atl_query_operand *operand, struct jql_test *test)
{
    const struct jql_field *field = test->field;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        bool called = field->choices->call != NULL && operand->item_count == 0 &&
                      field->choices->call(compiler->data, operand->text, test->choices);
        return called ? ATL_OK : fail_function(compiler, clause, operand->text);
    }
    /* An issue that isn't resolved has no resolution; "Unresolved" stands for that. */
    if (strcasecmp(clause->field.name, "resolution") == 0 &&
        strcasecmp(operand->text, "Unresolved") == 0) {
        test->wants_empty = true;
        return ATL_OK;
    }
    bool found = field->choices->resolve(compiler->data, operand->text, test->choices);
    return found ? ATL_OK : fail_value(compiler, clause, operand->text);
}

/* Labels needn't exist: one that nobody uses is on no issue. */
static enum atl_status add_label(struct compiler *compiler, const struct atl_query_clause *clause,
                                 const struct atl_query_operand *operand, struct jql_test *test)
{
    if (operand->kind == ATL_QUERY_FUNCTION) {
        return fail_function(compiler, clause, operand->text);
    }
    for (size_t i = 0; i < names_labels.count; i++) {
        if (strcmp(names_labels.items[i], operand->text) == 0) {
            test->labels |= UINT32_C(1) << i;
        }
    }
    return ATL_OK;
}

static enum atl_status add_text(struct compiler *compiler, const struct atl_query_clause *clause,
                                const struct atl_query_operand *operand, struct jql_test *test)
{
    if (operand->kind == ATL_QUERY_FUNCTION) {
        return fail_function(compiler, clause, operand->text);
    }
    if (!text_pattern_parse(compiler->arena, operand->text, &test->pattern)) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The text query '%s' for field '%s' is not allowed to start with character "
                        "'%.1s'.",
                        operand->text, clause->field.name, operand->text);
    }
    return ATL_OK;
}

static enum atl_status call_date(struct compiler *compiler, const struct atl_query_clause *clause,
                                 const struct atl_query_operand *operand, int64_t *ms)
{
    const char *argument = operand->item_count > 0 ? operand->items[0].text : NULL;
    bool known;
    bool valid = time_call_function(operand->text, argument, compiler->now_ms, &known, ms);
    if (!known) {
        return fail_function(compiler, clause, operand->text);
    }
    if (!valid || operand->item_count > 1) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Duration for function '%s' should have the format (+/-)n(yMwdm), e.g -1M "
                        "for 1 month earlier.",
                        operand->text);
    }
    return ATL_OK;
}

static enum atl_status add_date(struct compiler *compiler, const struct atl_query_clause *clause,
                                const struct atl_query_operand *operand, struct jql_test *test)
{
    int64_t ms;
    compiler->plan->uses_time = true;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        enum atl_status status = call_date(compiler, clause, operand, &ms);
        if (status != ATL_OK) {
            return status;
        }
    } else if (!time_parse_query(operand->text, compiler->now_ms, &ms)) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Date value '%s' for field '%s' is invalid. Valid formats include: "
                        "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a "
                        "period format e.g. '-5d', '4w 2d'.",
                        operand->text, clause->field.name);
    }
    test->numbers[test->count++] = ms;
    return ATL_OK;
}

static enum atl_status add_number(struct compiler *compiler, const struct atl_query_clause *clause,
                                  const struct atl_query_operand *operand, struct jql_test *test)
{
    int64_t number;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        return fail_function(compiler, clause, operand->text);
    }
    if (!atl_text_to_integer(operand->text, INT32_MIN, INT32_MAX, &number)) {
        return atl_fail(compiler->error, ATL_USAGE, "Value '%s' is invalid for the '%s' field.",
                        operand->text, clause->field.name);
    }
    test->numbers[test->count++] = number;
    return ATL_OK;
}

/* A missing issue is an error on its own, but not in a list. */
static enum atl_status add_issue(struct compiler *compiler, const struct atl_query_clause *clause,
                                 const struct atl_query_operand *operand, struct jql_test *test)
{
    uint32_t index;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        return fail_function(compiler, clause, operand->text);
    }
    if (data_find_issue(compiler->data, operand->text, &index)) {
        test->issues[test->count++] = index;
        return ATL_OK;
    }
    if (clause->operand.kind == ATL_QUERY_LIST) {
        return ATL_OK;
    }
    return atl_fail(compiler->error, ATL_USAGE,
                    "Issue does not exist or you do not have permission to see it.");
}

static enum atl_status add_operand(struct compiler *compiler, const struct atl_query_clause *clause,
                                   const struct atl_query_operand *operand, struct jql_test *test)
{
    static enum atl_status (*const adders[])(struct compiler *, const struct atl_query_clause *,
                                             const struct atl_query_operand *,
                                             struct jql_test *) = {
        [JQL_CHOICE] = add_choice, [JQL_LABELS] = add_label,  [JQL_TEXT] = add_text,
        [JQL_DATE] = add_date,     [JQL_NUMBER] = add_number, [JQL_KEY] = add_issue,
    };
    if (operand->kind != ATL_QUERY_EMPTY) {
        return adders[test->field->kind](compiler, clause, operand, test);
    }
    if (test->field->never_empty) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The field '%s' does not support searching for EMPTY values.",
                        clause->field.name);
    }
    test->wants_empty = true;
    return ATL_OK;
}

/* ---- clauses ---- */

static bool supports(const struct jql_field *field, enum atl_query_operator comparison)
{
    switch (comparison) {
    case ATL_QUERY_CONTAINS:
    case ATL_QUERY_NOT_CONTAINS:
        return field->kind == JQL_TEXT;
    case ATL_QUERY_LESS:
    case ATL_QUERY_LESS_OR_EQUAL:
    case ATL_QUERY_GREATER:
    case ATL_QUERY_GREATER_OR_EQUAL:
        return field->kind == JQL_DATE || field->kind == JQL_NUMBER || field->kind == JQL_KEY ||
               field->ordered;
    case ATL_QUERY_IS:
    case ATL_QUERY_IS_NOT:
        return true;
    default:
        return field->kind != JQL_TEXT;
    }
}

/* Lists go with IN, EMPTY with IS, single values with the rest. */
static enum atl_status check_operand(struct compiler *compiler,
                                     const struct atl_query_clause *clause)
{
    enum atl_query_operator comparison = clause->comparison;
    enum atl_query_operand_kind kind = clause->operand.kind;
    const char *operator_text = atl_query_operator_text(comparison);
    bool wants_list = comparison == ATL_QUERY_IN || comparison == ATL_QUERY_NOT_IN;
    bool wants_empty = comparison == ATL_QUERY_IS || comparison == ATL_QUERY_IS_NOT;
    if (wants_list && kind != ATL_QUERY_LIST && kind != ATL_QUERY_FUNCTION) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Operator '%s' does not support the non-list value '%s' for field '%s'.",
                        operator_text, kind == ATL_QUERY_EMPTY ? "EMPTY" : clause->operand.text,
                        clause->field.name);
    }
    if (!wants_list && kind == ATL_QUERY_LIST) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Operator '%s' does not support the list value for field '%s'.",
                        operator_text, clause->field.name);
    }
    if (wants_empty && kind != ATL_QUERY_EMPTY) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Operator '%s' supports only EMPTY and NULL, not '%s', for field '%s'.",
                        operator_text, clause->operand.text, clause->field.name);
    }
    return ATL_OK;
}

static enum atl_query_operator negate(enum atl_query_operator comparison)
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
    };
    return opposites[comparison];
}

static void prepare_test(struct compiler *compiler, const struct atl_query_clause *clause,
                         struct jql_test *test)
{
    struct atl_arena *arena = compiler->arena;
    size_t most = clause->operand.kind == ATL_QUERY_LIST ? clause->operand.item_count : 1;
    switch (test->field->kind) {
    case JQL_CHOICE:
        test->choices = atl_arena_alloc(arena, (test->field->choices->count(compiler->data) + 1) *
                                                   sizeof *test->choices);
        break;
    case JQL_DATE:
    case JQL_NUMBER:
        test->numbers = atl_arena_alloc(arena, most * sizeof *test->numbers);
        break;
    case JQL_KEY:
        test->issues = atl_arena_alloc(arena, most * sizeof *test->issues);
        break;
    case JQL_LABELS:
    case JQL_TEXT:
        break;
    }
}

static int compare_indexes(const void *left, const void *right)
{
    uint32_t left_index = *(const uint32_t *)left;
    uint32_t right_index = *(const uint32_t *)right;
    return (left_index > right_index) - (left_index < right_index);
}

static enum atl_status add_operands(struct compiler *compiler,
                                    const struct atl_query_clause *clause, struct jql_test *test)
{
    enum atl_status status = ATL_OK;
    if (clause->operand.kind != ATL_QUERY_LIST) {
        return add_operand(compiler, clause, &clause->operand, test);
    }
    for (size_t i = 0; i < clause->operand.item_count && status == ATL_OK; i++) {
        const struct atl_query_operand *item = &clause->operand.items[i];
        status = item->kind == ATL_QUERY_LIST ? fail_operator(compiler, clause)
                                              : add_operand(compiler, clause, item, test);
    }
    if (test->issues != NULL) {
        qsort(test->issues, test->count, sizeof *test->issues, compare_indexes);
    }
    return status;
}

static enum atl_status compile_clause(struct compiler *compiler,
                                      const struct atl_query_clause *clause, bool negated,
                                      struct jql_test *test)
{
    test->field = records_jql_find_field(&clause->field);
    if (test->field == NULL) {
        return fail_field(compiler, clause->field.name);
    }
    if (clause->comparison >= ATL_QUERY_WAS) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "History searches do not support the '%s' field.", clause->field.name);
    }
    if (!supports(test->field, clause->comparison)) {
        return fail_operator(compiler, clause);
    }
    enum atl_status status = check_operand(compiler, clause);
    if (status != ATL_OK) {
        return status;
    }
    test->comparison = negated ? negate(clause->comparison) : clause->comparison;
    test->negated =
        test->comparison == ATL_QUERY_NOT_EQUALS || test->comparison == ATL_QUERY_NOT_IN ||
        test->comparison == ATL_QUERY_NOT_CONTAINS || test->comparison == ATL_QUERY_IS_NOT;
    prepare_test(compiler, clause, test);
    return add_operands(compiler, clause, test);
}

/*
 * NOT is pushed down to the clauses, as Jira does it: "not assignee = x" is "assignee != x", which
 * leaves out issues that nobody is assigned to.
 */
static enum atl_status compile_node(struct compiler *compiler, const struct atl_query_node *node,
                                    bool negated, struct jql_node *compiled)
{
    switch (node->kind) {
    case ATL_QUERY_CLAUSE:
        compiled->kind = ATL_QUERY_CLAUSE;
        return compile_clause(compiler, &node->clause, negated, &compiled->test);
    case ATL_QUERY_NOT:
        return compile_node(compiler, node->children[0], !negated, compiled);
    default:
        break;
    }
    bool is_and = (node->kind == ATL_QUERY_AND) != negated;
    compiled->kind = is_and ? ATL_QUERY_AND : ATL_QUERY_OR;
    compiled->child_count = node->child_count;
    compiled->children =
        atl_arena_alloc(compiler->arena, node->child_count * sizeof *compiled->children);
    for (size_t i = 0; i < node->child_count; i++) {
        enum atl_status status =
            compile_node(compiler, node->children[i], negated, &compiled->children[i]);
        if (status != ATL_OK) {
            return status;
        }
    }
    return ATL_OK;
}

static enum atl_status compile_orders(struct compiler *compiler, const struct atl_query *query)
{
    struct jql_plan *plan = compiler->plan;
    plan->orders = atl_arena_alloc(compiler->arena, (query->sort_count + 1) * sizeof *plan->orders);
    for (size_t i = 0; i < query->sort_count; i++) {
        const struct atl_query_sort *sort = &query->sorts[i];
        const struct jql_field *field = records_jql_find_field(&sort->field);
        if (field == NULL) {
            return fail_field(compiler, sort->field.name);
        }
        if (!field->sortable) {
            return atl_fail(compiler->error, ATL_USAGE, "Not able to sort using field '%s'.",
                            sort->field.name);
        }
        /* What is most urgent or newest comes first unless the query says otherwise. */
        bool newest_first = field->kind == JQL_DATE || field->ordered;
        plan->orders[plan->order_count++] = (struct jql_order){
            .field = field,
            .descending = sort->direction == ATL_QUERY_DESCENDING ||
                          (sort->direction == ATL_QUERY_UNSPECIFIED && newest_first)};
    }
    return ATL_OK;
}

enum atl_status records_jql_compile(const struct data *data, struct atl_arena *arena,
                                    const struct atl_query *query, int64_t now_ms,
                                    struct jql_plan *plan, struct atl_error *error)
{
    struct compiler compiler = {
        .data = data, .arena = arena, .now_ms = now_ms, .plan = plan, .error = error};
    *plan = (struct jql_plan){0};
    enum atl_status status = ATL_OK;
    if (query->where != NULL) {
        plan->filter = atl_arena_alloc(arena, sizeof *plan->filter);
        status = compile_node(&compiler, query->where, false, plan->filter);
    }
    return status == ATL_OK ? compile_orders(&compiler, query) : status;
}
