/* Clauses as conditions on rows of `content`. */
#include "sandbox/query/cql_compiler.h"

#include "sandbox/text/text_match.h"

#include <string.h>

enum {
    MINUTE_MS = 60 * 1000,
    DAY_MS = 24 * 60 * MINUTE_MS,
};

void cql_append(struct sql *sql, const struct sql *part)
{
    sql_add(sql, atl_buffer_text(&part->text));
    for (size_t i = 0; i < part->count; i++) {
        sql_value(sql, part->values[i]);
    }
}

/* ---- = and IN ---- */

/* "?" or "(?)" for each value, with commas between them. */
static void write_marks(struct sql *sql, const char *mark, const struct cql_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        sql_add(sql, i == 0 ? "" : ", ");
        sql_add(sql, mark);
        sql_value(sql, values->items[i]);
    }
}

static void write_values(struct sql *sql, const char *condition, const struct cql_values *values)
{
    if (values->count == 0) {
        sql_add(sql, "0");
        return;
    }
    for (; *condition != '\0'; condition++) {
        if (*condition == '#') {
            sql_add(sql, " IN (");
            write_marks(sql, "?", values);
            sql_add(sql, ")");
        } else if (*condition == '@') {
            write_marks(sql, "(?)", values);
        } else {
            atl_buffer_add_char(&sql->text, *condition);
        }
    }
}

/* ---- times ---- */

/* Times are compared by the minute: this is the first one of the minute after the time's. */
static int64_t next_minute(int64_t ms)
{
    return ms - ms % MINUTE_MS + MINUTE_MS;
}

/* The first whole minute that isn't before the time. */
static int64_t whole_minute(int64_t ms)
{
    return ms % MINUTE_MS == 0 ? ms : next_minute(ms);
}

static void write_relation(struct sql *sql, const char *column, const char *relation, int64_t ms)
{
    sql_printf(sql, "%s %s ", column, relation);
    sql_mark(sql, sql_integer(ms));
}

static void write_time(struct sql *sql, const char *column, enum atl_query_operator comparison,
                       int64_t ms, bool day)
{
    switch (comparison) {
    case ATL_QUERY_LESS:
        write_relation(sql, column, "<", whole_minute(ms));
        break;
    case ATL_QUERY_LESS_OR_EQUAL:
        write_relation(sql, column, "<", next_minute(ms));
        break;
    case ATL_QUERY_GREATER:
        write_relation(sql, column, ">=", next_minute(ms));
        break;
    case ATL_QUERY_GREATER_OR_EQUAL:
        write_relation(sql, column, ">=", whole_minute(ms));
        break;
    default: /* = and !=: within the day, or within the minute */
        sql_add(sql, "(");
        write_relation(sql, column, ">=", ms - ms % MINUTE_MS);
        sql_add(sql, " AND ");
        write_relation(sql, column, "<", day ? ms + DAY_MS : next_minute(ms));
        sql_add(sql, ")");
        break;
    }
}

static enum atl_status write_time_clause(struct cql_compiler *compiler,
                                         const struct atl_query_clause *clause,
                                         const struct cql_field *field, struct sql *sql)
{
    int64_t ms;
    bool day;
    enum atl_status status = cql_resolve_time(compiler, clause, &ms, &day);
    if (status == ATL_OK) {
        write_time(sql, field->time, clause->comparison, ms, day);
    }
    return status;
}

/* ---- ~ ---- */

static enum atl_status write_text(struct cql_compiler *compiler,
                                  const struct atl_query_clause *clause,
                                  const struct cql_field *field, struct sql *sql)
{
    const struct atl_query_operand *operand = &clause->operand;
    struct text_pattern pattern;
    if (operand->kind != ATL_QUERY_VALUE ||
        !text_pattern_parse(compiler->arena, operand->text, &pattern)) {
        return cql_fail_value(compiler, clause, operand);
    }
    sql_add(sql, "text_matches(");
    sql_mark(sql, sql_text(operand->text));
    sql_printf(sql, ", %s)", field->text);
    return ATL_OK;
}

/* ---- clauses ---- */

enum operator_group {
    GROUP_EQUALITY,
    GROUP_LIST,
    GROUP_CONTAINS,
    GROUP_RELATION,
    GROUP_OTHER,
};

static enum operator_group group_of(enum atl_query_operator comparison)
{
    switch (comparison) {
    case ATL_QUERY_EQUALS:
    case ATL_QUERY_NOT_EQUALS:
        return GROUP_EQUALITY;
    case ATL_QUERY_IN:
    case ATL_QUERY_NOT_IN:
        return GROUP_LIST;
    case ATL_QUERY_CONTAINS:
    case ATL_QUERY_NOT_CONTAINS:
        return GROUP_CONTAINS;
    case ATL_QUERY_LESS:
    case ATL_QUERY_LESS_OR_EQUAL:
    case ATL_QUERY_GREATER:
    case ATL_QUERY_GREATER_OR_EQUAL:
        return GROUP_RELATION;
    default:
        return GROUP_OTHER;
    }
}

static bool supports(const struct cql_field *field, const struct atl_query_clause *clause)
{
    enum operator_group group = group_of(clause->comparison);
    bool is_list = clause->operand.kind == ATL_QUERY_LIST;
    bool gives_list = group == GROUP_LIST && clause->operand.kind == ATL_QUERY_FUNCTION;
    if (!gives_list && is_list != (group == GROUP_LIST)) {
        return false;
    }
    switch (group) {
    case GROUP_EQUALITY:
        return field->condition != NULL || field->time != NULL;
    case GROUP_LIST:
        return field->condition != NULL;
    case GROUP_CONTAINS:
        return field->text != NULL;
    case GROUP_RELATION:
        return field->time != NULL;
    default:
        return false;
    }
}

static enum atl_status write_positive(struct cql_compiler *compiler,
                                      const struct atl_query_clause *clause,
                                      const struct cql_field *field, struct sql *sql)
{
    if (field->time != NULL) {
        return write_time_clause(compiler, clause, field, sql);
    }
    if (group_of(clause->comparison) == GROUP_CONTAINS) {
        return write_text(compiler, clause, field, sql);
    }
    struct cql_values values = {0};
    enum atl_status status = cql_resolve(compiler, clause, field, &values);
    if (status == ATL_OK) {
        write_values(sql, field->condition, &values);
    }
    return status;
}

static bool is_negative(enum atl_query_operator comparison)
{
    return comparison == ATL_QUERY_NOT_EQUALS || comparison == ATL_QUERY_NOT_IN ||
           comparison == ATL_QUERY_NOT_CONTAINS;
}

enum atl_status cql_write_clause(struct cql_compiler *compiler,
                                 const struct atl_query_clause *clause, struct sql *sql)
{
    const struct cql_field *field = cql_find_field(clause->field.name);
    if (field == NULL) {
        return atl_fail(compiler->error, ATL_USAGE, "No field exists with name: '%s'",
                        clause->field.name);
    }
    if (!supports(field, clause)) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The operator '%s' is not supported by the '%s' field.",
                        atl_query_operator_text(clause->comparison), clause->field.name);
    }
    bool negative = is_negative(clause->comparison);
    sql_add(sql, negative ? "NOT coalesce(" : "");
    enum atl_status status = write_positive(compiler, clause, field, sql);
    sql_add(sql, negative ? ", 0)" : "");
    return status;
}
