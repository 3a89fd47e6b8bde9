/* The values of clauses: from what is written to what is stored. */
#include "sandbox/query/jql_compiler.h"

#include "sandbox/text/text_match.h"
#include "sandbox/text/time_format.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
    MOST_DIGITS = 15, /* that a number holds exactly */
};

void jql_add_value(struct jql_compiler *compiler, struct jql_values *values, struct value value)
{
    if (values->count == values->capacity) {
        size_t capacity = values->capacity == 0 ? 4 : values->capacity * 2;
        struct value *items = atl_arena_alloc(compiler->arena, capacity * sizeof *items);
        if (values->count > 0) {
            memcpy(items, values->items, values->count * sizeof *items);
        }
        values->items = items;
        values->capacity = capacity;
    }
    values->items[values->count++] = value;
}

/* ---- names ---- */

static enum atl_status add_choice(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause,
                                  const struct jql_field *field,
                                  const struct atl_query_operand *operand,
                                  struct jql_values *values)
{
    /* What isn't resolved has no resolution; "Unresolved" stands for that. */
    if (field->domain == &jql_resolutions &&
        atl_text_equal_ignoring_case(operand->text, "Unresolved")) {
        values->empty = true;
        return ATL_OK;
    }
    if (jql_look_up(compiler, field->domain, field, operand->text, values) > 0) {
        return ATL_OK;
    }
    int64_t id;
    if (!operand->quoted && field->domain->by_id != NULL && field->custom_id == 0 &&
        atl_text_to_integer(operand->text, 0, INT64_MAX, &id)) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "A value with ID '%s' does not exist for the field '%s'.", operand->text,
                        clause->field.name);
    }
    bool is_option = field->domain == &jql_options || field->domain == &jql_cascades;
    return atl_fail(compiler->error, ATL_USAGE,
                    is_option ? "The option '%s' for field '%s' does not exist."
                              : "The value '%s' does not exist for the field '%s'.",
                    operand->text, clause->field.name);
}

/* A missing issue is an error on its own, but not in a list. */
static enum atl_status add_issue(struct jql_compiler *compiler,
                                 const struct atl_query_clause *clause,
                                 const struct jql_field *field,
                                 const struct atl_query_operand *operand, struct jql_values *values)
{
    int64_t id = jql_find_issue(compiler, operand->text);
    if (id >= 0) {
        jql_add_value(compiler, values, sql_integer(id));
        return ATL_OK;
    }
    if (field->from != NULL) { /* epics have names, too */
        if (jql_add_ids(compiler, values,
                        "SELECT epic.issue, project FROM epic JOIN issue ON issue.id = epic.issue"
                        " WHERE name = ? COLLATE NOCASE",
                        VALUES(sql_text(operand->text))) > 0) {
            return ATL_OK;
        }
        return atl_fail(compiler->error, ATL_USAGE,
                        "No issues have a parent epic with key or name '%s'", operand->text);
    }
    return clause->operand.kind == ATL_QUERY_LIST
               ? ATL_OK
               : atl_fail(compiler->error, ATL_USAGE,
                          "Issue does not exist or you do not have permission to see it.");
}

/* ---- texts ---- */

static enum atl_status add_word(struct jql_compiler *compiler,
                                const struct atl_query_clause *clause,
                                const struct jql_field *field,
                                const struct atl_query_operand *operand, struct jql_values *values)
{
    (void)clause;
    (void)field;
    jql_add_value(compiler, values, sql_text(operand->text));
    return ATL_OK;
}

static enum atl_status add_text(struct jql_compiler *compiler,
                                const struct atl_query_clause *clause,
                                const struct jql_field *field,
                                const struct atl_query_operand *operand, struct jql_values *values)
{
    struct text_pattern pattern;
    if (operand->text[0] == '\0') {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The field '%s' does not support searching for an empty string.",
                        clause->field.name);
    }
    if (!text_pattern_parse(compiler->arena, operand->text, &pattern)) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The text query '%s' for field '%s' is not allowed to start with character "
                        "'%.1s'.",
                        operand->text, clause->field.name, operand->text);
    }
    return add_word(compiler, clause, field, operand, values);
}

