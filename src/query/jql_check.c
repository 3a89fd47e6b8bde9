/* Whether a query's operators go with its fields, and its values with its operators. */
#include "query/jql_table.h"

#include <string.h>

enum {
    MOST_PROBLEMS = 100, /* more tell nobody anything */
};

/* ---- places ---- */

size_t atl_jql_word_length(const char *text, size_t offset)
{
    const char *start = text + offset;
    const char *at = start;
    if (*at == '"' || *at == '\'') {
        char mark = *at++;
        while (*at != '\0' && *at != mark) {
            at += *at == '\\' && at[1] != '\0' ? 2 : 1;
        }
        return (size_t)(at - start) + (*at == mark ? 1 : 0);
    }
    while (*at != '\0' && strchr(" \t\r\n\"'()[],=!<>~&|", *at) == NULL) {
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }
    size_t length = (size_t)(at - start);
    const char *bracket = at + strspn(at, " \t\r\n");
    if (length == 2 && (start[0] | 0x20) == 'c' && (start[1] | 0x20) == 'f' && *bracket == '[') {
        size_t inside = strcspn(bracket, "]");
        return (size_t)(bracket - start) + inside + (bracket[inside] == ']' ? 1 : 0);
    }
    return length == 0 && *start != '\0' ? 1 : length;
}

struct jql_place jql_place_of(const struct jql_check *check, struct atl_query_position position)
{
    return (struct jql_place){position, atl_jql_word_length(check->text, position.offset)};
}

/* An operator may be several words: up to what follows it, without the space before that. */
static struct jql_place place_of_operator(const struct jql_check *check,
                                          const struct atl_query_clause *clause)
{
    size_t start = clause->comparison_position.offset;
    if (clause->comparison == ATL_QUERY_CHANGED) {
        return (struct jql_place){clause->comparison_position, strlen("changed")};
    }
    size_t end = clause->operand.position.offset;
    while (end > start + 1 && strchr(" \t\r\n", check->text[end - 1]) != NULL) {
        end--;
    }
    return (struct jql_place){clause->comparison_position, end > start ? end - start : 1};
}

/* ---- problems ---- */

static void add(struct jql_check *check, struct atl_jql_problem problem, const char *format,
                va_list arguments)
{
    struct atl_jql_problems *problems = check->problems;
    if (problems->count == MOST_PROBLEMS) {
        return;
    }
    problem.message = atl_arena_vprintf(check->arena, format, arguments);
    problems->problems[problems->count++] = problem;
    problems->errors += problem.is_warning ? 0 : 1;
}

void jql_add_error(struct jql_check *check, struct jql_place place, const char *suggestion,
                   const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(check,
        (struct atl_jql_problem){
            .position = place.position, .length = place.length, .suggestion = suggestion},
        format, arguments);
    va_end(arguments);
}

void jql_add_warning(struct jql_check *check, struct jql_place place, const char *suggestion,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(check,
        (struct atl_jql_problem){.is_warning = true,
                                 .position = place.position,
                                 .length = place.length,
                                 .suggestion = suggestion},
        format, arguments);
    va_end(arguments);
}

/* ---- operators ---- */

static bool is_relation(enum atl_query_operator comparison)
{
    return comparison >= ATL_QUERY_LESS && comparison <= ATL_QUERY_GREATER_OR_EQUAL;
}

static bool wants_list(enum atl_query_operator comparison)
{
    return comparison == ATL_QUERY_IN || comparison == ATL_QUERY_NOT_IN ||
           comparison == ATL_QUERY_WAS_IN || comparison == ATL_QUERY_WAS_NOT_IN;
}

static bool allows(unsigned operators, enum atl_query_operator comparison)
{
    return operators == 0 || (operators & ATL_JQL_OPERATOR(comparison)) != 0;
}

