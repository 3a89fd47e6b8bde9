#include "sandbox/query/records_cql_fields.h"

#include <stdlib.h>

static bool supports(const struct cql_field *field, enum atl_query_operator comparison)
{
    switch (comparison) {
    case ATL_QUERY_CONTAINS:
    case ATL_QUERY_NOT_CONTAINS:
        return field->is_text;
    case ATL_QUERY_LESS:
    case ATL_QUERY_LESS_OR_EQUAL:
    case ATL_QUERY_GREATER:
    case ATL_QUERY_GREATER_OR_EQUAL:
        return field->is_date;
    default:
        return field->is_exact;
    }
}

static void prepare_test(struct cql_compiler *compiler, struct cql_test *test, size_t operands)
{
    struct atl_arena *arena = compiler->arena;
    size_t choices = compiler->data->space_count + compiler->data->person_count;
    test->marked = atl_arena_alloc(arena, choices * sizeof *test->marked);
    test->pages = atl_arena_alloc(arena, operands * sizeof *test->pages);
    test->texts = atl_arena_alloc(arena, operands * sizeof *test->texts);
    test->times = atl_arena_alloc(arena, operands * sizeof *test->times);
    test->whole_days = atl_arena_alloc(arena, operands * sizeof *test->whole_days);
}

static enum atl_status compile_clause(struct cql_compiler *compiler,
                                      const struct atl_query_clause *clause, struct cql_test *test)
{
    compiler->clause = clause;
    test->field = records_cql_find_field(clause->field.name);
    test->comparison = clause->comparison;
    if (test->field == NULL) {
        return atl_fail(compiler->error, ATL_USAGE, "No field exists with name: '%s'",
                        clause->field.name);
    }
    bool wants_list = clause->comparison == ATL_QUERY_IN || clause->comparison == ATL_QUERY_NOT_IN;
    bool is_list = clause->operand.kind == ATL_QUERY_LIST;
    if (!supports(test->field, clause->comparison) || wants_list != is_list) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The operator '%s' is not supported by the '%s' field.",
                        atl_query_operator_text(clause->comparison), clause->field.name);
    }
    prepare_test(compiler, test, is_list ? clause->operand.item_count : 1);
    if (!is_list) {
        return test->field->add(compiler, &clause->operand, test);
    }
    for (size_t i = 0; i < clause->operand.item_count; i++) {
        const struct atl_query_operand *item = &clause->operand.items[i];
        if (item->kind == ATL_QUERY_LIST) {
            return atl_fail(compiler->error, ATL_USAGE, "A list can't be in a list.");
        }
        enum atl_status status = test->field->add(compiler, item, test);
        if (status != ATL_OK) {
            return status;
        }
    }
    return ATL_OK;
}

static enum atl_status compile_node(struct cql_compiler *compiler,
                                    const struct atl_query_node *node, struct cql_node *compiled)
{
    compiled->kind = node->kind;
    compiled->child_count = node->child_count;
    if (node->kind == ATL_QUERY_CLAUSE) {
        return compile_clause(compiler, &node->clause, &compiled->test);
    }
    compiled->children =
        atl_arena_alloc(compiler->arena, node->child_count * sizeof *compiled->children);
    for (size_t i = 0; i < node->child_count; i++) {
        enum atl_status status = compile_node(compiler, node->children[i], &compiled->children[i]);
        if (status != ATL_OK) {
            return status;
        }
    }
    return ATL_OK;
}

enum atl_status records_cql_compile(const struct data *data, struct atl_arena *arena,
                            const struct atl_query *query, int64_t now_ms, struct cql_plan *plan,
                            struct atl_error *error)
{
    struct cql_compiler compiler = {
        .data = data, .arena = arena, .now_ms = now_ms, .plan = plan, .error = error};
    *plan = (struct cql_plan){
        .orders = atl_arena_alloc(arena, (query->sort_count + 1) * sizeof(struct cql_order))};
    if (query->where != NULL) {
        plan->filter = atl_arena_alloc(arena, sizeof *plan->filter);
        enum atl_status status = compile_node(&compiler, query->where, plan->filter);
        if (status != ATL_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < query->sort_count; i++) {
        const struct cql_field *field = records_cql_find_field(query->sorts[i].field.name);
        if (field == NULL || field->compare == NULL) {
            return atl_fail(error, ATL_USAGE, "Not able to sort using field '%s'.",
                            query->sorts[i].field.name);
        }
        plan->orders[plan->order_count++] =
            (struct cql_order){.compare = field->compare,
                               .descending = query->sorts[i].direction == ATL_QUERY_DESCENDING};
    }
    return ATL_OK;
}

/* ---- running ---- */

static bool run_test(const struct cql_test *test, const struct data *data, uint32_t index)
{
    bool negated = test->comparison == ATL_QUERY_NOT_EQUALS ||
                   test->comparison == ATL_QUERY_NOT_CONTAINS ||
                   test->comparison == ATL_QUERY_NOT_IN;
    return test->field->found(test, data, index) != negated;
}

static bool run_node(const struct cql_node *node, const struct data *data, uint32_t index)
{
    switch (node->kind) {
    case ATL_QUERY_CLAUSE:
        return run_test(&node->test, data, index);
    case ATL_QUERY_NOT:
        return !run_node(&node->children[0], data, index);
    default:
        break;
    }
    bool is_and = node->kind == ATL_QUERY_AND;
    for (size_t i = 0; i < node->child_count; i++) {
        if (run_node(&node->children[i], data, index) != is_and) {
            return !is_and;
        }
    }
    return is_and;
}

uint32_t *records_cql_run(const struct cql_plan *plan, const struct data *data, size_t *count)
{
    uint32_t *found = atl_alloc((data->page_count + 1) * sizeof *found);
    *count = 0;
    for (uint32_t i = 0; i < data->page_count; i++) {
        if (plan->filter == NULL || run_node(plan->filter, data, i)) {
            found[(*count)++] = i;
        }
    }
    /* Sorting is stable, so the last order first does for all. */
    for (size_t i = plan->order_count; i-- > 0;) {
        page_sort(data, found, *count, plan->orders[i].compare, plan->orders[i].descending);
    }
    return atl_realloc(found, *count + 1, sizeof *found);
}
