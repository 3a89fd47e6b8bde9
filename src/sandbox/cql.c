#include "sandbox/cql.h"

#include "sandbox/document.h"
#include "sandbox/names.h"
#include "sandbox/page_order.h"
#include "sandbox/time_format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    MINUTE_SECONDS = 60,
};

struct compiler {
    const struct data *data;
    struct atl_arena *arena;
    int64_t now_ms;
    struct cql_plan *plan;
    const struct atl_query_clause *clause;
    struct atl_error *error;
};

/* A field: how an operand is taken in, whether a page is among what was taken in, its order. */
struct cql_field {
    const char *names; /* separated by spaces */
    bool is_text;      /* takes ~ */
    bool is_exact;     /* takes = and in */
    bool is_date;      /* takes < and > */
    enum atl_status (*add)(struct compiler *compiler, const struct atl_query_operand *operand,
                           struct cql_test *test);
    bool (*found)(const struct cql_test *test, const struct data *data, uint32_t index);
    page_comparison compare;
};

static enum atl_status fail_value(struct compiler *compiler,
                                  const struct atl_query_operand *operand)
{
    return atl_fail(compiler->error, ATL_USAGE, "The value '%s' is not valid for the field '%s'.",
                    operand->text, compiler->clause->field.name);
}

/* ---- type ---- */

static enum atl_status add_type(struct compiler *compiler, const struct atl_query_operand *operand,
                                struct cql_test *test)
{
    static const char *const types[] = {"page",  "blogpost", "attachment", "comment",
                                        "space", "folder",   "whiteboard", "database"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcasecmp(operand->text, types[i]) == 0) {
            test->pages_wanted |= i == 0;
            return ATL_OK;
        }
    }
    return fail_value(compiler, operand);
}

static bool found_type(const struct cql_test *test, const struct data *data, uint32_t index)
{
    (void)data;
    (void)index;
    return test->pages_wanted;
}

/* ---- space ---- */

static enum atl_status add_space(struct compiler *compiler, const struct atl_query_operand *operand,
                                 struct cql_test *test)
{
    size_t index;
    /* A space that isn't there is no error: nothing is in it. */
    if (data_find_space_by_key(compiler->data, operand->text, &index)) {
        test->marked[index] = true;
    }
    return ATL_OK;
}

static bool found_space(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return test->marked[data->pages[index].space];
}

/* ---- people ---- */

static enum atl_status add_person(struct compiler *compiler,
                                  const struct atl_query_operand *operand, struct cql_test *test)
{
    if (operand->kind == ATL_QUERY_FUNCTION) {
        if (strcasecmp(operand->text, "currentUser") != 0) {
            return fail_value(compiler, operand);
        }
        test->marked[0] = true;
        return ATL_OK;
    }
    for (size_t i = 0; i < compiler->data->person_count; i++) {
        const struct person *person = &compiler->data->people[i];
        if (strcmp(operand->text, person->account_id) == 0 ||
            strcasecmp(operand->text, person->username) == 0) {
            test->marked[i] = true;
        }
    }
    return ATL_OK;
}

static bool found_creator(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return test->marked[data->pages[index].creator];
}

static bool found_contributor(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return test->marked[data->pages[index].creator] || test->marked[data->pages[index].modifier];
}

/* ---- labels ---- */

static enum atl_status add_label(struct compiler *compiler, const struct atl_query_operand *operand,
                                 struct cql_test *test)
{
    (void)compiler;
    for (size_t i = 0; i < names_page_labels.count; i++) {
        if (strcasecmp(names_page_labels.items[i], operand->text) == 0) {
            test->labels |= UINT32_C(1) << i;
        }
    }
    return ATL_OK;
}

static bool found_label(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return (data->pages[index].labels & test->labels) != 0;
}

/* ---- texts ---- */

static bool is_contains(const struct cql_test *test)
{
    return test->comparison == ATL_QUERY_CONTAINS || test->comparison == ATL_QUERY_NOT_CONTAINS;
}

static enum atl_status add_text(struct compiler *compiler, const struct atl_query_operand *operand,
                                struct cql_test *test)
{
    if (is_contains(test)) {
        bool valid = text_pattern_parse(compiler->arena, operand->text, &test->pattern);
        return valid ? ATL_OK : fail_value(compiler, operand);
    }
    test->texts[test->count++] = operand->text;
    return ATL_OK;
}

