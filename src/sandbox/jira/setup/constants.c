/* Issue types, priorities and resolutions: short lists that hardly ever change. */
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/route.h"

enum {
    MOST_RESULTS = 50,
};

/* ---- issue types ---- */

static void emit_type(const struct jira_output *out, int64_t id)
{
    jira_emit(out, NULL, JIRA_ISSUE_TYPE, id);
}

/* All rows that a SELECT of ids gives, as an array. */
static void answer_all(struct request *request, const char *select, const struct value *values,
                       void (*emit)(const struct jira_output *out, int64_t id))
{
    const struct jira_output out = jira_reply(request);
    struct rows rows = store_select(&request->sandbox->store, select, values);
    emit_array(out.json, NULL);
    while (rows_next(&rows)) {
        emit(&out, rows_integer(&rows, 0));
    }
    emit_array_end(out.json);
}

static void jira_issue_types(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_all(request, "SELECT id FROM issue_type ORDER BY position", NO_VALUES, emit_type);
}

static void jira_issue_type(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t type;
    (void)reply;
    if (lookup_row_of_path(request, 0, "SELECT id FROM issue_type WHERE id = ?", &type,
                           "The issue type with id '%s' does not exist", request->segments[0])) {
        emit_type(&out, type);
    }
}

static void jira_project_issue_types(struct request *request, struct reply *reply)
{
    const char *id = request_parameter(request, "projectId");
    int64_t project = id == NULL ? -1 : lookup_project(request->sandbox, id);
    int64_t level;
    if (id == NULL || !request_parameter_integer(request, "level", -1, INT32_MAX, -2, &level)) {
        reply_error(reply, REPLY_JIRA, 400,
                    id == NULL ? "The projectId query parameter must be provided."
                               : "The level must be a whole number.");
    } else if (project < 0) {
        lookup_reply_no_project(reply, id);
    } else {
        answer_all(request,
                   "SELECT issue_type.id FROM project_type JOIN issue_type"
                   " ON issue_type.id = type WHERE project = ?1 AND (?2 = -2 OR level = ?2)"
                   " ORDER BY position",
                   VALUES(sql_integer(project), sql_integer(level)), emit_type);
    }
}

/* ---- priorities ---- */

static void emit_priority(const struct jira_output *out, int64_t id)
{
    struct rows rows =
        store_select(&out->sandbox->store, "SELECT colour, description FROM priority WHERE id = ?",
                     VALUES(sql_integer(id)));
    if (rows_next(&rows) && jira_emit_open(out, NULL, JIRA_PRIORITY, id)) {
        emit_text(out->json, "statusColor", rows_text(&rows, 0));
        emit_text(out->json, "description", rows_text(&rows, 1));
        emit_object_end(out->json);
    }
    rows_finish(&rows);
}

/* What issues start with. */
static int64_t default_priority(struct store *store)
{
    return store_integer(store, -1,
                         "SELECT id FROM priority ORDER BY name = 'Medium' DESC, position LIMIT 1",
                         NO_VALUES);
}

/* The paged form says more. */
static void emit_found_priority(const struct jira_output *out, int64_t id)
{
    emit_priority(out, id);
    if (sandbox_is_cloud(out->sandbox)) {
        atl_buffer_truncate(out->json, out->json->length - 1);
        emit_bool(out->json, "isDefault", id == default_priority(&out->sandbox->store));
        emit_object_end(out->json);
    }
}

static void jira_priorities(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_all(request, "SELECT id FROM priority ORDER BY position", NO_VALUES, emit_priority);
}

static void jira_priority(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t priority;
    (void)reply;
    if (lookup_row_of_path(request, 0, "SELECT id FROM priority WHERE id = ?", &priority,
                           "The priority with id '%s' does not exist", request->segments[0])) {
        emit_priority(&out, priority);
    }
}

/* ---- searching, the same for both ---- */

