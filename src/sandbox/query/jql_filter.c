/* "filter = 10001": the saved query in place of its name. */
#include "sandbox/query/jql_compiler.h"

/* Mine, and those that are shared with everybody or with a group of mine. */
static const char visible[] =
    "SELECT id, NULL FROM filter WHERE (name = ?1 COLLATE NOCASE OR id = ?2) AND (owner = ?3"
    " OR id IN (SELECT filter FROM filter_share WHERE type IN ('global', 'authenticated',"
    " 'project', 'project-role') OR person = ?3 OR team IN (SELECT team FROM team_member"
    " WHERE person = ?3)))";

static enum atl_status find_filters(struct jql_compiler *compiler,
                                    const struct atl_query_clause *clause,
                                    const struct atl_query_operand *operand,
                                    struct jql_values *found)
{
    if (operand->kind == ATL_QUERY_EMPTY) {
        return atl_fail(compiler->error, ATL_USAGE,
                        "The field '%s' does not support searching for EMPTY values.",
                        clause->field.name);
    }
    if (operand->kind != ATL_QUERY_VALUE) {
        return jql_fail_function(compiler, clause, operand->text == NULL ? "" : operand->text);
    }
    int64_t id;
    bool is_id = atl_text_to_integer(operand->text, 0, INT64_MAX, &id);
    if (jql_add_ids(compiler, found, visible,
                    VALUES(sql_text(operand->text), is_id ? sql_integer(id) : sql_null(),
                           sql_integer(compiler->context->me))) > 0) {
        return ATL_OK;
    }
    return atl_fail(compiler->error, ATL_USAGE,
                    is_id && !operand->quoted
                        ? "A value with ID '%s' does not exist for the field '%s'."
                        : "The value '%s' does not exist for the field '%s'.",
                    operand->text, clause->field.name);
}

static enum atl_status check_cycle(struct jql_compiler *compiler,
                                   const struct atl_query_clause *clause,
                                   const struct jql_inlined *inlined)
{
    for (const struct jql_inlined *outer = inlined->outer; outer != NULL; outer = outer->outer) {
        if (outer->filter == inlined->filter) {
            return atl_fail(compiler->error, ATL_USAGE,
                            "Field '%s' with value '%s' matches filter '%s' and causes a cyclical "
                            "reference, this query can not be executed and should be edited.",
                            clause->field.name,
                            clause->operand.text == NULL ? inlined->name : clause->operand.text,
                            inlined->name);
        }
    }
    return ATL_OK;
}

static enum atl_status write_filter(struct jql_compiler *compiler,
                                    const struct atl_query_clause *clause, int64_t id)
{
    struct store *store = compiler->context->store;
    const struct jql_inlined inlined = {
        .filter = id,
        .name = store_text(store, compiler->arena, "SELECT name FROM filter WHERE id = ?",
                           VALUES(sql_integer(id))),
        .outer = compiler->inlined,
    };
    const char *jql = store_text(store, compiler->arena, "SELECT jql FROM filter WHERE id = ?",
                                 VALUES(sql_integer(id)));
    const struct atl_query *query;
    enum atl_status status = check_cycle(compiler, clause, &inlined);
    if (status == ATL_OK) {
        status = atl_query_parse(compiler->arena, ATL_QUERY_JQL, jql == NULL ? "" : jql, &query,
                                 NULL, compiler->error);
    }
    if (status != ATL_OK) {
        return status;
    }
    if (query->where == NULL) {
        sql_add(compiler->sql, "TRUE");
        return ATL_OK;
    }
    compiler->inlined = &inlined;
    unsigned height;
    sql_add(compiler->sql, "(");
    status = jql_write_node(compiler, query->where, false, &height);
    sql_add(compiler->sql, ")");
    compiler->inlined = inlined.outer;
    return status;
}

enum atl_status jql_write_filters(struct jql_compiler *compiler,
                                  const struct atl_query_clause *clause, bool negated)
{
    const struct atl_query_operand *operand = &clause->operand;
    bool is_list = operand->kind == ATL_QUERY_LIST;
    size_t count = is_list ? operand->item_count : 1;
    struct jql_values found = {0};
    enum atl_status status = ATL_OK;
    for (size_t i = 0; i < count && status == ATL_OK; i++) {
        status = find_filters(compiler, clause, is_list ? &operand->items[i] : operand, &found);
    }
    sql_add(compiler->sql, "(");
    for (size_t i = 0; i < found.count && status == ATL_OK; i++) {
        sql_add(compiler->sql, i == 0 ? "" : " OR ");
        status = write_filter(compiler, clause, found.items[i].integer);
    }
    /* All that the filter doesn't find, also where nothing is said about a field. */
    sql_add(compiler->sql, jql_is_negative(clause->comparison) != negated ? ") IS NOT TRUE" : ")");
    return status;
}
