#include "cmd/jira/jql_site.h"

#include "atlcli/jira_jql.h"
#include "atlcli/suggest.h"
#include "cmd/query_error.h"

#include <string.h>

enum {
    MOST_MESSAGES = 50, /* of a site */
};

/* ---- without a site ---- */

static void add(struct jql_examination *examination, const struct atl_jql_problem *problem)
{
    struct atl_jql_problems *problems = &examination->problems;
    struct atl_jql_problem *all =
        atl_arena_alloc(examination->arena, (problems->count + 1) * sizeof *all);
    size_t place = 0;
    while (place < problems->count &&
           problems->problems[place].position.offset <= problem->position.offset) {
        place++;
    }
    if (problems->count > 0) {
        memcpy(all, problems->problems, place * sizeof *all);
        memcpy(all + place + 1, problems->problems + place,
               (problems->count - place) * sizeof *all);
    }
    all[place] = *problem;
    problems->problems = all;
    problems->count++;
    problems->errors += problem->is_warning ? 0 : 1;
}

void jql_examine(struct jql_examination *examination, struct atl_arena *arena, const char *text)
{
    struct atl_error error;
    struct atl_query_position position;
    *examination = (struct jql_examination){.arena = arena, .text = text};
    if (atl_query_parse(arena, ATL_QUERY_JQL, text, &examination->query, &position, &error) ==
        ATL_OK) {
        atl_jql_check(arena, text, examination->query, NULL, &examination->problems);
        return;
    }
    const struct atl_jql_problem problem = {
        .position = position,
        .length = atl_jql_word_length(text, position.offset),
        .message = atl_arena_strdup(arena, error.message),
    };
    add(examination, &problem);
}

/* ---- the site's names ---- */

/* A literal of JQL as the text that it stands for: "\"In Progress\"" as "In Progress". */
static const char *unquote(struct atl_arena *arena, const char *literal)
{
    const struct atl_query *query;
    const char *clause = atl_arena_printf(arena, "x = %s", literal);
    return atl_query_parse(arena, ATL_QUERY_JQL, clause, &query, NULL, NULL) == ATL_OK &&
                   query->where != NULL && query->where->kind == ATL_QUERY_CLAUSE &&
                   query->where->clause.operand.kind == ATL_QUERY_VALUE
               ? query->where->clause.operand.text
               : literal;
}

static unsigned read_operators(const cJSON *words)
{
    unsigned operators = 0;
    const cJSON *word;
    cJSON_ArrayForEach(word, words)
    {
        for (enum atl_query_operator i = ATL_QUERY_EQUALS; i <= ATL_QUERY_CHANGED; i++) {
            if (atl_text_equal_ignoring_case(cJSON_GetStringValue(word),
                                             atl_query_operator_text(i))) {
                operators |= ATL_JQL_OPERATOR(i);
            }
        }
    }
    return operators;
}

static void read_field(struct atl_arena *arena, const cJSON *json, struct atl_jql_field *field)
{
    const char *value = unquote(arena, atl_json_text(json, "value", ""));
    const char *shown = atl_json_text(json, "displayName", "");
    const char *custom = atl_json_text(json, "cfid", NULL);
    int64_t id = 0;
    /* "Team - cf[10001]" */
    const char *suffix =
        custom == NULL ? NULL : strstr(shown, atl_arena_printf(arena, " - %s", custom));
    if (suffix != NULL) {
        shown = atl_arena_strndup(arena, shown, (size_t)(suffix - shown));
    }
    if (custom != NULL && strncmp(custom, "cf[", 3) == 0) {
        atl_text_to_integer(atl_arena_strndup(arena, custom + 3, strspn(custom + 3, "0123456789")),
                            1, INT64_MAX, &id);
    }
    *field = (struct atl_jql_field){
        .names = atl_text_equal(value, shown) || *shown == '\0'
                     ? value
                     : atl_arena_printf(arena, "%s|%s", value, shown),
        .operators = read_operators(atl_json_member(json, "operators")),
        .unsortable = atl_text_equal(atl_json_text(json, "orderable", "true"), "false"),
        .custom_id = id,
    };
}

static void read_site(struct atl_arena *arena, const cJSON *reference, struct atl_jql_site *site)
{
    const cJSON *names = atl_json_member(reference, "visibleFieldNames");
    const cJSON *calls = atl_json_member(reference, "visibleFunctionNames");
    struct atl_jql_field *fields =
        atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(names) + 1) * sizeof *fields);
    const char **functions =
        atl_arena_alloc(arena, ((size_t)cJSON_GetArraySize(calls) + 1) * sizeof *functions);
    *site = (struct atl_jql_site){.fields = fields, .functions = functions};
    const cJSON *item;
    cJSON_ArrayForEach(item, names)
    {
        read_field(arena, item, &fields[site->field_count++]);
    }
    cJSON_ArrayForEach(item, calls)
    {
        const char *value = unquote(arena, atl_json_text(item, "value", ""));
        functions[site->function_count++] = atl_arena_strndup(arena, value, strcspn(value, "("));
    }
}

