/* Fields and functions that a query names: which are meant, and what was meant where none is. */
#include "query/jql_table.h"

#include "atlcli/suggest.h"

#include <string.h>
#include <strings.h>

/* ---- fields ---- */

static const struct atl_jql_field *find_in_site(const struct atl_jql_site *site,
                                                const struct atl_query_field *wanted)
{
    for (size_t i = 0; site != NULL && i < site->field_count; i++) {
        const struct atl_jql_field *field = &site->fields[i];
        if (wanted->custom_id >= 0 ? field->custom_id == wanted->custom_id
                                   : jql_is_named(field->names, wanted->name)) {
            return field;
        }
    }
    return NULL;
}

/* Each of a field's names. */
static void offer(struct jql_check *check, struct atl_suggestion *suggestion, const char *names)
{
    char **parts;
    size_t count = atl_text_split(check->arena, names, '|', &parts);
    for (size_t i = 0; i < count; i++) {
        atl_suggestion_offer(suggestion, parts[i]);
    }
}

/* As a query has to write it. */
static const char *quote(struct jql_check *check, const char *name)
{
    if (name == NULL) {
        return NULL;
    }
    struct atl_buffer text = {0};
    atl_jql_quote(&text, name);
    const char *quoted = atl_arena_strdup(check->arena, atl_buffer_text(&text));
    atl_buffer_free(&text);
    return quoted;
}

static const char *suggest_field(struct jql_check *check, const char *name)
{
    struct atl_suggestion suggestion = {.given = name};
    const struct atl_jql_field *field;
    for (size_t i = 0; (field = atl_jql_field_at(i)) != NULL; i++) {
        offer(check, &suggestion, field->names);
    }
    for (size_t i = 0; check->site != NULL && i < check->site->field_count; i++) {
        offer(check, &suggestion, check->site->fields[i].names);
    }
    return quote(check, suggestion.best);
}

/* Those that Jira documents. Which keys and paths there are behind them only a site knows. */
static bool is_own_property(const char *name)
{
    static const char *const starts[] = {"issue.property[", "development["};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (strncasecmp(name, starts[i], strlen(starts[i])) == 0) {
            return true;
        }
    }
    return false;
}

const struct atl_jql_field *jql_check_field(struct jql_check *check,
                                            const struct atl_query_field *wanted)
{
    const struct atl_jql_field *known =
        wanted->custom_id < 0 ? atl_jql_find_field(wanted->name) : NULL;
    const struct atl_jql_field *own = find_in_site(check->site, wanted);
    if (known != NULL || own != NULL) {
        return known != NULL ? known : own;
    }
    if (wanted->is_property && (check->site != NULL || is_own_property(wanted->name))) {
        return NULL;
    }
    struct jql_place place = jql_place_of(check, wanted->position);
    const char *suggestion =
        wanted->custom_id < 0 && !wanted->is_property ? suggest_field(check, wanted->name) : NULL;
    if (check->site != NULL) {
        jql_add_error(check, place, suggestion,
                      "Field '%s' does not exist or you do not have permission to view it",
                      wanted->name);
    } else if (wanted->custom_id < 0) {
        jql_add_warning(check, place, suggestion,
                        "Field '%s' is none of Jira's own; whether it is one of the site's is only "
                        "known with a profile",
                        wanted->name);
    }
    return NULL;
}

/* ---- functions ---- */

bool jql_gives_list(const struct atl_query_operand *operand)
{
    const struct atl_jql_function *function =
        operand->kind == ATL_QUERY_FUNCTION ? atl_jql_find_function(operand->text) : NULL;
    return function != NULL && function->gives_list;
}

static bool site_has_function(const struct atl_jql_site *site, const char *name)
{
    for (size_t i = 0; site != NULL && i < site->function_count; i++) {
        if (atl_text_equal_ignoring_case(site->functions[i], name)) {
            return true;
        }
    }
    return false;
}

static void fail_function(struct jql_check *check, const struct atl_query_operand *operand)
{
    struct jql_place place = jql_place_of(check, operand->position);
    struct atl_suggestion suggestion = {.given = operand->text};
    const struct atl_jql_function *function;
    if (site_has_function(check->site, operand->text)) {
        return;
    }
    for (size_t i = 0; (function = atl_jql_function_at(i)) != NULL; i++) {
        atl_suggestion_offer(&suggestion, function->name);
    }
    for (size_t i = 0; check->site != NULL && i < check->site->function_count; i++) {
        atl_suggestion_offer(&suggestion, check->site->functions[i]);
    }
    if (check->site != NULL) {
        jql_add_error(check, place, suggestion.best, "Unable to find JQL function '%s()'",
                      operand->text);
    } else {
        jql_add_warning(check, place, suggestion.best,
                        "The function '%s()' is none of Jira's own; whether the site has it is "
                        "only known with a profile",
                        operand->text);
    }
}

