/* Versions of a project: lists of them, and each by itself. */
#include "sandbox/jira/setup/versions.h"

#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/jira/setup/version_output.h"
#include "sandbox/server/route.h"

#include <inttypes.h>
#include <string.h>

/* ---- which one ---- */

static bool is_seen(struct request *request, int64_t version)
{
    int64_t project =
        store_integer(&request->sandbox->store, -1, "SELECT project FROM version WHERE id = ?",
                      VALUES(sql_integer(version)));
    return project >= 0 && lookup_shows_project(request->sandbox, project);
}

bool version_of_path(struct request *request, size_t segment, int64_t *version)
{
    *version = version_of_url(request, request->segments[segment]);
    if (*version < 0) {
        reply_error(&request->reply, REPLY_JIRA, 404, "Could not find version for id '%s'",
                    request->segments[segment]);
    }
    return *version >= 0;
}

int64_t version_of_url(struct request *request, const char *url)
{
    const char *slash = strrchr(url, '/');
    int64_t id;
    bool is_id = atl_text_to_integer(slash == NULL ? url : slash + 1, 0, INT64_MAX, &id);
    return is_id && is_seen(request, id) ? id : -1;
}

/* ---- of a project ---- */

static void jira_project_versions(struct request *request, struct reply *reply)
{
    const struct jira_output out = jira_reply(request);
    int64_t project;
    if (!lookup_project_of_path(request, 0, &project)) {
        return;
    }
    struct rows rows = store_select(
        &request->sandbox->store, "SELECT id FROM version WHERE project = ? ORDER BY position, id",
        VALUES(sql_integer(project)));
    emit_array(&reply->body, NULL);
    while (rows_next(&rows)) {
        version_emit(&out, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
}

static void add_statuses(struct request *request, struct sql *sql)
{
    if (request_parameter(request, "status") == NULL) {
        return;
    }
    sql_add(sql, " AND (0");
    if (lookup_asks_for(request, "status", "released")) {
        sql_add(sql, " OR (released AND NOT archived)");
    }
    if (lookup_asks_for(request, "status", "unreleased")) {
        sql_add(sql, " OR (NOT released AND NOT archived)");
    }
    if (lookup_asks_for(request, "status", "archived")) {
        sql_add(sql, " OR archived");
    }
    sql_add(sql, ")");
}

static void jira_project_version_page(struct request *request, struct reply *reply)
{
    enum {
        MOST_RESULTS = 1000,
        USUAL_RESULTS = 50,
    };
    static const struct lookup_order orders[] = {
        {"sequence", "position"},        {"name", "name COLLATE NOCASE"},
        {"description", "description"},  {"startDate", "start_date"},
        {"releaseDate", "release_date"},
    };
    const char *order = lookup_order(request, orders, sizeof orders / sizeof *orders, "sequence");
    const char *query = request_parameter(request, "query");
    int64_t project;
    struct jira_page page;
    if (!lookup_project_of_path(request, 0, &project) ||
        !jira_page_read(request, USUAL_RESULTS, MOST_RESULTS, &page)) {
        return;
    }
    if (order == NULL) {
        reply_error(reply, REPLY_JIRA, 400, "The orderBy query parameter is not valid: %s",
                    request_parameter(request, "orderBy"));
        return;
    }
    struct sql from = {0};
    sql_add(&from, "FROM version WHERE project = ");
    sql_mark(&from, sql_integer(project));
    add_statuses(request, &from);
    if (query != NULL) {
        const char *pattern = lookup_like(&request->arena, query);
        sql_add(&from, " AND (name LIKE ");
        sql_mark(&from, sql_text(pattern));
        sql_add(&from, " ESCAPE '\\' OR description LIKE ");
        sql_mark(&from, sql_text(pattern));
        sql_add(&from, " ESCAPE '\\')");
    }
    sql_printf(&from, " ORDER BY %s, id", order);
    jira_page_answer(request, &page, "id", &from, version_emit);
    sql_free(&from);
}

/* ---- one ---- */

static void jira_version(struct request *request, struct reply *reply)
{
    int64_t version;
    (void)reply;
    if (version_of_path(request, 0, &version)) {
        version_answer(request, version);
    }
}

static int64_t count_of(struct request *request, int64_t version, const char *kind)
{
    return store_integer(&request->sandbox->store, 0,
                         "SELECT count(*) FROM issue_version WHERE version = ? AND kind = ?",
                         VALUES(sql_integer(version), sql_text(kind)));
}

static void emit_self(struct request *request, int64_t version)
{
    emit_format(&request->reply.body, "self", "%s/version/%" PRId64, jira_api_url(request->sandbox),
                version);
}

static void jira_version_counts(struct request *request, struct reply *reply)
{
    struct atl_buffer *json = &reply->body;
    int64_t version;
    if (!version_of_path(request, 0, &version)) {
        return;
    }
    emit_object(json, NULL);
    emit_self(request, version);
    emit_integer(json, "issuesFixedCount", count_of(request, version, "fix"));
    emit_integer(json, "issuesAffectedCount", count_of(request, version, "affects"));
    emit_integer(json, "issueCountWithCustomFieldsShowingVersion", 0);
    emit_array(json, "customFieldUsage");
    emit_array_end(json);
    emit_object_end(json);
}

static void jira_version_unresolved(struct request *request, struct reply *reply)
{
    struct atl_buffer *json = &reply->body;
    int64_t version;
    if (!version_of_path(request, 0, &version)) {
        return;
    }
    emit_object(json, NULL);
    emit_self(request, version);
    emit_integer(json, "issuesUnresolvedCount",
                 store_integer(&request->sandbox->store, 0,
                               "SELECT count(*) FROM issue_version"
                               " JOIN issue ON issue.id = issue_version.issue"
                               " WHERE version = ? AND kind = 'fix' AND resolution IS NULL",
                               VALUES(sql_integer(version))));
    if (sandbox_is_cloud(request->sandbox)) {
        emit_integer(json, "issuesCount", count_of(request, version, "fix"));
    }
    emit_object_end(json);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/project/{}/versions", ROUTE_ANY, jira_project_versions},
    {"GET", ROUTE_JIRA, "/project/{}/version", ROUTE_ANY, jira_project_version_page},
    {"GET", ROUTE_JIRA, "/version/{}", ROUTE_ANY, jira_version},
    {"GET", ROUTE_JIRA, "/version/{}/relatedIssueCounts", ROUTE_ANY, jira_version_counts},
    {"GET", ROUTE_JIRA, "/version/{}/unresolvedIssueCount", ROUTE_ANY, jira_version_unresolved},
};

const struct route_table jira_version_routes = ROUTES(routes);
