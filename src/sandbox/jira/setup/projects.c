/* Projects: all of them, those that are looked for, one. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/setup/project_output.h"
#include "sandbox/server/route.h"

#include <string.h>

enum {
    MOST_RESULTS = 100,
    USUAL_RESULTS = 50,
};

/* ---- all ---- */

static void jira_projects(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    unsigned parts = project_parts_asked(request);
    struct sql sql = {0};
    (void)reply;
    sql_add(&sql, "SELECT id FROM project WHERE NOT archived");
    lookup_add_visible(request, &sql, "key");
    sql_add(&sql, " ORDER BY id");
    struct rows rows = store_select_sql(&request->sandbox->store, &sql);
    emit_array(out.json, NULL);
    while (rows_next(&rows)) {
        project_emit(&out, rows_integer(&rows, 0), parts);
    }
    emit_array_end(out.json);
    sql_free(&sql);
}

/* ---- those that are looked for ---- */

/* " AND column IN (…)", when the parameter is given. */
static void add_choice(struct request *request, struct sql *sql, const char *parameter,
                       const char *column)
{
    char **values;
    size_t count = request_parameter_list(request, parameter, &values);
    if (count == 0) {
        return;
    }
    sql_printf(sql, " AND %s COLLATE NOCASE IN (''", column);
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, ", ");
        sql_mark(sql, sql_text(values[i]));
    }
    sql_add(sql, ")");
}

static void add_conditions(struct request *request, struct sql *sql)
{
    const char *query = request_parameter(request, "query");
    lookup_add_visible(request, sql, "key");
    add_choice(request, sql, "keys", "key");
    add_choice(request, sql, "id", "CAST(id AS TEXT)");
    add_choice(request, sql, "typeKey", "type_key");
    if (query != NULL) {
        const char *pattern = lookup_like(&request->arena, query);
        sql_add(sql, " AND (name LIKE ");
        sql_mark(sql, sql_text(pattern));
        sql_add(sql, " ESCAPE '\\' OR key LIKE ");
        sql_mark(sql, sql_text(pattern));
        sql_add(sql, " ESCAPE '\\')");
    }
    /* Nothing was ever deleted that could still be seen; status=live is what everybody means. */
    if (lookup_asks_for(request, "status", "archived")) {
        sql_add(sql, " AND archived");
    } else {
        sql_add(sql, request_parameter(request, "status") == NULL ||
                             lookup_asks_for(request, "status", "live")
                         ? " AND NOT archived"
                         : " AND 0");
    }
}

static const char *order_of(struct request *request)
{
    static const struct lookup_order orders[] = {
        {"key", "key"},
        {"name", "name COLLATE NOCASE"},
        {"owner", "(SELECT name FROM person WHERE id = lead)"},
        {"category", "id"},
        {"issueCount", "(SELECT count(*) FROM issue WHERE project = project.id)"},
        {"lastIssueUpdatedDate", "(SELECT max(updated) FROM issue WHERE project = project.id)"},
        {"archivedDate", "id"},
        {"deletedDate", "id"},
    };
    return lookup_order(request, orders, sizeof orders / sizeof *orders, "key");
}

/* What the parts of each project of a page are; jira_page_answer has no place for it. */
static void emit_found(struct request *request, const struct sql *from,
                       const struct jira_page *page)
{
    const struct jira_output out = jira_reply(request);
    unsigned parts = project_parts_asked(request);
    struct jira_page known = *page;
    struct sql select = {0};
    struct sql count = {0};
    sql_printf(&select, "SELECT id %s LIMIT %lld OFFSET %lld", from->text.data,
               (long long)page->limit, (long long)page->start);
    sql_printf(&count, "SELECT count(*) %s", from->text.data);
    for (size_t i = 0; i < from->count; i++) {
        sql_value(&select, from->values[i]);
        sql_value(&count, from->values[i]);
    }
    known.total = store_integer_sql(&request->sandbox->store, 0, &count);
    emit_object(out.json, NULL);
    jira_page_emit(request, &known);
    emit_array(out.json, "values");
    struct rows rows = store_select_sql(&request->sandbox->store, &select);
    while (rows_next(&rows)) {
        project_emit(&out, rows_integer(&rows, 0), parts);
    }
    emit_array_end(out.json);
    emit_object_end(out.json);
    sql_free(&select);
    sql_free(&count);
}

static void jira_project_search(struct request *request, struct reply *reply)
{
    const char *order = order_of(request);
    struct jira_page page;
    struct sql from = {0};
    if (order == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The orderBy query parameter is not valid: %s",
                    request_parameter(request, "orderBy"));
        return;
    }
    if (!jira_page_read(request, USUAL_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    sql_add(&from, "FROM project WHERE 1");
    add_conditions(request, &from);
    sql_printf(&from, " ORDER BY %s", order);
    emit_found(request, &from, &page);
    sql_free(&from);
}

/* ---- one ---- */

static void jira_project(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    (void)reply;
    if (lookup_project_of_path(request, 0, &project)) {
        project_emit(&out, project, PROJECT_WHOLE | project_parts_asked(request));
    }
}

/* ---- kinds of projects ---- */

static const struct {
    const char *key;
    const char *formatted;
    const char *colour;
} types[] = {
    {"software", "Software", "#F5A623"},
    {"service_desk", "Service Desk", "#67AB49"},
    {"business", "Business", "#1D365D"},
};

static void emit_type(struct atl_buffer *json, size_t index)
{
    emit_object(json, NULL);
    emit_text(json, "key", types[index].key);
    emit_text(json, "formattedKey", types[index].formatted);
    emit_format(json, "descriptionI18nKey", "jira.project.type.%s.description", types[index].key);
    emit_text(json, "icon", "");
    emit_text(json, "color", types[index].colour);
    emit_object_end(json);
}

static void jira_project_types(struct request *request, struct reply *reply)
{
    (void)request;
    emit_array(&reply->body, NULL);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        emit_type(&reply->body, i);
    }
    emit_array_end(&reply->body);
}

static void jira_project_type(struct request *request, struct reply *reply)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].key, request->segments[0]) == 0) {
            emit_type(&reply->body, i);
            return;
        }
    }
    reply_error(reply, REPLY_JIRA, 404, "No project type could be found with key '%s'.",
                request->segments[0]);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/project", ROUTE_ANY, jira_projects},
    {"GET", ROUTE_JIRA, "/project/search", ROUTE_CLOUD, jira_project_search},
    {"GET", ROUTE_JIRA, "/project/{}", ROUTE_ANY, jira_project},
    {"GET", ROUTE_JIRA, "/project/type", ROUTE_ANY, jira_project_types},
    {"GET", ROUTE_JIRA, "/project/type/{}", ROUTE_ANY, jira_project_type},
};

const struct route_table jira_project_routes = ROUTES(routes);
