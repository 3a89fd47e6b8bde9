/* Checks and sorts issues by a plan. */
#include "sandbox/query/records_jql.h"

#include <stdlib.h>
#include <string.h>

/* ---- tests ---- */

static bool compare_numbers(enum atl_query_operator comparison, int64_t left, int64_t right)
{
    switch (comparison) {
    case ATL_QUERY_LESS:
        return left < right;
    case ATL_QUERY_LESS_OR_EQUAL:
        return left <= right;
    case ATL_QUERY_GREATER:
        return left > right;
    case ATL_QUERY_GREATER_OR_EQUAL:
        return left >= right;
    default:
        return left == right;
    }
}

static bool is_relation(enum atl_query_operator comparison)
{
    return comparison >= ATL_QUERY_LESS && comparison <= ATL_QUERY_GREATER_OR_EQUAL;
}

/* What has no value matches only where EMPTY is looked for: never "!=" and "not in". */
static bool test_empty(const struct jql_test *test)
{
    return test->wants_empty && !test->negated;
}

static bool test_choice(const struct jql_test *test, const struct data *data, uint32_t index)
{
    const struct jql_field *field = test->field;
    int choice = field->choice(data, index);
    if (choice < 0) {
        return test_empty(test);
    }
    if (!is_relation(test->comparison)) {
        return test->choices[choice] != test->negated;
    }
    size_t count = field->choices->count(data);
    for (size_t i = 0; i < count; i++) {
        if (test->choices[i] && compare_numbers(test->comparison, choice, (int64_t)i)) {
            return true;
        }
    }
    return false;
}

static bool test_labels(const struct jql_test *test, const struct data *data, uint32_t index)
{
    uint32_t labels = data->issues[index].labels;
    if (labels == 0) {
        return test_empty(test);
    }
    return ((labels & test->labels) != 0) != test->negated;
}

static bool test_text(const struct jql_test *test, const struct data *data, uint32_t index)
{
    if (test->wants_empty) {
        return test->negated; /* no text is empty */
    }
    struct atl_buffer text = {0};
    test->field->text(data, index, &text);
    bool found = text_pattern_matches(&test->pattern, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return found != test->negated;
}

static bool test_number(const struct jql_test *test, const struct data *data, uint32_t index)
{
    int64_t number = test->field->number(data, index);
    if (number < 0) {
        return test_empty(test);
    }
    bool found = false;
    for (size_t i = 0; i < test->count && !found; i++) {
        found = compare_numbers(test->comparison, number, test->numbers[i]);
    }
    return found != test->negated;
}

static int compare_indexes(const void *left, const void *right)
{
    uint32_t left_index = *(const uint32_t *)left;
    uint32_t right_index = *(const uint32_t *)right;
    return (left_index > right_index) - (left_index < right_index);
}

/* Keys are compared within their project only, as their numbers count there. */
static bool compare_issues(const struct jql_test *test, const struct data *data, uint32_t left,
                           uint32_t right)
{
    return data->issues[left].project == data->issues[right].project &&
           compare_numbers(test->comparison, data->issues[left].number, data->issues[right].number);
}

static bool test_key(const struct jql_test *test, const struct data *data, uint32_t index)
{
    int64_t issue = test->field->number(data, index);
    if (issue < 0) {
        return test_empty(test);
    }
    if (!is_relation(test->comparison)) {
        uint32_t wanted = (uint32_t)issue;
        bool found = test->count > 0 && bsearch(&wanted, test->issues, test->count, sizeof wanted,
                                                compare_indexes) != NULL;
        return found != test->negated;
    }
    bool found = false;
    for (size_t i = 0; i < test->count && !found; i++) {
        found = compare_issues(test, data, (uint32_t)issue, test->issues[i]);
    }
    return found;
}

static bool run_test(const struct jql_test *test, const struct data *data, uint32_t index)
{
    static bool (*const tests[])(const struct jql_test *, const struct data *, uint32_t) = {
        [JQL_CHOICE] = test_choice, [JQL_LABELS] = test_labels, [JQL_TEXT] = test_text,
        [JQL_DATE] = test_number,   [JQL_NUMBER] = test_number, [JQL_KEY] = test_key,
    };
    return tests[test->field->kind](test, data, index);
}

static bool run_node(const struct jql_node *node, const struct data *data, uint32_t index)
{
    if (node->kind == ATL_QUERY_CLAUSE) {
        return run_test(&node->test, data, index);
    }
    bool is_and = node->kind == ATL_QUERY_AND;
    for (size_t i = 0; i < node->child_count; i++) {
        if (run_node(&node->children[i], data, index) != is_and) {
            return !is_and;
        }
    }
    return is_and;
}

bool records_jql_matches(const struct jql_plan *plan, const struct data *data, uint32_t index)
{
    return plan->filter == NULL || run_node(plan->filter, data, index);
}

/* ---- order ---- */

static int64_t sort_number(const struct jql_field *field, const struct data *data, uint32_t index)
{
    int64_t number =
        field->kind == JQL_CHOICE ? field->choice(data, index) : field->number(data, index);
    return number < 0 ? INT64_MAX : number; /* nothing comes after everything */
}

static int compare_by(const struct jql_field *field, const struct data *data, uint32_t left,
                      uint32_t right)
{
    if (field->compare != NULL) {
        return field->compare(data, left, right);
    }
    int64_t left_number = sort_number(field, data, left);
    int64_t right_number = sort_number(field, data, right);
    return (left_number > right_number) - (left_number < right_number);
}

int records_jql_compare(const struct jql_plan *plan, const struct data *data, uint32_t left,
                        uint32_t right)
{
    for (size_t i = 0; i < plan->order_count; i++) {
        int comparison = compare_by(plan->orders[i].field, data, left, right);
        if (comparison != 0) {
            return plan->orders[i].descending ? -comparison : comparison;
        }
    }
    return (left < right) - (left > right); /* the newest first */
}

/* Merge sort: qsort can't be told the plan, and its variants that can differ between systems. */
static void sort(const struct jql_plan *plan, const struct data *data, uint32_t *items,
                 uint32_t *scratch, size_t count)
{
    if (count < 2) {
        return;
    }
    size_t middle = count / 2;
    sort(plan, data, items, scratch, middle);
    sort(plan, data, items + middle, scratch, count - middle);
    if (records_jql_compare(plan, data, items[middle - 1], items[middle]) <= 0) {
        return;
    }
    memcpy(scratch, items, middle * sizeof *items);
    size_t left = 0;
    size_t right = middle;
    for (size_t at = 0; left < middle; at++) {
        bool take_right =
            right < count && records_jql_compare(plan, data, scratch[left], items[right]) > 0;
        items[at] = take_right ? items[right++] : scratch[left++];
    }
}

uint32_t *records_jql_run(const struct jql_plan *plan, const struct data *data, size_t *count)
{
    uint32_t *found = atl_alloc((data->issue_count + 1) * sizeof *found);
    *count = 0;
    /* From the newest on, which is the order of most queries, or close to it. */
    for (size_t i = data->issue_count; i-- > 0;) {
        if (records_jql_matches(plan, data, (uint32_t)i)) {
            found[(*count)++] = (uint32_t)i;
        }
    }
    found = atl_realloc(found, *count + 1, sizeof *found);
    if (plan->order_count > 0 && *count > 1) {
        uint32_t *scratch = atl_alloc(*count * sizeof *scratch);
        sort(plan, data, found, scratch, *count);
        free(scratch);
    }
    return found;
}
