/* What a clause says about an issue, in SQL. */
#include "sandbox/query/jql_compiler.h"

#include <string.h>

enum {
    MOST_MARKS = 100, /* more values than that are handed over as one JSON array */
};

/* ---- pieces ---- */

/* "$issue_label": as the index has seen it, under its own name still. */
static const char *write_table(struct jql_compiler *compiler, const char *table)
{
    size_t length = strspn(table, "abcdefghijklmnopqrstuvwxyz_");
    struct atl_buffer *text = &compiler->sql->text;
    if (compiler->context->seen) {
        atl_buffer_add(text, "seen_");
    }
    atl_buffer_append(text, table, length);
    if (compiler->context->seen && !atl_text_starts_with(table + length, " AS ")) {
        atl_buffer_add(text, " AS ");
        atl_buffer_append(text, table, length);
    }
    return table + length;
}

void jql_write(struct jql_compiler *compiler, const struct jql_field *field, const char *sql)
{
    while (*sql != '\0') {
        size_t length = strcspn(sql, "$?");
        atl_buffer_append(&compiler->sql->text, sql, length);
        sql += length;
        if (*sql == '$') {
            sql = write_table(compiler, sql + 1);
        } else if (*sql == '?') {
            sql_mark(compiler->sql, sql_integer(field->custom_id));
            sql++;
        }
    }
}

static void add_json(struct jql_compiler *compiler, struct atl_buffer *json,
                     const struct value *value)
{
    struct atl_arena scratch = {0};
    if (value->kind == VALUE_INTEGER) {
        atl_buffer_printf(json, "%lld", (long long)value->integer);
    } else {
        atl_buffer_add(json, store_text(compiler->context->store, &scratch, "SELECT json_quote(?)",
                                        VALUES(*value)));
    }
    atl_arena_free(&scratch);
}

static const char *write_json(struct jql_compiler *compiler, const struct jql_values *values)
{
    struct atl_buffer json = {0};
    for (size_t i = 0; i < values->count; i++) {
        atl_buffer_add(&json, i == 0 ? "[" : ",");
        add_json(compiler, &json, &values->items[i]);
    }
    atl_buffer_add(&json, "]");
    const char *copy = atl_arena_strdup(compiler->arena, json.data);
    atl_buffer_free(&json);
    return copy;
}

void jql_write_in(struct jql_compiler *compiler, const struct jql_values *values)
{
    struct sql *sql = compiler->sql;
    if (values->count == 1) {
        sql_add(sql, " = ");
        sql_mark(sql, values->items[0]);
        return;
    }
    if (values->count > MOST_MARKS) {
        sql_add(sql, " IN (SELECT value FROM json_each(");
        sql_mark(sql, sql_text(write_json(compiler, values)));
        sql_add(sql, "))");
        return;
    }
    sql_add(sql, " IN (");
    for (size_t i = 0; i < values->count; i++) {
        sql_add(sql, i == 0 ? "" : ", ");
        sql_mark(sql, values->items[i]);
    }
    sql_add(sql, ")");
}

static const char *relation_text(enum atl_query_operator comparison)
{
    static const char *const texts[] = {
        [ATL_QUERY_LESS] = " < ",
        [ATL_QUERY_LESS_OR_EQUAL] = " <= ",
        [ATL_QUERY_GREATER] = " > ",
        [ATL_QUERY_GREATER_OR_EQUAL] = " >= ",
    };
    return texts[comparison];
}

/* ---- one value ---- */

static void write_relation(struct jql_compiler *compiler, const struct jql_field *field,
                           const char *expression, enum atl_query_operator comparison,
                           const struct jql_values *values)
{
    struct sql *sql = compiler->sql;
    if (field->domain != NULL) {
        jql_write(compiler, field, expression);
        sql_printf(sql, " IN (%s%s%s", field->domain->relation[0], relation_text(comparison),
                   field->domain->relation[1]);
        jql_write_in(compiler, values);
        sql_add(sql, ")");
    } else {
        jql_write(compiler, field, expression);
        sql_add(sql, relation_text(comparison));
        sql_mark(sql, values->items[0]);
    }
}