static void check_arguments(struct jql_check *check, const struct atl_jql_function *function,
                            const struct atl_query_operand *operand)
{
    size_t count = operand->item_count;
    struct jql_place place = jql_place_of(check, operand->position);
    if (count >= (size_t)function->least &&
        (function->most < 0 || count <= (size_t)function->most)) {
        return;
    }
    if (function->least == function->most) {
        jql_add_error(check, place, NULL, "Function '%s' takes %d argument%s, not %zu",
                      function->name, function->least, function->least == 1 ? "" : "s", count);
    } else if (function->most < 0) {
        jql_add_error(check, place, NULL, "Function '%s' takes at least %d argument%s, not %zu",
                      function->name, function->least, function->least == 1 ? "" : "s", count);
    } else {
        jql_add_error(check, place, NULL, "Function '%s' takes %d to %d arguments, not %zu",
                      function->name, function->least, function->most, count);
    }
}

/* ---- values ---- */

static bool is_number(const char *text)
{
    const char *digits = text + strspn(text, "+-");
    size_t whole = strspn(digits, "0123456789");
    const char *rest = digits + whole;
    size_t fraction = *rest == '.' ? strspn(rest + 1, "0123456789") : 0;
    rest += *rest == '.' ? fraction + 1 : 0;
    return digits - text <= 1 && whole + fraction > 0 && *rest == '\0';
}

static void check_value(struct jql_check *check, const char *field, enum atl_jql_type type,
                        const struct atl_query_operand *operand)
{
    struct jql_place place = jql_place_of(check, operand->position);
    if (type == ATL_JQL_DATE && !atl_jql_is_date(operand->text)) {
        jql_add_error(check, place, NULL,
                      "Date value '%s' for field '%s' is invalid. Valid formats include: "
                      "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a "
                      "period format e.g. '-5d', '4w 2d'",
                      operand->text, field);
    } else if (type == ATL_JQL_NUMBER && !is_number(operand->text)) {
        jql_add_error(check, place, NULL, "The field '%s' holds numbers; '%s' is none", field,
                      operand->text);
    }
}

static void check_function(struct jql_check *check, const char *field, enum atl_jql_type type,
                           const struct atl_query_operand *operand)
{
    static const char *const nouns[] = {
        [ATL_JQL_ANY] = "values",           [ATL_JQL_TEXT] = "text",
        [ATL_JQL_DATE] = "dates",           [ATL_JQL_DURATION] = "durations",
        [ATL_JQL_NUMBER] = "numbers",       [ATL_JQL_PERSON] = "people",
        [ATL_JQL_PROJECT] = "projects",     [ATL_JQL_ISSUE] = "issues",
        [ATL_JQL_ISSUE_TYPE] = "types",     [ATL_JQL_VERSION] = "versions",
        [ATL_JQL_COMPONENT] = "components", [ATL_JQL_SPRINT] = "sprints",
        [ATL_JQL_CHOICE] = "values",
    };
    const struct atl_jql_function *function = atl_jql_find_function(operand->text);
    if (function == NULL) {
        fail_function(check, operand);
        return;
    }
    if (type != ATL_JQL_ANY && function->type != ATL_JQL_ANY && function->type != type) {
        jql_add_error(check, jql_place_of(check, operand->position), NULL,
                      "A value provided by the function '%s' is invalid for the field '%s': it "
                      "gives %s",
                      function->name, field, nouns[function->type]);
        return;
    }
    check_arguments(check, function, operand);
}

void jql_check_operand(struct jql_check *check, const char *field, enum atl_jql_type type,
                       const struct atl_query_operand *operand)
{
    switch (operand->kind) {
    case ATL_QUERY_VALUE:
        check_value(check, field, type, operand);
        break;
    case ATL_QUERY_FUNCTION:
        check_function(check, field, type, operand);
        break;
    case ATL_QUERY_LIST:
        for (size_t i = 0; i < operand->item_count; i++) {
            jql_check_operand(check, field, type, &operand->items[i]);
        }
        break;
    case ATL_QUERY_EMPTY:
        break;
    }
}