/* What is probably meant: "=" of a text is "~", "~" of a choice is "=". */
static const char *better_operator(unsigned operators, enum atl_query_operator comparison)
{
    static const struct {
        enum atl_query_operator from;
        enum atl_query_operator to;
    } pairs[] = {
        {ATL_QUERY_EQUALS, ATL_QUERY_CONTAINS},
        {ATL_QUERY_NOT_EQUALS, ATL_QUERY_NOT_CONTAINS},
        {ATL_QUERY_CONTAINS, ATL_QUERY_EQUALS},
        {ATL_QUERY_NOT_CONTAINS, ATL_QUERY_NOT_EQUALS},
        {ATL_QUERY_WAS, ATL_QUERY_EQUALS},
        {ATL_QUERY_WAS_NOT, ATL_QUERY_NOT_EQUALS},
        {ATL_QUERY_WAS_IN, ATL_QUERY_IN},
        {ATL_QUERY_WAS_NOT_IN, ATL_QUERY_NOT_IN},
        {ATL_QUERY_LESS_OR_EQUAL, ATL_QUERY_EQUALS},
        {ATL_QUERY_GREATER_OR_EQUAL, ATL_QUERY_EQUALS},
        {ATL_QUERY_IN, ATL_QUERY_CONTAINS},
        {ATL_QUERY_NOT_IN, ATL_QUERY_NOT_CONTAINS},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        /* A list can't stand behind "~". */
        bool fits = pairs[i].from != ATL_QUERY_IN && pairs[i].from != ATL_QUERY_NOT_IN;
        if (fits && pairs[i].from == comparison && allows(operators, pairs[i].to)) {
            return atl_query_operator_text(pairs[i].to);
        }
    }
    return NULL;
}

