/*
 * WAS and CHANGED, over the table `history`.
 *
 * WAS with predicates asks for a time during which the field had the value: from the change to it
 * (or the beginning) to the change away from it (or now), whoever made the former.
 */
#include "sandbox/query/jql_compiler.h"

enum {
    DAY_MS = 24 * 60 * 60 * 1000,
};

/* A clause about a field's past. */
struct past {
    struct jql_compiler *compiler;
    const struct atl_query_clause *clause;
    const struct jql_field *field;
    struct jql_values now;    /* as issues have them */
    struct jql_values before; /* as histories have them */
};

static void add_before(struct past *past, const struct jql_values *values)
{
    struct jql_compiler *compiler = past->compiler;
    past->before = (struct jql_values){.empty = values->empty};
    for (size_t i = 0; i < values->count; i++) {
        int64_t id = values->items[i].integer;
        jql_add_value(compiler, &past->before,
                      sql_text(atl_arena_printf(compiler->arena, "%lld", (long long)id)));
    }
}

/* " AND column is one of the values" */
static void write_match(struct past *past, const char *column)
{
    struct sql *sql = past->compiler->sql;
    sql_add(sql, "(");
    if (past->before.count > 0 || !past->before.empty) {
        sql_add(sql, column);
        jql_write_in(past->compiler, &past->before);
    }
    if (past->before.empty) {
        sql_printf(sql, "%s%s IS NULL", past->before.count > 0 ? " OR " : "", column);
    }
    sql_add(sql, ")");
}

static void write_field(struct past *past, const char *column)
{
    sql_printf(past->compiler->sql, "%s = ", column);
    sql_mark(past->compiler->sql, sql_text(past->field->history));
}

/* ---- predicates ---- */

static enum atl_status fail_predicate(struct past *past, const char *predicate)
{
    return atl_fail(past->compiler->error, ATL_USAGE,
                    "The predicate '%s' is not supported by the '%s' operator for field '%s'.",
                    predicate, atl_query_operator_text(past->clause->comparison),
                    past->clause->field.name);
}

static enum atl_status write_people(struct past *past, const struct atl_query_operand *operand)
{
    static const struct jql_field person = {.kind = JQL_CHOICE, .domain = &jql_people};
    struct jql_values people = {0};
    enum atl_status status = jql_resolve(past->compiler, past->clause, &person, operand, &people);
    if (status == ATL_OK) {
        sql_add(past->compiler->sql, " AND author");
        jql_write_in(past->compiler, &people);
    }
    return status;
}

/* " AND the time from starts to ends reaches into that from `from` to `to`" */
static void write_period(struct past *past, const int64_t *from, const int64_t *to)
{
    struct sql *sql = past->compiler->sql;
    if (to != NULL) {
        sql_add(sql, " AND starts < ");
        sql_mark(sql, sql_integer(*to));
    }
    if (from != NULL) {
        sql_add(sql, " AND coalesce(ends, 9223372036854775807) > ");
        sql_mark(sql, sql_integer(*from));
    }
}

static enum atl_status write_during(struct past *past, const struct atl_query_operand *operand)
{
    int64_t from = 0;
    int64_t to = 0;
    if (operand->kind != ATL_QUERY_LIST || operand->item_count != 2) {
        return fail_predicate(past, "during");
    }
    enum atl_status status =
        jql_resolve_time(past->compiler, past->clause, &operand->items[0], &from);
    if (status == ATL_OK) {
        status = jql_resolve_time(past->compiler, past->clause, &operand->items[1], &to);
    }
    from -= 1; /* both ends belong to it */
    to += 1;
    write_period(past, &from, &to);
    return status;
}

static enum atl_status write_date(struct past *past, const struct atl_query_predicate *predicate)
{
    int64_t ms = 0;
    enum atl_status status =
        jql_resolve_time(past->compiler, past->clause, &predicate->operand, &ms);
    if (predicate->kind == ATL_QUERY_ON) {
        int64_t zone_ms = past->compiler->context->zone_ms;
        int64_t start = (ms + zone_ms) / DAY_MS * DAY_MS - zone_ms - 1;
        int64_t end = start + 1 + DAY_MS;
        write_period(past, &start, &end);
    } else {
        write_period(past, predicate->kind == ATL_QUERY_AFTER ? &ms : NULL,
                     predicate->kind == ATL_QUERY_BEFORE ? &ms : NULL);
    }
    return status;
}

static enum atl_status write_value(struct past *past, const struct atl_query_predicate *predicate)
{
    bool is_from = predicate->kind == ATL_QUERY_FROM;
    struct jql_values values = {0};
    if (past->clause->comparison != ATL_QUERY_CHANGED) {
        return fail_predicate(past, is_from ? "from" : "to");
    }
    enum atl_status status =
        jql_resolve(past->compiler, past->clause, past->field, &predicate->operand, &values);
    if (status == ATL_OK) {
        add_before(past, &values);
        sql_add(past->compiler->sql, " AND ");
        write_match(past, is_from ? "from_value" : "to_value");
    }
    return status;
}

static enum atl_status write_predicates(struct past *past)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < past->clause->predicate_count && status == ATL_OK; i++) {
        const struct atl_query_predicate *predicate = &past->clause->predicates[i];
        switch (predicate->kind) {
        case ATL_QUERY_FROM:
        case ATL_QUERY_TO:
            status = write_value(past, predicate);
            break;
        case ATL_QUERY_BY:
            status = write_people(past, &predicate->operand);
            break;
        case ATL_QUERY_DURING:
            status = write_during(past, &predicate->operand);
            break;
        default:
            status = write_date(past, predicate);
            break;
        }
    }
    return status;
}

