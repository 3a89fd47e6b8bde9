/* The tree of a query, from its clauses to the whole statement. */
#include "sandbox/query/jql_compiler.h"

#include <stdlib.h>

enum {
    MOST_CLAUSES = 20000, /* a filter that names two that name two … ends here */
    SURELY_FITS = 16, /* SQL nested so deep, and of so many clauses, is within SQLite's bounds */
    SURELY_FEW = 200,
    MOST_IN_A_ROW = 16,
};

/* ---- texts ---- */

static void free_text(void *text)
{
    sql_free(text);
    free(text);
}

struct sql *jql_new_text(struct jql_compiler *compiler)
{
    struct sql *text = atl_alloc(sizeof *text);
    atl_arena_defer(compiler->arena, free_text, text);
    return text;
}

void jql_append(struct jql_compiler *compiler, const struct sql *part)
{
    sql_add(compiler->sql, atl_buffer_text(&part->text));
    for (size_t i = 0; i < part->count; i++) {
        sql_value(compiler->sql, part->values[i]);
    }
}

/* ---- clauses ---- */

static enum atl_status write_clause(struct jql_compiler *compiler,
                                    const struct atl_query_clause *clause, bool negated)
{
    if (++compiler->clauses > MOST_CLAUSES) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The query has too many clauses. Please simplify it.");
    }
    const struct jql_field *field = jql_find_field(compiler, &clause->field);
    if (field == NULL) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "Field '%s' does not exist or you do not have permission to view it.",
                        clause->field.name);
    }
    enum atl_status status = jql_check(compiler, clause, field);
    if (status != ATL_OK) {
        return status;
    }
    if (clause->comparison >= ATL_QUERY_WAS) {
        return jql_write_history(compiler, clause, field, negated);
    }
    if (field->kind == JQL_FILTER) {
        return jql_write_filters(compiler, clause, negated);
    }
    struct jql_values values = {0};
    status = jql_resolve(compiler, clause, field, &clause->operand, &values);
    if (status == ATL_OK) {
        jql_write_condition(compiler, field,
                            negated ? jql_negate(clause->comparison) : clause->comparison, &values);
    }
    return status;
}

/* ---- AND and OR ---- */

/* A condition that has been written, and how deep its parentheses go. */
struct part {
    struct sql *text;
    unsigned height;
};

/* The deepest first: SQLite's parser remembers what stands before an open parenthesis. */
static int compare_heights(const void *left, const void *right)
{
    unsigned left_height = ((const struct part *)left)->height;
    unsigned right_height = ((const struct part *)right)->height;
    return (left_height < right_height) - (left_height > right_height);
}

/* Long rows are halved, as SQLite bounds the depth of expressions, and a row is a deep one. */
static void join(struct jql_compiler *compiler, const struct part *parts, size_t count,
                 const char *word)
{
    if (count > MOST_IN_A_ROW) {
        size_t half = count / 2;
        sql_add(compiler->sql, "(");
        join(compiler, parts, half, word);
        sql_printf(compiler->sql, ")%s(", word);
        join(compiler, parts + half, count - half, word);
        sql_add(compiler->sql, ")");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        sql_add(compiler->sql, i == 0 ? "" : word);
        jql_append(compiler, parts[i].text);
    }
}

static enum atl_status write_row(struct jql_compiler *compiler, const struct atl_query_node *node,
                                 bool negated, unsigned *height)
{
    bool is_and = (node->kind == ATL_QUERY_AND) != negated;
    struct part *parts = atl_arena_alloc(compiler->arena, node->child_count * sizeof *parts);
    struct sql *outer = compiler->sql;
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < node->child_count && status == ATL_OK; i++) {
        parts[i].text = compiler->sql = jql_new_text(compiler);
        status = jql_write_node(compiler, node->children[i], negated, &parts[i].height);
    }
    compiler->sql = outer;
    if (status == ATL_OK) {
        qsort(parts, node->child_count, sizeof *parts, compare_heights);
        *height = parts[0].height + 1;
        sql_add(outer, "(");
        join(compiler, parts, node->child_count, is_and ? " AND " : " OR ");
        sql_add(outer, ")");
    }
    return status;
}

enum atl_status jql_write_node(struct jql_compiler *compiler, const struct atl_query_node *node,
                               bool negated, unsigned *height)
{
    switch (node->kind) {
    case ATL_QUERY_CLAUSE:
        *height = 1;
        return write_clause(compiler, &node->clause, negated);
    case ATL_QUERY_NOT:
        return jql_write_node(compiler, node->children[0], !negated, height);
    default:
        return write_row(compiler, node, negated, height);
    }
}

/* ---- the statement ---- */

static void write_visible(struct jql_compiler *compiler)
{
    const struct jql_context *context = compiler->context;
    sql_add(compiler->sql, "issue.project NOT IN (SELECT id FROM project WHERE archived)");
    if (context->hidden_count > 0) {
        struct jql_values hidden = {0};
        for (size_t i = 0; i < context->hidden_count; i++) {
            jql_add_value(compiler, &hidden, sql_integer(context->hidden_projects[i]));
        }
        sql_add(compiler->sql, " AND NOT issue.project");
        jql_write_in(compiler, &hidden);
    }
}

/* Whether SQLite can take a statement that is as deep or long as this one. */
static enum atl_status check_bounds(struct jql_compiler *compiler, unsigned height)
{
    if (height <= SURELY_FITS && compiler->clauses <= SURELY_FEW) {
        return ATL_OK;
    }
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(compiler->context->store->handle,
                                    atl_buffer_text(&compiler->sql->text), -1, &statement, NULL);
    sqlite3_finalize(statement);
    return result == SQLITE_OK ? ATL_OK
                               : atl_fail(compiler->error, ATL_USAGE,
                                          "The query is nested too deeply. Please simplify it.");
}

enum atl_status jql_compile(const struct jql_context *context, struct atl_arena *arena,
                            const struct atl_query *query, struct sql *sql, bool *uses_time,
                            struct atl_error *error)
{
    struct jql_compiler compiler = {
        .context = context, .arena = arena, .sql = sql, .uses_time = uses_time, .error = error};
    unsigned height = 0;
    enum atl_status status = ATL_OK;
    *uses_time = false;
    jql_write(&compiler, NULL, "SELECT issue.id FROM $issue WHERE ");
    write_visible(&compiler);
    if (query->where != NULL) {
        sql_add(sql, " AND ");
        status = jql_write_node(&compiler, query->where, false, &height);
    }
    if (status == ATL_OK) {
        status = jql_write_order(&compiler, query);
    }
    return status == ATL_OK ? check_bounds(&compiler, height) : status;
}