/* ---- values ---- */

static bool holds(const struct atl_query_operand *operand, size_t offset)
{
    if (operand->kind == ATL_QUERY_VALUE && operand->position.offset == offset) {
        return true;
    }
    for (size_t i = 0; operand->kind == ATL_QUERY_LIST && i < operand->item_count; i++) {
        if (holds(&operand->items[i], offset)) {
            return true;
        }
    }
    return false;
}

/* The clause that has the value at this place. Depth is bounded by the parser. */
static const struct atl_query_clause *clause_at(const struct atl_query_node *node, size_t offset)
{
    if (node == NULL) {
        return NULL;
    }
    if (node->kind == ATL_QUERY_CLAUSE) {
        return node->clause.comparison != ATL_QUERY_CHANGED && holds(&node->clause.operand, offset)
                   ? &node->clause
                   : NULL;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const struct atl_query_clause *found = clause_at(node->children[i], offset);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* People are known to queries by an id that means nothing to a reader. */
static bool has_readable_values(const struct atl_query_clause *clause)
{
    const struct atl_jql_field *field = atl_jql_find_field(clause->field.name);
    return field == NULL || (field->type >= ATL_JQL_PROJECT && field->type != ATL_JQL_ISSUE);
}

/* The value that was probably meant, as a query writes it; a failure to ask is none of the user's.
 */
static const char *suggest_value(struct jql_examination *examination, struct atl_http *http,
                                 const struct atl_query_clause *clause, const char *given)
{
    struct atl_suggestion suggestion = {.given = given};
    struct atl_arena *arena = examination->arena;
    uint32_t first;
    size_t size = atl_utf8_decode(given, strlen(given), &first);
    const char *beginnings[] = {given, atl_arena_strndup(arena, given, size), ""};
    for (size_t i = 0; suggestion.best == NULL && i < 3; i++) {
        const cJSON *results;
        const cJSON *item;
        if (atl_jira_jql_values(http, arena, clause->field.name, beginnings[i], &results, NULL) !=
            ATL_OK) {
            return NULL;
        }
        cJSON_ArrayForEach(item, results)
        {
            atl_suggestion_offer(&suggestion, unquote(arena, atl_json_text(item, "value", "")));
        }
    }
    if (suggestion.best == NULL) {
        return NULL;
    }
    struct atl_buffer literal = {0};
    atl_jql_quote(&literal, suggestion.best);
    const char *quoted = atl_arena_strdup(arena, atl_buffer_text(&literal));
    atl_buffer_free(&literal);
    return quoted;
}

/* ---- the site's own words ---- */

static bool is_known(const struct jql_examination *examination, bool located, size_t offset)
{
    for (size_t i = 0; i < examination->problems.count; i++) {
        const struct atl_jql_problem *problem = &examination->problems.problems[i];
        if (!problem->is_warning && (!located || problem->position.offset == offset)) {
            return true;
        }
    }
    return false;
}

static const char *value_at(const struct jql_examination *examination, size_t offset)
{
    size_t length = atl_jql_word_length(examination->text, offset);
    return unquote(examination->arena,
                   atl_arena_strndup(examination->arena, examination->text + offset, length));
}

static void add_message(struct jql_examination *examination, struct atl_http *http,
                        const char *message)
{
    struct atl_jql_problem problem = {.position = {.line = 1, .column = 1}, .message = message};
    bool located = query_error_locate(ATL_QUERY_JQL, examination->text, message, &problem.position);
    size_t offset = problem.position.offset;
    if (is_known(examination, located, offset)) {
        return;
    }
    const struct atl_query_clause *clause = NULL;
    if (located) {
        problem.length = atl_jql_word_length(examination->text, offset);
        clause = examination->query == NULL ? NULL : clause_at(examination->query->where, offset);
    }
    if (clause != NULL && has_readable_values(clause)) {
        problem.suggestion =
            suggest_value(examination, http, clause, value_at(examination, offset));
    }
    add(examination, &problem);
}

enum atl_status jql_examine_on_site(struct jql_examination *examination, struct atl_http *http,
                                    struct atl_error *error)
{
    const char *const *messages;
    size_t count;
    const cJSON *reference;
    struct atl_jql_site site;
    enum atl_status status = atl_jira_jql_validate(http, examination->arena, examination->text,
                                                   &messages, &count, error);
    if (status != ATL_OK) {
        return status;
    }
    if (count == 0) {
        examination->problems = (struct atl_jql_problems){0};
        return ATL_OK;
    }
    if (examination->query != NULL) {
        status = atl_jira_jql_reference(http, examination->arena, &reference, error);
        if (status != ATL_OK) {
            return status;
        }
        read_site(examination->arena, reference, &site);
        atl_jql_check(examination->arena, examination->text, examination->query, &site,
                      &examination->problems);
    }
    for (size_t i = 0; i < count && i < MOST_MESSAGES; i++) {
        add_message(examination, http, messages[i]);
    }
    return ATL_OK;
}