/* ---- times ---- */

static enum atl_status call_time(struct jql_compiler *compiler,
                                 const struct atl_query_clause *clause,
                                 const struct atl_query_operand *operand, int64_t *ms)
{
    bool is_now = atl_text_equal_ignoring_case(operand->text, "now");
    const char *argument = operand->item_count > 0 ? operand->items[0].text : NULL;
    bool known;
    const struct jql_context *context = compiler->context;
    bool valid =
        time_call_function(operand->text, argument, context->now_ms + context->zone_ms, &known, ms);
    if (valid) {
        *ms -= context->zone_ms;
    }
    if (!known) {
        return jql_fail_function(compiler, clause, operand->text);
    }
    if (is_now && argument != NULL) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Function '%s' expected '0' arguments but received '%zu'.", operand->text,
                        operand->item_count);
    }
    if (operand->item_count > 1) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Function '%s' expected between '0' and '1' arguments but received '%zu'.",
                        operand->text, operand->item_count);
    }
    return valid ? ATL_OK
                 : atl_fail(compiler->error, ATL_USAGE,
                            "Duration for function '%s' should have the format (+/-)n(yMwdm), e.g "
                            "-1M for 1 month earlier.",
                            operand->text);
}

enum atl_status jql_resolve_time(struct jql_compiler *compiler,
                                 const struct atl_query_clause *clause,
                                 const struct atl_query_operand *operand, int64_t *ms)
{
    const int64_t now_there_ms = compiler->context->now_ms + compiler->context->zone_ms;
    if (operand->kind == ATL_QUERY_FUNCTION) {
        *compiler->uses_time = true;
        return call_time(compiler, clause, operand, ms);
    }
    /* A number is milliseconds since 1970, in quotation marks it is not. */
    if (operand->kind == ATL_QUERY_VALUE && !operand->quoted &&
        atl_text_to_integer(operand->text, 0, INT64_MAX, ms)) {
        return ATL_OK;
    }
    if (operand->kind != ATL_QUERY_VALUE || !time_parse_query(operand->text, now_there_ms, ms)) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Date value '%s' for field '%s' is invalid. Valid formats include: "
                        "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a "
                        "period format e.g. '-5d', '4w 2d'.",
                        operand->kind == ATL_QUERY_VALUE ? operand->text
                                                         : jql_show(compiler, operand),
                        clause->field.name);
    }
    /* What is counted from now gives something else when now is another day. */
    int64_t later;
    time_parse_query(operand->text, now_there_ms + DAY_MS, &later);
    *compiler->uses_time |= later != *ms;
    *ms -= compiler->context->zone_ms;
    return ATL_OK;
}

static int64_t midnight(int64_t ms)
{
    int64_t within = ms % DAY_MS;
    return ms - within - (within < 0 ? DAY_MS : 0);
}

static enum atl_status add_time(struct jql_compiler *compiler,
                                const struct atl_query_clause *clause,
                                const struct jql_field *field,
                                const struct atl_query_operand *operand, struct jql_values *values)
{
    int64_t ms = 0;
    enum atl_status status = jql_resolve_time(compiler, clause, operand, &ms);
    if (status == ATL_OK) {
        ms = field->kind == JQL_DAY ? midnight(ms + compiler->context->zone_ms) : ms;
        jql_add_value(compiler, values, sql_integer(ms));
    }
    return status;
}

/* ---- numbers ---- */