/* ---- CHANGED ---- */

static enum atl_status write_changed(struct past *past)
{
    struct jql_compiler *compiler = past->compiler;
    jql_write(compiler, NULL,
              "issue.id IN (SELECT issue FROM (SELECT issue, author, from_value, to_value, created"
              " AS starts, created AS ends, field_id FROM $history) WHERE ");
    write_field(past, "field_id");
    enum atl_status status = write_predicates(past);
    sql_add(compiler->sql, ")");
    return status;
}

/* ---- WAS ---- */

/* What was set by a change, until the next change away from it. */
static void write_later_times(struct past *past)
{
    jql_write(past->compiler, NULL,
              "SELECT past.issue AS issue, past.author AS author, past.created AS starts,"
              " (SELECT min(next.created) FROM $history AS next WHERE next.issue = past.issue"
              " AND next.field_id = past.field_id AND next.id > past.id"
              " AND next.from_value IS past.to_value) AS ends FROM $history AS past WHERE ");
    write_field(past, "past.field_id");
    sql_add(past->compiler->sql, " AND ");
    write_match(past, "past.to_value");
}

/* What was there from the beginning, until the first change away from it. */
static void write_first_times(struct past *past)
{
    jql_write(past->compiler, NULL,
              " UNION ALL SELECT past.issue, issue.creator, issue.created, past.created"
              " FROM $history AS past JOIN $issue ON issue.id = past.issue WHERE ");
    write_field(past, "past.field_id");
    sql_add(past->compiler->sql, " AND ");
    write_match(past, "past.from_value");
    jql_write(past->compiler, NULL,
              " AND NOT EXISTS (SELECT 1 FROM $history AS earlier WHERE earlier.issue = past.issue"
              " AND earlier.field_id = past.field_id AND earlier.id < past.id"
              " AND (earlier.from_value IS past.from_value"
              " OR earlier.to_value IS past.from_value))");
}

/* What has been there always. */
static void write_unchanged_times(struct past *past)
{
    struct jql_compiler *compiler = past->compiler;
    jql_write(compiler, NULL,
              " UNION ALL SELECT issue.id, issue.creator, issue.created, NULL FROM $issue WHERE ");
    jql_write_condition(compiler, past->field, ATL_QUERY_EQUALS, &past->now);
    jql_write(compiler, NULL,
              " AND NOT EXISTS (SELECT 1 FROM $history AS past WHERE past.issue = issue.id AND ");
    write_field(past, "past.field_id");
    sql_add(compiler->sql, " AND (");
    write_match(past, "past.from_value");
    sql_add(compiler->sql, " OR ");
    write_match(past, "past.to_value");
    sql_add(compiler->sql, "))");
}

static enum atl_status write_times(struct past *past)
{
    struct sql *sql = past->compiler->sql;
    sql_add(sql, "issue.id IN (SELECT issue FROM (");
    write_later_times(past);
    write_first_times(past);
    write_unchanged_times(past);
    sql_add(sql, ") WHERE TRUE");
    enum atl_status status = write_predicates(past);
    sql_add(sql, ")");
    return status;
}

/* Each value on its own, as an issue may have several at a time. */
static enum atl_status write_was_then(struct past *past, const struct jql_values *values)
{
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < values->count && status == ATL_OK; i++) {
        past->now = (struct jql_values){.items = &values->items[i], .count = 1};
        add_before(past, &past->now);
        sql_add(past->compiler->sql, i == 0 ? "" : " OR ");
        status = write_times(past);
    }
    if (status == ATL_OK && (values->empty || values->count == 0)) {
        past->now = (struct jql_values){.empty = values->empty};
        add_before(past, &past->now);
        sql_add(past->compiler->sql, values->count == 0 ? "" : " OR ");
        status = write_times(past);
    }
    return status;
}

static void write_was_ever(struct past *past, const struct jql_values *values)
{
    struct jql_compiler *compiler = past->compiler;
    add_before(past, values);
    jql_write_condition(compiler, past->field, ATL_QUERY_EQUALS, values);
    jql_write(compiler, NULL, " OR issue.id IN (SELECT issue FROM $history WHERE ");
    write_field(past, "field_id");
    sql_add(compiler->sql, " AND (");
    write_match(past, "from_value");
    sql_add(compiler->sql, " OR ");
    write_match(past, "to_value");
    sql_add(compiler->sql, "))");
}

static enum atl_status write_was(struct past *past)
{
    struct jql_values values = {0};
    enum atl_status status =
        jql_resolve(past->compiler, past->clause, past->field, &past->clause->operand, &values);
    if (status != ATL_OK) {
        return status;
    }
    if (past->clause->predicate_count > 0) {
        return write_was_then(past, &values);
    }
    write_was_ever(past, &values);
    return ATL_OK;
}

enum atl_status jql_write_history(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause,
                                  const struct jql_field *field, bool negated)
{
    struct past past = {.compiler = compiler, .clause = clause, .field = field};
    sql_add(compiler->sql, "(");
    enum atl_status status =
        clause->comparison == ATL_QUERY_CHANGED ? write_changed(&past) : write_was(&past);
    sql_add(compiler->sql, jql_is_negative(clause->comparison) != negated ? ") IS NOT TRUE" : ")");
    return status;
}
