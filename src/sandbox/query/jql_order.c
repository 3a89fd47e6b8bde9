/* ORDER BY: what has no value comes last, and first when the order is reversed. */
#include "sandbox/query/jql_compiler.h"

static void write_sort(struct jql_compiler *compiler, const struct jql_field *field,
                       bool descending)
{
    for (size_t i = 0; i < sizeof field->sort / sizeof *field->sort && field->sort[i] != NULL;
         i++) {
        jql_write(compiler, field, field->sort[i]);
        sql_add(compiler->sql, descending ? " DESC NULLS FIRST, " : " ASC NULLS LAST, ");
    }
}

enum atl_status jql_write_order(struct jql_compiler *compiler, const struct atl_query *query)
{
    sql_add(compiler->sql, " ORDER BY ");
    for (size_t i = 0; i < query->sort_count; i++) {
        const struct atl_query_sort *sort = &query->sorts[i];
        const struct jql_field *field = jql_find_field(compiler, &sort->field);
        if (field == NULL) {
            return atl_fail(compiler->error, ATL_USAGE, "Not able to sort using field '%s'.",
                            sort->field.name);
        }
        if (field->sort[0] == NULL) {
            return atl_fail(compiler->error, ATL_USAGE, "Field '%s' does not support sorting.",
                            sort->field.name);
        }
        write_sort(compiler, field,
                   sort->direction == ATL_QUERY_DESCENDING ||
                       (sort->direction == ATL_QUERY_UNSPECIFIED && field->descending));
    }
    sql_add(compiler->sql, "issue.id DESC"); /* the newest first */
    return ATL_OK;
}