static bool found_in(const struct cql_test *test, const char *text)
{
    if (is_contains(test)) {
        return text_pattern_matches(&test->pattern, text);
    }
    for (size_t i = 0; i < test->count; i++) {
        if (strcasecmp(test->texts[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static bool found_title(const struct cql_test *test, const struct data *data, uint32_t index)
{
    struct atl_buffer title = {0};
    data_append_title(data, index, &title);
    bool found = found_in(test, title.data);
    atl_buffer_free(&title);
    return found;
}

static bool found_text(const struct cql_test *test, const struct data *data, uint32_t index)
{
    struct atl_arena arena = {0};
    struct atl_buffer text = {0};
    data_append_title(data, index, &text);
    struct document document = document_of_page(data, &arena, index);
    document_append_plain(&text, &document);
    bool found = found_in(test, text.data);
    atl_buffer_free(&text);
    atl_arena_free(&arena);
    return found;
}

/* ---- dates ---- */

static enum atl_status add_date(struct compiler *compiler, const struct atl_query_operand *operand,
                                struct cql_test *test)
{
    int64_t ms;
    bool valid;
    compiler->plan->uses_time = true;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        const char *argument = operand->item_count > 0 ? operand->items[0].text : NULL;
        bool known;
        valid = time_call_function(operand->text, argument, compiler->now_ms, &known, &ms);
    } else {
        valid = time_parse_query(operand->text, compiler->now_ms, &ms);
        test->whole_days[test->count] = strlen(operand->text) == strlen("2026-01-31");
    }
    if (!valid) {
        return fail_value(compiler, operand);
    }
    test->times[test->count++] = ms;
    return ATL_OK;
}

static bool compare_time(const struct cql_test *test, size_t index, int64_t ms)
{
    int64_t wanted = test->times[index];
    switch (test->comparison) {
    case ATL_QUERY_LESS:
        return ms < wanted;
    case ATL_QUERY_LESS_OR_EQUAL:
        return ms <= wanted;
    case ATL_QUERY_GREATER:
        return ms > wanted;
    case ATL_QUERY_GREATER_OR_EQUAL:
        return ms >= wanted;
    default:
        return test->whole_days[index] ? ms >= wanted && ms < wanted + DAY_MS : ms == wanted;
    }
}

/* The search index knows minutes only. */
static bool found_time(const struct cql_test *test, uint32_t seconds)
{
    int64_t ms = (int64_t)(seconds / MINUTE_SECONDS * MINUTE_SECONDS) * 1000;
    bool found = false;
    for (size_t i = 0; i < test->count && !found; i++) {
        found = compare_time(test, i, ms);
    }
    return found;
}

static bool found_modified(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return found_time(test, data->pages[index].modified);
}

static bool found_created(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return found_time(test, data->pages[index].created);
}

/* ---- ids ---- */

static enum atl_status add_page(struct compiler *compiler, const struct atl_query_operand *operand,
                                struct cql_test *test)
{
    uint32_t index;
    int64_t id;
    if (!atl_text_to_integer(operand->text, 0, INT64_MAX, &id)) {
        return fail_value(compiler, operand);
    }
    if (data_find_page(compiler->data, operand->text, &index)) {
        test->pages[test->count++] = index;
    }
    return ATL_OK;
}

static bool is_among(const struct cql_test *test, uint32_t index)
{
    for (size_t i = 0; i < test->count; i++) {
        if (test->pages[i] == index) {
            return true;
        }
    }
    return false;
}

static bool found_id(const struct cql_test *test, const struct data *data, uint32_t index)
{
    (void)data;
    return is_among(test, index);
}

static bool found_parent(const struct cql_test *test, const struct data *data, uint32_t index)
{
    return is_among(test, data->pages[index].parent);
}

static bool found_ancestor(const struct cql_test *test, const struct data *data, uint32_t index)
{
    for (uint32_t at = data->pages[index].parent; at != DATA_NO_PARENT;
         at = data->pages[at].parent) {
        if (is_among(test, at)) {
            return true;
        }
    }
    return false;
}

/* ---- the table ---- */

static const struct cql_field fields[] = {
    {"type content.type", false, true, false, add_type, found_type, NULL},
    {"space space.key content.space.key", false, true, false, add_space, found_space,
     page_compare_spaces},
    {"title", true, true, false, add_text, found_title, page_compare_titles},
    {"text siteSearch", true, false, false, add_text, found_text, NULL},
    {"label", false, true, false, add_label, found_label, NULL},
    {"creator", false, true, false, add_person, found_creator, NULL},
    {"contributor", false, true, false, add_person, found_contributor, NULL},
    {"lastmodified", false, true, true, add_date, found_modified, page_compare_modified},
    {"created", false, true, true, add_date, found_created, page_compare_created},
    {"id content", false, true, false, add_page, found_id, page_compare_ids},
    {"ancestor", false, true, false, add_page, found_ancestor, NULL},
    {"parent", false, true, false, add_page, found_parent, NULL},
};

static const struct cql_field *find_field(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        for (const char *at = fields[i].names; *at != '\0'; at += strspn(at, " ")) {
            size_t word = strcspn(at, " ");
            if (word == length && strncasecmp(at, name, length) == 0) {
                return &fields[i];
            }
            at += word;
        }
    }
    return NULL;
}

/* ---- compiling ---- */

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

static void prepare_test(struct compiler *compiler, struct cql_test *test, size_t operands)
{
    struct atl_arena *arena = compiler->arena;
    size_t choices = compiler->data->space_count + compiler->data->person_count;
    test->marked = atl_arena_alloc(arena, choices * sizeof *test->marked);
    test->pages = atl_arena_alloc(arena, operands * sizeof *test->pages);
    test->texts = atl_arena_alloc(arena, operands * sizeof *test->texts);
    test->times = atl_arena_alloc(arena, operands * sizeof *test->times);
    test->whole_days = atl_arena_alloc(arena, operands * sizeof *test->whole_days);
}

static enum atl_status compile_clause(struct compiler *compiler,
                                      const struct atl_query_clause *clause, struct cql_test *test)
{
    compiler->clause = clause;
    test->field = find_field(clause->field.name);
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

static enum atl_status compile_node(struct compiler *compiler, const struct atl_query_node *node,
                                    struct cql_node *compiled)
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

enum atl_status cql_compile(const struct data *data, struct atl_arena *arena,
                            const struct atl_query *query, int64_t now_ms, struct cql_plan *plan,
                            struct atl_error *error)
{
    struct compiler compiler = {
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
        const struct cql_field *field = find_field(query->sorts[i].field.name);
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

uint32_t *cql_run(const struct cql_plan *plan, const struct data *data, size_t *count)
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
