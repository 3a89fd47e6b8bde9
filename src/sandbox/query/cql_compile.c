/* From a query's tree to one statement. */
#include "sandbox/query/cql_compiler.h"

enum {
    MOST_CLAUSES = 1024, /* as Lucene, which Confluence searches with, allows by default */
    /*
     * SQLite's parser takes about thirty levels of parentheses. What is higher than this becomes a
     * part with a name of its own.
     */
    MOST_HEIGHT = 12,
};

static enum atl_status write_node(struct cql_compiler *compiler, const struct atl_query_node *node,
                                  struct sql *sql, unsigned *height);

/* Some of a node's children, halved until one is left, so that many don't become a deep tree. */
static enum atl_status write_children(struct cql_compiler *compiler,
                                      const struct atl_query_node *node, size_t from, size_t to,
                                      struct sql *sql, unsigned *height)
{
    if (to - from == 1) {
        return write_node(compiler, node->children[from], sql, height);
    }
    size_t middle = from + (to - from) / 2;
    unsigned left = 0;
    unsigned right = 0;
    sql_add(sql, "(");
    enum atl_status status = write_children(compiler, node, from, middle, sql, &left);
    sql_add(sql, node->kind == ATL_QUERY_AND ? " AND " : " OR ");
    if (status == ATL_OK) {
        status = write_children(compiler, node, middle, to, sql, &right);
    }
    sql_add(sql, ")");
    *height = 1 + (left > right ? left : right);
    return status;
}

/* Moves a condition into a part of its own and asks for what is in there. */
static void move_into_part(struct cql_compiler *compiler, const struct sql *condition,
                           struct sql *sql)
{
    size_t number = ++compiler->part_count;
    sql_printf(&compiler->parts, "%s part%zu(id) AS (SELECT content.id FROM content WHERE ",
               compiler->parts.text.length == 0 ? "WITH" : ",", number);
    cql_append(&compiler->parts, condition);
    sql_add(&compiler->parts, ")");
    sql_printf(sql, "content.id IN (SELECT id FROM part%zu)", number);
}

static enum atl_status write_group(struct cql_compiler *compiler, const struct atl_query_node *node,
                                   struct sql *sql, unsigned *height)
{
    struct sql condition = {0};
    enum atl_status status;
    if (node->kind == ATL_QUERY_NOT) {
        sql_add(&condition, "NOT coalesce(");
        status = write_node(compiler, node->children[0], &condition, height);
        sql_add(&condition, ", 0)");
        ++*height;
    } else {
        status = write_children(compiler, node, 0, node->child_count, &condition, height);
    }
    if (*height > MOST_HEIGHT) {
        move_into_part(compiler, &condition, sql);
        *height = 0;
    } else {
        cql_append(sql, &condition);
    }
    sql_free(&condition);
    return status;
}

static enum atl_status write_node(struct cql_compiler *compiler, const struct atl_query_node *node,
                                  struct sql *sql, unsigned *height)
{
    *height = 0;
    if (node->kind != ATL_QUERY_CLAUSE) {
        return write_group(compiler, node, sql, height);
    }
    if (++compiler->clauses > MOST_CLAUSES) {
        return atl_fail(compiler->error, ATL_USAGE, "maxClauseCount is set to %d",
                        (int)MOST_CLAUSES);
    }
    return cql_write_clause(compiler, &node->clause, sql);
}

/* What is found at all. A comment's attachments belong to it, and it to a page. */
static void write_visible(const struct cql_context *context, struct sql *sql)
{
    sql_add(sql, "content.status = 'current' AND (content.container IS NULL OR EXISTS"
                 " (SELECT 1 FROM content AS holder LEFT JOIN content AS page"
                 " ON page.id = holder.container WHERE holder.id = content.container"
                 " AND holder.status = 'current' AND coalesce(page.status, 'current') ="
                 " 'current'))");
    if (!context->archived_spaces) {
        sql_add(sql, " AND content.space NOT IN (SELECT id FROM space WHERE status = 'archived')");
    }
    if (context->visible != NULL) {
        cql_append(sql, context->visible);
    }
}

static enum atl_status write_order(struct cql_compiler *compiler, const struct atl_query *query,
                                   struct sql *sql)
{
    sql_add(sql, " ORDER BY ");
    for (size_t i = 0; i < query->sort_count; i++) {
        const char *name = query->sorts[i].field.name;
        const struct cql_field *field = cql_find_field(name);
        if (field == NULL || field->sort == NULL) {
            return atl_fail(compiler->error, ATL_USAGE, "Not able to sort using field '%s'.", name);
        }
        bool descending = query->sorts[i].direction == ATL_QUERY_DESCENDING;
        sql_printf(sql, "%s%s, ", field->sort, descending ? " DESC" : "");
    }
    sql_add(sql, "content.id");
    return ATL_OK;
}

/* Within the statement these names are those of the copies that a lagging index sees (seen.h). */
static void look_at_copies(struct cql_compiler *compiler)
{
    static const char *const tables[] = {"content", "content_label", "content_version",
                                         "content_watch"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        sql_printf(&compiler->parts, "%s %s AS NOT MATERIALIZED (SELECT * FROM seen_%s)",
                   i == 0 ? "WITH" : ",", tables[i], tables[i]);
    }
}

enum atl_status cql_parse(struct atl_arena *arena, const char *text, const struct atl_query **query,
                          struct atl_error *error)
{
    enum atl_status status = atl_query_parse(arena, ATL_QUERY_CQL, text, query, NULL, error);
    return status == ATL_OK ? status : atl_fail(error, ATL_USAGE, "Could not parse cql : %s", text);
}

enum atl_status cql_compile(const struct cql_context *context, struct atl_arena *arena,
                            const struct atl_query *query, struct sql *sql, bool *uses_time,
                            struct atl_error *error)
{
    struct cql_compiler compiler = {
        .context = context, .arena = arena, .uses_time = uses_time, .error = error};
    struct sql condition = {0};
    unsigned height;
    *uses_time = false;
    if (context->seen) {
        look_at_copies(&compiler);
    }
    sql_add(&condition, "SELECT content.id FROM content WHERE ");
    write_visible(context, &condition);
    enum atl_status status = ATL_OK;
    if (query->where != NULL) {
        sql_add(&condition, " AND ");
        status = write_node(&compiler, query->where, &condition, &height);
    }
    if (status == ATL_OK) {
        status = write_order(&compiler, query, &condition);
    }
    if (compiler.parts.text.length > 0) {
        sql_add(&compiler.parts, " ");
    }
    cql_append(sql, &compiler.parts);
    cql_append(sql, &condition);
    sql_free(&compiler.parts);
    sql_free(&condition);
    return status;
}