/* "-2", "3.5"; neither "0x10" nor "nan". */
static bool read_number(const char *text, struct value *value)
{
    const char *digits = text + (*text == '-' || *text == '+');
    size_t whole = strspn(digits, "0123456789");
    size_t fraction = digits[whole] == '.' ? strspn(digits + whole + 1, "0123456789") : 0;
    const char *end = digits + whole + (fraction > 0 ? fraction + 1 : 0);
    if (whole == 0 || whole + fraction > MOST_DIGITS || *end != '\0') {
        return false;
    }
    *value = fraction > 0 ? sql_real(strtod(text, NULL)) : sql_integer(strtoll(text, NULL, 10));
    return true;
}

/* "2h", "1d 4h", "3w": of working time, a day of 8 hours, a week of 5 days; alone, minutes. */
static bool read_duration(const char *text, struct value *value)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'m', 60}, {'h', 3600}, {'d', 8 * 3600}, {'w', 5 * 8 * 3600}};
    int64_t total = 0;
    bool any = false;
    while (*text != '\0') {
        size_t length = strspn(text, "0123456789");
        if (length == 0 || length > 6) {
            return false;
        }
        int64_t count = strtoll(text, NULL, 10);
        int64_t seconds = text[length] == '\0' ? 60 : 0;
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
            seconds = text[length] == units[i].unit ? units[i].seconds : seconds;
        }
        if (seconds == 0) {
            return false;
        }
        total += count * seconds;
        any = true;
        text += length + (text[length] != '\0');
        text += strspn(text, " ");
    }
    *value = sql_integer(total);
    return any;
}

static enum atl_status add_number(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause,
                                  const struct jql_field *field,
                                  const struct atl_query_operand *operand,
                                  struct jql_values *values)
{
    struct value value;
    if (!(field->kind == JQL_DURATION ? read_duration : read_number)(operand->text, &value)) {
        return atl_fail(compiler->error, ATL_USAGE, "Value '%s' is invalid for the '%s' field.",
                        operand->text, clause->field.name);
    }
    jql_add_value(compiler, values, value);
    return ATL_OK;
}

/* ---- all of them ---- */

static enum atl_status add_item(struct jql_compiler *compiler,
                                const struct atl_query_clause *clause,
                                const struct jql_field *field,
                                const struct atl_query_operand *operand, struct jql_values *values)
{
    static enum atl_status (*const adders[])(
        struct jql_compiler *, const struct atl_query_clause *, const struct jql_field *,
        const struct atl_query_operand *, struct jql_values *) = {
        [JQL_CHOICE] = add_choice, [JQL_WORD] = add_word,       [JQL_TEXT] = add_text,
        [JQL_TIME] = add_time,     [JQL_DAY] = add_time,        [JQL_NUMBER] = add_number,
        [JQL_ISSUE] = add_issue,   [JQL_DURATION] = add_number, [JQL_ANY_TEXT] = add_text,
    };
    bool of_time = field->kind == JQL_TIME || field->kind == JQL_DAY;
    if (operand->kind == ATL_QUERY_EMPTY) {
        values->empty = true;
        return !field->never_empty
                   ? ATL_OK
                   : atl_fail(compiler->error, ATL_USAGE,
                              "The field '%s' does not support searching for EMPTY values.",
                              clause->field.name);
    }
    if (operand->kind == ATL_QUERY_LIST) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Operator '%s' does not support the list value '%s' for field '%s'.",
                        atl_query_operator_text(clause->comparison), jql_show(compiler, operand),
                        clause->field.name);
    }
    if (operand->kind == ATL_QUERY_FUNCTION && !of_time) {
        return jql_call(compiler, clause, field, operand, values);
    }
    return adders[field->kind](compiler, clause, field, operand, values);
}

enum atl_status jql_resolve(struct jql_compiler *compiler, const struct atl_query_clause *clause,
                            const struct jql_field *field, const struct atl_query_operand *operand,
                            struct jql_values *values)
{
    if (operand->kind != ATL_QUERY_LIST) {
        return add_item(compiler, clause, field, operand, values);
    }
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < operand->item_count && status == ATL_OK; i++) {
        status = add_item(compiler, clause, field, &operand->items[i], values);
    }
    return status;
}