static const char *list_operators(struct atl_arena *arena, unsigned operators)
{
    struct atl_buffer text = {0};
    for (enum atl_query_operator i = ATL_QUERY_EQUALS; i <= ATL_QUERY_CHANGED; i++) {
        if ((operators & ATL_JQL_OPERATOR(i)) != 0) {
            atl_buffer_printf(&text, "%s%s", text.length > 0 ? ", " : "",
                              atl_query_operator_text(i));
        }
    }
    const char *list = atl_arena_strdup(arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return list;
}

static bool check_operator(struct jql_check *check, const struct atl_jql_field *field,
                           const struct atl_query_clause *clause)
{
    if (field == NULL || allows(field->operators, clause->comparison)) {
        return true;
    }
    jql_add_error(check, place_of_operator(check, clause),
                  better_operator(field->operators, clause->comparison),
                  "The operator '%s' is not supported by the '%s' field; it takes %s",
                  atl_query_operator_text(clause->comparison), clause->field.name,
                  list_operators(check->arena, field->operators));
    return false;
}

/* Lists go with IN, EMPTY with IS, single values with the rest. */
static void check_usage(struct jql_check *check, const struct atl_query_clause *clause)
{
    enum atl_query_operator comparison = clause->comparison;
    const struct atl_query_operand *operand = &clause->operand;
    const char *name = atl_query_operator_text(comparison);
    bool is_list = operand->kind == ATL_QUERY_LIST || jql_gives_list(operand);
    /* What a function gives that isn't known here could be either. */
    if (operand->kind == ATL_QUERY_FUNCTION && atl_jql_find_function(operand->text) == NULL) {
        return;
    }
    struct jql_place place = place_of_operator(check, clause);
    if (comparison == ATL_QUERY_IS || comparison == ATL_QUERY_IS_NOT) {
        if (operand->kind != ATL_QUERY_EMPTY) {
            const char *other = is_list ? comparison == ATL_QUERY_IS ? "in" : "not in"
                                : comparison == ATL_QUERY_IS ? "="
                                                             : "!=";
            jql_add_error(check, place, other, "The operator '%s' takes nothing but EMPTY", name);
        }
    } else if (operand->kind == ATL_QUERY_EMPTY &&
               (wants_list(comparison) || is_relation(comparison))) {
        jql_add_error(check, place,
                      comparison == ATL_QUERY_IN       ? "is"
                      : comparison == ATL_QUERY_NOT_IN ? "is not"
                                                       : NULL,
                      "The operator '%s' does not take EMPTY", name);
    } else if (wants_list(comparison) && !is_list) {
        const char *other = comparison == ATL_QUERY_IN       ? "="
                            : comparison == ATL_QUERY_NOT_IN ? "!="
                            : comparison == ATL_QUERY_WAS_IN ? "was"
                                                             : "was not";
        jql_add_error(check, place, other,
                      "The operator '%s' takes a list: values in parentheses, or a function that "
                      "gives several",
                      name);
    } else if (!wants_list(comparison) && is_list) {
        const char *other = comparison == ATL_QUERY_EQUALS       ? "in"
                            : comparison == ATL_QUERY_NOT_EQUALS ? "not in"
                            : comparison == ATL_QUERY_WAS        ? "was in"
                            : comparison == ATL_QUERY_WAS_NOT    ? "was not in"
                                                                 : NULL;
        jql_add_error(check, place, other, "The operator '%s' takes one value, not a list", name);
    }
}

/* ---- clauses ---- */

static void check_predicates(struct jql_check *check, const struct atl_jql_field *field,
                             const struct atl_query_clause *clause)
{
    for (size_t i = 0; i < clause->predicate_count; i++) {
        const struct atl_query_predicate *predicate = &clause->predicates[i];
        switch (predicate->kind) {
        case ATL_QUERY_FROM:
        case ATL_QUERY_TO:
            jql_check_operand(check, clause->field.name, field == NULL ? ATL_JQL_ANY : field->type,
                              &predicate->operand);
            break;
        case ATL_QUERY_BY:
            jql_check_operand(check, "by", ATL_JQL_PERSON, &predicate->operand);
            break;
        default:
            jql_check_operand(check, "date", ATL_JQL_DATE, &predicate->operand);
            break;
        }
    }
}

static void check_clause(struct jql_check *check, const struct atl_query_clause *clause)
{
    const struct atl_jql_field *field = jql_check_field(check, &clause->field);
    bool fits = check_operator(check, field, clause);
    if (clause->comparison != ATL_QUERY_CHANGED) {
        if (fits) {
            check_usage(check, clause);
        }
        jql_check_operand(check, clause->field.name, field == NULL ? ATL_JQL_ANY : field->type,
                          &clause->operand);
    }
    check_predicates(check, field, clause);
}

/* Depth is bounded by the parser. */
static void check_node(struct jql_check *check, const struct atl_query_node *node)
{
    if (node->kind == ATL_QUERY_CLAUSE) {
        check_clause(check, &node->clause);
        return;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        check_node(check, node->children[i]);
    }
}

/* ---- ORDER BY ---- */

static void check_sorts(struct jql_check *check, const struct atl_query *query)
{
    for (size_t i = 0; i < query->sort_count; i++) {
        const struct atl_query_field *sort = &query->sorts[i].field;
        struct jql_place place = jql_place_of(check, sort->position);
        const struct atl_jql_field *field = jql_check_field(check, sort);
        if (field != NULL && field->unsortable) {
            jql_add_error(check, place, NULL, "Issues can't be sorted by '%s'", sort->name);
        }
        for (size_t j = 0; j < i && j < MOST_PROBLEMS; j++) {
            if (atl_text_equal_ignoring_case(query->sorts[j].field.name, sort->name)) {
                jql_add_error(check, place, NULL,
                              "The sort field '%s' is referenced multiple times", sort->name);
                break;
            }
        }
    }
}

void atl_jql_check(struct atl_arena *arena, const char *text, const struct atl_query *query,
                   const struct atl_jql_site *site, struct atl_jql_problems *problems)
{
    struct jql_check check = {.arena = arena, .text = text, .site = site, .problems = problems};
    *problems = (struct atl_jql_problems){
        .problems = atl_arena_alloc(arena, MOST_PROBLEMS * sizeof *problems->problems)};
    if (query->where != NULL) {
        check_node(&check, query->where);
    } else {
        const struct jql_place start = {{.line = 1, .column = 1}, 0};
        jql_add_warning(&check, start, NULL, "The query restricts nothing; Cloud refuses that");
    }
    check_sorts(&check, query);
}