/* " AND id IN (…)", when ids are given; those that are no numbers find nothing. */
static void add_ids(struct request *request, struct sql *sql)
{
    char **ids;
    size_t count = request_parameter_list(request, "id", &ids);
    if (count == 0) {
        return;
    }
    sql_add(sql, " AND CAST(id AS TEXT) IN (''");
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, ", ");
        sql_mark(sql, sql_text(ids[i]));
    }
    sql_add(sql, ")");
}

static void jira_priority_search(struct request *request, struct reply *reply)
{
    const char *name = request_parameter(request, "priorityName");
    struct jira_page page;
    struct sql from = {0};
    (void)reply;
    if (!jira_page_read(request, MOST_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    sql_add(&from, "FROM priority WHERE 1");
    add_ids(request, &from);
    if (name != NULL) {
        sql_add(&from, " AND name LIKE ");
        sql_mark(&from, sql_text(lookup_like(&request->arena, name)));
        sql_add(&from, " ESCAPE '\\'");
    }
    if (atl_text_equal(request_parameter(request, "onlyDefault"), "true")) {
        sql_add(&from, " AND id = ");
        sql_mark(&from, sql_integer(default_priority(&request->sandbox->store)));
    }
    sql_add(&from, " ORDER BY position");
    jira_page_answer(request, &page, "id", &from, emit_found_priority);
    sql_free(&from);
}

/* ---- resolutions ---- */

static void emit_resolution(const struct jira_output *out, int64_t id)
{
    jira_emit(out, NULL, JIRA_RESOLUTION, id);
}

static void emit_found_resolution(const struct jira_output *out, int64_t id)
{
    if (jira_emit_open(out, NULL, JIRA_RESOLUTION, id)) {
        if (sandbox_is_cloud(out->sandbox)) {
            emit_bool(out->json, "default", false);
        }
        emit_object_end(out->json);
    }
}

static void jira_resolutions(struct request *request, struct reply *reply)
{
    (void)reply;
    answer_all(request, "SELECT id FROM resolution ORDER BY position", NO_VALUES, emit_resolution);
}

static void jira_resolution(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t resolution;
    (void)reply;
    if (lookup_row_of_path(request, 0, "SELECT id FROM resolution WHERE id = ?", &resolution,
                           "The resolution with id '%s' does not exist.", request->segments[0])) {
        emit_resolution(&out, resolution);
    }
}

/* None is the default: an issue is made without one. */
static void jira_resolution_search(struct request *request, struct reply *reply)
{
    struct jira_page page;
    struct sql from = {0};
    (void)reply;
    if (!jira_page_read(request, MOST_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    sql_add(&from, "FROM resolution WHERE 1");
    add_ids(request, &from);
    if (atl_text_equal(request_parameter(request, "onlyDefault"), "true")) {
        sql_add(&from, " AND 0");
    }
    sql_add(&from, " ORDER BY position");
    jira_page_answer(request, &page, "id", &from, emit_found_resolution);
    sql_free(&from);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issuetype", ROUTE_ANY, jira_issue_types},
    {"GET", ROUTE_JIRA, "/issuetype/{}", ROUTE_ANY, jira_issue_type},
    {"GET", ROUTE_JIRA, "/issuetype/project", ROUTE_CLOUD, jira_project_issue_types},
    {"GET", ROUTE_JIRA, "/priority", ROUTE_ANY, jira_priorities},
    {"GET", ROUTE_JIRA, "/priority/{}", ROUTE_ANY, jira_priority},
    {"GET", ROUTE_JIRA, "/priority/search", ROUTE_CLOUD, jira_priority_search},
    {"GET", ROUTE_JIRA, "/resolution", ROUTE_ANY, jira_resolutions},
    {"GET", ROUTE_JIRA, "/resolution/{}", ROUTE_ANY, jira_resolution},
    {"GET", ROUTE_JIRA, "/resolution/search", ROUTE_CLOUD, jira_resolution_search},
};

const struct route_table jira_constant_routes = ROUTES(routes);