/* That the expression is one of the values, contains them, or is less or more. */
static void write_test(struct jql_compiler *compiler, const struct jql_field *field,
                       const char *expression, enum atl_query_operator comparison,
                       const struct jql_values *values)
{
    struct sql *sql = compiler->sql;
    if (jql_is_relation(comparison) && values->count > 0) {
        write_relation(compiler, field, expression, comparison, values);
        return;
    }
    if (field->kind == JQL_TEXT && values->count > 0) {
        sql_add(sql, "text_matches(");
        sql_mark(sql, values->items[0]);
        sql_add(sql, ", ");
        jql_write(compiler, field, expression);
        sql_add(sql, ")");
        return;
    }
    jql_write(compiler, field, expression);
    sql_add(sql, field->kind == JQL_WORD ? " COLLATE NOCASE" : "");
    if (field->through != NULL) {
        sql_printf(sql, " IN (%s", field->through);
        jql_write_in(compiler, values);
        sql_add(sql, ")");
    } else {
        jql_write_in(compiler, values);
    }
}

static void write_column(struct jql_compiler *compiler, const struct jql_field *field,
                         enum atl_query_operator comparison, const struct jql_values *values)
{
    struct sql *sql = compiler->sql;
    bool negative = jql_is_negative(comparison);
    sql_add(sql, "(");
    if (values->count > 0 || !values->empty) {
        sql_add(sql, negative ? "NOT " : "");
        write_test(compiler, field, field->column, comparison, values);
    }
    if (values->empty) {
        sql_add(sql, values->count == 0 ? "" : negative ? " AND " : " OR ");
        jql_write(compiler, field, field->column);
        sql_add(sql, negative ? " IS NOT NULL" : " IS NULL");
    }
    sql_add(sql, ")");
}

/* ---- many values ---- */

static void write_rows(struct jql_compiler *compiler, const struct jql_field *field)
{
    jql_write(compiler, field, field->from);
    sql_add(compiler->sql, " WHERE ");
    if (field->where != NULL) {
        jql_write(compiler, field, field->where);
        sql_add(compiler->sql, " AND ");
    }
}

static void write_any(struct jql_compiler *compiler, const struct jql_field *field, bool any)
{
    sql_add(compiler->sql, any ? "EXISTS (SELECT 1 FROM " : "NOT EXISTS (SELECT 1 FROM ");
    write_rows(compiler, field);
    sql_add(compiler->sql, "issue = issue.id)");
}

static void write_set(struct jql_compiler *compiler, const struct jql_field *field,
                      enum atl_query_operator comparison, const struct jql_values *values)
{
    struct sql *sql = compiler->sql;
    bool negative = jql_is_negative(comparison);
    sql_add(sql, "(");
    if (values->count > 0 || !values->empty) {
        sql_add(sql, negative ? "issue.id NOT IN (SELECT issue FROM "
                              : "issue.id IN (SELECT issue FROM ");
        write_rows(compiler, field);
        write_test(compiler, field, field->value, comparison, values);
        sql_add(sql, ")");
    }
    if (negative || values->empty) {
        sql_add(sql, values->count == 0 && values->empty ? "" : negative ? " AND " : " OR ");
        write_any(compiler, field, negative);
    }
    sql_add(sql, ")");
}

/* ---- all texts ---- */

static void write_any_text(struct jql_compiler *compiler, enum atl_query_operator comparison,
                           const struct jql_values *values)
{
    const struct jql_field *const *fields = jql_text_fields(compiler);
    sql_add(compiler->sql, "(");
    for (size_t i = 0; fields[i] != NULL; i++) {
        sql_add(compiler->sql, i == 0 ? "(" : " OR ");
        jql_write_condition(compiler, fields[i], ATL_QUERY_CONTAINS, values);
    }
    sql_add(compiler->sql, jql_is_negative(comparison) ? ") IS NOT TRUE)" : "))");
}

void jql_write_condition(struct jql_compiler *compiler, const struct jql_field *field,
                         enum atl_query_operator comparison, const struct jql_values *values)
{
    if (field->kind == JQL_ANY_TEXT) {
        write_any_text(compiler, comparison, values);
    } else if (field->from != NULL) {
        write_set(compiler, field, comparison, values);
    } else {
        write_column(compiler, field, comparison, values);
    }
}
