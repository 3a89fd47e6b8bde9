/* GET createmeta and editmeta. */
#include "sandbox/jira/issues/field_meta.h"
#include "sandbox/jira/issues/issue.h"
#include "sandbox/jira/lookup.h"
#include "sandbox/jira/page.h"
#include "sandbox/server/route.h"

#include <inttypes.h>

static void edit_meta(struct request *request, struct reply *reply)
{
    struct jira_issue issue;
    if (!issue_of_request(request, 0, &issue)) {
        return;
    }
    const struct field_meta meta = {.project = issue.project, .type = issue.type};
    struct jira_output out = jira_reply(request);
    emit_object(&reply->body, NULL);
    emit_object(&reply->body, "fields");
    field_meta_emit(&out, &meta);
    emit_object_end(&reply->body);
    emit_object_end(&reply->body);
}

/* The project that the path names; -1, and the reply is an error: on Cloud a 400, as documented. */
static int64_t find_project(struct request *request)
{
    const char *text = request->segments[0];
    int64_t id = lookup_project(request->sandbox, text);
    if (id < 0) {
        unsigned status = sandbox_is_cloud(request->sandbox) ? 400 : 404;
        reply_error(&request->reply, REPLY_JIRA, status, "No project could be found with key '%s'.",
                    text);
    }
    return id;
}

/* Cloud and Data Center call the list differently. */
static void open_list(struct request *request, const struct jira_page *page, const char *name)
{
    struct atl_buffer *json = &request->reply.body;
    bool is_cloud = sandbox_is_cloud(request->sandbox);
    emit_object(json, NULL);
    emit_integer(json, "maxResults", page->limit);
    emit_integer(json, "startAt", page->start);
    emit_integer(json, "total", page->total);
    if (!is_cloud) {
        emit_bool(json, "isLast", page->start + page->limit >= page->total);
    }
    emit_array(json, is_cloud ? name : "values");
}

static void create_meta_types(struct request *request, struct reply *reply)
{
    struct store *store = &request->sandbox->store;
    struct jira_page page;
    int64_t project = find_project(request);
    if (project < 0 || !jira_page_read(request, 50, 200, &page)) {
        return;
    }
    page.total = store_integer(store, 0, "SELECT count(*) FROM project_type WHERE project = ?",
                               VALUES(sql_integer(project)));
    struct jira_output out = jira_reply(request);
    open_list(request, &page, "issueTypes");
    struct rows rows = store_select(
        store,
        "SELECT type FROM project_type JOIN issue_type ON id = type WHERE project = ? ORDER BY "
        "position LIMIT ? OFFSET ?",
        VALUES(sql_integer(project), sql_integer(page.limit), sql_integer(page.start)));
    while (rows_next(&rows)) {
        jira_emit(&out, NULL, JIRA_ISSUE_TYPE, rows_integer(&rows, 0));
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

/* All fields fit on one page, so pages beyond the first are empty. */
static void create_meta_fields(struct request *request, struct reply *reply)
{
    struct jira_page page;
    int64_t type = -1;
    int64_t project = find_project(request);
    if (project < 0 || !jira_page_read(request, 50, 200, &page)) {
        return;
    }
    if (!atl_text_to_integer(request->segments[1], 0, INT64_MAX, &type) ||
        !store_exists(&request->sandbox->store,
                      "SELECT 1 FROM project_type WHERE project = ? AND type = ?",
                      VALUES(sql_integer(project), sql_integer(type)))) {
        reply_error(reply, REPLY_JIRA, 404, "The issue type '%s' isn't one of the project's.",
                    request->segments[1]);
        return;
    }
    const struct field_meta meta = {
        .project = project, .type = type, .creating = true, .as_array = true};
    struct jira_output out = jira_reply(request);
    page.total = field_meta_count(&out, &meta);
    page.limit = page.limit < page.total ? page.total : page.limit;
    open_list(request, &page, "fields");
    if (page.start == 0) {
        field_meta_emit(&out, &meta);
    }
    emit_array_end(&reply->body);
    emit_object_end(&reply->body);
}

static const struct route routes[] = {
    {"GET", ROUTE_JIRA, "/issue/{}/editmeta", ROUTE_ANY, edit_meta},
    {"GET", ROUTE_JIRA, "/issue/createmeta/{}/issuetypes", ROUTE_ANY, create_meta_types},
    {"GET", ROUTE_JIRA, "/issue/createmeta/{}/issuetypes/{}", ROUTE_ANY, create_meta_fields},
};

const struct route_table jira_meta_routes = ROUTES(routes);
